"""What stops quay cranes: shifts and their breaks, rain and wind, closures. Each is a process of its own.

`parts.stops` has when they stop. A crane finishes its lift first; `parts.cranes` has what it does then.
"""

from collections.abc import Generator, Iterator
from typing import Any

from simpy.events import Event

from data.case import Case
from data.closures import Closure
from data.shifts import shift_times
from simulations.clock import Clock
from simulations.kernel import Kernel
from simulations.parts.crane import State
from simulations.parts.cranes import Cranes
from simulations.parts.stops import breaks_of, weather_of
from simulations.streams import Streams

Process = Generator[Event, Any, None]


class Disruptions:
    """The processes that stop cranes and let them go on."""

    def __init__(self, kernel: Kernel, case: Case, clock: Clock, streams: Streams, cranes: Cranes) -> None:
        self._kernel = kernel
        self._case = case
        self._clock = clock
        self._cranes = cranes
        for spells in weather_of(case.terminal.weather, streams):
            kernel.process(self._weather(spells))
        if case.shifts:
            kernel.process(self._shifts())
        for closure in case.closures:
            if clock.minutes(closure.end) > kernel.now:
                kernel.process(self._closure(closure))

    def _weather(self, spells: Iterator[tuple[float, float]]) -> Process:
        for wait, minutes in spells:
            if wait:
                yield self._kernel.timeout(wait)
            self._cranes.halt(State.WEATHER)
            yield self._kernel.timeout(minutes)
            self._cranes.resume(State.WEATHER)

    def _shifts(self) -> Process:
        kernel, clock = self._kernel, self._clock
        now = kernel.now
        for worked in shift_times(self._case.terminal, self._case.shifts, clock.moment(now), clock.end_of_arrivals):
            start = clock.minutes(worked.start)
            if start > kernel.now:
                yield kernel.until(start)
            self._cranes.man(worked.shift.gangs)
            for begin, minutes in breaks_of(self._case.terminal.breaks, worked, clock):
                if minutes and begin >= now:
                    kernel.process(self._break(begin, minutes))

    def _break(self, begin: float, minutes: float) -> Process:
        yield self._kernel.until(begin)
        self._cranes.halt(State.OFF)
        yield self._kernel.timeout(minutes)
        self._cranes.resume(State.OFF)

    def _closure(self, closure: Closure) -> Process:
        """Shut the crane, and have the rule asked at the end of any closure: what it kept may now begin."""
        kernel, clock = self._kernel, self._clock
        crane = next(
            (crane for crane in self._cranes.cranes if self._case.quay_cranes[crane.place].id == closure.crane), None
        )
        yield kernel.until(clock.minutes(closure.start))
        if crane is not None:
            self._cranes.shut(crane)
        yield kernel.until(clock.minutes(closure.end))
        if crane is not None:
            self._cranes.open(crane)
        self._cranes.freed()
