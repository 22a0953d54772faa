"""Tractors between quay and yard, in one pool for all ships.

A tractor that comes free at the quay goes to the ship that has the fewest for each of its cranes. While boxes are left
to discharge it waits beside the ship, otherwise it fetches a box to load. It stands under the crane for a whole lift
(a crane does not put a box down without a tractor, nor lift one that has not come), carries one box and comes back
empty from the yard. The way along the quay is part of the mean way to the yard.
"""

from collections import deque
from collections.abc import Callable, Sequence

from data.case import Case
from simulations.kernel import Kernel, Step
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.records import TRACTOR_ASSIGNED, TRACTOR_AT_BLOCK, TRACTOR_BESIDE, TRACTOR_FREE
from simulations.visit import Box, Visit


class Tractor(Step):
    """A tractor and, while it has a task: its ship, its box (on it, or to be fetched), and since when it is in use."""

    __slots__ = ("box", "id", "since", "visit")

    visit: Visit
    box: Box
    since: float

    def __init__(self, name: str) -> None:
        self.id = name


class Transport:
    """The pool of tractors."""

    def __init__(self, kernel: Kernel, case: Case, yard: Yard, recorder: Recorder) -> None:
        tractors = case.terminal.tractors
        self._kernel = kernel
        self._yard = yard
        self._recorder = recorder
        self._events = recorder.events
        self._way = tractors.quay_to_yard_m / (tractors.speed_km_h * 1000 / 60)
        self.tractors = [Tractor(f"T{number}") for number in range(1, tractors.count + 1)]
        self.boxes_on_tractors = 0
        self._idle: deque[Tractor] = deque(self.tractors)
        self._at_work: list[Visit] = []
        # Set by the terminal: what happens when a tractor stands beside a ship, and when a discharged box is stacked.
        self.beside: Callable[[Visit], None]
        self.discharged: Callable[[Box], None]
        # A user's rule: of the ships that want a tractor, which gets it.
        self.dispatching: Callable[[Sequence[Visit]], Visit] | None = None

    def begin(self, visit: Visit) -> None:
        """Serve a ship that has a crane, from now on."""
        if visit not in self._at_work:
            self._at_work.append(visit)
            self.call()

    def end(self, visit: Visit) -> None:
        """Serve a ship no more."""
        self._at_work.remove(visit)

    def call(self) -> None:
        """Give idle tractors to ships that want them."""
        while self._idle:
            visit = self._neediest()
            if visit is None:
                return
            self._assign(self._idle.popleft(), visit)

    def release(self, tractor: Tractor) -> None:
        """A tractor is free at the quay: its box is on board, or it is back from the yard."""
        tractor.visit.tractors -= 1
        self._recorder.tractor_worked(tractor.since, self._kernel.now)
        if self._events is not None:
            self._events.append((self._kernel.now, TRACTOR_FREE, tractor.visit.call.id, -1, tractor.id, ""))
        neediest = self._neediest()
        if neediest is None:
            self._idle.append(tractor)
        else:
            self._assign(tractor, neediest)

    def close(self) -> None:
        """Count what tractors that are in use still have spent so far."""
        for tractor in self.tractors:
            if tractor not in self._idle and tractor not in tractor.visit.empty_tractors:
                self._recorder.tractor_worked(tractor.since, self._kernel.now)

    def carry(self, tractor: Tractor) -> None:
        """Drive a discharged box to the yard, into the block with room and the least work."""
        self.boxes_on_tractors += 1
        self._yard.choose(tractor.box)
        self._kernel.after(self._way, tractor, self._bring)

    def unload(self, tractor: Tractor) -> None:
        """A crane has loaded the tractor's box; the tractor is free."""
        self.boxes_on_tractors -= 1
        self.release(tractor)

    def _neediest(self) -> Visit | None:
        if self.dispatching is not None:
            wanting = [visit for visit in self._at_work if visit.empties_wanted or visit.ready]
            return self.dispatching(wanting) if wanting else None
        neediest, fewest = None, 0.0
        for visit in self._at_work:
            if visit.empties_wanted or visit.ready:
                share = visit.tractors / len(visit.cranes)
                if neediest is None or share < fewest:
                    neediest, fewest = visit, share
        return neediest

    def _assign(self, tractor: Tractor, visit: Visit) -> None:
        tractor.visit = visit
        visit.tractors += 1
        if self._events is not None:
            self._events.append((self._kernel.now, TRACTOR_ASSIGNED, visit.call.id, -1, tractor.id, ""))
        if visit.empties_wanted:
            visit.empties_wanted -= 1
            visit.empty_tractors.append(tractor)
            if visit.idle_cranes:
                self.beside(visit)
        else:
            tractor.box = self._yard.next_for(visit)
            tractor.since = self._kernel.now
            self._kernel.after(self._way, tractor, self._fetch)

    def _bring(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            self._at_block(tractor)
        self._yard.stack(box, box.ship_side_min, tractor, self._stacked, True)

    def _stacked(self, tractor: Tractor) -> None:
        box = tractor.box
        self.boxes_on_tractors -= 1
        self._yard.put(box)
        self.discharged(box)
        self._kernel.after(self._way, tractor, self.release)

    def _fetch(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            self._at_block(tractor)
        self._yard.fetch(box, box.ship_side_min, tractor, self._fetched, True)

    def _fetched(self, tractor: Tractor) -> None:
        self._yard.take(tractor.box)
        self.boxes_on_tractors += 1
        self._kernel.after(self._way, tractor, self._arrive)

    def _arrive(self, tractor: Tractor) -> None:
        visit = tractor.visit
        visit.loaded_tractors.append(tractor)
        if self._events is not None:
            box = tractor.box
            self._events.append((self._kernel.now, TRACTOR_BESIDE, visit.call.id, box.number, tractor.id, ""))
        if visit.idle_cranes:
            self.beside(visit)

    def _at_block(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            event = (self._kernel.now, TRACTOR_AT_BLOCK, box.visit.call.id, box.number, tractor.id, box.block.id)
            self._events.append(event)
