"""The compiled end of a packing: every stack bears what it has, and boxes that came on board leave with the ship.

Where such a box found no place, boxes to load make room for it.
"""

from pathlib import Path

import numpy as np

from scheduler.compiled import compiler
from scheduler.loading.whole_ship import packing_kernel
from scheduler.loading.whole_ship.packing_kernel import Boxes, Ints, Packing, Stacks, broken, put, take

# Boxes to load that make room for one that came.
_MOST_GONE = 6
# Choosing between stacks: a box to load without a place, against one overstow.
_GONE = 100
cached = compiler(Path(__file__), Path(packing_kernel.__file__))


@cached
def _least_needed(boxes: Boxes, stacks: Stacks, pack: Packing, stack: int, keep: int) -> int:
    """The box to load, but for `keep`, without which a stack is best; one that came where there is none, or -1."""
    best, found = np.inf, -1
    for part in range(3):
        for place in range(pack.counts[stack, part]):
            box = pack.boxes[stack, part, place]
            if box == keep:
                continue
            half = pack.half[box]
            take(boxes, stacks, pack, box)
            judged = 1e6 * boxes.times[box] + broken(boxes, stacks, pack, stack) - 1e-6 * boxes.kg[box]
            put(boxes, stacks, pack, box, stack, half)
            if judged < best:
                best, found = judged, box
    return found


@cached
def _back(
    boxes: Boxes, stacks: Stacks, pack: Packing, box: int, stack: int, gone: Ints, halves: Ints, count: int
) -> None:
    """A stack as it was before a box was put into it and others made room."""
    take(boxes, stacks, pack, box)
    for place in range(count):
        put(boxes, stacks, pack, gone[place], stack, halves[place])


@cached
def _squeezed(
    boxes: Boxes, stacks: Stacks, pack: Packing, box: int, stack: int, half: int, most: int, gone: Ints, halves: Ints
) -> int:
    """A box stands in a stack from now on, and the number of boxes to load that are `gone` for it; -1 if it cannot."""
    put(boxes, stacks, pack, box, stack, half)
    count = 0
    while broken(boxes, stacks, pack, stack) > 0:
        other = _least_needed(boxes, stacks, pack, stack, box) if count < most else -1
        if other < 0 or boxes.times[other] > 1:
            _back(boxes, stacks, pack, box, stack, gone, halves, count)
            return -1
        gone[count], halves[count] = other, pack.half[other]
        count += 1
        take(boxes, stacks, pack, other)
    return count


@cached
def _home(boxes: Boxes, stacks: Stacks, pack: Packing, box: int, most: int, gone: Ints, halves: Ints) -> None:
    """A box goes where fewest boxes to load lose their place, or nowhere if that is more than `most`."""
    best, best_stack, best_half = 1 << 30, -1, 0
    for stack in range(len(pack.cost)):
        full = False
        for part in range(3):
            full = full or pack.counts[stack, part] >= pack.boxes.shape[2] - 1
        for half in range(0 if full else (1 if boxes.long[box] else stacks.halves[stack])):
            count = _squeezed(boxes, stacks, pack, box, stack, half, most, gone, halves)
            if count < 0:
                continue
            _back(boxes, stacks, pack, box, stack, gone, halves, count)
            judged = _GONE * count + (1 if stacks.first[stack, half] < boxes.port[box] else 0)
            if judged < best:
                best, best_stack, best_half = judged, stack, half
    if best_stack >= 0:
        _squeezed(boxes, stacks, pack, box, best_stack, best_half, most, gone, halves)


@cached
def settle(boxes: Boxes, stacks: Stacks, pack: Packing, order: Ints) -> None:
    """No stack breaks a rule, and boxes without a place have one where there is any, in this order."""
    gone, halves = np.zeros(_MOST_GONE, dtype=np.int64), np.zeros(_MOST_GONE, dtype=np.int64)
    for stack in range(len(pack.cost)):
        while pack.counts[stack].sum() > 0 and broken(boxes, stacks, pack, stack) > 0:
            take(boxes, stacks, pack, _least_needed(boxes, stacks, pack, stack, -1))
    for box in order:
        if pack.at[box] < 0 and boxes.times[box] > 1:
            _home(boxes, stacks, pack, box, _MOST_GONE, gone, halves)
    for box in order:
        if pack.at[box] < 0:
            _home(boxes, stacks, pack, box, 0, gone, halves)
