"""How much of its quay and of its cranes the calls of a case take, before anything is planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.case import Case
from data.shifts import shift_times

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Use:
    """Shares of what closures and gangs leave of metre hours of the quay and of crane hours; above 1 is too much."""

    quay: float
    cranes: float


def use_of(case: Case, start: datetime, end: datetime) -> Use:
    """What the calls that have an ETA from `start` on and before `end` take of this time.

    Each is worked by the middle of its least and its most cranes, takes its length and the mooring gap, and never
    waits alongside. A plan can come out on either side of that.
    """
    quay, work = case.terminal.quay, case.terminal.crane_work
    moorings_h = (quay.mooring_min + quay.unmooring_min) / 60
    metre_hours = crane_hours = 0.0
    for call in case.calls:
        if not start <= call.eta < end:
            continue
        most = min(call.max_cranes, len(case.quay_cranes))
        cranes = (min(call.min_cranes, most) + most) / 2
        hours = call.moves / (work.gross_moves_per_hour * cranes**work.interference_exponent)
        crane_hours += cranes * hours
        metre_hours += (case.ship_of(call).loa_m + quay.mooring_gap_m) * (hours + moorings_h)
    return Use(metre_hours / _metre_hours(case, start, end), crane_hours / _crane_hours(case, start, end))


def _within(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> float:
    """Hours that two times have in common."""
    return max(0.0, (min(end, other_end) - max(start, other_start)) / _HOUR)


def _metre_hours(case: Case, start: datetime, end: datetime) -> float:
    length = case.terminal.quay.length_m
    closed = sum(
        (min(closure.high_m, length) - max(closure.low_m, 0)) * _within(start, end, closure.start, closure.end)
        for closure in case.closed("quay")
    )
    return max(float(length * _within(start, end, start, end) - closed), 1e-9)


def _crane_hours(case: Case, start: datetime, end: datetime) -> float:
    """What gangs or closures leave, whichever is less."""
    cranes = len(case.quay_cranes)
    all_hours = cranes * _within(start, end, start, end)
    worked = sum(
        min(cranes, each.shift.gangs) * _within(start, end, each.start, each.end)
        for each in shift_times(case.terminal, case.shifts, start, end)
    )
    closed = sum(_within(start, end, closure.start, closure.end) for closure in case.closed("crane"))
    return max(min(worked if case.shifts else all_hours, all_hours - closed), 1e-9)
