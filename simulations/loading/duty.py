"""When the quay cranes of a loading plan may work."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from data.case import Case
from data.plans import LoadingPlan
from simulations.loading.planned import minutes

Span = tuple[float, float]


@dataclass(frozen=True)
class Duty:
    """When a crane may begin a lift: stretches of minutes from the plan's start, in order and apart, the last open."""

    spans: tuple[Span, ...]

    def begins(self, moment: float) -> float:
        """The first moment from `moment` on at which it may work."""
        return next(max(moment, start) for start, end in self.spans if moment < end)

    def off(self, start: float, end: float) -> float:
        """Minutes between two moments in which it may not work."""
        on = (min(end, until) - max(start, since) for since, until in self.spans)
        return end - start - sum(stretch for stretch in on if stretch > 0)


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
            spans = list(_without(spans, minutes(plan, closure.start), minutes(plan, closure.end)))
    return Duty(tuple(spans))


def _without(spans: list[Span], start: float, end: float) -> Iterator[Span]:
    for since, until in spans:
        if min(until, start) > since:
            yield since, min(until, start)
        if until > max(since, end):
            yield max(since, end), until
