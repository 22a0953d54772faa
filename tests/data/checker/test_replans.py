"""The checker on plans of the running day: what has happened is no matter of rules, what is to come is.

The plan by hand at 18:00 on 5 January: Aru (ARU-1) has left at 16:25, Buru (BURU-1) is worked since 16:55, Ceram is
about to berth, and Aru comes again on the 7th.
"""

from collections.abc import Callable
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.checker import check
from data.plans import BerthPlan, UnservedCall
from tests.data.checker.conftest import at, berthed, rules, text, use, with_call, with_fields
from tests.data.conftest import with_row, with_terminal

NOW = at("05 18:00")
DEPARTED = Actual(call="ARU-1", phase="departed", first_line=at("05 08:00"), position_m=0, last_line=at("05 16:25"))
WORKING = Actual(call="BURU-1", phase="working", first_line=at("05 16:25"), position_m=140, moves_done=60)


@pytest.fixture
def case(small_case: Case) -> Case:
    return small_case.changed(actuals=(DEPARTED, WORKING))


@pytest.fixture
def replan(plan: BerthPlan) -> BerthPlan:
    return plan.model_copy(update={"now": NOW})


def _actual(actual: Actual, **fields: Any) -> Actual:
    return Actual.model_validate(actual.model_dump() | fields)


def test_a_plan_that_goes_on_as_it_was_breaks_nothing(case: Case, replan: BerthPlan) -> None:
    verdict = check(case, replan)
    assert verdict.feasible, text(verdict)
    assert verdict.terms == check(case, replan.model_copy(update={"now": None})).terms


def test_what_has_happened_breaks_no_rule(case: Case, replan: BerthPlan) -> None:
    """Early, on closed quay, over the quay's end, too near to each other and with one crane at both: it was so."""
    early = _actual(DEPARTED, first_line=at("05 07:00"), position_m=-40, last_line=at("05 16:50"))
    case = case.changed(actuals=(early, _actual(WORKING, position_m=105)))
    case = with_row(case, "calls", 0, earliest_start=at("05 09:00"), latest_departure=at("05 16:00"))
    plan = with_fields(replan, "ARU-1", start=at("05 07:00"), end=at("05 16:50"), position_m=-40.0)
    plan = with_fields(plan, "BURU-1", position_m=105.0)
    # Ceram lies farther off, for the sake of what is to come.
    plan = with_fields(plan, "CERAM-1", position_m=-20.0)
    assert rules(check(with_terminal(case, quay={"overhang_m": 20}), plan)) == set()
    assert {"quay_ends", "before_arrival"} <= rules(check(case, plan.model_copy(update={"now": None})))


@pytest.mark.parametrize(
    ("call", "fields", "says"),
    [
        ("ARU-1", {"start": at("05 08:10")}, "has first line at 2026-01-05 08:10 and had it at 2026-01-05 08:00"),
        ("ARU-1", {"position_m": 1.0}, "lies at 1 m in the plan and at 0 m along the quay"),
        ("ARU-1", {"end": at("05 16:30")}, "has last line at 2026-01-05 16:30"),
        ("BURU-1", {"end": at("05 17:30")}, "is alongside still at 2026-01-05 18:00"),
        ("BURU-1", {"position_m": 139.0}, "lies at 139 m in the plan"),
    ],
)
def test_a_plan_that_tells_the_past_wrong(
    case: Case, replan: BerthPlan, call: str, fields: dict[str, Any], says: str
) -> None:
    verdict = check(case, with_fields(replan, call, **fields))
    assert "actual" in rules(verdict)
    assert says in text(verdict)


@pytest.mark.parametrize(("done", "enough"), [(58, False), (59, True), (240, True)])
def test_the_boxes_that_are_left_are_moved_from_now_on(case: Case, replan: BerthPlan, done: int, enough: bool) -> None:
    """From 18:00 to 21:22 two cranes move 181 boxes at 27 an hour each, and 240 are to be moved."""
    verdict = check(case.changed(actuals=(DEPARTED, _actual(WORKING, moves_done=done))), replan)
    assert verdict.feasible is enough
    if not enough:
        assert rules(verdict) == {"work"}
        assert "has 182 boxes left and its 6.73 crane hours from now on move 181" in text(verdict)


def test_a_ship_that_is_worked_off_needs_no_cranes(case: Case, replan: BerthPlan) -> None:
    case = case.changed(
        actuals=(DEPARTED, Actual(call="BURU-1", phase="complete", first_line=at("05 16:25"), position_m=140))
    )
    assert check(case, with_fields(replan, "BURU-1", cranes=())).feasible


def test_cranes_are_judged_from_now_on(case: Case, replan: BerthPlan) -> None:
    """QC2 was at Buru and goes to QC1's place: with constant assignment only from now on it must stay."""
    other = (use("QC1", "05 16:55", "05 18:00"), use("QC2", "05 18:00", "05 21:22"), use("QC3", "05 18:00", "05 21:22"))
    plan = with_fields(replan, "BURU-1", cranes=other)
    assert check(case, plan).feasible
    assert "crane_constant" in rules(check(case, plan.model_copy(update={"now": None})))
    paused = (use("QC2", "05 19:00", "05 21:22"), use("QC3", "05 18:00", "05 21:22"))
    assert "crane_constant" in rules(check(case, with_fields(replan, "BURU-1", cranes=paused)))


def _arrived(case: Case) -> Case:
    early = Actual(call="CERAM-1", phase="arrived", arrived=at("05 15:00"))
    return with_row(case, "calls", 2, eta=at("05 20:00")).changed(actuals=(DEPARTED, WORKING, early))


def test_who_has_arrived_early_need_not_wait_for_her_eta(case: Case, replan: BerthPlan) -> None:
    late = with_row(case, "calls", 2, eta=at("05 20:00"))
    assert rules(check(late, replan)) == {"before_arrival"}
    assert check(_arrived(case), replan).feasible


@pytest.mark.parametrize(
    "actual", [Actual(call="CERAM-1", phase="inbound"), Actual(call="CERAM-1", phase="arrived", arrived=at("05 17:30"))]
)
def test_nobody_berths_before_now(case: Case, replan: BerthPlan, actual: Actual) -> None:
    case = with_row(case, "calls", 2, eta=at("05 17:00")).changed(actuals=(DEPARTED, WORKING, actual))
    verdict = check(case, with_call(replan, berthed("CERAM-1", 0, "05 17:30", "06 01:55", "QC1")))
    assert rules(verdict) == {"actual"}
    assert "it is 2026-01-05 18:00 already" in text(verdict)


def test_two_ships_alongside_lie_as_they_lie_but_not_in_each_other(case: Case, replan: BerthPlan) -> None:
    """Ceram, 115 m long, from 20 m: 5 m from Buru at 140 m; from 40 m, 15 m inside of her."""

    def at_metre(position_m: float) -> tuple[Case, BerthPlan]:
        ceram = Actual(call="CERAM-1", phase="working", first_line=at("05 18:00"), position_m=position_m)
        return case.changed(actuals=(DEPARTED, WORKING, ceram)), with_fields(replan, "CERAM-1", position_m=position_m)

    assert check(*at_metre(20.0)).feasible
    assert rules(check(*at_metre(40.0))) == {"overlap"}
    _, planned = at_metre(20.0)
    assert rules(check(case, planned)) == {"mooring_gap"}


@pytest.mark.parametrize(
    ("change", "rule", "says"),
    [
        (lambda plan: plan.model_copy(update={"calls": plan.calls[:1] + plan.calls[2:]}), "call_missing", "is at the"),
        (
            lambda plan: plan.model_copy(
                update={
                    "calls": plan.calls[:1] + plan.calls[2:],
                    "unserved": (UnservedCall(call="BURU-1", reason="none"),),
                }
            ),
            "actual",
            "which is working",
        ),
    ],
)
def test_who_is_here_is_planned(
    case: Case, replan: BerthPlan, change: Callable[[BerthPlan], BerthPlan], rule: str, says: str
) -> None:
    """Also a call that was to come at another time than the planned one."""
    case = with_row(case, "calls", 1, eta=at("03 09:00"), etd=at("04 09:00"))
    assert check(case, replan).feasible
    assert rules(check(case, replan.model_copy(update={"now": None}))) == {"call_outside"}
    verdict = check(case, change(replan))
    assert rules(verdict) == {rule}
    assert says in text(verdict)


def test_a_ship_without_an_actual_is_taken_to_be_on_plan_and_named(small_case: Case, replan: BerthPlan) -> None:
    verdict = check(small_case, replan)
    assert verdict.feasible
    assert verdict.notes == ("no actual says what has become of Aru (ARU-1), Buru (BURU-1): taken to be on plan",)
    short = with_fields(replan, "BURU-1", end=at("05 21:00"), cranes=(use("QC2", "05 16:55", "05 20:30"),))
    assert rules(check(small_case, short)) == {"work"}


def test_an_assumption_that_an_actual_contradicts(case: Case, replan: BerthPlan) -> None:
    """Buru has no actual and was planned at 16:25; Aru lay there until 16:40, half inside of her."""
    late = _actual(DEPARTED, last_line=at("05 16:40"), position_m=60)
    plan = with_fields(replan, "ARU-1", end=at("05 16:40"), position_m=60.0)
    verdict = check(case.changed(actuals=(late,)), plan)
    assert rules(verdict) == {"actual"}
    assert "to have berthed at 2026-01-05 16:25 where Aru (ARU-1) lay until 2026-01-05 16:40" in text(verdict)


def test_who_lies_alongside_leaves_late_with_a_remark(case: Case, replan: BerthPlan) -> None:
    case = with_row(case, "calls", 1, latest_departure=at("05 20:00"))
    verdict = check(case, replan)
    assert verdict.feasible
    assert verdict.notes[-1] == "Buru (BURU-1) leaves at 2026-01-05 21:52 and was to leave by 2026-01-05 20:00"


def test_leaving_is_asked_for_water(case: Case, replan: BerthPlan) -> None:
    shut = with_terminal(case, channel={"opens": "06:00", "closes": "21:00"})
    verdict = check(shut, replan)
    assert {broken.calls for broken in verdict.broken if broken.rule == "channel"} == {("BURU-1",), ("CERAM-1",)}
    assert "Buru (BURU-1) berths" not in text(verdict)
