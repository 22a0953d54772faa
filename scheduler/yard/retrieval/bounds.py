"""Lower bounds of the moves that a bay needs, compiled.

Every misplaced box is moved once. Some are moved again, or a well placed box must make room; how often at least is
counted while boxes are taken away that might still be in the way, so that the count can only be too low.

Unrestricted: where no top box can leave, and no misplaced one can be put where it stays, one of the top boxes is moved
in vain; they are all taken away, and so on (Tricoire, Scagnetti and Beham, Computers and Operations Research 89, 2018;
Tanaka and Mizuno, 95, 2018). Restricted: the boxes above the next to leave go onto the other stacks as these stand, as
few of them as possible onto one that leaves earlier; then they are taken away (Zhu, Qin, Lim and Zhang, IEEE
Transactions on Automation Science and Engineering 9, 2012; Tanaka and Takii, 13, 2016).
"""

import numpy as np

from scheduler.yard.retrieval.state import FREE, MISPLACED, Numbers, State, cached


@cached
def bound_of(state: State, most: int, high: Numbers) -> int:
    """The least moves, unrestricted; where more than `most`, some number above it. `high` is for its own use."""
    misplaced, stacks = state.now[MISPLACED], len(state.high)
    if misplaced == 0 or misplaced > most:
        return misplaced
    for stack in range(stacks):
        high[stack] = state.high[stack]
        if high[stack] == 0:
            return misplaced
    height = state.box.shape[1]
    left, more = misplaced, 0
    while True:
        # The stack that takes most, of those with room.
        roomiest = -1
        first = FREE
        for stack in range(stacks):
            least = state.least[stack, high[stack]]
            first = min(first, least)
            if high[stack] < height:
                roomiest = max(roomiest, least)
        stack = quiet = 0
        while quiet < stacks:
            tier = high[stack] - 1
            box, below = state.box[stack, tier], state.least[stack, tier]
            taken = True
            if box > below:
                if box > roomiest:
                    taken = False
                else:
                    left -= 1
                    if left == 0:
                        return misplaced + more
            elif box > first:
                taken = False
            if taken:
                high[stack] = tier
                if tier == 0:
                    return misplaced + more
                quiet = 0
                roomiest = max(roomiest, below)
                if box == first:
                    first = FREE
                    for other in range(stacks):
                        first = min(first, state.least[other, high[other]])
            else:
                quiet += 1
                stack += 1
                if stack == stacks:
                    stack = 0
        more += 1
        if misplaced + more > most:
            return misplaced + more
        for stack in range(stacks):
            tier = high[stack] - 1
            if state.box[stack, tier] > state.least[stack, tier]:
                left -= 1
            high[stack] = tier
            if left == 0 or tier == 0:
                return misplaced + more


@cached
def _in_vain(boxes: Numbers, count: int, tops: Numbers, stacks: int, skipped: Numbers) -> int:
    """The least of these boxes, in their order, that must be put on one that leaves earlier than they do.

    `tops[0]` are the least numbers of the stacks. `skipped` and the other rows of `tops` are for its own use.
    """
    # Each on the stack whose least is the next above it: where that does for all, nothing is in vain.
    best = count
    depth = vain = 0
    fresh = True
    while True:
        if fresh:
            if depth == count:
                best = min(best, vain)
                if best <= 1:
                    # The first fit fails only where at least one is in vain.
                    return best
                fresh = False
            else:
                box, place = boxes[depth], -1
                for stack in range(stacks):
                    top = tops[depth, stack]
                    tops[depth + 1, stack] = top
                    if top >= box and (place < 0 or top < tops[depth, place]):
                        place = stack
                if place >= 0:
                    tops[depth + 1, place] = box
                    skipped[depth] = 0
                    depth += 1
                    continue
                skipped[depth] = 2
                vain += 1
                depth += 1
                if vain >= best:
                    fresh = False
                continue
        depth -= 1
        if depth < 0:
            return best
        if skipped[depth] == 0 and vain + 1 < best:
            for stack in range(stacks):
                tops[depth + 1, stack] = tops[depth, stack]
            skipped[depth] = 1
            vain += 1
            depth += 1
            fresh = True
        elif skipped[depth] > 0:
            vain -= 1
            skipped[depth] = -1


@cached
def restricted_bound_of(
    state: State, most: int, high: Numbers, boxes: Numbers, tops: Numbers, skipped: Numbers
) -> int:
    """The least moves, restricted; where more than `most`, some number above it. The numbers that leave differ.

    `high` (of stacks), `boxes` and `skipped` (of tiers), and `tops` (tiers + 1 x stacks) are for its own use.
    """
    misplaced, stacks, height = state.now[MISPLACED], len(state.high), state.box.shape[1]
    if misplaced == 0 or misplaced > most:
        return misplaced
    for stack in range(stacks):
        high[stack] = state.high[stack]
    left, more = misplaced, 0
    while left > 0:
        # The first to leave of those that have boxes above them.
        here, number = -1, FREE
        for stack in range(stacks):
            tier = state.wrong[stack, high[stack]]
            if tier > 0 and state.least[stack, tier] < number:
                here, number = stack, state.least[stack, tier]
        count = others = 0
        roomiest = -1
        for stack in range(stacks):
            # Those that leave before are well placed.
            tier = high[stack]
            while tier > 0 and state.box[stack, tier - 1] < number:
                tier -= 1
            high[stack] = tier
            if stack != here and tier < height:
                tops[0, others] = state.least[stack, tier]
                roomiest = max(roomiest, tops[0, others])
                others += 1
        tier = high[here]
        while state.box[here, tier - 1] != number:
            tier -= 1
            left -= 1
            if state.box[here, tier] > roomiest:
                more += 1
            else:
                boxes[count] = state.box[here, tier]
                count += 1
        high[here] = tier - 1
        if misplaced + more > most:
            return misplaced + more
        if count > 1:
            more += _in_vain(boxes, count, tops, others, skipped)
            if misplaced + more > most:
                return misplaced + more
    return misplaced + more
