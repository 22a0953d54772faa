"""Tractors between quay and yard: in one pool for all ships, or each with its crane.

A tractor that comes free at the quay goes to the ship that has the fewest for each of its cranes. While boxes are left
to discharge it waits beside the ship, otherwise it fetches a box to load. It stands under the crane for a whole lift
(a crane does not put a box down without a tractor, nor lift one that has not come), carries one box, or two that the
crane lifts together, and comes back empty from the yard. Two boxes of one tractor may go to two blocks; the way between
them takes no time. The way along the quay is part of the mean way to the yard.

Tractors that have a crane each go where it goes; those of all cranes at one ship are shared there.
"""

from collections import deque
from collections.abc import Callable, Sequence

from data.case import Case
from simulations.kernel import Kernel, Step
from simulations.parts.turns import Turns
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.records import TRACTOR_ASSIGNED, TRACTOR_AT_BLOCK, TRACTOR_BESIDE, TRACTOR_FREE
from simulations.visit import Box, Visit

# Of the ships that want a tractor, never none, the one that a free tractor goes to.
ShipRule = Callable[[Sequence[Visit]], Visit]


class Tractor(Step):
    """A tractor and, while it has a task: its ship, its boxes, and since when it is in use.

    `box` is on it, or to be fetched; `second` is on it too, and `also` is to be fetched too. With `dual` it brings a
    box to load and will leave with another, which is `off` while the crane works.
    """

    __slots__ = ("also", "box", "dual", "id", "off", "second", "since", "visit")

    visit: Visit
    box: Box
    since: float

    def __init__(self, name: str) -> None:
        self.id = name
        self.second: Box | None = None
        self.also: Box | None = None
        self.off: Box | None = None
        self.dual = False


class Transport:
    """The tractors, in one pool or each with its crane."""

    def __init__(self, kernel: Kernel, case: Case, yard: Yard, recorder: Recorder) -> None:
        tractors = case.terminal.tractors
        self._kernel = kernel
        self._yard = yard
        self._recorder = recorder
        self._events = recorder.events
        self._way = tractors.quay_to_yard_m / (tractors.speed_km_h * 1000 / 60)
        self._pooled = tractors.assignment == "pooled"
        self._cranes = len(case.quay_cranes)
        self.tractors = [Tractor(f"T{number}") for number in range(1, tractors.count + 1)]
        self.boxes_on_tractors = 0
        self._idle: deque[Tractor] = deque(self.tractors)
        self._at_work: list[Visit] = []
        # Set by the terminal: what happens when a tractor stands beside a ship, and when a discharged box is stacked.
        self.beside: Callable[[Visit], None]
        self.discharged: Callable[[Box], None]
        # A user's rule: of the ships that want a tractor, which gets it.
        self.dispatching: ShipRule | None = None

    def begin(self, visit: Visit) -> None:
        """Serve a ship from now on, to which a crane has come."""
        if visit not in self._at_work:
            self._at_work.append(visit)
        self.call()

    def end(self, visit: Visit) -> None:
        """Serve a ship no more."""
        self._at_work.remove(visit)

    def call(self) -> None:
        """Give idle tractors to ships that want them."""
        while self._idle:
            visit = self._next_ship()
            if visit is None:
                return
            self._assign(self._idle.popleft(), visit)

    def release(self, tractor: Tractor) -> None:
        """A tractor is free at the quay: its box is on board, or it is back from the yard."""
        self._recorder.tractor_worked(tractor.since, self._kernel.now)
        self.dismiss(tractor)

    def dismiss(self, tractor: Tractor) -> None:
        """A tractor that stands empty beside a ship is not wanted there any more."""
        tractor.visit.tractors -= 1
        if self._events is not None:
            self._events.append((self._kernel.now, TRACTOR_FREE, tractor.visit.call.id, -1, tractor.id, ""))
        neediest = self._next_ship()
        if neediest is None:
            self._idle.append(tractor)
        else:
            self._assign(tractor, neediest)

    def withdraw(self, visit: Visit) -> None:
        """A ship has no crane at work: the tractors beside it go elsewhere, and take the boxes on them back."""
        waiting, laden = list(visit.empty_tractors), list(visit.loaded_tractors)
        visit.empty_tractors.clear()
        visit.loaded_tractors.clear()
        visit.empties_wanted += len(waiting)
        for tractor in waiting:
            self.dismiss(tractor)
        for tractor in laden:
            self._take_back(tractor)

    def own(self, cranes: Sequence[int]) -> int:
        """How many tractors go with cranes, by their places on the rail, where each crane has its own.

        With fewer tractors than cranes, a ship whose cranes have none borrows one.
        """
        each, more = divmod(len(self.tractors), self._cranes)
        return max(1, sum(each + (place < more) for place in cranes))

    def close(self) -> None:
        """Count what tractors that are in use still have spent so far."""
        for tractor in self.tractors:
            if tractor not in self._idle and tractor not in tractor.visit.empty_tractors:
                self._recorder.tractor_worked(tractor.since, self._kernel.now)

    def carry(self, tractor: Tractor) -> None:
        """Drive what a crane has put on the tractor to the yard, into the block with room and the least work."""
        self.boxes_on_tractors += 1
        self._yard.choose(tractor.box)
        if tractor.second is not None:
            self.boxes_on_tractors += 1
            self._yard.choose(tractor.second)
        self._kernel.after(self._way, tractor, self._bring)

    def unload(self, tractor: Tractor) -> None:
        """A crane has loaded what was on the tractor: it is free, or drives off with another box."""
        self.boxes_on_tractors -= 1
        self._yard.count_left(tractor.box, tractor.box.fetched_at)
        if tractor.second is not None:
            self.boxes_on_tractors -= 1
            self._yard.count_left(tractor.second, tractor.second.fetched_at)
            tractor.second = None
        if tractor.off is not None:
            tractor.box, tractor.off = tractor.off, None
            self.carry(tractor)
        else:
            self.release(tractor)

    def _next_ship(self) -> Visit | None:
        pooled, wanting = self._pooled, None if self.dispatching is None else list[Visit]()
        neediest, fewest = None, 0.0
        for visit in self._at_work:
            if (
                (visit.empties_wanted or visit.ready)
                and visit.working
                and (pooled or visit.tractors < visit.most_tractors)
            ):
                if wanting is not None:
                    wanting.append(visit)
                share = visit.tractors / visit.working
                if neediest is None or share < fewest:
                    neediest, fewest = visit, share
        if self.dispatching is not None and wanting:
            return self.dispatching(wanting)
        return neediest

    def _assign(self, tractor: Tractor, visit: Visit) -> None:
        tractor.visit = visit
        visit.tractors += 1
        if self._events is not None:
            self._events.append((self._kernel.now, TRACTOR_ASSIGNED, visit.call.id, -1, tractor.id, ""))
        if visit.empties_wanted:
            visit.empties_wanted -= 1
            if visit.duals is None or not visit.ready or not visit.duals.yes():
                visit.empty_tractors.append(tractor)
                if visit.idle_cranes:
                    self.beside(visit)
                return
            tractor.dual = True
        tractor.box = box = self._yard.next_for(visit)
        if visit.twins is not None and not tractor.dual and box.teu == 1:
            tractor.also = self._twin(visit, visit.twins)
        tractor.since = self._kernel.now
        self._kernel.after(self._way, tractor, self._fetch)

    def _twin(self, visit: Visit, twins: Turns) -> Box | None:
        """A second 20-foot box to fetch on the same way, where there is one and it is its turn."""
        box = next((box for box in visit.ready if box.teu == 1), None)
        if box is None or not twins.yes():
            return None
        del visit.ready[box]
        return box

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
        if tractor.second is not None:
            tractor.box, tractor.second = tractor.second, None
            self._bring(tractor)
        else:
            self._kernel.after(self._way, tractor, self.release)

    def _fetch(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            self._at_block(tractor)
        self._yard.fetch(box, box.ship_side_min, tractor, self._fetched, True)

    def _fetched(self, tractor: Tractor) -> None:
        # It may come back, where the ship has lost her cranes.
        self._yard.lend(tractor.box)
        tractor.box.fetched_at = self._kernel.now
        self.boxes_on_tractors += 1
        if tractor.also is not None:
            tractor.box, tractor.second, tractor.also = tractor.also, tractor.box, None
            self._fetch(tractor)
        else:
            self._kernel.after(self._way, tractor, self._arrive)

    def _arrive(self, tractor: Tractor) -> None:
        visit = tractor.visit
        visit.loaded_tractors.append(tractor)
        if self._events is not None:
            box = tractor.box
            self._events.append((self._kernel.now, TRACTOR_BESIDE, visit.call.id, box.number, tractor.id, ""))
        if not visit.working:
            self.withdraw(visit)
        elif visit.idle_cranes:
            self.beside(visit)

    def _take_back(self, tractor: Tractor) -> None:
        """Drive boxes that were to be loaded back to the yard."""
        if tractor.dual:
            tractor.dual = False
            tractor.visit.empties_wanted += 1
        for box in (tractor.box, tractor.second):
            if box is not None:
                self._yard.choose(box)
        self._kernel.after(self._way, tractor, self._return)

    def _return(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            self._at_block(tractor)
        self._yard.stack(box, box.ship_side_min, tractor, self._returned, True)

    def _returned(self, tractor: Tractor) -> None:
        self.boxes_on_tractors -= 1
        since = tractor.box.stacked_at
        self._yard.put(tractor.box)
        tractor.box.stacked_at = since
        tractor.visit.ready[tractor.box] = None
        if tractor.second is not None:
            tractor.box, tractor.second = tractor.second, None
            self._return(tractor)
        else:
            self._kernel.after(self._way, tractor, self.release)

    def _at_block(self, tractor: Tractor) -> None:
        box = tractor.box
        if self._events is not None:
            event = (self._kernel.now, TRACTOR_AT_BLOCK, box.visit.call.id, box.number, tractor.id, box.block.id)
            self._events.append(event)
