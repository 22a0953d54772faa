"""Schedules at once: the cranes sweep along the ship in one direction, each over a stretch of its own.

The tasks are lined up along the ship and cut into stretches of balanced work, one a crane. In a bay that two cranes
share, the one that comes last does the end of the bay's chain.
"""

from itertools import accumulate

import numpy as np

from scheduler.cranes.kernel import NEVER, Data, Numbers
from scheduler.cranes.laps import Laps, Ways, anneal
from scheduler.cranes.problem import CraneProblem

# How often the shares of the cranes are made smaller or larger, as they end late or early; the least share.
_ROUNDS, _LEAST = 12, 0.05


def ways(problem: CraneProblem, down: tuple[bool, ...]) -> Ways:
    """The ways of laps that go down, or up."""
    rank = {task: number for number, task in enumerate(problem.order)}
    tasks = problem.tasks
    lines = [sorted(rank, key=lambda task: (-tasks[task].place if d else tasks[task].place, rank[task])) for d in down]
    return Ways(np.array(lines, np.int64).reshape(len(down), len(rank)), np.array(down, np.int64), not problem.one_way)


def sweep(problem: CraneProblem, data: Data, down: bool) -> tuple[int, Laps]:
    """The best of some schedules of one lap, down or up, with balanced stretches; its makespan comes first.

    That is `NEVER` where the cranes' windows leave no time for a task, or no crane can do it.
    """
    tasks, along, count = problem.tasks, ways(problem, (down,)), len(problem.tasks)
    # The line as it is cut, from where the cranes go to. The crane that is ahead shares its first bay with the one
    # behind it, which comes there last: the first tasks of the bay are for the crane ahead.
    rank = {task: number for number, task in enumerate(problem.order)}
    line = sorted(rank, key=lambda task: (tasks[task].place if down else -tasks[task].place, rank[task]))
    cranes = [*range(len(problem.cranes))] if down else [*reversed(range(len(problem.cranes)))]
    work, able = [tasks[task].seconds for task in line], [problem.able(task) or [0] for task in line]
    shares, found = [1.0] * len(cranes), list[tuple[int, Laps]]()
    for _ in range(_ROUNDS):
        laps = no_laps(count)
        laps.crane[line] = _cuts(work, able, [shares[crane] for crane in cranes], cranes)
        makespan = anneal(data, along, laps, no_laps(count), 1, 0, 1.0, 1.0, 0.0, 0)
        found.append((makespan, laps))
        if makespan >= NEVER:
            break
        ends = [0] * len(cranes)
        for task, crane, start in zip(tasks, laps.crane, laps.starts, strict=True):
            ends[crane] = max(ends[crane], int(start) + task.seconds)
        mean = sum(ends) / len(ends)
        shares = [max(_LEAST, share * mean / max(end, 1)) for share, end in zip(shares, ends, strict=True)]
    return min(found, key=lambda pair: pair[0])


def no_laps(count: int) -> Laps:
    """Room for a schedule of so many tasks, all in the first lap of the first crane."""
    return Laps(*(np.zeros(count, np.int64) for _ in Laps._fields))


def _cuts(work: list[int], able: list[list[int]], shares: list[float], cranes: list[int]) -> Numbers:
    """The crane of each task in line, so that the cranes, in line too, have these shares of the work, near enough."""
    total, done, edges = sum(work), 0, list(accumulate(shares))
    given = []
    for seconds, fits in zip(work, able, strict=True):
        middle = (done + seconds / 2) / max(1, total) * edges[-1]
        wanted = next((c for c, edge in zip(cranes, edges, strict=True) if middle <= edge), cranes[-1])
        given.append(min(fits, key=lambda crane: (abs(crane - wanted), crane)))
        done += seconds
    return np.array(given, np.int64)
