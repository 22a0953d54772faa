"""The running day: how far each ship of a berth plan has come, what is left of her work, and how late she is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from data.actuals import Actual
from data.case import Case
from data.plans import BerthedCall, BerthPlan
from data.vessels import VesselCall

# In the order in which a visit goes through them.
VisitPhase = Literal["expected", "waiting", "alongside", "working", "done", "gone"]

_PHASES: dict[str, VisitPhase] = {
    "inbound": "expected", "arrived": "waiting", "working": "working", "complete": "done", "departed": "gone",
}  # fmt: skip
_HOUR = timedelta(hours=1)
# What a rate of work is not told from.
_LEAST = timedelta(minutes=30)


@dataclass(frozen=True)
class Visit:
    """A call on the running day: as planned, as it has been, and what that makes of the rest.

    `delay_h` is by how much the last thing that has happened came later than planned, below 0 earlier; where nothing
    has happened of what was planned to, how long it is overdue. `leaves` is when she can be expected to leave.
    """

    call: VesselCall
    planned: BerthedCall | None
    actual: Actual | None
    phase: VisitPhase
    moves_left: int
    delay_h: float | None
    leaves: datetime | None


def visits(case: Case, plan: BerthPlan, now: datetime) -> tuple[Visit, ...]:
    """The calls of a plan, in the order of their first lines, and calls with actuals that it does not have."""
    planned = {entry.call: entry for entry in plan.calls}
    unserved = {out.call for out in plan.unserved}
    found = [
        _visit(case, call, planned.get(call.id), case.actual_by_call.get(call.id), now)
        for call in case.calls
        if call.id in planned or call.id in unserved or call.id in case.actual_by_call
    ]
    return tuple(sorted(found, key=lambda visit: (_begins(visit), visit.call.id)))


def _begins(visit: Visit) -> datetime:
    if visit.actual is not None and visit.actual.first_line is not None:
        return visit.actual.first_line
    return visit.call.eta if visit.planned is None else visit.planned.start


def _visit(case: Case, call: VesselCall, planned: BerthedCall | None, actual: Actual | None, now: datetime) -> Visit:
    phase = _phase_of(actual)
    left = 0 if phase in ("done", "gone") else call.moves - (0 if actual is None else actual.moves_done)
    delay = None if planned is None else _delay(planned, actual, now)
    return Visit(call, planned, actual, phase, left, None if delay is None else delay / _HOUR,
                 _leaves(case, planned, actual, left, delay, now))  # fmt: skip


def _phase_of(actual: Actual | None) -> VisitPhase:
    if actual is None:
        return "expected"
    if actual.phase == "working" and actual.first_lift is None and not actual.moves_done:
        return "alongside"
    return _PHASES[actual.phase]


def _delay(planned: BerthedCall, actual: Actual | None, now: datetime) -> timedelta | None:
    """By the last of what has happened, against its time in the plan; None where nothing has, and nothing should."""
    lifts = [use.start for use in planned.cranes], [use.end for use in planned.cranes]
    wanted = (
        ("last_line", planned.end),
        ("last_lift", max(lifts[1], default=None)),
        ("first_lift", min(lifts[0], default=None)),
        ("first_line", planned.start),
    )
    for name, moment in wanted:
        happened: datetime | None = None if actual is None else getattr(actual, name)
        if happened is not None and moment is not None:
            late = happened - moment
            # Alongside past her time: every hour makes it more.
            return late if name == "last_line" else max(late, now - planned.end)
    return now - planned.start if now > planned.start else None


def _leaves(
    case: Case, planned: BerthedCall | None, actual: Actual | None, left: int, delay: timedelta | None, now: datetime
) -> datetime | None:
    """As she has left; else by the rate of her work so far where that can be told, else by plan and delay."""
    if actual is not None and actual.last_line is not None:
        return actual.last_line
    unmooring = timedelta(minutes=case.terminal.quay.unmooring_min)
    if actual is not None and actual.phase == "complete":
        return max(now, (actual.last_lift or now) + unmooring)
    if actual is not None and actual.first_lift is not None and actual.moves_done:
        worked = now - actual.first_lift
        if worked >= _LEAST:
            return now + worked * (left / actual.moves_done) + unmooring
    if planned is None:
        return None
    return max(now, planned.end + (delay or timedelta()))
