"""Chains of annealing: what each of them does next, from which schedule, in which laps, how hot and how long."""

from copy import deepcopy
from dataclasses import dataclass
from time import monotonic

import numpy as np

from scheduler.cranes.kernel import NEVER, Data, Numbers
from scheduler.cranes.laps import Laps, Ways, anneal, copy_laps
from scheduler.cranes.problem import CraneProblem
from scheduler.cranes.sweeps import no_laps, sweep, ways

# Laps that are tried: whether each goes down.
PATTERNS = ((False,), (True,), (False, True), (True, False), (False, True, False), (True, False, True))
# First and last temperatures as shares of the makespan: of the quick runs, of the long ones after them, and of those
# that begin with a good schedule and are to keep most of it.
_QUICK, _LONG, _FROM_GOOD = (0.004, 0.00005), (0.013, 0.0006), (0.008, 0.0006)
# The weight of the cranes' mean end beside the makespan, in turn. What is far from it leads out of many a dead end.
_WEIGHTS = (0.5, 0.1, 1.5)
# Steps of a run, times the tasks, by cycle; a short run ends in a dead end, however many there are of them.
_STEPS = (2_000_000, 20_000_000, 80_000_000, 200_000_000)


@dataclass
class Pattern:
    """A pattern of laps: its ways, the sweep that it begins with, and the shortest schedule in it with its makespan."""

    ways: Ways
    first: Laps
    shortest: Laps
    makespan: int

    def contains(self, other: "Pattern") -> bool:
        """Whether the schedules of another pattern are among those of this one: its laps are the first ones here."""
        laps = other.ways.down.tolist()
        return bool(self.ways.down[: len(laps)].tolist() == laps)

    def take(self, data: Data, starts: Numbers, crane: Numbers) -> None:
        """Take a schedule as the shortest one where it is, as near as laps come to it."""
        laps, count = no_laps(len(crane)), len(self.ways.down)
        laps.crane[:] = crane
        lap, at = [0] * data.lead.shape[0], [-1] * data.lead.shape[0]
        for task in np.argsort(starts, kind="stable"):
            mine, place = crane[task], int(data.place[task])
            if at[mine] >= 0:
                turns = place > at[mine] if self.ways.down[lap[mine]] else place < at[mine]
                lap[mine] = min(count - 1, lap[mine] + turns)
            laps.lap[task], at[mine] = lap[mine], place
        makespan = anneal(data, self.ways, laps, no_laps(len(crane)), 1, 0, 1.0, 1.0, 0.0, 0)
        if makespan < self.makespan:
            self.makespan = makespan
            copy_laps(laps, self.shortest)


def patterns(problem: CraneProblem, data: Data) -> list[Pattern]:
    """All patterns, of one lap where cranes go one way. Those that begin the same way begin with the same sweep."""
    sweeps = {down: sweep(problem, data, down) for down in (False, True)}
    found = []
    for down in PATTERNS:
        if problem.one_way and len(down) > 1:
            continue
        makespan, first = sweeps[down[0]]
        shortest = no_laps(len(problem.tasks))
        copy_laps(first, shortest)
        found.append(Pattern(ways(problem, down), first, shortest, makespan))
    return found


class Run:
    """A run of annealing in a pattern, from hot to cold, in goes of some steps each."""

    def __init__(self, data: Data, of_laps: list[Pattern], number: int, cost: int) -> None:
        """The run of this number of all. The shortest schedule so far ends after `cost` seconds.

        In the first two cycles each pattern has a run, then the better half of them has two in a cycle, the second of
        which begins with the shortest schedule that the pattern contains: with many laps, a sweep is not found again
        once it is lost, and the best schedules are often a sweep but for a task or two. All others begin with the
        sweep: the long ones are hot enough to forget it.
        """
        cycle, turn = divmod(number, len(of_laps))
        known = {id(pattern): _shortest(of_laps, pattern) for pattern in of_laps}
        better = sorted(of_laps, key=lambda pattern: known[id(pattern)].makespan)[: (len(of_laps) + 1) // 2]
        self.pattern = better[turn % len(better)] if cycle > 1 else of_laps[turn]
        from_good = cycle > 1 and turn >= len(better)
        hot, cold = _FROM_GOOD if from_good else _LONG if cycle else _QUICK
        count = len(self.pattern.first.crane)
        self.laps, self.best = no_laps(count), no_laps(count)
        copy_laps(known[id(self.pattern)].shortest if from_good else self.pattern.first, self.laps)
        scale = min(cost, int(data.seconds.sum()))
        self._hot, self._cold = scale * hot, scale * cold
        self._weight = _WEIGHTS[(turn // len(better) + cycle) % len(_WEIGHTS)]
        # Its own arrays: compiled code counts who holds one, and two cores that count in one place wait for each other.
        self._data, self._ways = deepcopy(data), deepcopy(self.pattern.ways)
        self._number = number
        self._steps = _STEPS[min(cycle, len(_STEPS) - 1)] // (count + 10) + 1
        self._done = self._goes = 0
        self.makespan, self.speed = NEVER, 0.0

    @property
    def ended(self) -> bool:
        """Whether it is cold."""
        return self._done >= self._steps

    def go(self, steps: int, seed: int, target: int) -> int:
        """Go on for at most so many steps, and return how many; what was best in them is in `best`."""
        began = monotonic()
        steps = min(steps, self._steps - self._done)
        shares = self._done / self._steps, (self._done + steps) / self._steps
        hot, cold = (self._hot * (self._cold / self._hot) ** share for share in shares)
        self._goes += 1
        self.makespan = anneal(
            self._data, self._ways, self.laps, self.best, hash((seed, self._number, self._goes)) % 2**31,
            steps, hot, cold, self._weight, target,
        )  # fmt: skip
        self._done += steps
        self.speed = steps / max(1e-4, monotonic() - began)
        return steps

    def keep(self) -> None:
        """Note the best schedule of the last go in the pattern, where it is shorter."""
        if self.makespan < self.pattern.makespan:
            self.pattern.makespan = self.makespan
            copy_laps(self.best, self.pattern.shortest)


def _shortest(of_laps: list[Pattern], within: Pattern) -> Pattern:
    """The pattern with the shortest schedule of those that are within one."""
    return min((one for one in of_laps if within.contains(one)), key=lambda one: one.makespan)
