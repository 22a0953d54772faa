"""Schedules at once: the cranes sweep along the ship in one direction, each over a stretch of its own.

The tasks are lined up along the ship and cut into stretches of balanced work, one a crane. In a bay that two cranes
share, the one that comes last does the end of the bay's chain.
"""

from collections.abc import Iterator
from itertools import accumulate

import numpy as np

from scheduler.cranes.kernel import Numbers
from scheduler.cranes.problem import CraneProblem


def line_up(problem: CraneProblem, *, upwards: bool) -> list[int]:
    """The tasks from the low end of the ship to the high one.

    Sweeping upwards a crane shares its last bay with the first one of the crane above it, which is there before: its
    own tasks, lower in the line, are the last ones of the bay.
    """
    rank = {task: number for number, task in enumerate(problem.order)}
    return sorted(rank, key=lambda task: (problem.tasks[task].place, -rank[task] if upwards else rank[task]))


def cuts(work: list[int], able: list[list[int]], shares: list[float]) -> list[int]:
    """The crane of each task in line, so that the cranes have these shares of the work, near enough."""
    total, done, edges = sum(work), 0, list(accumulate(shares))
    cranes = []
    for seconds, fits in zip(work, able, strict=True):
        middle = (done + seconds / 2) / max(1, total) * edges[-1]
        wanted = next((crane for crane, edge in enumerate(edges) if middle <= edge), len(edges) - 1)
        cranes.append(min(fits, key=lambda crane: (abs(crane - wanted), crane)))
        done += seconds
    return cranes


def sweep_order(problem: CraneProblem, crane: Numbers, *, upwards: bool) -> list[int]:
    """The order in which tasks are placed when all cranes sweep, for these cranes of the tasks.

    The crane that goes ahead is placed first: it waits for nobody.
    """
    rank = {task: number for number, task in enumerate(problem.order)}
    sign = 1 if upwards else -1
    wanted = sorted(rank, key=lambda task: (-sign * crane[task], sign * problem.tasks[task].place, rank[task]))
    placed: set[int] = set()
    order: list[int] = []
    while wanted:
        left = []
        for task in wanted:
            if placed.issuperset(problem.tasks[task].after):
                placed.add(task)
                order.append(task)
            else:
                left.append(task)
        wanted = left
    return order


def sweeps(problem: CraneProblem) -> Iterator[tuple[Numbers, Numbers]]:
    """Orders and cranes of the tasks, the most promising ones first."""
    able = [problem.able(task) for task in range(len(problem.tasks))]
    if not all(able):
        return
    for upwards in (True, False):
        line = line_up(problem, upwards=upwards)
        cranes = cuts(
            [problem.tasks[task].seconds for task in line], [able[task] for task in line], [1.0] * len(problem.cranes)
        )
        crane = np.zeros(len(line), np.int64)
        crane[line] = cranes
        yield np.array(sweep_order(problem, crane, upwards=upwards), np.int64), crane
