"""The yard's night shift: the moves of a few idle hours that put it in order for the ships of the next days.

The crane of a block makes one move after the other. Bays of which a box leaves soonest come first: each is put in order
as a whole where that is worth it, if its moves fit into what is left of the shift, and what then still stands wrong is
mended by single moves, as many as fit.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from scheduler.yard.piles import BoxMove, Piles
from scheduler.yard.preparing import Preparation, worth_of


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
    moves = preparation.moves(lambda _: worth, shift.fits)
    plan = NightPlan(
        case=case.name, case_hash=case.hash, start=start, end=end, until=until, moves=tuple(shift.timed(moves))
    )
    verdict = check_night(case, plan)
    status = Status.CANCELLED if stop.cancel.is_set() else Status.FEASIBLE
    bound = float(case.terminal.costs.rehandle_per_box * len(in_the_way(places, leaves)))
    return Result(plan, verdict.cost, bound, Status.OPTIMAL if verdict.cost <= bound else status, monotonic() - began)


class _Shift:
    """The time that the crane of each block has left."""

    def __init__(self, case: Case, start: datetime, end: datetime) -> None:
        work = case.terminal.yard_work
        self._start, self._end_s = start, (end - start).total_seconds()
        self._move_s, self._bay_s = ceil(work.move_s), work.bay_travel_s
        self._crane: dict[str, str] = {}
        for crane in case.yard_cranes:
            self._crane.setdefault(crane.block, crane.id)
        # When each crane is free, and at which bay; blocks in which a single move no longer found time.
        self._free: dict[str, tuple[int, int]] = {}
        self._full: set[str] = set()

    def fits(self, moves: Sequence[BoxMove]) -> bool:
        """Whether there is time for moves in a block, which is taken for them then."""
        block = moves[0][1].block
        if block in self._full:
            return False
        free = self._free.get(block)
        for _, here, target in moves:
            free = self._begin(free, here) + self._move_s, target.bay
        if free is None or free[0] > self._end_s:
            # Later moves may be of boxes on which this one would have put others right.
            if len(moves) == 1:
                self._full.add(block)
            return False
        self._free[block] = free
        return True

    def _begin(self, free: tuple[int, int] | None, here: Place) -> int:
        """When a crane that is free then, and at that bay, can begin a move."""
        return 0 if free is None else free[0] + ceil(self._bay_s * abs(free[1] - here.bay) / 2)

    def timed(self, moves: Iterable[BoxMove]) -> Iterator[YardMove]:
        """The moves with their times, those of a block one after the other from the start of the shift on."""
        free: dict[str, tuple[int, int]] = {}
        for box, here, target in moves:
            begins = self._begin(free.get(here.block), here)
            free[here.block] = begins + self._move_s, target.bay
            start = self._start + timedelta(seconds=begins)
            yield YardMove.model_construct(
                crane=self._crane[here.block], kind="premarshal", box=box, origin=str(here), target=str(target),
                start=start, end=start + timedelta(seconds=self._move_s),
            )  # fmt: skip
