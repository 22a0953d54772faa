"""A lower bound: every ship alone at a quay whose metres and cranes have prices (Lagrangian relaxation).

The plane of quay and time is cut into cells. In any plan each cell is taken at most once, and in each step of time at
most so many cranes work as there are. Without these two rules, but with a price for breaking them, the ships part, and
the cheapest berth of each, less the prices of what there is, is a bound for any prices that are not negative (Fisher,
Management Science 27, 1981). Prices are raised where too much is wanted (subgradients).

Where a cell is one tick by one unit, the bound is that of the time-indexed model's linear relaxation. In coarser cells
a ship takes only what it covers for sure wherever it begins in its cell, and pays what it pays at least, so that the
bound holds as well.
"""

from dataclasses import dataclass
from threading import Event
from typing import Any, NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from scheduler.berths.compiled import cached
from scheduler.berths.kernel import (
    NEVER,
    Data,
    Floats,
    Ints,
    keeping_cost,
    open_from,
    place_cost,
    time_cost,
)
from scheduler.berths.problem import BerthProblem

# So many cells are priced at most.
_CELLS = 1_500_000
# Along the quay no more than so many, and in a slot so many steps of time.
_ALONG, _IN_SLOT = 640, 4
# A step of prices is shortened after so many that brought nothing, and the search ends at the least.
_PATIENCE, _SHORTER, _LEAST_STEP = 15, 0.7, 1e-4


class Places(NamedTuple):
    """Places of every ship's options: those of option o from first[o] and before first[o + 1], the cheapest first.

    Each with the cells that it takes for sure, from low and before high, and what it costs at least.
    """

    first: Ints
    low: Ints
    high: Ints
    # The cell after the last one that is the ship's without the mooring gap, which must not be closed; its first cell.
    body: Ints
    cell: Ints
    cost: Floats


class Grid(NamedTuple):
    """Cells: ticks in a step of time, steps, cells along the quay; cranes in each step; which cells are closed."""

    step: int
    steps: int
    cells: int
    cranes: Floats
    # Prefix sums of closed cells, (steps + 1, cells + 1).
    closed: Floats


@dataclass(frozen=True)
class Relaxation:
    """The relaxed problem of a berth problem."""

    grid: Grid
    places: Places
    # Edges of the cells along the quay, and whether a cell is a unit, or a section, by a tick.
    edges: Ints
    exact: bool


def relax(problem: BerthProblem, last: int) -> Relaxation:
    """The relaxed problem for plans in which no ship stays beyond the tick `last`."""
    data = problem.data
    edges, exact_space = _cells(data)
    span = max(1, last)
    step = max(1, -(-span * (len(edges) - 1) // _CELLS))
    if data.slot:
        least = min(max(step, data.slot // _IN_SLOT), data.slot)
        step = next(each for each in range(least, data.slot + 1) if data.slot % each == 0)
    if data.slot == 0 and step > 1:
        # Steps that divide an hour, where an hour has so many ticks.
        hour = 3_600_000 // problem.tick_ms
        step = next((each for each in range(step, hour + 1) if hour % each == 0), step)
    steps = -(-span // step) + 1
    closed = np.zeros((steps + 1, len(edges)))
    closures = [(int(each.low), int(each.high), int(each.start), int(each.end)) for each in data.closed]
    for at, to, start, end in (*closures, *_held(data)):
        first, until = max(0, start // step), max(0, min(steps, -(-end // step)))
        low, high = int(np.searchsorted(edges, at, "right")) - 1, int(np.searchsorted(edges, to, "left"))
        if len(data.section):
            # A ship that has a section to itself may lie beside what is closed of it.
            low, high = int(np.searchsorted(edges, at, "left")), int(np.searchsorted(edges, to, "right")) - 1
        # Cells that are closed at some time and somewhere: who covers one for sure lies on what is closed.
        closed[first + 1 : until + 1, max(0, low) + 1 : high + 1] = 1
    closed = closed.cumsum(axis=0).cumsum(axis=1)
    return Relaxation(
        Grid(step, steps, len(edges) - 1, _cranes(data, step, steps), closed),
        _places(data, edges),
        edges,
        exact=exact_space and step == 1 and data.slot == 0,
    )


def _held(data: Data) -> list[tuple[int, int, int, int]]:
    """What ships that stay keep from others: from and to where, from and to when.

    They take no cells of their own: two of them may lie closer than others, and on what is closed.
    """
    found = []
    for ship in data.ship:
        if not (ship.fixed or ship.lies):
            continue
        work = min(int(np.ceil(option.work - 1e-6)) for option in _options(data, ship))
        end = int(ship.latest if ship.fixed else ship.release + data.mooring + work + data.unmooring)
        place = int(data.option[ship.first_option].low)
        under = [each for each in data.section if place < each.high and each.low < place + ship.length]
        low = min([place - data.gap, *(int(each.low) for each in under)])
        high = max([place + int(ship.length) + data.gap, *(int(each.high) for each in under)])
        found.append((low, high, int(ship.release), end))
    return found


def _cranes(data: Data, step: int, steps: int) -> Floats:
    """The cranes that can be worked in each step of time, without those of ships that stay.

    A ship whose cranes stay the same counts in a step that it fills, so that it has to do with the fewest there are in
    it. Cranes that change may do all their work while there are more: what counts is the mean.
    """
    stopped = np.zeros((steps * step, data.cranes), np.bool_)
    for each in data.stopped:
        stopped[max(0, int(each.start)) : max(0, int(each.end)), int(each.crane)] = True
    there = data.cranes - stopped.sum(axis=1)
    for each in data.gang:
        span = slice(max(0, int(each.start)), max(0, int(each.end)))
        there[span] = np.minimum(there[span], each.count)
    there = np.maximum(there - cranes_held(data, len(there)), 0)
    by_step = there.reshape(steps, step)
    return (by_step.mean(axis=1) if data.slot else by_step.min(axis=1)).astype(np.float64)


def cranes_held(data: Data, ticks: int) -> Ints:
    """How many cranes ships that stay as they are hold, in each of so many ticks."""
    held = np.zeros(ticks, np.int64)
    for ship in data.ship[data.ship.fixed > 0]:
        option, begin = data.option[ship.first_option], int(ship.release) + data.mooring
        held[max(0, begin) : max(0, begin + int(np.ceil(option.work - 1e-6)))] += option.count
    return held


def _cells(data: Data) -> tuple[Ints, bool]:
    """The edges of the cells along the quay, and whether every place begins at one."""
    if len(data.section):
        return np.array([*data.section.low, data.section.high[-1]], np.int64), True
    if not len(data.ship):
        return np.array([0, 1], np.int64), True
    low = int(data.option.low.min())
    high = int(max(option.high + ship.length for ship in data.ship for option in _options(data, ship))) + data.gap
    width = max(1, -(-(high - low) // _ALONG))
    return np.arange(low, high + width, width, dtype=np.int64), width == 1


def _options(data: Data, ship: Any) -> Any:
    return data.option[ship.first_option : ship.last_option]


def _places(data: Data, edges: Ints) -> Places:
    first, rows = [0], []
    for ship in data.ship:
        for option in _options(data, ship):
            rows += _places_of(data, ship, option, edges)
            first.append(len(rows))
    table = np.array(rows, np.float64).reshape(-1, 5)
    whole = table[:, :4].astype(np.int64).T.copy()
    return Places(np.array(first, np.int64), whole[0], whole[1], whole[2], whole[3], table[:, 4].copy())


def _places_of(data: Data, ship: Any, option: Any, edges: Ints) -> list[tuple[int, int, int, int, float]]:
    low, high, length = int(option.low), int(option.high), int(ship.length)
    rows = []
    if ship.fixed or ship.lies:
        cell = int(np.searchsorted(edges, low, "right")) - 1
        return [(cell, cell, cell, cell, place_cost(ship, low))]
    if len(data.section):
        # Whole sections are taken: every set of them once, at its cheapest place.
        found: dict[tuple[int, int], float] = {}
        marks = {low, high, *(int(edge) for edge in edges), *(int(edge) - length for edge in edges)}
        marks |= {mark + more for mark in marks for more in (-1, 1)}
        marks.update(_zeros(ship, low, high))
        for place in sorted(mark for mark in marks if low <= mark <= high):
            begin = int(np.searchsorted(edges, place, "right")) - 1
            until = int(np.searchsorted(edges, place + length, "left"))
            cost = place_cost(ship, place)
            found[begin, until] = min(found.get((begin, until), cost), cost)
        rows = [(begin, until, until, begin, cost) for (begin, until), cost in found.items()]
        return sorted(rows, key=lambda row: row[4])
    for cell in range(int(np.searchsorted(edges, low, "right")) - 1, len(edges) - 1):
        first, last = max(low, int(edges[cell])), min(high, int(edges[cell + 1]) - 1)
        if first > last:
            if edges[cell] > high:
                break
            continue
        # Wherever in this cell it begins, it covers these.
        begin = int(np.searchsorted(edges, last, "left"))
        until = int(np.searchsorted(edges, first + length + data.gap, "right")) - 1
        body = int(np.searchsorted(edges, first + length, "right")) - 1
        cost = min(place_cost(ship, place) for place in {first, last, *_zeros(ship, first, last)})
        rows.append((begin, max(begin, until), max(begin, body), cell, cost))
    return sorted(rows, key=lambda row: row[4])


def _zeros(ship: Any, low: int, high: int) -> list[int]:
    """Where between two places a ship's distances are least."""
    zeros = [] if ship.preferred == NEVER else [min(max(int(ship.preferred), low), high)]
    return [*zeros, min(max(int(ship.old_position), low), high)] if ship.moved > 0 else zeros


@register_jitable
def _sum(table: Floats, first: int, last: int, low: int, high: int) -> float:
    return table[last, high] - table[first, high] - table[last, low] + table[first, low]


@register_jitable
def _prefix_sums(grid: Grid, quay: Floats, crane: Floats) -> tuple[Floats, Floats]:
    """Sums of prices: of cells before each corner of a cell, and of cranes before each step."""
    sums = np.zeros((grid.steps + 1, grid.cells + 1))
    for t in range(grid.steps):
        row = 0.0
        for c in range(grid.cells):
            row += quay[t, c]
            sums[t + 1, c + 1] = sums[t, c + 1] + row
    crane_sums = np.zeros(grid.steps + 1)
    for t in range(grid.steps):
        crane_sums[t + 1] = crane_sums[t] + crane[t]
    return sums, crane_sums


@register_jitable
def _later(ship: Any, start: int, ticks: int, spare: int) -> float:
    """What a ship gains at most that berths up to so many ticks later, where it stays longer than its work needs."""
    gain = ship.stay if start < ship.eta else ship.stay - ship.waiting
    return max(0.0, gain) * max(0, min(ticks, spare))


@register_jitable
def _steps_of(grid: Grid, g: int, stays: int, mooring: int, work: int) -> tuple[int, int, int, int]:
    """The steps that a ship which begins in step `g` fills with its stay, and with its work, however late it begins.

    From the first and before the last of each.
    """
    first = min(g if grid.step == 1 else g + 1, grid.steps)
    last = min(max(first, (g * grid.step + stays) // grid.step), grid.steps)
    work_first = min(-(-(g * grid.step + grid.step - 1 + mooring) // grid.step), grid.steps)
    work_last = min(max(work_first, (g * grid.step + mooring + work) // grid.step), grid.steps)
    return first, last, work_first, work_last


@cached
def price_all(
    d: Data, grid: Grid, places: Places, quay: Floats, crane: Floats, latest: Ints, wanted_quay: Floats,
    wanted_crane: Floats, least: Floats,
) -> float:  # fmt: skip
    """The cheapest berth of every ship at prices, written to `least`, and what they want of cells and cranes.

    `latest` is the last tick at which each may berth. The sum of `least`.
    """
    sums, crane_sums = _prefix_sums(grid, quay, crane)
    wanted_quay[:] = 0.0
    wanted_crane[:] = 0.0
    total = 0.0
    cheap = np.zeros(grid.steps + 1)
    order = np.zeros(grid.steps + 1, np.int64)
    for i in range(len(d.ship)):
        ship = d.ship[i]
        best = ship.left_out
        b_first, b_last, b_low, b_high, b_count, b_wfirst, b_wlast, b_option, b_need = 0, 0, 0, 0, 0, 0, 0, -1, 0.0
        for o in range(ship.first_option, ship.last_option):
            by_slot = d.option[o].count < 0
            count = 0 if by_slot or ship.fixed else d.option[o].count
            work = d.option[o].work
            efficiency, fastest = 0.0, 0.0
            if by_slot:
                for c in range(max(1, ship.least), ship.most + 1):
                    efficiency = max(efficiency, d.rate[o, c] / c)
                    fastest = max(fastest, d.rate[o, c])
            work_ticks = int(np.ceil(work - 1e-6))
            shortest = work_ticks + d.mooring + d.unmooring
            if places.first[o] == places.first[o + 1]:
                continue
            least_place = places.cost[places.first[o]]
            g = ship.release // grid.step
            while g < grid.steps and g * grid.step <= latest[i]:
                start = open_from(d.first_window, d.window, d.option[o].berthing, max(g * grid.step, ship.release))
                if start >= (g + 1) * grid.step:
                    g = start // grid.step
                    continue
                end = open_from(d.first_window, d.window, d.option[o].leaving, start + shortest)
                if end > ship.latest or end >= NEVER:
                    g += 1
                    continue
                keep = 0.0
                if ship.shifted > 0.0 or ship.recraned > 0.0:
                    late_start = min((g + 1) * grid.step - 1, latest[i])
                    nearest = min(max(ship.old_start, start), late_start)
                    keep = keeping_cost(ship, nearest, ship.old_cranes if by_slot else d.option[o].count)
                if time_cost(ship, 0.0, start, start + shortest, NEVER) + least_place >= best:
                    break
                first = g if grid.step == 1 else g + 1
                late = max(start, min((g + 1) * grid.step - 1, latest[i]))
                cost = time_cost(ship, 0.0, start, end, NEVER) + least_place + keep
                cost -= _later(ship, start, late - start, end - start - shortest)
                if cost >= best:
                    g += 1
                    continue
                if not by_slot:
                    first, last, work_first, work_last = _steps_of(grid, g, end - start, d.mooring, work_ticks)
                    cost += count * (crane_sums[work_last] - crane_sums[work_first])
                    for p in range(places.first[o], places.first[o + 1]):
                        whole = cost - least_place + places.cost[p]
                        if whole >= best:
                            break
                        whole += _sum(sums, first, last, places.low[p], places.high[p])
                        if whole < best and _sum(grid.closed, first, last, places.low[p], places.body[p]) == 0.0:
                            best = whole
                            b_first, b_last, b_low, b_high = first, last, places.low[p], places.high[p]
                            b_count, b_wfirst, b_wlast, b_option = count, work_first, work_last, o
                    g += 1
                    continue
                # By the slot: for each step of its end, the cheapest cranes that do the work, all at their best rate. A
                # ship that is there may have done some before its first tick: as much as its work is less at most.
                need = max(0.0, min(1.0, fastest * work)) / (efficiency * grid.step)
                w_first = (start + d.mooring) // grid.step
                held = 0
                # The last one stands for all ends after the grid, where cranes have no price.
                for h in range(min(end // grid.step, grid.steps), grid.steps + 1):
                    until = max(end, h * grid.step)
                    until = open_from(d.first_window, d.window, d.option[o].leaving, until)
                    if until > ship.latest or until >= NEVER:
                        break
                    bare = time_cost(ship, 0.0, start, until, NEVER) + keep + least_place
                    bare -= _later(ship, start, late - start, until - start - shortest)
                    if bare >= best:
                        break
                    if until >= (h + 1) * grid.step and h < grid.steps:
                        continue
                    w_last = min(((h + 1) * grid.step - 1 - d.unmooring) // grid.step, grid.steps - 1)
                    while w_first + held <= w_last:
                        # Into the list of slots by price.
                        price = crane[w_first + held]
                        at = held
                        while at > 0 and cheap[at - 1] > price:
                            cheap[at], order[at] = cheap[at - 1], order[at - 1]
                            at -= 1
                        cheap[at], order[at] = price, w_first + held
                        held += 1
                    left, cranes_cost, used = need if h < grid.steps else 0.0, 0.0, 0
                    while left > 1e-9 and used < held:
                        take = min(left, float(ship.most))
                        cranes_cost += take * cheap[used]
                        left -= take
                        used += 1
                    if left > 1e-6:
                        continue
                    bare += cranes_cost
                    if bare >= best:
                        if cranes_cost == 0.0:
                            break
                        continue
                    last = max(first, min(h, grid.steps))
                    for p in range(places.first[o], places.first[o + 1]):
                        whole = bare - least_place + places.cost[p]
                        if whole >= best:
                            break
                        whole += _sum(sums, first, last, places.low[p], places.high[p])
                        if whole < best and _sum(grid.closed, first, last, places.low[p], places.body[p]) == 0.0:
                            best = whole
                            b_first, b_last, b_low, b_high = first, last, places.low[p], places.high[p]
                            b_count, b_wfirst, b_wlast, b_option, b_need = -1, w_first, w_last, o, need
                    if cranes_cost == 0.0:
                        break
                g += 1
        least[i] = best
        total += best
        if b_option < 0:
            continue
        for t in range(b_first, b_last):
            for c in range(b_low, b_high):
                wanted_quay[t, c] += 1.0
        if b_count > 0:
            for t in range(b_wfirst, b_wlast):
                wanted_crane[t] += b_count
        elif b_count < 0:
            held = 0
            for t in range(b_wfirst, b_wlast + 1):
                at = held
                while at > 0 and cheap[at - 1] > crane[t]:
                    cheap[at], order[at] = cheap[at - 1], order[at - 1]
                    at -= 1
                cheap[at], order[at] = crane[t], t
                held += 1
            left = b_need
            for n in range(held):
                take = min(left, float(ship.most))
                wanted_crane[order[n]] += take
                left -= take
                if left <= 1e-9:
                    break
    return total


class Bound:
    """The search for good prices; `value` is the best bound so far, in the problem's money."""

    def __init__(self, problem: BerthProblem, relaxation: Relaxation, latest: Ints) -> None:
        self._data, self._grid, self._places = problem.data, relaxation.grid, relaxation.places
        self._latest = latest
        grid = relaxation.grid
        self.quay, self.crane = np.zeros((grid.steps, grid.cells)), np.zeros(grid.steps)
        self._best_quay, self._best_crane = self.quay.copy(), self.crane.copy()
        self._quay_way, self._crane_way = np.zeros_like(self.quay), np.zeros_like(self.crane)
        self._wanted_quay, self._wanted_crane = np.zeros_like(self.quay), np.zeros_like(self.crane)
        self.least = np.zeros(len(problem.calls))
        self.value, self._length, self._idle = 0.0, 1.0, 0

    def improve(self, upper: float, iterations: int, cancel: Event) -> bool:
        """Change prices so many times, towards a plan's cost; whether more may help."""
        grid = self._grid
        for _ in range(iterations):
            if cancel.is_set():
                return False
            total = price_all(
                self._data, grid, self._places, self.quay, self.crane, self._latest,
                self._wanted_quay, self._wanted_crane, self.least,
            )  # fmt: skip
            value = total - self.quay.sum() - float(self.crane @ grid.cranes)
            if value > self.value + 1e-9 * abs(self.value):
                if value > self.value + 1e-4 * abs(upper - self.value):
                    self._idle = 0
                self.value = value
                self._best_quay[:], self._best_crane[:] = self.quay, self.crane
            else:
                self._idle += 1
                if self._idle >= _PATIENCE:
                    self._length *= _SHORTER
                    self._idle = 0
                    self.quay[:], self.crane[:] = self._best_quay, self._best_crane
                    self._quay_way[:], self._crane_way[:] = 0.0, 0.0
                    continue
            if upper - self.value < 1e-6 or self._length < _LEAST_STEP:
                return False
            # A direction that remembers the one before (Camerini, Fratta and Maffioli, 1975).
            self._quay_way *= 0.7
            self._quay_way += 0.3 * (self._wanted_quay - 1.0)
            self._crane_way *= 0.7
            self._crane_way += 0.3 * (self._wanted_crane - grid.cranes)
            # What has no price and is not wanted enough stays without.
            quay_way = np.where((self.quay <= 0) & (self._quay_way < 0), 0.0, self._quay_way)
            crane_way = np.where((self.crane <= 0) & (self._crane_way < 0), 0.0, self._crane_way)
            size = float((quay_way**2).sum() + (crane_way**2).sum())
            if size < 1e-12:
                return False
            move = self._length * max(upper - value, 1.0) / size
            np.maximum(self.quay + move * quay_way, 0.0, out=self.quay)
            np.maximum(self.crane + move * crane_way, 0.0, out=self.crane)
        return True

    def settle(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """The best prices of cells and cranes, and the least cost of each ship at them."""
        price_all(
            self._data, self._grid, self._places, self._best_quay, self._best_crane, self._latest,
            self._wanted_quay, self._wanted_crane, self.least,
        )  # fmt: skip
        return self._best_quay, self._best_crane, self.least


@cached
def cheap(
    d: Data, grid: Grid, places: Places, quay: Floats, crane: Floats, i: int, o: int, limit: float, latest: int,
    found: Ints,
) -> int:  # fmt: skip
    """The berths of a ship with one option that cost at most `limit` at prices; how many, written to `found` (room, 2).

    A row is a step in which it begins and the number of its place. Options with a constant number of cranes only.
    """
    sums, crane_sums = _prefix_sums(grid, quay, crane)
    ship, ticks = d.ship[i], int(np.ceil(d.option[o].work - 1e-6))
    count = 0 if ship.fixed else d.option[o].count
    held = 0
    for g in range(ship.release // grid.step, min(grid.steps, latest // grid.step + 1)):
        start = open_from(d.first_window, d.window, d.option[o].berthing, max(g * grid.step, ship.release))
        if start >= (g + 1) * grid.step:
            continue
        end = open_from(d.first_window, d.window, d.option[o].leaving, start + ticks + d.mooring + d.unmooring)
        if end > ship.latest or end >= NEVER:
            continue
        nearest = min(max(ship.old_start, start), min((g + 1) * grid.step - 1, latest))
        cost = time_cost(ship, 0.0, start, end, NEVER) + keeping_cost(ship, nearest, d.option[o].count)
        late = max(start, min((g + 1) * grid.step - 1, latest))
        cost -= _later(ship, start, late - start, end - start - ticks - d.mooring - d.unmooring)
        first, last, work_first, work_last = _steps_of(grid, g, end - start, d.mooring, ticks)
        cost += count * (crane_sums[work_last] - crane_sums[work_first])
        for p in range(places.first[o], places.first[o + 1]):
            if cost + places.cost[p] > limit:
                break
            whole = cost + places.cost[p] + _sum(sums, first, last, places.low[p], places.high[p])
            if whole <= limit and _sum(grid.closed, first, last, places.low[p], places.body[p]) == 0.0:
                if held < len(found):
                    found[held, 0], found[held, 1] = g, p
                held += 1
    return held
