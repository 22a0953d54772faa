"""Slots by hand: what goes where when one kind comes after the other."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Column
from scheduler.loading.stacking import stack
from tests.scheduler.loading.conftest import ORDER, box, column, kind


def stowed(columns: list[Column] | Column, counts: Mapping[Kind, int], kept: float = 1.0) -> dict[str, Kind]:
    return stack(columns if isinstance(columns, list) else [columns], counts, ORDER, kept)


LIGHT, HEAVY, LONG = kind(), kind(kg=20_000), kind(long=True)


def test_what_leaves_last_stands_lowest() -> None:
    assert stowed(column(bay=13), {kind(0): 1, kind(1): 1}) == {"0130102": kind(1), "0130104": kind(0)}


def test_heavy_boxes_stand_lowest() -> None:
    assert stowed(column(bay=13), {LIGHT: 1, HEAVY: 1}) == {"0130102": HEAVY, "0130104": LIGHT}


def test_long_boxes_stand_on_twenties() -> None:
    assert stowed(column(), {LONG: 1, LIGHT: 2}) == {"0010102": LIGHT, "0030102": LIGHT, "0020104": LONG}


def test_a_long_box_needs_both_halves_at_one_height() -> None:
    assert stowed(column([box(slot="0010102")]), {LONG: 1}) == {}
    assert stowed(column([box(slot="0010102"), box(slot="0030102")]), {LONG: 1}) == {"0020104": LONG}
    assert stowed(column(forties=False), {LONG: 1}) == {}


def test_no_twenty_on_a_long_box() -> None:
    assert stowed(column([box(slot="0020102", long=True)]), {LIGHT: 1}) == {}
    later = kind(2, long=True)
    assert stowed(column(), {later: 1, LIGHT: 1}) == {"0020102": later}


def test_a_port_gets_a_stack_of_its_own_where_there_is_one() -> None:
    chosen = stowed([column(row=1), column(row=2)], {kind(0): 2, kind(1): 2})
    by_stack = {(slot[3:5], each.port) for slot, each in chosen.items()}
    assert by_stack == {("01", 1), ("02", 0)}


def test_a_box_above_an_earlier_port_is_the_last_choice() -> None:
    early = column([box(0, slot="0010102"), box(0, slot="0030102")], row=1)
    free = column(row=2, twenties="fore", forties=False, tiers=1)
    assert stowed([early, free], {kind(1): 1}) == {"0010202": kind(1)}
    assert len(stowed([early, free], {kind(1): 2})) == 2


def test_plugs() -> None:
    cold = kind(plug=True)
    assert stowed(column(level="deck", plugs=(82,), bay=13), {LIGHT: 1, cold: 1}) == {"0130182": cold, "0130184": LIGHT}
    assert stowed(column(level="deck", bay=13), {cold: 1}) == {}


def test_only_deck() -> None:
    long = kind(long=True, only_deck=True)
    assert stowed(column(), {long: 1}) == {}
    assert stowed(column(level="deck"), {long: 1}) == {"0020182": long}


def test_weight_of_a_half_and_of_long_boxes() -> None:
    assert len(stowed(column(bay=13, max_20_kg=20_000), {LIGHT: 2})) == 2
    assert len(stowed(column(bay=13, max_20_kg=19_999), {LIGHT: 2})) == 1
    assert len(stowed(column(bay=13, max_20_kg=20_000), {LIGHT: 2}, kept=0.97)) == 1
    assert len(stowed(column(max_40_kg=20_000), {LONG: 2})) == 2
    assert len(stowed(column(max_40_kg=19_999), {LONG: 2})) == 1


def test_height() -> None:
    assert len(stowed(column(bay=13, height_m=5.19), {LIGHT: 2})) == 2
    assert len(stowed(column(bay=13, height_m=5.18), {LIGHT: 2})) == 1


def test_lashing() -> None:
    """Above the lashed tier a tenth of what may stand there is kept, as few boxes stand there."""
    loose: dict[str, Any] = {"level": "deck", "bay": 13, "lashed_tiers": 1}
    assert len(stowed(column(loose_kg=11_200, **loose), {LIGHT: 2})) == 2
    assert len(stowed(column(loose_kg=9_999, **loose), {LIGHT: 2})) == 1
    assert Counter(stowed(column(loose_kg=11_200, **loose), {LIGHT: 1, HEAVY: 1}).values()) == {LIGHT: 1, HEAVY: 1}
    long = column(level="deck", lashed_tiers=1, loose_kg=5_600)
    assert len(stowed(long, {LONG: 2})) == 2  # half of its mass in each half


def test_the_ship_is_kept_upright() -> None:
    """Of two empty stacks of equal height, the one on the lighter side is filled."""
    columns = [column(row=row, tiers=1, bay=13) for row in (1, 2)]
    for leaning, slot in ((50.0, "0130202"), (-50.0, "0130102")):
        assert list(stack(columns, {HEAVY: 1}, ORDER, 1.0, (2.5, -2.5), leaning)) == [slot]
    assert len(stack(columns, {HEAVY: 2}, ORDER, 1.0, (2.5, -2.5))) == 2


def test_a_ceiling_is_kept() -> None:
    low = column(bay=13, tiers=3)
    for half in low.halves:
        low.close(half, 1)
    assert len(stowed(low, {LIGHT: 3})) == 1
