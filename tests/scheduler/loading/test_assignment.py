"""Which box of its kind goes where, and in which order: what the yard gives up easily, within what is fixed."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.boxes import boxes_of
from data.cargo import Container, Instruction
from data.case import Case
from data.slots import Cell, Place
from scheduler.loading.assignment import Assignment, assign
from scheduler.loading.engines import Order
from scheduler.loading.kinds import kinds
from scheduler.loading.ship import Aboard, stand
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import tasks_of
from scheduler.loading.yard_stacks import in_yard, standing_below
from tests.data.checker.loading.conftest import CALL
from tests.scheduler.loading.brute_force import keeps_rules
from tests.scheduler.loading.conftest import box, call_of, ship_of, ship_stack, tiny

ORDERS: tuple[Order, ...] = ("searched", "greedy", "listed")


def stowed(case: Case, slots: Mapping[str, Container], instructions: Sequence[Instruction] = ()) -> Stowage:
    """A stowage of these boxes, of one kind where the planner's kinds are the same."""
    ship = ship_of(case)
    found = kinds(slots.values(), ship.order, {each.id for each in ship.restows})
    kind_of = {each.id: place for place, members in enumerate(found.values()) for each in members}
    stand(ship, slots)
    return Stowage(ship, dict(slots), kind_of, {}, {each.slot: each for each in instructions})


def assigned(case: Case, stowage: Stowage, order: Order = "searched", seed: int = 1) -> Assignment:
    """The assignment where tasks follow each other."""
    tasks = tasks_of(stowage.ship, stowage, "port")
    starts = [0, *accumulate(task.seconds for task in tasks)][: len(tasks)]
    return assign(case, stowage.ship, stowage, tasks, starts, seed=seed, order=order)


def in_turn(assignment: Assignment) -> list[str]:
    """The boxes that are loaded, in order."""
    return [
        assignment.slots[slot].id
        for task in assignment.tasks
        for move in task.moves
        if move.kind == "load"
        for slot in move.slots
    ]


def in_the_way(case: Case, assignment: Assignment) -> int:
    """Boxes of the yard that stand on one that leaves before them."""
    turn = {name: place for place, name in enumerate(in_turn(assignment))}
    never = len(turn)
    below = standing_below(in_yard(case, boxes_of(case, call_of(case))))
    return sum(
        any(turn.get(other, never) < turn.get(name, never) for other in others) for name, others in below.items()
    )


ROWS = tuple(range(8))


def pile_case(case: Case, tiers: Sequence[int]) -> tuple[Case, dict[str, Container]]:
    """Eight equal boxes for the deck, listed in the order of their slots, in two piles of the yard at these tiers."""
    boxes = [box(place=f"A-05-{1 + place // 4}-{tier}") for place, tier in enumerate(tiers)]
    made = tiny(case, [ship_stack(13, row, "deck", tiers=1) for row in ROWS], boxes)
    ordered = sorted(ROWS, key=lambda row: (row % 2, row if row % 2 else -row))
    return made, {f"013{row:02d}82": each for row, each in zip(ordered, boxes, strict=True)}


def test_fewer_boxes_are_in_the_way_than_in_the_listed_order(case: Case) -> None:
    """The lowest are on the list first: each order but the listed one takes the highest first."""
    made, slots = pile_case(case, (1, 2, 3, 4, 1, 2, 3, 4))
    stowage = stowed(made, slots)
    assert {order: in_the_way(made, assigned(made, stowage, order)) for order in ORDERS} == {
        "listed": 6, "greedy": 0, "searched": 0,
    }  # fmt: skip


def test_the_listed_order_is_that_of_the_load_list(case: Case) -> None:
    made, slots = pile_case(case, (1, 2, 3, 4, 1, 2, 3, 4))
    assert in_turn(assigned(made, stowed(made, slots), "listed")) == [each.id for each in slots.values()]


def test_what_stays_in_the_yard_is_counted_once_whatever_is_done(case: Case) -> None:
    made, slots = pile_case(case, (1, 2, 3, 4, 1, 2, 3, 4))
    stays = box(place="A-07-1-2", verified_kg=None)
    under = box(1, place="A-07-1-1")
    more = tiny(case, [*made.ship_stacks[:-1], ship_stack(2, 1, "deck")], [*slots.values(), stays, under])
    stowage = stowed(more, {**slots, "0010182": under})
    assert in_the_way(more, assigned(more, stowage)) == 1


def test_lifts_change_their_turns_where_kinds_differ(case: Case) -> None:
    """Two boxes of two ports in one pile: no exchange is possible, but the one on top can be lifted first."""
    low, high = box(0, place="A-05-1-1"), box(1, place="A-05-1-2")
    made = tiny(case, [ship_stack(13, row, "deck", tiers=1) for row in (1, 2)], [low, high])
    for slots in ({"0130182": low, "0130282": high}, {"0130182": high, "0130282": low}):
        assert in_turn(assigned(made, stowed(made, slots))) == [high.id, low.id]


def test_no_lift_comes_before_one_below_it(case: Case) -> None:
    low, high = box(0, place="A-05-1-1"), box(1, place="A-05-1-2")
    made = tiny(case, [ship_stack(13, 1, "deck")], [low, high])
    assert in_turn(assigned(made, stowed(made, {"0130182": low, "0130184": high}))) == [low.id, high.id]


def test_a_restowed_box_keeps_its_seat(case: Case) -> None:
    leaves, stays, other = box(slot="0130182", direction="discharge"), box(slot="0130184"), box(place="A-05-1-1")
    made = tiny(case, [ship_stack(13, row, "deck") for row in (1, 2)], [leaves, stays, other])
    stowage = stowed(made, {"0130182": stays, "0130282": other})
    stowage.kind_of[stays.id] = stowage.kind_of[other.id]
    assert {slot: each.id for slot, each in assigned(made, stowage).slots.items()} == {
        "0130182": stays.id, "0130282": other.id,
    }  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_stacks_that_are_too_heavy_are_relieved(case: Case, order: Order) -> None:
    """Planned with mean masses: two heavy boxes in one stack, which bears a heavy and a light one."""
    boxes = [box(kg=kg) for kg in (15_000, 15_000, 9_000, 9_000)]
    made = tiny(case, [ship_stack(13, row, "deck", max_20_kg=24_000) for row in (1, 2)], boxes)
    slots = dict(zip(("0130182", "0130184", "0130282", "0130284"), boxes, strict=True))
    found = assigned(made, stowed(made, slots), order).slots
    assert all(found[f"0130{row}82"].mass_kg + found[f"0130{row}84"].mass_kg == 24_000 for row in (1, 2))


@pytest.mark.parametrize("order", ORDERS)
def test_instructions_are_kept(case: Case, order: Order) -> None:
    """Two boxes of one kind, and a slot that wants the heavier one, which stands below in the yard."""
    heavy, light = box(kg=15_000, place="A-05-1-1"), box(kg=9_000, place="A-05-1-2")
    instructions = [
        Instruction(call=CALL, slot="0130182", port="IDSUB", min_kg=12_000),
        Instruction(call=CALL, slot="0130282", port="IDSUB", min_kg=5_000),
    ]
    made = tiny(case, [ship_stack(13, row, "deck", tiers=1) for row in (1, 2)], [heavy, light])
    slots = {"0130182": heavy, "0130282": light}
    assert assigned(made, stowed(made, slots, instructions), order).slots["0130182"].id == heavy.id


@pytest.mark.parametrize("wants", [True, False])
def test_slots_without_an_instruction_are_free_beside_those_with_one(case: Case, wants: bool) -> None:
    """Lower slots are loaded first, and the box for them stands below the other in the yard."""
    low, high = box(place="A-05-1-1"), box(place="A-05-1-2")
    instructions = [Instruction(call=CALL, slot="0130282" if not wants else "0130182", port="IDSUB", box=low.id)]
    other = box(1)
    made = tiny(case, [ship_stack(13, row, "deck") for row in (1, 2)], [low, high, other])
    slots = {"0130182": low, "0130184": high, "0130282": other}
    found = assigned(made, stowed(made, slots, instructions), "searched").slots
    assert found["0130182"].id == (low.id if wants else high.id)


def test_a_yard_block_is_not_asked_for_more_than_its_crane_can_fetch(case: Case) -> None:
    """Two blocks, twelve boxes each, of one kind: in ten minutes a crane fetches six, and the boxes come by turns."""
    boxes = [box(place=f"{block}-{bay:02d}-{row}-1") for block in "AB" for bay in (5, 7) for row in (1, 2, 3, 4, 5, 6)]
    blocks = [case.yard_blocks[0].model_copy(update={"id": name, "bays": 10}) for name in "AB"]
    cranes = [case.yard_cranes[0].model_copy(update={"id": f"RTG{name}", "block": name}) for name in "AB"]
    made = tiny(
        case, [ship_stack(13, row, "deck", tiers=1) for row in range(24)], boxes, blocks=blocks, yard_cranes=cranes,
        crane_work={"gross_moves_per_hour": 60},
    )  # fmt: skip
    slots = {f"013{row:02d}82": each for row, each in enumerate(boxes)}

    def worst(order: Order) -> int:
        found = assigned(made, stowed(made, slots), order)
        blocks_of = [next(each for each in boxes if each.id == name).place for name in in_turn(found)]
        tens = [[place[0] for place in blocks_of[first : first + 10] if place] for first in range(0, 24, 10)]
        return max(names.count(name) for names in tens for name in "AB")

    assert worst("searched") <= 7
    assert worst("listed") >= 10


def test_a_yard_crane_does_not_go_to_and_fro(case: Case) -> None:
    """Boxes at both ends of a block are fetched end by end, not by turns."""
    places = [f"A-{bay:02d}-{row}-1" for row in range(1, 7) for bay in (1, 39)]
    boxes = [box(place=place) for place in places]
    blocks = [case.yard_blocks[0].model_copy(update={"id": "A", "bays": 20})]
    cranes = [case.yard_cranes[0].model_copy(update={"id": "RTGA", "block": "A"})]
    made = tiny(
        case, [ship_stack(13, row, "deck", tiers=1) for row in range(12)], boxes, blocks=blocks, yard_cranes=cranes,
        yard_work={"bay_travel_s": 20},
    )  # fmt: skip
    slots = {f"013{row:02d}82": each for row, each in enumerate(boxes)}

    def ways(order: Order) -> int:
        found = in_turn(assigned(made, stowed(made, slots), order))
        ends = [places[next(place for place, each in enumerate(boxes) if each.id == name)][2:4] for name in found]
        return sum(one != other for one, other in pairwise(ends))

    assert ways("listed") == 11
    assert ways("searched") <= 3


@st.composite
def loads(draw: st.DrawFn, case: Case) -> tuple[Case, dict[str, Container]]:
    """Stacks on deck and in the hold that are filled with pairs and long boxes of several ports and masses."""
    limits: dict[str, Any] = {"max_20_kg": 45_000, "max_40_kg": 60_000, "lashed_tiers": 2, "loose_kg": 14_000}
    stacks = [ship_stack(2, row, level, tiers=3, cover=1, **limits) for level in ("hold", "deck") for row in (1, 2)]
    slots: dict[str, Container] = {}
    for stack in stacks:
        longs = draw(st.integers(0, 3))
        for tier in range(3):
            bays = (2,) if tier >= 3 - longs else (1, 3)
            for bay in bays:
                kg = draw(st.integers(80, 130)) * 100
                slots[Cell(bay, stack.row, stack.bottom_tier + 2 * tier).slot] = box(
                    draw(st.integers(0, 1)), long=bay == 2, kg=kg
                )
    shorts, longs_ = 0, 0
    for slot, each in slots.items():
        if each.long:
            place = f"A-{2 + 4 * (longs_ // 4):02d}-{1 + longs_ // 4}-{1 + longs_ % 4}"
            longs_ += 1
        else:
            place = f"A-{9 + 2 * (shorts // 16):02d}-{1 + shorts % 16 // 4}-{1 + shorts % 4}"
            shorts += 1
        slots[slot] = each.model_copy(update={"place": str(Place.of(place))})
    twin = draw(st.sampled_from([0, 22_000, 26_000]))
    return tiny(case, stacks, slots.values(), crane_work={"twin_lift_kg": twin}), slots


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.data())
def test_whatever_is_exchanged_keeps_weights_pairs_and_kinds(case: Case, data: st.DataObject) -> None:
    made, slots = data.draw(loads(case))
    stowage = stowed(made, slots)
    ship: Aboard = stowage.ship
    sound = keeps_rules(ship.layout, {}, slots) == []
    twin_kg = made.terminal.crane_work.twin_lift_kg
    before = tasks_of(ship, stowage, "port")
    for order in ORDERS:
        found = assigned(made, stowage, order)
        assert sorted(each.id for each in found.slots.values()) == sorted(each.id for each in slots.values())
        for slot, each in found.slots.items():
            assert stowage.kind_of[each.id] == stowage.kind_of[slots[slot].id]
        if sound:
            assert keeps_rules(ship.layout, {}, found.slots) == []
        for task, old in zip(found.tasks, before, strict=True):
            # The same lifts in another order, each after what it stands on.
            assert sorted(move.slots for move in task.moves) == sorted(move.slots for move in old.moves)
            there: set[tuple[int, int, int]] = set()
            for move in task.moves:
                assert len(move.slots) < 2 or sum(found.slots[slot].mass_kg for slot in move.slots) <= twin_kg
                for cell in map(Cell.of, move.slots):
                    floor = 2 if cell.level == "hold" else 82
                    below = {(bay, cell.row, cell.tier - 2) for bay in cell.twenties}
                    assert cell.tier == floor or below <= there
                for cell in map(Cell.of, move.slots):
                    there |= {(bay, cell.row, cell.tier) for bay in cell.twenties}
    listed, searched = (in_the_way(made, assigned(made, stowage, order)) for order in ("listed", "searched"))
    assert searched <= listed


def test_the_same_seed_gives_the_same_order(case: Case) -> None:
    made, slots = pile_case(case, (2, 1, 4, 3, 3, 1, 2, 4))
    one, other = (assigned(made, stowed(made, slots), seed=7) for _ in range(2))
    assert one == other


def test_the_yard_has_the_boxes_of_other_calls(case: Case) -> None:
    mine = box(place="A-05-1-1")
    other = box(place="A-05-1-2", call="BURU-1")
    made = tiny(case, [ship_stack()], [mine])
    made = made.changed(containers=(*made.containers, other))
    places = in_yard(made, boxes_of(made, call_of(made)))
    assert places == {mine.id: Place.of("A-05-1-1"), other.id: Place.of("A-05-1-2")}
    assert standing_below(places)[other.id] == [mine.id]


def test_a_long_box_stands_on_what_is_under_either_half() -> None:
    places = {name: Place.of(place) for name, place in (("fore", "A-01-1-1"), ("aft", "A-03-1-1"), ("on", "A-02-1-2"))}
    below = standing_below(places)
    assert below["on"] == ["aft", "fore"]
    assert below["fore"] == []
