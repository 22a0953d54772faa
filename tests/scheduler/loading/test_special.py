"""Dangerous goods and cargo out of gauge, placed one by one: pairs of ships that have room for them, or have not.

What is placed and what is left of the room after it is judged by the checker, in plans for the whole ship.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.checker import check
from data.profiles import ShipStack
from data.slots import Cell
from scheduler.loading import solve
from scheduler.loading.special import apart, is_special, place_special
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, call_of, ship_of, ship_stack, tiny

DECK = {"level": "deck"}


def placed(case: Case, stacks: list[ShipStack], boxes: Iterable[Container]) -> dict[str, str]:
    """Slots of the boxes to load that find one, by number."""
    boxes = list(boxes)
    ship = ship_of(tiny(case, stacks, boxes))
    slots, left = place_special(ship, [each for each in boxes if each.direction == "load"])
    assert {each.id for each in left} == {each.id for each in boxes if each.direction == "load"} - {
        each.id for each in slots.values()
    }
    return {each.id: slot for slot, each in slots.items()}


def deck(*rows: int, bay: int = 2, **more: Any) -> list[ShipStack]:
    return [ship_stack(bay, row, "deck", **more) for row in rows]


@pytest.mark.parametrize(
    ("more", "special"),
    [({}, False), ({"hazards": "3"}, True), ({"over_height_cm": 10}, True), ({"plug": True}, False)],
)
def test_is_special(more: dict[str, Any], special: bool) -> None:
    assert is_special(box(**more)) == special


# Places at 20 m and 50 m from the bow: bays 2 and 6 are neighbours.
LAYOUT = [
    *deck(1, 2, 3, 4), ship_stack(2, 1, "hold"), ship_stack(2, 3, "hold"), *deck(1, 2, bay=6), ship_stack(6, 1, "hold"),
    *deck(1, bay=10),
]  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "other", "good"),
    [
        (("3", "9"), "0020184", True),  # none asked for
        (("4.1", "8"), "0020184", True),  # away from: no matter of closed boxes
        (("3", "5.1"), "0020184", False),  # separated: one stack
        (("3", "5.1"), "0020102", False),
        (("3", "5.1"), "0020282", False),  # the next row
        (("3", "5.1"), "0020382", False),
        (("3", "5.1"), "0020482", True),
        (("3", "5.1"), "0060182", False),  # the next bay
        (("3", "5.1"), "0060282", True),
        (("3", "5.1"), "0100182", True),
        (("6.2", "3"), "0060282", False),  # by a compartment: the next bay on the same level
        (("6.2", "3"), "0060102", True),
        (("6.2", "3"), "0020302", False),
        (("6.2", "3"), "0100182", True),
        (("1.1", "3"), "0060182", False),  # 24 m between their ends
        (("1.1", "3"), "0100182", True),
    ],
)
def test_apart(case: Case, classes: tuple[str, str], other: str, good: bool) -> None:
    one, two = (box(long=True, hazards=hazard) for hazard in classes)
    ship = ship_of(tiny(case, LAYOUT, [box()]))
    assert apart(ship, Cell.of("0020182"), one, Cell.of(other), two) == good
    assert apart(ship, Cell.of(other), two, Cell.of("0020182"), one) == good


def test_hazards_stand_on_deck_only(case: Case) -> None:
    one = box(hazards="3")
    assert placed(case, [ship_stack(2, 1, "hold")], [one]) == {}
    assert placed(case, [ship_stack(2, 1, "hold"), *deck(1)], [one]) == {one.id: "0010182"}


def test_hazards_keep_away_from_each_other_and_from_what_is_on_board(case: Case) -> None:
    one, two = box(long=True, hazards="3"), box(long=True, hazards="5.1")
    assert len(placed(case, deck(1), [one, two])) == 1
    assert len(placed(case, [*deck(1), *deck(1, bay=6), *deck(1, bay=10)], [one, two])) == 2
    aboard = box(long=True, hazards="5.1", slot="0020182")
    assert placed(case, deck(1, 2), [one, aboard]) == {}
    assert placed(case, [*deck(1, 2), *deck(2, bay=6)], [one, aboard]) == {one.id: "0060282"}


def test_plug_weight_height_and_lashing(case: Case) -> None:
    cold = box(hazards="3", plug=True)
    assert placed(case, deck(1, plugs=(84,)), [cold]) == {}
    assert placed(case, deck(1, plugs=(82,)), [cold]) == {cold.id: "0010182"}
    heavy = box(hazards="3", kg=20_000)
    assert placed(case, deck(1, max_20_kg=19_000), [heavy]) == {}
    long = box(hazards="3", long=True, kg=20_000)
    assert placed(case, deck(1, max_20_kg=10_000, max_40_kg=20_000), [long]) == {long.id: "0020182"}
    assert placed(case, deck(1, max_40_kg=19_000), [long]) == {}
    high = box(hazards="3", high=True)
    assert placed(case, deck(1, height_m=2.8), [high]) == {}
    assert placed(case, deck(1, height_m=2.9), [high]) == {high.id: "0010182"}
    under = box(long=True, slot="0020182")
    assert placed(case, deck(1, lashed_tiers=1, loose_kg=9_999), [long, under]) == {}
    assert placed(case, deck(1, lashed_tiers=1, loose_kg=10_000), [long, under]) == {long.id: "0020184"}


def test_a_box_that_overstows_nothing_is_preferred(case: Case) -> None:
    early, one = box(0, long=True, slot="0020182"), box(1, long=True, hazards="3")
    assert placed(case, [*deck(1), *deck(1, bay=6)], [early, one]) == {one.id: "0060182"}
    assert placed(case, deck(1), [early, one]) == {one.id: "0020184"}


def test_what_is_over_height_has_nothing_above_it(case: Case) -> None:
    high, other = box(long=True, over_height_cm=50), box(long=True, hazards="3")
    assert placed(case, deck(1), [high, other]) == {high.id: "0020182"}
    ship = ship_of(tiny(case, deck(1), [high]))
    place_special(ship, [high])
    assert ship.column_of("0020184").long_room() == 0


def test_what_is_over_width_has_nothing_beside_it(case: Case) -> None:
    """Row 01 is between 02 and 03; row 04 is beyond. What stands there already is in the way."""
    wide = box(long=True, over_width_cm=30)
    ship = ship_of(tiny(case, deck(1, 2, 3, 4), [wide]))
    assert list(place_special(ship, [wide])[0]) == ["0020182"]
    assert [ship.column_of(f"0020{row}82").long_room() for row in (1, 2, 3, 4)] == [1, 0, 0, 2]
    in_the_way = box(long=True, slot="0020282")
    assert placed(case, deck(1, 2), [wide, in_the_way]) == {wide.id: "0020284"}
    assert placed(case, deck(1, 2, tiers=1), [wide, in_the_way]) == {}


def test_what_is_over_length_has_nothing_at_its_ends(case: Case) -> None:
    long = box(long=True, over_length_cm=30)
    ship = ship_of(tiny(case, [*deck(1), *deck(1, bay=6), *deck(1, bay=10)], [long]))
    (slot,) = place_special(ship, [long])[0]
    assert slot == "0020182"
    assert [ship.column_of(f"{bay}0182").long_room() for bay in ("002", "006", "010")] == [1, 0, 2]


def accepted(case: Case, stacks: list[ShipStack], boxes: list[Container]) -> int:
    """How many boxes are loaded by a plan that the checker accepts."""
    made = tiny(case, stacks, boxes)
    result = solve(made, call_of(made), stop=Stop(effort=0.1), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    return sum(lift.kind == "load" for lift in result.plan.lifts)


@pytest.mark.parametrize(
    "more",
    [
        {"long": True, "over_height_cm": 40},
        {"long": True, "over_width_cm": 20},
        {"long": True, "over_width_cm": 300},
        {"long": True, "over_length_cm": 20},
        {"over_height_cm": 40},
        {"over_width_cm": 20},
        {"over_length_cm": 20},
        {"long": True, "over_height_cm": 40, "over_width_cm": 20, "over_length_cm": 20},
    ],
)
@pytest.mark.parametrize("on_board", [False, True])
def test_no_box_is_put_where_cargo_out_of_gauge_needs_the_room(
    case: Case, more: dict[str, Any], on_board: bool
) -> None:
    """More boxes than there is room for, beside one to load, or one that stays in the middle of the deck."""
    slot = None if not on_board else "0060282" if more.get("long") else "0050282"
    others = [box(long=place % 3 == 0, kg=9_000) for place in range(30)]
    stacks = [stack for bay in (2, 6, 10) for stack in deck(0, 1, 2, bay=bay)]
    assert accepted(case, stacks, [box(slot=slot, **more), *others]) > 8


def test_no_row_of_another_breadth_is_too_near(case: Case) -> None:
    """Bay 2 has a row 00 and bay 6 has none: its row 01 is half a row off that of bay 2, and next to it still."""
    one, two = box(long=True, hazards="3", slot="0020182"), box(long=True, hazards="5.1")
    assert placed(case, [*deck(0, 1), *deck(1, bay=6)], [one, two]) == {}
    assert placed(case, [*deck(0, 1), *deck(2, bay=6)], [one, two]) == {two.id: "0060282"}
