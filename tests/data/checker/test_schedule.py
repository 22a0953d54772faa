"""Rules of calls and their times: a plan that keeps each, and the same plan with one thing wrong."""

from data.case import Case
from data.checker import check
from data.plans import BerthPlan, UnservedCall
from tests.data.checker.conftest import at, berthed, rules, text, with_call, with_fields
from tests.data.conftest import with_row


def test_every_call_once(small_case: Case, plan: BerthPlan) -> None:
    assert rules(check(small_case, plan.model_copy(update={"calls": plan.calls[:3]}))) == {"call_missing"}
    assert "call_twice" in rules(check(small_case, plan.model_copy(update={"calls": (*plan.calls, plan.calls[3])})))
    assert "call_outside" in rules(check(small_case, plan.model_copy(update={"end": at("07 00:00")})))
    stranger = plan.calls[3].model_copy(update={"call": "NOBODY"})
    assert "call_unknown" in rules(check(small_case, plan.model_copy(update={"calls": (*plan.calls, stranger)})))


def test_an_unserved_call_needs_a_reason(small_case: Case, plan: BerthPlan) -> None:
    left = plan.model_copy(
        update={"calls": plan.calls[:3], "unserved": (UnservedCall(call="ARU-2", reason="the planner says so"),)}
    )
    assert check(small_case, left).feasible
    silent = left.model_copy(update={"unserved": (UnservedCall(call="ARU-2", reason=""),)})
    assert rules(check(small_case, silent)) == {"no_reason"}


def test_before_arrival(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_fields(plan, "ARU-1", start=at("05 07:59")))
    assert rules(verdict) == {"before_arrival"}
    assert "Aru (ARU-1)" in text(verdict)


def test_a_ship_that_leaves_before_it_berths_is_refused(small_case: Case, plan: BerthPlan) -> None:
    assert "times" in rules(check(small_case, with_fields(plan, "ARU-2", end=at("07 07:00"))))


def test_earliest_start(small_case: Case, plan: BerthPlan) -> None:
    case = with_row(small_case, "calls", 3, earliest_start=at("07 08:01"))
    verdict = check(case, plan)
    assert rules(verdict) == {"earliest_start"}
    assert "Aru (ARU-2) berths at 2026-01-07 08:00 and must not before 2026-01-07 08:01" in text(verdict)
    later = berthed("ARU-2", 0, "07 08:01", "07 15:41", "QC1", "QC2")
    assert check(case, with_call(plan, later)).feasible
    assert check(with_row(small_case, "calls", 3, earliest_start=at("07 08:00")), plan).feasible


def test_latest_departure(small_case: Case, plan: BerthPlan) -> None:
    assert check(with_row(small_case, "calls", 3, latest_departure=at("07 15:40")), plan).feasible
    verdict = check(with_row(small_case, "calls", 3, latest_departure=at("07 15:39")), plan)
    assert rules(verdict) == {"latest_departure"}
    assert "Aru (ARU-2) leaves at 2026-01-07 15:40 and must by 2026-01-07 15:39" in text(verdict)
