"""A quick way to the end, after the fill-and-reduce greedy of Araya & Toledo (2023, Operational Research 23).

While a badly placed box can go where it stands well, the one that wastes least does. Otherwise the stack that costs
least is taken down until it can take one.
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
def place_for(rows: Rows, groups: int, limit: int, box: int, source: int, wanted: int) -> int:
    """Where a box that has to get out of the way does least harm; -1 where there is no room at all."""
    best = -1
    least = 1 << 30
    for target in range(rows.shape[0]):
        height = rows[target, 0]
        if target == source or height == limit:
            continue
        above = top(rows, groups, target)
        if height == rows[target, 1]:
            # Well placed there, or on top of a stack that is then in the way.
            harm = above - box if box <= above else (4 * groups + box - above)
        else:
            largest = 0
            for tier in range(rows[target, 1], height):
                largest = max(largest, rows[target, 2 + tier])
            # Larger ones go first: best above a box that is little smaller.
            harm = groups + box - largest if box >= largest else 2 * groups + largest - box
        if target == wanted:
            harm += 8 * groups
        if harm < least:
            least = harm
            best = target
    return best


@compiled
def finish(
    rows: Rows, counts: Counts, limit: int, bad: int, most: int, way: Counts, weights: Weights, larger: Counts
) -> int:
    """Go on until all boxes stand well, and say in how many moves (`way` holds them); -1 for more than `most`.

    The arrays are left where it ends.
    """
    stacks = rows.shape[0]
    groups = counts.shape[1] - 1
    made = 0
    while bad:
        if made + bad > most:
            return -1
        free = limit * stacks
        for stack in range(stacks):
            free -= rows[stack, 0]
        larger[groups] = 0
        for group in range(groups - 1, -1, -1):
            larger[group] = larger[group + 1] + counts[0, group + 1]
        # Which box to bring where: those in its way there, and its own stack's, are put elsewhere.
        chosen = owner = -1
        down = 0
        least = 1 << 30
        for other in range(stacks):
            if rows[other, 0] == rows[other, 1]:
                continue
            box = rows[other, 1 + rows[other, 0]]
            for stack in range(stacks):
                dirty = rows[stack, 0] - rows[stack, 1]
                if dirty * weights[0] * groups * 4 - box * weights[2] >= least:
                    continue
                stays = rows[stack, 1]
                while stays and rows[stack, 1 + stays] < box:
                    stays -= 1
                around = free + rows[stack, 0]
                if other != stack:
                    around += rows[other, 0] - limit
                off = rows[stack, 0] - stays
                if stays == limit or (off and around < off + limit):
                    continue
                above = rows[stack, 1 + stays] if stays else groups
                waste = min(limit - stays - 1, larger[box] - larger[above])
                off += rows[stack, 1] - stays
                cost = (off * weights[0] + waste * weights[1]) * groups * 4 + (above - box) * 4 - box * weights[2]
                if cost < least:
                    least = cost
                    chosen = stack
                    owner = other
                    down = stays
        if chosen < 0:
            return -1
        aside = owner
        while rows[chosen, 0] > down:
            target = place_for(rows, groups, limit, rows[chosen, 1 + rows[chosen, 0]], chosen, aside)
            if target < 0 or made + 1 >= most:
                return -1
            if aside == chosen:
                aside = target
            way[made, 0] = chosen
            way[made, 1] = target
            bad += move(rows, counts, limit, chosen, target)
            made += 1
        # The box may have got a place below others, where there was no other room.
        if rows[aside, 0] > rows[aside, 1]:
            way[made, 0] = aside
            way[made, 1] = chosen
            bad += move(rows, counts, limit, aside, chosen)
            made += 1
    return made
