from datetime import UTC, datetime
from threading import Event

import pytest

from api.work.planning import BerthAnswer, explained, in_zone, note_on_berth_plan, plan_berths, stop_of
from api.work.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.plans import BerthPlan
from scheduler.result import Incumbent

REQUEST = PlanRequest(case="small", days=3, workers=1)


def test_a_plan_is_checked_and_compared(small_case: Case) -> None:
    told: list[Incumbent] = []
    answer = plan_berths(small_case, REQUEST, stop_of(REQUEST, Event()), told.append)
    summary = answer.summary
    assert summary.keys() == {"cost", "bound", "gap", "status", "seconds", "terms", "baseline", "checked"}
    assert summary["checked"]
    assert summary["cost"] == pytest.approx(check(small_case, answer.plan).cost)
    assert summary["baseline"] == {
        "cost": check(small_case, answer.baseline).cost,
        "terms": check(small_case, answer.baseline).terms,
    }
    assert told[-1].cost == pytest.approx(summary["cost"])


def test_a_plan_is_explained(small_case: Case) -> None:
    answer = plan_berths(small_case, REQUEST, stop_of(REQUEST, Event()))
    assert answer.result()["reasons"] == []
    rows = explained(small_case, answer).result()["reasons"]
    assert rows[0].keys() == {"call", "what", "name", "hours", "metres", "cost", "text"}
    waits = {call["call"] for call in answer.view["calls"] if call["waiting_h"] > 0}
    assert waits
    assert waits <= {row["call"] for row in rows}


def test_first_come_first_served_is_kept_before_the_solve(small_case: Case) -> None:
    kept: list[BerthAnswer] = []
    plan_berths(small_case, REQUEST, stop_of(REQUEST, Event()), keep=kept.append)
    [first] = kept
    assert first.plan == first.baseline
    assert first.summary["checked"]
    assert first.summary["cost"] == first.summary["baseline"]["cost"]


def test_a_cancelled_solve_answers(small_case: Case) -> None:
    cancel = Event()
    cancel.set()
    answer = plan_berths(small_case, REQUEST, stop_of(REQUEST, cancel))
    assert answer.summary["checked"]


def test_a_case_without_calls_is_refused(small_case: Case) -> None:
    idle = small_case.model_copy(update={"calls": ()})
    with pytest.raises(DermagaError, match="no calls"):
        plan_berths(idle, REQUEST, stop_of(REQUEST, Event()))


@pytest.mark.parametrize(
    ("limits", "seconds", "effort"),
    [({}, 30, None), ({"seconds": 5}, 5, None), ({"effort": 7}, None, 7)],
)
def test_when_a_solve_stops(limits: dict[str, float], seconds: float | None, effort: float | None) -> None:
    stop = stop_of(PlanRequest(case="small", **limits), Event())
    assert (stop.seconds, stop.effort) == (seconds, effort)


def test_a_moment_without_a_zone_is_the_terminals(small_case: Case) -> None:
    assert in_zone(small_case, datetime(2026, 1, 5, 8)).isoformat() == "2026-01-05T08:00:00+08:00"
    assert in_zone(small_case, datetime(2026, 1, 5, tzinfo=UTC)) == datetime(2026, 1, 5, tzinfo=UTC)
    assert in_zone(small_case, None) is None


def test_a_berth_plan_is_one_of_the_case_or_of_the_case_before(small_case: Case) -> None:
    """What the case is called matters only where it is not the same."""
    plan = BerthPlan(
        case=small_case.name,
        case_hash=small_case.hash,
        start=small_case.first_day,
        end=small_case.calls[0].etd,
        calls=(),
    )
    assert note_on_berth_plan(small_case, plan) is None
    assert note_on_berth_plan(small_case, plan.model_copy(update={"case": "renamed"})) is None
    before = plan.model_copy(update={"case_hash": "0" * 64})
    assert "before its tables were changed" in str(note_on_berth_plan(small_case, before))
    with pytest.raises(DermagaError, match="made for the case elsewhere, and small is another one"):
        note_on_berth_plan(small_case, before.model_copy(update={"case": "elsewhere"}))
