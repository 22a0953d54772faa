"""The search for the fewest moves that bring a bay into order: ever wider beams beside a search that proves.

The search that proves asks for one move more each time: what it finds is best, and each time that it finds nothing, the
bound rises. Where it has done its best and the answer is still far off, its core widens beams as well. With effort for
a limit all is done in one thread, so that the same is found on any machine.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduler.compiled import compiled_unless
from scheduler.result import Report, Result, no_report
from scheduler.stopping import Stop
from scheduler.yard.bay import Bay, Move, NoWay
from scheduler.yard.best_way import NO_WAY, BestWay
from scheduler.yard.failures import table_of
from scheduler.yard.premarshalling import beam as beams
from scheduler.yard.premarshalling.beam import Beam, judge, settle, spread
from scheduler.yard.premarshalling.exact import FAILED, FOUND, Dive, deepen
from scheduler.yard.premarshalling.greedy import finish
from scheduler.yard.premarshalling.layout import Counts, Rows, bound, count, moves_of_good

# A go, short enough for a cancelled solve to end soon, in layouts; and how many make a unit of effort.
_GO, _EFFORT = 200_000, 1_000_000
# Layouts of the first beam on a level, how much wider the next ones are, and the widest; the greedy judges `_JUDGED`
# times as many.
_FIRST, _WIDER, _WIDEST, _JUDGED = 10, 3, 30_000, 6
# How beams judge: see `spread`, `judge` and `finish`. Of those of a width, the better half is taken to the next one,
# and at least `_KEPT`. Up to the width of `_NARROW`, a beam goes on though it can't be better than what there is: to
# compare.
_WEIGHTS = (
    (20, 4, 10, 40, 0, 1),
    (20, 4, 10, 40, 1, 1),
    (40, 8, 20, 20, 0, 0),
    (40, 8, 20, 20, 1, 1),
)
_KEPT, _NARROW = 2, 100
# The search that proves rests while its bound is further than `_NEAR` moves from the answer, once it has looked at
# `_PATIENCE` layouts; sooner the further it is.
_PATIENCE, _NEAR = 30_000_000, 6
# Entries of the table of what fails, and of those seen by a beam, as powers of 2, of 8 bytes each.
_TABLE, _SEEN = 23, 20
# Moves of a way, at most, for each box and anyhow.
_LONG, _ANYHOW = 8, 40


def premarshal(bay: Bay, *, stop: Stop, workers: int = 2, report: Report = no_report) -> Result[tuple[Move, ...]]:
    """Move boxes within a bay until none stands above one with a smaller number.

    Cost is the number of moves, and bound the fewest of any way. Stopped early, the answer is the best so far. Raises
    NoWay where none was found.
    """
    search = _Search(bay, BestWay(stop, report), workers)
    if compiled_unless(stop.cancel, _small):
        search.run()
    return search.result()


def _small() -> None:
    """Let all compiled functions do a little."""
    search = _Search(Bay(((2, 1, 4), (3, 5), ()), 4), BestWay(Stop(effort=1e9), no_report), 1)
    search.start()
    widening = _Beaming(search, 2)
    widening.go()
    _Proving(search, 10).go()


class _Search:
    """A bay as arrays, the best way into order so far, and whose turn it is."""

    def __init__(self, bay: Bay, best: BestWay, workers: int) -> None:
        self.best, self._workers = best, workers
        numbers = sorted({number for stack in bay.stacks for number in stack})
        group = {number: place for place, number in enumerate(numbers, start=1)}
        self.rows: Rows = np.zeros((len(bay.stacks), bay.height + 2), np.int16)
        for place, stack in enumerate(bay.stacks):
            self.rows[place, 0] = len(stack)
            self.rows[place, 2 : 2 + len(stack)] = [group[number] for number in stack]
        self.limit, self.groups, self.boxes = bay.height, len(numbers), bay.boxes
        self.counts = np.zeros((2, self.groups + 1), np.int32)
        # Three lists for the kernels, by tier or by stack.
        self.work = np.zeros((3, max(bay.height + 2, len(bay.stacks))), np.int32)
        self.bad = count(self.rows, self.counts, self.limit) if bay.boxes else 0
        generator = np.random.default_rng(1)
        self.chance = generator.integers(1, 2**63, (bay.height, self.groups + 1), np.uint64) * np.uint64(2)

    def run(self) -> None:
        """Improve way and bound until they meet or the solve is to stop."""
        self.start()
        if self.best.over:
            return
        if self._workers == 1 or self.best.stop.effort is not None:
            self._turns()
            return
        with ThreadPoolExecutor(2) as pool:
            for core in [pool.submit(self._prove), pool.submit(self._widen, _FIRST)]:
                core.result()

    def start(self) -> None:
        """The bound and the way that are there at once."""
        if not self.bad:
            self.best.found(())
            return
        good = moves_of_good(self.rows, self.counts, self.limit, self.work)
        self.best.raise_bound(int(bound(self.rows, self.counts, self.limit, self.bad, good, self.work)))
        way = np.zeros((self.longest, 2), np.int32)
        weights = np.array(_WEIGHTS[0][4:], np.int64)
        marks = np.zeros((2, len(self.rows)), np.int32)
        rows, counts = self.rows.copy(), self.counts.copy()
        left = finish(rows, counts, self.limit, self.bad, self.longest - 1, way, weights, marks)
        if left >= 0:
            self.best.found(_pairs(way[:left]))

    @property
    def longest(self) -> int:
        """More moves than are looked for."""
        return _LONG * self.boxes + _ANYHOW

    def result(self) -> Result[tuple[Move, ...]]:
        """What it came to. Raises NoWay where that is nothing."""
        if self.best.cost == NO_WAY:
            raise NoWay(
                "no way to bring the bay into order was found: give more time, or more room above the stacks",
                proven=False,
            )
        return self.best.result(tuple(self.best.way))

    def _turns(self) -> None:
        """Both searches in turn."""
        proving, widening = _Proving(self), _Beaming(self, _FIRST)
        proved = widened = 0
        while not self.best.over:
            if proved <= widened and not proving.hopeless:
                proved += proving.go()
            elif widening.ended:
                if proving.hopeless:
                    return
                proved += proving.go()
            else:
                widened += widening.go()
            self.best.effort = (proved + widened) / _EFFORT

    def _prove(self) -> None:
        proving, widening = _Proving(self), _Beaming(self, 2 * _FIRST)
        while not self.best.over:
            if not proving.hopeless:
                proving.go()
            elif not widening.ended:
                widening.go()
            else:
                return

    def _widen(self, width: int) -> None:
        widening = _Beaming(self, width)
        while not self.best.over and not widening.ended:
            widening.go()


class _Proving:
    """The depth-first search, go by go."""

    def __init__(self, search: _Search, table: int = _TABLE) -> None:
        self._search = search
        stacks = len(search.rows)
        levels = search.longest + 2
        moves = stacks * stacks
        self._dive = Dive(
            rows=search.rows.copy(),
            counts=search.counts.copy(),
            at=np.array([-1, search.bad, 0], np.int64),
            path=np.zeros((levels, 6), np.int32),
            children=np.zeros((levels, moves, 3), np.int64),
            lengths=np.zeros(levels, np.int64),
            goods=np.zeros(levels, np.int64),
            asleep=np.zeros((levels, moves), np.uint8),
            keys=np.zeros(levels, np.uint64),
            piles=np.zeros(stacks, np.uint64),
            chance=search.chance,
            changed=np.zeros(stacks, np.int64),
            moved=np.zeros((stacks, search.limit), np.int64),
            table=table_of(table),
            work=search.work.copy(),
        )
        self._depth = search.best.bound
        self._ended = False

    @property
    def hopeless(self) -> bool:
        """Whether it is not worth while to go on, for now."""
        cost = self._search.best.cost
        far = 1 if cost == NO_WAY else cost - self._depth - _NEAR
        return self._ended or far * int(self._dive.at[2]) > _PATIENCE

    def go(self) -> int:
        """Search on; the effort."""
        search, at = self._search, self._dive.at
        before = int(at[2])
        answer = deepen(self._dive, search.limit, self._depth, _GO)
        if answer == FOUND:
            search.best.found(_pairs(self._dive.path[: int(at[0]), :2]))
            search.best.raise_bound(self._depth)
        elif answer == FAILED:
            self._depth += 1
            search.best.raise_bound(self._depth)
        self._ended = answer == FOUND or self._depth >= search.longest
        return int(at[2]) - before + 1000


class _Beaming:
    """Beams, go by go: first one of each manner to judge, then wider ones of those that did best."""

    def __init__(self, search: _Search, width: int) -> None:
        self._search, self._width = search, width
        self._left = list(range(len(_WEIGHTS)))
        self._ended: list[tuple[int, int]] = []
        self._runs = 0
        self.ended = False
        self._seen = np.zeros(1 << _SEEN, np.uint64)
        # Some tenths of a second, for the largest bays.
        self._some = max(1, _GO // (20 * len(search.rows) ** 2))
        self._beam = self._first()
        self._spread = self._judged = 0

    def go(self) -> int:
        """Search on; the effort."""
        search, at = self._search, self._beam.at
        before, best = int(at[beams.EFFORT]), int(at[beams.BEST])
        if self._spread < at[beams.LAYOUTS]:
            last = min(self._spread + self._some, int(at[beams.LAYOUTS]))
            most = best if self._width <= _NARROW else min(best, search.best.cost)
            spread(self._beam, search.limit, self._spread, last, most, self._width * _JUDGED)
            self._spread = last
            if last == at[beams.LAYOUTS]:
                beams.trim(self._beam, self._width * _JUDGED)
        elif self._judged < at[beams.CANDIDATES]:
            last = min(self._judged + self._some, int(at[beams.CANDIDATES]))
            judge(self._beam, search.limit, self._judged, last)
            self._judged = last
            if at[beams.BEST] < best:
                search.best.found(self._way())
        else:
            settle(self._beam, self._width)
            self._beam = self._beam._replace(layouts=self._beam.into, into=self._beam.layouts)
            self._spread = self._judged = 0
            if not at[beams.LAYOUTS] or at[beams.LEVEL] >= len(self._beam.past):
                self._next()
        return int(self._beam.at[beams.EFFORT]) - before + 1000 if self._beam.at is at else 1000

    @property
    def _most(self) -> int:
        """The moves of a way that is of no use to the beam that begins."""
        return self._search.longest if self._width <= _NARROW else min(self._search.best.cost, self._search.longest)

    def _next(self) -> None:
        """Begin with the next beam."""
        self._ended.append((int(self._beam.at[beams.BEST]), self._left.pop(0)))
        self._runs += 1
        if not self._left:
            self.ended = self._width == _WIDEST
            # Of equal ones, the earlier.
            self._ended.sort(key=lambda ended: ended[0])
            self._left = [manner for _, manner in self._ended[: max(_KEPT, len(self._ended) // 2)]]
            self._ended = []
            self._width = min(_WIDEST, self._width * _WIDER)
        self._beam = self._first()
        self._spread = self._judged = 0

    def _first(self) -> Beam:
        search = self._search
        stacks = len(search.rows)
        shape = (self._width, *search.rows.shape)
        beam = Beam(
            layouts=np.zeros(shape, np.int16),
            into=np.zeros(shape, np.int16),
            found=np.zeros((4 * _JUDGED * self._width + 2 * stacks * stacks, 5), np.int32),
            tally=np.zeros(beams.SCORES, np.int32),
            past=np.zeros((self._most, self._width, 3), np.int32),
            at=np.array([0, 1, 0, beams.SCORES - 1, self._most, 0, 0, 0, 0], np.int64),
            seen=self._seen,
            chance=search.chance,
            salt=np.uint64(self._runs),
            now=search.rows.copy(),
            counts=search.counts.copy(),
            work=search.work.copy(),
            way=np.zeros((2, search.longest, 2), np.int32),
            marks=np.zeros((2, stacks), np.int32),
            weights=np.array(_WEIGHTS[self._left[0]], np.int64),
        )
        beam.layouts[0] = search.rows
        return beam

    def _way(self) -> tuple[Move, ...]:
        beam, stacks = self._beam, len(self._search.rows)
        at = beam.at
        choices = [int(at[beams.CHOICE])]
        place = int(at[beams.PARENT])
        for level in range(int(at[beams.LEVEL]) - 1, -1, -1):
            choices.append(int(beam.past[level, place, 1]))
            place = int(beam.past[level, place, 0])
        led = tuple(divmod(choice, stacks) for choice in reversed(choices))
        return led + _pairs(beam.way[1, : int(at[beams.LEFT])])


def _pairs(moves: Counts) -> tuple[Move, ...]:
    return tuple((int(source), int(target)) for source, target in moves)
