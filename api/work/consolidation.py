"""The consolidation question: boxes by week and destination, and whether parts of a box should wait for others."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.errors import DermagaError
from scheduler.shipments.routine.box_weeks import monday, waiting, weeks_of
from scheduler.shipments.routine.season import with_recurring

MOST_WEEKS = 26


def consolidation(case: Case, first: datetime | None, weeks: int) -> dict[str, Any]:
    """What is ready from a moment on, week by week, with the recurring bookings; else from the first booking on.

    Raises DermagaError for a case without bookings, where no moment is given.
    """
    start = monday(case, first if first is not None else beginning(case))
    end = start + timedelta(weeks=weeks)
    grown = with_recurring(case, start, end)

    def clock(moment: datetime | None) -> str | None:
        return None if moment is None else case.terminal.local(moment).isoformat(timespec="minutes")

    rows = [asdict(row) | {"week": clock(row.week)} for row in weeks_of(grown, start, end)]
    parts = [
        asdict(row) | {"week": clock(row.week), "until": clock(row.until), "worth": row.worth}
        for row in waiting(grown, start, end)
    ]
    return {
        "start": clock(start),
        "end": clock(end),
        "currency": case.terminal.currency,
        "recurring": len(grown.shipments) - len(case.shipments),
        "weeks": rows,
        "waiting": parts,
    }


def beginning(case: Case) -> datetime:
    """When the first goods are ready. Raises DermagaError for a case without bookings."""
    ready = [shipment.ready for shipment in case.shipments if shipment.open]
    first = min([*ready, *(row.first for row in case.recurring_bookings)], default=None)
    if first is None:
        raise DermagaError(f"the case {case.name} has no bookings; give it rows in the table shipments")
    return first
