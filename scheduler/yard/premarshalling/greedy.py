"""A quick way to the end: the fill-and-reduce greedy of Araya & Toledo (2023, Operational Research 23).

While a badly placed box can go where it stands well, the one that wastes least does. Otherwise a stack is taken down,
until so many boxes of the others can go there one after another that it is filled again.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.yard.premarshalling import layout
from scheduler.yard.premarshalling.layout import Counts, Rows, move, top

Weights = NDArray[np.int64]
compiled = compiler(Path(__file__), Path(str(layout.__file__)))


@compiled
def reach(rows: Rows, stack: int, above: int, room: int, heights: Counts) -> int:
    """How many badly placed boxes of other stacks can go one after another onto one of the group `above`."""
    heights[:] = rows[:, 0]
    placed = 0
    while placed < room:
        best = -1
        largest = 0
        for other in range(rows.shape[0]):
            height = heights[other]
            if other != stack and height > rows[other, 1]:
                box = rows[other, 1 + height]
                if largest < box <= above:
                    largest = box
                    best = other
        if best < 0:
            break
        heights[best] -= 1
        above = largest
        placed += 1
    return placed


@compiled
def filling(rows: Rows, groups: int, limit: int) -> tuple[int, int]:
    """The move of a badly placed box to where it stands well that wastes least; -1 for both where there is none."""
    stacks = rows.shape[0]
    chosen = best = -1
    least = groups + 1
    for target in range(stacks):
        height = rows[target, 0]
        if height > rows[target, 1] or height == limit:
            continue
        above = top(rows, groups, target)
        for source in range(stacks):
            off = rows[source, 0]
            if off > rows[source, 1] and 0 <= above - rows[source, 1 + off] < least:
                least = above - rows[source, 1 + off]
                chosen = source
                best = target
    return chosen, best


@compiled
def place_for(rows: Rows, groups: int, limit: int, source: int) -> int:
    """Where a box that has to get out of the way does least harm; -1 where there is no room at all."""
    best = -1
    least = 1 << 30
    box = rows[source, 1 + rows[source, 0]]
    for target in range(rows.shape[0]):
        height = rows[target, 0]
        if target == source or height == limit:
            continue
        clean = height == rows[target, 1]
        last = top(rows, groups, target) if clean else int(rows[target, 1 + height])
        # Well placed; in front of smaller ones; on a clean stack, the higher the better; on others, the lower.
        if clean and box <= last:
            harm = last
        elif not clean and box >= last:
            harm = 2 * groups - last
        elif clean:
            harm = 2 * groups + limit - height
        else:
            harm = 2 * groups + limit + height * groups + last
        if harm < least:
            least = harm
            best = target
    return best


@compiled
def price(rows: Rows, groups: int, limit: int, stack: int, free: int, heights: Counts) -> int:
    """What it costs to take a stack down, for each box that it then takes, in thousandths."""
    best = 1 << 40
    standing = rows[stack, 1]
    for kept in range(standing, -1, -1):
        off = rows[stack, 0] - kept
        if off > free:
            break
        above = rows[stack, 1 + kept] if kept else groups
        filled = reach(rows, stack, above, limit - kept, heights) if off else 0
        if filled:
            best = min(best, (off + standing - kept) * 1000 // (filled + 1) * limit + limit - kept)
    return best


@compiled
def to_reduce(rows: Rows, groups: int, limit: int, priced: int, marks: Counts) -> int:
    """Which stack to take down, of those not marked: the one of least price, or else the lowest; -1 for none."""
    stacks = rows.shape[0]
    best = -1
    least = 1 << 50
    room = limit * stacks - rows[:, 0].sum()
    for stack in range(stacks):
        height = rows[stack, 0]
        free = room - limit + height
        if marks[0, stack] or height == 0 or free <= 0:
            continue
        if priced:
            cost = price(rows, groups, limit, stack, free, marks[1])
        else:
            # Of equally low ones, a clean stack of small boxes or another one of large boxes.
            mean = 100 * rows[stack, 2 : 2 + height].sum() // (height * groups)
            cost = 1000 * height + (mean if rows[stack, 1] == height else -mean)
        if cost < least:
            least = cost
            best = stack
    return best


@compiled
def finish(
    rows: Rows, counts: Counts, limit: int, bad: int, most: int, way: Counts, weights: Weights, marks: Counts
) -> int:
    """Go on until all boxes stand well, and say in how many moves (`way` holds them); -1 for more than `most`.

    `weights`: whether prices choose the stack to take down, and how many places of it may be left without a box when
    it is filled again. `marks` are two lists by stack to work with. The arrays are left where it ends.
    """
    groups = counts.shape[1] - 1
    made = 0
    reducing = -1
    marks[0, :] = 0
    while bad:
        if made + bad > most:
            return -1
        source = target = -1
        if reducing < 0:
            source, target = filling(rows, groups, limit)
        if source < 0:
            if reducing < 0:
                reducing = to_reduce(rows, groups, limit, weights[0], marks)
                if reducing < 0:
                    # All have been taken down: once more.
                    marks[0, :] = 0
                    reducing = to_reduce(rows, groups, limit, weights[0], marks)
                    if reducing < 0:
                        return -1
                marks[0, reducing] = 1
            source = reducing
            target = place_for(rows, groups, limit, source)
            if target < 0:
                # No more room; there was some for the first box.
                reducing = -1
                continue
        way[made, 0] = source
        way[made, 1] = target
        bad += move(rows, counts, limit, source, target)
        made += 1
        if reducing >= 0:
            height = rows[reducing, 0]
            if height == rows[reducing, 1]:
                filled = reach(rows, reducing, top(rows, groups, reducing), limit - height, marks[1])
                if height == 0 or height + filled >= limit - weights[1]:
                    reducing = -1
    return made
