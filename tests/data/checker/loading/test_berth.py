"""Rules of where and when the ship lies at the quay: a plan that keeps each, and the same plan with one thing wrong."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.checker import check
from data.closures import Closure
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import CALL, START, at, only, plan_for, rules
from tests.data.conftest import with_row, with_terminal

MOORING = timedelta(minutes=30)


def lying_at(case: Case, position_m: float) -> LoadingPlan:
    """The plan with the ship elsewhere; cranes reach all of the quay."""
    return plan_for(case).model_copy(update={"position_m": position_m})


@pytest.mark.parametrize(("position_m", "feasible"), [(-0.1, False), (0, True), (120, True), (120.1, False)])
def test_quay_ends(case: Case, position_m: float, feasible: bool) -> None:
    assert rules(check(case, lying_at(case, position_m))) == (set() if feasible else {"quay_ends"})


def test_quay_ends_with_the_overhang(case: Case) -> None:
    wide = with_terminal(case, quay={"overhang_m": 10})
    assert check(wide, lying_at(wide, -10)).feasible
    text = only(check(wide, lying_at(wide, -11)), "quay_ends")
    assert "Aru (ARU-1) lies from -11 m to 139 m and the quay with its overhangs reaches from -10 m to 280 m" in text


def closed(case: Case, start: datetime, end: datetime, **stretch: float) -> Case:
    return case.changed(closures=(Closure(id="FENDER", what="quay", start=start, end=end, **stretch),))


LAST = at(1_500)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "stretch", "feasible"),
    [
        (LAST, LAST + HOUR, {}, True),
        (LAST - timedelta(seconds=1), LAST + HOUR, {}, False),
        (START - MOORING - HOUR, START - MOORING, {}, True),
        (START - MOORING - HOUR, START - MOORING + timedelta(seconds=1), {}, False),
        (START, LAST, {"from_m": 150}, True),
        (START, LAST, {"from_m": 149}, False),
        (START, LAST, {"to_m": 1}, False),
    ],
)
def test_closure(
    case: Case, plan: LoadingPlan, start: datetime, end: datetime, stretch: dict[str, float], feasible: bool
) -> None:
    """From her first line, which is when mooring begins, to the last lift, beside any of her 150 m."""
    verdict = check(closed(case, start, end, **stretch), plan)
    if feasible:
        assert verdict.feasible
    else:
        assert "closure FENDER is there from" in only(verdict, "closure")


def later(case: Case, **fields: Any) -> Case:
    (row,) = (place for place, call in enumerate(case.calls) if call.id == CALL)
    return with_row(case, "calls", row, **fields)


@pytest.mark.parametrize(("field", "rule"), [("eta", "before_arrival"), ("earliest_start", "earliest_start")])
def test_before_arrival(case: Case, plan: LoadingPlan, field: str, rule: str) -> None:
    """Work begins when she is moored, half an hour after her first line."""
    assert check(later(case, **{field: START - MOORING}), plan).feasible
    text = only(check(later(case, **{field: START - timedelta(minutes=25)}), plan), rule)
    assert "Aru (ARU-1) berths at 2026-01-05 08:00" in text
    assert "2026-01-05 08:05" in text


def test_before_arrival_of_a_ship_that_came_early(case: Case, plan: LoadingPlan) -> None:
    late = later(case, eta=START + HOUR)
    came = late.changed(actuals=(Actual(call=CALL, phase="arrived", arrived=START - HOUR),))
    assert rules(check(late, plan)) == {"before_arrival"}
    assert check(came, plan).feasible


@pytest.mark.parametrize(("position_m", "broken"), [(-3, set()), (-4, {"quay_ends", "before_arrival"})])
def test_of_a_ship_that_lies_there_nothing_is_asked(case: Case, position_m: float, broken: set[str]) -> None:
    """Her actual says where she lies; a plan that has her elsewhere is judged as that of a ship to come."""
    actual = Actual(call=CALL, phase="working", first_line=START - MOORING, position_m=-3)
    there = later(case, eta=START).changed(actuals=(actual,))
    assert rules(check(there, lying_at(there, position_m))) == broken


def test_a_plan_without_lifts_is_no_stay_without_end(case: Case, plan: LoadingPlan) -> None:
    at_once = with_terminal(case, quay={"mooring_min": 0})
    assert "times" not in rules(check(at_once, plan.model_copy(update={"lifts": (), "yard_moves": ()})))


def test_a_plan_that_begins_with_the_first_year_is_judged(case: Case, plan: LoadingPlan) -> None:
    """Her first line is half an hour before, in a year that no plan may begin in."""
    first = datetime.fromisoformat("1990-01-01T00:00:00-14:00")
    verdict = check(case, plan.model_copy(update={"start": first}))
    assert "before_arrival" in rules(verdict)
