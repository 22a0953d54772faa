"""Moves by rule, compiled: the boxes above the next to leave go one by one to where they are least in the way.

Caserta, Schwarze and Voss, EJOR 219, 2012; Jin, Zhu and Lim, EJOR 240, 2015.
"""

from scheduler.yard.retrieval.state import FREE, MISPLACED, NEXT, Numbers, State, cached, leave, pop, push


@cached
def _source_of(state: State) -> int:
    """The stack of the next box to leave with the fewest boxes above it; -1 where none of these can go anywhere."""
    stacks, height = state.box.shape
    best, fewest, number = -1, FREE, state.now[NEXT]
    for stack in range(stacks):
        if state.least[stack, state.high[stack]] == number:
            above = 0
            while state.box[stack, state.high[stack] - 1 - above] != number:
                above += 1
            if above < fewest:
                best, fewest = stack, above
    room = 0
    for stack in range(stacks):
        if stack != best:
            room += height - state.high[stack]
    return best if room >= fewest else -1


@cached
def _filled_first(state: State, source: int, target: int, box: int) -> int:
    """The stack with the last misplaced top box to leave that fits on the target below the box; or the source."""
    best, largest = source, box
    if state.high[target] + 2 > state.box.shape[1]:
        return source
    for stack in range(len(state.high)):
        high = state.high[stack]
        if high == 0 or stack in (source, target):
            continue
        top = state.box[stack, high - 1]
        if largest <= top <= state.least[target, state.high[target]] and top > state.least[stack, high - 1]:
            best, largest = stack, top
    return best


@cached
def _fit(state: State, box: int, source: int, other: int) -> int:
    """The stack with room and the smallest least number that the box doesn't exceed, but for two stacks; else -1."""
    best, smallest = -1, FREE + 1
    for stack in range(len(state.high)):
        least = state.least[stack, state.high[stack]]
        room = state.high[stack] < state.box.shape[1]
        if room and stack not in (source, other) and box <= least < smallest:
            best, smallest = stack, least
    return best


@cached
def by_rule(state: State, ways: Numbers, trail: Numbers, restricted: bool) -> int:
    """Make moves by rule until no box is misplaced, noted in `ways`. How many; -1 where that fails."""
    stacks, height = state.box.shape
    done = 0
    leave(state, trail, 0)
    while state.now[MISPLACED] > 0:
        source = _source_of(state)
        if source < 0 or done == len(ways):
            return -1
        box = state.box[source, state.high[source] - 1]
        target = _fit(state, box, source, source)
        if target >= 0:
            if not restricted:
                source = _filled_first(state, source, target, box)
        else:
            if not restricted:
                # A well placed box that makes room for it, and fits elsewhere.
                smallest = FREE + 1
                first = source
                for stack in range(stacks):
                    high = state.high[stack]
                    if stack == first or high == 0 or state.box[stack, high - 1] > state.least[stack, high - 1]:
                        continue
                    below = state.least[stack, high - 1]
                    if box <= below < smallest:
                        to = _fit(state, state.box[stack, high - 1], stack, first)
                        if to >= 0:
                            source, target, smallest = stack, to, below
                if target >= 0:
                    source = _filled_first(state, source, target, state.box[source, state.high[source] - 1])
            if target < 0:
                # Where it is in the way last; but the last place there is for the first to leave of those above.
                largest = second = -1
                last = -1
                for stack in range(stacks):
                    if stack == source or state.high[stack] == height:
                        continue
                    least = state.least[stack, state.high[stack]]
                    if least > largest:
                        last, second = target, largest
                        target, largest = stack, least
                    elif least > second:
                        last, second = stack, least
                if last >= 0 and state.high[target] == height - 1:
                    tier = state.high[source] - 2
                    while tier >= 0 and state.box[source, tier] != state.now[NEXT]:
                        if state.box[source, tier] < box:
                            target = last
                            break
                        tier -= 1
        ways[done] = source * stacks + target
        done += 1
        push(state, target, pop(state, source))
        leave(state, trail, 0)
    return done
