"""The shortest schedule of a tiny problem, by trying every order and every crane.

Tasks are put one after the other, by their starts, each at the first whole second at which nothing is broken: no
schedule ends before the best of these. Nothing here comes from the solver.
"""

from math import ceil

from scheduler.cranes import CraneProblem, CraneSchedule


class BruteForce:
    """All schedules of a problem that end within `latest` seconds."""

    def __init__(self, problem: CraneProblem, latest: int) -> None:
        self._problem, self._until = problem, latest + 1
        self._best: dict[int, tuple[int, int]] | None = None

    def shortest(self) -> CraneSchedule | None:
        """A schedule of the least makespan, or None where none ends by then."""
        self._put({}, 0)
        if self._best is None:
            return None
        starts, cranes = zip(*(self._best[n] for n in range(len(self._problem.tasks))), strict=True)
        return CraneSchedule(starts, cranes)

    def _put(self, placed: dict[int, tuple[int, int]], since: int) -> None:
        tasks = self._problem.tasks
        if len(placed) == len(tasks):
            if self._problem.one_way and not self._one_way(placed):
                return
            self._until = max(start + tasks[n].seconds for n, (start, _) in placed.items())
            self._best = placed
            return
        for n, task in enumerate(tasks):
            if n in placed or any(other not in placed for other in task.after):
                continue
            for crane in range(len(self._problem.cranes)):
                for start in range(since, self._until - task.seconds):
                    if self._fits(placed, n, start, crane):
                        self._put(placed | {n: (start, crane)}, start)
                        break

    def _fits(self, placed: dict[int, tuple[int, int]], n: int, start: int, crane: int) -> bool:
        problem, task, mine = self._problem, self._problem.tasks[n], self._problem.cranes[crane]
        end = start + task.seconds
        if not mine.reach_from <= task.place <= mine.reach_to or not any(
            a <= start and end <= b for a, b in mine.windows
        ):
            return False
        if mine.start is not None and start < mine.windows[0][0] + self._seconds(abs(mine.start - task.place)):
            return False
        for other, (began, by) in placed.items():
            ended = began + problem.tasks[other].seconds
            if other in task.after and start < ended:
                return False
            short = abs(problem.tasks[other].place - task.place)
            if by != crane:
                low, high = (
                    (problem.tasks[other].place, task.place) if by < crane else (task.place, problem.tasks[other].place)
                )
                short = low + abs(by - crane) * problem.clearance - high
            if (by == crane or short > 0) and start < ended + self._seconds(short):
                return False
        spans = [(start, end), *((began, began + problem.tasks[other].seconds) for other, (began, _) in placed.items())]
        return all(
            sum(a <= moment < b for a, b in spans) <= most
            for opens, closes, most in problem.gangs
            for moment in range(max(start, opens), min(end, closes))
        )

    def _one_way(self, placed: dict[int, tuple[int, int]]) -> bool:
        # Of one crane, no two tasks start at once.
        steps = {
            (self._problem.tasks[j].place > self._problem.tasks[i].place)
            for i, (at, crane) in placed.items()
            for j, (later, same) in placed.items()
            if crane == same and at < later and self._problem.tasks[i].place != self._problem.tasks[j].place
        }
        return len(steps) < 2

    def _seconds(self, distance: int) -> int:
        # Distances and speeds are small: what a float is off by, is never a millionth.
        return ceil(distance / self._problem.speed - 1e-6) if self._problem.speed else 0
