"""Lower bounds of the makespan that need no search: each is the end of a problem that is easier than the whole one.

Work balance: the cranes together have the hours for all work, and for the ways to all places. Neighbouring bays: places
nearer to each other than the clearance are worked one at a time; a stretch of bays at which k cranes find room is k
such groups at most, so that no stretch says more than the groups. Chains: tasks that come after each other.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import combinations, pairwise

from scheduler.cranes.problem import FOREVER, CraneProblem

# With more cranes their ways are not counted: the sets of cranes get too many.
_MOST_CRANES = 10


def lower_bound(problem: CraneProblem) -> int:
    """The best of the bounds, in seconds. `FOREVER` or more where there is no schedule."""
    if not problem.tasks:
        return 0
    return _Bounds(problem).best()


class _Bounds:
    def __init__(self, problem: CraneProblem) -> None:
        self._problem = problem
        self._able = [problem.able(task) for task in range(len(problem.tasks))]
        self._places = sorted({task.place for task in problem.tasks})

    def best(self) -> int:
        if not all(self._able):
            return FOREVER
        return max(self.balance(), self.neighbours(), max(self._ends))

    @cached_property
    def heads(self) -> list[int]:
        """The earliest start of each task: when a crane can be there, and all that it must come after is done."""
        problem, heads = self._problem, [0] * len(self._able)
        for task in problem.order:
            place, able = problem.tasks[task].place, self._able[task]
            heads[task] = min(problem.opens(crane, place, problem.cranes[crane].windows[0][0]) for crane in able)
            for other in problem.tasks[task].after:
                end = heads[other] + problem.tasks[other].seconds
                heads[task] = max(heads[task], end + self._least_between(other, task))
        return heads

    @cached_property
    def tails(self) -> list[int]:
        """The seconds from the end of each task to the end of all that comes after it, at least."""
        problem, tails = self._problem, [0] * len(self._able)
        for task in reversed(problem.order):
            for other in problem.tasks[task].after:
                tail = self._least_between(other, task) + problem.tasks[task].seconds + tails[task]
                tails[other] = max(tails[other], tail)
        return tails

    def _least_between(self, one: int, other: int) -> int:
        """The seconds from the end of a task to the start of a later one, at least."""
        here, there = self._problem.tasks[one].place, self._problem.tasks[other].place
        if here == there:
            return 0
        return min(
            self._problem.apart(here, crane, there, next_crane) or 0
            for crane in self._able[one]
            for next_crane in self._able[other]
        )

    @property
    def _ends(self) -> Iterable[int]:
        for task, head, tail in zip(self._problem.tasks, self.heads, self.tails, strict=True):
            yield head + task.seconds + tail

    def balance(self) -> int:
        """The work that only some neighbouring cranes can do, for each such group of cranes."""
        problem, most = self._problem, 0
        for first in range(len(problem.cranes)):
            for last in range(first, len(problem.cranes)):
                tasks = [n for n, able in enumerate(self._able) if first <= able[0] and able[-1] <= last]
                if not tasks:
                    continue
                group = range(first, last + 1)
                work = sum(problem.tasks[n].seconds for n in tasks)
                tail = min(self.tails[n] for n in tasks)
                most = max(most, self._end_of(work, group, len(group)) + tail)
                # Within one window a crane's ways take of it.
                if len(group) <= _MOST_CRANES and all(len(problem.cranes[crane].windows) == 1 for crane in group):
                    way = self._ways({problem.tasks[n].place for n in tasks}, group)
                    most = max(most, self._end_of(work + way, group, len(group), gangs=False))
        return most

    def neighbours(self) -> int:
        """The work at places of which only one is worked at a time."""
        problem, most = self._problem, 0
        if len(problem.cranes) == 1 or not problem.clearance:
            return 0
        for at, low in enumerate(self._places):
            near = [place for place in self._places[at:] if place - low < problem.clearance]
            tasks = [n for n, task in enumerate(problem.tasks) if task.place in near]
            able = sorted({crane for n in tasks for crane in self._able[n]})
            head = min(self.heads[n] for n in tasks)
            work = sum(problem.tasks[n].seconds for n in tasks)
            # From each place to the next one a crane goes there, or one makes room for another.
            step = min((self._step(one, other) for one, other in combinations(near, 2)), default=0)
            end = max(
                self._end_of(work, able, 1),
                head + work + (len(near) - 1) * step,
            )
            most = max(most, end + min(self.tails[n] for n in tasks))
        return most

    def _step(self, one: int, other: int) -> int:
        cranes = len(self._problem.cranes)
        steps = range(1 - cranes, cranes)
        return min(self._problem.apart(a, 0, b, by) or 0 for a, b in ((one, other), (other, one)) for by in steps)

    def _end_of(self, work: int, cranes: Sequence[int], at_once: int, *, gangs: bool = True) -> int:
        """When so much work is done by these cranes in their windows, so many at once, as the gangs allow."""
        problem = self._problem
        windows = [window for crane in cranes for window in problem.cranes[crane].windows]
        limits = problem.gangs if gangs else ()
        moments = sorted(
            {0, FOREVER, *(m for window in windows for m in window), *(m for a, b, _ in limits for m in (a, b))}
        )
        for opens, closes in pairwise(moments):
            open_now = sum(start <= opens < end for start, end in windows)
            most = min([open_now, at_once, *(limit for start, end, limit in limits if start <= opens < end)])
            if most > 0 and opens >= 0:
                if most * (closes - opens) >= work:
                    return opens - (-work // most)
                work -= most * (closes - opens)
        return FOREVER

    def _ways(self, places: set[int], cranes: Sequence[int]) -> int:
        """The seconds of the shortest ways on which these cranes come to all places, together.

        Each place is in the stretch of one crane, which goes from its start to the nearer end and then to the other.
        """
        problem, order = self._problem, sorted(places)
        far = 1 << 60
        # By the cranes that have a stretch: the shortest ways to the places so far.
        reached = {0: 0}
        best = [reached] + [dict[int, int]() for _ in order]
        for at in range(len(order)):
            for used, distance in best[at].items():
                for bit, crane in enumerate(cranes):
                    if used >> bit & 1:
                        continue
                    start = problem.cranes[crane].start
                    for to in range(at, len(order)):
                        low, high = order[at], order[to]
                        way = high - low + (0 if start is None else min(abs(start - low), abs(start - high)))
                        states, key = best[to + 1], used | 1 << bit
                        states[key] = min(states.get(key, far), distance + way)
        return problem.way(min(best[-1].values()))
