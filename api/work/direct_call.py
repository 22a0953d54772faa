"""A wished direct call put to a case: which weeks reach the line's minimum, and who goes in which of them."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.distances import sailing_time, sea_miles
from data.errors import DermagaError
from scheduler.shipments.routine.consolidation import Consolidation, consolidate
from scheduler.shipments.routine.direct_call import Candidate, WishedCall, candidates
from scheduler.shipments.routine.season import flexible_days, with_recurring
from scheduler.stopping import Stop

# A day at each port between, as the call's ship has.
_STAY = timedelta(days=1)
_DAY = timedelta(days=1)
# Bookings of so many weeks before the first ship are looked at.
_BEFORE = timedelta(weeks=8)


def grown_for(case: Case, wished: WishedCall) -> Case:
    """The case with the recurring bookings that could use a call."""
    return with_recurring(case, *_span(wished))


def candidates_of(case: Case, grown: Case, wished: WishedCall, flexible: int, move: int) -> list[Candidate]:
    """Who could use the call, ready up to `flexible` days earlier at least, and moved `move` weeks at most."""
    flex = flexible_days(case, *_span(wished))
    days = {row.id: max(flexible, flex.get(row.id, 0)) for row in grown.shipments}
    return candidates(grown, wished, days, most_weeks=move)


def _span(wished: WishedCall) -> tuple[datetime, datetime]:
    return wished.first - _BEFORE, wished.first + timedelta(weeks=wished.weeks)


def days_by_sea(case: Case, ports: list[str], knots: float) -> tuple[float, ...]:
    """Days from the terminal to each port of a rotation, by the way at sea. Raises DermagaError where none is known."""
    here, gone = case.terminal.unlocode, timedelta()
    days: list[float] = []
    for port in ports:
        ends = [case.port_by_code.get(code) for code in (here, port)]
        miles = None if ends[0] is None or ends[1] is None else sea_miles(ends[0], ends[1])
        if not miles:
            raise DermagaError(
                f"the way from {here} to {port} is not known; give days for each port, or latitude and longitude of "
                "both in the table ports"
            )
        gone += sailing_time(miles, knots) + (_STAY if days else timedelta())
        days.append(gone / _DAY)
        here = port
    return tuple(days)


def direct_call(case: Case, wished: WishedCall, *, flexible: int, move: int, stop: Stop) -> dict[str, Any]:
    """The weeks of a wished call as they are filled best: what comes of itself, what is moved, what is missing."""
    grown = grown_for(case, wished)
    could = candidates_of(case, grown, wished, flexible, move)
    return weeks_json(case, wished, could, consolidate(wished, could, stop=stop, workers=1))


def weeks_json(case: Case, wished: WishedCall, could: list[Candidate], filled: Consolidation) -> dict[str, Any]:
    """The same as JSON, times on the terminal's clock."""
    local = case.terminal.local
    return {
        "rotation": list(wished.rotation),
        "days": [round(days, 2) for days in wished.days],
        "minimum": wished.minimum,
        "candidates": len(could),
        "boxes": round(sum(each.shipment.share for each in could), 3),
        "status": str(filled.status),
        "reached": filled.reached,
        "reached_unmoved": filled.reached_unmoved,
        "most_reached": filled.most_reached,
        "weeks": [
            asdict(week) | {"departure": local(week.departure).isoformat(timespec="minutes")} for week in filled.weeks
        ],
    }
