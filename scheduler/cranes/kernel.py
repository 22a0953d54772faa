"""Schedules from orders, compiled: a schedule is the order in which tasks are placed and the crane of each.

Each task in turn starts as soon as the tasks placed before it, its crane's windows and the gangs let it. Every
schedule that cannot be shifted to the left comes from its tasks in the order of their starts, so that the best one is
among these.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.cranes.problem import FOREVER, CraneProblem

Numbers = NDArray[np.int64]
cached = compiler(Path(__file__))

# The makespan of what is no schedule, and the seconds between tasks that may overlap.
NEVER = 4 * FOREVER
FREE = -1


class Data(NamedTuple):
    """A problem as arrays, for n tasks, q cranes and b different places, these in their order.

    `place` n; `seconds` n; `after` n + 1 offsets into `before`, the tasks that must be finished; `apart` b x b x 2q -
    1: seconds between the end of a task at the first place and the start of one at the second, done by a crane so many
    rail places higher (less q - 1), or FREE; `able` n x q; `window` q + 1 offsets into `opens` and `closes`; `lead` q x
    b, the second from which a crane can be at a place; `gang_from`, `gang_to` and `gang` by period.
    """

    place: Numbers
    seconds: Numbers
    after: Numbers
    before: Numbers
    apart: Numbers
    able: NDArray[np.bool_]
    window: Numbers
    opens: Numbers
    closes: Numbers
    lead: Numbers
    gang_from: Numbers
    gang_to: Numbers
    gang: Numbers


def data_of(problem: CraneProblem) -> Data:
    """The arrays of a problem."""
    places = sorted({task.place for task in problem.tasks})
    index = {place: number for number, place in enumerate(places)}
    cranes = len(problem.cranes)
    apart = np.full((len(places), len(places), 2 * cranes - 1), FREE, np.int64)
    for a, place in enumerate(places):
        for b, other in enumerate(places):
            for steps in range(1 - cranes, cranes):
                seconds = problem.apart(place, 0, other, steps)
                apart[a, b, steps + cranes - 1] = FREE if seconds is None else seconds
    able = np.zeros((len(problem.tasks), cranes), np.bool_)
    for number in range(len(problem.tasks)):
        able[number, problem.able(number)] = True
    return Data(
        place=_whole([index[task.place] for task in problem.tasks]),
        seconds=_whole([task.seconds for task in problem.tasks]),
        after=_offsets([len(task.after) for task in problem.tasks]),
        before=_whole([other for task in problem.tasks for other in task.after]),
        apart=apart,
        able=able,
        window=_offsets([len(crane.windows) for crane in problem.cranes]),
        opens=_whole([opens for crane in problem.cranes for opens, _ in crane.windows]),
        closes=_whole([closes for crane in problem.cranes for _, closes in crane.windows]),
        lead=_whole([[problem.opens(crane, place, 0) for place in places] for crane in range(cranes)]).reshape(
            cranes, len(places)
        ),
        gang_from=_whole([start for start, _, _ in problem.gangs]),
        gang_to=_whole([end for _, end, _ in problem.gangs]),
        gang=_whole([most for _, _, most in problem.gangs]),
    )


def _whole(values: object) -> Numbers:
    return np.array(values, np.int64)


def _offsets(counts: list[int]) -> Numbers:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(_whole(counts), dtype=np.int64)))


@cached
def _gang_allows(data: Data, order: Numbers, placed: int, starts: Numbers, at: int, until: int) -> int:
    """The moment from `at` on at which one more crane is at work without too many, of those seen from here.

    `at` itself where that goes well until `until`; else a later one, which is to be looked at again.
    """
    for period in range(len(data.gang)):
        if data.gang_from[period] >= until or data.gang_to[period] <= at:
            continue
        first, last = max(at, data.gang_from[period]), min(until, data.gang_to[period])
        # The number at work is highest where the period begins or a task starts.
        for look in range(-1, placed):
            moment = first
            if look >= 0:
                moment = starts[order[look]]
                if moment <= first or moment >= last:
                    continue
            at_work, leaves = 1, data.gang_to[period]
            for k in range(placed):
                other = order[k]
                end = starts[other] + data.seconds[other]
                if starts[other] <= moment < end:
                    at_work += 1
                    leaves = min(leaves, end)
            if at_work > data.gang[period]:
                return leaves
    return at


@cached
def _start(data: Data, order: Numbers, placed: int, crane: Numbers, starts: Numbers, task: int, bound: int) -> int:
    """When a task can start after the first `placed` tasks of the order; NEVER where it cannot, or not before `bound`.

    Tasks that are not placed have a start below 0.
    """
    mine, place = crane[task], data.place[task]
    if not data.able[task, mine]:
        return NEVER
    at = data.lead[mine, place]
    for k in range(data.after[task], data.after[task + 1]):
        other = data.before[k]
        if starts[other] < 0:
            return NEVER
        at = max(at, starts[other] + data.seconds[other])
    same = data.lead.shape[0] - 1
    for k in range(placed):
        other = order[k]
        between = data.apart[data.place[other], place, mine - crane[other] + same]
        if between >= 0:
            at = max(at, starts[other] + data.seconds[other] + between)
    seconds = data.seconds[task]
    window, last = data.window[mine], data.window[mine + 1]
    while True:
        if at + seconds >= bound:
            return NEVER
        while at + seconds > data.closes[window]:
            window += 1
            if window == last:
                return NEVER
        at = max(at, data.opens[window])
        if at + seconds > data.closes[window]:
            continue
        if len(data.gang) == 0:
            break
        later = _gang_allows(data, order, placed, starts, at, at + seconds)
        if later == at:
            break
        at = later
    return at if at + seconds < bound else NEVER


@cached
def place_from(data: Data, order: Numbers, crane: Numbers, starts: Numbers, first: int, bound: int) -> int:
    """Place the tasks from position `first` of the order on; what stands before has its starts.

    Returns the makespan, or NEVER where it is no schedule or none that ends before `bound`.
    """
    for k in range(first, len(order)):
        starts[order[k]] = -1
    makespan = 0
    for k in range(first):
        makespan = max(makespan, starts[order[k]] + data.seconds[order[k]])
    for k in range(first, len(order)):
        task = order[k]
        at = _start(data, order, k, crane, starts, task, bound)
        if at >= NEVER:
            return NEVER
        starts[task] = at
        makespan = max(makespan, at + data.seconds[task])
    return makespan


@cached
def _finish(data: Data, crane: Numbers, starts: Numbers, weight: float, makespan: int) -> float:
    """The cost of a schedule: its makespan, and the mean end of the cranes at this weight."""
    ends = np.zeros(data.lead.shape[0], np.int64)
    for task in range(len(starts)):
        ends[crane[task]] = max(ends[crane[task]], starts[task] + data.seconds[task])
    return makespan + weight * ends.sum() / len(ends)


@cached
def _sort(order: Numbers, starts: Numbers) -> None:
    """Put the order by start."""
    for k in range(1, len(order)):
        task, at = order[k], k
        while at > 0 and starts[order[at - 1]] > starts[task]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = task


@cached
def _moved(order: Numbers, run: Numbers, size: int, anchor: int, behind: bool, new: Numbers) -> int:
    """The order with the tasks of a run, which stand in it, put before the anchor or behind it.

    Returns the first position that has changed.
    """
    at = 0
    for k in range(len(order)):
        task, inside = order[k], False
        for r in range(size):
            inside |= task == run[r]
        if inside:
            continue
        if task == anchor and not behind:
            for r in range(size):
                new[at] = run[r]
                at += 1
        new[at] = task
        at += 1
        if task == anchor and behind:
            for r in range(size):
                new[at] = run[r]
                at += 1
    for k in range(len(order)):
        if order[k] != new[k]:
            return k
    return len(order)


@cached
def anneal(
    data: Data,
    order: Numbers,
    crane: Numbers,
    best_order: Numbers,
    best_crane: Numbers,
    seed: int,
    iterations: int,
    hot: float,
    cold: float,
    weight: float,
    target: int,
    free: Numbers,
) -> tuple[int, int]:
    """Change the schedule of an order, step by step, and keep the best one; only tasks that are `free` are moved.

    Temperatures are seconds. Returns the best makespan, and the iterations made: fewer where `target` is reached.
    """
    np.random.seed(seed)
    n, q = len(order), data.lead.shape[0]
    starts, new_starts = np.zeros(n, np.int64), np.zeros(n, np.int64)
    new, new_crane, run = np.zeros(n, np.int64), crane.copy(), np.zeros(n, np.int64)
    makespan = place_from(data, order, crane, starts, 0, NEVER)
    cost = _finish(data, crane, starts, weight, makespan)
    best = makespan
    best_order[:], best_crane[:] = order, crane
    _sort(order, starts)
    new_starts[:] = starts
    temperature = hot
    for iteration in range(iterations):
        if iteration % 64 == 0:
            temperature = hot * (cold / hot) ** (iteration / iterations)
            if best <= target:
                return best, iteration
        at = np.random.randint(n)
        task = order[at]
        if free[task] == 0:
            continue
        mine = crane[task]
        kind = np.random.random()
        size = 1
        run[0] = task
        other = mine
        if kind < 0.5 and q > 1:
            other = mine + (1 if np.random.random() < 0.5 else -1)
            if np.random.random() < 0.1:
                other = np.random.randint(q)
            if other < 0 or other >= q or other == mine or not data.able[task, other]:
                continue
        if kind < 0.2 or kind > 0.85:
            # The tasks that its crane does next in the bay go with it.
            for k in range(at + 1, n):
                if crane[order[k]] != mine:
                    continue
                if (
                    data.place[order[k]] != data.place[task]
                    or size > 3
                    or free[order[k]] == 0
                    or not data.able[order[k], other]
                ):
                    break
                run[size] = order[k]
                size += 1
        behind = np.random.random() < 0.5
        anchor = -1
        if other != mine and np.random.random() < 0.25:
            first = at
            new[:] = order
            anchor = task
        elif other != mine:
            # Beside the nearest of some tasks of its new crane.
            near = 1 << 60
            for _ in range(4):
                k = np.random.randint(n)
                if crane[order[k]] == other:
                    away = abs(data.place[order[k]] - data.place[task])
                    if away < near:
                        near, anchor = away, order[k]
            if anchor < 0:
                continue
            first = _moved(order, run, size, anchor, behind, new)
        else:
            to = at + np.random.randint(-4 * q, 4 * q + 1)
            if to < 0 or to >= n:
                continue
            anchor = order[to]
            inside = False
            for r in range(size):
                inside |= anchor == run[r]
            if inside:
                continue
            first = _moved(order, run, size, anchor, behind, new)
        second = -1
        if kind >= 0.4 and kind < 0.5:
            # In exchange for a task of the other crane.
            for _ in range(4):
                k = np.random.randint(n)
                if crane[order[k]] == other and free[order[k]] and data.able[order[k], mine]:
                    second = order[k]
                    break
            if second < 0:
                continue
            for k in range(n):
                if new[k] == second:
                    first = min(first, k)
                    break
        if other == mine and first == n:
            continue
        for r in range(size):
            new_crane[run[r]] = other
            if other != mine:
                for k in range(first):
                    if new[k] == run[r]:
                        first = k
                        break
        if second >= 0:
            new_crane[second] = mine
        limit = cost - temperature * np.log(1.0 - np.random.random())
        found = place_from(data, new, new_crane, new_starts, first, int(limit) + 1)
        accepted = False
        if found < NEVER:
            new_cost = _finish(data, new_crane, new_starts, weight, found)
            accepted = new_cost <= limit + weight * 0
        if accepted:
            cost, makespan = new_cost, found
            order[:], starts[:] = new, new_starts
            for r in range(size):
                crane[run[r]] = other
            if second >= 0:
                crane[second] = mine
            _sort(order, starts)
            if found < best:
                best = found
                best_order[:], best_crane[:] = order, crane
        else:
            for r in range(size):
                new_crane[run[r]] = mine
            if second >= 0:
                new_crane[second] = other
            new_starts[:] = starts
    return best, iterations
