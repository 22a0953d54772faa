"""What holds for every case: checker and models accept the plan, and no plan is cheaper than the bound."""

import pytest
from hypothesis import HealthCheck, given, settings

from data.case import Case
from data.checker import check
from scheduler.berths import first_come_first_served, solve
from scheduler.berths.baseline import served_in_order
from scheduler.berths.problem import posed
from scheduler.berths.proof import proves
from scheduler.result import Status
from scheduler.stopping import Stop
from tests.scheduler.berths.brute_force import BruteForce
from tests.scheduler.berths.generated import cases, tiny_cases
from tests.scheduler.berths.models import check_models_have

# Plans of tiny cases are tried on a grid of hours and of so many metres, for so many hours after each arrival.
_METRES, _HOURS = 100, 24
quick = settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(cases())
def test_every_plan_is_accepted_and_costs_at_least_its_bound(case: Case) -> None:
    by_hand = check(case, first_come_first_served(case, days=4))
    assert by_hand.feasible, by_hand.broken
    result = solve(case, days=4, stop=Stop(seconds=None, effort=0.2), workers=1)
    verdict = check(case, result.plan)
    assert verdict.feasible, verdict.broken
    assert verdict.cost == pytest.approx(result.cost)
    assert result.bound <= result.cost <= by_hand.cost + 1e-6
    problem = posed(case, None, 4)
    check_models_have(problem, served_in_order(problem))


@settings(quick, max_examples=8)
@given(tiny_cases())
def test_tiny_cases_are_proven_and_equal_brute_force(case: Case) -> None:
    result = solve(case, stop=Stop(seconds=None, effort=2), workers=1)
    assert check(case, result.plan).feasible
    least = BruteForce(case, _HOURS, _METRES).cost()
    assert result.bound <= least + 1e-6
    assert result.cost >= least - 1e-6
    if proves(posed(case, None, None)):
        assert result.status is Status.OPTIMAL
    costs = case.terminal.costs
    if not (costs.crane_change and costs.finish_per_hour):
        # Where no proof helps, the search leaves no ship out only for the quay to be done sooner.
        assert result.cost == pytest.approx(least)


@settings(quick, max_examples=10)
@given(tiny_cases("hourly", exact=False))
def test_no_plan_by_the_hour_is_cheaper_than_the_bound(case: Case) -> None:
    result = solve(case, stop=Stop(seconds=None, effort=0.5), workers=1)
    assert check(case, result.plan).feasible
    assert result.bound <= BruteForce(case, 5, 100).cost() + 1e-6


@settings(quick, max_examples=6)
@given(cases())
def test_the_same_effort_and_seed_give_the_same_plan(case: Case) -> None:
    stop = Stop(seconds=None, effort=0.3)
    for workers in (1, 2):
        one, other = (solve(case, days=4, stop=stop, workers=workers) for _ in range(2))
        assert (one.plan, one.cost, one.bound) == (other.plan, other.cost, other.bound)
