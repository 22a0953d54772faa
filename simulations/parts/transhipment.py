"""Boxes that go from ship to ship: two moves over the quay and none through the gate.

When the gate opens for a call, it takes for its load boxes that stand in the yard for a ship to take them on, those
first that have been there longest, laden ones for laden ones and empty for empty; trucks bring the rest. So the call
loads as many boxes as the case says. A service does not take what its own ships brought, where there are others. A box
that no ship has taken for `dwell.transhipment_most_h` is collected by a truck: none stays for ever.
"""

from collections.abc import Callable

from data.case import Case
from data.vessels import VesselCall
from simulations.kernel import Kernel
from simulations.parts.flows import Flow
from simulations.recorder import Recorder
from simulations.records import ONWARD_FROM, ONWARD_TO
from simulations.visit import Box, Visit


class Waiting:
    """Boxes that wait for a ship, those that came first first. `several` says whether the case has several services."""

    def __init__(self, several: bool) -> None:
        self._several = several
        self._boxes: dict[bool, dict[Box, None]] = {True: {}, False: {}}

    def add(self, box: Box) -> None:
        """A box waits from now on."""
        self._boxes[box.laden][box] = None

    def drop(self, box: Box) -> bool:
        """A box waits no longer; whether it did."""
        waiting = self._boxes[box.laden]
        if box not in waiting:
            return False
        del waiting[box]
        return True

    def take(self, service: str | None, laden: bool, most: int) -> list[Box]:
        """At most so many boxes for a call of a service; they wait no longer."""
        waiting = self._boxes[laden]
        taken: list[Box] = []
        if most > 0:
            for box in waiting:
                if not self._several or service is None or box.visit.call.service != service:
                    taken.append(box)
                    if len(taken) == most:
                        break
        for box in taken:
            del waiting[box]
        return taken


def several_services(case: Case) -> bool:
    """Whether the calls of a case are of more than one service."""
    return len({call.service for call in case.calls} | {service.id for service in case.services}) > 1


def left_of(stock: list[Box], calls: list[tuple[float, VesselCall]], several: bool) -> list[Box]:
    """The boxes of a stock without those that calls have taken on, each at the minute at which its gate opened."""
    waiting = Waiting(several)
    taken: set[Box] = set()
    coming = sorted((box for box in stock if box.flow == Flow.TRANSHIPMENT), key=_stacked_at, reverse=True)
    for opened, call in sorted(calls, key=lambda item: item[0]):
        while coming and coming[-1].stacked_at <= opened:
            waiting.add(coming.pop())
        taken.update(waiting.take(call.service, True, call.load_full))
        taken.update(waiting.take(call.service, False, call.load_empty))
    return [box for box in stock if box not in taken]


class Transhipment:
    """The boxes of a run that go from ship to ship."""

    def __init__(self, kernel: Kernel, several: bool, recorder: Recorder, collect: Callable[[Box], None]) -> None:
        self._kernel = kernel
        self._record = recorder.yard
        self._events = recorder.events
        self._collect = collect
        self._waiting = Waiting(several)

    def add(self, box: Box) -> None:
        """A box stands in the yard since `box.stacked_at`, and waits for a ship; for `box.stay_min` at most."""
        self._waiting.add(box)
        self._kernel.after(max(0.0, box.stacked_at + box.stay_min - self._kernel.now), box, self._no_ship_came)

    def load(self, visit: Visit) -> None:
        """Give a call what waits for a ship, instead of boxes that trucks would bring."""
        for laden in (True, False):
            awaited = [box for box in visit.awaited if box.laden == laden and box not in visit.gate_at]
            awaited.sort(key=_number)
            taken = self._waiting.take(visit.call.service, laden, len(awaited))
            if not taken:
                continue
            onward = awaited[: len(taken)]
            gone = set(onward)
            visit.awaited = [box for box in visit.awaited if box not in gone]
            for box, to in zip(taken, onward, strict=True):
                _becomes(box, to)
                visit.ready[to] = None
                if self._events is not None:
                    for each, name in ((box, ONWARD_FROM), (to, ONWARD_TO)):
                        call, block = each.visit.call.id, each.block.id
                        self._events.append((self._kernel.now, name, call, each.number, "", block))

    def _no_ship_came(self, box: Box) -> None:
        if self._waiting.drop(box):
            self._record.no_ship_took(self._kernel.now)
            box.stay_min = self._kernel.now - box.stacked_at
            self._collect(box)


def _becomes(box: Box, to: Box) -> None:
    """A box of the yard is from now on that of the ship that takes it on, with the times that her box has."""
    to.flow, to.kind, to.teu = box.flow, box.kind, box.teu
    to.block, to.stacked_at = box.block, box.stacked_at
    to.room, to.stack = box.room, box.stack
    if to.stack is not None:
        boxes = to.stack.boxes
        boxes[boxes.index(box)] = to


def _stacked_at(box: Box) -> float:
    return box.stacked_at


def _number(box: Box) -> int:
    return box.number
