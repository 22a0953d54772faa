"""Iterative deepening with bounds and a table of failures: is there a way of at most so many moves?

The scheme of Tanaka & Tierney (2018, EJOR 264) and Tanaka, Tierney, Parreño-Torres, Alvarez-Valdes & Ruiz (2019, EJOR
278). Two kinds of moves are left out. Those that a shorter way does without: a box moved twice where once would do.
And those that an earlier branch of the same node has shown to fail, made in the other order ("sleep sets"). What is
known to fail within so many moves is kept in a table, for any order of the stacks. All three rest on failures that are
certain, so they go together.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.yard.failures import SOURCE, Table, fails, keep
from scheduler.yard.premarshalling import layout
from scheduler.yard.premarshalling.layout import Counts, Rows, bound, move, moves_of_good, top

Keys = NDArray[np.uint64]
compiled = compiler(Path(__file__), Path(str(layout.__file__)), SOURCE)
FOUND, FAILED, GOES_ON = 1, 2, 3


class Dive(NamedTuple):
    """What the search stands at; `stacks` and levels are counted from 0, and a move belongs to the level it leaves.

    `at`: the level (-1 before a search), the badly placed boxes, the layouts looked at. `path` by level: source,
    target, the next child, and what the move changed in `changed` (twice) and `moved`. `children` by level: order,
    move as source * stacks + target, and well placed boxes to move; `lengths` how many (-1: not made yet), `goods` the
    well placed boxes to move at the node, `asleep` by move whether it is known to fail, `keys` the node's own. `piles`
    is the key of each stack from `chance` by tier and group. `changed` by stack: the move that changed it last, from 1,
    negative where it took a box. `moved` by stack and tier: the move that brought the box, 0 where it has not moved.
    `table`: see `failures`, by the keys of layouts.
    """

    rows: Rows
    counts: Counts
    at: NDArray[np.int64]
    path: Counts
    children: NDArray[np.int64]
    lengths: NDArray[np.int64]
    goods: NDArray[np.int64]
    asleep: NDArray[np.uint8]
    keys: Keys
    piles: Keys
    chance: Keys
    changed: NDArray[np.int64]
    moved: NDArray[np.int64]
    table: Table
    work: Counts


@compiled
def mixed(key: np.uint64) -> np.uint64:
    """A number that looks like chance, of the key of a stack."""
    key = (key ^ (key >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    key = (key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(32))


@compiled
def key_of(rows: Rows, chance: Keys, stack: int) -> np.uint64:
    """The key of a stack."""
    key = np.uint64(0)
    for tier in range(rows[stack, 0]):
        key ^= chance[tier, rows[stack, 2 + tier]]
    return key


@compiled
def deepen(dive: Dive, limit: int, depth: int, budget: int) -> int:
    """Look for a way of `depth` moves, knowing that none is shorter; at most at so many layouts, or few more.

    Answers `FOUND` (the moves are in `path`, as many as the level), `FAILED` or `GOES_ON`.
    """
    rows, counts, at, path, children, lengths, goods, asleep = dive[:8]
    keys, piles, chance, changed, moved, table, work = dive[8:]
    stacks = rows.shape[0]
    level = at[0]
    bad = at[1]
    looked = 0
    if level < 0:
        level = 0
        keys[0] = np.uint64(0)
        for stack in range(stacks):
            piles[stack] = key_of(rows, chance, stack)
            keys[0] += mixed(piles[stack])
        goods[0] = moves_of_good(rows, counts, limit, work)
        asleep[0] = 0
        lengths[0] = -1
        changed[:] = 0
        moved[:] = 0
    while True:
        left = depth - level
        if lengths[level] < 0:
            # Make the children of this node: those that may lead there within what is left.
            number = 0
            empty = False
            for target in range(stacks):
                height = rows[target, 0]
                if height == limit:
                    continue
                if height == 0:
                    if empty:
                        continue
                    empty = True
                above = top(rows, counts.shape[1] - 1, target)
                clean = height == rows[target, 1]
                for source in range(stacks):
                    height_there = rows[source, 0]
                    if source == target or height_there == 0:
                        continue
                    if height == 0 and height_there == 1:
                        continue
                    box = rows[source, 1 + height_there]
                    was_good = rows[source, 1] == height_there
                    now_good = clean and box <= above
                    more = int(was_good) - int(now_good)
                    choice = source * stacks + target
                    if asleep[level, choice]:
                        continue
                    if bad + more > left - 1:
                        asleep[level, choice] = 1
                        continue
                    since = moved[source, height_there - 1]
                    if since:
                        origin = path[since - 1, 0]
                        # It would better have gone there at once, or stayed where it was until now.
                        if abs(changed[target]) < since or changed[origin] == -since:
                            asleep[level, choice] = 1
                            continue
                    here = chance[height_there - 1, box]
                    there = chance[height, box]
                    key = (
                        keys[level]
                        - mixed(piles[source])
                        - mixed(piles[target])
                        + mixed(piles[source] ^ here)
                        + mixed(piles[target] ^ there)
                    )
                    looked += 1
                    if left > 1 and fails(table, int(np.int64(key)), left - 1):
                        asleep[level, choice] = 1
                        continue
                    bad += move(rows, counts, limit, source, target)
                    if bad == 0:
                        path[level, 0] = source
                        path[level, 1] = target
                        at[0] = level + 1
                        at[1] = 0
                        at[2] += looked
                        return FOUND
                    good = goods[level] if not (was_good or now_good) else moves_of_good(rows, counts, limit, work)
                    least = bad + good
                    if least <= left - 1:
                        least = bound(rows, counts, limit, bad, good, work)
                    bad += move(rows, counts, limit, target, source)
                    if least > left - 1:
                        asleep[level, choice] = 1
                        continue
                    wasted = above - box if now_good else counts.shape[1]
                    order = (least * 1024 + bad + more) * 1024 + min(wasted, 1023)
                    place = number
                    while place > 0 and children[level, place - 1, 0] > order:
                        children[level, place] = children[level, place - 1]
                        place -= 1
                    children[level, place, 0] = order
                    children[level, place, 1] = choice
                    children[level, place, 2] = good
                    number += 1
            lengths[level] = number
            path[level, 2] = 0
        chosen = path[level, 2]
        if chosen >= lengths[level]:
            if left > 1:
                keep(table, int(np.int64(keys[level])), left)
            if level == 0:
                at[0] = -1
                at[1] = bad
                at[2] += looked
                return FAILED
            level -= 1
            source = path[level, 0]
            target = path[level, 1]
            bad += move(rows, counts, limit, target, source)
            height = rows[source, 0]
            box = rows[source, 1 + height]
            piles[source] ^= chance[height - 1, box]
            piles[target] ^= chance[rows[target, 0], box]
            changed[source] = path[level, 3]
            changed[target] = path[level, 4]
            moved[target, rows[target, 0]] = 0
            moved[source, height - 1] = path[level, 5]
            asleep[level, source * stacks + target] = 1
            if looked >= budget:
                at[0] = level
                at[1] = bad
                at[2] += looked
                return GOES_ON
            continue
        choice = children[level, chosen, 1]
        source = choice // stacks
        target = choice % stacks
        path[level, 2] = chosen + 1
        path[level, 0] = source
        path[level, 1] = target
        path[level, 3] = changed[source]
        path[level, 4] = changed[target]
        height = rows[source, 0]
        path[level, 5] = moved[source, height - 1]
        box = rows[source, 1 + height]
        keys[level + 1] = keys[level] - mixed(piles[source]) - mixed(piles[target])
        piles[source] ^= chance[height - 1, box]
        piles[target] ^= chance[rows[target, 0], box]
        keys[level + 1] += mixed(piles[source]) + mixed(piles[target])
        goods[level + 1] = children[level, chosen, 2]
        moved[source, height - 1] = 0
        moved[target, rows[target, 0]] = level + 1
        changed[source] = -(level + 1)
        changed[target] = level + 1
        bad += move(rows, counts, limit, source, target)
        # What fails before this move fails after it too, where neither touches the stacks of the other.
        for first in range(stacks):
            apart = first != source and first != target
            for second in range(stacks):
                asleep[level + 1, first * stacks + second] = (
                    asleep[level, first * stacks + second] if apart and second != source and second != target else 0
                )
        level += 1
        lengths[level] = -1
