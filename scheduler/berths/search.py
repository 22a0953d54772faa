"""The search for a berth plan: first come first served at once, then CP-SAT from there, until told to stop."""

from datetime import datetime, timedelta
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.plans import BerthPlan
from scheduler import cp_sat
from scheduler.berths.baseline import serve_in_order
from scheduler.berths.model import BerthModel, build, hint, total_cost
from scheduler.berths.problem import MONEY, Berth, BerthProblem, plan_of, pose
from scheduler.result import Incumbent, Report, Result, Status, no_report
from scheduler.stopping import Stop


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
    every plan of whole minutes in which a ship keeps the neighbouring cranes that it is given. Stopped early, the
    answer is the best plan so far, at worst first come first served.
    """
    began = monotonic()
    start = start or case.first_day
    problem = pose(case, start, start + timedelta(days=days))
    berths = serve_in_order(problem)
    curve = _Curve(problem, began, total_cost(problem, berths), report)
    status = Status.OPTIMAL
    if curve.cost > 0:
        built = build(problem, most=curve.cost)
        hint(built, problem, berths)

        def found(seconds: float, solution: CpSolverSolutionCallback) -> None:
            berths.update(_read(built, problem, solution))
            curve.better(seconds, total_cost(problem, berths))

        _, status = cp_sat.run(
            built.model,
            stop=stop,
            began=began,
            seed=seed,
            workers=workers,
            on_solution=found,
            on_bound=curve.bounded,
        )
        if status is Status.OPTIMAL:
            curve.bounded(monotonic() - began, curve.cost)
    return Result(
        plan=plan_of(problem, berths),
        cost=curve.money(curve.cost),
        bound=curve.money(curve.bound),
        status=status,
        seconds=monotonic() - began,
        curve=tuple(curve.points),
    )


class _Curve:
    """The best cost and bound so far, in the problem's money, and the points of their curve, in the terminal's."""

    def __init__(self, problem: BerthProblem, began: float, cost: int, report: Report) -> None:
        self.cost, self.bound = cost, 0.0
        self.points: list[Incumbent] = []
        self._problem = problem
        self._report = report
        self._note(monotonic() - began)

    def money(self, cost: float) -> float:
        return (cost + self._problem.unserved_cost) / MONEY

    def better(self, seconds: float, cost: int) -> None:
        if cost < self.cost:
            self.cost = cost
            self._note(seconds)

    def bounded(self, seconds: float, bound: float) -> None:
        if bound > self.bound:
            self.bound = min(bound, self.cost)
            self._note(seconds)

    def _note(self, seconds: float) -> None:
        point = Incumbent(seconds, self.money(self.cost), self.money(self.bound))
        self.points.append(point)
        self._report(point)


def _read(built: BerthModel, problem: BerthProblem, solution: CpSolverSolutionCallback) -> dict[str, Berth]:
    berths = {}
    for ship in problem.ships:
        variables = built.ships[ship.call.id]
        mode = next(
            mode for picked, mode in zip(variables.modes, ship.modes, strict=True) if solution.boolean_value(picked)
        )
        berths[ship.call.id] = Berth(
            solution.value(variables.position), solution.value(variables.start), solution.value(variables.end), mode
        )
    return berths
