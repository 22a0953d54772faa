"""Beam search, compiled: layer by layer of as many moves, of which only the most promising bays go on.

How promising a bay is, the moves by rule say that it would still need, and the bound: rules see what the bound does
not, and what they come to is an answer as well (Wu and Ting, 2010; Bacci, Mattia and Ventura, Computers and Operations
Research 103, 2019; Feillet, Parragh and Tricoire, Computers and Operations Research 108, 2019).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.yard.retrieval.greedy import by_rule
from scheduler.yard.retrieval.proof import Scratch, least_moves
from scheduler.yard.retrieval.state import (
    EMPTY,
    MARK,
    MISPLACED,
    NEXT,
    Numbers,
    State,
    cached,
    move,
    move_back,
    push,
    put_over,
)

# Where `Beam.now` keeps the bays of the layer, how many were looked at, the candidates for the next, whether any was
# dropped, and of the best answer: the bay that it goes on from, the way from there, and the moves after that.
BAYS, LOOKED, CANDIDATES, DROPPED, PARENT, WAY, MOVES = range(7)
# The marks of bays on the way that are remembered.
_KEPT = 1 << 16
# More moves than any rule comes to: what a bay counts for in which the rules fail.
_FAILED = 1 << 20


class Beam(NamedTuple):
    """The `box` and `high` of the bays of a layer, and candidates for the next.

    Each of these has its `parent` in the layer, the `way` from there as source * stacks + target, `score` and `mark`.

    `seen` are the marks of the candidates and `kept` of bays before; `ways` are those of `by_rule` and `best` those of
    the best answer; `now`: see `BAYS`.
    """

    box: NDArray[np.int32]
    high: NDArray[np.int32]
    parent: Numbers
    way: Numbers
    score: Numbers
    mark: Numbers
    seen: Numbers
    kept: Numbers
    trail: Numbers
    ways: Numbers
    best: Numbers
    now: Numbers


def longest(state: State) -> int:
    """More moves than `by_rule` ever makes: each box that leaves has at most a stack of others above it."""
    return int(state.high.sum()) * (state.box.shape[1] + 1) + 1


def beam_of(state: State, width: int) -> Beam:
    """A beam whose first layer is a bay."""
    stacks, height = state.box.shape
    most = 3 * width + stacks * stacks
    beam = Beam(
        box=np.zeros((width, stacks, height), np.int32),
        high=np.zeros((width, stacks), np.int32),
        parent=np.zeros(most, np.int64),
        way=np.zeros(most, np.int64),
        score=np.zeros(most, np.int64),
        mark=np.zeros(most, np.int64),
        seen=np.zeros(1 << (2 * most).bit_length(), np.int64),
        kept=np.zeros(_KEPT, np.int64),
        trail=np.zeros(int(state.high.sum()) + 1, np.int64),
        ways=np.zeros(longest(state), np.int64),
        best=np.zeros(longest(state), np.int64),
        now=np.zeros(7, np.int64),
    )
    beam.box[0], beam.high[0] = state.box, state.high
    beam.now[BAYS] = 1
    return beam


@cached
def _load(state: State, beam: Beam, place: int) -> None:
    """Make a bay be one of the layer: what has left is known by what still stands there."""
    left = state.left
    left[:] = 0
    state.now[:] = 0
    state.now[MARK] = EMPTY
    for stack in range(len(state.high)):
        state.high[stack] = 0
        for tier in range(beam.high[place, stack]):
            box = beam.box[place, stack, tier]
            push(state, stack, box)
            left[box] += 1
    left[-1] = 0
    while state.now[NEXT] < len(left) - 1 and left[state.now[NEXT]] == 0:
        state.now[NEXT] += 1


@cached
def _place_of(seen: Numbers, mark: int) -> int:
    """Where a mark is kept, or will be."""
    place = (mark >> 7) & (len(seen) - 1)
    while seen[place] != 0 and seen[place] != mark:
        place = (place + 1) & (len(seen) - 1)
    return place


@cached
def _shrink(beam: Beam, width: int) -> None:
    """Keep the best candidates, the first found of equal ones."""
    count = beam.now[CANDIDATES]
    if count <= width:
        return
    order = np.argsort(beam.score[:count], kind="mergesort")[:width]
    beam.parent[:width] = beam.parent[order]
    beam.way[:width] = beam.way[order]
    beam.mark[:width] = beam.mark[order]
    beam.score[:width] = beam.score[order]
    beam.now[CANDIDATES] = width
    beam.now[DROPPED] = 1
    beam.seen[:] = 0
    for mark in beam.mark[:width]:
        beam.seen[_place_of(beam.seen, mark)] = mark


@cached
def widen(
    state: State,
    other: State,
    beam: Beam,
    scratch: Scratch,
    most: int,
    by_target: bool,
    tight: bool,
    width: int,
    weight: int,
    bays: int,
) -> tuple[bool, int]:
    """Look at so many more bays of the layer. Whether that was all, and the answers by rule that were made.

    Candidates need at most `most` moves; they are ordered by the moves by rule and the bound times `weight`.
    `by_target`: only boxes above the next to leave are moved; `tight`: by the bound for that.
    """
    stacks, height = state.box.shape
    here = beam.now[LOOKED]
    end = min(here + bays, beam.now[BAYS])
    made, best = 0, most + 1
    beam.now[MOVES] = -1
    while here < end:
        _load(state, beam, here)
        number = state.now[NEXT]
        for source in range(stacks):
            high = state.high[source]
            if high == 0 or (by_target and state.least[source, high] != number):
                continue
            box = state.box[source, high - 1]
            misplaced = state.now[MISPLACED] - (box > state.least[source, high - 1])
            empty = False
            for target in range(stacks):
                to = state.high[target]
                if to == height or target == source or (to == 0 and empty):
                    continue
                empty |= to == 0
                if misplaced + (box > state.least[target, to]) > most:
                    continue
                gone = move(state, source, target, beam.trail, 0)
                mark = state.now[MARK]
                if beam.kept[mark & (_KEPT - 1)] != mark and beam.seen[_place_of(beam.seen, mark)] != mark:
                    bound = least_moves(state, most, tight, scratch)
                    if bound <= most:
                        put_over(other, state)
                        moves = by_rule(other, beam.ways, beam.trail[gone:], by_target)
                        made += 1
                        if 0 <= moves < best:
                            best = moves
                            beam.best[:moves] = beam.ways[:moves]
                            beam.now[PARENT], beam.now[WAY], beam.now[MOVES] = here, source * stacks + target, moves
                        if moves < 0:
                            moves = _FAILED
                        count = beam.now[CANDIDATES]
                        beam.now[CANDIDATES] = count + 1
                        beam.parent[count], beam.way[count] = here, source * stacks + target
                        beam.mark[count] = mark
                        beam.score[count] = (moves + weight * bound) * 2 * _FAILED + bound
                        beam.seen[_place_of(beam.seen, mark)] = mark
                move_back(state, source, target, beam.trail, 0, gone)
        here += 1
        if beam.now[CANDIDATES] + stacks * stacks > len(beam.score):
            _shrink(beam, width)
    beam.now[LOOKED] = here
    return here == beam.now[BAYS], made


@cached
def go_on(state: State, beam: Beam, width: int) -> int:
    """Make the best candidates the next layer. Returns how many they are."""
    _shrink(beam, width)
    count = beam.now[CANDIDATES]
    box, high = beam.box.copy(), beam.high.copy()
    for place in range(count):
        beam.box[place], beam.high[place] = box[beam.parent[place]], high[beam.parent[place]]
    for place in range(count):
        _load(state, beam, place)
        way = beam.way[place]
        move(state, way // len(state.high), way % len(state.high), beam.trail, 0)
        beam.box[place], beam.high[place] = state.box, state.high
        beam.kept[beam.mark[place] & (_KEPT - 1)] = beam.mark[place]
    beam.seen[:] = 0
    beam.now[BAYS], beam.now[LOOKED], beam.now[CANDIDATES] = count, 0, 0
    return count
