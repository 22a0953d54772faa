"""When the quay cranes of a terminal are stopped, whatever they are at: the breaks of the shifts, rain and wind.

Rain and wind are alternating renewal processes, in their stationary state at the start of the run.
"""

from collections.abc import Iterator

from numpy.random import Generator as Random

from data.operations import Breaks, Weather
from data.shifts import ShiftTime
from simulations.clock import Clock
from simulations.kernel import HOUR
from simulations.streams import Streams


def breaks_of(breaks: Breaks, worked: ShiftTime, clock: Clock) -> list[tuple[float, float]]:
    """When the breaks of a shift begin, and for how many minutes; no meal where the shift is over by then."""
    start = clock.minutes(worked.start)
    meal = start + breaks.meal_after_h * HOUR
    stops = [(start, breaks.change_min)]
    return stops + ([(meal, breaks.meal_min)] if meal < clock.minutes(worked.end) else [])


def weather_of(weather: Weather, streams: Streams) -> Iterator[Iterator[tuple[float, float]]]:
    """Rain and wind, where there are any: each without end, as minutes until the next stop, and its minutes."""
    for kind, between_h, stop_h in (
        ("rain", weather.rain_between_h, weather.rain_h),
        ("wind", weather.wind_between_h, weather.wind_h),
    ):
        if between_h:
            yield _spells(streams.of("weather", kind), between_h * HOUR, stop_h * HOUR)


def _spells(random: Random, between: float, stop: float) -> Iterator[tuple[float, float]]:
    wait = 0.0 if random.random() < stop / (between + stop) else random.exponential(between)
    while True:
        yield wait, random.exponential(stop)
        wait = random.exponential(between)
