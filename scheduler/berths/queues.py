"""Berths that ships have one after the other: ruin and recreate where a plan is a queue for each berth.

Where every ship lies alone in one section and no crane is shared, the berths are unrelated machines with release dates
(Buhrkal, Zuglian, Ropke, Larsen and Lusby, Transportation Research E 47, 2011). A ship that is put into a queue pushes
those behind it, which ships that stay where they are can't: so dense queues are searched much better here.
"""

from typing import Any, NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from scheduler.berths.compiled import cached
from scheduler.berths.kernel import (
    NEVER,
    OUT,
    PLACED,
    Data,
    Ints,
    Scratch,
    State,
    berth_cost,
    best_in,
    place_cost,
    put,
    time_cost,
)


class Queues(NamedTuple):
    """The queue of each berth: ships in order, how many, and the option of a ship at a berth, -1 for none.

    Shapes (berths, ships), (berths,), (ships, berths). `fixed_cost` is what a ship pays for its place there.
    """

    ship: Ints
    length: Ints
    option: Ints
    fixed_cost: NDArray[np.float64]
    # Times in which berths are closed, of each berth from first_closed[b] on and before first_closed[b + 1], in order.
    first_closed: Ints
    closed_start: Ints
    closed_end: Ints


def apply_to(data: Data) -> bool:
    """Whether a problem is one of queues: discrete berths without cranes, water or a gap that reaches over sections."""
    alone = len(data.section) > 0 and data.gap == 0
    plain = bool(
        (data.option.count == 0).all() and (data.option.berthing < 0).all() and (data.option.leaving < 0).all()
    )
    inside = all(
        bool(((data.section.low <= option.low) & (option.high + ship.length <= data.section.high)).any())
        for ship in data.ship
        for option in data.option[ship.first_option : ship.last_option]
    )
    return (
        alone
        and plain
        and inside
        and data.slot == 0
        and data.growth == 0.0
        and not (data.ship.fixed.any() or data.ship.shifted.any())
    )


def new_queues(data: Data) -> Queues:
    """Empty queues of a problem that they apply to."""
    berths, ships = len(data.section), len(data.ship)
    option = np.full((ships, berths), -1, np.int64)
    fixed_cost = np.zeros((ships, berths))
    for i, ship in enumerate(data.ship):
        for o in range(ship.first_option, ship.last_option):
            low, high = data.option[o].low, data.option[o].high + ship.length
            for b in range(berths):
                if data.section[b].low <= low and high <= data.section[b].high:
                    place = best_in(ship, data.option[o].low, data.option[o].high)
                    option[i, b], fixed_cost[i, b] = o, place_cost(ship, place)
    closed: list[list[tuple[int, int]]] = [
        sorted(
            (int(each.start), int(each.end))
            for each in data.closed
            if each.low < data.section[b].high and data.section[b].low < each.high
        )
        for b in range(berths)
    ]
    return Queues(
        np.full((berths, ships + 1), -1, np.int64),
        np.zeros(berths, np.int64),
        option,
        fixed_cost,
        np.cumsum([0, *(len(each) for each in closed)]),
        np.array([start for each in closed for start, _ in each], np.int64),
        np.array([end for each in closed for _, end in each], np.int64),
    )


@register_jitable
def _start(first: int, last: int, closed_start: Ints, closed_end: Ints, earliest: int, duration: int) -> int:
    """The earliest start that none of the closed times from `first` and before `last` meets."""
    start = earliest
    for k in range(first, last):
        if start < closed_end[k] and closed_start[k] < start + duration:
            start = closed_end[k]
    return start


@register_jitable
def _cost(ship: Any, finish: float, fixed_cost: float, start: int, end: int, target: int) -> float:
    if end > ship.latest:
        return 1e200
    cost = time_cost(ship, finish, start, end, target) + fixed_cost
    if ship.shifted > 0.0:
        cost += ship.shifted * abs(start - ship.old_start)
    return cost


@cached
def anneal_queues(
    d: Data, q: Queues, best: Queues, seed: int, iterations: int, hot: float, cold: float, most_out: int, target: int
) -> float:
    """Ruin and recreate from the queues `q`, to which ships that are in none are added; `best` becomes the best.

    `hot` and `cold` are the temperatures at the first and the last iteration, in money. The cost of the best.
    """
    np.random.seed(seed)
    ships, berths = len(d.ship), len(q.length)
    duration = np.zeros((ships, berths), np.int64)
    for i in range(ships):
        for b in range(berths):
            if q.option[i, b] >= 0:
                duration[i, b] = int(np.ceil(d.option[q.option[i, b]].work - 1e-6)) + d.mooring + d.unmooring
    start, end = np.zeros(ships, np.int64), np.zeros(ships, np.int64)
    cost, where = np.zeros(ships), np.full(ships, -1, np.int64)
    out = np.zeros(ships, np.int64)
    kept_ship, kept_count = q.ship.copy(), q.length.copy()
    kept_start, kept_end, kept_cost, kept_where = start.copy(), end.copy(), cost.copy(), where.copy()
    touched = np.zeros(berths, np.bool_)
    waiting = 0
    for b in range(berths):
        for p in range(q.length[b]):
            where[q.ship[b, p]] = b
        _retime(d, q, duration, start, end, cost, b, 0, target)
    for i in range(ships):
        if where[i] < 0:
            out[waiting] = i
            waiting += 1
    # Ships that come early first.
    out[:waiting] = out[:waiting][np.argsort(d.ship.release[out[:waiting]])]
    for r in range(waiting):
        _insert(d, q, duration, start, end, cost, where, out[r], target, 0.0)
    total = 0.0
    for i in range(ships):
        total += cost[i]
    best_total = total
    best.ship[:], best.length[:] = q.ship, q.length
    for b in range(berths):
        kept_ship[b, : q.length[b]] = q.ship[b, : q.length[b]]
    kept_count[:] = q.length
    kept_start[:], kept_end[:], kept_cost[:], kept_where[:] = start, end, cost, where
    temperature, cooling = hot, (cold / hot) ** (1.0 / max(1, iterations)) if hot > 0.0 else 1.0
    rank = np.zeros(ships)
    span = 1.0
    for i in range(ships):
        span += end[i] - start[i]
    span /= ships
    for _ in range(iterations):
        temperature *= cooling
        pivot = np.random.randint(ships)
        count = min(ships, 1 + np.random.randint(most_out))
        other_berths = 1.5 * np.random.random()
        noise = 1.0 + np.random.random()
        before = total
        touched[:] = False
        # Neighbours in the queue and those that lie at other berths at the time.
        for k in range(ships):
            rank[k] = abs(start[k] + end[k] - start[pivot] - end[pivot]) / (2 * span) + noise * np.random.random()
            if where[k] != where[pivot]:
                rank[k] += other_berths
        rank[pivot] = -1.0
        for r in range(count):
            at = 0
            for k in range(ships):
                if rank[k] < rank[at]:
                    at = k
            out[r] = at
            rank[at] = 1e18
        for r in range(count):
            i = out[r]
            b = where[i]
            if b < 0:
                continue
            touched[b] = True
            p = 0
            while q.ship[b, p] != i:
                p += 1
            for n in range(p, q.length[b] - 1):
                q.ship[b, n] = q.ship[b, n + 1]
            q.length[b] -= 1
            where[i] = -1
            _retime(d, q, duration, start, end, cost, b, p, target)
        order = np.random.randint(4)
        for r in range(1, count):
            # Sorted by a key drawn anew for all, by insertion.
            i = out[r]
            at = r
            while at > 0 and _later(d, duration, out[at - 1], i, order):
                out[at] = out[at - 1]
                at -= 1
            out[at] = i
        if order == 3:
            for r in range(count - 1, 0, -1):
                at = np.random.randint(r + 1)
                out[r], out[at] = out[at], out[r]
        for r in range(count):
            b = _insert(d, q, duration, start, end, cost, where, out[r], target, 0.05)
            if b >= 0:
                touched[b] = True
        total = 0.0
        for i in range(ships):
            total += cost[i]
        if total > before - temperature * np.log(1e-12 + np.random.random()):
            for b in range(berths):
                if touched[b]:
                    q.length[b] = kept_count[b]
                    for p in range(q.length[b]):
                        i = kept_ship[b, p]
                        q.ship[b, p] = i
                        start[i], end[i], cost[i], where[i] = kept_start[i], kept_end[i], kept_cost[i], b
            for r in range(count):
                i = out[r]
                where[i], cost[i], start[i], end[i] = kept_where[i], kept_cost[i], kept_start[i], kept_end[i]
            total = before
            continue
        for b in range(berths):
            if touched[b]:
                kept_count[b] = q.length[b]
                for p in range(q.length[b]):
                    i = q.ship[b, p]
                    kept_ship[b, p] = i
                    kept_start[i], kept_end[i], kept_cost[i], kept_where[i] = start[i], end[i], cost[i], b
        for r in range(count):
            i = out[r]
            kept_where[i], kept_cost[i], kept_start[i], kept_end[i] = where[i], cost[i], start[i], end[i]
        if total < best_total - 1e-6:
            best_total = total
            best.ship[:], best.length[:] = q.ship, q.length
            if total <= 0.0:
                break
    return best_total


@register_jitable
def _later(d: Data, duration: Ints, one: int, other: int, order: int) -> bool:
    if order == 0:
        return d.ship[one].release > d.ship[other].release
    if order == 1:
        return duration[one, 0] > duration[other, 0]
    if order == 2:
        return duration[one, 0] < duration[other, 0]
    return False


@register_jitable
def _retime(
    d: Data,
    q: Queues,
    duration: Ints,
    start: Ints,
    end: Ints,
    cost: NDArray[np.float64],
    b: int,
    first: int,
    target: int,
) -> None:
    """Time the ships of a queue anew, from one on, each as early as can be."""
    free = -NEVER if first == 0 else end[q.ship[b, first - 1]]
    for p in range(first, q.length[b]):
        i = q.ship[b, p]
        begin = _start(
            q.first_closed[b],
            q.first_closed[b + 1],
            q.closed_start,
            q.closed_end,
            max(free, d.ship[i].release),
            duration[i, b],
        )
        start[i], end[i] = begin, begin + duration[i, b]
        cost[i] = _cost(d.ship[i], d.finish, q.fixed_cost[i, b], begin, end[i], target)
        free = end[i]


@register_jitable
def _insert(
    d: Data, q: Queues, duration: Ints, start: Ints, end: Ints, cost: NDArray[np.float64], where: Ints, i: int,
    target: int, blink: float,
) -> int:  # fmt: skip
    """Put a ship where all queues together cost least; the berth, or -1 where leaving it out is cheaper."""
    best, best_berth, best_at = d.ship[i].left_out, -1, 0
    release = d.ship[i].release
    for b in range(len(q.length)):
        if q.option[i, b] < 0:
            continue
        for p in range(q.length[b], -1, -1):
            free = -NEVER if p == 0 else end[q.ship[b, p - 1]]
            if blink > 0.0 and np.random.random() < blink:
                continue
            begin = _start(
                q.first_closed[b],
                q.first_closed[b + 1],
                q.closed_start,
                q.closed_end,
                max(free, release),
                duration[i, b],
            )
            until = begin + duration[i, b]
            more = _cost(d.ship[i], d.finish, q.fixed_cost[i, b], begin, until, target)
            n = p
            while n < q.length[b] and more < best:
                k = q.ship[b, n]
                pushed = _start(
                    q.first_closed[b],
                    q.first_closed[b + 1],
                    q.closed_start,
                    q.closed_end,
                    max(until, d.ship[k].release),
                    duration[k, b],
                )
                if pushed == start[k]:
                    break
                until = pushed + duration[k, b]
                more += _cost(d.ship[k], d.finish, q.fixed_cost[k, b], pushed, until, target) - cost[k]
                n += 1
            if more < best:
                best, best_berth, best_at = more, b, p
            # Before a ship that is gone when this one comes it comes no earlier.
            if free <= release:
                break
    if best_berth < 0:
        where[i], cost[i] = -1, d.ship[i].left_out
        return -1
    b = best_berth
    for n in range(q.length[b], best_at, -1):
        q.ship[b, n] = q.ship[b, n - 1]
    q.ship[b, best_at] = i
    q.length[b] += 1
    where[i] = b
    _retime(d, q, duration, start, end, cost, b, best_at, target)
    return b


def to_state(data: Data, q: Queues, state: State, scratch: Scratch) -> None:
    """Make the state that the queues are."""
    state.berth.status[:] = OUT
    state.berth.cost[:] = data.ship.left_out
    for b in range(len(q.length)):
        free = -NEVER
        for i in q.ship[b, : q.length[b]]:
            option = int(q.option[i, b])
            work = int(np.ceil(data.option[option].work - 1e-6))
            length = work + data.mooring + data.unmooring
            begin = _start(
                q.first_closed[b],
                q.first_closed[b + 1],
                q.closed_start,
                q.closed_end,
                max(free, int(data.ship[i].release)),
                length,
            )
            free = begin + length
            place = best_in(data.ship[i], int(data.option[option].low), int(data.option[option].high))
            cost = berth_cost(data.ship[i], data.finish, begin, free, place, 0, NEVER)
            put(data, state, scratch, i, option, place, begin, begin + data.mooring + work, free, 0, 0, 0, cost)


def from_state(data: Data, state: State) -> Queues:
    """The queues that a state is."""
    queues = new_queues(data)
    for i in np.argsort(state.berth.start, kind="stable"):
        if state.berth[i].status == PLACED:
            b = int(np.flatnonzero(queues.option[i] == state.berth[i].option)[0])
            queues.ship[b, queues.length[b]] = i
            queues.length[b] += 1
    return queues
