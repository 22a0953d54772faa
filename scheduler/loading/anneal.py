"""The compiled loop that searches for an order of loading and for boxes that the yard gives up easily.

Simulated annealing over two moves: two boxes of one kind change their seats, or two lifts that follow each other in a
task change their turns. A seat is a slot that is loaded; its box leaves the yard when its lift begins. What counts is
kept up to date move by move, in seconds: boxes that stand on one that leaves earlier, more boxes from a block in ten
minutes than its cranes can fetch, bays of a block that these ten minutes need, and lifts for which the crane changes
its spreader, its half of the bay or its row.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler

Ints = NDArray[np.int64]
NEVER = 2**60
# What it is worth, in seconds, that a crane keeps its spreader's length, its half of the bay, and its row.
SPREADER_S, HALF_S, ROW_S = 30, 10, 6
cached = compiler(Path(__file__))


@cached
def _blocking(box: int, time: Ints, below: Ints) -> int:
    """Whether a box stands on one that leaves before it."""
    for place in range(below.shape[1]):
        other = below[box, place]
        if other < 0:
            break
        if time[other] < time[box]:
            return 1
    return 0


@cached
def _around(box: int, time: Ints, below: Ints, above: Ints) -> int:
    """Boxes that block, of a box and all that stand on it."""
    total = _blocking(box, time, below)
    for place in range(above.shape[1]):
        other = above[box, place]
        if other < 0:
            break
        total += _blocking(other, time, below)
    return total


@cached
def _add(
    box: int, sign: int, moment: int, block: Ints, bay: Ints, bucket_s: int, load: Ints, bays: Ints, most: Ints,
    late_s: int, bay_s: int,
) -> int:  # fmt: skip
    """Count a box in (or with -1 out of) the ten minutes of its block; how many seconds worse that is."""
    where = block[box]
    if where < 0:
        return 0
    when = min(moment // bucket_s, load.shape[1] - 1)
    before = max(0, load[where, when] - most[where]) * late_s
    load[where, when] += sign
    worse = max(0, load[where, when] - most[where]) * late_s - before
    had = bays[where, when, bay[box]] > 0
    bays[where, when, bay[box]] += sign
    has = bays[where, when, bay[box]] > 0
    return worse + (int(has) - int(had)) * bay_s


@cached
def _step(one: int, other: int, manner: Ints) -> int:
    """How little a lift suits the one before it, in seconds; none where there is none before or after."""
    if one < 0 or other < 0:
        return 0
    cost = ROW_S * abs(manner[one, 2] - manner[other, 2])
    if manner[one, 0] != manner[other, 0]:
        return cost + SPREADER_S
    return cost + (HALF_S if manner[one, 1] != manner[other, 1] else 0)


@cached
def anneal(
    seed: int, steps: int, warm: float,
    # Seats and boxes: the box on each seat, the seat of each, the group within which boxes change, who may sit where.
    box_at: Ints, seat_of: Ints, group: Ints, members: Ints, first: Ints, allowed: NDArray[np.bool_],
    # Lifts: their seats, when they begin and how long they take, the next and the one before in the task, and how they
    # are made: length (0 for 20 feet, 1 for 40, 2 for two boxes), 20-foot bay, and row from the middle line.
    seats: Ints, start: Ints, seconds: Ints, following: Ints, previous: Ints, manner: Ints,
    # The yard: who stands under and on whom, the block and bay of each box, what a block can do in a bucket.
    time: Ints, below: Ints, above: Ints, block: Ints, bay: Ints, load: Ints, bays: Ints, most: Ints, bucket_s: int,
    rehandle_s: int, late_s: int, bay_s: int,
    # The ship: mass of each box, the half-stacks of each seat, what they weigh and bear, twice over for half a box.
    mass: Ints, halves: Ints, long: Ints, loose: Ints, half_kg: Ints, half_most: Ints, loose_kg: Ints, loose_most: Ints,
    stack: Ints, stack_kg: Ints, stack_most: Ints, pair: Ints, twin_kg: int,
) -> int:  # fmt: skip
    """Search for so many steps from `warm` seconds on; the arrays are changed in place. The gain in seconds."""
    np.random.seed(seed)
    count = box_at.shape[0]
    gained = 0
    for step in range(steps):
        heat = warm * (1 - step / steps) + 1e-9
        if np.random.random() < 0.6 or following.shape[0] == 0:
            one = np.random.randint(count)
            size = first[group[one] + 1] - first[group[one]]
            if size < 2:
                continue
            other = members[first[group[one]] + np.random.randint(size)]
            here, there = seat_of[one], seat_of[other]
            if one == other or (allowed.shape[0] > 1 and not (allowed[here, other] and allowed[there, one])):
                continue
            delta = mass[other] - mass[one]
            if delta != 0 and not fits(
                here, there, delta, halves, long, loose, half_kg, half_most, loose_kg, loose_most, stack, stack_kg,
                stack_most, pair, twin_kg, mass, box_at,
            ):  # fmt: skip
                continue
            old = _around(one, time, below, above) + _around(other, time, below, above)
            at_one, at_other = time[one], time[other]
            time[one], time[other] = at_other, at_one
            worse = (_around(one, time, below, above) + _around(other, time, below, above) - old) * rehandle_s
            worse += _add(one, -1, at_one, block, bay, bucket_s, load, bays, most, late_s, bay_s)
            worse += _add(other, -1, at_other, block, bay, bucket_s, load, bays, most, late_s, bay_s)
            worse += _add(one, 1, at_other, block, bay, bucket_s, load, bays, most, late_s, bay_s)
            worse += _add(other, 1, at_one, block, bay, bucket_s, load, bays, most, late_s, bay_s)
            if worse <= 0 or np.random.random() < np.exp(-worse / heat):
                seat_of[one], seat_of[other] = there, here
                box_at[here], box_at[there] = other, one
                weigh(here, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                weigh(there, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                gained -= worse
            else:
                time[one], time[other] = at_one, at_other
                _add(one, -1, at_other, block, bay, bucket_s, load, bays, most, late_s, bay_s)
                _add(other, -1, at_one, block, bay, bucket_s, load, bays, most, late_s, bay_s)
                _add(one, 1, at_one, block, bay, bucket_s, load, bays, most, late_s, bay_s)
                _add(other, 1, at_other, block, bay, bucket_s, load, bays, most, late_s, bay_s)
        else:
            lift = np.random.randint(following.shape[0])
            nxt = following[lift]
            if nxt < 0 or _same_stack(lift, nxt, seats, halves):
                continue
            before, after = start[lift], start[lift] + seconds[nxt]
            earlier, later = previous[lift], following[nxt]
            worse = _step(earlier, nxt, manner) + _step(lift, later, manner)
            worse -= _step(earlier, lift, manner) + _step(nxt, later, manner)
            for turn in range(2):
                moved = lift if turn == 0 else nxt
                begin = start[moved]
                then = after if turn == 0 else before
                for place in range(2):
                    seat = seats[moved, place]
                    if seat >= 0:
                        box = box_at[seat]
                        old = _around(box, time, below, above)
                        time[box] = then
                        worse += (_around(box, time, below, above) - old) * rehandle_s
                        worse += _add(box, -1, begin, block, bay, bucket_s, load, bays, most, late_s, bay_s)
                        worse += _add(box, 1, then, block, bay, bucket_s, load, bays, most, late_s, bay_s)
            if worse <= 0 or np.random.random() < np.exp(-worse / heat):
                start[nxt], start[lift] = before, after
                following[nxt], previous[lift] = lift, nxt
                following[lift], previous[nxt] = later, earlier
                if earlier >= 0:
                    following[earlier] = nxt
                if later >= 0:
                    previous[later] = lift
                gained -= worse
            else:
                for turn in range(2):
                    moved = lift if turn == 0 else nxt
                    then = after if turn == 0 else before
                    for place in range(2):
                        seat = seats[moved, place]
                        if seat >= 0:
                            box = box_at[seat]
                            time[box] = start[moved]
                            _add(box, -1, then, block, bay, bucket_s, load, bays, most, late_s, bay_s)
                            _add(box, 1, start[moved], block, bay, bucket_s, load, bays, most, late_s, bay_s)
    return gained


@cached
def _same_stack(one: int, other: int, seats: Ints, halves: Ints) -> bool:
    """Whether two lifts have a half-stack in common, so that their order is fixed."""
    for a in range(2):
        for b in range(2):
            if seats[one, a] < 0 or seats[other, b] < 0:
                continue
            for x in range(2):
                for y in range(2):
                    half = halves[seats[one, a], x]
                    if half >= 0 and half == halves[seats[other, b], y]:
                        return True
    return False


@cached
def weigh(
    seat: int, delta: int, halves: Ints, long: Ints, loose: Ints, half_kg: Ints, loose_kg: Ints, stack: Ints,
    stack_kg: Ints,
) -> None:  # fmt: skip
    """A seat's box is so much heavier than the one before."""
    share = delta if long[seat] else 2 * delta
    for place in range(2):
        half = halves[seat, place]
        if half >= 0:
            half_kg[half] += share
            if loose[seat]:
                loose_kg[half] += share
    if long[seat]:
        stack_kg[stack[seat]] += delta


@cached
def fits(
    here: int, there: int, delta: int, halves: Ints, long: Ints, loose: Ints, half_kg: Ints, half_most: Ints,
    loose_kg: Ints, loose_most: Ints, stack: Ints, stack_kg: Ints, stack_most: Ints, pair: Ints, twin_kg: int,
    mass: Ints, box_at: Ints,
) -> bool:  # fmt: skip
    """Whether both seats' stacks bear an exchange that makes the first heavier by `delta`, and pairs stay light."""
    weigh(here, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
    weigh(there, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
    good = True
    for which in range(2):
        seat = here if which == 0 else there
        added = delta if which == 0 else -delta
        if added <= 0:
            continue
        for place in range(2):
            half = halves[seat, place]
            if half >= 0 and (half_kg[half] > half_most[half] or (loose[seat] and loose_kg[half] > loose_most[half])):
                good = False
        if long[seat] and stack_kg[stack[seat]] > stack_most[stack[seat]]:
            good = False
        other = pair[seat]
        apart = other >= 0 and other != here and other != there
        if apart and mass[box_at[seat]] + added + mass[box_at[other]] > twin_kg:
            good = False
    weigh(here, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
    weigh(there, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
    return good


@cached
def over(
    seat: int, halves: Ints, long: Ints, half_kg: Ints, half_most: Ints, loose_kg: Ints, loose_most: Ints, stack: Ints,
    stack_kg: Ints, stack_most: Ints,
) -> int:  # fmt: skip
    """Kilograms, counted double, by which the halves and the stack of a seat are heavier than they may be."""
    total = 0
    for place in range(2):
        half = halves[seat, place]
        if half >= 0:
            total += max(0, half_kg[half] - half_most[half]) + max(0, loose_kg[half] - loose_most[half])
    if long[seat]:
        total += 2 * max(0, stack_kg[stack[seat]] - stack_most[stack[seat]])
    return total


@cached
def relieve(
    box_at: Ints, seat_of: Ints, group: Ints, members: Ints, first: Ints, allowed: NDArray[np.bool_], time: Ints,
    mass: Ints, halves: Ints, long: Ints, loose: Ints, half_kg: Ints, half_most: Ints, loose_kg: Ints, loose_most: Ints,
    stack: Ints, stack_kg: Ints, stack_most: Ints, pair: Ints, twin_kg: int,
) -> None:  # fmt: skip
    """Exchange boxes of one kind while that makes stacks that are too heavy less so."""
    stacks = (halves, long, half_kg, half_most, loose_kg, loose_most, stack, stack_kg, stack_most)
    better = True
    while better:
        better = False
        for here in range(box_at.shape[0]):
            if over(here, *stacks) == 0:
                continue
            box = box_at[here]
            best, best_there = 0, -1
            for place in range(first[group[box]], first[group[box] + 1]):
                other = members[place]
                there = seat_of[other]
                delta = mass[other] - mass[box]
                if delta >= 0 or (allowed.shape[0] > 1 and not (allowed[here, other] and allowed[there, box])):
                    continue
                mate = pair[there]
                if mate >= 0 and mate != here and mass[box] + mass[box_at[mate]] > twin_kg:
                    continue
                before = over(here, *stacks) + over(there, *stacks)
                weigh(here, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                weigh(there, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                gain = before - over(here, *stacks) - over(there, *stacks)
                weigh(here, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                weigh(there, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                if gain > best:
                    best, best_there = gain, there
            if best_there >= 0:
                other = box_at[best_there]
                delta = mass[other] - mass[box]
                weigh(here, delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                weigh(best_there, -delta, halves, long, loose, half_kg, loose_kg, stack, stack_kg)
                box_at[here], box_at[best_there] = other, box
                seat_of[other], seat_of[box] = here, best_there
                time[other], time[box] = time[box], time[other]
                better = True
