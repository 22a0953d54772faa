"""Depth-first search for moves fewer than some number, compiled: where there are none, that is proven.

What was searched in vain is kept in a table that all cores share (Jin and Tanaka, EJOR 304, 2023, and Tanaka and
Mizuno, Computers and Operations Research 95, 2018, have rules in the table's place).
"""

from typing import NamedTuple

import numpy as np

from scheduler.yard.failures import Table, fails, keep
from scheduler.yard.retrieval.bounds import bound_of, in_vain_after, restricted_bound_of
from scheduler.yard.retrieval.state import FREE, MARK, MISPLACED, NEXT, Numbers, State, cached, move, move_back

# What a search came to.
NONE, FOUND, GOES_ON = 0, 1, 2


class Scratch(NamedTuple):
    """What the bounds work in."""

    high: Numbers
    stuck: Numbers
    after: Numbers
    boxes: Numbers
    tops: Numbers
    skipped: Numbers


class Dive(NamedTuple):
    """Where a search stands, by depth, and the `depth` itself.

    `keys`: the children, the most promising first; `held`: how many; `at`: the next of them, or -1 where they are not
    found yet; `gone`: the end of the notes of what has left, which are in `trail`.
    """

    keys: Numbers
    held: Numbers
    at: Numbers
    gone: Numbers
    trail: Numbers
    depth: Numbers


def scratch_of(state: State) -> Scratch:
    """Room for the bounds of a bay."""
    stacks, height = state.box.shape
    return Scratch(
        np.zeros(stacks, np.int64),
        np.zeros(stacks, np.int64),
        np.zeros(stacks, np.int64),
        np.zeros(height + 1, np.int64),
        np.zeros((height + 2, stacks), np.int64),
        np.zeros(height + 2, np.int64),
    )


def dive_of(state: State, most: int) -> Dive:
    """A search that is at the top, for at most so many moves."""
    stacks = len(state.high)
    dive = Dive(
        keys=np.zeros((most + 2, stacks * stacks), np.int64),
        held=np.zeros(most + 2, np.int64),
        at=np.zeros(most + 2, np.int64),
        gone=np.zeros(most + 2, np.int64),
        trail=np.zeros(int(state.high.sum()) + 1, np.int64),
        depth=np.zeros(1, np.int64),
    )
    dive.at[0] = -1
    return dive


@cached
def least_moves(state: State, most: int, restricted: bool, scratch: Scratch) -> int:
    """The bound of the problem at hand; where more than `most`, some number above it."""
    if restricted:
        return restricted_bound_of(state, most, scratch.high, scratch.boxes, scratch.tops, scratch.skipped)
    return bound_of(state, most, scratch.high)


@cached
def _expand(
    state: State, dive: Dive, table: Table, scratch: Scratch, depth: int, most: int, by_target: bool, tight: bool
) -> bool:
    """Find the children at a depth that may need at most `most` moves, with the one to them. Whether one is the end."""
    stacks, height = state.box.shape
    keys, gone, count = dive.keys[depth], dive.gone[depth], 0
    number, vain, after = state.now[NEXT], 0, scratch.after
    if not tight:
        vain = in_vain_after(state, scratch.high, scratch.stuck, after)
    for source in range(stacks):
        high = state.high[source]
        if high == 0 or (by_target and state.least[source, high] != number):
            continue
        box = state.box[source, high - 1]
        wrong = box > state.least[source, high - 1]
        needed = state.now[MISPLACED] - wrong
        empty = False
        for target in range(stacks):
            to = state.high[target]
            if to == height or target == source or (to == 0 and empty):
                continue
            empty |= to == 0
            least = state.least[target, to]
            if needed + (box > least) + (vain if wrong and box <= least else after[source]) > most - 1:
                continue
            end = move(state, source, target, dive.trail, gone)
            if state.now[MISPLACED] == 0:
                move_back(state, source, target, dive.trail, gone, end)
                keys[0] = source * stacks + target
                dive.held[depth], dive.at[depth] = 1, 0
                return True
            if not fails(table, state.now[MARK], most - 1):
                bound = least_moves(state, most - 1, tight, scratch)
                if bound <= most - 1:
                    # The nearest fit first, and for what fits nowhere the stack that is needed last.
                    order = least - box if box <= least else FREE - least
                    key = ((bound << 31) + min(order, FREE)) * (stacks * stacks) + source * stacks + target
                    place = count
                    while place > 0 and keys[place - 1] > key:
                        keys[place] = keys[place - 1]
                        place -= 1
                    keys[place] = key
                    count += 1
            move_back(state, source, target, dive.trail, gone, end)
    dive.held[depth], dive.at[depth] = count, 0
    return False


@cached
def search(
    state: State,
    dive: Dive,
    table: Table,
    scratch: Scratch,
    most: int,
    by_target: bool,
    tight: bool,
    backwards: bool,
    nodes: int,
) -> tuple[int, int]:
    """Search on for at most `most` moves, until so many bays were looked at. What it came to, and the bays.

    Where it found an end, `moves_of` has the moves to it. `by_target`: only boxes above the next to leave are moved;
    `tight`: by the bound for that; `backwards`: the worst children first, for a second core to meet the first.
    """
    stacks = len(state.high)
    done, depth = 0, dive.depth[0]
    while True:
        if dive.at[depth] < 0:
            if done >= nodes:
                dive.depth[0] = depth
                return GOES_ON, done
            done += 1
            if _expand(state, dive, table, scratch, depth, most - depth, by_target, tight):
                dive.depth[0] = depth
                return FOUND, done
        at = dive.at[depth]
        if at < dive.held[depth]:
            key = dive.keys[depth, dive.held[depth] - 1 - at if backwards else at]
            way = key % (stacks * stacks)
            dive.at[depth] = at + 1
            source, target = way // stacks, way % stacks
            dive.gone[depth + 1] = move(state, source, target, dive.trail, dive.gone[depth])
            depth += 1
            dive.at[depth] = -1
            if fails(table, state.now[MARK], most - depth):
                dive.at[depth] = dive.held[depth] = 0
            continue
        keep(table, state.now[MARK], most - depth)
        if depth == 0:
            dive.depth[0] = 0
            return NONE, done
        depth -= 1
        at = dive.at[depth] - 1
        key = dive.keys[depth, dive.held[depth] - 1 - at if backwards else at]
        way = key % (stacks * stacks)
        move_back(state, way // stacks, way % stacks, dive.trail, dive.gone[depth], dive.gone[depth + 1])


def moves_of(dive: Dive, stacks: int, *, backwards: bool) -> list[tuple[int, int]]:
    """The moves between stacks to where a search found an end."""
    ways = []
    for depth in range(int(dive.depth[0])):
        at = int(dive.at[depth]) - 1
        ways.append(int(dive.keys[depth, int(dive.held[depth]) - 1 - at if backwards else at]) % (stacks * stacks))
    ways.append(int(dive.keys[int(dive.depth[0]), 0]) % (stacks * stacks))
    return [divmod(way, stacks) for way in ways]
