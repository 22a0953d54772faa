"""Lower bounds of the makespan that need no search: each is the end of a problem that is easier than the whole one.

Work balance: the cranes have the time for all work, and for ways to all places. Neighbours: places nearer to each other
than the clearance are worked one at a time. (A stretch of bays at which k cranes find room at once is k such groups,
or fewer, and says no more than they do.) Chains: tasks that come after each other.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations, pairwise

from scheduler.cranes.problem import FOREVER, CraneProblem


def lower_bound(problem: CraneProblem) -> int:
    """The best of the bounds, in seconds; `FOREVER` where there is no schedule for want of reach or windows."""
    if not problem.tasks:
        return 0
    if not all(map(problem.able, range(len(problem.tasks)))):
        return FOREVER
    bounds = Bounds(problem)
    return min(FOREVER, max(bounds.chains(), bounds.balance(), bounds.neighbours()))


class Bounds:
    """The bounds of a problem with at least one task, each of which some crane can do."""

    def __init__(self, problem: CraneProblem) -> None:
        self._problem = problem
        self._able = [problem.able(task) for task in range(len(problem.tasks))]

    @cached_property
    def _heads(self) -> list[int]:
        """The earliest start of each task: a crane can be there, and all that it must come after is done."""
        problem, heads = self._problem, [0] * len(self._able)
        for number in problem.order:
            task = problem.tasks[number]
            heads[number] = min(
                problem.opens(crane, task.place, problem.cranes[crane].windows[0][0]) for crane in self._able[number]
            )
            for other in task.after:
                end = heads[other] + problem.tasks[other].seconds
                heads[number] = max(heads[number], end + self._between(other, number))
        return heads

    @cached_property
    def _tails(self) -> list[int]:
        """The seconds from the end of each task to the end of all that comes after it, at least."""
        problem, tails = self._problem, [0] * len(self._able)
        for number in reversed(problem.order):
            for other in problem.tasks[number].after:
                tail = self._between(other, number) + problem.tasks[number].seconds + tails[number]
                tails[other] = max(tails[other], tail)
        return tails

    def _between(self, one: int, other: int) -> int:
        """The seconds from the end of a task to the start of a later one, at least."""
        here, there = self._problem.tasks[one].place, self._problem.tasks[other].place
        pairs = ((crane, later) for crane in self._able[one] for later in self._able[other])
        return min(self._problem.apart(here, crane, there, later) or 0 for crane, later in pairs)

    def chains(self) -> int:
        """The longest chain of tasks."""
        tasks = zip(self._problem.tasks, self._heads, self._tails, strict=True)
        return max(head + task.seconds + tail for task, head, tail in tasks)

    def balance(self) -> int:
        """The work that only some neighbouring cranes can do, for each such group of cranes."""
        problem, most = self._problem, 0
        for first, last in combinations(range(len(problem.cranes) + 1), 2):
            tasks = [n for n, able in enumerate(self._able) if first <= able[0] and able[-1] < last]
            if not tasks:
                continue
            group = range(first, last)
            work = sum(problem.tasks[n].seconds for n in tasks)
            most = max(most, self._end(work, group, len(group)) + min(self._tails[n] for n in tasks))
            # A crane's ways are within its window, where that is the only one, though not in the gangs' time.
            if all(len(problem.cranes[crane].windows) == 1 for crane in group):
                work += problem.way(self._ways(sorted({problem.tasks[n].place for n in tasks}), group))
                most = max(most, self._end(work, group, len(group), gangs=False))
        return most

    def neighbours(self) -> int:
        """The work at places of which only one is worked at a time."""
        problem, most = self._problem, 0
        if not problem.clearance:
            return 0
        places = sorted({task.place for task in problem.tasks})
        for low in places:
            near = [place for place in places if 0 <= place - low < problem.clearance]
            tasks = [n for n, task in enumerate(problem.tasks) if task.place in near]
            work = sum(problem.tasks[n].seconds for n in tasks)
            # From one place to the next a crane goes there, or makes room for another.
            step = min((self._step(one, other) for one, other in combinations(near, 2)), default=0)
            end = max(
                self._end(work, sorted({crane for n in tasks for crane in self._able[n]}), 1),
                min(self._heads[n] for n in tasks) + work + (len(near) - 1) * step,
            )
            most = max(most, end + min(self._tails[n] for n in tasks))
        return most

    def _step(self, low: int, high: int) -> int:
        """The seconds between two places that are not worked at once, at least."""
        most = len(self._problem.cranes) - 1
        return min(self._problem.apart(low, 0, high, by) or 0 for by in range(-most, most + 1))

    def _end(self, work: int, cranes: Sequence[int], at_once: int, *, gangs: bool = True) -> int:
        """When so much work is done by these cranes in their windows, so many at once, and as the gangs allow."""
        windows = [window for crane in cranes for window in self._problem.cranes[crane].windows]
        limits = self._problem.gangs if gangs else ()
        moments = {0, FOREVER, *(moment for window in windows for moment in window)}
        moments.update(moment for start, end, _ in limits for moment in (start, end) if 0 < moment < FOREVER)
        for opens, closes in pairwise(sorted(moments)):
            working = min(
                at_once,
                sum(start <= opens < end for start, end in windows),
                *(limit for start, end, limit in limits if start <= opens < end),
            )
            if working * (closes - opens) >= work:
                return opens - (-work // working)
            work -= working * (closes - opens)
        return FOREVER

    def _ways(self, places: list[int], cranes: Sequence[int]) -> int:
        """The decimetres of the shortest ways on which these cranes come to all places, at least.

        Each crane has a stretch of the places, or none, and goes from its start to one end and on to the other. To give
        a lower stretch to a crane that starts lower is never longer. Starts count where all cranes have one.
        """
        starts = sorted(start for crane in cranes if (start := self._problem.cranes[crane].start) is not None)
        if len(starts) < len(cranes):
            gaps = sorted(high - low for low, high in pairwise(places))
            return sum(gaps[: max(0, len(gaps) - len(cranes) + 1)])
        # The shortest ways to the first so many places, by the cranes so far.
        best = [0, *[FOREVER * len(places)] * len(places)]
        for start in starts:
            best = [
                min(
                    best[to],
                    *(
                        best[at]
                        + places[to - 1]
                        - places[at]
                        + min(abs(start - places[at]), abs(start - places[to - 1]))
                        for at in range(to)
                    ),
                )
                if to
                else 0
                for to in range(len(best))
            ]
        return best[-1]
