"""Beams against all schedules of tiny problems, and those of whole ships."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from scheduler.cranes import CraneProblem, CraneSchedule, faults
from scheduler.cranes.beam import Beam, Beams, spans_of
from scheduler.cranes.bounds import lower_bound
from scheduler.cranes.kernel import NEVER, data_of, place_all
from tests.scheduler.cranes.brute_force import BruteForce
from tests.scheduler.cranes.generated import LATEST, hub, kariangau, tiny_problems


def found(problem: CraneProblem, target: int, width: int, way: int) -> CraneSchedule | None:
    """What a beam finds for a target."""
    data = data_of(problem)
    beam = Beam(data, spans_of(problem, data), target, width, way, 0.0, 1)
    while not beam.ended:
        beam.go(10_000)
    if beam.found is None:
        return None
    starts = np.zeros(len(problem.tasks), np.int64)
    assert place_all(data, *beam.found, starts, NEVER - 1) < NEVER
    return CraneSchedule(tuple(starts.tolist()), tuple(beam.found[1].tolist()))


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_what_is_found_is_a_schedule_and_none_ends_before_the_shortest(problem: CraneProblem) -> None:
    shortest = BruteForce(problem, LATEST).shortest()
    schedule = found(problem, LATEST, 100, 0)
    if schedule is not None:
        assert faults(replace(problem, one_way=False), schedule) == []
    if shortest is not None:
        assert found(problem, shortest.makespan(problem) - 1, 100, 1 if problem.one_way else 0) is None


def test_a_whole_ship_is_soon_planned_near_the_bound_and_one_way_where_that_is_asked() -> None:
    problem = hub(0)
    target = int(1.01 * lower_bound(problem))
    schedule = found(problem, target, 200, 1)
    assert schedule is not None
    assert faults(replace(problem, one_way=True), schedule) == []
    assert schedule.makespan(problem) <= target


def test_beams_look_closer_then_wider_until_nothing_is_left_out() -> None:
    problem = kariangau(1)
    data = data_of(problem)
    beams = Beams(data, spans_of(problem, data), one_way=True)
    bound, cost = 800, 1_000
    up, down = beams.next(bound, cost, 1), beams.next(bound, cost, 1)
    assert up is not None
    assert down is not None
    assert beams.next(bound, cost, 1) is None
    assert up.target == down.target == 899
    up.narrow = True
    beams.ended(up, cost)
    # Halfway from what was missed; each kind has its own.
    for target in (949, 974, 987, 993, 996, 998, 999, 999):
        beam = beams.next(bound, cost, 1)
        assert beam is not None
        assert beam.target == target
        beam.narrow = True
        beams.ended(beam, cost)
    # The next one found what it asks for.
    beam = beams.next(bound, cost, 1)
    assert beam is not None
    beams.ended(beam, 990)
    beam = beams.next(bound, 990, 1)
    assert beam is not None
    assert beam.target == 989
    # It missed that with nothing left out.
    beams.ended(beam, 990)
    assert beams.next(bound, 990, 1) is None
