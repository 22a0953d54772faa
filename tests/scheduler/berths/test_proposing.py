"""A place for a call that a plan leaves out: the first one free that breaks no rule, near to where she wants to lie."""

from datetime import timedelta
from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.errors import NotFound
from data.plans import BerthPlan, UnservedCall
from scheduler.berths.by_hand import changed
from scheduler.berths.proposing import proposed
from tests.data.checker.conftest import at, berthed
from tests.data.conftest import with_terminal

HOUR = timedelta(hours=1)
LEFT_OUT = "BURU-1"


@pytest.fixture
def case(small_case: Case) -> Case:
    return small_case.changed(sailings=(), shipments=())


@pytest.fixture
def plan(case: Case) -> BerthPlan:
    """Aru, then Ceram at the low end of the quay, then Aru again; Buru has no berth."""
    return BerthPlan(
        case="small", case_hash=case.hash, start=at("05 00:00"), end=at("12 00:00"),
        calls=(
            berthed("ARU-1", 0, "05 08:00", "05 16:25", "QC1", "QC2"),
            berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC1"),
            berthed("ARU-2", 0, "07 08:00", "07 15:40", "QC1", "QC2"),
        ),
        unserved=(UnservedCall(call=LEFT_OUT, reason="no room"),),
    )  # fmt: skip


def place(case: Case, plan: BerthPlan) -> tuple[Any, Any]:
    change = proposed(case, plan, LEFT_OUT)
    after = changed(case, plan, change)
    assert not [rule for rule in check(case, after).broken if LEFT_OUT in rule.calls]
    return change.start, change.position_m


def test_she_lies_where_she_wants_when_she_arrives(case: Case, plan: BerthPlan) -> None:
    call = case.call_by_id[LEFT_OUT]
    alone = plan.model_copy(update={"calls": ()})
    assert place(case, alone) == (call.eta, call.preferred_position_m)


def test_she_lies_beside_others_or_comes_after_them(case: Case, plan: BerthPlan) -> None:
    start, _ = place(case, plan)
    assert start >= case.call_by_id[LEFT_OUT].eta
    # Where each ship has a section of the quay for itself, she waits until the last before her has left.
    narrow = with_terminal(case, quay={"layout": "hybrid"})
    there = [entry for entry in plan.calls if entry.end > case.call_by_id[LEFT_OUT].eta]
    assert place(narrow, plan)[0] in {entry.end for entry in there}


def test_from_now_on_in_a_plan_of_the_running_day(case: Case, plan: BerthPlan) -> None:
    running = plan.model_copy(update={"now": at("08 10:00")})
    assert place(case, running)[0] == at("08 10:00")


def test_where_nothing_is_right_she_is_put_where_nobody_lies(case: Case, plan: BerthPlan) -> None:
    deep = with_terminal(case, channel={"depth_m": 0.5})
    change = proposed(deep, plan, LEFT_OUT)
    broken = check(deep, changed(deep, plan, change)).broken
    assert [rule for rule in broken if LEFT_OUT in rule.calls]
    assert not [rule for rule in broken if rule.rule == "overlap"]


def test_a_call_that_is_not_left_out_is_refused(case: Case, plan: BerthPlan) -> None:
    with pytest.raises(NotFound, match="ARU-1"):
        proposed(case, plan, "ARU-1")
