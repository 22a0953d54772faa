"""The rules of berthing in plain loops over arrays, and the search that runs on them; Numba compiles it.

A ship is put at the earliest and nearest place that is free among ships which stay where they are (`insert`). From
that come first come first served, which runs uncompiled, and ruin and recreate (Schrimpf, Schneider, Stamm-Wilbrandt
and Dueck, Journal of Computational Physics 159, 2000) under simulated annealing: take out some ships that are near
each other, put them back in another order, and keep what is not much worse.

All of it stands in one file because Numba's cache looks at the file of a compiled function, and at no other one.
Times are ticks from the start of the planned time, lengths whole units of the quay, money whole parts in floats.
"""

from typing import Any, NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from scheduler.berths.compiled import cached

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Later, farther or dearer than anything; sums of a few of them still fit.
NEVER = 1 << 50
INFINITE = 1e300
# What has become of a ship in a state.
OUT, PLACED = 0, 1


# Arrays of records: one entry a ship, an option and so on, with fields by name. NumPy's types do not know the fields.
Records = Any


def _dtype(whole: str, real: str = "") -> np.dtype[Any]:
    return np.dtype([(name, np.int64) for name in whole.split()] + [(name, np.float64) for name in real.split()])


# A ship: its length; when it comes, may berth, must have left, should leave, and until when its contract gives it a
# berth (NEVER for none); the place that it prefers (NEVER for any); cranes; whether it stays as it is (fixed), and
# whether it lies alongside already (lies), where its place breaks no rule; its options from first_option and before
# last_option, those with the most cranes first. Money by the tick waiting, late, alongside and after its window, by the
# unit of length away, and once to leave it out. The plan before, which is to be kept to: place, start and cranes, and
# money for each unit moved, tick shifted and crane more or less.
SHIP = _dtype(
    "length eta release latest etd window preferred least most fixed lies first_option last_option "
    "old_position old_start old_cranes",
    "waiting lateness stay missed position left_out moved shifted recraned",
)
# An option of a ship: a range of places, cranes (-1: changing by the slot), the windows of the water in which it berths
# and leaves (-1: any time), and ticks of work at the preferred place, with the best number of cranes where it changes.
OPTION = _dtype("low high count berthing leaving", "work")
# A window of the water, its first and last tick; a range of places; a closed stretch of the quay and a crane out of
# service, both until before the end; a time with fewer gangs than cranes.
WINDOW, RANGE = _dtype("opens closes"), _dtype("low high")
CLOSED, STOPPED, GANG = _dtype("low high start end"), _dtype("crane start end"), _dtype("count start end")


class Data(NamedTuple):
    """The problem."""

    gap: int
    mooring: int
    unmooring: int
    cranes: int
    horizon: int
    # Money for each tick until the last ship has left, and for a crane's change of ship inside a shift.
    finish: float
    change: float
    # Share by which work grows with each unit away from the preferred place.
    growth: float
    # A crane's change of ship: ticks, and ticks for each half unit between the ships' middles.
    setup: float
    travel: float
    # Ticks in a slot, 0 where the cranes of a ship stay the same.
    slot: int
    ship: Records
    option: Records
    # Share of all work done in a tick, by option and number of cranes.
    rate: Floats
    # Sections that ships have to themselves; none where the quay is continuous.
    section: Records
    # The windows w are those from first_window[w] and before first_window[w + 1].
    first_window: Ints
    window: Records
    # Places from which a crane reaches a ship: (ships, cranes).
    reach: Records
    closed: Records
    stopped: Records
    gang: Records
    # Ticks at which shifts begin.
    shifts: Ints
    # Gangs, and cranes in service, all through a slot: (slots,), (slots, cranes).
    gangs: Ints
    in_service: NDArray[np.bool_]


# Where a ship lies: its status, place, first and last line, work, first crane and number of cranes where they stay the
# same, option, the stretch of the quay that it has to itself, its first slot of work and their number, and its cost.
BERTH = _dtype("status place start end work_start work_end crane count option claim_low claim_high slot slots", "cost")
# The cranes of a ship in a slot, from low and before high, and the ticks between which they work.
STEP = _dtype("low high begin until")


class State(NamedTuple):
    """Where every ship lies: berths (ships,), and the steps of their work by the slot (ships, most slots)."""

    berth: Records
    step: Records
    # Cranes at work in each slot, and whose each is, -1 for nobody's: (slots,), (slots, cranes).
    busy: Ints
    owner: NDArray[np.int16]


# What lies near a ship: another one or -1, when, and the open interval of places that it takes.
NEAR = _dtype("ship start end low high")


class Scratch(NamedTuple):
    """Room for what `insert` looks at, so that it takes none of its own."""

    near: Records
    starts: Ints
    gap: Records
    taken: Records
    # The steps of a ship's work that are being tried, and those of the best berth so far.
    profile: Records
    best: Records


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Records:
    """Records of zeros."""
    return np.zeros(shape, dtype).view(np.recarray)


def new_state(ships: int, slots: int, most_slots: int, cranes: int) -> State:
    """A state in which every ship is out."""
    return State(
        records(ships, BERTH),
        records((ships, most_slots), STEP),
        np.zeros(slots, np.int64),
        np.full((slots, cranes), -1, np.int16),
    )


def new_scratch(ships: int, closures: int, most_slots: int) -> Scratch:
    """Scratch for so many ships, closures and slots of work of a ship."""
    count = ships + closures + 1
    return Scratch(
        records(count, NEAR),
        np.zeros(3 * count + 4, np.int64),
        records(count + 1, RANGE),
        records(count + 1, RANGE),
        records(most_slots, STEP),
        records(most_slots, STEP),
    )


@register_jitable
def copy_state(source: State, target: State) -> None:
    """Make one state like another."""
    target.berth[:] = source.berth
    target.step[:] = source.step
    target.busy[:] = source.busy
    target.owner[:] = source.owner


@register_jitable
def open_from(first_window: Ints, windows: Records, window: int, tick: int) -> int:
    """The first tick from this one on at which the water lets a ship move; NEVER where there is none."""
    if window < 0:
        return tick
    low, high = first_window[window], first_window[window + 1]
    last = high
    while low < high:
        middle = (low + high) // 2
        if windows[middle].closes < tick:
            low = middle + 1
        else:
            high = middle
    if low == last:
        return NEVER
    return max(tick, windows[low].opens)


@register_jitable
def time_cost(ship: Any, finish: float, start: int, end: int, target: int) -> float:
    """What the times of a ship cost. A finish after `target` counts for every ship that has one."""
    cost = ship.waiting * max(0, start - ship.eta) + ship.stay * (end - start)
    if end > ship.etd:
        cost += ship.lateness * (end - ship.etd)
    if start > ship.window:
        cost += ship.missed * (start - ship.window)
    if end > target:
        cost += finish * (end - target)
    return cost


@register_jitable
def keeping_cost(ship: Any, start: int, count: int) -> float:
    """What it costs to berth at another time, or with another number of cranes, than in the plan before."""
    return ship.shifted * abs(start - ship.old_start) + ship.recraned * abs(count - ship.old_cranes)


@register_jitable
def place_cost(ship: Any, place: int) -> float:
    """What the place of a ship costs."""
    cost = ship.moved * abs(place - ship.old_position)
    if ship.preferred != NEVER:
        cost += ship.position * abs(place - ship.preferred)
    return cost


@register_jitable
def berth_cost(ship: Any, finish: float, start: int, end: int, place: int, count: int, target: int) -> float:
    """What a berth with at most so many cranes costs, without changes of cranes to another ship."""
    return time_cost(ship, finish, start, end, target) + place_cost(ship, place) + keeping_cost(ship, start, count)


@register_jitable
def work_ticks(ship: Any, work: float, growth: float, place: int) -> int:
    """Ticks of work of an option with a constant number of cranes, at a place."""
    if growth > 0.0 and ship.preferred != NEVER:
        work *= 1.0 + growth * abs(place - ship.preferred)
    return int(np.ceil(work - 1e-6))


@register_jitable
def changes_free(shifts: Ints, leaves: int, comes: int) -> bool:
    """Whether a shift begins between the two, so that a crane's change of ship costs nothing."""
    low, high = 0, len(shifts)
    while low < high:
        middle = (low + high) // 2
        if shifts[middle] < leaves:
            low = middle + 1
        else:
            high = middle
    return low < len(shifts) and shifts[low] <= comes


@register_jitable
def change_cost(d: Data, s: State, i: int) -> float:
    """What the changes of cranes cost with a ship that is placed, less what they would without it."""
    if d.change == 0.0:
        return 0.0
    changes = 0
    if d.slot == 0:
        for crane in range(s.berth[i].crane, s.berth[i].crane + s.berth[i].count):
            before, after = -NEVER, NEVER
            for k in range(len(s.berth)):
                if (
                    k == i
                    or s.berth[k].status != PLACED
                    or not s.berth[k].crane <= crane < s.berth[k].crane + s.berth[k].count
                ):
                    continue
                if s.berth[k].work_end <= s.berth[i].work_start:
                    before = max(before, s.berth[k].work_end)
                else:
                    after = min(after, s.berth[k].work_start)
            changes += _changes_between(d, before, s.berth[i].work_start, s.berth[i].work_end, after)
        return changes * d.change
    for crane in range(d.cranes):
        step = 0
        while step < s.berth[i].slots:
            if not s.step[i, step].low <= crane < s.step[i, step].high or s.owner[s.berth[i].slot + step, crane] != i:
                step += 1
                continue
            first = step
            while (
                step < s.berth[i].slots
                and s.step[i, step].low <= crane < s.step[i, step].high
                and s.owner[s.berth[i].slot + step, crane] == i
            ):
                step += 1
            before, after, own_before, own_after = -NEVER, NEVER, False, False
            at = s.berth[i].slot + first - 1
            while at >= 0 and s.owner[at, crane] < 0:
                at -= 1
            if at >= 0:
                k = s.owner[at, crane]
                own_before, before = k == i, s.step[k, at - s.berth[k].slot].until
            at = s.berth[i].slot + step
            while at < len(s.owner) and s.owner[at, crane] < 0:
                at += 1
            if at < len(s.owner):
                k = s.owner[at, crane]
                own_after, after = k == i, s.step[k, at - s.berth[k].slot].begin
            begin, until = s.step[i, first].begin, s.step[i, step - 1].until
            if not own_before and before > -NEVER and not changes_free(d.shifts, before, begin):
                changes += 1
            if not own_after and after < NEVER and not changes_free(d.shifts, until, after):
                changes += 1
            # Between two runs of its own, and between two of another ship, it is no change; runs of its own that
            # others' stand between are rare, and counted as if they changed.
            if (
                not own_before
                and not own_after
                and before > -NEVER
                and after < NEVER
                and _other_ships(s, crane, s.berth[i].slot + first - 1, s.berth[i].slot + step)
                and not changes_free(d.shifts, before, after)
            ):
                changes -= 1
    return changes * d.change


@register_jitable
def _other_ships(s: State, crane: int, low: int, high: int) -> bool:
    while s.owner[low, crane] < 0:
        low -= 1
    while s.owner[high, crane] < 0:
        high += 1
    return s.owner[low, crane] != s.owner[high, crane]


@register_jitable
def _changes_between(d: Data, before: int, begin: int, until: int, after: int) -> int:
    changes = 0
    if before > -NEVER and not changes_free(d.shifts, before, begin):
        changes += 1
    if after < NEVER and not changes_free(d.shifts, until, after):
        changes += 1
    if before > -NEVER and after < NEVER and not changes_free(d.shifts, before, after):
        changes -= 1
    return changes


@register_jitable
def most_change_ticks(ships: Records, options: Records, berths: Records, setup: float, travel: float) -> int:
    """Ticks that a crane needs at most between two ships, wherever they lie."""
    if travel == 0.0:
        return int(np.ceil(setup))
    low, high = NEVER, -NEVER
    for i in range(len(ships)):
        for o in range(ships[i].first_option, ships[i].last_option):
            low = min(low, 2 * options[o].low + ships[i].length)
            high = max(high, 2 * options[o].high + ships[i].length)
        if berths[i].status == PLACED:
            low = min(low, 2 * berths[i].place + ships[i].length)
            high = max(high, 2 * berths[i].place + ships[i].length)
    return int(np.ceil(setup + travel * max(0, high - low)))


@register_jitable
def look_around(d: Data, s: State, w: Scratch, i: int, first: int, last: int, margin: int) -> int:
    """List what lies at the quay between two ticks, with the open intervals of places that it takes from ship i.

    Also ships that are there up to `margin` ticks before or after, for the sake of their cranes.
    """
    count = 0
    for k in range(len(s.berth)):
        if (
            s.berth[k].status == PLACED
            and k != i
            and s.berth[k].start < last + margin
            and first - margin < s.berth[k].end
        ):
            w.near[count].ship = k
            w.near[count].start = s.berth[k].start
            w.near[count].end = s.berth[k].end
            w.near[count].low = min(s.berth[k].place - d.gap, s.berth[k].claim_low) - d.ship[i].length
            w.near[count].high = max(s.berth[k].place + d.ship[k].length + d.gap, s.berth[k].claim_high)
            if d.ship[i].lies and d.ship[k].lies:
                # Both are there, however close: it counts for their cranes alone.
                w.near[count].low = w.near[count].high = s.berth[k].place
            count += 1
    for k in range(0 if d.ship[i].lies else len(d.closed)):
        if d.closed[k].start < last and first < d.closed[k].end:
            w.near[count].ship = -1
            w.near[count].start = d.closed[k].start
            w.near[count].end = d.closed[k].end
            w.near[count].low = d.closed[k].low - d.ship[i].length
            w.near[count].high = d.closed[k].high
            count += 1
    return count


@register_jitable
def is_free(nearby: Records, near: int, place: int, start: int, end: int) -> bool:
    """Whether nothing takes a place between two ticks."""
    for k in range(near):
        if nearby[k].start < end and start < nearby[k].end and nearby[k].low < place < nearby[k].high:
            return False
    return True


@register_jitable
def free_ranges(
    nearby: Records, gap: Records, taken: Records, near: int, low: int, high: int, start: int, end: int
) -> int:
    """List the ranges of places between two that nothing takes between two ticks."""
    held = 0
    for k in range(near):
        if nearby[k].start < end and start < nearby[k].end and nearby[k].low < high and low < nearby[k].high:
            at = held
            while at > 0 and taken[at - 1].low > nearby[k].low:
                taken[at].low, taken[at].high = taken[at - 1].low, taken[at - 1].high
                at -= 1
            taken[at].low, taken[at].high = nearby[k].low, nearby[k].high
            held += 1
    count, begin = 0, low
    for k in range(held):
        if taken[k].low >= begin:
            gap[count].low, gap[count].high = begin, taken[k].low
            count += 1
        begin = max(begin, taken[k].high)
    if begin <= high:
        gap[count].low, gap[count].high = begin, high
        count += 1
    return count


@register_jitable
def best_in(ship: Any, low: int, high: int) -> int:
    """The cheapest place of a range: the cost is a sum of distances, least at one of their zeros or at an end."""
    best, cost = low, place_cost(ship, low)
    if place_cost(ship, high) < cost:
        best, cost = high, place_cost(ship, high)
    if ship.preferred != NEVER:
        place = min(max(ship.preferred, low), high)
        if place_cost(ship, place) <= cost:
            best, cost = place, place_cost(ship, place)
    if ship.moved > 0.0:
        place = min(max(ship.old_position, low), high)
        if place_cost(ship, place) < cost:
            best = place
    return best


@register_jitable
def change_ticks(d: Data, s: State, i: int, place: int, k: int) -> float:
    """Ticks that a crane needs between two ships, the first at a place that it is tried at."""
    return d.setup + d.travel * abs(2 * place + d.ship[i].length - 2 * s.berth[k].place - d.ship[k].length)


@register_jitable
def find_block(
    d: Data, s: State, w: Scratch, near: int, i: int, place: int, begin: int, until: int, count: int, side: float,
    lowest: int, highest: int,
) -> tuple[int, int, int]:  # fmt: skip
    """The first of `count` neighbouring cranes that can work ship i all the time, or -1.

    Then also ticks by which it should come later to find some, 0 where that is no help; and the nearest place from
    `lowest` to `highest` that some would reach, NEVER where there is none. `side` from 0 to 1 says which of several
    blocks to take.
    """
    low, high, pushed, reached = 0, d.cranes, 0, NEVER
    taken = 0
    for n in range(near):
        k = w.near[n].ship
        if k < 0 or s.berth[k].count == 0:
            continue
        if begin < s.berth[k].work_end and s.berth[k].work_start < until:
            if s.berth[k].place < place:
                low = max(low, s.berth[k].crane + s.berth[k].count)
            else:
                high = min(high, s.berth[k].crane)
        elif d.setup > 0.0 or d.travel > 0.0:
            between = begin - s.berth[k].work_end if s.berth[k].work_end <= begin else s.berth[k].work_start - until
            needed = change_ticks(d, s, i, place, k)
            if between < needed - 1e-6:
                w.taken[taken].low, w.taken[taken].high = s.berth[k].crane, s.berth[k].crane + s.berth[k].count
                taken += 1
                if s.berth[k].work_end <= begin:
                    push = int(np.ceil(needed - between - 1e-6))
                    pushed = push if pushed == 0 else min(pushed, push)
    if high - low < count:
        return -1, 0, NEVER
    blocks = high - low - count + 1
    first = min(int(side * blocks), blocks - 1)
    below, above = first, first + 1
    for _ in range(blocks):
        # The nearest to the wanted one that is not tried yet.
        if above >= blocks or (below >= 0 and first - below <= above - first):
            at = below
            below -= 1
        else:
            at = above
            above += 1
        crane = low + at
        free = True
        for k in range(taken):
            if crane < w.taken[k].high and w.taken[k].low < crane + count:
                free = False
        if free and block_works(d, i, place, begin, until, crane, count):
            if not gangs_suffice(d, s, w, near, begin, until, count):
                return -1, 0, NEVER
            return crane, 0, place
        if free:
            begins, ends = lowest, highest
            for c in range(crane, crane + count):
                begins, ends = max(begins, d.reach[i, c].low), min(ends, d.reach[i, c].high)
            if begins <= ends and (place < begins or ends < place):
                nearest = begins if place < begins else ends
                if abs(nearest - place) < abs(reached - place):
                    reached = nearest
    return -1, pushed, reached


@register_jitable
def block_works(d: Data, i: int, place: int, begin: int, until: int, crane: int, count: int) -> bool:
    """Whether all cranes of a block reach a ship and are in service between two ticks."""
    for c in range(crane, crane + count):
        if not d.reach[i, c].low <= place <= d.reach[i, c].high:
            return False
    for k in range(len(d.stopped)):
        if crane <= d.stopped[k].crane < crane + count and d.stopped[k].start < until and begin < d.stopped[k].end:
            return False
    return True


@register_jitable
def gangs_suffice(d: Data, s: State, w: Scratch, near: int, begin: int, until: int, count: int) -> bool:
    """Whether so many cranes more can be worked between two ticks."""
    for g in range(len(d.gang)):
        first, last = max(begin, d.gang[g].start), min(until, d.gang[g].end)
        if first >= last:
            continue
        for n in range(-1, near):
            # The most cranes work at the beginning, or when some ship's work begins.
            at = first
            if n >= 0:
                if w.near[n].ship < 0 or not first < s.berth[w.near[n].ship].work_start < last:
                    continue
                at = s.berth[w.near[n].ship].work_start
            busy = count
            for m in range(near):
                k = w.near[m].ship
                if k >= 0 and s.berth[k].work_start <= at < s.berth[k].work_end:
                    busy += s.berth[k].count
            if busy > d.gang[g].count:
                return False
    return True


@register_jitable
def work_by_slot(
    d: Data, s: State, w: Scratch, near: int, i: int, option: int, place: int, begin: int, most: int, side: float,
    change: int,
) -> tuple[int, int]:  # fmt: skip
    """Work ship i from a tick on with as many cranes as are free in each slot, up to `most`; the profile is in `w`.

    The tick at which the work is done, NEVER where it is not; and the slots that it takes. `change` is the longest that
    a crane needs from ship to ship.
    """
    grown = 1.0
    if d.growth > 0.0 and d.ship[i].preferred != NEVER:
        grown += d.growth * abs(place - d.ship[i].preferred)
    slot, steps, done = begin // d.slot, 0, 0.0
    quay = max(1, d.option[d.ship[i].first_option].high + d.ship[i].length)
    last = -1
    while True:
        if steps >= len(w.profile) or slot >= len(d.gangs):
            return NEVER, steps
        low, high = 0, d.cranes
        for n in range(near):
            k = w.near[n].ship
            if k < 0 or not s.berth[k].slot <= slot < s.berth[k].slot + s.berth[k].slots:
                continue
            step = slot - s.berth[k].slot
            if s.step[k, step].high > s.step[k, step].low:
                if s.berth[k].place < place:
                    low = max(low, s.step[k, step].high)
                else:
                    high = min(high, s.step[k, step].low)
        while low < high and not (d.in_service[slot, low] and d.reach[i, low].low <= place <= d.reach[i, low].high):
            low += 1
        while low < high and not (
            d.in_service[slot, high - 1] and d.reach[i, high - 1].low <= place <= d.reach[i, high - 1].high
        ):
            high -= 1
        free = 0
        for c in range(low, high):
            if not d.reach[i, c].low <= place <= d.reach[i, c].high:
                # Only cranes next to each other, so far as they reach.
                high = c
                break
            free += d.in_service[slot, c]
        want = min(most, free, d.gangs[slot] - s.busy[slot])
        while want > 0 and d.rate[option, want] == 0.0:
            want -= 1
        w.profile[steps].low, w.profile[steps].high = 0, 0
        w.profile[steps].begin, w.profile[steps].until = slot * d.slot, slot * d.slot
        if want >= d.ship[i].least:
            if last < 0:
                wanted = side * (high - want)
                if side < 0.0:
                    wanted = d.cranes * (place + d.ship[i].length / 2) / quay - want / 2
                last = min(max(int(wanted + 0.5), 0), d.cranes - 1)
            first = min(max(last, low), high - 1)
            # From where it worked before, so many cranes that are in service.
            until, held = first, 0
            while until < high and held < want:
                held += d.in_service[slot, until]
                until += 1
            while held < want and first > low:
                first -= 1
                held += d.in_service[slot, first]
            while not d.in_service[slot, first]:
                first += 1
            a, b = max(begin, slot * d.slot), (slot + 1) * d.slot
            if d.setup > 0.0 or d.travel > 0.0:
                first, until, a, b = _after_setup(d, s, i, place, slot, first, until, a, b, change)
                held = 0
                for c in range(first, until):
                    held += d.in_service[slot, c]
            if held >= d.ship[i].least and a < b and d.rate[option, held] > 0.0:
                rate = d.rate[option, held] / grown
                left = (1.0 - done) / rate
                if left <= b - a + 1e-6:
                    w.profile[steps].low, w.profile[steps].high = first, until
                    w.profile[steps].begin, w.profile[steps].until = a, a + int(np.ceil(left - 1e-6))
                    return w.profile[steps].until, steps + 1
                done += (b - a) * rate
                w.profile[steps].low, w.profile[steps].high = first, until
                w.profile[steps].begin, w.profile[steps].until = a, b
                last = first
        slot += 1
        steps += 1


@register_jitable
def _after_setup(
    d: Data, s: State, i: int, place: int, slot: int, first: int, until: int, begin: int, end: int, change: int
) -> tuple[int, int, int, int]:
    """The block of cranes, and the ticks between which all of it works, that does most between changes of ship.

    Cranes at either end of the block that come late from another ship, or must go early to one, are left out where the
    others do more without them.
    """
    best, best_first, best_until, best_begin, best_end = -1.0, first, first, begin, begin
    for low in range(first, until):
        for high in range(until, low, -1):
            if low != first and high != until:
                continue
            a, b, held = begin, end, 0
            for c in range(low, high):
                held += d.in_service[slot, c]
                back = slot - 1
                while back > 0 and (slot - back) * d.slot < change and s.owner[back, c] < 0:
                    back -= 1
                if back >= 0 and s.owner[back, c] >= 0 and s.owner[back, c] != i:
                    k = s.owner[back, c]
                    leaves = s.step[k, back - s.berth[k].slot].until
                    a = max(a, int(np.ceil(leaves + change_ticks(d, s, i, place, k) - 1e-6)))
                ahead = slot + 1
                while ahead < len(s.owner) - 1 and (ahead - slot) * d.slot < change and s.owner[ahead, c] < 0:
                    ahead += 1
                if ahead < len(s.owner) and s.owner[ahead, c] >= 0 and s.owner[ahead, c] != i:
                    k = s.owner[ahead, c]
                    comes = s.step[k, ahead - s.berth[k].slot].begin
                    b = min(b, int(np.floor(comes - change_ticks(d, s, i, place, k) + 1e-6)))
            value = (b - a) * float(held)
            if value > best:
                best, best_first, best_until, best_begin, best_end = value, low, high, a, b
    return best_first, best_until, best_begin, best_end


@register_jitable
def put(
    d: Data, s: State, w: Scratch, i: int, option: int, place: int, start: int, work_end: int, end: int,
    crane: int, count: int, steps: int, cost: float,
) -> None:  # fmt: skip
    """Place a ship; its cranes by the slot are the best profile in `w`."""
    s.berth[i].status = PLACED
    s.berth[i].option, s.berth[i].place, s.berth[i].start, s.berth[i].end = option, place, start, end
    s.berth[i].work_start, s.berth[i].work_end = start + d.mooring, work_end
    s.berth[i].crane, s.berth[i].count = crane, count
    s.berth[i].cost = cost
    s.berth[i].claim_low, s.berth[i].claim_high = place, place + d.ship[i].length
    for k in range(len(d.section)):
        if place < d.section[k].high and d.section[k].low < place + d.ship[i].length:
            s.berth[i].claim_low = min(s.berth[i].claim_low, d.section[k].low)
            s.berth[i].claim_high = max(s.berth[i].claim_high, d.section[k].high)
    if d.slot > 0:
        s.berth[i].slot, s.berth[i].slots = (start + d.mooring) // d.slot, steps
        for step in range(steps):
            s.step[i, step].low, s.step[i, step].high = w.best[step].low, w.best[step].high
            s.step[i, step].begin, s.step[i, step].until = w.best[step].begin, w.best[step].until
        mark(d, s, i, 1)


@register_jitable
def mark(d: Data, s: State, i: int, sign: int) -> None:
    """Enter (1) a ship's cranes by the slot in the tables of cranes, or strike them out (-1)."""
    for step in range(s.berth[i].slots):
        slot = s.berth[i].slot + step
        for c in range(s.step[i, step].low, s.step[i, step].high):
            if d.in_service[slot, c]:
                s.busy[slot] += sign
                s.owner[slot, c] = i if sign > 0 else -1


@register_jitable
def take_out(d: Data, s: State, i: int) -> None:
    """Take a ship out."""
    if d.slot > 0 and s.berth[i].status == PLACED:
        mark(d, s, i, -1)
    s.berth[i].status = OUT
    s.berth[i].cost = d.ship[i].left_out


@register_jitable
def _last_start(d: Data, i: int, limit: float, shortest: int, target: int) -> int:
    """No start after this one costs less than a limit, where the ship stays for so many ticks at least."""
    last_start = min(d.horizon, d.ship[i].latest) - shortest
    least = time_cost(d.ship[i], d.finish, d.ship[i].release, d.ship[i].release + shortest, target)
    if least >= limit:
        return min(last_start, d.ship[i].release)
    if d.ship[i].waiting > 0.0:
        waits_from = max(d.ship[i].release, d.ship[i].eta)
        return min(last_start, waits_from + int((limit - least) / d.ship[i].waiting) + 1)
    if d.ship[i].lateness > 0.0:
        late_from = max(d.ship[i].release, d.ship[i].etd - shortest)
        return min(last_start, late_from + int((limit - least) / d.ship[i].lateness) + 1)
    return last_start


@register_jitable
def _starts(d: Data, s: State, w: Scratch, i: int, near: int, last_start: int) -> int:
    """List, in order, the times at which a place or cranes may become free for a ship; how many."""
    release, starts = d.ship[i].release, 1
    w.starts[0] = release
    for n in range(near):
        if release < w.near[n].end <= last_start:
            w.starts[starts] = w.near[n].end
            starts += 1
        k = w.near[n].ship
        if d.slot == 0 and k >= 0 and s.berth[k].count > 0:
            free = s.berth[k].work_end - d.mooring
            if release < free <= last_start:
                w.starts[starts] = free
                starts += 1
    if d.slot == 0:
        for k in range(len(d.stopped)):
            free = d.stopped[k].end - d.mooring
            if release < free <= last_start and starts < len(w.starts) - 2:
                w.starts[starts] = free
                starts += 1
        for k in range(len(d.gang)):
            free = d.gang[k].end - d.mooring
            if release < free <= last_start and starts < len(w.starts) - 2:
                w.starts[starts] = free
                starts += 1
    if d.ship[i].shifted > 0.0 and release < d.ship[i].old_start <= last_start:
        w.starts[starts] = d.ship[i].old_start
        starts += 1
    w.starts[:starts].sort()
    return starts


@register_jitable
def insert(
    d: Data, s: State, w: Scratch, i: int, limit: float, target: int, by_hand: bool,
    only: int, most: int, side: float, edge: float, blink: float,
) -> float:  # fmt: skip
    """Berth a ship where it costs least among those that are placed; its cost, or INFINITE where that exceeds `limit`.

    Left out where that is cheaper. `by_hand` takes the earliest time at which some place is free. What makes the search
    try something else: `only` one option (-1: all), at most so many cranes (hourly), `side` of the rail (0 to 1; below
    0: by the place), the `edge` of a gap (-1 low, 1 high; 0 the cheapest place), and a chance to overlook a start.
    """
    first, last_option = d.ship[i].first_option, d.ship[i].last_option
    shortest = NEVER
    for o in range(first, last_option):
        shortest = min(shortest, int(np.ceil(d.option[o].work - 1e-6)))
    shortest += d.mooring + d.unmooring
    limit = min(limit, d.ship[i].left_out * (1 + 1e-12))
    best, cost_limit = INFINITE, limit
    best_option, best_place, best_start, best_work_end, best_end = -1, 0, 0, 0, 0
    best_crane, best_count, best_steps = 0, 0, 0
    last_start = _last_start(d, i, limit, shortest, target)
    longest = 0
    for o in range(first, last_option):
        grown = 1.0
        if d.growth > 0.0 and d.ship[i].preferred != NEVER:
            away = max(abs(d.option[o].low - d.ship[i].preferred), abs(d.option[o].high - d.ship[i].preferred))
            grown += d.growth * away
        longest = max(longest, int(d.option[o].work * grown) + 1)
    if d.slot > 0:
        longest = max(longest, len(w.profile) * d.slot)
    # It may have to wait alongside for the water.
    ready = last_start + longest + d.mooring + d.unmooring
    last = ready
    for o in range(first, last_option):
        if d.option[o].leaving >= 0:
            last = max(last, open_from(d.first_window, d.window, d.option[o].leaving, ready))
    # Cranes need time from ship to ship; and a ship that shares a slot with this one without being there at the same
    # time holds its cranes in it.
    change = 0
    if d.setup > 0.0 or d.travel > 0.0:
        change = most_change_ticks(d.ship, d.option, s.berth, d.setup, d.travel)
    near = look_around(d, s, w, i, d.ship[i].release, last, change + d.slot)
    starts = _starts(d, s, w, i, near, last_start)
    previous = -1
    for n in range(starts):
        if w.starts[n] == previous:
            continue
        previous = w.starts[n]
        if by_hand:
            # The earliest time at which there is some place.
            if best_option >= 0 and previous >= best_start:
                break
        elif time_cost(d.ship[i], d.finish, previous, previous + shortest, target) >= min(best, cost_limit):
            break
        if blink > 0.0 and n > 0 and np.random.random() < blink:
            continue
        for o in range(first, last_option):
            if only >= 0 and o != only:
                continue
            start = open_from(d.first_window, d.window, d.option[o].berthing, previous)
            if start > last_start or (by_hand and best_option >= 0 and start > best_start):
                continue
            by_slot = d.option[o].count < 0
            most_cranes = min(most, d.ship[i].most)
            count = most_cranes if by_slot else d.option[o].count
            ready = start + d.mooring + int(np.ceil(d.option[o].work - 1e-6)) + d.unmooring
            end = open_from(d.first_window, d.window, d.option[o].leaving, ready)
            if end > d.ship[i].latest or end >= NEVER:
                continue
            fixed_cost = (
                keeping_cost(d.ship[i], start, d.ship[i].old_cranes if by_slot else count)
                if d.ship[i].shifted + d.ship[i].recraned > 0.0
                else 0.0
            )
            if not by_hand and time_cost(d.ship[i], d.finish, start, end, target) + fixed_cost >= min(best, cost_limit):
                continue
            gaps = free_ranges(w.near, w.gap, w.taken, near, d.option[o].low, d.option[o].high, start, end)
            for g in range(gaps):
                # Later tries of a gap keep clear for longer, or begin later.
                low, high, at_start = w.gap[g].low, w.gap[g].high, start
                for _ in range(5):
                    place = best_in(d.ship[i], low, high)
                    if edge < 0.0:
                        place = low
                    elif edge > 0.0:
                        place = high
                    if by_slot:
                        if not by_hand:
                            # With all its cranes at this place it costs no less.
                            ready = at_start + d.mooring + work_ticks(d.ship[i], d.option[o].work, d.growth, place)
                            until = open_from(d.first_window, d.window, d.option[o].leaving, ready + d.unmooring)
                            if until > d.ship[i].latest or until >= NEVER:
                                break
                            cost = time_cost(d.ship[i], d.finish, at_start, until, target) + place_cost(
                                d.ship[i], place
                            )
                            if cost + fixed_cost >= min(best, cost_limit):
                                break
                        work_end, steps = work_by_slot(
                            d, s, w, near, i, o, place, at_start + d.mooring, most_cranes, side, change
                        )
                        if work_end >= NEVER:
                            reached = reached_place(d.reach, i, d.ship[i].least, low, high, place)
                            if reached == place:
                                break
                            low, high = reached, reached
                            continue
                        crane = 0
                    else:
                        work_end, steps = (
                            at_start + d.mooring + work_ticks(d.ship[i], d.option[o].work, d.growth, place),
                            0,
                        )
                        crane = 0
                    until = open_from(d.first_window, d.window, d.option[o].leaving, work_end + d.unmooring)
                    if until > d.ship[i].latest or until >= NEVER:
                        break
                    if by_slot and d.ship[i].recraned > 0.0:
                        count = _peak(d, w, steps)
                    cost = berth_cost(d.ship[i], d.finish, at_start, until, place, count, target)
                    if cost >= cost_limit or (cost >= best and not by_hand):
                        break
                    rank = cost
                    if by_hand:
                        wanted_place = d.option[first].low if d.ship[i].preferred == NEVER else d.ship[i].preferred
                        rank = abs(place - wanted_place) + 1e-9 * (until - at_start)
                        if best_option >= 0 and (at_start > best_start or (at_start == best_start and rank >= best)):
                            break
                    if not is_free(w.near, near, place, at_start, until):
                        # It stays longer than its gap is free: keep to the part that is free for so long.
                        low, high = _narrowed(w, near, low, high, place, at_start, until)
                        if low > high:
                            break
                        continue
                    if not by_slot and count > 0:
                        wanted = side
                        if wanted < 0.0:
                            wanted = (place + d.ship[i].length / 2) / max(1, d.option[first].high + d.ship[i].length)
                        crane, push, reached = find_block(
                            d, s, w, near, i, place, at_start + d.mooring, work_end, count,
                            min(max(wanted, 0.0), 1.0), low, high,
                        )  # fmt: skip
                        if crane < 0:
                            if reached != NEVER:
                                low, high = reached, reached
                                continue
                            if push == 0:
                                break
                            at_start = open_from(d.first_window, d.window, d.option[o].berthing, at_start + push)
                            if at_start > last_start:
                                break
                            continue
                    best = rank
                    best_option, best_place, best_start = o, place, at_start
                    best_work_end, best_end, best_crane, best_count = work_end, until, crane, count
                    best_steps = steps
                    for step in range(steps):
                        w.best[step].low, w.best[step].high = w.profile[step].low, w.profile[step].high
                        w.best[step].begin, w.best[step].until = w.profile[step].begin, w.profile[step].until
                    break
    if best_option < 0:
        s.berth[i].status = OUT
        s.berth[i].cost = d.ship[i].left_out
        return d.ship[i].left_out if d.ship[i].left_out <= limit else INFINITE
    cost = berth_cost(d.ship[i], d.finish, best_start, best_end, best_place, best_count, target)
    put(
        d, s, w, i, best_option, best_place, best_start, best_work_end, best_end, best_crane, best_count, best_steps,
        cost,
    )  # fmt: skip
    return cost


@register_jitable
def _peak(d: Data, w: Scratch, steps: int) -> int:
    """The most cranes at once of the profile, by the slot."""
    most = 0
    for step in range(steps):
        slot, count = w.profile[step].begin // d.slot, 0
        for c in range(w.profile[step].low, w.profile[step].high):
            count += d.in_service[slot, c]
        most = max(most, count)
    return most


@register_jitable
def reached_place(reach: Records, i: int, least: int, low: int, high: int, place: int) -> int:
    """The place of a range nearest to one at which so many cranes reach a ship; that one itself where there is none."""
    best, distance = place, NEVER
    cranes = reach.shape[1]
    for c in range(2 * cranes):
        edge = reach[i, c // 2].low if c % 2 == 0 else reach[i, c // 2].high
        if not low <= edge <= high or abs(edge - place) >= distance:
            continue
        count = 0
        for k in range(cranes):
            if reach[i, k].low <= edge <= reach[i, k].high:
                count += 1
        if count >= least:
            best, distance = edge, abs(edge - place)
    return best


@register_jitable
def _narrowed(w: Scratch, near: int, low: int, high: int, place: int, start: int, end: int) -> tuple[int, int]:
    """The part of a range of places, nearest to one, that nothing takes between two ticks; empty (1, 0) if none."""
    best_low, best_high, distance = 1, 0, NEVER
    # free_ranges lists into the gaps that the caller goes through: look at edges instead.
    for n in range(-2, near):
        for end_of in range(2):
            if n == -2:
                edge = low
            elif n == -1:
                edge = high
            else:
                edge = w.near[n].low if end_of == 0 else w.near[n].high
            if low <= edge <= high and abs(edge - place) < distance and is_free(w.near, near, edge, start, end):
                best_low, best_high, distance = edge, edge, abs(edge - place)
    return best_low, best_high


@register_jitable
def serve_in_order(d: Data, s: State, w: Scratch, order: Ints) -> None:
    """First come first served: each ship in turn, at the earliest time at which some place is free for it."""
    for i in order:
        if d.ship[i].fixed == 0:
            insert(d, s, w, i, INFINITE, NEVER, True, -1, 1 << 20, -1.0, 0.0, 0.0)


@register_jitable
def finish_of(s: State) -> int:
    """When the last ship leaves; 0 without any."""
    last = 0
    for i in range(len(s.berth)):
        if s.berth[i].status == PLACED:
            last = max(last, s.berth[i].end)
    return last


@register_jitable
def _save(s: State, i: int, kept: State, at: int) -> None:
    kept.berth[at] = s.berth[i]
    for step in range(s.berth[i].slots):
        kept.step[at, step] = s.step[i, step]


@cached
def anneal(
    d: Data, s: State, best: State, kept: State, w: Scratch, seed: int, iterations: int, hot: float, cold: float,
    most_out: int, target: int, restrict: float, edges: float, blink: float,
) -> tuple[float, int]:  # fmt: skip
    """Ruin and recreate from `s`; `best` becomes the best state met, or stays as it is where none is better.

    `hot` and `cold` are the temperatures of the first and last iteration, in money. Ends early where all ships finish
    by `target` and nothing else costs. The cost of `best`, with overrun of the target, and the iterations made.
    """
    np.random.seed(seed)
    n = len(s.berth)
    free = np.zeros(n, np.int64)
    m = 0
    for i in range(n):
        if d.ship[i].fixed == 0:
            free[m] = i
            m += 1
    total = 0.0
    for i in range(n):
        if s.berth[i].status == PLACED and d.ship[i].fixed == 0:
            berth = s.berth[i]
            s.berth[i].cost = berth_cost(d.ship[i], d.finish, berth.start, berth.end, berth.place, berth.count, target)
        total += s.berth[i].cost
    total += all_changes(d, s)
    best_total = total
    copy_state(s, best)
    if m == 0:
        return best_total, 0
    out = np.zeros(most_out, np.int64)
    rank = np.zeros(m, np.float64)
    key = np.zeros(most_out, np.float64)
    cooling = (cold / hot) ** (1.0 / max(1, iterations)) if hot > 0.0 else 1.0
    temperature = hot
    span = 1.0
    for i in range(m):
        span += s.berth[free[i]].end - s.berth[free[i]].start
    span /= m
    quay = 1.0
    for o in range(len(d.option)):
        quay = max(quay, float(d.option[o].high))
    done = 0
    for iteration in range(iterations):
        done = iteration + 1
        temperature *= cooling
        pivot = free[np.random.randint(m)]
        if np.random.random() < 0.6:
            for _ in range(2):
                other = free[np.random.randint(m)]
                if s.berth[other].cost > s.berth[pivot].cost:
                    pivot = other
        count = min(m, 1 + np.random.randint(most_out))
        across = 2.0 * np.random.random()
        noise = np.random.random()
        centre = (
            0.5 * (s.berth[pivot].start + s.berth[pivot].end)
            if s.berth[pivot].status == PLACED
            else float(d.ship[pivot].release)
        )
        for f in range(m):
            k = free[f]
            if s.berth[k].status == PLACED and s.berth[pivot].status == PLACED:
                # Time between the two ships, negative where they overlap.
                away = max(s.berth[k].start - s.berth[pivot].end, s.berth[pivot].start - s.berth[k].end)
                rank[f] = max(-0.5, away / span) + across * abs(s.berth[k].place - s.berth[pivot].place) / quay
                rank[f] += 0.1 * abs(0.5 * (s.berth[k].start + s.berth[k].end) - centre) / span
            else:
                rank[f] = abs(s.berth[k].start - centre) / span
            rank[f] += noise * np.random.random()
            if k == pivot:
                rank[f] = -10.0
        for r in range(count):
            at = 0
            for f in range(m):
                if rank[f] < rank[at]:
                    at = f
            out[r] = free[at]
            rank[at] = 1e18
        freed = 0.0
        for r in range(count):
            i = out[r]
            _save(s, i, kept, r)
            if s.berth[i].status == PLACED:
                freed += change_cost(d, s, i)
            freed += s.berth[i].cost
            take_out(d, s, i)
        order = np.random.randint(6)
        for r in range(count):
            i = out[r]
            if order <= 1:
                key[r] = np.random.random()
            elif order == 2:
                key[r] = float(d.ship[i].release)
            elif order == 3:
                key[r] = -d.ship[i].length * d.option[d.ship[i].last_option - 1].work
            elif order == 4:
                key[r] = -kept.berth[r].cost
            else:
                key[r] = float(kept.berth[r].start)
            if order > 1:
                key[r] *= 1.0 + 0.2 * np.random.random()
        # The ships in the order of their keys; `kept` stays as it was filled.
        place_of = np.argsort(key[:count])
        allowed = freed - temperature * np.log(1e-12 + np.random.random())
        spent = 0.0
        for r in range(count):
            i = out[place_of[r]]
            only, most, side, edge = -1, 1 << 20, -1.0, 0.0
            if np.random.random() < restrict:
                if d.slot > 0 and d.ship[i].most > d.ship[i].least:
                    most = d.ship[i].least + np.random.randint(d.ship[i].most - d.ship[i].least + 1)
                else:
                    first = d.ship[i].first_option
                    only = first + np.random.randint(d.ship[i].last_option - first)
            draw = np.random.random()
            if draw < 0.25:
                side = 0.0
            elif draw < 0.5:
                side = 1.0
            elif draw < 0.75:
                side = np.random.random()
            if np.random.random() < edges:
                edge = -1.0 if np.random.random() < 0.5 else 1.0
            cost = insert(d, s, w, i, allowed - spent, target, False, only, most, side, edge, blink)
            if cost >= INFINITE:
                spent = INFINITE
                break
            spent += cost
            if s.berth[i].status == PLACED:
                spent += change_cost(d, s, i)
            if spent > allowed:
                break
        if spent > allowed:
            for r in range(count):
                take_out(d, s, out[r])
            for r in range(count):
                i = out[r]
                _load(d, s, i, kept, r)
            continue
        total += spent - freed
        if total < best_total - 1e-6:
            best_total = total
            copy_state(s, best)
            if best_total <= 0.0:
                break
    return best_total, done


@register_jitable
def _load(d: Data, s: State, i: int, kept: State, at: int) -> None:
    s.berth[i] = kept.berth[at]
    for step in range(s.berth[i].slots):
        s.step[i, step] = kept.step[at, step]
    if d.slot > 0 and s.berth[i].status == PLACED:
        mark(d, s, i, 1)


@register_jitable
def all_changes(d: Data, s: State) -> float:
    """What all changes of cranes to another ship cost."""
    if d.change == 0.0:
        return 0.0
    changes = 0
    for crane in range(d.cranes):
        if d.slot > 0:
            before = -1
            for slot in range(len(s.owner)):
                k = s.owner[slot, crane]
                if k < 0:
                    continue
                if before >= 0 and s.owner[before, crane] != k:
                    j = s.owner[before, crane]
                    if not changes_free(
                        d.shifts, s.step[j, before - s.berth[j].slot].until, s.step[k, slot - s.berth[k].slot].begin
                    ):
                        changes += 1
                before = slot
        else:
            for i in range(len(s.berth)):
                if s.berth[i].status != PLACED or not s.berth[i].crane <= crane < s.berth[i].crane + s.berth[i].count:
                    continue
                after = NEVER
                for k in range(len(s.berth)):
                    if (
                        k != i
                        and s.berth[k].status == PLACED
                        and s.berth[k].crane <= crane < s.berth[k].crane + s.berth[k].count
                        and s.berth[k].work_start >= s.berth[i].work_end
                    ):
                        after = min(after, s.berth[k].work_start)
                if after < NEVER and not changes_free(d.shifts, s.berth[i].work_end, after):
                    changes += 1
    return changes * d.change
