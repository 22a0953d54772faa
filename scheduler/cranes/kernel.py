"""Schedules from orders, compiled: a schedule is the order in which tasks are placed and the crane of each.

Each task in turn starts as soon as the tasks placed before it, its crane's windows and the gangs let it. Every
schedule that cannot be shifted to the left comes from its tasks in the order of their starts, so that the best one is
among these.

Annealing places millions of orders that are mostly alike and mostly bad. So what the first tasks leave to the next ones
is kept by position in the order, and placing goes on from where an order has changed; and what a crane has yet to do,
its ways included, is counted before anything is placed: without waits that is when it ends, and an order that is too
long already is not looked at further.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.cranes.problem import FOREVER, CraneProblem

Numbers = NDArray[np.int64]
# Seconds in which many are looked at at once: whole numbers up to `FOREVER` are exact in them.
Seconds = NDArray[np.float32]
cached = compiler(*(Path(__file__).with_name(name) for name in ("kernel.py", "laps.py", "beam.py")))

# The makespan of what is no schedule, and the seconds between tasks that may overlap: more than any schedule has.
NEVER = 4 * FOREVER
FREE = -2 * NEVER


class Data(NamedTuple):
    """A problem as arrays, for n tasks, q cranes and b different places, these in their order.

    `place` n; `seconds` n; `after` n + 1 offsets into `before`, the tasks that must be finished; `apart` qb x qb, by
    crane * b + place of a task that is placed and of a later one: seconds between the end of that and the start of
    this, or FREE; `able` n x q; `window` q + 1 offsets into `opens` and `closes`; `lead` q x b, the second from which a
    crane can be at a place; `gang_from`, `gang_to` and `gang` by period.
    """

    place: Numbers
    seconds: Numbers
    after: Numbers
    before: Numbers
    apart: Seconds
    able: NDArray[np.bool_]
    window: Numbers
    opens: Numbers
    closes: Numbers
    lead: Seconds
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
        lead=np.array(
            [[problem.opens(crane, place, 0) for place in places] for crane in range(cranes)], np.float32
        ).reshape(cranes, len(places)),
        gang_from=_whole([start for start, _, _ in problem.gangs]),
        gang_to=_whole([end for _, end, _ in problem.gangs]),
        gang=_whole([most for _, _, most in problem.gangs]),
    )


def _apart(problem: CraneProblem, places: list[int]) -> Seconds:
    count, most = len(places), len(problem.cranes) - 1
    between = np.full((count, count, 2 * most + 1), FREE, np.int64)
    for here, place in enumerate(places):
        for there, before in enumerate(places):
            for by in range(-most, most + 1):
                seconds = problem.apart(before, 0, place, by)
                if seconds is not None:
                    between[here, there, by + most] = seconds
    crane, spot = np.divmod(np.arange(count * (most + 1)), count)
    return between[spot[None, :], spot[:, None], crane[None, :] - crane[:, None] + most].astype(np.float32, order="C")


def _whole(values: object) -> Numbers:
    return np.array(values, np.int64)


def _offsets(counts: list[int]) -> Numbers:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(_whole(counts), dtype=np.int64)))


@cached
def gang_allows(data: Data, order: Numbers, placed: int, starts: Numbers, at: int, until: int) -> int:
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


class Room(NamedTuple):
    """Room to place the tasks of an order in.

    `from_when` n + 1 x qb: from when a crane can start at a place, after so many tasks of the order; `rest` n: the
    seconds of work and ways that the crane of the task at a position has left from the start of that on; `ends` q: when
    the cranes end, without waits that are not known yet; `left` and `place` q: `rest` and place of their next tasks.
    """

    from_when: Seconds
    rest: Numbers
    ends: Numbers
    left: Numbers
    place: Numbers


@cached
def room_for(data: Data) -> Room:
    """Room for orders of a problem, with nothing placed."""
    n, cranes = len(data.place), data.lead.shape[0]
    from_when = np.empty((n + 1, data.lead.size), np.float32)
    from_when[0] = data.lead.ravel()
    cells = np.zeros((3, cranes), np.int64)
    return Room(from_when, np.zeros(n, np.int64), cells[0], cells[1], cells[2])


@cached
def _count_rest(data: Data, order: Numbers, crane: Numbers, starts: Numbers, first: int, room: Room) -> None:
    """Write `rest`, and `ends` with what is placed before position `first`."""
    places = data.lead.shape[1]
    ends, left, next_place, rests, seconds = room.ends, room.left, room.place, room.rest, data.seconds
    ends[:] = 0
    left[:] = 0
    for k in range(len(order) - 1, -1, -1):
        task = order[k]
        mine, place = crane[task], data.place[task]
        rest = seconds[task]
        if left[mine] > 0:
            rest += left[mine] + np.int64(data.apart[mine * places + place, mine * places + next_place[mine]])
        left[mine], next_place[mine], rests[k] = rest, place, rest
        start = starts[task] if k < first else np.int64(data.lead[mine, place])
        ends[mine] = max(ends[mine], start + rest)


@cached
def _leave(end: int, apart: Seconds, before: Seconds, after: Seconds) -> None:
    """Write from when cranes can start at places, after a task that ends then. The loop is one for vectors."""
    done = np.float32(end)
    for spot in range(len(apart)):
        when = done + apart[spot]
        after[spot] = when if when > before[spot] else before[spot]


@cached
def place_from(
    data: Data, order: Numbers, crane: Numbers, starts: Numbers, first: int, room: Room, limit: float, weight: float
) -> float:
    """Place the tasks from position `first` of the order on; what stands before has its starts, and its room.

    Returns the cost of the ends of the cranes at this weight, or NEVER where it is no schedule or above `limit`.
    """
    _count_rest(data, order, crane, starts, first, room)
    (cranes, places), n = data.lead.shape, len(order)
    seconds, after, before, closes, ends = data.seconds, data.after, data.before, data.closes, room.ends
    last, total = 0, 0
    for end in ends:
        last = max(last, end)
        total += end
    if last + weight * total / cranes > limit:
        return float(NEVER)
    for k in range(first, n):
        starts[order[k]] = -1
    for k in range(first, n):
        task = order[k]
        mine = crane[task]
        if not data.able[task, mine]:
            return float(NEVER)
        spot = mine * places + data.place[task]
        at = int(room.from_when[k, spot])
        for link in range(after[task], after[task + 1]):
            other = before[link]
            if starts[other] < 0:
                return float(NEVER)
            at = max(at, starts[other] + seconds[other])
        window = data.window[mine]
        while True:
            while window < data.window[mine + 1] and at + seconds[task] > closes[window]:
                window += 1
            if window == data.window[mine + 1]:
                return float(NEVER)
            if at < data.opens[window]:
                at = data.opens[window]
                continue
            if len(data.gang) == 0:
                break
            later = gang_allows(data, order, k, starts, at, int(at + seconds[task]))
            if later == at:
                break
            at = later
        starts[task] = at
        end = at + room.rest[k]
        if end > ends[mine]:
            total += end - ends[mine]
            last = max(last, end)
            ends[mine] = end
            if last + weight * total / cranes > limit:
                return float(NEVER)
        _leave(int(at + seconds[task]), data.apart[spot], room.from_when[k], room.from_when[k + 1])
    return last + weight * total / cranes


@cached
def place_all(data: Data, order: Numbers, crane: Numbers, starts: Numbers, most: int) -> int:
    """Place all tasks of an order; returns the makespan, or NEVER where it is no schedule or above `most`."""
    return int(place_from(data, order, crane, starts, 0, room_for(data), float(most), 0.0))
