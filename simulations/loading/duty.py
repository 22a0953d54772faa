"""When the quay cranes of a loading plan may work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from math import inf

from data.case import Case
from data.errors import BadInput, Fault
from data.plans import LoadingPlan
from data.shifts import shift_times
from simulations.clock import Clock
from simulations.kernel import DAY
from simulations.loading.planned import minutes
from simulations.parts.stops import breaks_of

Span = tuple[float, float]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """When a crane may begin a lift: stretches of minutes from the plan's start, in order and apart, the last open."""

    spans: tuple[Span, ...]

    def begins(self, moment: float) -> float:
        """The first moment from `moment` on at which it may work."""
        return next(max(moment, start) for start, end in self.spans if moment < end)

    def on(self, start: float, end: float) -> list[Span]:
        """The stretches between two moments in which it may work."""
        on = ((max(start, since), min(end, until)) for since, until in self.spans)
        return [(since, until) for since, until in on if since < until]


def duties(case: Case, plan: LoadingPlan) -> dict[str, Duty]:
    """When each crane of a plan may work: within its uses, and not while it is closed.

    A crane that is late stays beyond its last use until its lifts are done, and a lift that has begun is finished: the
    simulation asks what becomes of this ship, not of the next one.
    """
    return {crane: _duty(case, plan, crane) for crane in dict.fromkeys(use.crane for use in plan.cranes)}


def _duty(case: Case, plan: LoadingPlan, crane: str) -> Duty:
    uses = sorted((minutes(plan, use.start), minutes(plan, use.end)) for use in plan.cranes if use.crane == crane)
    uses[-1] = (uses[-1][0], inf)
    spans: list[Span] = []
    for start, end in uses:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    for closure in case.closed("crane"):
        if closure.crane == crane:
            spans = list(without(spans, minutes(plan, closure.start), minutes(plan, closure.end)))
    return Duty(tuple(spans))


def without(spans: list[Span], start: float, end: float) -> Iterator[Span]:
    """What is left of stretches of time when one is taken out of them."""
    for since, until in spans:
        if min(until, start) > since:
            yield since, min(until, start)
        if until > max(since, end):
            yield max(since, end), until


def breaks(case: Case, plan: LoadingPlan) -> Iterator[Span]:
    """The breaks of all shifts without end, in order, in minutes from the plan's start; also those under way then."""
    clock, rest = Clock(plan.start, 0), case.terminal.breaks
    if not case.shifts or not (rest.change_min or rest.meal_min):
        return
    # A shift lasts a day at most, and its last break may go on in the next.
    for day in count(-2):
        morning = clock.start + day * _DAY
        for worked in shift_times(case.terminal, case.shifts, morning, morning + _DAY):
            if worked.start >= morning:
                for start, stop in breaks_of(rest, worked, clock):
                    yield start, start + stop


def refuse_endless_breaks(case: Case, plan: LoadingPlan) -> None:
    """Raise BadInput where the breaks of the shifts, which are the same every day, leave no time to work."""
    since, until = -inf, -inf
    for start, end in breaks(case, plan):
        since, until = since if start <= until else start, max(until, end)
        if until - since > _NO_END:
            text = "the breaks of the shifts leave the quay cranes no time to work"
            raise BadInput([Fault("terminal.toml", text, "shorten them", column="breaks")])
        if start > _NO_END:
            return


# Minutes of breaks, one after the other, that are taken for ones without end.
_NO_END = 7 * DAY
