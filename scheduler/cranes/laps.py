"""Annealing of sweeps, compiled: the cranes go along the ship in laps, each lap one way, and every task has its lap.

With one lap this is the unidirectional schedule of Bierwirth and Meisel (Journal of Scheduling 12, 2009), among which
is a shortest one for most ships. With several, a crane may come back to a bay. In each lap the crane that goes ahead is
placed first and waits for nobody, so that tasks, cranes and laps say all of the schedule.
"""

from typing import NamedTuple

import numpy as np

from scheduler.cranes.kernel import NEVER, Data, Numbers, cached, place_from, room_for

# Chances of a change: of the lap only; else of the crane of a task, of two in exchange, and of a run of the line.
_LAP, _ONE, _TWO = 0.15, 0.5, 0.3
# The chance that the lap changes with the crane; how far away in the line the other one of two is; tasks of a run.
_LAP_TOO, _FAR, _RUN = 0.3, 12, 6


class Laps(NamedTuple):
    """The crane and the lap of each task, the order in which tasks are placed, and their starts."""

    crane: Numbers
    lap: Numbers
    order: Numbers
    starts: Numbers


class Ways(NamedTuple):
    """Laps x n: the tasks along the way of each lap; whether it goes down, 1, or up, 0; and whether cranes may go back.

    They do where a task waits for others that it must come after, while its crane goes on.
    """

    lines: Numbers
    down: Numbers
    back: bool


@cached
def copy_laps(one: Laps, to: Laps) -> None:
    """Copy a schedule."""
    to.crane[:] = one.crane
    to.lap[:] = one.lap
    to.order[:] = one.order
    to.starts[:] = one.starts


@cached
def _set_order(data: Data, ways: Ways, laps: Laps, placed: Numbers, wanted: Numbers, slots: Numbers) -> bool:
    """Write the order in which tasks are placed. A task that must come after others waits for them.

    Returns whether that is as the ways ask.
    """
    (count, n), cranes = ways.lines.shape, data.lead.shape[0]
    lines, down, crane, lap, order = ways.lines, ways.down, laps.crane, laps.lap, laps.order
    after, before = data.after, data.before
    slots[:] = 0
    for task in range(n):
        slots[lap[task] * cranes + (crane[task] if down[lap[task]] else cranes - 1 - crane[task])] += 1
    sum_before = 0
    for slot in range(len(slots)):
        sum_before, slots[slot] = sum_before + slots[slot], sum_before
    for number in range(count):
        for k in range(n):
            task = lines[number, k]
            if lap[task] == number:
                slot = number * cranes + (crane[task] if down[number] else cranes - 1 - crane[task])
                wanted[slots[slot]] = task
                slots[slot] += 1
    placed[:] = 0
    at, left = 0, n
    while left > 0:
        kept = 0
        for k in range(left):
            task, ready = wanted[k], True
            for link in range(after[task], after[task + 1]):
                ready = ready and placed[before[link]] == 1
            if ready:
                placed[task] = 1
                order[at] = task
                at += 1
            else:
                wanted[kept] = task
                kept += 1
        if kept > 0 and not ways.back:
            return False
        left = kept
    return True


@cached
def _change(data: Data, ways: Ways, laps: Laps) -> bool:
    """Change the crane or the lap of some tasks; returns whether anything was changed."""
    count, n = ways.lines.shape
    k, lap = np.random.randint(n), np.random.randint(count)
    task = ways.lines[lap, k]
    mine = laps.crane[task]
    if count > 1 and np.random.random() < _LAP:
        laps.lap[task] = lap
        return True
    other = mine + (1 if np.random.random() < 0.5 else -1)
    if other < 0 or other >= data.lead.shape[0]:
        return False
    kind = np.random.random()
    lap_too = count > 1 and np.random.random() < _LAP_TOO
    if kind < _ONE:
        laps.crane[task] = other
        if lap_too:
            laps.lap[task] = lap
    elif kind < _ONE + _TWO:
        to = k + np.random.randint(-_FAR, _FAR + 1)
        if to < 0 or to >= n or laps.crane[ways.lines[lap, to]] != other:
            return False
        second = ways.lines[lap, to]
        laps.crane[task], laps.crane[second] = other, mine
        if lap_too:
            laps.lap[task], laps.lap[second] = laps.lap[second], laps.lap[task]
    else:
        step = 1 if np.random.random() < 0.5 else -1
        left = np.random.randint(2, _RUN)
        while left > 0 and 0 <= k < n:
            if laps.crane[ways.lines[lap, k]] == mine:
                laps.crane[ways.lines[lap, k]] = other
                left -= 1
            k += step
    return True


@cached
def anneal(
    data: Data, ways: Ways, laps: Laps, best: Laps, seed: int, iterations: int, hot: float, cold: float,
    weight: float, target: int,
) -> int:  # fmt: skip
    """Change a schedule step by step, of which crane and lap are given, and keep the best one.

    Temperatures are seconds; `weight` is that of the mean end of the cranes. Returns the best makespan, `NEVER` where
    there is no schedule; it ends early where `target` is reached.
    """
    np.random.seed(seed)
    n, cranes = len(laps.crane), data.lead.shape[0]
    placed, wanted = np.zeros(n, np.int64), np.zeros(n, np.int64)
    slots = np.zeros(ways.lines.shape[0] * cranes, np.int64)
    room, new_room = room_for(data), room_for(data)
    cost, shortest = float(NEVER), NEVER
    if _set_order(data, ways, laps, placed, wanted, slots):
        cost = place_from(data, laps.order, laps.crane, laps.starts, 0, room, float(NEVER), weight)
        if cost < NEVER:
            shortest = room.ends.max()
    copy_laps(laps, best)
    new = Laps(laps.crane.copy(), laps.lap.copy(), laps.order.copy(), laps.starts.copy())
    temperature = hot
    for iteration in range(iterations):
        if iteration % 64 == 0:
            temperature = hot * (cold / hot) ** (iteration / iterations)
            if shortest <= target:
                break
        if not _change(data, ways, new):
            continue
        if not _set_order(data, ways, new, placed, wanted, slots):
            # Where there is no schedule yet, any change is as good.
            copy_laps(new if shortest >= NEVER else laps, laps if shortest >= NEVER else new)
            continue
        first = 0
        while first < n and shortest < NEVER and laps.order[first] == new.order[first]:
            task = new.order[first]
            if laps.crane[task] != new.crane[task]:
                break
            first += 1
        if first == n:
            copy_laps(new, laps)
            continue
        limit = min(cost - temperature * np.log(1.0 - np.random.random()), float(NEVER))
        new_room.from_when[first] = room.from_when[first]
        new_cost = place_from(data, new.order, new.crane, new.starts, first, new_room, limit, weight)
        if new_cost > limit:
            copy_laps(laps, new)
            continue
        cost = new_cost
        copy_laps(new, laps)
        room.from_when[first + 1 :] = new_room.from_when[first + 1 :]
        if cost < NEVER and new_room.ends.max() < shortest:
            shortest = new_room.ends.max()
            copy_laps(laps, best)
    return shortest
