"""Visits on the running day: phases, what is left, how late, and when they leave."""

from datetime import datetime
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.visits import Visit, visits


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


@pytest.fixture
def plan(small_case: Case) -> BerthPlan:
    use = CraneUse.model_validate({"crane": "QC1", "from": at("05 08:30"), "to": at("05 17:00")})
    entry = BerthedCall(
        call="ARU-1", position_m=20, side="port", start=at("05 08:00"), end=at("05 17:30"), cranes=(use,)
    )
    return BerthPlan(
        case="small", case_hash=small_case.hash, start=at("05 00:00"), end=at("08 00:00"), calls=(entry,),
        unserved=(UnservedCall(call="BURU-1", reason="no room"),),
    )  # fmt: skip


def visit(case: Case, plan: BerthPlan, now: str, **fields: Any) -> Visit:
    actual = {"call": "ARU-1", "phase": "working", "first_line": at("05 08:30"), "position_m": 20} | fields
    known = case.changed(actuals=(Actual.model_validate(actual),))
    return next(visit for visit in visits(known, plan, at(now)) if visit.call.id == "ARU-1")


def test_calls_of_the_plan_and_those_with_actuals_by_first_line(small_case: Case, plan: BerthPlan) -> None:
    came = Actual(call="CERAM-1", phase="arrived", arrived=at("05 07:00"))
    found = visits(small_case.changed(actuals=(came,)), plan, at("05 07:30"))
    assert [(each.call.id, each.phase, each.moves_left) for each in found] == [
        ("ARU-1", "expected", 400), ("BURU-1", "expected", 240), ("CERAM-1", "waiting", 200)
    ]  # fmt: skip
    assert [each.delay_h for each in found] == [None, None, None]


def test_alongside_and_at_work(small_case: Case, plan: BerthPlan) -> None:
    lies = visit(small_case, plan, "05 09:00")
    assert (lies.phase, lies.delay_h, lies.moves_left) == ("alongside", 0.5, 400)
    works = visit(small_case, plan, "05 13:00", first_lift=at("05 09:00"), moves_done=100)
    assert (works.phase, works.delay_h, works.moves_left) == ("working", 0.5, 300)
    # 100 boxes in four hours: twelve more, and unmooring.
    minutes = small_case.terminal.quay.unmooring_min
    assert works.leaves is not None
    assert (works.leaves - at("06 01:00")).total_seconds() == minutes * 60


def test_who_lies_past_her_time_is_later_every_hour(small_case: Case, plan: BerthPlan) -> None:
    assert visit(small_case, plan, "05 19:30", first_lift=at("05 09:00"), moves_done=100).delay_h == 2.0


def test_done_gone_and_overdue(small_case: Case, plan: BerthPlan) -> None:
    done = visit(small_case, plan, "05 16:00", phase="complete", last_lift=at("05 15:50"), moves_done=198)
    assert (done.phase, done.moves_left, done.leaves) == ("done", 0, at("05 16:20"))
    gone = visit(small_case, plan, "06 00:00", phase="departed", last_line=at("05 16:30"))
    assert (gone.phase, gone.moves_left, gone.delay_h, gone.leaves) == ("gone", 0, -1.0, at("05 16:30"))
    overdue = visits(small_case, plan, at("05 09:30"))[0]
    assert (overdue.phase, overdue.delay_h, overdue.leaves) == ("expected", 1.5, at("05 19:00"))
