"""Calls whose boxes the case lists with their trucks, or from ship to ship: a flow that comes from elsewhere.

Where a container of a call has `gate_at`, or its number is discharged from one call and loaded by another, the call's
boxes are those that the case lists, as far as it lists them: their sizes, reefers, trucks and ships. A truck comes at
`gate_at`, whatever the gate's profile and appointments say; for a box that is not there yet, as soon as it is.

A box from ship to ship waits in the yard for the very call that loads it. It misses that call if the ship that brings
it has not berthed when the other one does: a truck brings another box in its place, and one collects it when it comes.
Where only one of the two calls is part of the run, the box comes or goes by truck at a drawn time.
"""

from collections import defaultdict
from collections.abc import Callable
from math import isnan

from data.cargo import Container
from data.case import Case
from simulations.box_record import BoxRecord
from simulations.clock import Clock
from simulations.parts.flows import Flow, Kind
from simulations.visit import Box, Visit


def listed_boxes(case: Case) -> dict[str, list[Container]]:
    """The containers of each call whose boxes are simulated as the case lists them, by the call's id."""
    by_call: defaultdict[str, list[Container]] = defaultdict(list)
    for box in case.containers:
        if box.direction != "remain":
            by_call[box.call].append(box)
    loaded = {box.id for box in case.containers if box.direction == "load"}
    onward = {box.id for box in case.containers if box.direction == "discharge" and box.id in loaded}
    return {
        call: boxes
        for call, boxes in by_call.items()
        if any(box.gate_at is not None or box.id in onward for box in boxes)
    }


class Listed:
    """The listed boxes of a run."""

    def __init__(self, case: Case, clock: Clock, record: BoxRecord, collect: Callable[[Box], None]) -> None:
        self._clock = clock
        self._record = record
        self._collect = collect
        self._boxes = listed_boxes(case)
        rows = [box for boxes in self._boxes.values() for box in boxes]
        # The calls that bring and take each box, by its number.
        self._brings = {box.id: box.call for box in rows if box.direction == "discharge"}
        self._takes = {box.id: box.call for box in rows if box.direction == "load"}
        self._visits: dict[str, Visit] = {}
        # Boxes that stand in the yard for a ship whose gate has not opened; boxes that a call waits for, with the one
        # that a truck would bring.
        self._standing: dict[str, Box] = {}
        self._wanted: dict[str, Box] = {}
        self._missed: set[str] = set()
        # Set by the terminal: what happens when a box may be loaded.
        self.ready: Callable[[Visit, Box], None]

    def has(self, call: str) -> bool:
        """Whether the boxes of a call are listed."""
        return call in self._boxes

    def expect(self, visit: Visit) -> None:
        """A call is part of the run."""
        if visit.call.id in self._boxes:
            self._visits[visit.call.id] = visit

    def opens(self, visit: Visit, opens: float) -> float:
        """The minute from which trucks bring boxes for a call, where it would be `opens` for other calls."""
        moments = [box.gate_at for box in self._boxes.get(visit.call.id, ()) if box.direction == "load" and box.gate_at]
        return min([opens, *map(self._clock.minutes, moments)])

    def assign(self, visit: Visit) -> None:
        """Make the drawn boxes of a call those that are listed."""
        if visit.call.id not in self._boxes:
            return
        boxes: defaultdict[tuple[bool, bool], list[Box]] = defaultdict(list)
        for box in sorted((*visit.on_board, *visit.awaited), key=lambda box: box.number, reverse=True):
            if box.flow == Flow.TRANSHIPMENT:
                box.flow = Flow.DOMESTIC_IN if box.laden else Flow.EMPTY_IN
            boxes[box.loads, box.laden].append(box)
        by_ship: set[Box] = set()
        for row in self._boxes[visit.call.id]:
            box = boxes[row.direction == "load", row.status == "full"].pop()
            box.teu = 2 if row.long else 1
            box.kind = Kind.REEFER if row.plug else Kind.FULL if box.laden else Kind.EMPTY
            if row.gate_at is not None:
                box.truck_at = visit.gate_at[box] = self._clock.minutes(row.gate_at)
                # The state has looked at it by then, or the flow would not say so.
                box.control = None
            elif row.direction == "discharge" and self._takes.get(row.id) in self._visits:
                box.flow, box.control = Flow.TRANSHIPMENT, None
                visit.onward[box] = row.id
            elif row.direction == "load" and self._brings.get(row.id) in self._visits:
                by_ship.add(box)
                if row.id in self._standing:
                    self._load(visit, self._standing.pop(row.id), box)
                else:
                    self._wanted[row.id] = box
        visit.awaited = [box for box in visit.awaited if box not in by_ship]
        visit.awaited.sort(key=lambda box: -box.truck_at)

    def stands(self, box: Box) -> bool:
        """A box to go on by ship stands in the yard; whether it is a listed one."""
        number = box.visit.onward.get(box)
        if number is None:
            return False
        if number in self._wanted:
            instead_of = self._wanted.pop(number)
            self._load(instead_of.visit, box, instead_of)
        elif number in self._missed:
            self._record.no_ship_took(box.stacked_at)
            self._collect(box)
        else:
            self._standing[number] = box
        return True

    def berthed(self, visit: Visit) -> list[Box]:
        """A ship has berthed; the boxes that trucks bring now, as others have missed her."""
        if visit.call.id not in self._boxes:
            return []
        instead: list[Box] = []
        for row in self._boxes[visit.call.id]:
            # Whatever a call waits for comes by a call of the run.
            waits = row.direction == "load" and row.id in self._wanted
            if waits and isnan(self._visits[self._brings[row.id]].first_line):
                instead.append(self._wanted.pop(row.id))
                self._missed.add(row.id)
        return instead

    def _load(self, visit: Visit, box: Box, instead_of: Box) -> None:
        """Let a call have a box that came by ship."""
        box.loads = True
        # The lift onto the ship and the move before it have times of their own.
        box.lift_min, box.ship_side_min = instead_of.lift_min, instead_of.ship_side_min
        self.ready(visit, box)
