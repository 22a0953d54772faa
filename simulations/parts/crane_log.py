"""The events of quay cranes, where a run is recorded."""

from simulations.kernel import Kernel
from simulations.parts.crane import Crane, State
from simulations.records import CRANE_GOES_ON, CRANE_STOPPED, Event
from simulations.visit import Visit

_STOPS = (State.OFF, State.WEATHER)


class CraneLog:
    """Appends to the events of a run, if there are any."""

    def __init__(self, kernel: Kernel, events: list[Event] | None) -> None:
        self._kernel = kernel
        self._events = events

    def crane(self, name: str, visit: Visit, crane: Crane, place: str = "") -> None:
        """Something happens to a crane at a ship."""
        if self._events is not None:
            self._events.append((self._kernel.now, name, visit.call.id, -1, crane.id, place))

    def stop(self, crane: Crane, visit: Visit, stop: State | None) -> None:
        """A crane goes over from the state that it is in to a stop, or to none."""
        before = crane.state if crane.state in _STOPS else None
        if stop is not before:
            name = CRANE_GOES_ON if stop is None else CRANE_STOPPED
            self.crane(name, visit, crane, "" if stop is None else stop.name.lower())

    def boxes(self, crane: Crane, loads: str, discharges: str) -> None:
        """A lift begins or ends: a line for each box of it."""
        tractor = crane.tractor
        for box in (tractor.box, tractor.second, tractor.off):
            if self._events is not None and box is not None:
                name = loads if box.loads else discharges
                self._events.append((self._kernel.now, name, box.visit.call.id, box.number, crane.id, ""))
