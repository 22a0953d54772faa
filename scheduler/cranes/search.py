"""The search for a crane schedule: sweeps at once, annealing of laps and beams on all cores, then CP-SAT for the rest.

CP-SAT proves where tasks are few, and has most of the time there. Where they are more, quick runs of annealing and
beams find a good schedule soon, and long runs, some of which begin with it, have most of the time; CP-SAT then improves
the schedule where cranes do better than to go in laps together. Its model grows with the square of the tasks: ships
with very many are annealed to the end.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from threading import Lock
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpSolver, CpSolverSolutionCallback

from data.errors import DermagaError
from scheduler import cp_sat
from scheduler.compiled import compiled_unless
from scheduler.cranes.beam import Beam, Beams, spans_of
from scheduler.cranes.bounds import lower_bound
from scheduler.cranes.chains import Pattern, Run, patterns
from scheduler.cranes.kernel import NEVER, Numbers, data_of, place_all
from scheduler.cranes.model import CraneModel, add_hint, build, build_shares
from scheduler.cranes.problem import FOREVER, CraneProblem, CraneSchedule
from scheduler.cranes.tidy import tidied
from scheduler.result import Incumbent, Report, Result, Status, gap, no_report
from scheduler.stopping import Stop

# What a solve without any limit counts with.
_ENDLESS = 600.0
# A go of annealing in seconds, short enough for a cancelled solve to end soon, or in effort.
_GO, _GO_EFFORT = 0.2, 0.1
# Steps of annealing in a unit of effort, times the tasks.
_EFFORT = 10_000_000
# Up to so many tasks CP-SAT is asked: after a share of the time that grows with them, from a least one, or, where tasks
# are few, after so many steps of annealing in vain, times the tasks.
_SOME, _LEAST, _MORE, _IN_VAIN = 120, 0.1, 0.003, 50_000
# The share where tasks are not few, and that of beams in it. Long runs find what CP-SAT does not, and mostly at
# their cold ends.
_MOSTLY, _BEAMS = 0.8, 0.1
# Seconds or effort below which there is no time for beams; moves that they look at in a unit of effort and, at least,
# in a go.
_LEAST_FOR_BEAMS, _LOOKS, _LEAST_LOOKS = 5.0, 400_000, 20_000
# Up to so many, annealing mostly finds a shortest schedule, and all of CP-SAT is to prove that none is shorter: with a
# linear relaxation, which counts where cranes are many, and without, which is faster. With more tasks it is to find
# better ones, which it does best without, and with the neighbourhoods that it searches on all other cores.
# A proof that is not found in a share of what is left asks for a fuller relaxation, which is slower.
_FEW, _TO_FIND = 40, ((("no_lp",), 1.0),)
_TO_PROVE = ((("default_lp", "no_lp"), 0.25), (("max_lp", "no_lp"), 1.0))
# With more tasks, the bound comes from the shares of the cranes alone, in so much of the time and of effort at most.
_SHARES, _SHARES_EFFORT, _TO_BOUND = 0.5, 4.0, ("max_lp",)


class NoSchedule(DermagaError):
    """A problem that has no schedule, or none that was found."""


def solve(
    problem: CraneProblem, *, stop: Stop, seed: int = 1, workers: int = 2, report: Report = no_report
) -> Result[CraneSchedule]:
    """The shortest schedule found; cost is its makespan and bound that of any schedule, both in seconds.

    Stopped early, the answer is the best schedule so far, at worst one in which the cranes sweep along the ship. Raises
    NoSchedule where reach, windows and gangs leave none.
    """
    began = monotonic()
    if not problem.tasks:
        return Result(CraneSchedule((), ()), 0.0, 0.0, Status.OPTIMAL, monotonic() - began)
    _check_reach(problem)
    search = _Search(problem, stop, began, seed, workers, report)
    search.run()
    return search.result()


def _check_reach(problem: CraneProblem) -> None:
    for number, task in enumerate(problem.tasks):
        if not problem.able(number):
            raise NoSchedule(
                f"no crane can do task {task.name}: none that reaches its place has a window of {task.seconds} s; "
                "give a crane a longer window or a longer reach"
            )


class _Search:
    """The best schedule and bound so far, and the curve of both."""

    def __init__(
        self, problem: CraneProblem, stop: Stop, began: float, seed: int, workers: int, report: Report
    ) -> None:
        self._problem, self._data, self._count = problem, data_of(problem), len(problem.tasks)
        self._stop, self._began, self._seed, self._workers, self._report = stop, began, seed, workers, report
        # Schedules and bounds come from the solver's threads.
        self._noting = Lock()
        self._curve: list[Incumbent] = []
        self._effort = 0.0
        self._cost, self._bound = NEVER, lower_bound(problem)
        self._crane, self._starts = np.zeros(self._count, np.int64), np.zeros(self._count, np.int64)
        # Runs of annealing, how many were begun, steps since the best schedule was found, and steps a second.
        self._runs: list[Run] = []
        self._begun = self._in_vain = 0
        self._speed = 1_000.0

    def run(self) -> None:
        """Improve schedule and bound until they meet or the solve is to stop. Raises NoSchedule where there is none."""
        if self._bound >= FOREVER:
            raise NoSchedule("the windows of the cranes hold less time than the work takes: give longer windows")
        patterns_of_laps = patterns(self._problem, self._data)
        for pattern in patterns_of_laps:
            if pattern.makespan >= NEVER:
                continue
            self._found(pattern.first.order, pattern.first.crane)
        some = self._count <= _SOME
        self._anneal(patterns_of_laps, some)
        if (some or self._cost >= NEVER) and not self._over:
            self._ask_cp_sat()
        if self._cost >= NEVER:
            raise NoSchedule(
                "the windows of the cranes leave no time for all tasks"
                if self._bound >= NEVER
                else "no schedule was found in the time given: give longer windows, or more time"
            )
        starts, crane = tidied(self._data, self._starts, self._crane)
        if self._right_way(starts, crane):
            self._starts, self._crane = starts, crane
            # With fewer changes of place it may be shorter, too.
            if (makespan := int((starts + self._data.seconds).max())) < self._cost:
                self._cost, self._bound = makespan, min(self._bound, makespan)
                self._note()
        self._bound = min(self._bound, self._cost)

    def result(self) -> Result[CraneSchedule]:
        """What it came to."""
        status = Status.CANCELLED if self._stop.cancel.is_set() else Status.FEASIBLE
        return Result(
            plan=self._schedule,
            cost=float(self._cost),
            bound=float(self._bound),
            status=Status.OPTIMAL if self._bound >= self._cost else status,
            seconds=monotonic() - self._began,
            curve=tuple(self._curve),
        )

    @property
    def _schedule(self) -> CraneSchedule:
        return CraneSchedule(tuple(self._starts.tolist()), tuple(self._crane.tolist()))

    @property
    def _left(self) -> float:
        """Seconds, or effort, that are left."""
        if self._stop.effort is not None:
            return self._stop.effort - self._effort
        seconds = _ENDLESS if self._stop.seconds is None else self._stop.seconds
        return seconds - (monotonic() - self._began)

    @property
    def _over(self) -> bool:
        return gap(self._cost, self._bound) <= self._stop.gap or self._stop.cancel.is_set() or self._left <= 0

    def _note(self) -> None:
        if self._cost < NEVER:
            self._curve.append(Incumbent(monotonic() - self._began, float(self._cost), float(self._bound)))
            self._report(self._curve[-1])

    def _found(self, order: Numbers, crane: Numbers) -> None:
        """Take a schedule where it is better."""
        starts = np.zeros(self._count, np.int64)
        makespan = int(place_all(self._data, order, crane, starts, NEVER - 1))
        with self._noting:
            if makespan < self._cost and self._right_way(starts, crane):
                self._cost, self._crane, self._starts = makespan, crane.copy(), starts
                self._bound = min(self._bound, makespan)
                self._note()

    def _right_way(self, starts: Numbers, crane: Numbers) -> bool:
        """Whether cranes go one way, where that is asked."""
        found = CraneSchedule(tuple(starts.tolist()), tuple(crane.tolist()))
        return not self._problem.one_way or found.goes_one_way(self._problem)

    def _raise_bound(self, bound: float) -> None:
        """Take a bound where it is better; it holds for schedules that are better than the best."""
        with self._noting:
            bound = round(min(bound, self._cost))
            if bound > self._bound:
                self._bound = bound
                self._note()

    # Beams ------------------------------------------------------------------------------------------------------------

    def _ask_beams(self) -> None:
        """Search with beams, one on each core, for a share of the time or until none has anything left out."""
        left, looks = (1 - _BEAMS) * self._left, _LEAST_LOOKS
        spans, running = spans_of(self._problem, self._data), list[Beam]()
        beams = Beams(self._data, spans, self._problem.one_way)
        if not compiled_unless(self._stop.cancel, lambda: Beam(self._data, spans, self._cost, 1, 0, 0.0, 1).go(1)):
            return
        with ThreadPoolExecutor(self._workers) as pool:
            while not self._over and self._left > left:
                while len(running) < self._workers and (beam := beams.next(self._bound, self._cost, self._seed)):
                    running.append(beam)
                if not running:
                    return
                began = monotonic()
                goes = [pool.submit(beam.go, looks) for beam in running]
                looked = sum(go.result() for go in goes)
                for beam in running:
                    if beam.found:
                        self._found(*beam.found)
                    if beam.ended:
                        beams.ended(beam, self._cost)
                running = [beam for beam in running if not beam.ended]
                if self._stop.effort is None:
                    looks = max(_LEAST_LOOKS, int(looked / len(goes) / max(1e-4, monotonic() - began) * _GO))
                else:
                    looks = int(_LOOKS * _GO_EFFORT)
                    self._effort += looked / _LOOKS

    # Annealing --------------------------------------------------------------------------------------------------------

    def _anneal(self, of_laps: list[Pattern], some: bool) -> None:
        """Anneal on all cores: until CP-SAT does the rest where tasks are not too many."""
        few = self._count <= _FEW
        share = (_LEAST + _MORE * self._count if few else _MOSTLY) if some else 1.0
        in_vain = _IN_VAIN * self._count if few else inf
        left = (1 - share) * self._left
        beams = not few and self._left >= _LEAST_FOR_BEAMS
        with ThreadPoolExecutor(self._workers) as pool:
            while not self._over and self._left > left and not self._in_vain > in_vain:
                # What quick runs end at once needs no beams.
                if beams and self._cost < NEVER and self._begun >= len(of_laps):
                    beams = False
                    self._ask_beams()
                    for pattern in of_laps:
                        pattern.take(self._data, self._starts, self._crane)
                while len(self._runs) < self._workers:
                    self._runs.append(Run(self._data, of_laps, self._begun, self._cost))
                    self._begun += 1
                steps = self._steps
                goes = [pool.submit(run.go, steps, self._seed, self._bound) for run in self._runs]
                made, better = 0, False
                for go, run in zip(goes, self._runs, strict=True):
                    made += go.result()
                    run.keep()
                    if run.makespan < self._cost:
                        better = True
                        self._found(run.best.order, run.best.crane)
                self._in_vain = 0 if better else self._in_vain + made
                if self._stop.effort is None:
                    self._speed = sum(run.speed for run in self._runs) / len(self._runs)
                else:
                    self._effort += made * self._count / _EFFORT
                self._runs = [run for run in self._runs if not run.ended]

    @property
    def _steps(self) -> int:
        """The steps of a go."""
        if self._stop.effort is None:
            return max(100, int(self._speed * _GO))
        return max(1, int(_EFFORT * _GO_EFFORT / self._count))

    # CP-SAT -----------------------------------------------------------------------------------------------------------

    def _part(self, share: float, most_effort: float = float("inf")) -> Stop:
        """When a part of the solve ends that has this share of what is left."""
        left = share * self._left
        if self._stop.effort is None:
            # The last part of a solve without a limit has none.
            return self._stop if share == 1 else replace(self._stop, seconds=monotonic() - self._began + left)
        return replace(self._stop, effort=max(0.01, min(most_effort, left)))

    def _count_effort(self, solver: CpSolver) -> None:
        if self._stop.effort is not None:
            self._effort += solver.response_proto.deterministic_time

    def _bound_shares(self) -> None:
        """Raise the bound to that of the model without times."""
        solver, _ = cp_sat.run(
            build_shares(self._problem, self._bound, self._cost).model,
            stop=self._part(_SHARES, _SHARES_EFFORT),
            began=self._began,
            seed=self._seed,
            workers=1,
            on_bound=lambda _, bound: self._raise_bound(bound),
            subsolvers=_TO_BOUND,
        )
        self._count_effort(solver)

    def _ask_cp_sat(self) -> None:
        """Give CP-SAT the whole problem, with all time that is left."""
        few = self._count <= _FEW
        if self._cost < NEVER and not few:
            self._bound_shares()
        for subsolvers, share in _TO_PROVE if few else _TO_FIND:
            if not self._over:
                self._ask_for(few, subsolvers, share)

    def _ask_for(self, few: bool, subsolvers: tuple[str, ...], share: float) -> None:
        known = self._cost < NEVER
        # To prove, only shorter schedules are looked at; to find, CP-SAT begins with the one that is known.
        horizon = self._cost - few if known else _longest(self._problem)
        built = build(self._problem, self._bound, horizon)
        if known and not few:
            add_hint(built, self._problem, self._schedule)
        solver, status = cp_sat.run(
            built.model,
            stop=self._part(share),
            began=self._began,
            seed=self._seed,
            workers=self._workers,
            on_solution=lambda _, solution: self._read(built, solution),
            on_bound=lambda _, bound: self._raise_bound(bound),
            subsolvers=subsolvers[: self._workers],
            nothing_left=True,
        )
        self._count_effort(solver)
        if status is Status.OPTIMAL:
            self._raise_bound(self._cost)

    def _read(self, built: CraneModel, solution: CpSolverSolutionCallback) -> None:
        starts = np.array([solution.value(start) for start in built.starts], np.int64)
        cranes = [next(crane for crane, done in does.items() if solution.value(done)) for does in built.does]
        # Placed anew, in the order of their starts, tasks start no later.
        self._found(np.argsort(starts, kind="stable"), np.array(cranes, np.int64))


def _longest(problem: CraneProblem) -> int:
    """An end that the shortest schedule does not pass, where there is one."""
    edges = [edge for crane in problem.cranes for window in crane.windows for edge in window if edge < FOREVER]
    edges += [end for _, end, _ in problem.gangs]
    places = [task.place for task in problem.tasks] + [
        crane.start for crane in problem.cranes if crane.start is not None
    ]
    way = problem.way(max(places) - min(places) + problem.clearance * len(problem.cranes))
    # After the last change of windows and gangs one task at a time can always be done.
    return min(FOREVER, max(edges, default=0) + sum(task.seconds + way for task in problem.tasks))
