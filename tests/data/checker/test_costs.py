"""The terms of a berth plan's cost, each as paper says."""

from datetime import time

import pytest

from data.case import Case
from data.checker import check
from data.plans import BerthPlan, UnservedCall
from data.shifts import Shift
from tests.data.checker.conftest import at, with_fields
from tests.data.conftest import with_row, with_terminal


def test_what_always_costs(small_case: Case, plan: BerthPlan) -> None:
    terms = check(small_case, plan).terms
    # Buru waits from 09:00 to 16:25 and leaves 1 h 52 min late; nobody is out of place.
    assert terms == {
        "waiting": pytest.approx(500 * (7 + 25 / 60)),
        "lateness": pytest.approx(300 * (1 + 52 / 60)),
        "position": 0,
        "unserved": 0,
    }


def test_position_costs_by_metre_from_the_preferred_place(small_case: Case, plan: BerthPlan) -> None:
    assert check(small_case, with_fields(plan, "ARU-2", position_m=12.5)).terms["position"] == 12.5


def test_an_unserved_call_costs_its_price(small_case: Case, plan: BerthPlan) -> None:
    left = plan.model_copy(
        update={"calls": plan.calls[:3], "unserved": (UnservedCall(call="ARU-2", reason="the planner says so"),)}
    )
    assert check(small_case, left).terms["unserved"] == 200_000


def test_stay_by_priority(small_case: Case, plan: BerthPlan) -> None:
    case = with_terminal(with_row(small_case, "calls", 3, priority=2), costs={"stay_per_hour": 60})
    minutes = 505 + 327 + 505 + 2 * 460
    assert check(case, plan).terms["stay"] == pytest.approx(minutes)


def test_finish_is_that_of_the_last_ship(small_case: Case, plan: BerthPlan) -> None:
    case = with_terminal(small_case, costs={"finish_per_hour": 3})
    assert check(case, plan).terms["finish"] == pytest.approx(3 * (48 + 15 + 40 / 60))
    nobody = plan.model_copy(update={"calls": ()})
    assert check(case, nobody).terms["finish"] == 0


@pytest.mark.parametrize(
    ("window_end", "hours"),
    [
        ("05 16:25", 0),
        ("05 14:25", 2),
        ("05 09:00", 7 + 25 / 60),
        ("05 08:59", 0),  # her ETA is later: she has lost it
    ],
)
def test_window(small_case: Case, plan: BerthPlan, window_end: str, hours: float) -> None:
    case = with_row(small_case, "calls", 1, window_end=at(window_end), priority=3)
    case = with_terminal(case, costs={"window_missed_per_hour": 10})
    assert check(case, plan).terms["window"] == pytest.approx(3 * 10 * hours)


@pytest.mark.parametrize(
    ("starts", "changes"),
    [
        # QC2 goes from Aru to Buru and back to Aru, QC1 from Aru to Ceram and back to Aru: four changes, of which
        # those back are a day later. QC2 leaves at 15:55 and begins at 16:55, QC1 leaves at 15:55 and begins at 18:30.
        ((), 4),
        ((time(6),), 2),
        ((time(6), time(16, 55)), 0),  # begins exactly as a shift does
        ((time(6), time(15, 55)), 0),  # left exactly as one did
        ((time(6), time(17)), 1),
        ((time(6), time(18, 31)), 2),
        ((time(6), time(15, 54)), 2),
    ],
)
def test_crane_changes(small_case: Case, plan: BerthPlan, starts: tuple[time, ...], changes: int) -> None:
    shifts = tuple(Shift(id=f"S{number}", start=start, gangs=3) for number, start in enumerate(starts))
    case = with_terminal(small_case, costs={"crane_change": 7}).changed(shifts=shifts)
    assert check(case, plan).terms["crane_changes"] == 7 * changes
