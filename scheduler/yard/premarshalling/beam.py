"""Beam search, level by level: of all layouts that so many moves lead to, those go on from which least seems left.

As Wang, Jin, Zhang & Lim (2015) and Araya & Toledo (2023) do it. What seems left is judged by the bound and the
disorder first, and of those that look best by how long the greedy takes from there, which is also where ways come from.
The greedy's next move from each layout is always among those that it judges.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler
from scheduler.yard.premarshalling import exact, greedy, layout
from scheduler.yard.premarshalling.exact import Keys, key_of, mixed
from scheduler.yard.premarshalling.greedy import Weights, finish
from scheduler.yard.premarshalling.layout import Counts, Rows, bound, count, move, moves_of_good, top

compiled = compiler(*(Path(str(module.__file__)) for module in (exact, greedy, layout)), Path(__file__))
SCORES = 1 << 14
# Where `Beam.at` holds what.
LEVEL, LAYOUTS, CANDIDATES, CUT, BEST, PARENT, CHOICE, LEFT, EFFORT = range(9)


class Beam(NamedTuple):
    """What the search stands at.

    `layouts` are those of this level, `into` is where those of the next will be; `found` are candidates for it: score,
    parent, move as source * stacks + target, score without the greedy and the greedy's next move. `past` by level and
    layout: parent, move, and the greedy's next move. `seen` are keys of layouts
    that need not be looked at again, which begin with `salt`. `way[1]` is the rest of the best way, after the move
    `at[CHOICE]` of layout `at[PARENT]`.
    """

    layouts: NDArray[np.int16]
    into: NDArray[np.int16]
    found: Counts
    tally: Counts
    past: Counts
    at: NDArray[np.int64]
    seen: Keys
    chance: Keys
    salt: np.uint64
    now: Rows
    counts: Counts
    work: Counts
    way: NDArray[np.int32]
    marks: Counts
    weights: Weights


@compiled
def disorder(rows: Rows, groups: int, limit: int) -> int:
    """How far a layout is from order beyond what the bound says: badly placed boxes under smaller ones, and waste."""
    total = 0
    for stack in range(rows.shape[0]):
        height = rows[stack, 0]
        standing = rows[stack, 1]
        above = top(rows, groups, stack)
        largest = 0
        for tier in range(standing, height):
            box = rows[stack, 2 + tier]
            if box < largest:
                total += 2
            largest = max(largest, box)
        weight = 2 if standing == height else 1
        total += (groups - above) * (limit - standing) * weight // groups
    return total


@compiled
def trim(beam: Beam, width: int) -> None:
    """Keep the best candidates, the earlier of equal ones."""
    found, tally, at = beam.found, beam.tally, beam.at
    number = at[CANDIDATES]
    if number <= width:
        return
    tally[:] = 0
    for place in range(number):
        tally[found[place, 0]] += 1
    room = width
    worst = 0
    while worst < SCORES - 1 and tally[worst] <= room:
        room -= tally[worst]
        worst += 1
    kept = 0
    for place in range(number):
        score = found[place, 0]
        if score < worst or (score == worst and room > 0):
            room -= score == worst
            found[kept] = found[place]
            kept += 1
    at[CANDIDATES] = kept
    at[CUT] = worst


@compiled
def spread(beam: Beam, limit: int, first: int, last: int, most: int, wide: int) -> None:
    """Look at all moves of some layouts of the level: those after which less than `most` may do are candidates."""
    now, counts, work, chance, found, seen, at = (
        beam.now,
        beam.counts,
        beam.work,
        beam.chance,
        beam.found,
        beam.seen,
        beam.at,
    )
    weights = beam.weights
    stacks = now.shape[0]
    groups = counts.shape[1] - 1
    keys = np.zeros(stacks, np.uint64)
    level = at[LEVEL]
    for parent in range(first, last):
        now[:] = beam.layouts[parent]
        bad = count(now, counts, limit)
        good = moves_of_good(now, counts, limit, work)
        whole = beam.salt
        for stack in range(stacks):
            keys[stack] = key_of(now, chance, stack)
            whole += mixed(keys[stack])
        latest = beam.past[level - 1, parent, 1] % stacks if level else -1
        empty = False
        for target in range(stacks):
            height = now[target, 0]
            if height == limit or (height == 0 and empty):
                continue
            empty |= height == 0
            above = top(now, groups, target)
            clean = height == now[target, 1]
            for source in range(stacks):
                off = now[source, 0]
                if source in (target, latest) or off == 0 or (height == 0 and off == 1):
                    continue
                box = now[source, 1 + off]
                was_good = now[source, 1] == off
                now_good = clean and box <= above
                more = int(was_good) - int(now_good)
                at[EFFORT] += 1
                if level + 1 + bad + more >= most:
                    continue
                key = (
                    whole
                    - mixed(keys[source])
                    - mixed(keys[target])
                    + mixed(keys[source] ^ chance[off - 1, box])
                    + mixed(keys[target] ^ chance[height, box])
                )
                slot = np.int64(key >> np.uint64(20)) % seen.shape[0]
                if seen[slot] == key:
                    continue
                move(now, counts, limit, source, target)
                same = not (was_good or now_good)
                least = bound(
                    now, counts, limit, bad + more, good if same else moves_of_good(now, counts, limit, work), work
                )
                if level + 1 + least < most:
                    score = least * weights[0] + disorder(now, groups, limit) * weights[1] // 4
                    if now_good:
                        score += min(weights[2], (above - box) * weights[2] * 2 // groups)
                    score = min(score, SCORES - 1)
                    choice = source * stacks + target
                    # Where the greedy went on: its way is to stay in the beam.
                    led = level > 0 and choice == beam.past[level - 1, parent, 2]
                    if led or score <= at[CUT]:
                        seen[slot] = key
                        place = at[CANDIDATES]
                        found[place, 0] = 0 if led else score
                        found[place, 1] = parent
                        found[place, 2] = choice
                        found[place, 3] = score
                        at[CANDIDATES] += 1
                move(now, counts, limit, target, source)
        if at[CANDIDATES] > found.shape[0] - stacks * stacks:
            trim(beam, wide)


@compiled
def judge(beam: Beam, limit: int, first: int, last: int) -> None:
    """Add to the score of some candidates how long the greedy takes from there, and keep the best way."""
    now, counts, found, at, way = beam.now, beam.counts, beam.found, beam.at, beam.way
    stacks = now.shape[0]
    for place in range(first, last):
        now[:] = beam.layouts[found[place, 1]]
        choice = found[place, 2]
        move(now, counts, limit, choice // stacks, choice % stacks)
        bad = count(now, counts, limit)
        # Far longer ways than the best one all count the same.
        most = min(way.shape[1] - 1, at[BEST] - at[LEVEL] - 1 + now[:, 0].sum())
        left = finish(now, counts, limit, bad, most, way[0], beam.weights[4:], beam.marks)
        found[place, 4] = way[0, 0, 0] * stacks + way[0, 0, 1] if left > 0 else -1
        if left < 0:
            left = most + 1
        elif at[LEVEL] + 1 + left < at[BEST]:
            at[BEST] = at[LEVEL] + 1 + left
            way[1, :left] = way[0, :left]
            at[PARENT] = found[place, 1]
            at[CHOICE] = choice
            at[LEFT] = left
        at[EFFORT] += 2 + left * stacks * stacks // 200
        found[place, 0] = min(SCORES - 1, found[place, 3] + left * beam.weights[3])


@compiled
def settle(beam: Beam, width: int) -> None:
    """Make the best candidates the layouts of the next level, in `into`."""
    found, at = beam.found, beam.at
    stacks = beam.now.shape[0]
    trim(beam, width)
    for place in range(at[CANDIDATES]):
        row = beam.into[place]
        row[:] = beam.layouts[found[place, 1]]
        choice = found[place, 2]
        source = choice // stacks
        target = choice % stacks
        row[target, 2 + row[target, 0]] = row[source, 1 + row[source, 0]]
        row[source, 0] -= 1
        row[target, 0] += 1
        beam.past[at[LEVEL], place, 0] = found[place, 1]
        beam.past[at[LEVEL], place, 1] = choice
        beam.past[at[LEVEL], place, 2] = found[place, 4]
    at[LAYOUTS] = at[CANDIDATES]
    at[LEVEL] += 1
    at[CANDIDATES] = 0
    at[CUT] = SCORES - 1
