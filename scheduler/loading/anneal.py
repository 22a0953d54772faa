"""The compiled loop that searches for an order of loading and for boxes that the yard gives up easily.

Simulated annealing over two moves: two boxes of one kind change their seats, or two lifts that follow each other in a
task change their turns. A seat is a slot that is loaded; its box leaves the yard when its lift begins. What counts is
kept up to date move by move, in seconds: boxes that stand on one that leaves earlier, what is asked of a block's cranes
in some minutes, ways between its bays included, beyond what they can do, and lifts for which the crane changes its
spreader, its half of the bay or its row.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler

Ints = NDArray[np.int64]
NEVER = 2**60
# What it is worth, in seconds, that a crane keeps its spreader's length, its half of the bay, and its row, and what
# each row further costs.
SPREADER_S, HALF_S, ROW_S, ROWS_S = 30, 10, 10, 2
# What a second of a yard crane's way between bays is worth where it is not late.
_WAY = 0.1
# The share of the changes that are of boxes.
_BOXES = 0.6
cached = compiler(Path(__file__))


class Seats(NamedTuple):
    """Who sits where: n boxes on as many seats, in groups within which boxes may change their seats.

    `box` n, by seat; `seat` n, by box; `group` n, by box; `members` n, boxes group by group, and `first` the place of
    each group in it, with n at the end; `allowed` n x n, by seat and box, or 1 x 1 where a group's are all allowed.
    """

    box: Ints
    seat: Ints
    group: Ints
    members: Ints
    first: Ints
    allowed: NDArray[np.bool_]


class Lifts(NamedTuple):
    """Lifts that load, m of them.

    `seats` m x 2, -1 for no second one; `start` and `seconds` m; `following` and `previous` m, the neighbours in the
    task or -1; `manner` m x 3: length (0 for 20 feet, 1 for 40, 2 for two boxes), 20-foot bay, and row from the middle.
    """

    seats: Ints
    start: Ints
    seconds: Ints
    following: Ints
    previous: Ints
    manner: Ints


class Yard(NamedTuple):
    """Boxes of the yard, those that stay included, and what is asked of its blocks in every `bucket_s` seconds.

    By box: `time` at which it leaves, `below` and `above`, the boxes under and on it with -1 after the last, `block`
    (-1 without one) and `bay`. By block and bucket: `boxes` that leave, `bays`, these by bay, and `apart`, how many
    bay numbers they are apart from pair to pair. `able_s` by block: seconds of work that its cranes do in a bucket. A
    move takes `move_s`, a 20-foot bay of way `bay_s`, and a rehandle is worth `rehandle_s`.
    """

    time: Ints
    below: Ints
    above: Ints
    block: Ints
    bay: Ints
    boxes: Ints
    bays: Ints
    apart: Ints
    able_s: Ints
    bucket_s: int
    move_s: int
    bay_s: float
    rehandle_s: int


class Stacks(NamedTuple):
    """What the stacks of the ship bear.

    By box: `mass`. By seat: `halves` n x 2, its half-stacks or -1, `long` and `loose` (above the lashings), `stack`,
    and `pair`, the seat that it shares a lift with, or -1. By half-stack: `half_kg`, `half_most`, and of what is loose
    `loose_kg`, `loose_most`. By stack: `stack_kg`, `stack_most` of long boxes. Two boxes of a lift weigh no more than
    `twin_kg`. What is of a seat, a box or a stack is in kilograms, what is of a half-stack in halves of them.
    """

    mass: Ints
    halves: Ints
    long: Ints
    loose: Ints
    stack: Ints
    pair: Ints
    half_kg: Ints
    half_most: Ints
    loose_kg: Ints
    loose_most: Ints
    stack_kg: Ints
    stack_most: Ints
    twin_kg: int


@cached
def _blocking(yard: Yard, box: int) -> int:
    """Whether a box stands on one that leaves before it."""
    for place in range(yard.below.shape[1]):
        other = yard.below[box, place]
        if other < 0:
            break
        if yard.time[other] < yard.time[box]:
            return 1
    return 0


@cached
def _around(yard: Yard, box: int) -> int:
    """Boxes that block, of a box and all that stand on it."""
    total = _blocking(yard, box)
    for place in range(yard.above.shape[1]):
        other = yard.above[box, place]
        if other < 0:
            break
        total += _blocking(yard, other)
    return total


@cached
def _asked_s(yard: Yard, block: int, bucket: int) -> float:
    """Seconds by which a block's cranes are late in a bucket, and a tenth of their way between bays.

    Fetched in any order, the boxes make for a way of twice the mean of what pairs of them are apart, each time.
    """
    boxes = yard.boxes[block, bucket]
    if boxes == 0:
        return 0.0
    # Two bay numbers are one 20-foot bay.
    way = yard.bay_s * yard.apart[block, bucket] / boxes
    return max(0.0, boxes * yard.move_s + way - yard.able_s[block]) + _WAY * way


@cached
def _count(yard: Yard, box: int, sign: int, moment: int) -> float:
    """Count a box in (or with -1 out of) its block at a moment; how many seconds worse that is."""
    block = yard.block[box]
    if block < 0:
        return 0.0
    bucket, bay = min(moment // yard.bucket_s, yard.boxes.shape[1] - 1), yard.bay[box]
    before = _asked_s(yard, block, bucket)
    apart = 0
    for other in range(yard.bays.shape[2]):
        apart += yard.bays[block, bucket, other] * abs(other - bay)
    yard.boxes[block, bucket] += sign
    yard.bays[block, bucket, bay] += sign
    yard.apart[block, bucket] += sign * apart
    return _asked_s(yard, block, bucket) - before


@cached
def _leave(yard: Yard, box: int, moment: int) -> float:
    """A box leaves at another moment; how many seconds worse that is."""
    before, was = _around(yard, box), yard.time[box]
    yard.time[box] = moment
    worse = float((_around(yard, box) - before) * yard.rehandle_s)
    return worse + _count(yard, box, -1, was) + _count(yard, box, 1, moment)


@cached
def _step(lifts: Lifts, one: int, other: int) -> int:
    """How little a lift suits the one before it, in seconds; none where there is none before or after."""
    if one < 0 or other < 0:
        return 0
    rows = abs(lifts.manner[one, 2] - lifts.manner[other, 2])
    cost = ROW_S + ROWS_S * rows if rows else 0
    if lifts.manner[one, 0] != lifts.manner[other, 0]:
        return cost + SPREADER_S
    return cost + (HALF_S if lifts.manner[one, 1] != lifts.manner[other, 1] else 0)


@cached
def anneal(
    seed: int, steps: int, hot: float, cold: float, seats: Seats, lifts: Lifts, yard: Yard, stacks: Stacks
) -> None:
    """Search for so many steps from `hot` to `cold`, in seconds; the arrays are changed in place."""
    np.random.seed(seed)
    for step in range(steps):
        heat = hot + (cold - hot) * step / steps + 1e-9
        if np.random.random() < _BOXES or len(lifts.start) == 0:
            _change_seats(heat, seats, yard, stacks)
        else:
            _change_turns(heat, seats, lifts, yard, stacks)


@cached
def _taken(worse: float, heat: float) -> bool:
    return worse <= 0 or np.random.random() < np.exp(-worse / heat)


@cached
def _may_change(seats: Seats, here: int, there: int) -> bool:
    """Whether the boxes of two seats may change them."""
    allowed = seats.allowed
    return allowed.shape[0] == 1 or (allowed[here, seats.box[there]] and allowed[there, seats.box[here]])


@cached
def _change_seats(heat: float, seats: Seats, yard: Yard, stacks: Stacks) -> None:
    """Try to let two boxes of a group change their seats."""
    one = np.random.randint(len(seats.box))
    first = seats.first[seats.group[one]]
    size = seats.first[seats.group[one] + 1] - first
    if size < 2:
        return
    other = seats.members[first + np.random.randint(size)]
    here, there = seats.seat[one], seats.seat[other]
    if one == other or not _may_change(seats, here, there):
        return
    delta = stacks.mass[other] - stacks.mass[one]
    if delta != 0 and not fits(stacks, seats.box, here, there, delta):
        return
    at_one, at_other = yard.time[one], yard.time[other]
    worse = _leave(yard, one, at_other) + _leave(yard, other, at_one)
    if _taken(worse, heat):
        seats.seat[one], seats.seat[other] = there, here
        seats.box[here], seats.box[there] = other, one
        weigh(stacks, here, delta)
        weigh(stacks, there, -delta)
    else:
        _leave(yard, one, at_one)
        _leave(yard, other, at_other)


@cached
def _change_turns(heat: float, seats: Seats, lifts: Lifts, yard: Yard, stacks: Stacks) -> None:
    """Try to let a lift and the one after it change their turns."""
    lift = np.random.randint(len(lifts.start))
    following = lifts.following[lift]
    if following < 0 or _same_stack(lift, following, lifts.seats, stacks.halves):
        return
    before = lifts.start[lift]
    after = before + lifts.seconds[following]
    earlier, later = lifts.previous[lift], lifts.following[following]
    worse = float(_step(lifts, earlier, following) + _step(lifts, lift, later))
    worse -= _step(lifts, earlier, lift) + _step(lifts, following, later)
    worse += _lift_at(seats, lifts, yard, lift, after) + _lift_at(seats, lifts, yard, following, before)
    if _taken(worse, heat):
        lifts.start[following], lifts.start[lift] = before, after
        lifts.following[following], lifts.previous[lift] = lift, following
        lifts.following[lift], lifts.previous[following] = later, earlier
        if earlier >= 0:
            lifts.following[earlier] = following
        if later >= 0:
            lifts.previous[later] = lift
    else:
        _lift_at(seats, lifts, yard, lift, before)
        _lift_at(seats, lifts, yard, following, lifts.start[following])


@cached
def _lift_at(seats: Seats, lifts: Lifts, yard: Yard, lift: int, moment: int) -> float:
    """The boxes of a lift leave at a moment; how many seconds worse that is."""
    worse = 0.0
    for place in range(2):
        seat = lifts.seats[lift, place]
        if seat >= 0:
            worse += _leave(yard, seats.box[seat], moment)
    return worse


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
def weigh(stacks: Stacks, seat: int, delta: int) -> None:
    """A seat's box is so much heavier than the one before."""
    share = delta if stacks.long[seat] else 2 * delta
    for place in range(2):
        half = stacks.halves[seat, place]
        if half >= 0:
            stacks.half_kg[half] += share
            if stacks.loose[seat]:
                stacks.loose_kg[half] += share
    if stacks.long[seat]:
        stacks.stack_kg[stacks.stack[seat]] += delta


@cached
def _borne(stacks: Stacks, seat: int) -> bool:
    """Whether the halves and the stack of a seat bear what is on them."""
    for place in range(2):
        half = stacks.halves[seat, place]
        if half >= 0 and stacks.half_kg[half] > stacks.half_most[half]:
            return False
        if half >= 0 and stacks.loose[seat] and stacks.loose_kg[half] > stacks.loose_most[half]:
            return False
    stack = stacks.stack[seat]
    return not stacks.long[seat] or stacks.stack_kg[stack] <= stacks.stack_most[stack]


@cached
def fits(stacks: Stacks, boxes: Ints, here: int, there: int, delta: int) -> bool:
    """Whether both seats' stacks bear an exchange that makes the first heavier by `delta`, and pairs stay light."""
    weigh(stacks, here, delta)
    weigh(stacks, there, -delta)
    heavier, added = (here, delta) if delta > 0 else (there, -delta)
    good = _borne(stacks, heavier)
    other = stacks.pair[heavier]
    if other >= 0 and other != here and other != there:
        good &= stacks.mass[boxes[heavier]] + added + stacks.mass[boxes[other]] <= stacks.twin_kg
    weigh(stacks, here, -delta)
    weigh(stacks, there, delta)
    return good


@cached
def over(stacks: Stacks, seat: int) -> int:
    """Kilograms, counted double, by which the halves and the stack of a seat are heavier than they may be."""
    total = 0
    for place in range(2):
        half = stacks.halves[seat, place]
        if half >= 0:
            total += max(0, stacks.half_kg[half] - stacks.half_most[half])
            total += max(0, stacks.loose_kg[half] - stacks.loose_most[half])
    if stacks.long[seat]:
        stack = stacks.stack[seat]
        total += 2 * max(0, stacks.stack_kg[stack] - stacks.stack_most[stack])
    return total


@cached
def relieve(seats: Seats, time: Ints, stacks: Stacks) -> None:
    """Exchange boxes of one group while that makes stacks that are too heavy less so."""
    better = True
    while better:
        better = False
        for here in range(len(seats.box)):
            if over(stacks, here) == 0:
                continue
            box = seats.box[here]
            best, best_there = 0, -1
            for place in range(seats.first[seats.group[box]], seats.first[seats.group[box] + 1]):
                other = seats.members[place]
                there = seats.seat[other]
                delta = stacks.mass[other] - stacks.mass[box]
                if delta >= 0 or not _may_change(seats, here, there):
                    continue
                mate = stacks.pair[there]
                if mate >= 0 and mate != here and stacks.mass[box] + stacks.mass[seats.box[mate]] > stacks.twin_kg:
                    continue
                before = over(stacks, here) + over(stacks, there)
                weigh(stacks, here, delta)
                weigh(stacks, there, -delta)
                gain = before - over(stacks, here) - over(stacks, there)
                weigh(stacks, here, -delta)
                weigh(stacks, there, delta)
                if gain > best:
                    best, best_there = gain, there
            if best_there >= 0:
                other = seats.box[best_there]
                delta = stacks.mass[other] - stacks.mass[box]
                weigh(stacks, here, delta)
                weigh(stacks, best_there, -delta)
                seats.box[here], seats.box[best_there] = other, box
                seats.seat[other], seats.seat[box] = here, best_there
                time[other], time[box] = time[box], time[other]
                better = True
