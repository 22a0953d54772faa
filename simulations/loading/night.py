"""Night shifts executed: each yard crane makes its moves in the plan's order, and each takes as long as is drawn.

A move waits for those before it, of whichever crane, that take from its stacks or put there. What counts is whether the
yard is in order when the shift is over, and what is not: a move that has not begun by then is left.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import inf

from data.case import Case
from data.night import NightPlan, in_the_way, leaving, standing
from data.slots import Place
from simulations.loading.whereabouts import Whereabouts
from simulations.streams import Streams

# Block, 20-foot bay and row.
Stack = tuple[str, int, int]


@dataclass(frozen=True)
class NightReplication:
    """One execution: moves that did not begin in time, boxes still in the way, and hours until the last move ended."""

    left: int
    in_the_way: int
    hours: float


def execute_night(case: Case, plan: NightPlan, *, seed: int, replication: int = 0) -> NightReplication:
    """Execute a night shift once. Raises Inconsistent where a move cannot be made."""
    work = case.terminal.yard_work
    streams = Streams(seed, replication)
    # Bay numbers, of which two are 20 feet.
    bay_min = work.bay_travel_s / 60 / 2
    shift_min = (plan.end - plan.start).total_seconds() / 60
    boxes = Whereabouts({box.id: box.place for box in standing(case).values() if box.place is not None})
    free: dict[str, tuple[float, int]] = {}
    # When the last move at a stack ended; never where one was left.
    ready: defaultdict[Stack, float] = defaultdict(float)
    over: set[str] = set()
    drawn: defaultdict[str, int] = defaultdict(int)
    left, last = 0, 0.0
    for move in plan.moves:
        here, target = Place.of(move.origin), Place.of(move.target)
        at, bay = free.get(move.crane, (0.0, here.bay))
        # Never before its time: the moves of two cranes of a block keep their order so.
        stacks = {(place.block, twenty, place.row) for place in (here, target) for twenty in place.twenties}
        begins = max(
            at + bay_min * abs(bay - here.bay), (move.start - plan.start).total_seconds() / 60,
            *(ready[stack] for stack in stacks),
        )  # fmt: skip
        if move.crane in over or begins >= shift_min:
            over.add(move.crane)
            ready.update(dict.fromkeys(stacks, inf))
            left += 1
            continue
        drawn[move.box] += 1
        minutes = streams.gamma(f"night move {drawn[move.box]}", move.box, work.move_s / 60, work.move_spread, 1)[0]
        boxes.move([(move.box, str(here), str(target))])
        free[move.crane] = begins + float(minutes), target.bay
        ready.update(dict.fromkeys(stacks, free[move.crane][0]))
        last = max(last, free[move.crane][0])
    places = {box: Place.of(where) for box, where in boxes.at.items()}
    wrong = in_the_way(places, leaving(case, plan.start, plan.until))
    return NightReplication(left, len(wrong), last / 60)
