"""What a search of a bay keeps: only better ways and bounds, and when it is over."""

from scheduler.result import Incumbent, Status, no_report
from scheduler.stopping import Stop
from scheduler.yard.best_way import NO_WAY, BestWay


def test_only_what_is_better_is_kept_and_told() -> None:
    told: list[Incumbent] = []
    best = BestWay(Stop(), told.append)
    best.raise_bound(1)
    assert (best.cost, best.bound, told) == (NO_WAY, 1, [])
    best.found([(0, 1), (1, 2), (0, 2)])
    best.found([(0, 2), (1, 2), (0, 1)])
    best.raise_bound(1)
    best.found([(0, 1), (1, 2)])
    # What is said of better ways holds of the best one only up to its cost.
    best.raise_bound(5)
    assert [(point.cost, point.bound) for point in told] == [(3, 1), (2, 1), (2, 2)]
    result = best.result(tuple(best.way))
    assert (result.plan, result.cost, result.status) == (((0, 1), (1, 2)), 2, Status.OPTIMAL)
    assert result.curve == tuple(told)


def test_a_search_is_over_by_effort_gap_and_cancelling() -> None:
    best = BestWay(Stop(effort=2), no_report)
    best.effort = 1.9
    assert not best.over
    best.effort = 2.0
    assert best.over
    near = BestWay(Stop(gap=0.5), no_report)
    near.found([(0, 1), (1, 2)])
    assert not near.over
    near.raise_bound(1)
    assert near.over
    stop = Stop()
    cancelled = BestWay(stop, no_report)
    stop.cancel.set()
    assert cancelled.over
    assert cancelled.result(()).status is Status.CANCELLED
