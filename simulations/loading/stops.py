"""When all quay cranes are stopped while a loading plan is executed: the breaks of the shifts, rain and wind."""

from collections.abc import Iterator
from heapq import merge

from simulations.loading.duty import Span, breaks, without
from simulations.loading.outcome import State
from simulations.loading.work import Work
from simulations.parts.stops import weather_of
from simulations.streams import Streams


class Stops:
    """The stops of one replication, in minutes from the plan's start.

    The weather begins with the plan, so that two plans of a call meet the same. Nobody knows how late a plan will be:
    stops are made as far as they are asked for. A break in the rain is a break.
    """

    def __init__(self, work: Work, streams: Streams) -> None:
        weather = (_moments(spells) for spells in weather_of(work.case.terminal.weather, streams))
        self._kinds = (
            (State.STOPPED, _Timeline(breaks(work.case, work.plan))),
            (State.WEATHER, _Timeline(merge(*weather))),
        )

    def over(self, moment: float) -> float:
        """The first moment from `moment` on at which no stop is under way."""
        before = None
        while before != moment:
            before = moment
            for _, timeline in self._kinds:
                moment = timeline.over(moment)
        return moment

    def during(self, spans: list[Span]) -> Iterator[tuple[State, float]]:
        """The stops in stretches of time that are in order and apart: what they count as, and minutes."""
        for state, timeline in self._kinds:
            for start, end in timeline.within(spans):
                yield state, sum(max(0.0, min(end, until) - max(start, since)) for since, until in spans)
                spans = list(without(spans, start, end))


class _Timeline:
    """Stops of one kind, by their beginnings; some may begin in another."""

    def __init__(self, stops: Iterator[Span]) -> None:
        self._stops = stops
        self._known: list[Span] = []

    def over(self, moment: float) -> float:
        for start, end in self._until(moment):
            if start <= moment < end:
                moment = end
        return moment

    def within(self, spans: list[Span]) -> list[Span]:
        return [stop for stop in self._until(spans[-1][1]) if stop[1] > spans[0][0]] if spans else []

    def _until(self, moment: float) -> list[Span]:
        """All stops that begin until a moment, and perhaps later ones."""
        while not self._known or self._known[-1][0] <= moment:
            stop = next(self._stops, None)
            if stop is None:
                break
            self._known.append(stop)
        return self._known


def _moments(spells: Iterator[tuple[float, float]]) -> Iterator[Span]:
    end = 0.0
    for wait, minutes in spells:
        start = end + wait
        end = start + minutes
        yield start, end
