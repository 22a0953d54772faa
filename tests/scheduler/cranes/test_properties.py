"""Against all schedules of tiny problems, with every rule switched on or off at random."""

from hypothesis import given, settings

from scheduler.cranes import CraneProblem, NoSchedule, faults, solve
from scheduler.cranes.bounds import lower_bound
from scheduler.result import Status
from scheduler.stopping import Stop
from tests.scheduler.cranes.brute_force import BruteForce
from tests.scheduler.cranes.generated import LATEST, tiny_problems


@settings(max_examples=40, deadline=None)
@given(tiny_problems())
def test_the_proven_schedule_is_the_shortest_of_all(problem: CraneProblem) -> None:
    shortest = BruteForce(problem, LATEST).shortest()
    try:
        result = solve(problem, stop=Stop(seconds=20), workers=1)
    except NoSchedule:
        assert shortest is None
        return
    assert faults(problem, result.plan) == []
    assert result.cost == result.plan.makespan(problem)
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound
    if shortest is None:
        assert result.cost > LATEST
    else:
        assert faults(problem, shortest) == []
        assert result.cost == shortest.makespan(problem)


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_no_schedule_is_below_the_bound(problem: CraneProblem) -> None:
    shortest = BruteForce(problem, LATEST).shortest()
    assert shortest is None or lower_bound(problem) <= shortest.makespan(problem)
