"""The choice among columns as a CP-SAT model: one boolean a column, and one for each shipment that stays.

Costs are in whole parts of the currency, less what the relaxation says that each shipment is worth: as each goes once
or stays, that changes every plan's cost by the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from data.case import Case
from scheduler.shipments.columns.relaxation import unserved_cost
from scheduler.shipments.columns.sharing import Column

# A cost by day is whole by minute in these parts, where the numbers do not become too great for the solver.
_PARTS = 1_440
_GREATEST = 2.0**46


@dataclass(frozen=True)
class ShipmentModel:
    """The model, with a variable for each column and for each shipment that stays; how costs are told in it.

    A cost is (number + `offset`) / `parts`; rounding changes that of a plan by at most `error`.
    """

    model: CpModel
    columns: Sequence[Column]
    taken: list[IntVar]
    stays: dict[str, IntVar]
    parts: float
    offset: int
    error: float

    def money(self, number: float) -> float:
        """What the model's number is in the terminal's money."""
        return number / self.parts


def build(case: Case, columns: Sequence[Column], worth: Mapping[str, float]) -> ShipmentModel:
    """The model of all plans of these columns."""
    model = CpModel()
    shipments = [shipment for shipment in case.shipments if shipment.open]
    taken = [model.new_bool_var("taken") for _ in columns]
    stays = {shipment.id: model.new_bool_var("stays") for shipment in shipments}
    costs = [column.cost for column in columns] + [unserved_cost(case, shipment) for shipment in shipments]
    greatest = max((abs(cost) for cost in costs), default=1.0) * max(1, len(shipments))
    parts = min(_PARTS, _GREATEST / max(1.0, greatest))
    whole = {shipment.id: floor(worth.get(shipment.id, 0.0) * parts) for shipment in shipments}
    offset = sum(whole.values())
    terms = [
        (round(column.cost * parts) - sum(whole[shipment] for shipment in column.ids)) * variable
        for column, variable in zip(columns, taken, strict=True)
    ]
    terms += [
        (round(unserved_cost(case, shipment) * parts) - whole[shipment.id]) * stays[shipment.id]
        for shipment in shipments
    ]
    add_once(model, columns, taken, stays)
    add_capacity(model, case, columns, taken)
    add_capacity_plugs(model, case, columns, taken)
    add_capacity_kg(model, case, columns, taken)
    add_empties(model, case, columns, taken)
    model.minimize(LinearExpr.sum(terms) + offset)
    return ShipmentModel(model, columns, taken, stays, parts, offset, 0.5 * len(shipments) / parts)


def add_once(model: CpModel, columns: Iterable[Column], taken: Iterable[IntVar], stays: Mapping[str, IntVar]) -> None:
    """Every shipment goes with one column, or stays."""
    ways: defaultdict[str, list[IntVar]] = defaultdict(list)
    for column, variable in zip(columns, taken, strict=True):
        for shipment in column.ids:
            ways[shipment].append(variable)
    for shipment, staying in stays.items():
        model.add_exactly_one([*ways[shipment], staying])


def add_capacity(model: CpModel, case: Case, columns: Iterable[Column], taken: Iterable[IntVar]) -> None:
    """The boxes on a leg are within its room."""
    on_board = _on_board(columns, taken)
    for leg in case.sailings:
        _at_most(model, [(column.teu, variable) for column, variable in on_board[leg.id]], leg.capacity_teu)


def add_capacity_plugs(model: CpModel, case: Case, columns: Iterable[Column], taken: Iterable[IntVar]) -> None:
    """The reefers on a leg are within its plugs."""
    on_board = _on_board(columns, taken)
    for leg in case.sailings:
        if leg.capacity_plugs is not None:
            reefers = [(column.plugs, variable) for column, variable in on_board[leg.id] if column.plugs]
            _at_most(model, reefers, leg.capacity_plugs)


def add_capacity_kg(model: CpModel, case: Case, columns: Iterable[Column], taken: Iterable[IntVar]) -> None:
    """The mass on a leg is within what it can take."""
    on_board = _on_board(columns, taken)
    for leg in case.sailings:
        if leg.capacity_kg is not None:
            _at_most(model, [(column.mass, variable) for column, variable in on_board[leg.id]], leg.capacity_kg)


def add_empties(model: CpModel, case: Case, columns: Iterable[Column], taken: Iterable[IntVar]) -> None:
    """The boxes taken from a row of empty ones are there."""
    from_row: defaultdict[str, list[tuple[int, IntVar]]] = defaultdict(list)
    for column, variable in zip(columns, taken, strict=True):
        for name in column.rows:
            from_row[name].append((column.boxes, variable))
    for row in case.empties:
        _at_most(model, from_row[row.id], row.boxes)


def _on_board(columns: Iterable[Column], taken: Iterable[IntVar]) -> defaultdict[str, list[tuple[Column, IntVar]]]:
    found: defaultdict[str, list[tuple[Column, IntVar]]] = defaultdict(list)
    for column, variable in zip(columns, taken, strict=True):
        for leg in column.first.route.sailings:
            found[leg.id].append((column, variable))
    return found


def _at_most(model: CpModel, amounts: list[tuple[int, IntVar]], most: int) -> None:
    # What one shipment can do at most is not worth a constraint.
    if sum(amount for amount, _ in amounts) > most:
        model.add(LinearExpr.weighted_sum([variable for _, variable in amounts], [a for a, _ in amounts]) <= most)
