"""Schedules with fewer changes of place."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.cranes import Crane, CraneProblem, CraneSchedule, Task
from scheduler.cranes.kernel import NEVER, data_of, place_all
from scheduler.cranes.tidy import changes, tidied
from scheduler.cranes.validity import faults


def tidy(problem: CraneProblem, schedule: CraneSchedule) -> CraneSchedule:
    starts, crane = (np.array(each, np.int64) for each in (schedule.starts, schedule.cranes))
    starts, crane = tidied(data_of(problem), starts, crane)
    return CraneSchedule(tuple(starts.tolist()), tuple(crane.tolist()))


def count(problem: CraneProblem, schedule: CraneSchedule) -> int:
    place = np.array([task.place for task in problem.tasks], np.int64)
    return changes(place, np.argsort(np.array(schedule.starts), kind="stable"), np.array(schedule.cranes))


def test_a_crane_stays_until_the_work_of_a_place_is_done() -> None:
    tasks = tuple(Task(name, place, 10) for name, place in (("A", 0), ("B", 100), ("A2", 0), ("B2", 100)))
    problem = CraneProblem(tasks, (Crane("Q", 0, 100),), 10)
    to_and_fro = CraneSchedule((0, 10, 20, 30), (0, 0, 0, 0))
    assert count(problem, to_and_fro) == 3
    found = tidy(problem, to_and_fro)
    assert count(problem, found) == 1
    assert found.makespan(problem) == 40


def test_work_goes_to_the_crane_that_is_there() -> None:
    tasks = (Task("A", 0, 10), Task("B", 300, 10), Task("A2", 0, 10), Task("B2", 300, 10))
    problem = CraneProblem(tasks, (Crane("Q1", 0, 300), Crane("Q2", 0, 300)), 100)
    found = tidy(problem, CraneSchedule((0, 20, 10, 10), (0, 0, 0, 1)))
    assert count(problem, found) == 0
    assert found.makespan(problem) == 20


@st.composite
def schedules(draw: st.DrawFn) -> tuple[CraneProblem, CraneSchedule]:
    """Chains of tasks by place, and a schedule from a random order that keeps them."""
    tasks: list[Task] = []
    for place in range(draw(st.integers(1, 4))):
        for number in range(draw(st.integers(1, 3))):
            after = (len(tasks) - 1,) if number else ()
            tasks.append(Task(f"{place}.{number}", 150 * place, draw(st.integers(1, 30)), after))
    cranes = draw(st.integers(1, 2))
    rail = tuple(Crane(f"Q{crane}", -1_000, 2_000) for crane in range(cranes))
    problem = CraneProblem(tuple(tasks), rail, draw(st.sampled_from([0, 200])), draw(st.sampled_from([0.0, 7.5])))
    data = data_of(problem)
    keys = draw(st.lists(st.integers(0, 99), min_size=len(tasks), max_size=len(tasks)))
    order: list[int] = []
    while len(order) < len(tasks):
        ready = [k for k in range(len(tasks)) if k not in order and set(tasks[k].after) <= set(order)]
        order.append(min(ready, key=lambda k: keys[k]))
    crane = np.array(draw(st.lists(st.integers(0, cranes - 1), min_size=len(tasks), max_size=len(tasks))), np.int64)
    starts = np.zeros(len(tasks), np.int64)
    assert place_all(data, np.array(order, np.int64), crane, starts, NEVER - 1) < NEVER
    return problem, CraneSchedule(tuple(starts.tolist()), tuple(crane.tolist()))


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_it_is_a_schedule_no_longer_and_with_no_more_changes(drawn: tuple[CraneProblem, CraneSchedule]) -> None:
    problem, schedule = drawn
    found = tidy(problem, schedule)
    assert faults(problem, found) == []
    assert found.makespan(problem) <= schedule.makespan(problem)
    assert count(problem, found) <= count(problem, schedule)
