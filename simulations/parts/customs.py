"""What the state asks of boxes in foreign trade while they are in the yard.

A box from abroad cannot be collected before its papers are cleared: its truck comes after its dwell time or after
clearance, whichever is later. One that is to be opened is fetched after that, at the hours of inspections, brought to
their place, opened, and stacked again: two moves of a yard crane and what stands above it. A box for abroad that is to
be opened is in the terminal, but not ready for its ship until it is back in its stack. Quarantine then holds a box
where it stands. A domestic box, an empty one and one that goes from ship to ship never wait.

The way to the place of inspections and back is taken to need none of the tractors between quay and yard, and the place
to be large enough. What began before the start of the run ends in it, without its moves.
"""

from collections.abc import Callable

from data.case import Case
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR, Kernel
from simulations.parts.controls import Control
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.records import INSPECTION_END, INSPECTION_START
from simulations.visit import Box


class Inspections:
    """The place of inspections, and the boxes on their way to it and back."""

    def __init__(self, kernel: Kernel, case: Case, clock: Clock, yard: Yard, recorder: Recorder) -> None:
        customs = case.terminal.customs
        self._kernel = kernel
        self._yard = yard
        self._record = recorder.yard
        self._events = recorder.events
        # Boxes that are not in the yard.
        self.boxes_inside = 0
        self._opens = 0.0
        self._open_for = DAY
        if customs.opens is not None and customs.closes is not None:
            # On the clock of the terminal as it goes at the start.
            local = case.terminal.local(clock.start)
            start = local.hour * HOUR + local.minute + local.second / 60
            opens = customs.opens.hour * HOUR + customs.opens.minute
            self._opens = opens - start
            self._open_for = (customs.closes.hour * HOUR + customs.closes.minute - opens) % DAY

    def next_open(self, minute: float) -> float:
        """The first minute, from `minute`, at which an inspection may begin."""
        since = (minute - self._opens) % DAY
        return minute if since < self._open_for or self._open_for >= DAY else minute + DAY - since

    def hold(self, control: Control, then: Callable[[Box], None]) -> None:
        """A box stands in its stack since `box.stacked_at`, and is looked at: call `then(box)` when it is free."""
        now = self._kernel.now
        control.then = then
        begin = control.box.stacked_at + control.before
        if not control.inspection:
            self._kernel.after(max(0.0, begin + control.after - now), control, _free)
            return
        begin = self.next_open(begin)
        if begin < now:
            self._kernel.after(max(0.0, begin + control.inspection + control.after - now), control, _free)
        else:
            self._kernel.after(begin - now, control, self._fetch)

    def _fetch(self, control: Control) -> None:
        box = control.box
        self._yard.fetch(box, box.truck_side_min, control, self._begin, False)

    def _begin(self, control: Control) -> None:
        self._yard.lend(control.box)
        self.boxes_inside += 1
        self._record.box_inspected(self._kernel.now)
        if self._events is not None:
            self._log(control, INSPECTION_START)
        self._kernel.after(control.inspection, control, self._bring_back)

    def _bring_back(self, control: Control) -> None:
        box = control.box
        if self._events is not None:
            self._log(control, INSPECTION_END)
        self._yard.choose(box)
        self._yard.stack(box, box.truck_side_min, control, self._back, False)

    def _log(self, control: Control, name: str) -> None:
        """Append an event; only where the run is recorded."""
        assert self._events is not None
        box = control.box
        self._events.append((self._kernel.now, name, box.visit.call.id, box.number, "", ""))

    def _back(self, control: Control) -> None:
        box, since = control.box, control.box.stacked_at
        self.boxes_inside -= 1
        self._yard.put(box)
        # It has been in the terminal all the time.
        box.stacked_at = since
        self._kernel.after(control.after, control, _free)


def _free(control: Control) -> None:
    control.then(control.box)
