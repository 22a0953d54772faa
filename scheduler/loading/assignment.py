"""Which box of its kind goes into which slot, and in which order a task's slots are loaded.

The crane schedule has said when each task begins; inside a task the order is free but for what stands on what. Boxes of
one kind are exchanged, and lifts of a task change their turns, so that as few boxes of the yard as possible stand on
one that leaves before them, and no block is asked for more at once than its cranes can fetch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from data.cargo import Container
from data.case import Case
from scheduler.loading.anneal import anneal, relieve, weigh
from scheduler.loading.engines import Order
from scheduler.loading.seating import Seating, runs, seating
from scheduler.loading.ship import Aboard
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import BayTask, Move
from scheduler.stopping import Stop

# Steps a box: beyond that more hardly help.
STEPS = 3_000
_MOST_STEPS = 4_000_000
# Steps between two looks at the clock.
_GO = 50_000
_NO_STOP = Stop(seconds=None)


@dataclass(frozen=True)
class Assignment:
    """Boxes by slot, and the tasks with their lifts in the chosen order."""

    slots: dict[str, Container]
    tasks: list[BayTask]


def assign(
    case: Case,
    ship: Aboard,
    stowage: Stowage,
    tasks: Sequence[BayTask],
    starts: Sequence[int],
    *,
    seed: int,
    order: Order = "searched",
    stop: Stop = _NO_STOP,
    steps: int = STEPS,
) -> Assignment:
    """The boxes and the order that the yard gives up most easily, tasks beginning at these seconds.

    To compare with: `listed` takes the boxes of a kind as the load list has them, `greedy` always the one with the
    fewest boxes on it. The search ends after so many `steps` a box; it is sooner where `stop` has fewer seconds, and at
    once where it is cancelled.
    """
    placed = seating(case, ship, stowage, tasks, starts)
    if not placed.boxes:
        return Assignment(dict(stowage.slots), list(tasks))
    # Stacks were filled by the mean masses of kinds: none is left heavier than it may be.
    relieve(placed.seats, placed.yard.time, placed.stacks)
    if order == "searched":
        _search(placed, seed, stop, steps)
    else:
        listed = {box.id: place for place, box in enumerate(ship.boxes.load)}
        _one_by_one(placed, [listed.get(box.id, -1) for box in placed.boxes], greedy=order == "greedy")
    return _answer(placed, tasks)


def _search(placed: Seating, seed: int, stop: Stop, steps: int) -> None:
    """Anneal from the worth of a rehandle down to nothing."""
    began = monotonic()
    goes = -(-min(_MOST_STEPS, steps * len(placed.boxes)) // _GO)
    hot, done, go = float(placed.yard.rehandle_s), 0.0, 0
    while done < 1 and not stop.cancel.is_set():
        # As much is done as the clock says, or else the number of steps.
        gone = (go + 1) / goes
        if stop.clock is not None and go:
            gone = max(gone, (monotonic() - began) / max(1e-3, stop.clock) * (go + 1) / go)
        ends = min(1.0, gone)
        anneal(
            hash((seed, go)) % 2**31, _GO, hot * (1 - done), hot * (1 - ends), placed.seats, placed.lifts, placed.yard,
            placed.stacks,
        )  # fmt: skip
        done, go = ends, go + 1


def _one_by_one(placed: Seating, rank: Sequence[int], *, greedy: bool) -> None:
    """Fill the seats in the order of their times, each with the first box of its kind that its stack bears.

    First is who has the lowest rank or, if `greedy`, who has the fewest boxes on it by then.
    """
    seats, above = placed.seats, placed.yard.above
    gone: set[int] = set()
    tolerated = _excess(placed)
    for seat in np.argsort(placed.yard.time[seats.box], kind="stable"):
        group = seats.group[seats.box[seat]]
        waiting = [int(box) for box in seats.members[seats.first[group] : seats.first[group + 1]] if box not in gone]
        if greedy:
            waiting.sort(key=lambda box: (sum(a >= 0 and a not in gone for a in above[box]), rank[box]))
        else:
            waiting.sort(key=lambda box: rank[box])
        gone.add(next(box for box in waiting if _seated(placed, int(seat), box, tolerated)))


def _seated(placed: Seating, seat: int, box: int, tolerated: int) -> bool:
    """Seat a box, if the stacks bear its exchange with the one that sits there."""
    seats, stacks, time = placed.seats, placed.stacks, placed.yard.time
    other, there = int(seats.box[seat]), int(seats.seat[box])
    if other == box:
        return True
    free = seats.allowed.shape[0] == 1 or bool(seats.allowed[seat, box] and seats.allowed[there, other])
    pair = int(stacks.pair[seat]) == there
    if not free or (not pair and (_pair_too_heavy(placed, seat, box) or _pair_too_heavy(placed, there, other))):
        return False
    delta = int(stacks.mass[box] - stacks.mass[other])
    weigh(stacks, seat, delta)
    weigh(stacks, there, -delta)
    if _excess(placed) > tolerated:
        weigh(stacks, seat, -delta)
        weigh(stacks, there, delta)
        return False
    seats.seat[box], seats.box[seat] = seat, box
    seats.seat[other], seats.box[there] = there, other
    time[box], time[other] = time[other], time[box]
    return True


def _pair_too_heavy(placed: Seating, seat: int, box: int) -> bool:
    stacks, other = placed.stacks, int(placed.stacks.pair[seat])
    return other >= 0 and bool(stacks.mass[box] + stacks.mass[placed.seats.box[other]] > stacks.twin_kg)


def _excess(placed: Seating) -> int:
    """Kilograms, counted double, by which halves and stacks are heavier than they may be."""
    stacks = placed.stacks
    return int(
        np.maximum(stacks.half_kg - stacks.half_most, 0).sum()
        + np.maximum(stacks.loose_kg - stacks.loose_most, 0).sum()
        + 2 * np.maximum(stacks.stack_kg - stacks.stack_most, 0).sum()
    )


def _answer(placed: Seating, tasks: Sequence[BayTask]) -> Assignment:
    """The boxes by slot, and each task with its lifts in the order of their times."""
    slots = {slot: placed.boxes[box] for slot, box in zip(placed.slots, placed.seats.box, strict=True)}
    found, lift = [], 0
    for task in tasks:
        moves: list[Move] = list(task.moves)
        for run in runs(task.moves):
            numbers = range(lift, lift + len(run))
            lift += len(run)
            order = sorted(numbers, key=lambda number: placed.lifts.start[number])
            for place, number in zip(run, order, strict=True):
                moves[place] = task.moves[run[number - numbers[0]]]
        found.append(replace(task, moves=tuple(moves)))
    return Assignment(slots, found)
