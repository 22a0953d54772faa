"""SimPy's kernel, and the light events that a terminal's million moves need.

Ships live long and are SimPy processes (generators). A move is short, and there are millions of them: what moves (a
crane, a tractor, a box on its truck) is itself the event that stands in the kernel's queue, with one callback for what
comes next. It has at most one appointment at a time, so that it needs no new event object for each.

Time is minutes from the start of the measured window, as a float; negative in the warm-up.
"""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from simpy import Environment
from simpy.events import NORMAL, Event, Timeout

HOUR = 60.0
DAY = 24 * HOUR


class Step:
    """Anything that acts when its time comes. It may stand in the kernel's queue once at a time."""

    __slots__ = ("callbacks",)

    callbacks: Sequence[Callable[[Any], None]] | None
    # What SimPy asks every event: that it did not fail.
    _ok = True


class Kernel(Environment):
    """SimPy's environment with light events, and its loop written out: a run spends a third of its time in it."""

    def after(self, minutes: float, step: Step, then: Callable[[Any], None]) -> None:
        """Call `then(step)` in so many minutes."""
        step.callbacks = (then,)
        # As Environment.schedule does, without a call for each of a million moves.
        heappush(self._queue, (self._now + minutes, NORMAL, next(self._eid), step))  # type: ignore[misc]

    def until(self, moment: float) -> Timeout:
        """An event at a moment, or at once where that is over: a sum of floats may pass it by a rounding."""
        return self.timeout(max(0.0, moment - self._now))

    def run_until(self, end: Event) -> None:
        """Run until an event has happened. Raises what a process raised; RuntimeError when nothing is left to do."""
        queue = self._queue
        while end.callbacks is not None:
            if not queue:
                raise RuntimeError("the simulation has nothing left to do, and has not come to its end")
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)
            if not event._ok and not event.defused:
                raise event._value
