"""A bay as arrays, compiled: boxes are put on stacks and taken off in constant time, and leave as soon as they can.

A box may leave as soon as it is the next one and on top: waiting never saves a move. So only the boxes that are put
elsewhere are counted as moves, and between two of them all boxes leave that can.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.yard.bay import STAYS, Bay
from scheduler.yard.failures import SOURCE

Numbers = NDArray[np.int64]
_HERE = Path(__file__)
cached = compiler(SOURCE, *(_HERE.with_name(f"{name}.py") for name in ("state", "bounds", "proof", "greedy", "beam")))

# The least number in an empty stack: above every box.
FREE = 1_000_000_000
# Where `State.now` keeps the next number to leave, the boxes that stand above one that leaves before, and the mark.
NEXT, MISPLACED, MARK = 0, 1, 2
# The mark of an empty bay: tables hold 0 where they hold nothing.
EMPTY = 1
_K1, _K2 = -7046029254386353131, -4265267296055464877


class State(NamedTuple):
    """A bay of s stacks of at most t boxes, with numbers from 0 on without gaps.

    `high` s: boxes in a stack; `box` s x t from the bottom. Of the lowest boxes, s x (t + 1): `least` their least
    number, `wrong` how many up to the highest one that is misplaced, `marks` what they are known by. `left` of a
    number: the boxes in the bay that leave; `random` of a number; `now`: see `NEXT`, `MISPLACED` and `MARK`, which is
    `EMPTY` and the sum of the stacks' marks, and so the same in whatever order the stacks stand.
    """

    high: Numbers
    box: Numbers
    least: Numbers
    wrong: Numbers
    marks: Numbers
    left: Numbers
    random: Numbers
    now: Numbers


def state_of(bay: Bay) -> State:
    """The arrays of a bay. Boxes that stay have the last number, of which none is left to leave."""
    numbers = sorted({number for stack in bay.stacks for number in stack} | {STAYS})
    rank = {number: place for place, number in enumerate(numbers)}
    stacks, height = len(bay.stacks), max(1, bay.height)
    state = State(
        high=np.zeros(stacks, np.int64),
        box=np.zeros((stacks, height), np.int64),
        least=np.full((stacks, height + 1), FREE, np.int64),
        wrong=np.zeros((stacks, height + 1), np.int64),
        marks=np.zeros((stacks, height + 1), np.int64),
        left=np.zeros(len(numbers), np.int64),
        random=np.random.default_rng(1).integers(1, 2**62, len(numbers)),
        now=np.array([0, 0, EMPTY], np.int64),
    )
    for place, stack in enumerate(bay.stacks):
        for number in stack:
            push(state, place, rank[number])
            if number != STAYS:
                state.left[rank[number]] += 1
    return state


def copy_of(state: State) -> State:
    """A copy that may be changed."""
    return State(*(numbers.copy() for numbers in state))


@cached
def put_over(state: State, other: State) -> None:
    """Make a bay of the same size equal to another."""
    state.high[:] = other.high
    state.box[:] = other.box
    state.least[:] = other.least
    state.wrong[:] = other.wrong
    state.left[:] = other.left
    state.now[:] = other.now


@cached
def push(state: State, stack: int, box: int) -> None:
    """Put a box on a stack that has room."""
    tier = state.high[stack]
    least = state.least[stack, tier]
    state.box[stack, tier] = box
    state.least[stack, tier + 1] = min(least, box)
    # Not linear, so that boxes that change places change the sum.
    mark = (state.marks[stack, tier] + state.random[box]) * _K1
    mark = (mark ^ (mark >> 29)) * _K2
    mark ^= mark >> 32
    state.now[MARK] += mark - state.marks[stack, tier]
    state.marks[stack, tier + 1] = mark
    state.high[stack] = tier + 1
    if box > least:
        state.now[MISPLACED] += 1
        state.wrong[stack, tier + 1] = tier + 1
    else:
        state.wrong[stack, tier + 1] = state.wrong[stack, tier]


@cached
def pop(state: State, stack: int) -> int:
    """Take the top box off a stack that has one."""
    tier = state.high[stack] - 1
    box = state.box[stack, tier]
    state.high[stack] = tier
    state.now[MARK] += state.marks[stack, tier] - state.marks[stack, tier + 1]
    if box > state.least[stack, tier]:
        state.now[MISPLACED] -= 1
    return box


@cached
def leave(state: State, trail: Numbers, gone: int) -> int:
    """Let all boxes leave that can, noting them from `trail[gone]` on. Returns the end of the notes."""
    left, now, stacks = state.left, state.now, len(state.high)
    while True:
        while now[NEXT] < len(left) - 1 and left[now[NEXT]] == 0:
            now[NEXT] += 1
        number = now[NEXT]
        if left[number] == 0:
            return gone
        before = gone
        for stack in range(stacks):
            high = state.high[stack]
            if state.least[stack, high] == number and state.box[stack, high - 1] == number:
                pop(state, stack)
                left[number] -= 1
                trail[gone] = number * stacks + stack
                gone += 1
                break
        if gone == before:
            return gone


@cached
def move(state: State, source: int, target: int, trail: Numbers, gone: int) -> int:
    """Put the top box of a stack on another, and let boxes leave. Returns the end of the notes."""
    push(state, target, pop(state, source))
    return leave(state, trail, gone)


@cached
def move_back(state: State, source: int, target: int, trail: Numbers, before: int, gone: int) -> None:
    """Undo `move`, which noted from `trail[before]` to `trail[gone]`."""
    stacks = len(state.high)
    while gone > before:
        gone -= 1
        number = trail[gone] // stacks
        push(state, trail[gone] - number * stacks, number)
        state.left[number] += 1
        state.now[NEXT] = number
    push(state, source, pop(state, target))
