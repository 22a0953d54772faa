"""The linear relaxation over the columns known so far: its prices say which columns are worth finding.

Column generation (Dantzig and Wolfe, 1960): each shipment goes once or stays, within what legs and rows of empty boxes
have. Money in it is in units of its own, so that a currency's size is no matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.columns.sharing import Column
from scheduler.shipments.routes import Money, Network
from scheduler.stopping import Stop


@dataclass
class Prices:
    """What scarce things cost above their price: room, plugs and mass of each leg, boxes of each row; and the worth of
    sending each shipment, which is no more than leaving it costs."""

    teu: Money
    plugs: Money
    kg: Money
    rows: dict[str, float]
    worth: dict[str, float]

    @classmethod
    def none(cls, case: Case) -> "Prices":
        """Before anything is scarce."""
        legs = len(case.sailings)
        worth = {shipment.id: unserved_cost(case, shipment) for shipment in case.shipments if shipment.open}
        return cls(np.zeros(legs), np.zeros(legs), np.zeros(legs), {}, worth)

    def __post_init__(self) -> None:
        """Keep the prices of legs at hand one by one."""
        self._each = [price.tolist() for price in (self.teu, self.plugs, self.kg)]

    def of(self, column: Column) -> float:
        """What a column pays for what is scarce."""
        teu, plugs, kg = self._each
        taken_teu, taken_plugs, mass = column.teu, column.plugs, column.mass
        paid = sum(self.rows.get(row, 0.0) for row in column.rows) * column.boxes
        for leg in column.first.route.legs:
            paid += taken_teu * teu[leg] + taken_plugs * plugs[leg] + mass * kg[leg]
        return paid

    def spare(self, case: Case) -> float:
        """What all scarce things are worth: a bound pays for them whether they are used or not."""
        legs = case.sailings
        total = float(self.teu @ np.array([leg.capacity_teu for leg in legs], dtype=np.float64)) if legs else 0.0
        total += sum(float(self.plugs[place]) * (leg.capacity_plugs or 0) for place, leg in enumerate(legs))
        total += sum(float(self.kg[place]) * (leg.capacity_kg or 0) for place, leg in enumerate(legs))
        return total + sum(price * case.empties_by_id[row].boxes for row, price in self.rows.items())

    def reduced(self, column: Column) -> float:
        """By how much a column costs more than its shipments are worth; below 0 it makes the relaxation better."""
        return column.cost + self.of(column) - sum(self.worth[shipment] for shipment in column.ids)


def unserved_cost(case: Case, shipment: Shipment) -> float:
    """What it costs to leave a shipment."""
    return case.terminal.costs.shipment_unserved * shipment.share


@dataclass
class Master:
    """The relaxation, with the columns in the order in which they came."""

    network: Network
    columns: list[Column] = field(default_factory=list)
    iterations: int = 0

    def __post_init__(self) -> None:
        """Begin with every open shipment left."""
        case = self.network.case
        self._case = case
        open_shipments = [shipment for shipment in case.shipments if shipment.open]
        self._unit = max((unserved_cost(case, shipment) for shipment in open_shipments), default=1.0) / 1_000
        self._model = mathopt.Model()
        self._once = {shipment.id: self._model.add_linear_constraint(lb=1, ub=1) for shipment in open_shipments}
        for shipment in open_shipments:
            stays = self._model.add_variable(lb=0)
            self._once[shipment.id].set_coefficient(stays, 1)
            self._model.objective.set_linear_coefficient(stays, unserved_cost(case, shipment) / self._unit)
        self._limits: dict[tuple[str, str], mathopt.LinearConstraint] = {}
        self._place: dict[tuple[object, ...], int] = {}
        self._fixed: list[mathopt.Variable] = []
        self._variables: list[mathopt.Variable] = []
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def add(self, columns: Iterable[Column]) -> int:
        """Add columns that are not there yet; how many."""
        before = len(self.columns)
        for column in columns:
            if column.key in self._place:
                continue
            self._place[column.key] = len(self.columns)
            self.columns.append(column)
            variable = self._model.add_variable(lb=0)
            self._variables.append(variable)
            self._model.objective.set_linear_coefficient(variable, column.cost / self._unit)
            for shipment in column.ids:
                self._once[shipment].set_coefficient(variable, 1)
            for limit, amount in uses(column):
                self._limit(limit).set_coefficient(variable, amount)
        return len(self.columns) - before

    def fix(self, columns: Iterable[Column]) -> None:
        """Take these columns from now on."""
        for column in columns:
            variable = self._variables[self._place[column.key]]
            variable.lower_bound = 1.0
            self._fixed.append(variable)

    def release(self) -> None:
        """Take none for granted any more."""
        for variable in self._fixed:
            variable.lower_bound = 0.0
        self._fixed.clear()

    def _limit(self, limit: tuple[str, str]) -> mathopt.LinearConstraint:
        if limit not in self._limits:
            self._limits[limit] = self._model.add_linear_constraint(ub=room_of(self._case, limit))
        return self._limits[limit]

    def solve(self, stop: Stop, seconds: float | None) -> tuple[Prices, Sequence[float]] | None:
        """The prices and how much of each column is taken; None where the clock or somebody ended it."""
        parameters = mathopt.SolveParameters(threads=1)
        if seconds is not None:
            parameters.time_limit = timedelta(seconds=max(0.01, seconds))
        if stop.cancel.is_set():
            return None
        result = self._solve(parameters, stop.cancel)
        self.iterations += result.solve_stats.simplex_iterations
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        duals, legs = result.dual_values(), len(self._case.sailings)
        scarce = {what: np.zeros(legs) for what in ("teu", "plugs", "kg")}
        rows, worth = {}, Prices.none(self._case).worth
        for (what, name), constraint in self._limits.items():
            price = max(0.0, -duals[constraint]) * self._unit
            if what == "rows":
                rows[name] = price
            else:
                scarce[what][self.network.leg_place[name]] = price / (1_000 if what == "kg" else 1)
        for shipment, constraint in self._once.items():
            worth[shipment] = min(worth[shipment], duals[constraint] * self._unit)
        prices = Prices(scarce["teu"], scarce["plugs"], scarce["kg"], rows, worth)
        return prices, result.variable_values(self._variables)

    def _solve(self, parameters: mathopt.SolveParameters, cancel: Event) -> mathopt.SolveResult:
        """Solve until somebody cancels."""
        interrupter, ended = SolveInterrupter(), Event()

        def watch() -> None:
            while not ended.wait(0.05):
                if cancel.is_set():
                    interrupter.interrupt()
                    return

        watcher = Thread(target=watch, daemon=True)
        watcher.start()
        try:
            return self._solver.solve(params=parameters, interrupter=interrupter)
        finally:
            ended.set()
            watcher.join()


def uses(column: Column) -> list[tuple[tuple[str, str], float]]:
    """What a column takes of each limit: room, plugs and mass (tonnes) of its legs, boxes of its rows."""
    taken: list[tuple[tuple[str, str], float]] = [(("rows", row), column.boxes) for row in column.rows]
    for leg in column.first.route.sailings:
        taken.append((("teu", leg.id), column.teu))
        if leg.capacity_plugs is not None and column.plugs:
            taken.append((("plugs", leg.id), column.plugs))
        if leg.capacity_kg is not None:
            taken.append((("kg", leg.id), column.mass / 1_000))
    return taken


def room_of(case: Case, limit: tuple[str, str]) -> float:
    """How much there is of something."""
    what, name = limit
    if what == "rows":
        return case.empties_by_id[name].boxes
    leg = case.sailing_by_id[name]
    if what == "kg":
        return (leg.capacity_kg or 0) / 1_000
    return leg.capacity_teu if what == "teu" else (leg.capacity_plugs or 0)
