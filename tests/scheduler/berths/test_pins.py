"""Ships that stay where they are cost in the problem what they cost by the clock, and no bound goes above that."""

from datetime import datetime, time
from threading import Event
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.changes import cost_of_changes
from data.checker import check
from data.handling import Handling
from data.plans import BerthPlan
from scheduler.berths import Replan
from scheduler.berths.problem import BerthProblem, plan_of, posed
from scheduler.berths.proof import priced
from scheduler.berths.search import true_cost
from scheduler.berths.warm import as_before
from tests.data.checker.conftest import at, berthed
from tests.data.conftest import with_terminal
from tests.scheduler.berths.models import check_models_have

NOW = at("05 12:00:20")


@pytest.fixture
def case(small_case: Case) -> Case:
    """Aru alone, whose every hour alongside costs 60."""
    case = small_case.changed(calls=small_case.calls[:1], sailings=(), shipments=())
    return with_terminal(case, costs={"stay_per_hour": 60})


@pytest.fixture
def previous(case: Case) -> BerthPlan:
    """Aru with two cranes."""
    return BerthPlan(
        case="small", case_hash=case.hash, start=at("05 00:00"), end=at("12 00:00"),
        calls=(berthed("ARU-1", 0, "05 08:00", "05 16:25", "QC1", "QC2"),),
    )  # fmt: skip


def _there(case: Case, first_line: str = "05 08:00", **fields: Any) -> Case:
    known = {"call": "ARU-1", "phase": "working", "first_line": at(first_line), "position_m": 0}
    return case.changed(actuals=(Actual.model_validate(known | fields),))


def _as_before(case: Case, previous: BerthPlan, now: datetime) -> tuple[BerthProblem, BerthPlan]:
    """The problem of a re-plan, and the plan that goes on as before, whose cost every bound is to stay below."""
    problem = posed(case, None, None, Replan(previous, now))
    assert problem.standing is not None
    state = as_before(problem, problem.standing)
    check_models_have(problem, state)
    plan, cost = plan_of(problem, state), true_cost(problem, state)
    verdict = check(case, plan)
    assert verdict.feasible, verdict.broken
    assert problem.money(cost) == pytest.approx(verdict.cost + cost_of_changes(case, previous, plan))
    return problem, plan


def _bound(problem: BerthProblem) -> float:
    """What the relaxation says of a ship that is alone, in the terminal's money."""
    _, bounded, _ = priced(problem, 1e12)
    bounded.improve(1e12, 1, Event())
    return problem.money(bounded.value)


def test_cranes_that_work_on_to_the_second_round_no_work_up(case: Case, previous: BerthPlan) -> None:
    """300 boxes with two cranes of 27 an hour take 5:33:20: from 12:00:20 until 17:33:40, and she leaves at 18:04.

    With the tick of now and that of her work both rounded up, it were 18:05.
    """
    case = with_terminal(_there(case, moves_done=100), crane_work={"assignment": "hourly"})
    problem, plan = _as_before(case, previous, NOW)
    assert plan.calls[0].end == at("05 18:04")
    assert _bound(problem) == pytest.approx(check(case, plan).cost)


@pytest.mark.parametrize("assignment", ["constant", "hourly"])
def test_without_cranes_her_work_goes_on_to_the_second(case: Case, previous: BerthPlan, assignment: str) -> None:
    """Half of 4:01 hours is left at 12:00:20, and unmooring takes seven and a half minutes: 14:08:20.

    The channel, which is open by the minute, makes a tick one.
    """
    case = with_terminal(
        case, crane_work={"assignment": assignment}, quay={"unmooring_min": 7.5},
        channel={"opens": time(6), "closes": time(20)},
    )  # fmt: skip
    case = case.changed(handling=(Handling(call="ARU-1", cranes=0, hours=241 / 60),))
    case = _there(case, moves_done=200)
    entry = previous.calls[0].model_copy(update={"cranes": ()})
    for before in ((entry,), ()):
        problem, plan = _as_before(case, previous.model_copy(update={"calls": before}), NOW)
        assert plan.calls[0].end == at("05 14:09")
        assert _bound(problem) == pytest.approx(check(case, plan).cost)


def test_half_a_minute_of_mooring_is_not_paid_twice(case: Case, previous: BerthPlan) -> None:
    """Eight ticks of mooring before noon begin half a minute before the seven and a half minutes that are spent."""
    case = with_terminal(_there(case, moves_done=100), crane_work={"assignment": "hourly"}, quay={"mooring_min": 7.5})
    for first_line, now in (("05 08:00", "05 12:00"), ("05 11:55", "05 12:00"), ("05 08:00", "05 12:00:20")):
        _as_before(_there(case, first_line, moves_done=100), previous, at(now))


def test_who_is_there_for_less_than_mooring_takes_leaves_all_the_same(case: Case, previous: BerthPlan) -> None:
    """Aru came at 15:50, is complete at 16:00 and leaves as planned, at 16:25."""
    problem, plan = _as_before(_there(case, "05 15:50", phase="complete"), previous, at("05 16:00"))
    assert plan.calls[0].end == at("05 16:25")
    assert _bound(problem) == pytest.approx(check(case, plan).cost)


def test_who_leaves_between_two_ticks_finishes_no_later(case: Case, previous: BerthPlan) -> None:
    """Aru is complete and leaves 41 seconds after her planned minute; now is no whole minute either."""
    case = with_terminal(
        _there(case, phase="complete"), crane_work={"assignment": "hourly"}, costs={"finish_per_hour": 90}
    )
    entry = previous.calls[0].model_copy(update={"end": at("05 16:25:41")})
    _as_before(case, previous.model_copy(update={"calls": (entry,)}), NOW)


def test_two_ships_in_one_section_do_not_wait_for_each_other(small_case: Case) -> None:
    """How they came to lie there is no matter of rules: the quay is done when the last of them is."""
    case = small_case.changed(calls=small_case.calls[:2], sailings=(), shipments=())
    case = with_terminal(
        case, crane_work={"assignment": "hourly"}, quay={"layout": "discrete"}, costs={"finish_per_hour": 900}
    )
    known = {"phase": "working", "first_line": at("05 10:00"), "moves_done": 100}
    places = {"ARU-1": 0, "BURU-1": 150}
    case = case.changed(
        actuals=tuple(Actual.model_validate(known | {"call": call, "position_m": m}) for call, m in places.items())
    )
    nobody = BerthPlan(case="small", case_hash=case.hash, start=at("05 00:00"), end=at("12 00:00"), calls=())
    _as_before(case, nobody, NOW)
