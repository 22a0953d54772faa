"""The replay of the lifts on the ship: what stands where over time, and whether each lift finds and leaves it right.

A lift takes its box away when it begins and puts it down when it ends. Of every box only the first thing that goes
wrong is told. After a fault the replay goes on with what a crane would most likely find: a box is taken from where it
stands, whatever the plan says, and a box that has no room stands nowhere.
"""

from collections.abc import Collection
from dataclasses import dataclass

from data.checker.loading.aboard import Stowage, at_arrival, spot_of
from data.checker.loading.covers import Covers
from data.checker.loading.cycles import named
from data.checker.loading.planned import HATCHES, LOADING, Planned, PlannedLift, events
from data.checker.loading.putting import slot_taken, wrong_below, wrong_slot
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken
from data.plans import QUAY, TRACTOR, Carried
from data.slots import Cell, cell_named

# What a box is on before it is lifted on board, or after it is lifted off.
_ASHORE = {"discharge": TRACTOR, "load": TRACTOR, "restow_off": QUAY, "restow_on": QUAY}


@dataclass(frozen=True)
class Worked:
    """The ship at arrival and at departure, what the plan put on board, and what went wrong in between."""

    arrival: Stowage
    departure: Stowage
    placed: frozenset[str]
    broken: tuple[Broken, ...]


def replay(planned: Planned, told: Collection[str]) -> Worked:
    """The ship before and after the lifts of a plan. Of the boxes that are `told` of already nothing more is told."""
    arrival = at_arrival(planned)
    ship = _Ship(planned, arrival.copy(), set(told))
    for place, begins in events(planned.lifts):
        each = planned.lifts[place]
        if each.lift.kind in HATCHES:
            ship.broken += ship.covers.move(each, ship.stowage, begins)
        else:
            ship.move(each, begins)
    return Worked(arrival, ship.stowage, frozenset(ship.placed), (*ship.broken, *ship.covers.at_the_end()))


class _Ship:
    """The ship while she is worked."""

    def __init__(self, planned: Planned, stowage: Stowage, told: set[str]) -> None:
        self.planned = planned
        self.stowage = stowage
        self.covers = Covers(planned)
        self.placed: set[str] = set()
        self.broken: list[Broken] = []
        self._told = told
        self._on_quay: set[str] = set()
        self._in_air: dict[str, Cell] = {}

    def move(self, each: PlannedLift, begins: bool) -> None:
        """Begin or end to move the boxes of a lift."""
        for carried in each.lift.boxes:
            if carried.box not in self.planned.box:
                continue
            if each.lift.kind in LOADING:
                (self._fetch if begins else self._put)(each, carried)
            else:
                (self._take if begins else self._set_down)(each, carried)

    def _tell(self, rule: str, each: PlannedLift, box: str, why: str, *others: str) -> None:
        """Tell a fault of a box, unless one was told before."""
        if box not in self._told:
            self._told.add(box)
            lift = named(self.planned, each)
            # Where two boxes are lifted, say which of them it is about.
            text = f"{lift}: {why}" if len(each.lift.boxes) == 1 else f"{lift}: {box} is wrong: {why}"
            self.broken.append(Broken(rule, (box, *others), text))

    def _take(self, each: PlannedLift, carried: Carried) -> None:
        box, piles = carried.box, self.stowage.piles
        ashore = _ASHORE[each.lift.kind]
        if carried.target != ashore:
            self._tell("origin", each, box, f"it is put on {carried.target!r}, and must be put on {ashore!r}")
        cell = self.stowage.cells.get(box)
        if cell is None:
            slot = self.planned.arrival_slots.get(box)
            why = f"it is not on board then, it came in slot {slot}" if slot else "the case gives it no slot on board"
            self._tell("origin", each, box, f"it is taken from {carried.origin!r}: {why}")
            return
        if carried.origin != cell.slot:
            self._tell("origin", each, box, f"it is taken from {carried.origin!r} and stands in slot {cell.slot}")
        together = {other.box for other in each.lift.boxes}
        on_top = [other for other in piles.above(piles.spots[box]) if other not in together]
        if on_top:
            stand = "stands" if len(on_top) == 1 else "stand"
            why = f"in slot {cell.slot}, {listed(on_top)} {stand} on it: lift that off before"
            self._tell("supported", each, box, why, *on_top)
        self._pass_cover(each, box, cell)
        self._in_air[box] = self.stowage.take(box)
        self.placed.discard(box)

    def _set_down(self, each: PlannedLift, carried: Carried) -> None:
        if each.lift.kind == "restow_off":
            self._on_quay.add(carried.box)
        cell = self._in_air.pop(carried.box, None)
        if cell is not None:
            self._pass_cover(each, carried.box, cell)

    def _fetch(self, each: PlannedLift, carried: Carried) -> None:
        box, ashore = carried.box, _ASHORE[each.lift.kind]
        if carried.origin != ashore:
            self._tell("origin", each, box, f"it is taken from {carried.origin!r}, and must be taken from {ashore!r}")
        if box in self.stowage.cells:
            self._tell("origin", each, box, f"it stands on board then, in slot {self.stowage.cells[box].slot}")
        elif each.lift.kind == "restow_on" and box not in self._on_quay:
            self._tell("origin", each, box, "it does not stand on the quay then: take it off board before")
        self._on_quay.discard(box)
        cell = cell_named(carried.target)
        if cell is not None:
            self._pass_cover(each, box, cell)

    def _put(self, each: PlannedLift, carried: Carried) -> None:
        box, planned = self.planned.box[carried.box], self.planned
        cell = cell_named(carried.target)
        spot = spot_of(planned, cell) if cell is not None else None
        wrong = wrong_slot(planned, box, carried.target)
        if wrong is not None:
            self._tell(wrong.rule, each, box.id, wrong.why)
        if cell is None or spot is None or (wrong is not None and not wrong.fits):
            return
        self._pass_cover(each, box.id, cell)
        if box.id in self.stowage.cells:  # told when the lift began
            return
        taken = slot_taken(self.stowage, cell, spot)
        if taken is not None:
            self._tell(taken.rule, each, box.id, taken.why, *taken.others)
            return
        for fault in wrong_below(planned, self.stowage, box, cell, spot):
            self._tell(fault.rule, each, box.id, fault.why, *fault.others)
        self.stowage.put(box.id, cell, spot)
        self.placed.add(box.id)

    def _pass_cover(self, each: PlannedLift, box: str, cell: Cell) -> None:
        stack = self.planned.layout.stack_of(cell)
        if stack is not None and box not in self._told and self.covers.hinder(stack, box, each):
            self._told.add(box)
