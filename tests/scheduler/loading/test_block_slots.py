"""The slots of a block: each rule alone in an otherwise empty model, and blocks that are filled as a whole."""

from collections import Counter
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel, CpSolver, LinearExpr, LinearExprT

from data.case import Case
from scheduler.loading.block_slots import (
    Cells,
    add_height,
    add_lashing,
    add_support,
    add_weight,
    cells_of,
    fill,
    inversions,
    list_moment,
    overstows,
    shared_stacks,
    split_pairs,
)
from scheduler.loading.blocks import Block
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Column
from scheduler.loading.stacking import stack
from scheduler.stopping import Stop
from tests.scheduler.loading.brute_force import keeps_rules
from tests.scheduler.loading.conftest import ORDER, box, column, kind, ship_of, ship_stack, tiny

LIGHT, HEAVY = kind(), kind(kg=20_000)
LONG, HEAVY_LONG = kind(long=True), kind(long=True, kg=24_000)
COLD = kind(plug=True)
HIGH = kind(height_mm=2_896)
Rule = Callable[[CpModel, Cells], None]
Terms = Callable[[CpModel, Cells], list[LinearExprT]]


def solved(its: Column, stowage: Mapping[str, Kind], rule: Rule, terms: Terms | None = None) -> float | None:
    """The least of some terms where a column is stowed like this, under one rule; None where it may not be."""
    model = CpModel()
    cells = cells_of(model, its, Counter(stowage.values()))
    rule(model, cells)
    wanted = 0
    for (half, tier, each), x in cells.twenties.items():
        model.add(x == (stowage.get(its.slot(half, tier)) == each))
        wanted += stowage.get(its.slot(half, tier)) == each
    for (tier, each), x in cells.longs.items():
        model.add(x == (stowage.get(its.slot(None, tier)) == each))
        wanted += stowage.get(its.slot(None, tier)) == each
    if wanted < len(stowage):
        return None  # a cell that the kind has no variable for
    model.minimize(LinearExpr.sum(terms(model, cells) if terms else []))
    solver = CpSolver()
    return solver.objective_value if solver.solve(model) in (OPTIMAL, FEASIBLE) else None


def anything(model: CpModel, cells: Cells) -> None:
    del model, cells


def may(its: Column, stowage: Mapping[str, Kind], rule: Rule = anything) -> bool:
    return solved(its, stowage, rule) is not None


@pytest.mark.parametrize(
    ("stowage", "good"),
    [
        ({"0010102": LIGHT, "0010104": LIGHT}, True),
        ({"0010104": LIGHT}, False),
        ({"0010102": LIGHT, "0030102": LIGHT, "0020104": LONG}, True),
        ({"0010102": LIGHT, "0020104": LONG}, False),  # nothing below its aft half
        ({"0020102": LONG, "0020104": LONG}, True),
        ({"0020102": LONG, "0010104": LIGHT}, False),  # a 20-foot box on a longer one
        ({"0020102": LONG, "0010102": LIGHT}, False),  # two in one place
        ({"0010102": LIGHT, "0030102": LIGHT, "0010104": LIGHT}, True),
    ],
)
def test_support(stowage: dict[str, Kind], good: bool) -> None:
    assert may(column(), stowage, add_support) == good


@pytest.mark.parametrize(
    ("stowage", "good"),
    [
        ({"0030104": LIGHT}, True),
        ({"0010104": LIGHT}, False),
        ({"0010102": LIGHT, "0020104": LONG}, True),
        ({"0020104": LONG}, False),  # only its aft half is on something
        ({"0030102": LIGHT}, False),  # taken
    ],
)
def test_support_by_what_stands_there(stowage: dict[str, Kind], good: bool) -> None:
    assert may(column([box(slot="0030102")]), stowage, add_support) == good


def test_support_of_long_boxes_over_uneven_halves() -> None:
    its = column([box(slot="0030102")], tiers=3)
    assert may(its, {"0010102": LIGHT, "0020104": LONG}, add_support)
    assert not may(its, {"0020104": LONG}, add_support)


@pytest.mark.parametrize(("slot", "good"), [("0010182", True), ("0010184", False)])
def test_plug(slot: str, good: bool) -> None:
    assert may(column(level="deck", plugs=(82,)), {slot: COLD}) == good


@pytest.mark.parametrize(("level", "slot", "good"), [("deck", "0020182", True), ("hold", "0020102", False)])
def test_only_deck(level: Any, slot: str, good: bool) -> None:
    assert may(column(level=level), {slot: kind(long=True, only_deck=True)}) == good


# Each stack is planned with 0.97 of what it bears: 20 t of 20 700 kg, and not of 20 600 kg.
@pytest.mark.parametrize(
    ("stowage", "limit", "good"),
    [
        ({"0010102": LIGHT, "0010104": LIGHT}, 20_700, True),
        ({"0010102": LIGHT, "0010104": LIGHT}, 20_600, False),
        ({"0010102": LIGHT, "0030102": HEAVY}, 20_700, True),  # each half by itself
        ({"0010102": LIGHT, "0030102": LIGHT, "0020104": kind(long=True, kg=20_000)}, 20_700, True),
        ({"0010102": LIGHT, "0030102": LIGHT, "0020104": HEAVY_LONG}, 20_700, False),
    ],
)
def test_weight_of_a_half(stowage: dict[str, Kind], limit: int, good: bool) -> None:
    assert may(column(max_20_kg=limit), stowage, add_weight) == good


@pytest.mark.parametrize(("limit", "good"), [(20_700, True), (20_600, False)])
def test_weight_of_long_boxes(limit: int, good: bool) -> None:
    assert may(column(max_40_kg=limit), {"0020102": LONG, "0020104": LONG}, add_weight) == good


def test_weight_of_what_stands_there_counts() -> None:
    its = column([box(slot="0010102", kg=9_000)], max_20_kg=20_000)
    assert may(its, {"0010104": LIGHT}, add_weight)
    assert not may(its, {"0010104": HEAVY}, add_weight)
    assert may(its, {"0030102": kind(kg=19_000)}, add_weight)


@pytest.mark.parametrize(("metres", "good"), [(5.19, True), (5.18, False)])
def test_height(metres: float, good: bool) -> None:
    stowage = {"0010102": LIGHT, "0010104": LIGHT}
    assert may(column(height_m=metres), stowage, add_height) == good
    assert not may(column(height_m=5.19), stowage | {"0010104": HIGH}, add_height)


def test_height_of_long_boxes_counts_in_both_halves() -> None:
    stowage = {"0010102": LIGHT, "0030102": HIGH, "0020104": LONG}
    assert may(column(height_m=5.49), stowage, add_height)
    assert not may(column(height_m=5.48), stowage, add_height)


@pytest.mark.parametrize(
    ("stowage", "loose", "good"),
    [
        ({"0010182": HEAVY, "0010184": LIGHT}, 10_400, True),
        ({"0010182": LIGHT, "0010184": HEAVY}, 10_000, False),
        ({"0020182": LONG, "0020184": kind(long=True, kg=20_000)}, 10_400, True),  # half of it in each half
        ({"0020182": LONG, "0020184": HEAVY_LONG}, 10_000, False),
    ],
)
def test_lashing(stowage: dict[str, Kind], loose: int, good: bool) -> None:
    assert may(column(level="deck", lashed_tiers=1, loose_kg=loose), stowage, add_lashing) == good
    below = {slot[:5] + {"82": "02", "84": "04"}[slot[5:]]: each for slot, each in stowage.items()}
    assert may(column(lashed_tiers=1, loose_kg=loose), below, add_lashing)  # in the hold nothing is lashed


def cost(its: Column, stowage: Mapping[str, Kind], terms: Terms) -> float:
    found = solved(its, stowage, add_support, terms)
    assert found is not None
    return found


def by_ports(model: CpModel, cells: Cells) -> list[LinearExprT]:
    return overstows(model, cells, ORDER)


FIRST, SECOND = kind(0), kind(1)


@pytest.mark.parametrize(
    ("stowage", "over"),
    [
        ({"0010102": SECOND, "0010104": FIRST}, 0),
        ({"0010102": FIRST, "0010104": SECOND}, 1),
        ({"0010102": FIRST, "0030102": SECOND, "0030104": SECOND}, 0),
        ({"0010102": FIRST, "0030102": SECOND, "0020104": kind(1, long=True)}, 1),
        ({"0010102": FIRST, "0010104": SECOND, "0010106": kind(2)}, 2),
        ({"0010102": SECOND, "0010104": FIRST, "0010106": SECOND}, 1),
    ],
)
def test_overstows(stowage: dict[str, Kind], over: int) -> None:
    assert cost(column(tiers=3), stowage, by_ports) == over * cost(
        column(), {"0010102": FIRST, "0010104": SECOND}, by_ports
    )


def test_overstows_of_what_stands_there() -> None:
    its = column([box(1, slot="0010102")], tiers=3)
    assert cost(its, {"0010104": FIRST, "0010106": SECOND}, by_ports) > 0
    assert cost(its, {"0010104": SECOND, "0010106": FIRST}, by_ports) == 0
    assert cost(its, {"0010104": kind(2), "0010106": FIRST}, by_ports) > 0
    assert cost(its, {"0030102": kind(2)}, by_ports) == 0


def test_inversions() -> None:
    assert cost(column(), {"0010102": HEAVY, "0010104": LIGHT}, inversions) == 0
    once = cost(column(), {"0010102": LIGHT, "0010104": HEAVY}, inversions)
    assert once > 0
    assert cost(column(), {"0010102": kind(kg=4_000), "0010104": HEAVY}, inversions) == 2 * once
    # A long box on two is heavier than what one of them weighs, by class.
    mixed: dict[str, Kind] = {"0010102": LIGHT, "0030102": HEAVY, "0020104": HEAVY_LONG}
    assert cost(column(), mixed, inversions) == once


def test_shared_stacks() -> None:
    alone = cost(column(), {"0010102": FIRST, "0030102": FIRST}, shared_stacks)
    assert cost(column(), {"0010102": FIRST, "0030102": SECOND}, shared_stacks) == 2 * alone > 0


def test_split_pairs() -> None:
    assert cost(column(), {"0010102": FIRST, "0030102": SECOND}, split_pairs) == 0
    assert cost(column(), {"0010102": FIRST}, split_pairs) == 1
    assert cost(column(bay=13), {"0130102": FIRST}, split_pairs) == 0


def filled(case: Case, stacks: list[Any], counts: Mapping[Kind, int], leaning: float = 0, **options: Any) -> Any:
    """What `fill` makes of one block of these stacks."""
    ship = ship_of(tiny(case, stacks, [box()]))
    columns = tuple(each for each in ship.columns if each.stack.bay != 49)
    options.setdefault("stop", Stop(effort=1))
    block = Block(columns[0].hatch, columns[0].stack.level, columns)
    return fill(block, counts, ship.layout, ORDER, seed=1, leaning=leaning, **options)


def test_the_list_is_put_right(case: Case) -> None:
    """Starboard rows are odd. The moment counts in tens of t m, to either side."""
    rows = [ship_stack(2, row, tiers=1, twenties="fore", forties=False) for row in (1, 2)]
    for leaning, row in ((100.0, "02"), (-100.0, "01")):
        assert [slot[3:5] for slot in filled(case, rows, {HEAVY: 1}, leaning)] == [row]


def test_the_moment_of_a_stack(case: Case) -> None:
    ship = ship_of(tiny(case, [ship_stack(2, 1), ship_stack(2, 2)], [box()]))
    model = CpModel()
    cells = [cells_of(model, its, {HEAVY: 4}) for its in ship.columns if its.stack.row == 1 and its.stack.bay == 2]
    for x in cells[0].twenties.values():
        model.add(x == 1)
    model.minimize(list_moment(model, cells, ship.layout, 0.0))
    solver = CpSolver()
    assert solver.solve(model) == OPTIMAL
    assert solver.objective_value == 10  # four boxes of 20 t, each 1.25 m off the line


def test_nothing_to_fill(case: Case) -> None:
    assert filled(case, [ship_stack()], {}) == {}


def test_what_is_cancelled_is_filled_by_hand(case: Case) -> None:
    cancelled = Stop(cancel=Event())
    cancelled.cancel.set()
    assert filled(case, [ship_stack()], {LIGHT: 1}, stop=cancelled) == {"0010102": LIGHT}


def test_what_finds_no_cell_is_left(case: Case) -> None:
    assert Counter(filled(case, [ship_stack()], {LIGHT: 9}).values()) == {LIGHT: 4}


def test_the_exact_model_mends_what_is_wrong_by_hand(case: Case) -> None:
    """By hand the boxes of the last port go first, in pairs, and leave no room for the long one; all of them fit."""
    counts = {kind(2, kg=20_000): 1, kind(1, long=True): 1, kind(0): 2}
    stacks = [ship_stack(2, 1, tiers=2), ship_stack(2, 2, tiers=1, twenties="fore", forties=False)]
    chosen = filled(case, stacks, counts)
    assert Counter(chosen.values()) == counts


@st.composite
def blocks(draw: st.DrawFn) -> tuple[list[Any], dict[Kind, int]]:
    """A block of one or two stacks, and boxes that may or may not fit it."""
    level = draw(st.sampled_from(["hold", "deck"]))
    stacks = [
        ship_stack(
            2,
            row,
            level,
            tiers=draw(st.integers(1, 3)),
            twenties=draw(st.sampled_from(["both", "both", "fore", "aft", "none"])),
            forties=draw(st.booleans()),
            max_20_kg=draw(st.sampled_from([100_000, 31_000])),
            max_40_kg=draw(st.sampled_from([100_000, 31_000])),
            height_m=draw(st.sampled_from([20, 5.3])),
            lashed_tiers=draw(st.sampled_from([20, 1])),
            loose_kg=11_000,
            plugs=draw(st.sampled_from([(), (82,) if level == "deck" else (2,)])),
        )
        for row in range(1, draw(st.integers(1, 2)) + 1)
    ]
    one = st.builds(
        kind,
        st.integers(0, 2),
        long=st.booleans(),
        kg=st.sampled_from([5_000, 10_000, 20_000]),
        plug=st.booleans(),
        height_mm=st.sampled_from([2_591, 2_896]),
    )
    counts = draw(st.dictionaries(one, st.integers(1, 3), min_size=1, max_size=4))
    return stacks, counts


@settings(max_examples=40, deadline=None)
@given(blocks())
def test_no_block_is_filled_against_a_rule(case: Case, block: tuple[list[Any], dict[Kind, int]]) -> None:
    """An account that has nothing of both judges what is filled by hand and by the model, which leaves no more."""
    stacks, counts = block
    ship = ship_of(tiny(case, stacks, [box()]))
    columns = [each for each in ship.columns if each.stack.bay != 49]
    by_hand = stack(columns, counts, ORDER, 1.0)
    chosen = filled(case, stacks, counts)
    for found in (by_hand, chosen):
        assert all(number <= counts[each] for each, number in Counter(found.values()).items())
        boxes = {
            slot: box(
                each.port, long=each.long, kg=each.kg, plug=each.plug, high=each.height_mm > 2_591,
            )
            for slot, each in found.items()
        }  # fmt: skip
        assert keeps_rules(ship.layout, {}, boxes) == []
    kept = stack(columns, counts, ORDER, 0.97)
    assert len(chosen) >= len(kept)
