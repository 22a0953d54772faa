"""Schedules by hand, rule by rule, and those of whole ships: valid, bounded, at once, and the same again by effort."""

from random import Random
from threading import Timer
from time import monotonic

import pytest

from scheduler.cranes import FOREVER, Crane, CraneProblem, CraneSchedule, NoSchedule, Task, faults, solve
from scheduler.result import Incumbent, Result, Status
from scheduler.stopping import Stop
from tests.scheduler.cranes.generated import hub, kariangau

CRANES = (Crane("QC1", 0, 1_000), Crane("QC2", 0, 1_000))
# A bay, one 14 m from it, and one 60 m.
A, B, D = Task("A", 0, 100), Task("B", 140, 70), Task("D", 600, 60)


def shortest(*tasks: Task, cranes: tuple[Crane, ...] = CRANES, speed: float = 0, **fields: object) -> float:
    """The proven makespan at a clearance of 25 m."""
    problem = CraneProblem(tasks, cranes, 250, speed, **fields)  # type: ignore[arg-type]
    result = solve(problem, stop=Stop(seconds=5), workers=1)
    assert faults(problem, result.plan) == []
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound == result.plan.makespan(problem)
    return result.cost


def test_work_is_shared() -> None:
    assert shortest(A, D) == 100
    assert shortest(A, D, Task("E", 600, 45)) == 105
    assert shortest(A, D, cranes=CRANES[:1]) == 160


def test_near_bays_are_worked_one_after_the_other() -> None:
    assert shortest(A, B) == 170
    # QC1 makes 11 m of room, which takes it less time than 14 m.
    assert shortest(A, B, speed=1) == 170 + 110
    assert shortest(A, B, cranes=CRANES[:1], speed=1) == 170 + 140


def test_cranes_that_reach_one_end_only_cannot_pass() -> None:
    low, high = Crane("QC1", 500, 1_000), Crane("QC2", 0, 100)
    assert shortest(A, D, cranes=(high, low)) == 100
    assert shortest(A, D, cranes=(low, high)) == 160
    assert shortest(A, D, cranes=(low, high), speed=10) == 160 + 85


def test_windows_and_starts() -> None:
    assert shortest(A, cranes=(Crane("QC1", 0, 1_000, ((0, 99), (150, 400))),)) == 250
    assert shortest(A, cranes=(Crane("QC1", 0, 1_000, ((10, 400),), 60),), speed=2) == 10 + 30 + 100


def test_an_idle_crane_whose_window_opens_late_is_in_nobodys_way() -> None:
    assert shortest(A, D, cranes=(CRANES[0], Crane("QC2", 0, 1_000, ((500, 900),)))) == 160


def test_gangs() -> None:
    assert shortest(A, D, gangs=((0, 50, 1),)) == 100 + 10
    assert shortest(A, D, gangs=((0, 1_000, 1),)) == 160
    assert shortest(A, gangs=((20, 30, 0),)) == 130


def test_tasks_after_those_of_other_bays() -> None:
    assert shortest(A, Task("D", 600, 60, (0,))) == 160
    assert shortest(A, Task("D", 600, 60, (0,)), Task("E", 600, 30)) == 160


def test_a_task_after_one_of_another_bay_needs_no_way_where_another_crane_does_it() -> None:
    # QC2 stands ready at 60 m. One gang until 90: T2 before T1.
    tasks = (Task("T0", 0, 60), Task("T1", 0, 10, (0,)), Task("T2", 600, 40, (0,)))
    assert shortest(*tasks, speed=1, gangs=((20, 90, 1),)) == 60 + 40


def test_cranes_without_time_to_wait_for_each_other_are_proven_soon() -> None:
    # Two cranes for chains of tasks in ten bays, with little time beyond the work and the ways.
    random = Random(1)
    tasks: list[Task] = []
    for bay in range(10):
        for number in range(2):
            after = (len(tasks) - 1,) if number else ()
            tasks.append(Task(f"{bay}.{number}", bay, random.randint(10, 90), after))
    problem = CraneProblem(tuple(tasks), (Crane("Q1", 0, 9, start=0), Crane("Q2", 0, 9, start=2)), 2, 1)
    result = solve(problem, stop=Stop(effort=2.0))
    check_result(problem, result)
    assert result.status is Status.OPTIMAL


def test_one_way_where_that_is_asked() -> None:
    # Alone, QC1 goes to D, back, and to D again; with two cranes, QC2 stays there.
    back = (A, D, Task("E", 0, 50, (1,)), Task("F", 600, 30, (2,)))
    assert shortest(*back, cranes=CRANES[:1], speed=10) == 60 + 60 + 150 + 60 + 30
    with pytest.raises(NoSchedule):
        shortest(*back, cranes=CRANES[:1], speed=10, one_way=True)
    assert shortest(*back, speed=10, one_way=True) == 100 + 50 + 30


def test_no_task_takes_no_time() -> None:
    result = solve(CraneProblem((), CRANES, 250), stop=Stop(seconds=1))
    assert (result.plan, result.cost, result.status) == (CraneSchedule((), ()), 0, Status.OPTIMAL)


@pytest.mark.parametrize(
    ("tasks", "crane", "words"),
    [
        ((A,), Crane("QC1", 1, 1_000), "no crane can do task A"),
        ((A,), Crane("QC1", 0, 1_000, ((0, 99), (200, 250))), "window of 100 s"),
        ((A, D), Crane("QC1", 0, 1_000, ((0, 159),)), "hold less time than the work takes"),
        ((A, D), Crane("QC1", 0, 1_000, ((0, 110), (200, 250))), "no crane can do task D|leave no time|hold less"),
        ((A, B, D), Crane("QC1", 0, 1_000, ((0, 120), (200, 320))), "the windows of the cranes leave no time"),
    ],
)
def test_what_has_no_schedule_says_so(tasks: tuple[Task, ...], crane: Crane, words: str) -> None:
    with pytest.raises(NoSchedule, match=words):
        solve(CraneProblem(tasks, (crane,), 250), stop=Stop(seconds=5), workers=1)


def check_result(problem: CraneProblem, result: Result[CraneSchedule]) -> None:
    """The schedule is valid, and the curve goes down to it and up to the bound."""
    assert faults(problem, result.plan) == []
    assert result.plan.makespan(problem) == result.cost >= result.bound > 0
    costs, bounds = [point.cost for point in result.curve], [point.bound for point in result.curve]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert (costs[-1], bounds[-1]) == (result.cost, result.bound)


@pytest.mark.parametrize("number", range(3))
def test_small_ships_are_planned_close_to_the_bound(number: int) -> None:
    problem = kariangau(number)
    told: list[Incumbent] = []
    result = solve(problem, stop=Stop(seconds=1.5, gap=0.005), report=told.append)
    check_result(problem, result)
    assert tuple(told) == result.curve
    assert result.gap < 0.05


def test_large_ships_are_planned_close_to_the_bound_at_once() -> None:
    problem = hub(3)
    result = solve(problem, stop=Stop(seconds=1))
    check_result(problem, result)
    assert result.status is Status.FEASIBLE
    assert result.curve[0].cost <= 1.1 * result.bound
    assert result.gap < 0.03
    assert result.seconds < 3


def test_without_time_the_answer_is_a_sweep() -> None:
    problem = hub(1)
    result = solve(problem, stop=Stop(seconds=0))
    check_result(problem, result)
    # All cranes go one way.
    for crane in range(len(problem.cranes)):
        mine = sorted((start, n) for n, start in enumerate(result.plan.starts) if result.plan.cranes[n] == crane)
        places = [problem.tasks[n].place for _, n in mine]
        assert places in (sorted(places), sorted(places, reverse=True))


@pytest.mark.parametrize(("problem", "in_vain"), [(hub(0), 0), (kariangau(5), -1)], ids=["annealing", "CP-SAT"])
def test_a_cancelled_solve_answers_soon(problem: CraneProblem, in_vain: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Below 0, small ships are given to CP-SAT at once.
    monkeypatch.setattr("scheduler.cranes.search._IN_VAIN", in_vain)
    # Compiled before.
    solve(problem, stop=Stop(seconds=0))
    stop, cancelled = Stop(seconds=60), list[float]()

    def cancel() -> None:
        cancelled.append(monotonic())
        stop.cancel.set()

    Timer(0.7, cancel).start()
    result = solve(problem, stop=stop)
    assert monotonic() - cancelled[0] < 2
    assert result.status is Status.CANCELLED
    check_result(problem, result)


@pytest.mark.parametrize("problem", [hub(2), kariangau(8)], ids=["annealing", "CP-SAT"])
def test_the_same_effort_and_seed_give_the_same_schedule(
    problem: CraneProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With beams too.
    monkeypatch.setattr("scheduler.cranes.search._LEAST_FOR_BEAMS", 0)
    stop = Stop(effort=0.3)
    one, other = (solve(problem, stop=stop, seed=7) for _ in range(2))
    assert one.plan == other.plan
    assert one.bound == other.bound
    check_result(problem, one)


def test_two_cranes_may_share_a_bay() -> None:
    bay = tuple(Task(f"T{n}", 0, 10, (n - 1,) if n else ()) for n in range(4))
    early, late = Crane("QC1", 0, 0, ((0, 20),)), Crane("QC2", 0, 0, ((25, FOREVER),))
    # QC1 does two tasks and makes way for 10 s.
    assert shortest(*bay, cranes=(early, late), speed=25) == 20 + 10 + 20
