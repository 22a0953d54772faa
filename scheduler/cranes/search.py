"""The search for a crane schedule: sweeps at once, then annealing on all cores, then CP-SAT for the rest and the proof."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.errors import DermagaError
from scheduler import cp_sat
from scheduler.cranes.bounds import lower_bound
from scheduler.cranes.chains import Run, patterns
from scheduler.cranes.kernel import NEVER, Numbers, data_of, place_from
from scheduler.cranes.model import CraneModel, add_hint, build
from scheduler.cranes.problem import FOREVER, CraneProblem, CraneSchedule
from scheduler.result import Incumbent, Report, Result, Status, gap, no_report
from scheduler.stopping import Stop

# What a solve without any limit counts with.
_ENDLESS = 600.0
# Annealing: the share of the time, in goes of so many seconds or so much effort.
_SHARE, _GO, _GO_EFFORT = 0.2, 0.2, 0.1
# Steps of annealing in a unit of effort, times the tasks.
_EFFORT = 10_000_000
# Up to so many tasks a proof is tried.
_FEW = 60


class NoSchedule(DermagaError):
    """A problem that has no schedule, or none that was found."""


def solve(
    problem: CraneProblem, *, stop: Stop, seed: int = 1, workers: int = 2, report: Report = no_report
) -> Result[CraneSchedule]:
    """The shortest schedule found; cost is its makespan and bound that of any schedule, both in seconds.

    Stopped early, the answer is the best schedule so far, at worst one in which the cranes sweep along the ship. Raises
    NoSchedule where reach, windows or gangs leave none.
    """
    search = _Search(problem, stop, monotonic(), seed, workers, report)
    search.run()
    return search.result()


class _Search:
    """The best schedule and bound so far, and the curve of both."""

    def __init__(
        self, problem: CraneProblem, stop: Stop, began: float, seed: int, workers: int, report: Report
    ) -> None:
        self.problem, self.data = problem, data_of(problem)
        self._stop, self._began, self._seed, self._workers, self._report = stop, began, seed, workers, report
        self._noting = Lock()
        self.curve: list[Incumbent] = []
        self.effort = 0.0
        self.bound = lower_bound(problem)
        self.cost = NEVER
        count = len(problem.tasks)
        self.order, self.crane = np.arange(count), np.zeros(count, np.int64)
        self.starts = np.zeros(count, np.int64)
        self._patterns = patterns(problem, self.data)
        for pattern in self._patterns:
            if pattern.makespan < self.cost:
                self.found(pattern.first.order, pattern.first.crane)
        self._runs: list[Run] = []
        self._started, self._speed = 0, 1_000.0

    @property
    def left(self) -> float:
        """Seconds, or effort, that are left."""
        if self._stop.effort is not None:
            return self._stop.effort - self.effort
        return (self._stop.seconds or _ENDLESS) - (monotonic() - self._began)

    @property
    def over(self) -> bool:
        """Whether the solve is to stop."""
        return gap(self.cost, self.bound) <= self._stop.gap or self._stop.cancel.is_set() or self.left <= 0

    def _note(self) -> None:
        if self.cost >= NEVER:
            return
        point = Incumbent(monotonic() - self._began, float(self.cost), float(min(self.bound, self.cost)))
        self.curve.append(point)
        self._report(point)

    def found(self, order: Numbers, crane: Numbers) -> None:
        """Take a schedule where it is better."""
        starts = np.zeros(len(order), np.int64)
        makespan = int(place_from(self.data, order, crane, starts, 0, NEVER))
        with self._noting:
            if makespan < self.cost:
                self.cost = makespan
                self.order, self.crane, self.starts = order.copy(), crane.copy(), starts
                self._note()

    def raise_bound(self, bound: float) -> None:
        """Take a bound where it is better."""
        with self._noting:
            if min(bound, self.cost) > self.bound:
                self.bound = int(min(round(bound), self.cost))
                self._note()

    def run(self) -> None:
        """Improve schedule and bound until they meet or the solve is to stop."""
        if self.bound >= FOREVER:
            raise NoSchedule("no crane reaches a task in time: give cranes a longer reach or longer windows")
        few = len(self.problem.tasks) <= _FEW
        self._anneal(_SHARE if few else 1.0)
        if not self.over and few:
            self._prove()
        if self.cost >= NEVER:
            raise NoSchedule("the windows of the cranes leave no time for all tasks: give longer windows")

    def _anneal(self, share: float) -> None:
        """Anneal on all cores for so much of the time that is left."""
        length, before = share * self.left, self.left
        with ThreadPoolExecutor(self._workers) as pool:
            while not self.over and before - self.left < length:
                while len(self._runs) < self._workers:
                    self._runs.append(self._next_run())
                tries = [pool.submit(run.go, self._steps(run), self._seed, self.bound) for run in self._runs]
                for go, run in zip(tries, self._runs, strict=True):
                    go.result()
                    run.keep()
                    self._speed = run.speed
                    if run.makespan < self.cost:
                        self.found(run.best.order, run.best.crane)
                if self._stop.effort is not None:
                    self.effort += sum(self._steps(run) for run in self._runs) * (len(self.order) + 10) / _EFFORT
                self._runs = [run for run in self._runs if not run.ended]

    def _steps(self, run: Run) -> int:
        """The steps of a go."""
        if self._stop.effort is not None:
            return max(1, int(_EFFORT * _GO_EFFORT / (len(self.order) + 10)))
        return max(100, int(self._speed * _GO))

    def _next_run(self) -> Run:
        number, self._started = self._started, self._started + 1
        if number >= len(self._patterns) and number % 2 == 1:
            pattern = min(self._patterns, key=lambda pattern: pattern.makespan)
        else:
            pattern = self._patterns[(number if number < len(self._patterns) else number // 2) % len(self._patterns)]
        return Run(self.data, pattern, number, self.cost)

    def schedule(self) -> CraneSchedule:
        """The best schedule."""
        return CraneSchedule(tuple(map(int, self.starts)), tuple(map(int, self.crane)))

    def _prove(self) -> None:
        problem, known = self.problem, self.cost < NEVER
        horizon = self.cost if known else _longest(problem)
        built = build(problem, self.bound, horizon)
        if known:
            add_hint(built, problem, self.schedule())
        if self._stop.cancel.is_set():
            return
        effort = None if self._stop.effort is None else max(0.01, self.left)
        _, status = cp_sat.run(
            built.model,
            stop=replace(self._stop, effort=effort),
            began=self._began,
            seed=self._seed,
            workers=self._workers,
            on_solution=lambda _, solution: self._read(built, solution),
            on_bound=lambda _, bound: self.raise_bound(bound),
            nothing_left=True,
        )
        if status is Status.OPTIMAL:
            self.raise_bound(self.cost)

    def _read(self, built: CraneModel, solution: CpSolverSolutionCallback) -> None:
        starts = [solution.value(start) for start in built.starts]
        cranes = [next(crane for crane, done in does.items() if solution.value(done)) for does in built.does]
        self.found(np.argsort(starts, kind="stable"), np.array(cranes, np.int64))

    def result(self) -> Result[CraneSchedule]:
        """What it came to."""
        status = Status.CANCELLED if self._stop.cancel.is_set() else Status.FEASIBLE
        return Result(
            plan=self.schedule(),
            cost=float(self.cost),
            bound=float(min(self.bound, self.cost)),
            status=Status.OPTIMAL if self.bound >= self.cost else status,
            seconds=monotonic() - self._began,
            curve=tuple(self.curve),
        )


def _longest(problem: CraneProblem) -> int:
    """No schedule without waste ends later."""
    ways = max(
        (problem.way(abs(a.place - b.place) + problem.clearance * len(problem.cranes)))
        for a in problem.tasks
        for b in problem.tasks
    )
    last = max(
        [
            0,
            *(m for crane in problem.cranes for w in crane.windows for m in w if m < FOREVER),
            *(end for _, end, _ in problem.gangs),
        ]
    )
    return min(FOREVER, last + sum(task.seconds + ways for task in problem.tasks) + ways)
