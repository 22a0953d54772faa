"""The ship after discharge: what stands where, what must go back, and the room that there is."""

from collections.abc import Iterable

import pytest

from data.cargo import Container
from data.case import Case
from scheduler.loading.ship import Column
from tests.scheduler.loading.conftest import KEEP, ORDER, box, column, ship_of, ship_stack, tiny


def ids(boxes: Iterable[Container]) -> set[str]:
    return {each.id for each in boxes}


DECK = {"level": "deck", "cover": 1}
HATCH = [ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1), ship_stack(2, 2, "deck", cover=1)]


def test_what_leaves_is_gone_and_what_stays_stands(case: Case) -> None:
    stays, leaves = box(slot="0020102", long=True), box(slot="0020104", long=True, direction="discharge")
    ship = ship_of(tiny(case, [ship_stack()], [stays, leaves]))
    assert ids(ship.column_of("0020102").boxes) == {stays.id}
    assert ship.restows == ()
    assert ids(list(ship.off.values())) == {leaves.id}


def test_what_stands_on_what_leaves_is_restowed(case: Case) -> None:
    leaves, above = box(slot="0010102", direction="discharge"), box(slot="0010104")
    beside = box(slot="0030102")
    ship = ship_of(tiny(case, [ship_stack()], [leaves, above, beside]))
    assert ids(ship.restows) == {above.id}
    assert ids(ship.column_of("0010102").boxes) == {beside.id}


def test_a_long_box_over_one_half_that_leaves_is_restowed_with_all_above_it(case: Case) -> None:
    fore, aft = box(slot="0010102", direction="discharge"), box(slot="0030102")
    long, top = box(slot="0020104", long=True), box(slot="0020106", long=True)
    ship = ship_of(tiny(case, [ship_stack(tiers=3)], [fore, aft, long, top]))
    assert ids(ship.restows) == {long.id, top.id}
    assert ids(ship.column_of("0010102").standing[3].values()) == {aft.id}


def test_what_stands_on_a_hatch_that_is_opened_is_restowed(case: Case) -> None:
    below, above = box(slot="0010102", direction="discharge"), box(slot="0020282", long=True)
    ship = ship_of(tiny(case, HATCH, [below, above]))
    assert ids(ship.restows) == {above.id}
    assert ship.worked_hatches == {(2, 1)}
    assert ship.shut == frozenset()


def test_what_stands_on_a_hatch_that_is_opened_for_a_stack_further_on_is_restowed(case: Case) -> None:
    stacks = [ship_stack(2, row, level, cover=1) for row in (1, 2) for level in ("hold", "deck")]
    below, above = box(slot="0010202", direction="discharge"), box(slot="0020182", long=True)
    assert ids(ship_of(tiny(case, stacks, [below, above])).restows) == {above.id}


def test_a_hatch_under_boxes_that_stay_is_shut_unless_it_is_opened(case: Case) -> None:
    above = box(slot="0020282", long=True)
    made = tiny(case, HATCH, [above, box()])
    hold = "0010102"
    ship = ship_of(made)
    assert (2, 1) in ship.shut
    assert not ship.loadable(ship.column_of(hold))
    assert ship.loadable(ship.column_of("0020182"))
    opened = ship_of(made, opened=[(2, 1)])
    assert ids(opened.restows) == {above.id}
    assert opened.loadable(opened.column_of(hold))


def test_a_hold_without_a_cover_is_never_shut(case: Case) -> None:
    ship = ship_of(tiny(case, [ship_stack(), ship_stack(level="deck")], [box(slot="0010182"), box()]))
    assert ship.loadable(ship.column_of("0010102"))
    assert KEEP in ids(ship.column_of("0490182").boxes)


def test_room_above_what_stands() -> None:
    its = column([box(slot="0010102"), box(slot="0010104")], tiers=3)
    assert (its.room(1), its.room(3)) == (1, 3)
    assert its.long_room() == 1
    assert (its.twenty_room(1), its.twenty_room(3)) == (1, 3)
    for half in its.halves:
        its.close(half, 2)
    assert (its.room(1), its.room(3), its.long_room()) == (0, 2, 0)


def test_no_room_for_twenties_on_a_long_box() -> None:
    its = column([box(slot="0020102", long=True)])
    assert (its.twenty_room(1), its.twenty_room(3), its.long_room()) == (0, 0, 1)


@pytest.mark.parametrize(("twenties", "fore", "aft"), [("both", 2, 2), ("fore", 2, 0), ("aft", 0, 2), ("none", 0, 0)])
def test_halves_in_which_twenties_stand(twenties: str, fore: int, aft: int) -> None:
    its = column(twenties=twenties)
    assert (its.twenty_room(1), its.twenty_room(3)) == (fore, aft)


def test_a_bay_of_an_odd_number_takes_no_long_box() -> None:
    its = column(bay=13)
    assert its.halves == (13,)
    assert (its.twenty_room(13), its.long_room()) == (2, 0)


@pytest.fixture
def loaded() -> Column:
    """Of 30 t a half and 40 t of long boxes: 12 t in the fore half, and 10 t over both."""
    return column(
        [box(slot="0010182", kg=12_000), box(slot="0030182", kg=11_000), box(slot="0020184", long=True, kg=10_000)],
        level="deck", tiers=3, max_20_kg=30_000, max_40_kg=40_000, lashed_tiers=1, loose_kg=6_000, height_m=8,
    )  # fmt: skip


def test_what_is_left_of_weight_height_and_lashing(loaded: Column) -> None:
    assert loaded.kg_left(1) == (30_000 - 12_000 - 5_000, 30_000)
    assert loaded.kg_left(3) == (30_000 - 11_000 - 5_000, 30_000)
    assert loaded.mm_left(1) == 8_000 - 2 * 2_591
    assert loaded.loose_kg_left(1) == 1_000


def test_what_came_too_heavy_leaves_nothing(loaded: Column) -> None:
    heavy = column(loaded.boxes, level="deck", max_20_kg=1_000, max_40_kg=1_000, loose_kg=1_000, lashed_tiers=1)
    assert heavy.kg_left(1) == (0, 0)
    assert heavy.loose_kg_left(1) == 0


def test_the_first_port_of_a_half() -> None:
    its = column([box(2, slot="0010102"), box(1, slot="0030102"), box(2, slot="0020104", long=True)])
    assert its.earliest_port(1, ORDER) == 2
    assert its.earliest_port(3, ORDER) == 1
    assert column().earliest_port(1, ORDER) == len(ORDER)


def test_slots_by_half_and_tier() -> None:
    its = column(level="deck", row=3)
    assert (its.slot(1, 0), its.slot(3, 1), its.slot(None, 1)) == ("0010382", "0030384", "0020384")


def test_where_reefers_have_plugs(case: Case) -> None:
    """Tier 82 has a plug in each half, tier 84 in the fore half: for a 20-foot box there, or a longer one."""
    ship = ship_of(tiny(case, [ship_stack(level="deck", tiers=3, plugs=(82, 84), one_plug=(84,))], [box()]))
    of = ship.column_of("0010182")
    has = {
        (half, tier, long)
        for half in (1, 3)
        for tier in range(3)
        for long in (False, True)
        if of.plugged(half, tier, long)
    }
    lowest = {(half, 0, long) for half in (1, 3) for long in (False, True)}
    assert has == lowest | {(1, 1, False), (1, 1, True), (3, 1, True)}
