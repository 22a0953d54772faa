"""A stowage as the arrays that `anneal` works on: boxes on seats, lifts in turns, the yard, and the ship's stacks.

A seat is a slot that is loaded or filled again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cargo import Container
from data.case import Case
from data.slots import Cell, across
from scheduler.loading.anneal import NEVER, Ints, Lifts, Seats, Stacks, Yard
from scheduler.loading.blocks import worth_s
from scheduler.loading.ship import Aboard
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import BayTask, Move
from scheduler.loading.yard_stacks import in_yard, standing_below

# Retrievals are held against what a block's cranes do in so many seconds.
BUCKET_S = 400


@dataclass(frozen=True)
class Seating:
    """The slots of the seats, the boxes, and their arrays."""

    slots: list[str]
    boxes: list[Container]
    seats: Seats
    lifts: Lifts
    yard: Yard
    stacks: Stacks


def seating(case: Case, ship: Aboard, stowage: Stowage, tasks: Sequence[BayTask], starts: Sequence[int]) -> Seating:
    """A stowage with each box on the seat that it has there, and each lift in its turn of the tasks."""
    slots = [slot for task in tasks for move in task.moves if move.on for slot in move.slots]
    boxes = [stowage.slots[slot] for slot in slots]
    lifts = _lifts(slots, tasks, starts)
    leaves = np.zeros(len(slots), dtype=np.int64)
    for place in range(2):
        has = lifts.seats[:, place] >= 0
        leaves[lifts.seats[has, place]] = lifts.start[has]
    return Seating(
        slots, boxes, _seats(stowage, slots, boxes), lifts, _yard(case, ship, boxes, leaves),
        _stacks(case, ship, slots, boxes, lifts),
    )  # fmt: skip


def _zeros(count: int) -> Ints:
    return np.zeros(count, dtype=np.int64)


def _lifts(slots: Sequence[str], tasks: Sequence[BayTask], starts: Sequence[int]) -> Lifts:
    """Lifts that load, numbered through all runs; those of one run may change their turns."""
    seat_of = {slot: seat for seat, slot in enumerate(slots)}
    seats: list[tuple[int, int]] = []
    start: list[int] = []
    seconds: list[int] = []
    following: list[int] = []
    manner: list[tuple[int, int, int]] = []
    for task, begins in zip(tasks, starts, strict=True):
        at = [begins]
        for move in task.moves:
            at.append(at[-1] + move.seconds)
        for run in runs(task.moves):
            for place in run:
                move = task.moves[place]
                own = [seat_of[slot] for slot in move.slots]
                seats.append((own[0], own[1] if len(own) == 2 else -1))
                start.append(at[place])
                seconds.append(move.seconds)
                following.append(-1 if place == run[-1] else len(seats))
                manner.append(_manner(move))
    previous = np.full(len(seats), -1, dtype=np.int64)
    for lift, after in enumerate(following):
        if after >= 0:
            previous[after] = lift
    return Lifts(
        seats=np.array(seats, dtype=np.int64).reshape(-1, 2),
        start=np.array(start, dtype=np.int64),
        seconds=np.array(seconds, dtype=np.int64),
        following=np.array(following, dtype=np.int64),
        previous=previous,
        manner=np.array(manner, dtype=np.int64).reshape(-1, 3),
    )


def _manner(move: Move) -> tuple[int, int, int]:
    """How a lift is made: with which spreader, in which half of its bay, in which row."""
    cell = Cell.of(move.slots[0])
    row = round(across(cell.row, centred=True))
    if len(move.slots) == 2:
        return 2, 0, row
    return (1, 0, row) if len(cell.twenties) == 2 else (0, cell.bay, row)


def _seats(stowage: Stowage, slots: Sequence[str], boxes: Sequence[Container]) -> Seats:
    # A restowed box keeps its seat: tasks wait for the one in which it is taken off.
    restowed = {box.id for box in stowage.restows}
    labels: dict[tuple[int, str], int] = {}
    keys = [(stowage.kind_of[box.id], box.id if box.id in restowed else "") for box in boxes]
    group = np.array([labels.setdefault(key, len(labels)) for key in keys], dtype=np.int64)
    members = np.argsort(group, kind="stable").astype(np.int64)
    first = np.searchsorted(group[members], np.arange(len(labels) + 1)).astype(np.int64)
    count = len(boxes)
    allowed: NDArray[np.bool_] = np.ones((1, 1), dtype=np.bool_)
    if stowage.instructions:
        allowed = np.eye(count, dtype=np.bool_)
        for label in range(len(labels)):
            of_group = members[first[label] : first[label + 1]]
            for seat in of_group:
                wanted = stowage.instructions.get(slots[seat])
                for box in of_group:
                    allowed[seat, box] |= wanted is None or wanted.takes(boxes[box])
    return Seats(
        box=np.arange(count, dtype=np.int64), seat=np.arange(count, dtype=np.int64), group=group, members=members,
        first=first, allowed=allowed,
    )  # fmt: skip


def _yard(case: Case, ship: Aboard, boxes: Sequence[Container], leaves: Ints) -> Yard:
    places = in_yard(case, ship.boxes)
    number = {box.id: place for place, box in enumerate(boxes)}
    # Boxes of the yard that are not loaded come after those that are, and never leave.
    others = [box for box in places if box not in number]
    number |= {box: len(boxes) + place for place, box in enumerate(others)}
    below = {number[box]: [number[other] for other in under] for box, under in standing_below(places).items()}
    above: defaultdict[int, list[int]] = defaultdict(list)
    for box, under in below.items():
        for other in under:
            above[other].append(box)
    time = np.full(len(number), NEVER, dtype=np.int64)
    time[: len(boxes)] = leaves
    blocks = {block.id: place for place, block in enumerate(case.yard_blocks)}
    block, bay = np.full(len(number), -1, dtype=np.int64), _zeros(len(number))
    for name, stands in places.items():
        block[number[name]], bay[number[name]] = blocks[stands.block], stands.bay
    cranes = _zeros(len(blocks))
    for crane in case.yard_cranes:
        cranes[blocks[crane.block]] += 1
    buckets = int(leaves.max(initial=0)) // BUCKET_S + 2
    bays = np.zeros((len(blocks), buckets, int(bay.max(initial=0)) + 1), dtype=np.int64)
    apart = np.zeros(bays.shape[:2], dtype=np.int64)
    numbers = np.arange(bays.shape[2])
    for box in range(len(boxes)):
        if block[box] >= 0:
            where = block[box], leaves[box] // BUCKET_S
            apart[where] += (bays[where] * abs(numbers - bay[box])).sum()
            bays[where][bay[box]] += 1
    work = case.terminal.yard_work
    move_s = round(work.move_s)
    return Yard(
        time=time, below=_padded(below, len(number)), above=_padded(above, len(number)), block=block, bay=bay,
        boxes=bays.sum(axis=2), bays=bays, apart=apart, able_s=np.maximum(cranes, 1) * BUCKET_S, bucket_s=BUCKET_S,
        move_s=move_s, bay_s=float(work.bay_travel_s),
        rehandle_s=move_s + worth_s(case.terminal.costs.rehandle_per_box, case.terminal.costs),
    )  # fmt: skip


def _stacks(case: Case, ship: Aboard, slots: Sequence[str], boxes: Sequence[Container], lifts: Lifts) -> Stacks:
    half_of: dict[tuple[tuple[int, int, str], int], int] = {}
    stack_of: dict[tuple[int, int, str], int] = {}
    count = len(slots)
    halves, pair = np.full((count, 2), -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    long, loose, stack = _zeros(count), _zeros(count), _zeros(count)
    for one, other in lifts.seats[lifts.seats[:, 1] >= 0]:
        pair[one], pair[other] = other, one
    for seat, slot in enumerate(slots):
        column, cell = ship.column_of(slot), Cell.of(slot)
        for place, half in enumerate(cell.twenties):
            halves[seat, place] = half_of.setdefault((column.key, half), len(half_of))
        stack[seat] = stack_of.setdefault(column.key, len(stack_of))
        long[seat] = len(cell.twenties) == 2
        tier = column.stack.tiers_below(cell.tier)
        loose[seat] = cell.level == "deck" and tier >= column.stack.lashed_tiers
    half_kg, half_most, loose_kg, loose_most = (_zeros(len(half_of)) for _ in range(4))
    planned = {box.id for box in boxes}
    for (key, half), place in half_of.items():
        column = ship.column_by_key[key]
        loads = [(tier, (2 - box.long) * box.mass_kg, box.id in planned) for tier, box in column.carried(half)]
        lashed = column.stack.lashed_tiers
        half_kg[place] = sum(load for _, load, _ in loads)
        loose_kg[place] = sum(load for tier, load, _ in loads if tier >= lashed)
        came = sum(load for _, load, new in loads if not new)
        came_loose = sum(load for tier, load, new in loads if tier >= lashed and not new)
        # What is too heavy as it came must only not get heavier.
        half_most[place] = max(came, 2 * column.stack.max_20_kg)
        loose_most[place] = NEVER if column.stack.level == "hold" else max(came_loose, 2 * column.stack.loose_kg)
    stack_kg, stack_most = (_zeros(len(stack_of)) for _ in range(2))
    for key, place in stack_of.items():
        column = ship.column_by_key[key]
        of_stack = [box for box in column.boxes if box.long]
        stack_kg[place] = sum(box.mass_kg for box in of_stack)
        stack_most[place] = max(sum(box.mass_kg for box in of_stack if box.id not in planned), column.stack.max_40_kg)
    return Stacks(
        mass=np.array([box.mass_kg for box in boxes], dtype=np.int64), halves=halves, long=long, loose=loose,
        stack=stack, pair=pair, half_kg=half_kg, half_most=half_most, loose_kg=loose_kg, loose_most=loose_most,
        stack_kg=stack_kg, stack_most=stack_most, twin_kg=case.terminal.crane_work.twin_lift_kg,
    )  # fmt: skip


def runs(moves: Sequence[Move]) -> list[list[int]]:
    """Places of loads that follow each other without anything between; a load with a dual partner stands alone."""
    runs: list[list[int]] = []
    fixed = {place for place, move in enumerate(moves) if place + 1 < len(moves) and moves[place + 1].dual}
    for place, move in enumerate(moves):
        if not move.on:
            continue
        joins = runs and runs[-1][-1] == place - 1 and place not in fixed and place - 1 not in fixed
        if joins:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _padded(lists: Mapping[int, list[int]], count: int) -> Ints:
    width = max((len(each) for each in lists.values()), default=0) or 1
    table = np.full((count, width), -1, dtype=np.int64)
    for row, each in lists.items():
        table[row, : len(each)] = each
    return table
