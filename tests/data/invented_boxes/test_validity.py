"""Invented boxes keep every rule that boxes on board and in the yard have, in calls of all embedded cases."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest

from data.boxes import CallBoxes, boxes_of
from data.cargo import Container
from data.case import Case
from data.cases import load
from data.invented_boxes.drawn import Drawn
from data.invented_boxes.stacks import StackLoad
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell, Place
from data.vessels import VesselCall
from data.weight_classes import weight_class
from data.yard import fits, has_plugs
from tests.data.invented_boxes.validity import broken_stacks, floats

CASES = {name: load(name).case for name in ("kariangau", "kariangau-2025", "hub")}


def _some(case: Case) -> Iterator[VesselCall]:
    """The first call of each class and the one with most moves for the places of its ship, and one in forty."""
    calls: dict[object, VesselCall] = {}
    for number, call in enumerate(case.calls):
        capacity = case.ship_of(call).capacity_teu
        calls.setdefault(capacity, call)
        calls.setdefault(("busiest", capacity), call)
        if call.moves > calls["busiest", capacity].moves:
            calls["busiest", capacity] = call
        if number % 40 == 7:
            calls[number] = call
    yield from {call.id: call for call in calls.values()}.values()


SAMPLE = [(name, call.id) for name, case in CASES.items() for call in _some(case)]


@pytest.fixture(params=SAMPLE, ids=lambda pair: f"{pair[0]}-{pair[1]}", scope="module")
def called(request: pytest.FixtureRequest) -> tuple[Case, VesselCall, Layout, CallBoxes]:
    name, number = request.param
    case = CASES[name]
    call = case.call_by_id[number]
    layout = case.layout_of(call)
    assert layout is not None
    return case, call, layout, boxes_of(case, call)


Called = tuple[Case, VesselCall, Layout, CallBoxes]


def test_as_many_boxes_as_the_call_states(called: Called) -> None:
    case, call, layout, boxes = called
    counts = Counter((box.direction, box.status) for box in (*boxes.discharge, *boxes.load))
    assert counts == Counter(
        {
            ("discharge", "full"): call.discharge_full,
            ("discharge", "empty"): call.discharge_empty,
            ("load", "full"): call.load_full,
            ("load", "empty"): call.load_empty,
        }
    )
    assert boxes.invented == set(boxes.by_number)
    assert len(boxes.by_number) == call.moves + len(boxes.remain)
    teu = sum(2 if box.long else 1 for box in (*boxes.discharge, *boxes.remain))
    cells = 2 * sum(stack.tiers for stack in layout.stacks)
    assert 0.5 <= teu / cells <= 0.76 if cells > 2000 else 0.2 <= teu / cells <= 0.75
    assert boxes.remain
    rotation = next(service.rotation for service in case.services if service.id == call.service)
    assert {box.port for box in boxes.by_number.values()} <= set(rotation)


def test_the_case_with_them_in_its_table_is_valid(called: Called) -> None:
    """Slots, places, ports and numbers as the consistency rules of a case want them."""
    case, _, _, boxes = called
    assert len(case.changed(containers=tuple(boxes.by_number.values())).containers) == len(boxes.by_number)


def test_on_arrival_every_rule_of_a_stack_is_kept(called: Called) -> None:
    _, _, layout, boxes = called
    assert list(broken_stacks(layout, [*boxes.discharge, *boxes.remain])) == []


def test_on_arrival_dangerous_goods_are_far_enough_apart(called: Called) -> None:
    _, _, _, boxes = called
    risky = [box for box in (*boxes.discharge, *boxes.remain) if box.hazards]
    for one, other in combinations(risky, 2):
        assert one.slot is not None
        assert other.slot is not None
        if {*one.hazards, *other.hazards} in ({"2.1", "3"}, {"2.1", "5.1"}, {"3", "5.1"}, {"5.1", "8"}):
            assert abs(Cell.of(one.slot).bay - Cell.of(other.slot).bay) > 4
    assert {kind for box in boxes.by_number.values() for kind in box.hazards} <= {
        "2.1",
        "3",
        "4.1",
        "5.1",
        "6.1",
        "8",
        "9",
    }


def test_papers_say_what_a_stowage_plan_needs(called: Called) -> None:
    case, call, _, boxes = called
    for box in boxes.by_number.values():
        assert (box.temperature_c is not None) == box.plug
        assert len(box.un_numbers) == len(box.hazards)
        assert "0000" not in box.un_numbers
        assert box.operator == case.ship_of(call).line
        assert (box.loaded_at is not None) == (box.direction == "remain")
        assert box.loaded_at not in (box.port, case.terminal.unlocode)


def test_on_arrival_shefloats_within_her_limits(called: Called) -> None:
    case, call, layout, boxes = called
    metacentric, trim, list_deg, draft = floats(layout, [*boxes.discharge, *boxes.remain])
    profile = layout.profile
    assert metacentric >= (profile.min_metacentric_m or 0)
    assert metacentric <= 7
    assert abs(trim) <= (profile.max_trim_m or 0)
    assert abs(list_deg) <= (profile.max_list_deg or 0)
    assert draft <= case.ship_of(call).max_draft_m


def test_a_few_boxes_must_be_restowed(called: Called) -> None:
    """No more of them stand above boxes to discharge than were meant to: in their stack, or on the cover above."""
    _, call, layout, boxes = called
    _, again = _staying(layout, boxes)
    shut = {_cover(stack) for box in boxes.discharge if (stack := _stack(layout, box)).level == "hold"}
    above = {box.id for box in again}
    for box in boxes.remain:
        stack = _stack(layout, box)
        if stack.level == "deck" and stack.cover is not None and _cover(stack) in shut:
            above.add(box.id)
    assert 0.005 * call.moves <= len(above) <= 0.035 * call.moves + 1


def test_several_cranes_find_boxes_to_discharge(called: Called) -> None:
    _, call, layout, boxes = called
    bays = Counter(layout.bay_of[Cell.of(box.slot or "").bay] for box in boxes.discharge)
    assert len([count for count in bays.values() if count >= 5]) >= min(len(layout.bays), 2 * call.max_cranes) - 1


def test_boxes_to_load_stand_in_several_blocks_of_the_yard(called: Called) -> None:
    case, call, _, boxes = called
    assert all(box.place is not None for box in boxes.load)
    tops: dict[tuple[str, int, int], tuple[int, Container]] = {}
    for box in boxes.load:
        place = Place.of(box.place or "")
        for bay in place.twenties:
            tops[place.block, bay, place.row] = max(
                tops.get((place.block, bay, place.row), (0, box)), (place.tier, box), key=lambda pair: pair[0]
            )
    for box in boxes.load:
        place = Place.of(box.place or "")
        if box.over_height_cm:
            assert {tops[place.block, bay, place.row][1].id for bay in place.twenties} == {box.id}
    blocks = Counter(Place.of(box.place or "").block for box in boxes.load)
    kinds = {box.kinds for box in boxes.load}
    assert min(len(case.yard_blocks), call.load // 110) <= len(blocks) <= max(2, call.load // 50) + len(kinds)


def test_boxes_to_load_stand_where_their_kind_stands(called: Called) -> None:
    case, _, _, boxes = called
    blocks, plugs = {block.id: block for block in case.yard_blocks}, has_plugs(case.yard_blocks)
    assert plugs
    for box in boxes.load:
        place = Place.of(box.place or "")
        assert fits(blocks[place.block], place.bay, box.kinds, plugs=plugs)


def test_some_boxes_stand_in_a_stack_of_others(called: Called) -> None:
    """Most of a stack is of one port and weight class, but not all of it."""
    _, _, _, boxes = called
    stacks: defaultdict[tuple[str, int, int], list[object]] = defaultdict(list)
    for box in boxes.load:
        place = Place.of(box.place or "")
        weight = "empty" if box.status == "empty" else weight_class(box.long, box.mass_kg)
        stacks[place.block, place.bay, place.row].append((box.port, weight))
    others = sum(len(held) - max(Counter(held).values()) for held in stacks.values())
    assert 0.05 <= others / len(boxes.load) <= 0.3


def test_what_is_loaded_fits_without_restowing_for_it(called: Called) -> None:
    """When the ship is discharged: into stacks on deck, and into the hold where no box stays on the cover.

    Of the few boxes of odd sizes no account is taken.
    """
    case, call, layout, boxes = called
    stay, again = _staying(layout, boxes)
    loads = {(stack.bay, stack.row, stack.level): StackLoad(layout, stack) for stack in layout.stacks}
    shut: set[tuple[int, int | None]] = set()
    for box in stay:
        cell = Cell.of(box.slot or "")
        stack = _stack(layout, box)
        loads[stack.bay, stack.row, stack.level].has_listed(box, cell)
        if stack.level == "deck" and stack.cover is not None:
            shut.add((stack.bay, stack.cover))
    free = [load for load in loads.values() if load.stack.level == "deck" or _cover(load.stack) not in shut]
    drawn = [
        (Drawn("load", box.box_type, box.status == "full", box.mass_kg, box.height_m, box.plug), box)
        for box in (*boxes.load, *again)
        if box.box_type[0] in "24" and not box.out_of_gauge
    ]
    free.sort(key=lambda load: -load.free_teu)
    for one, _ in sorted(drawn, key=lambda pair: (not pair[0].plug, pair[0].long, -pair[0].mass_kg)):
        load, half = next((load, half) for load in free for half in _halves(load, one) if load.takes(one, half))
        load.put(one, half)
    number = {id(one): box for one, box in drawn}
    placed = [
        number[id(each.box)].model_copy(update={"slot": each.cell.slot}) for load in free for each in load.standing
    ]
    assert list(broken_stacks(layout, [*stay, *placed])) == []
    metacentric, _, _, draft = floats(layout, [*stay, *placed])
    assert metacentric >= (layout.profile.min_metacentric_m or 0)
    assert draft <= case.ship_of(call).max_draft_m


def _halves(load: StackLoad, box: Drawn) -> tuple[int | None, ...]:
    return (None,) if box.long else load.halves


def _staying(layout: Layout, boxes: CallBoxes) -> tuple[list[Container], list[Container]]:
    """The boxes that stay where they are while the ship is discharged, the lowest first, and those restowed."""
    gone = {(bay, *Cell.of(box.slot or "")[1:]) for box in boxes.discharge for bay in Cell.of(box.slot or "").twenties}
    stay: list[Container] = []
    again: list[Container] = []
    for box in sorted(boxes.remain, key=lambda box: Cell.of(box.slot or "").tier):
        cell = Cell.of(box.slot or "")
        below = {
            (bay, cell.row, tier) for bay in cell.twenties for tier in _stack(layout, box).numbers if tier < cell.tier
        }
        (again if below & gone else stay).append(box)
    return stay, again


def _stack(layout: Layout, box: Container) -> ShipStack:
    stack = layout.stack_of(Cell.of(box.slot or ""))
    assert stack is not None
    return stack


def _cover(stack: ShipStack) -> tuple[int, int | None]:
    return stack.bay, stack.cover


def test_masses_and_kinds_are_usual_ones(called: Called) -> None:
    case, _, _, boxes = called
    everything = list(boxes.by_number.values())
    for box in everything:
        assert 5_000 <= box.mass_kg <= 30_000 if box.status == "full" else box.mass_kg in (2_200, 3_700, 3_900)
        assert (box.verified_kg is not None) == (box.status == "full")
        assert box.gross_mass_kg == pytest.approx(box.mass_kg, rel=0.12)
    share = sum(box.long for box in everything) / len(everything)
    assert share == pytest.approx(case.terminal.cargo.forty_foot_share, abs=2 / len(everything) ** 0.5)
