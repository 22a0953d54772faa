"""What a crane lifts next, and for how long.

A cycle takes one box off the ship or puts one on board. With twin lifts it may be two 20-foot boxes, which one tractor
carries together; with dual cycles it puts one on board and takes another off, and the tractor that brought the one
drives off with the other. Hatch covers and restowed boxes are not placed in bays: they are spread evenly over the boxes
of the call, their time added to the cycle of a box. Each hatch cover that is opened is two moves, off and on; each
restowed box two cycles.
"""

from math import ceil, inf

from data.case import Case
from data.ship_layouts import Layout
from simulations.parts.transport import Tractor, Transport
from simulations.parts.turns import Turns
from simulations.visit import Visit


class Extras:
    """The hatch covers and restowed boxes of a call, and how many of its boxes have been begun."""

    __slots__ = ("_begun", "_cover_min", "_covers", "_moves", "_restows", "_visit")

    def __init__(self, visit: Visit, covers: int, restows: int, cover_min: float) -> None:
        self._visit = visit
        self._moves = visit.call.moves
        self._covers = 2 * covers
        self._restows = restows
        self._cover_min = cover_min
        self._begun = 0

    def with_boxes(self, boxes: int, cycle_min: float) -> float:
        """The minutes that come with the next so many boxes, where a cycle takes so long."""
        self._begun += boxes
        visit = self._visit
        covers = self._covers * self._begun // self._moves - visit.cover_moves
        restows = self._restows * self._begun // self._moves - visit.restows
        visit.cover_moves += covers
        visit.restows += restows
        return covers * self._cover_min + restows * 2 * cycle_min


class Cycles:
    """The cycles of all quay cranes."""

    def __init__(self, case: Case, transport: Transport) -> None:
        work = case.terminal.crane_work
        self._case = case
        self._transport = transport
        self._work = work
        self._longer = 1 + work.twin_lift_longer
        self._dual = work.dual_cycle / 2
        self._twin_share = work.twin_share if work.twin_lift_kg else 0.0
        self._dual_share = work.dual_share if work.dual_cycle < 2 else 0.0

    def begin(self, visit: Visit) -> None:
        """Say how a ship that is moored will be worked."""
        work, call = self._work, visit.call
        if self._twin_share:
            visit.twins = Turns(self._twin_share)
        if self._dual_share:
            visit.duals = Turns(self._dual_share)
        restows = round(work.restow_share * call.moves)
        covers = 0
        if work.boxes_per_cover:
            layout = self._case.layout_of(call)
            most = inf if layout is None else hatch_covers(layout)
            covers = int(min(most, ceil(call.moves / work.boxes_per_cover)))
        if covers or restows:
            visit.extras = Extras(visit, covers, restows, work.hatch_cover_min)
        wanted = call.preferred_position_m
        visit.growth = 1.0 if wanted is None else work.growth(abs(visit.position_m - wanted))

    def pace(self, visit: Visit) -> float:
        """How many times longer lifts take with the cranes that work the ship, in each other's way, at its place."""
        cranes = visit.working
        return visit.growth * cranes / self._work.like(cranes) if cranes else visit.growth

    def next(self, visit: Visit, now: float) -> tuple[Tractor, float]:
        """The tractor that stands under the crane in the next cycle, and how many minutes it takes.

        A tractor beside the ship is needed. An empty one is taken first, since most of the ship is discharged before
        it is loaded; where a tractor may do both on one way, a laden one.
        """
        boxes = 1
        if visit.empty_tractors and not (visit.loaded_tractors and visit.duals is not None):
            tractor = visit.empty_tractors.popleft()
            tractor.box = box = visit.on_board.pop()
            tractor.since = now
            minutes = box.lift_min
            if visit.twins is not None and self._takes_two(visit, tractor):
                minutes *= self._longer
                boxes = 2
        else:
            tractor = visit.loaded_tractors.popleft()
            minutes = tractor.box.lift_min
            if tractor.second is not None:
                minutes *= self._longer
                boxes = 2
            if tractor.dual:
                tractor.dual = False
                tractor.off = visit.on_board.pop()
                minutes = (minutes + tractor.off.lift_min) * self._dual
                boxes += 1
        if visit.extras is not None:
            minutes += visit.extras.with_boxes(boxes, tractor.box.lift_min)
        return tractor, minutes * visit.pace

    def _takes_two(self, visit: Visit, tractor: Tractor) -> bool:
        """Give a tractor a second 20-foot box of the ship, where it is the turn of one and no other came for it."""
        on_board = visit.on_board
        if tractor.box.teu > 1 or not on_board or on_board[-1].teu > 1 or not visit.twins.yes():  # type: ignore[union-attr]
            return False
        if not visit.empties_wanted and not visit.empty_tractors:
            return False
        tractor.second = on_board.pop()
        if visit.empties_wanted:
            visit.empties_wanted -= 1
        else:
            self._transport.dismiss(visit.empty_tractors.pop())
        return True


def hatch_covers(layout: Layout) -> int:
    """How many hatch covers a ship has."""
    return len({(stack.bay, stack.cover) for stack in layout.stacks if stack.cover is not None})
