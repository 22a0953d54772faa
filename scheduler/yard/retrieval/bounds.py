"""Lower bounds of the moves that a bay needs, compiled.

Every misplaced box is moved once. Some are moved again, or a well placed box must make room; how often at least is
counted while boxes are taken away that might still be in the way, so that the count can only be too low.

Unrestricted: where no top box can leave, and no misplaced one can be put where it stays, one of the top boxes is moved
in vain; they are all taken away, and so on (Tricoire, Scagnetti and Beham, Computers and Operations Research 89, 2018;
Tanaka and Mizuno, 95, 2018). Restricted: the boxes above the next to leave go onto the other stacks as these stand, as
few of them as possible onto one that leaves earlier; then they are taken away (Zhu, Qin, Lim and Zhang, IEEE
Transactions on Automation Science and Engineering 9, 2012; Tanaka and Takii, 13, 2016).
"""

from scheduler.yard.retrieval.state import FREE, MISPLACED, Numbers, State, cached


@cached
def _cleared(state: State, high: Numbers, left: int) -> int:
    """Take away all boxes that can leave, or be put where they stay. `left` are misplaced: returns those after that.

    None are left where a stack is empty: any box can be put there.
    """
    stacks, height = state.box.shape
    first, roomiest = FREE, -1
    for stack in range(stacks):
        least = state.least[stack, high[stack]]
        if high[stack] == 0:
            return 0
        first = min(first, least)
        if high[stack] < height:
            roomiest = max(roomiest, least)
    stack = quiet = 0
    while quiet < stacks and left > 0:
        tier = high[stack] - 1
        box, below = state.box[stack, tier], state.least[stack, tier]
        if box <= roomiest if box > below else box == first:
            high[stack] = tier
            if tier == 0:
                return 0
            if box > below:
                left -= 1
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
    return left


@cached
def _more(state: State, high: Numbers, left: int, most: int) -> int:
    """The moves in vain after what could be cleared was, with so many misplaced left; above `most` maybe too few."""
    more = 0
    while left > 0 and more <= most:
        more += 1
        for stack in range(len(high)):
            tier = high[stack] - 1
            left -= state.box[stack, tier] > state.least[stack, tier]
            high[stack] = tier
        left = _cleared(state, high, left)
    return more


@cached
def bound_of(state: State, most: int, high: Numbers) -> int:
    """The least moves, unrestricted; where more than `most`, some number above it. `high` is for its own use."""
    misplaced = state.now[MISPLACED]
    if misplaced == 0 or misplaced > most:
        return misplaced
    high[:] = state.high
    return misplaced + _more(state, high, _cleared(state, high, misplaced), most - misplaced)


@cached
def in_vain_after(state: State, high: Numbers, stuck: Numbers, after: Numbers) -> int:
    """The moves in vain that the bound counts, and into `after`, by stack, as many as it still counts after a move.

    That is after one that isn't that of a misplaced box to where it stays, which saves none. What can be cleared holds
    nothing up, so only a move off a stack of which nothing can be may save one. `high` and `stuck` are for its own use.
    """
    stuck[:] = state.high
    left = _cleared(state, stuck, state.now[MISPLACED])
    high[:] = stuck
    vain = _more(state, high, left, FREE)
    after[:] = vain
    if vain == 0:
        return 0
    for stack in range(len(high)):
        tier = state.high[stack] - 1
        if stuck[stack] == tier + 1:
            high[:] = stuck
            high[stack] = tier
            without = left - (state.box[stack, tier] > state.least[stack, tier])
            after[stack] = _more(state, high, _cleared(state, high, without), vain - 1)
    return vain


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
def restricted_bound_of(state: State, most: int, high: Numbers, boxes: Numbers, tops: Numbers, skipped: Numbers) -> int:
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
