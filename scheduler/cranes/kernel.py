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
cached = compiler(Path(__file__), Path(__file__).with_name("laps.py"))

# The makespan of what is no schedule, and the seconds between tasks that may overlap: more than any schedule has.
NEVER = 4 * FOREVER
FREE = -2 * NEVER


class Data(NamedTuple):
    """A problem as arrays, for n tasks, q cranes and b different places, these in their order.

    `place` n; `seconds` n; `after` n + 1 offsets into `before`, the tasks that must be finished; `apart` qb x qb, by
    crane * b + place of a task and of one placed before it: seconds between the end of that and its start, or FREE;
    `able` n x q; `window` q + 1 offsets into `opens` and `closes`; `lead`
    q x b, the second from which a crane can be at a place; `gang_from`, `gang_to` and `gang` by period.
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
    able = np.zeros((len(problem.tasks), cranes), np.bool_)
    for number in range(len(problem.tasks)):
        able[number, problem.able(number)] = True
    return Data(
        place=_whole([index[task.place] for task in problem.tasks]),
        seconds=_whole([task.seconds for task in problem.tasks]),
        after=_offsets([len(task.after) for task in problem.tasks]),
        before=_whole([other for task in problem.tasks for other in task.after]),
        apart=_apart(problem, places),
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


def _apart(problem: CraneProblem, places: list[int]) -> Numbers:
    count, most = len(places), len(problem.cranes) - 1
    between = np.full((count, count, 2 * most + 1), FREE, np.int64)
    for here, place in enumerate(places):
        for there, before in enumerate(places):
            for by in range(-most, most + 1):
                seconds = problem.apart(before, 0, place, by)
                if seconds is not None:
                    between[here, there, by + most] = seconds
    crane, spot = np.divmod(np.arange(count * (most + 1)), count)
    return between[spot[:, None], spot[None, :], crane[:, None] - crane[None, :] + most]


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
def _start(
    data: Data, order: Numbers, placed: int, crane: Numbers, starts: Numbers, ends: Numbers, task: int, bound: int
) -> int:
    """When a task can start after the first `placed` tasks of the order; NEVER where it cannot, or not before `bound`.

    Tasks that are not placed have a start below 0; `ends` are the latest ends by crane and place.
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
    apart = data.apart[mine * data.lead.shape[1] + place]
    for spot in range(len(ends)):
        at = max(at, ends[spot] + apart[spot])
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
    places = data.lead.shape[1]
    ends = np.full(data.lead.shape[0] * places, FREE, np.int64)
    for k in range(first, len(order)):
        starts[order[k]] = -1
    makespan = 0
    left = np.zeros(data.lead.shape[0], np.int64)
    for k in range(first, len(order)):
        left[crane[order[k]]] += data.seconds[order[k]]
    for k in range(len(order)):
        task = order[k]
        if k >= first:
            at = _start(data, order, k, crane, starts, ends, task, bound)
            if at >= NEVER or at + left[crane[task]] >= bound:
                return NEVER
            left[crane[task]] -= data.seconds[task]
            starts[task] = at
        end = starts[task] + data.seconds[task]
        spot = crane[task] * places + data.place[task]
        ends[spot] = max(ends[spot], end)
        makespan = max(makespan, end)
    return makespan
