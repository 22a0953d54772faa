"""The yard's night shift: the moves of a few idle hours that put it in order for the ships of the next days.

The cranes of a block make one move after the other. Bays of which a box leaves soonest come first: each is put in order
as a whole where that is worth it, if its moves fit into what is left of the shift, and what then still stands wrong is
mended by single moves, as many as fit.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from time import monotonic

from data.case import Case
from data.checker.night import check_night
from data.errors import BadInput, Fault
from data.night import NightPlan, in_the_way, leaving, standing
from data.plans import YardMove
from data.slots import Place
from scheduler.result import Result, Status
from scheduler.stopping import Stop
from scheduler.yard.piles import BoxMove, Piles, grounds
from scheduler.yard.preparing import Preparation, worth_of

# Bay numbers, of which two are 20 feet, that two cranes of a block stay apart: as far as a 40-foot box is long.
_APART = 4


def solve(case: Case, start: datetime, end: datetime, until: datetime, *, stop: Stop) -> Result[NightPlan]:
    """The night shift found; cost is what its moves and the boxes still in the way cost.

    The bound holds for every shift: a box in the way is moved once at least, or still stands there when it is over.

    Raises BadInput where the case lists no box in the yard of a ship that is expected from `start` on, before `until`.
    """
    began = monotonic()
    boxes = standing(case)
    leaves = leaving(case, start, until)
    if not leaves:
        clock = case.terminal.clock
        problem, remedy = (
            (
                f"none of the {len(boxes)} boxes with a place in the yard is for a ship that is expected from "
                f"{clock(start)} on and before {clock(until)}", "choose another start, or give more days",
            )
            if boxes
            else (
                "no box has a place in the yard, and boxes that are invented for a ship are not counted",
                "list boxes with their places and calls, or have those of a call written (dermaga edi list) and taken "
                "into the case (dermaga edi take)",
            )
        )  # fmt: skip
        raise BadInput([Fault("containers", problem, remedy)])
    places = {box.id: Place.of(box.place) for box in boxes.values() if box.place is not None}
    blocks = [block for block in case.yard_blocks if any(crane.block == block.id for crane in case.yard_cranes)]
    served = {block.id for block in blocks}
    piles = Piles(
        blocks, {box: place for box, place in places.items() if place.block in served}, leaves,
        {box.id: box.kinds for box in boxes.values()},
    )  # fmt: skip
    preparation = Preparation(piles, leaves, whole=True, stop=stop)
    shift = _Shift(case, start, end)
    # Whoever waits for a rehandle later, waits as long as it takes.
    worth = worth_of(case.terminal.costs, case.terminal.yard_work.move_s)
    preparation.moves(lambda _: worth, shift.fits)
    plan = NightPlan(case=case.name, case_hash=case.hash, start=start, end=end, until=until, moves=tuple(shift.plan()))
    verdict = check_night(case, plan)
    status = Status.CANCELLED if stop.cancel.is_set() else Status.FEASIBLE
    bound = float(case.terminal.costs.rehandle_per_box * len(in_the_way(places, leaves)))
    return Result(plan, verdict.cost, bound, Status.OPTIMAL if verdict.cost <= bound else status, monotonic() - began)


@dataclass(frozen=True)
class _Timed:
    """A move with its crane and its seconds of the shift; `place` is the crane's in its block, from bay 1 on."""

    move: BoxMove
    crane: str
    place: int
    start_s: int
    end_s: int

    @property
    def bays(self) -> tuple[int, int]:
        """The lowest and the highest bay that the crane goes to."""
        _, here, target = self.move
        return min(here.bay, target.bay), max(here.bay, target.bay)


class _Shift:
    """The moves of each block in time, each given to that of its cranes which can begin it first.

    Cranes of a block run on the same lane: while two of them move boxes, the second of the table stays on the side of
    the higher bays; one that is idle gives way. No box is put where another crane is not done yet.
    """

    def __init__(self, case: Case, start: datetime, end: datetime) -> None:
        work = case.terminal.yard_work
        self._start, self._end_s = start, (end - start).total_seconds()
        self._move_s, self._bay_s = ceil(work.move_s), work.bay_travel_s
        self._cranes: defaultdict[str, list[str]] = defaultdict(list)
        for crane in case.yard_cranes:
            self._cranes[crane.block].append(crane.id)
        self._done: defaultdict[str, list[_Timed]] = defaultdict(list)
        # Blocks in which a single move no longer found time.
        self._full: set[str] = set()

    def fits(self, moves: Sequence[BoxMove]) -> bool:
        """Whether there is time for moves in a block, which is taken for them then."""
        block = moves[0][1].block
        if block in self._full:
            return False
        done = self._done[block]
        before = len(done)
        for move in moves:
            done.append(min(self._ways(move, done), key=lambda timed: (timed.start_s, timed.place)))
        if max(timed.end_s for timed in done[before:]) > self._end_s:
            del done[before:]
            # Later moves may be of boxes on which this one would have put others right.
            if len(moves) == 1:
                self._full.add(block)
            return False
        return True

    def _ways(self, move: BoxMove, done: Sequence[_Timed]) -> Iterator[_Timed]:
        """The move by each crane of its block, as soon as it can."""
        _, here, target = move
        ground = {*grounds(here), *grounds(target)}
        ready = max(
            (timed.end_s for timed in done if ground & {*grounds(timed.move[1]), *grounds(timed.move[2])}), default=0
        )
        for place, crane in enumerate(self._cranes[here.block]):
            last = next((timed for timed in reversed(done) if timed.crane == crane), None)
            free = 0 if last is None else last.end_s + ceil(self._bay_s * abs(last.move[2].bay - here.bay) / 2)
            start = max(ready, free)
            timed = _Timed(move, crane, place, start, start + self._move_s)
            for other in sorted(done, key=lambda other: other.end_s):
                if _in_each_others_way(timed, other):
                    timed = replace(timed, start_s=other.end_s, end_s=other.end_s + self._move_s)
            yield timed

    def plan(self) -> Iterator[YardMove]:
        """The moves with their times, those of each block in an order in which they can be made."""
        for done in self._done.values():
            for timed in done:
                box, here, target = timed.move
                yield YardMove.model_construct(
                    crane=timed.crane, kind="premarshal", box=box, origin=str(here), target=str(target),
                    start=self._start + timedelta(seconds=timed.start_s),
                    end=self._start + timedelta(seconds=timed.end_s),
                )  # fmt: skip


def _in_each_others_way(timed: _Timed, other: _Timed) -> bool:
    """Whether two cranes would have to pass each other, or work in one bay, at the same time."""
    if timed.place == other.place or timed.start_s >= other.end_s or other.start_s >= timed.end_s:
        return False
    lower, higher = (timed, other) if timed.place < other.place else (other, timed)
    return higher.bays[0] - lower.bays[1] < _APART
