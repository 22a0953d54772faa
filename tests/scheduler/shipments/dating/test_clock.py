"""Hours of its own that a step has taken, and which moments a clock can plan from."""

from datetime import datetime, time, timedelta

import pytest

from data.calendars import Calendar
from data.case import Case
from data.errors import DermagaError
from data.export_chain import ChainStep
from scheduler.shipments.dating.clock import ChainClock


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


@pytest.mark.parametrize(
    ("fields", "hours"),
    [({"calendar": "OFFICE"}, 16), ({"calendar": "OFFICE", "goes_on": True}, 96), ({}, 96)],
)
def test_hours_lasted_are_those_of_the_calendar(small_case: Case, fields: dict[str, object], hours: float) -> None:
    # From Friday 11:00 to Tuesday 11:00: five hours, the weekend, eight hours, and three.
    case = small_case.changed(calendars=(Calendar(id="OFFICE", opens=time(8), closes=time(16)),))
    step = ChainStep.model_validate({"chain": "C", "step": "a", "name": "A", "party": "customs"} | fields)
    found = ChainClock(case).lasted(step, at("09 11:00"), at("13 11:00")) / 60
    assert found == hours


def test_a_moment_far_from_all_shipments_is_refused(small_case: Case) -> None:
    last = max(leg.arrival for leg in small_case.sailings)
    assert ChainClock(small_case, last + timedelta(days=366)).now is not None
    with pytest.raises(DermagaError, match=r"367 days after the last .* give a moment between 2026-01-0"):
        ChainClock(small_case, last + timedelta(days=367))
    with pytest.raises(DermagaError, match="days before the first"):
        ChainClock(small_case, last - timedelta(days=500))
