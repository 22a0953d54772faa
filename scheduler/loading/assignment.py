"""Which box of its kind goes into which slot, and in which order a task's slots are loaded.

The crane schedule has said when each task begins; inside a task the order is free but for what stands on what. Boxes of
one kind are exchanged, and lifts of a task change their turns, so that as few boxes of the yard as possible stand on
one that leaves before them, and no block is asked for more at once than its cranes can fetch.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.boxes import CallBoxes
from data.cargo import Container
from data.case import Case
from data.slots import Cell, Place, across
from scheduler.loading.anneal import NEVER, Ints, anneal, relieve, weigh
from scheduler.loading.blocks import worth_s
from scheduler.loading.ship import Aboard
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import BayTask, Move

Order = Literal["searched", "greedy", "listed"]

# Retrievals are held against what a block's cranes do in so many seconds.
BUCKET_S = 600
# Steps a box: beyond that more hardly help.
_STEPS = 3_000
_MOST_STEPS = 4_000_000


@dataclass(frozen=True)
class Assignment:
    """Boxes by slot, and the tasks with their lifts in the chosen order."""

    slots: dict[str, Container]
    tasks: list[BayTask]


def in_yard(case: Case, boxes: CallBoxes) -> dict[str, Place]:
    """The places of the boxes that stand in the yard, those of other calls that the case lists included."""
    on_board = {box.id for box in (*boxes.discharge, *boxes.remain)}
    listed = [box for box in case.containers if box.place is not None and box.id not in on_board]
    return {box.id: Place.of(box.place) for box in (*listed, *boxes.load) if box.place is not None}


def standing_below(places: Mapping[str, Place]) -> dict[str, list[str]]:
    """For each box of the yard, the boxes under it in its stack."""
    by_ground: defaultdict[tuple[str, int, int], list[tuple[int, str]]] = defaultdict(list)
    for box, place in places.items():
        for bay in place.twenties:
            by_ground[place.block, bay, place.row].append((place.tier, box))
    below: defaultdict[str, set[str]] = defaultdict(set)
    for boxes in by_ground.values():
        for tier, box in boxes:
            below[box] |= {other for lower, other in boxes if lower < tier}
    return {box: sorted(others) for box, others in below.items()}


def assign(
    case: Case,
    ship: Aboard,
    stowage: Stowage,
    tasks: Sequence[BayTask],
    starts: Sequence[int],
    *,
    seed: int,
    order: Order = "searched",
) -> Assignment:
    """The boxes and the order that the yard gives up most easily, tasks beginning at these seconds.

    To compare with: `listed` takes the boxes of a kind as the load list has them, `greedy` always the one with the
    fewest boxes on it.
    """
    search = _Search(case, ship, stowage, tasks, starts)
    if not search.boxes:
        return Assignment(dict(stowage.slots), list(tasks))
    search.relieve()
    if order == "searched":
        search.run(seed)
    else:
        search.one_by_one(greedy=order == "greedy")
    return search.answer()


class _Search:
    """The arrays that `anneal` works on. A seat is a slot that is loaded or filled again."""

    def __init__(
        self, case: Case, ship: Aboard, stowage: Stowage, tasks: Sequence[BayTask], starts: Sequence[int]
    ) -> None:
        self._case, self._ship, self._stowage, self._tasks = case, ship, stowage, tasks
        self.slots = [slot for task in tasks for move in task.moves if move.on for slot in move.slots]
        self.boxes = [stowage.slots[slot] for slot in self.slots]
        self._seat = {slot: seat for seat, slot in enumerate(self.slots)}
        self._lifts(starts)
        self._groups()
        self._yard()
        self._stacks()

    def run(self, seed: int) -> None:
        """Search."""
        case, count = self._case, len(self.boxes)
        steps = min(_MOST_STEPS, _STEPS * count)
        costs = case.terminal.costs
        rehandle_s = round(case.terminal.yard_work.move_s) + worth_s(costs.rehandle_per_box, costs)
        anneal(
            seed, steps, float(rehandle_s),
            self.box_at, self.seat_of, self.group, self.members, self.first, self.allowed,
            self.seats, self.start, self.seconds, self.following, self.previous, self.manner,
            self.time, self.below, self.above, self.block, self.bay, self.load, self.bays, self.most, BUCKET_S,
            rehandle_s, round(case.terminal.yard_work.move_s), 1 + round(case.terminal.yard_work.bay_travel_s),
            self.mass, self.halves, self.long, self.loose, self.half_kg, self.half_most, self.loose_kg,
            self.loose_most, self.stack, self.stack_kg, self.stack_most, self.pair,
            case.terminal.crane_work.twin_lift_kg,
        )  # fmt: skip

    def one_by_one(self, *, greedy: bool) -> None:
        """Fill the seats in the order of their times, each with the first box of its kind that its stack bears.

        First is who stands first on the load list or, if `greedy`, who has the fewest boxes on it by then.
        """
        listed = {box.id: place for place, box in enumerate(self._ship.boxes.load)}
        rank = [listed.get(box.id, -1) for box in self.boxes]
        gone: set[int] = set()
        self._tolerated = self._excess()
        for seat in np.argsort(self.time[self.box_at], kind="stable"):
            group = self.group[self.box_at[seat]]
            waiting = [box for box in self.members[self.first[group] : self.first[group + 1]] if box not in gone]
            if greedy:
                waiting.sort(key=lambda box: (sum(a >= 0 and a not in gone for a in self.above[box]), rank[box]))
            else:
                waiting.sort(key=lambda box: rank[box])
            gone.add(next(box for box in waiting if self._seated(int(seat), int(box))))

    def _seated(self, seat: int, box: int) -> bool:
        """Seat a box, if the stacks bear its exchange with the one that sits there."""
        other, there = int(self.box_at[seat]), int(self.seat_of[box])
        if other == box:
            return True
        delta = int(self.mass[box] - self.mass[other])
        if not self._exchange(seat, there, delta):
            return False
        if self._excess() > self._tolerated:
            self._exchange(seat, there, -delta, always=True)
            return False
        self._sit(box, seat)
        self._sit(other, there)
        self.time[box], self.time[other] = self.time[other], self.time[box]
        return True

    def _pair_too_heavy(self, seat: int, box: int) -> bool:
        other = int(self.pair[seat])
        return (
            other >= 0 and self.mass[box] + self.mass[self.box_at[other]] > self._case.terminal.crane_work.twin_lift_kg
        )

    def answer(self) -> Assignment:
        """The boxes by slot, and each task with its lifts in the order of their times."""
        slots = {self.slots[seat]: self.boxes[self.box_at[seat]] for seat in range(len(self.slots))}
        tasks, lift = [], 0
        for task in self._tasks:
            moves: list[Move] = list(task.moves)
            for run in _runs(task.moves):
                numbers = range(lift, lift + len(run))
                lift += len(run)
                order = sorted(numbers, key=lambda number: self.start[number])
                for place, number in zip(run, order, strict=True):
                    moves[place] = task.moves[run[number - numbers[0]]]
            tasks.append(replace(task, moves=tuple(moves)))
        return Assignment(slots, tasks)

    def _lifts(self, starts: Sequence[int]) -> None:
        """Lifts that load, numbered through all runs; those of one run may change their turns."""
        seats: list[tuple[int, int]] = []
        start: list[int] = []
        seconds: list[int] = []
        following: list[int] = []
        self.pair = np.full(len(self.slots), -1, dtype=np.int64)
        self.lift_of = np.zeros(len(self.slots), dtype=np.int64)
        for task, begins in zip(self._tasks, starts, strict=True):
            at = [begins]
            for move in task.moves:
                at.append(at[-1] + move.seconds)
            for run in _runs(task.moves):
                for place in run:
                    move = task.moves[place]
                    own = [self._seat[slot] for slot in move.slots]
                    for seat in own:
                        self.lift_of[seat] = len(seats)
                    if len(own) == 2:
                        self.pair[own[0]], self.pair[own[1]] = own[1], own[0]
                    seats.append((own[0], own[1] if len(own) == 2 else -1))
                    start.append(at[place])
                    seconds.append(move.seconds)
                    following.append(-1 if place == run[-1] else len(seats))
        self.seats = np.array(seats, dtype=np.int64).reshape(-1, 2)
        self.start = np.array(start, dtype=np.int64)
        self.seconds = np.array(seconds, dtype=np.int64)
        self.following = np.array(following, dtype=np.int64)
        self.manner = np.array([self._manner(one, two) for one, two in seats], dtype=np.int64).reshape(-1, 3)
        self.previous = np.full(len(seats), -1, dtype=np.int64)
        for lift, after in enumerate(following):
            if after >= 0:
                self.previous[after] = lift

    def _manner(self, seat: int, other: int) -> tuple[int, int, int]:
        """How a lift is made: with which spreader, in which half of its bay, in which row."""
        cell = Cell.of(self.slots[seat])
        row = round(2 * across(cell.row, centred=True))
        if other >= 0:
            return 2, 0, row
        return (1, 0, row) if len(cell.twenties) == 2 else (0, cell.bay, row)

    def _groups(self) -> None:
        # A restowed box keeps its seat: tasks wait for the one in which it is taken off.
        restowed = {box.id for box in self._stowage.restows}
        labels: dict[tuple[int, str], int] = {}
        self.group = np.array(
            [
                labels.setdefault((self._stowage.kind_of[box.id], box.id if box.id in restowed else ""), len(labels))
                for box in self.boxes
            ],
            dtype=np.int64,
        )
        self.members = np.argsort(self.group, kind="stable").astype(np.int64)
        self.first = np.searchsorted(self.group[self.members], np.arange(len(labels) + 1)).astype(np.int64)
        count = len(self.boxes)
        self.box_at = np.arange(count, dtype=np.int64)
        self.seat_of = np.arange(count, dtype=np.int64)
        self.mass = np.array([box.mass_kg for box in self.boxes], dtype=np.int64)
        self.allowed: NDArray[np.bool_] = np.ones((1, 1), dtype=np.bool_)
        if self._stowage.instructions:
            self.allowed = np.eye(count, dtype=np.bool_)
            for group in range(len(labels)):
                members = self.members[self.first[group] : self.first[group + 1]]
                for seat in members:
                    wanted = self._stowage.instructions.get(self.slots[seat])
                    for box in members:
                        self.allowed[seat, box] |= wanted is None or wanted.takes(self.boxes[box])

    def _yard(self) -> None:
        places = in_yard(self._case, self._ship.boxes)
        number = {box.id: place for place, box in enumerate(self.boxes)}
        # Boxes of the yard that are not loaded come after those that are, and never leave.
        others = [box for box in places if box not in number]
        number |= {box: len(self.boxes) + place for place, box in enumerate(others)}
        below = {number[box]: [number[other] for other in under] for box, under in standing_below(places).items()}
        above: defaultdict[int, list[int]] = defaultdict(list)
        for box, under in below.items():
            for other in under:
                above[other].append(box)
        self.below, self.above = _padded(below, len(number)), _padded(above, len(number))
        self.time = np.full(len(number), NEVER, dtype=np.int64)
        for seat in range(len(self.slots)):
            self.time[seat] = self.start[self.lift_of[seat]]
        blocks = {block.id: place for place, block in enumerate(self._case.yard_blocks)}
        self.block = np.full(len(number), -1, dtype=np.int64)
        self.bay = np.zeros(len(number), dtype=np.int64)
        for name, stands in places.items():
            self.block[number[name]], self.bay[number[name]] = blocks[stands.block], stands.bay
        cranes = np.zeros(len(blocks), dtype=np.int64)
        for crane in self._case.yard_cranes:
            cranes[blocks[crane.block]] += 1
        each = BUCKET_S / self._case.terminal.yard_work.move_s
        self.most = np.floor(np.maximum(cranes, 1) * each).astype(np.int64)
        buckets = int(max(self.start, default=0)) // BUCKET_S + 2
        self.load = np.zeros((len(blocks), buckets), dtype=np.int64)
        self.bays = np.zeros((len(blocks), buckets, int(self.bay.max(initial=0)) + 1), dtype=np.int64)
        for box in range(len(self.boxes)):
            if self.block[box] >= 0:
                bucket = self.time[box] // BUCKET_S
                self.load[self.block[box], bucket] += 1
                self.bays[self.block[box], bucket, self.bay[box]] += 1

    def _stacks(self) -> None:
        halves: dict[tuple[tuple[int, int, str], int], int] = {}
        stacks: dict[tuple[int, int, str], int] = {}
        count = len(self.slots)
        self.halves = np.full((count, 2), -1, dtype=np.int64)
        self.long, self.loose, self.stack = (np.zeros(count, dtype=np.int64) for _ in range(3))
        for seat, slot in enumerate(self.slots):
            column, cell = self._ship.column_of(slot), Cell.of(slot)
            for place, half in enumerate(cell.twenties):
                self.halves[seat, place] = halves.setdefault((column.key, half), len(halves))
            self.stack[seat] = stacks.setdefault(column.key, len(stacks))
            self.long[seat] = len(cell.twenties) == 2
            tier = (cell.tier - column.stack.bottom_tier) // 2
            self.loose[seat] = cell.level == "deck" and tier >= column.stack.lashed_tiers
        self.half_kg, self.half_most, self.loose_kg, self.loose_most = (
            np.zeros(len(halves), dtype=np.int64) for _ in range(4)
        )
        planned = {box.id for box in self.boxes}
        for (key, half), place in halves.items():
            column = self._ship.column_by_key[key]
            loads = [(tier, (2 - box.long) * box.mass_kg, box.id in planned) for tier, box in column.carried(half)]
            lashed = column.stack.lashed_tiers
            self.half_kg[place] = sum(load for _, load, _ in loads)
            self.loose_kg[place] = sum(load for tier, load, _ in loads if tier >= lashed)
            came = sum(load for _, load, new in loads if not new)
            came_loose = sum(load for tier, load, new in loads if tier >= lashed and not new)
            # What is too heavy as it came must only not get heavier.
            self.half_most[place] = max(came, 2 * column.stack.max_20_kg)
            self.loose_most[place] = max(came_loose, 2 * column.stack.loose_kg)
            if column.stack.level == "hold":
                self.loose_most[place] = NEVER
        self.stack_kg, self.stack_most = (np.zeros(len(stacks), dtype=np.int64) for _ in range(2))
        for key, place in stacks.items():
            column = self._ship.column_by_key[key]
            long = [box for box in column.boxes if box.long]
            came_kg = sum(box.mass_kg for box in long if box.id not in planned)
            self.stack_kg[place] = sum(box.mass_kg for box in long)
            self.stack_most[place] = max(came_kg, column.stack.max_40_kg)

    def relieve(self) -> None:
        """Exchange boxes until no stack is heavier than it may be: it was filled by the mean masses of kinds."""
        relieve(
            self.box_at, self.seat_of, self.group, self.members, self.first, self.allowed, self.time,
            self.mass, self.halves, self.long, self.loose, self.half_kg, self.half_most, self.loose_kg,
            self.loose_most, self.stack, self.stack_kg, self.stack_most, self.pair,
            self._case.terminal.crane_work.twin_lift_kg,
        )  # fmt: skip

    def _exchange(self, seat: int, there: int, delta: int, *, always: bool = False) -> bool:
        """Count a seat's box as so much heavier, and another's as so much lighter, where both may sit there."""
        box, other = int(self.box_at[seat]), int(self.box_at[there])
        free = self.allowed.shape[0] == 1 or bool(self.allowed[seat, other] and self.allowed[there, box])
        heavy = self._pair_too_heavy(seat, other) or self._pair_too_heavy(there, box)
        if (heavy or not free) and not always:
            return False
        for where, added in ((seat, delta), (there, -delta)):
            weigh(
                where, added, self.halves, self.long, self.loose, self.half_kg, self.loose_kg, self.stack,
                self.stack_kg,
            )  # fmt: skip
        return True

    def _sit(self, box: int, seat: int) -> None:
        self.seat_of[box], self.box_at[seat] = seat, box

    def _excess(self) -> int:
        """Kilograms, counted double, by which halves and stacks are heavier than they may be."""
        return int(
            np.maximum(self.half_kg - self.half_most, 0).sum()
            + np.maximum(self.loose_kg - self.loose_most, 0).sum()
            + 2 * np.maximum(self.stack_kg - self.stack_most, 0).sum()
        )


def _runs(moves: Sequence[Move]) -> list[list[int]]:
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
