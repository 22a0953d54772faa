"""A layout as the compiled searches hold it: how a move changes it, and how few moves can be left.

`rows[stack]` is the height of a stack, how many of its boxes from the bottom stand well, and then its boxes. Groups go
from 1 to the number of groups; the ground under an empty stack counts as the largest. `counts[0][group]` says how many
badly placed boxes of a group there are, `counts[1][group]` how many places above well placed boxes whose top is of that
group, were all badly placed ones away.

The bound is that of Bortfeldt & Forster (2012, EJOR 217) as sharpened by Tanaka & Tierney (2018, EJOR 264).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler

Rows = NDArray[np.int16]
Counts = NDArray[np.int32]
compiled = compiler(Path(__file__))


@compiled
def top(rows: Rows, groups: int, stack: int) -> int:
    """The group of the highest well placed box of a stack."""
    standing = rows[stack, 1]
    return int(rows[stack, 1 + standing]) if standing else groups


@compiled
def move(rows: Rows, counts: Counts, limit: int, source: int, target: int) -> int:
    """Move a box, and say by how many the badly placed ones become more. To move it back undoes it."""
    groups = counts.shape[1] - 1
    more = 0
    height = rows[source, 0]
    box = rows[source, 1 + height]
    standing = rows[source, 1]
    rows[source, 0] = height - 1
    if standing == height:
        counts[1, box] -= limit - standing
        rows[source, 1] = standing - 1
        counts[1, top(rows, groups, source)] += limit - standing + 1
    else:
        more -= 1
        counts[0, box] -= 1
    height = rows[target, 0]
    standing = rows[target, 1]
    above = top(rows, groups, target)
    rows[target, 0] = height + 1
    rows[target, 2 + height] = box
    if standing == height and box <= above:
        counts[1, above] -= limit - standing
        counts[1, box] += limit - standing - 1
        rows[target, 1] = standing + 1
    else:
        more += 1
        counts[0, box] += 1
    return more


@compiled
def count(rows: Rows, counts: Counts, limit: int) -> int:
    """Fill in which boxes stand well and what follows from it; how many do not."""
    groups = counts.shape[1] - 1
    counts[:] = 0
    bad = 0
    for stack in range(rows.shape[0]):
        standing = 0
        above = groups
        height = rows[stack, 0]
        while standing < height and rows[stack, 2 + standing] <= above:
            above = rows[stack, 2 + standing]
            standing += 1
        rows[stack, 1] = standing
        counts[1, above] += limit - standing
        for tier in range(standing, height):
            counts[0, rows[stack, 2 + tier]] += 1
            bad += 1
    return bad


@compiled
def moves_of_good(rows: Rows, counts: Counts, limit: int, work: Counts) -> int:
    """How many well placed boxes have to be moved, to make room for the badly placed ones of large groups."""
    stacks = rows.shape[0]
    surplus = most = least = 0
    for group in range(counts.shape[1] - 1, 0, -1):
        surplus += counts[0, group] - counts[1, group]
        if surplus <= most:
            continue
        most = surplus
        # Stacks are cleared down to their boxes of that group and larger ones: by how many, and for how much room.
        work[:] = 0
        for stack in range(stacks):
            standing = rows[stack, 1]
            keep = standing
            while keep and rows[stack, 1 + keep] < group:
                keep -= 1
            if keep < standing:
                work[0, standing - keep] += 1
                work[1, limit - keep] += 1
        cleared = 0
        room = limit
        left = surplus
        while left > 0 and room > 0:
            used = min(work[1, room], (left + room - 1) // room)
            cleared += used
            left -= used * room
            room -= 1
        away = 1
        cost = 0
        while cleared > 0 and away <= limit:
            used = min(cleared, work[0, away])
            cost += used * away
            cleared -= used
            away += 1
        least = max(least, cost)
    return least


@compiled
def fits(rows: Rows, groups: int, limit: int, stack: int, work: Counts, own: int) -> bool:
    """Whether the badly placed boxes of a stack can all go onto well placed ones of others, by moves of theirs alone.

    `own` is the top onto which they go where no stack is free of badly placed boxes (else 0).
    """
    stacks = rows.shape[0]
    tops = 0
    if own:
        work[2, 0] = own
        tops = 1
    else:
        for other in range(stacks):
            if rows[other, 0] == rows[other, 1] < limit:
                work[2, tops] = top(rows, groups, other)
                tops += 1
    for tier in range(rows[stack, 0] + 1, rows[stack, 1] + 1, -1):
        box = rows[stack, tier]
        best = -1
        for place in range(tops):
            if work[2, place] >= box and (best < 0 or work[2, place] < work[2, best]):
                best = place
        if best < 0:
            return False
        work[2, best] = box
    return True


@compiled
def bound(rows: Rows, counts: Counts, limit: int, bad: int, good: int, work: Counts) -> int:
    """The fewest moves that can be left: with `bad` badly placed boxes, and `good` from `moves_of_good`."""
    if bad == 0:
        return 0
    groups = counts.shape[1] - 1
    stacks = rows.shape[0]
    dirty = free = 0
    least = limit
    for stack in range(stacks):
        above = rows[stack, 0] - rows[stack, 1]
        if above:
            dirty += 1
            least = min(least, above)
        elif rows[stack, 0] < limit:
            free += 1
    if free:
        if good and dirty < stacks - 1:
            return bad + good
        # Nothing but moves onto well placed boxes: some stack is the first to be free of badly placed ones.
        for stack in range(stacks):
            if rows[stack, 0] > rows[stack, 1] and fits(rows, groups, limit, stack, work, 0):
                return bad + good
        return bad + good + 1
    if dirty < stacks:
        return bad + good + least
    # No stack is free: one is cleared onto others, which then are to be cleared onto it.
    own = 0
    for stack in range(stacks):
        if rows[stack, 0] - rows[stack, 1] == least:
            own = max(own, top(rows, groups, stack))
    for stack in range(stacks):
        if fits(rows, groups, limit, stack, work, own):
            return bad + good + least
    return bad + good + least + 1
