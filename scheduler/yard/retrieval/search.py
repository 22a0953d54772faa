"""The search for the fewest moves: by rule at once, then beams ever wider beside a depth-first search that proves.

The search that proves asks for one move more each time: what it finds is best, and each time that it finds nothing, the
bound rises. With two cores the one proves; the other one widens beams, and helps where bound and answer are near each
other. With effort for a limit all is done in one thread, so that the same is found on any machine.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import numpy as np

from scheduler.compiled import compiled_unless
from scheduler.result import Report, Result, no_report
from scheduler.stopping import Stop
from scheduler.yard.bay import OUT, STAYS, Bay, Move, NoWay
from scheduler.yard.best_way import NO_WAY, BestWay
from scheduler.yard.failures import table_of
from scheduler.yard.retrieval.beam import DROPPED, MOVES, PARENT, WAY, beam_of, go_on, longest, widen
from scheduler.yard.retrieval.greedy import by_rule
from scheduler.yard.retrieval.proof import FOUND, NONE, dive_of, least_moves, moves_of, scratch_of, search
from scheduler.yard.retrieval.state import FREE, Numbers, State, copy_of, leave, state_of

# A go, short enough for a cancelled solve to end soon: bays looked at by the search that proves, and bays of a beam.
_NODES, _BAYS = 10_000, 50
# A unit of effort: so many bays of the search that proves, or so many answers by rule of a beam.
_EFFORT_NODES, _EFFORT_RULES = 100_000, 20_000
# Bays of a layer of the first beam; of the next ones so many times more, up to a most.
_FIRST, _WIDER, _WIDEST = 8, 2, 20_000
# What the bound weighs against the moves by rule, beam after beam: no weight is best for all bays.
_WEIGHTS = (2, 20, 0, 5)
# The share of its time that the core which widens beams gives them, for each move between bound and cost.
_SHARE = 0.15
# Entries of the table of what was searched in vain, as a power of 2.
_TABLE = 20

_Ways = Sequence[tuple[int, int]]


def retrieve(
    bay: Bay, *, restricted: bool = False, stop: Stop, workers: int = 2, report: Report = no_report
) -> Result[tuple[Move, ...]]:
    """Take out all boxes but those that stay, in the order of their numbers; equal ones in any order.

    Cost is the boxes put elsewhere, and bound the fewest of any way. With `restricted`, only boxes off the stack of the
    next one to leave are put elsewhere. Stopped early, the answer is the best so far. Raises NoWay where there is none.
    """
    solve = _Search(bay, restricted, BestWay(stop, report), workers)
    if compiled_unless(stop.cancel, lambda: _small(restricted)):
        solve.run()
    return solve.result()


def _small(restricted: bool) -> None:
    """Let all compiled functions do a little."""
    solve = _Search(Bay(((2, 1, 4), (3, 5)), 4), restricted, BestWay(Stop(), no_report), 1)
    solve.run()
    _Beaming(solve, 2, 0).go()
    _Proving(solve, backwards=False).go()


class _Search:
    """A bay, the best way out of it so far, and whose turn it is."""

    def __init__(self, bay: Bay, restricted: bool, best: BestWay, workers: int) -> None:
        self._bay, self.best, self._workers = bay, best, workers
        leaving = [number for stack in bay.stacks for number in stack if number != STAYS]
        self.by_target = restricted
        # The bound for restricted moves knows which box is the next.
        self.tight = restricted and len(set(leaving)) == len(leaving)
        self.table = table_of(0)
        self.start = state_of(bay)

    def run(self) -> None:
        """Improve way and bound until they meet or the solve is to stop."""
        leave(self.start, np.zeros(self._bay.boxes + 1, np.int64), 0)
        self.best.raise_bound(int(least_moves(self.start, FREE, self.tight, scratch_of(self.start))))
        self._by_rule()
        if self.best.over:
            return
        self.table = table_of(_TABLE)
        if self._workers == 1 or self.best.stop.effort is not None:
            self._turns(backwards=False, most=0.5)
            return
        with ThreadPoolExecutor(2) as pool:
            for core in [pool.submit(self._prove), pool.submit(self._turns, backwards=True, most=1.0)]:
                core.result()

    def result(self) -> Result[tuple[Move, ...]]:
        """What it came to. Raises NoWay where that is nothing."""
        if self.best.cost == NO_WAY:
            proven = self.best.bound == NO_WAY
            raise NoWay(
                "the boxes cannot all be taken out: there is too little room above the stacks"
                if proven
                else "no way to take out all boxes was found in the time given: give more time, or more room",
                proven=proven,
            )
        return self.best.result(_with_leaving(self._bay, self.best.way))

    def _by_rule(self) -> None:
        for restricted in (True,) if self.by_target else (False, True):
            ways = np.zeros(longest(self.start), np.int64)
            trail = np.zeros(self._bay.boxes + 1, np.int64)
            moves = by_rule(copy_of(self.start), ways, trail, restricted)
            if moves >= 0:
                self.best.found(_pairs(ways[:moves], self.start))

    def _prove(self) -> None:
        proving = _Proving(self, backwards=False)
        while not self.best.over:
            proving.go()

    def _turns(self, *, backwards: bool, most: float) -> None:
        """Widen beams, with a share of the effort up to `most`, and prove."""
        spent = [0.0, 0.0]
        beams, proving = _Beams(self), _Proving(self, backwards=backwards)
        while not self.best.over:
            share = min(most, _SHARE * (self.best.cost - self.best.bound))
            beam = not beams.ended and spent[0] <= share * sum(spent)
            effort = beams.go() if beam else proving.go()
            spent[0 if beam else 1] += effort
            self.best.effort += effort


class _Beams:
    """Beams, each wider than the one before."""

    def __init__(self, solve: _Search) -> None:
        self._solve, self._width, self._weights = solve, _FIRST, cycle(_WEIGHTS)
        self._beam = _Beaming(solve, _FIRST, next(self._weights))
        self.ended = False

    def go(self) -> float:
        """Go on a little. Returns the effort."""
        effort = self._beam.go()
        if self._beam.ended:
            self.ended = self._width == _WIDEST
            self._width = min(_WIDEST, _WIDER * self._width)
            self._beam = _Beaming(self._solve, self._width, next(self._weights))
        return effort


class _Beaming:
    """A beam on its way from layer to layer."""

    def __init__(self, solve: _Search, width: int, weight: int) -> None:
        self._solve, self._width, self._weight = solve, width, weight
        self._state, self._other = copy_of(solve.start), copy_of(solve.start)
        self._scratch, self._beam = scratch_of(solve.start), beam_of(solve.start, width)
        # By layer, of each bay the one that it came from, and the way from there.
        self._layers: list[tuple[Numbers, Numbers]] = []
        self._most_layers = longest(solve.start)
        self.ended = False

    def go(self) -> float:
        """Look at some bays of the layer. Returns the effort."""
        solve, beam = self._solve, self._beam
        cost = solve.best.cost
        most = cost - 1 - (len(self._layers) + 1)
        if most < 0:
            self.ended = True
            return 0.0
        whole, made = widen(
            self._state,
            self._other,
            beam,
            self._scratch,
            most,
            solve.by_target,
            solve.tight,
            self._width,
            self._weight,
            _BAYS,
        )
        if beam.now[MOVES] >= 0:
            solve.best.found(self._ways())
        if whole:
            count = go_on(self._state, beam, self._width)
            self._layers.append((beam.parent[:count].copy(), beam.way[:count].copy()))
            self.ended = count == 0 or len(self._layers) > self._most_layers
            if count == 0 and not beam.now[DROPPED]:
                # All ways were looked at that could be better.
                solve.best.raise_bound(cost)
        return (1 + made) / _EFFORT_RULES

    def _ways(self) -> _Ways:
        """The best way that was found from the layer on, with those to there."""
        now = self._beam.now
        ways = [int(now[WAY])]
        place = now[PARENT]
        for parents, taken in reversed(self._layers):
            ways.append(int(taken[place]))
            place = parents[place]
        return _pairs([*reversed(ways), *self._beam.best[: now[MOVES]]], self._solve.start)


class _Proving:
    """The search for a way of as many moves as the bound says, and then of one more."""

    def __init__(self, solve: _Search, *, backwards: bool) -> None:
        self._solve, self._backwards = solve, backwards
        self._scratch = scratch_of(solve.start)
        self._begin()

    def _begin(self) -> None:
        self._most = self._solve.best.bound
        self._state = copy_of(self._solve.start)
        self._dive = dive_of(self._state, self._most)

    def go(self) -> float:
        """Look at some bays. Returns the effort."""
        solve = self._solve
        if self._most < solve.best.bound:
            self._begin()
        status, looked = search(
            self._state,
            self._dive,
            solve.table,
            self._scratch,
            self._most,
            solve.by_target,
            solve.tight,
            self._backwards,
            _NODES,
        )
        if status == NONE:
            solve.best.raise_bound(self._most + 1)
        elif status == FOUND:
            solve.best.found(moves_of(self._dive, len(self._state.high), backwards=self._backwards))
        return looked / _EFFORT_NODES


def _pairs(ways: Iterable[int], state: State) -> _Ways:
    """Ways as stacks from and to."""
    return [divmod(int(way), len(state.high)) for way in ways]


def _with_leaving(bay: Bay, ways: _Ways) -> tuple[Move, ...]:
    """All moves: between those between stacks, and before and after them, every box leaves as soon as it can."""
    stacks = [list(stack) for stack in bay.stacks]
    left = sorted((number for stack in stacks for number in stack if number != STAYS), reverse=True)
    moves: list[Move] = []

    def let_leave() -> None:
        while left:
            place = next((place for place, stack in enumerate(stacks) if stack and stack[-1] == left[-1]), None)
            if place is None:
                return
            moves.append((place, OUT))
            stacks[place].pop()
            left.pop()

    let_leave()
    for source, target in ways:
        moves.append((source, target))
        stacks[target].append(stacks[source].pop())
        let_leave()
    return tuple(moves)
