"""Compile now what the first berth plan and its reasons would wait for: `python -m scheduler.berths`."""

from threading import Event

import numpy as np

from data.cases import load
from scheduler.berths import queues
from scheduler.berths.baseline import served_in_order
from scheduler.berths.compiled import cached
from scheduler.berths.kernel import INFINITE, NEVER, anneal, insert, serve_in_order
from scheduler.berths.problem import planned_time, pose
from scheduler.berths.proof import what_is_left
from scheduler.berths.relaxation import Bound, relax


def main() -> None:
    """Compile each function by one short use of it."""
    case = load("kariangau").case
    problem = pose(case, *planned_time(case, None, 2))
    data, state, scratch = problem.data, served_in_order(problem), problem.new_scratch()
    latest = data.ship.release + 60
    cached(serve_in_order)(data, problem.new_state(), scratch, np.arange(len(problem.calls)))
    cached(insert)(data, problem.new_state(), scratch, 0, INFINITE, NEVER, False, -1, 1 << 20, -1.0, 0.0, 0.0)
    anneal(data, state, problem.new_state(), problem.new_state(16), scratch, 1, 1, 1.0, 1.0, 1, NEVER, 0.1, 0.1, 0.1)
    queues.anneal_queues(data, queues.new_queues(data), queues.new_queues(data), 1, 1, 1.0, 1.0, 1, NEVER)
    relaxation = relax(problem, int(latest.max()) + 24 * 60)
    bound = Bound(problem, relaxation, latest)
    bound.improve(1.0, 1, Event())
    what_is_left(problem, relaxation, *bound.settle(), 0.0, latest)


if __name__ == "__main__":
    main()
