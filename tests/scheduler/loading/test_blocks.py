"""Kinds of boxes by block: each rule alone in an otherwise empty model, and models of whole ships."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel, CpSolver, LinearExpr

from data.cargo import Container
from data.case import Case
from data.profiles import Hydrostatics, ShipStack
from scheduler.loading.blocks import (
    BlockModel,
    Quay,
    add_balance,
    add_height,
    add_hint,
    add_lashing,
    add_nested,
    add_plugs,
    add_ports,
    add_room,
    add_weight,
    blocks_of,
    build,
    overstows,
    stability_excess,
    worth_s,
)
from scheduler.loading.by_hand import share_out
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard
from scheduler.loading.stacking import stack
from tests.scheduler.loading.conftest import box, kind, ship_of, ship_stack, tiny

LIGHT, HEAVY, LONG = kind(), kind(kg=20_000), kind(long=True)
Rule = Callable[[BlockModel, int], None]


def quay(ship: Aboard, **more: Any) -> Quay:
    bays = {bay.bay: bay.from_bow_m for bay in ship.layout.bays if bay.bay != 49}
    given: dict[str, Any] = {
        "cranes": 1, "clearance_m": 25, "lift_s": 100, "hatch_s": 300, "place_m": bays,
        "busy_s": dict.fromkeys(bays, 0),
    }  # fmt: skip
    return Quay(**(given | more))


def ship(case: Case, stacks: Sequence[ShipStack], standing: Sequence[Container] = (), **more: Any) -> Aboard:
    return ship_of(tiny(case, stacks, [*standing, box()], **more))


def empty(its: Aboard, counts: Mapping[Kind, int], **more: Any) -> BlockModel:
    """A model that says nothing of what may be put where."""
    model = CpModel()
    blocks = [block for block in blocks_of(its) if block.hatch[0] != 49]
    ports = {each.port for each in counts}
    return BlockModel(
        model, its, quay(its, **more), counts, blocks,
        put={(each, place): model.new_int_var(0, 99, "put") for each in counts for place in range(len(blocks))},
        ashore={each: model.new_int_var(0, 99, "ashore") for each in counts},
        has_port={(port, place): model.new_bool_var("port") for port in ports for place in range(len(blocks))},
        longest=model.new_int_var(0, 10**7, "longest"),
    )  # fmt: skip


def fixed(built: BlockModel, counts: Mapping[Kind, int] | Sequence[Mapping[Kind, int]]) -> None:
    """Put so many boxes of each kind into each block; into the first where only one is told of."""
    by_block = [counts] if isinstance(counts, Mapping) else counts
    for (each, place), put in built.put.items():
        built.model.add(put == (by_block[place].get(each, 0) if place < len(by_block) else 0))


def least(built: BlockModel, *terms: Any) -> float | None:
    built.model.minimize(LinearExpr.sum(list(terms)))
    solver = CpSolver()
    return solver.objective_value if solver.solve(built.model) in (OPTIMAL, FEASIBLE) else None


def may(its: Aboard, counts: Mapping[Kind, int], rule: Rule) -> bool:
    built = empty(its, counts)
    rule(built, 0)
    fixed(built, counts)
    return least(built) is not None


def test_blocks_are_hatches_by_level(case: Case) -> None:
    stacks = [
        ship_stack(2, 1, "hold", cover=1), ship_stack(2, 2, "hold", cover=2), ship_stack(2, 1, "deck", cover=1),
        ship_stack(2, 2, "deck", cover=2), ship_stack(2, 4, "deck", cover=2), ship_stack(6, 1, "deck"),
    ]  # fmt: skip
    names = [(block.name, len(block.columns)) for block in blocks_of(ship(case, stacks))]
    assert names == [
        ("bay 002 hold, hatch 1", 1), ("bay 002 deck, hatch 1", 1), ("bay 002 hold, hatch 2", 1),
        ("bay 002 deck, hatch 2", 2), ("bay 006 deck", 1),
    ]  # fmt: skip


def test_no_block_where_nothing_can_be_put(case: Case) -> None:
    """Under a hatch that stays shut, and on a stack that is full."""
    stacks = [ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1, tiers=1), ship_stack(6, 1, "deck")]
    assert [block.name for block in blocks_of(ship(case, stacks, [box(slot="0020182", long=True)]))] == ["bay 006 deck"]


@pytest.mark.parametrize(
    ("counts", "good"),
    [
        ({LONG: 2}, True),
        ({LONG: 3}, False),
        ({LIGHT: 4}, True),
        ({LIGHT: 5}, False),
        ({LONG: 1, LIGHT: 2}, True),
        ({LONG: 1, LIGHT: 3}, False),
    ],
)
def test_room(case: Case, counts: dict[Kind, int], good: bool) -> None:
    assert may(ship(case, [ship_stack()]), counts, add_room) == good


def test_room_for_one_length_alone(case: Case) -> None:
    assert not may(ship(case, [ship_stack(forties=False)]), {LONG: 1}, add_room)
    assert not may(ship(case, [ship_stack(twenties="fore")]), {LIGHT: 3}, add_room)
    assert may(ship(case, [ship_stack(twenties="fore")]), {LIGHT: 2}, add_room)


@pytest.mark.parametrize(("count", "good"), [(2, True), (3, False)])
def test_plugs(case: Case, count: int, good: bool) -> None:
    """One tier of two halves has plugs."""
    its = ship(case, [ship_stack(level="deck", plugs=(82,))])
    assert may(its, {kind(plug=True): count}, add_plugs) == good
    assert may(its, {LIGHT: count}, add_plugs)


@pytest.mark.parametrize(("counts", "good"), [({LIGHT: 4}, True), ({LIGHT: 3, HEAVY: 1}, False), ({LONG: 4}, True)])
def test_weight(case: Case, counts: dict[Kind, int], good: bool) -> None:
    """Two halves of 20 t each, and 40 t of long boxes."""
    assert may(ship(case, [ship_stack(max_20_kg=20_000, max_40_kg=40_000)]), counts, add_weight) == good


def test_weight_of_long_boxes(case: Case) -> None:
    assert not may(ship(case, [ship_stack(max_40_kg=19_999)]), {LONG: 2}, add_weight)
    assert may(ship(case, [ship_stack(max_40_kg=20_000)]), {LONG: 2}, add_weight)


@pytest.mark.parametrize(("metres", "good"), [(5.19, True), (5.18, False)])
def test_height(case: Case, metres: float, good: bool) -> None:
    assert may(ship(case, [ship_stack(height_m=metres)]), {LIGHT: 4}, add_height) == good
    assert may(ship(case, [ship_stack(height_m=metres)]), {LONG: 2}, add_height) == good


@pytest.mark.parametrize(("counts", "good"), [({HEAVY: 2, LIGHT: 2}, True), ({HEAVY: 3}, False), ({LIGHT: 4}, True)])
def test_lashing(case: Case, counts: dict[Kind, int], good: bool) -> None:
    """One lashed tier, and 10 t above it in each half."""
    its = ship(case, [ship_stack(level="deck", lashed_tiers=1, loose_kg=10_000)])
    assert may(its, counts, add_lashing) == good
    assert may(ship(case, [ship_stack(lashed_tiers=1, loose_kg=10_000)]), counts, add_lashing)


@pytest.mark.parametrize(
    ("stack_", "counts", "good"),
    [
        ({"max_20_kg": 25_000}, {HEAVY: 2}, True),  # one in each half
        ({"max_20_kg": 25_000}, {HEAVY: 3}, False),
        ({"max_20_kg": 25_000}, {LIGHT: 4}, True),
        ({"max_20_kg": 25_000}, {HEAVY: 2, LIGHT: 2}, True),  # for each mass by itself
        ({"height_m": 5.5}, {kind(height_mm=2_896): 3}, False),
        ({"height_m": 5.5}, {LIGHT: 4}, True),
        ({"level": "deck", "plugs": (82,)}, {kind(plug=True): 2}, True),
        ({"level": "deck", "plugs": (82,)}, {kind(plug=True): 3}, False),
    ],
)
def test_nested(case: Case, stack_: dict[str, Any], counts: dict[Kind, int], good: bool) -> None:
    assert may(ship(case, [ship_stack(**stack_)]), counts, add_nested) == good


def test_ports(case: Case) -> None:
    built = empty(ship(case, [ship_stack()]), {LIGHT: 1, kind(1): 1})
    add_ports(built, 0)
    fixed(built, {LIGHT: 1})
    assert least(built, *built.has_port.values()) == 1


HATCH = [ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1)]


def over(its: Aboard, counts: Sequence[Mapping[Kind, int]]) -> float | None:
    built = empty(its, {each: 99 for put in counts for each in put})
    for place in range(len(built.blocks)):
        add_ports(built, place)
    found = overstows(built)
    fixed(built, counts)
    return least(built, *found)


@pytest.mark.parametrize(
    ("hold", "deck", "count"),
    [
        ({kind(1): 2}, {kind(0): 2}, 0),
        ({kind(0): 1}, {kind(1): 2}, 2),  # on the hatch over an earlier port
        ({kind(0): 2}, {kind(0): 2}, 0),
        ({}, {kind(1): 2}, 0),
    ],
)
def test_overstows_on_a_hatch(case: Case, hold: dict[Kind, int], deck: dict[Kind, int], count: int) -> None:
    assert over(ship(case, HATCH), [hold, deck]) == count


def test_overstows_of_what_stands_there(case: Case) -> None:
    below = ship(case, HATCH, [box(0, slot="0010102")])
    assert over(below, [{}, {kind(1): 2}]) == 2
    # One half has a box of the first port, and room for one on it; the other half holds two.
    beside = ship(case, [ship_stack()], [box(0, slot="0010102")])
    assert over(beside, [{kind(1): 2}]) == 0
    assert over(beside, [{kind(1): 3}]) == 1
    assert over(beside, [{kind(0): 3}]) == 0


def longest(its: Aboard, counts: Sequence[Mapping[Kind, int]], **more: Any) -> float | None:
    built = empty(its, {each: 1 for put in counts for each in put}, **more)
    for place in range(len(built.blocks)):
        add_ports(built, place)
    add_balance(built)
    fixed(built, counts)
    return least(built, built.longest)


def test_balance(case: Case) -> None:
    """Bays 2 and 6 are 30 m apart: two cranes work them at once where the clearance is not more."""
    its = ship(case, [ship_stack(2, 1, "deck"), ship_stack(6, 1, "deck")])
    assert longest(its, [{LIGHT: 2}, {LIGHT: 4}]) == 600
    assert longest(its, [{LIGHT: 2}, {LIGHT: 4}], cranes=2) == 400
    assert longest(its, [{LIGHT: 3}, {LIGHT: 3}], cranes=2) == 300
    assert longest(its, [{LIGHT: 3}, {LIGHT: 3}], cranes=2, clearance_m=31) == 600
    assert longest(its, [{}, {}, {}], busy_s={2: 50, 6: 70}) == 120


def test_balance_counts_hatches_that_are_opened(case: Case) -> None:
    its = ship(case, HATCH)
    assert longest(its, [{}, {LIGHT: 1}]) == 100
    assert longest(its, [{LIGHT: 1}, {}]) == 700
    # Those that are worked anyway are in what the bay has to do.
    worked = ship(case, HATCH, [box(slot="0010102", direction="discharge")])
    assert longest(worked, [{LIGHT: 1}, {}]) == 100


@pytest.mark.parametrize(
    ("clearance", "stretches"),
    [(0, [(2,), (6,), (10,)]), (25, [(2,), (6,), (10,)]), (31, [(2, 6), (6, 10)]), (61, [(2, 6, 10)])],
)
def test_cliques(case: Case, clearance: float, stretches: list[tuple[int, ...]]) -> None:
    its = ship(case, [ship_stack(bay, 1, "deck") for bay in (2, 6, 10)])
    assert quay(its, clearance_m=clearance).cliques() == stretches


WATER = tuple(
    Hydrostatics(
        profile="TINY", displacement_t=tonnes, draft_m=5, metacentre_m=9, buoyancy_from_bow_m=70, trim_moment_tm=1_000
    )
    for tonnes in (100, 5_000)
)


def excess(case: Case, row: int, limits: Mapping[str, Any], count: int = 4) -> float | None:
    """Tonne metres beyond the limits with so many boxes of 20 t in a row of bay 2, 20 m from the bow."""
    profile = {"light_t": 500, "light_from_bow_m": 70, "light_above_keel_m": 5, "min_metacentric_m": 0.5} | dict(limits)
    made = tiny(case, [ship_stack(2, row, "deck") for row in (1, 2)], [box()], profile=profile)
    its = ship_of(made.changed(hydrostatics=WATER))
    (block,) = (block for block in blocks_of(its) if block.hatch[0] == 2)
    built = empty(its, {HEAVY: count})
    built.blocks[0] = type(block)(block.hatch, block.level, tuple(c for c in block.columns if c.stack.row == row))
    fixed(built, {HEAVY: count})
    return least(built, *stability_excess(built))


def test_stability_keeps_the_ship_upright_on_an_even_keel_and_stiff(case: Case) -> None:
    assert excess(case, 1, {}) == 0
    # 80 t, 1.25 m off the line; at 591 t and 0.5 m a degree is 5 t m.
    assert (excess(case, 1, {"max_list_deg": 1}) or 0) > 90
    assert excess(case, 1, {"max_list_deg": 29}) == 0
    # 80 t, 50 m before the middle, trim her by 4 m, and the box that stays, 20 m before it, by 0.2 m.
    assert excess(case, 1, {"max_trim_m": 5}) == 0
    assert (excess(case, 1, {"max_trim_m": 4}) or 0) > 100
    # 80 t, 12.6 m above the keel, and the ship's 500 t at 5 m: GM is just below 3 m.
    assert excess(case, 1, {"min_metacentric_m": 2}) == 0
    assert (excess(case, 1, {"min_metacentric_m": 4}) or 0) > 100


def test_stability_is_not_looked_at_where_nobody_asks(case: Case) -> None:
    built = empty(ship(case, [ship_stack(2, 1, "deck")]), {HEAVY: 1})
    assert stability_excess(built) == []


def test_worth(case: Case) -> None:
    costs = case.terminal.costs
    assert worth_s(1_000, costs.model_copy(update={"work_per_hour": 2_000})) == 1_800
    assert worth_s(1_000, costs.model_copy(update={"work_per_hour": 0})) == 1_000


def chosen(its: Aboard, counts: Mapping[Kind, int], **more: Any) -> tuple[dict[str, dict[Kind, int]], dict[Kind, int]]:
    """Boxes by block and those left ashore, by the whole model."""
    blocks = [block for block in blocks_of(its) if block.hatch[0] != 49]
    built = build(its, blocks, counts, quay(its, **more))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(built.model) == OPTIMAL
    found: dict[str, dict[Kind, int]] = {}
    for (each, place), put in built.put.items():
        if number := solver.value(put):
            found.setdefault(blocks[place].name, {})[each] = number
    return found, {each: number for each, left in built.ashore.items() if (number := solver.value(left))}


def test_a_ship_is_filled_before_boxes_stay_ashore(case: Case) -> None:
    _, ashore = chosen(ship(case, HATCH), {LIGHT: 10})
    assert ashore == {LIGHT: 2}


def test_restowed_boxes_go_back_before_others_come(case: Case) -> None:
    back = kind(restow=True)
    _, ashore = chosen(ship(case, [ship_stack()]), {LIGHT: 4, back: 2})
    assert ashore == {LIGHT: 2}


def test_two_cranes_get_work_in_two_bays(case: Case) -> None:
    its = ship(case, [ship_stack(2, 1, "deck", tiers=4), ship_stack(6, 1, "deck", tiers=4)])
    found, _ = chosen(its, {LIGHT: 8}, cranes=2)
    assert found == {"bay 002 deck": {LIGHT: 4}, "bay 006 deck": {LIGHT: 4}}
    assert len(chosen(its, {LIGHT: 8}, cranes=1)[0]) == 1


def test_no_port_stands_over_an_earlier_one_where_it_need_not(case: Case) -> None:
    found, _ = chosen(ship(case, HATCH), {kind(0): 4, kind(1): 4})
    assert found == {"bay 002 hold, hatch 1": {kind(1): 4}, "bay 002 deck, hatch 1": {kind(0): 4}}


def test_a_known_sharing_out_is_told_to_the_model(case: Case) -> None:
    """The best is to have two bays worked at once; told of all in one, the model has just that."""
    its = ship(case, [ship_stack(2, 1, "deck", tiers=4), ship_stack(6, 1, "deck", tiers=4)])
    blocks = [block for block in blocks_of(its) if block.hatch[0] != 49]
    built = build(its, blocks, {LIGHT: 8}, quay(its, cranes=2))
    add_hint(built, {(LIGHT, 0): 7})
    solver = CpSolver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(built.model) == OPTIMAL
    assert [solver.value(built.put[LIGHT, place]) for place in range(2)] == [7, 0]
    assert solver.value(built.ashore[LIGHT]) == 1
    assert [solver.value(built.has_port[LIGHT.port, place]) for place in range(2)] == [1, 0]


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[ShipStack], dict[Kind, int]]:
    stacks = [
        ship_stack(
            2, row, level, cover=1, tiers=draw(st.integers(1, 3)),
            twenties=draw(st.sampled_from(["both", "fore", "none"])), forties=draw(st.booleans()),
            max_20_kg=draw(st.sampled_from([100_000, 26_000])), max_40_kg=draw(st.sampled_from([100_000, 26_000])),
            height_m=draw(st.sampled_from([20, 5.3])),
            lashed_tiers=draw(st.sampled_from([20, 1])), loose_kg=11_000,
            plugs=draw(st.sampled_from([(), (82,) if level == "deck" else (2,)])),
        )
        for level in ("hold", "deck")
        for row in range(1, draw(st.integers(1, 2)) + 1)
    ]  # fmt: skip
    one = st.builds(
        kind, st.integers(0, 2), long=st.booleans(), kg=st.sampled_from([5_000, 10_000, 20_000]), plug=st.booleans(),
        height_mm=st.sampled_from([2_591, 2_896]),
    )  # fmt: skip
    return stacks, draw(st.dictionaries(one, st.integers(1, 4), min_size=1, max_size=4))


@settings(max_examples=40, deadline=None)
@given(columns())
def test_blocks_take_what_can_be_stowed_by_hand(case: Case, drawn: tuple[list[ShipStack], dict[Kind, int]]) -> None:
    """No rule of blocks forbids what the rules of slots allow; and by hand no block is given more than its cells."""
    stacks, counts = drawn
    its = ship(case, stacks)
    blocks = [block for block in blocks_of(its) if block.hatch[0] != 49]
    built = build(its, blocks, counts, quay(its))
    left = dict(counts)
    for place, block in enumerate(blocks):
        stowed = stack(block.columns, left, its.order, 1.0)
        for each in counts:
            number = sum(other == each for other in stowed.values())
            left[each] -= number
            if (each, place) in built.put:
                built.model.add(built.put[each, place] == number)
            else:
                assert number == 0
    assert CpSolver().solve(built.model) in (OPTIMAL, FEASIBLE)
    given_ = share_out(its, blocks, counts, quay(its))
    for each, count in counts.items():
        assert sum(put.get(each, 0) for _, put in given_) <= count
    for block, put in given_:
        halves = sum(column.room(half) for column in block.columns for half in column.halves)
        assert sum((1 + each.long) * number for each, number in put.items()) <= halves
