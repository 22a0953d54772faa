"""The search for a berth plan: first come first served at once, then CP-SAT from there, until told to stop.

Up to `_WHOLE` ships are one model. More are planned a window of neighbouring ships at a time, all others staying where
they are (large-neighbourhood search; Shaw, CP 1998); windows grow when they bring nothing more, until one holds all
ships. The bound of many ships adds up those of groups that lie alone.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from math import isclose
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.checker import check_berths
from data.plans import BerthPlan
from scheduler import cp_sat
from scheduler.berths.baseline import serve_in_order, settle
from scheduler.berths.model import build, chosen, hint, total_cost
from scheduler.berths.problem import Berth, BerthProblem, plan_of, planned_time, pose, refuse_too_large
from scheduler.berths.windows import groups, windows
from scheduler.result import Incumbent, Report, Result, Status, gap, no_report
from scheduler.stopping import Stop

# So many ships one model takes, and often proves; so many more a window takes when smaller ones bring nothing; and so
# many of a group alone are proven in seconds.
_WHOLE, _GROWTH, _GROUP = 24, 8, 12
# Of all seconds, or all effort, one window takes a share up to a most, and the bound of all groups another share.
_WINDOW_SHARE, _WINDOW_SECONDS, _WINDOW_EFFORT = 0.05, 4.0, 0.7
_BOUND_SHARE = 0.35
# What a solve without any limit counts with.
_ENDLESS = 600.0


def solve(
    case: Case,
    *,
    start: datetime | None = None,
    days: float = 7,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
) -> Result[BerthPlan]:
    """The best berth plan found for the calls that arrive within `days` days from `start`.

    `start` is the case's first day unless given. Cost and bound are in the terminal's money; the bound holds for
    every plan of whole minutes in which a ship is worked by neighbouring cranes, the same ones from the end of its
    mooring to its last lift. Stopped early, the answer is the best plan so far, at worst first come first served.
    """
    began = monotonic()
    problem = pose(case, *planned_time(case, start, days))
    search = _Search(problem, stop, began, seed, workers, report)
    search.run()
    plan = plan_of(search.problem, search.berths)
    # The checker counts the seconds that the problem rounds away.
    cost = check_berths(case, plan).cost
    return Result(
        plan=plan,
        cost=cost,
        bound=cost if isclose(search.money(search.bound), cost) else min(search.money(search.bound), cost),
        status=search.status,
        seconds=monotonic() - began,
        curve=tuple(search.curve),
    )


class _Search:
    """The best plan and bound so far, in the problem's money, and the curve of both, in the terminal's."""

    def __init__(
        self, problem: BerthProblem, stop: Stop, began: float, seed: int, workers: int, report: Report
    ) -> None:
        self.problem, self.berths = settle(problem)
        self.cost, self.bound = total_cost(self.problem, self.berths), 0.0
        refuse_too_large(self.problem, self.cost)
        self.curve: list[Incumbent] = []
        self._stop, self._began, self._report = stop, began, report
        self._seed, self._workers = seed, workers
        self._effort = 0.0
        self._note()

    def run(self) -> None:
        """Improve plan and bound until they meet or the solve is to stop."""
        count = len(self.problem.ships)
        size, bounded = min(count, _WHOLE), count <= _WHOLE
        while not self._over():
            before = self.cost
            for window in windows(self.problem, self.berths, size):
                self._improve(window)
                if self._over():
                    return
            if not bounded:
                self._bound_groups()
                bounded = True
            if self.cost == before:
                size = min(count, size + _GROWTH)

    @property
    def status(self) -> Status:
        """How far it got."""
        if self.bound >= self.cost:
            return Status.OPTIMAL
        return Status.CANCELLED if self._stop.cancel.is_set() else Status.FEASIBLE

    def money(self, cost: float) -> float:
        """A cost in the terminal's money, with that of the calls that nothing can berth."""
        return cost / self.problem.money + self.problem.unserved_cost

    @property
    def _budget(self) -> float:
        """All effort, where that limits the solve, else all seconds."""
        return self._stop.effort or self._stop.seconds or _ENDLESS

    def _over(self) -> bool:
        stop = self._stop
        return (
            gap(self.money(self.cost), self.money(self.bound)) <= stop.gap
            or stop.cancel.is_set()
            or (stop.seconds is not None and monotonic() - self._began >= stop.seconds)
            or (stop.effort is not None and self._effort >= stop.effort)
        )

    def _improve(self, window: BerthProblem) -> None:
        """Plan the free ships of a window anew, starting from where they are."""
        berths = {ship.call.id: self.berths[ship.call.id] for ship in window.ships}
        stays = self.cost - total_cost(window, berths)

        def found(better: dict[str, Berth], cost: int) -> None:
            if stays + cost < self.cost:
                self.cost = stays + cost
                self.berths.update(better)
                self._note()

        if window is self.problem:
            self._raise_bound(self._solve(window, berths, found, self._raise_bound, None))
        else:
            most = _WINDOW_SECONDS if self._stop.effort is None else _WINDOW_EFFORT
            self._solve(window, berths, found, None, min(most, _WINDOW_SHARE * self._budget))

    def _bound_groups(self) -> None:
        """Add up the bounds of the ships in groups, each alone at the quay."""
        parts = groups(self.problem, _GROUP)
        bounds = [0.0] * len(parts)
        for number, part in enumerate(parts):
            if self._over():
                return

            def raised(bound: float, number: int = number) -> None:
                bounds[number] = max(bounds[number], bound)
                self._raise_bound(sum(bounds))

            limit = _BOUND_SHARE * self._budget / len(parts)
            by_hand = serve_in_order(part)
            if len(by_hand) == len(part.ships):
                raised(self._solve(part, by_hand, None, raised, limit))

    def _solve(
        self,
        part: BerthProblem,
        berths: dict[str, Berth],
        found: Callable[[dict[str, Berth], int], None] | None,
        raised: Callable[[float], None] | None,
        limit: float | None,
    ) -> float:
        """Solve a part from a plan of it, for so many seconds or so much effort; its proven bound."""
        cost = total_cost(part, berths)
        built = build(part, most=cost)
        hint(built, part, berths)
        best_bound = 0.0

        def on_solution(seconds: float, solution: CpSolverSolutionCallback) -> None:
            del seconds
            if found is not None:
                better = chosen(built, part, solution)
                found(better, total_cost(part, berths | better))

        def on_bound(seconds: float, bound: float) -> None:
            nonlocal best_bound
            del seconds
            best_bound = max(best_bound, bound)
            if raised is not None:
                raised(bound)

        solver, status = cp_sat.run(
            built.model,
            stop=self._part_of_stop(limit),
            began=self._began,
            seed=self._seed,
            workers=self._workers,
            on_solution=on_solution,
            on_bound=on_bound,
            prove=raised is not None,
        )
        self._effort += solver.response_proto.deterministic_time
        return solver.objective_value if status is Status.OPTIMAL else best_bound

    def _part_of_stop(self, limit: float | None) -> Stop:
        stop = self._stop
        if stop.effort is not None:
            left = stop.effort - self._effort
            stop = replace(stop, effort=left if limit is None else min(left, limit))
        elif limit is not None:
            until = monotonic() - self._began + limit
            stop = replace(stop, seconds=until if stop.seconds is None else min(stop.seconds, until))
        return stop if limit is None else replace(stop, gap=0.0)

    def _raise_bound(self, bound: float) -> None:
        if bound > self.bound:
            self.bound = min(bound, self.cost)
            self._note()

    def _note(self) -> None:
        point = Incumbent(monotonic() - self._began, self.money(self.cost), self.money(self.bound))
        self.curve.append(point)
        self._report(point)
