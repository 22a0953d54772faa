"""What stops quay cranes: shifts and their breaks, rain and wind, closures. Each is a process of its own.

Rain and wind are alternating renewal processes, in their stationary state at the start of the run. A crane finishes its
lift before it stops; `parts.cranes` has what it does then.
"""

from collections.abc import Generator
from typing import Any

from numpy.random import Generator as Random
from simpy.events import Event

from data.case import Case
from data.closures import Closure
from data.shifts import ShiftTime, shift_times
from simulations.clock import Clock
from simulations.kernel import HOUR, Kernel
from simulations.parts.crane import State
from simulations.parts.cranes import Cranes
from simulations.streams import Streams

Process = Generator[Event, Any, None]


class Disruptions:
    """The processes that stop cranes and let them go on."""

    def __init__(self, kernel: Kernel, case: Case, clock: Clock, streams: Streams, cranes: Cranes) -> None:
        self._kernel = kernel
        self._case = case
        self._clock = clock
        self._cranes = cranes
        weather = case.terminal.weather
        for kind, between_h, stop_h in (
            ("rain", weather.rain_between_h, weather.rain_h),
            ("wind", weather.wind_between_h, weather.wind_h),
        ):
            if between_h:
                kernel.process(self._weather(streams.of("weather", kind), between_h * HOUR, stop_h * HOUR))
        if case.shifts:
            kernel.process(self._shifts())
        for closure in case.closures:
            if clock.minutes(closure.end) > kernel.now:
                kernel.process(self._closure(closure))

    def _weather(self, random: Random, between: float, stop: float) -> Process:
        stopped = random.random() < stop / (between + stop)
        while True:
            if stopped:
                self._cranes.halt(State.WEATHER)
                yield self._kernel.timeout(random.exponential(stop))
                self._cranes.resume(State.WEATHER)
            yield self._kernel.timeout(random.exponential(between))
            stopped = True

    def _shifts(self) -> Process:
        kernel, clock = self._kernel, self._clock
        now = kernel.now
        for worked in shift_times(self._case.terminal, self._case.shifts, clock.moment(now), clock.end_of_arrivals):
            start = clock.minutes(worked.start)
            if start > kernel.now:
                yield kernel.until(start)
            self._cranes.man(worked.shift.gangs)
            for begin, minutes in self._breaks(worked):
                if minutes and begin >= now:
                    kernel.process(self._break(begin, minutes))

    def _breaks(self, worked: ShiftTime) -> list[tuple[float, float]]:
        """When the stops of a shift begin, and for how many minutes; no meal where the shift is over by then."""
        breaks, start = self._case.terminal.breaks, self._clock.minutes(worked.start)
        meal = start + breaks.meal_after_h * HOUR
        stops = [(start, breaks.change_min)]
        return stops + ([(meal, breaks.meal_min)] if meal < self._clock.minutes(worked.end) else [])

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
