"""Orders placed at once, from where they change, and up to a limit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.cranes import CraneProblem, CraneSchedule, faults
from scheduler.cranes.kernel import NEVER, data_of, place_all, place_from, room_for
from tests.scheduler.cranes.generated import hub, tiny_problems

ANY = float(NEVER - 1)


@settings(max_examples=60, deadline=None)
@given(tiny_problems(), st.data())
def test_an_order_placed_from_where_it_changes_is_that_placed_anew(problem: CraneProblem, draw: st.DataObject) -> None:
    data, count, cranes = data_of(problem), len(problem.tasks), len(problem.cranes)
    order = np.array(draw.draw(st.permutations(range(count))), np.int64)
    crane = np.array(draw.draw(st.lists(st.integers(0, cranes - 1), min_size=count, max_size=count)), np.int64)
    starts, room = np.zeros(count, np.int64), room_for(data)
    if place_from(data, order, crane, starts, 0, room, ANY, 0.0) >= NEVER:
        return
    first = draw.draw(st.integers(0, count - 1))
    changed, whose = order.copy(), crane.copy()
    changed[first:] = draw.draw(st.permutations(order[first:].tolist()))
    whose[changed[first]] = draw.draw(st.integers(0, cranes - 1))
    anew = np.zeros(count, np.int64)
    makespan = place_all(data, changed, whose, anew, NEVER - 1)
    assert place_from(data, changed, whose, starts, first, room, ANY, 0.0) == makespan
    if makespan < NEVER:
        assert starts.tolist() == anew.tolist()
        found = CraneSchedule(tuple(anew.tolist()), tuple(whose.tolist()))
        assert [fault for fault in faults(problem, found) if "all go one way" not in fault] == []
        assert found.makespan(problem) == makespan


def test_what_ends_after_the_limit_is_no_schedule_and_no_way_is_counted_twice() -> None:
    problem = hub(1)
    data, count = data_of(problem), len(problem.tasks)
    order, starts = np.array(problem.order, np.int64), np.zeros(count, np.int64)
    crane = np.arange(count, dtype=np.int64) % 2
    makespan = place_all(data, order, crane, starts, NEVER - 1)
    assert place_all(data, order, crane, starts, makespan) == makespan
    assert place_all(data, order, crane, starts, makespan - 1) == NEVER
    room = room_for(data)
    cost = place_from(data, order, crane, starts, 0, room, ANY, 0.5)
    ends = [int((starts + data.seconds)[crane == number].max(initial=0)) for number in range(len(problem.cranes))]
    assert room.ends.tolist() == ends
    assert cost == pytest.approx(makespan + 0.5 * sum(ends) / len(ends))
