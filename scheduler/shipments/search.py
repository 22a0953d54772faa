"""The search for a shipment plan."""

from math import isclose
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.checker import check_shipments
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler import cp_sat
from scheduler.result import Incumbent, Report, Result, Status, no_report
from scheduler.shipments.model import MONEY, ShipmentModel, build
from scheduler.shipments.network import Stretch, stretches, ways, why_never
from scheduler.stopping import Stop


def solve(
    case: Case, *, stop: Stop, seed: int = 1, workers: int = 2, report: Report = no_report
) -> Result[ShipmentPlan]:
    """The best plan found for all shipments of the case; cost and bound are in the terminal's money.

    Stopped early, the answer is the best plan so far, at worst one that serves nothing.
    """
    began = monotonic()
    offered = stretches(case)
    built = build(case, [ways(case, shipment, offered) for shipment in case.shipments])
    nothing = sum(case.terminal.costs.shipment_unserved * shipment.boxes for shipment in case.shipments)
    curve = [Incumbent(monotonic() - began, nothing, 0.0)]
    routes: dict[str, list[Stretch]] = {}
    report(curve[0])

    def note(seconds: float, cost: float, bound: float) -> None:
        curve.append(Incumbent(seconds, cost, min(max(bound, curve[-1].bound), cost)))
        report(curve[-1])

    def found(seconds: float, solution: CpSolverSolutionCallback) -> None:
        routes.clear()
        routes.update(_read(built, solution))
        note(seconds, solution.objective_value / MONEY, curve[-1].bound)

    _, status = cp_sat.run(
        built.model,
        stop=stop,
        began=began,
        seed=seed,
        workers=workers,
        on_solution=found,
        on_bound=lambda seconds, bound: note(seconds, curve[-1].cost, bound / MONEY),
        presolve=False,
    )
    plan = _plan(case, routes, offered)
    # The checker counts the seconds that the model rounds away.
    cost = check_shipments(case, plan).cost
    bound = curve[-1].cost if status is Status.OPTIMAL else curve[-1].bound
    return Result(
        plan=plan,
        cost=cost,
        bound=cost if isclose(bound, cost) else min(bound, cost),
        status=status,
        seconds=monotonic() - began,
        curve=tuple(curve),
    )


def _read(built: ShipmentModel, solution: CpSolverSolutionCallback) -> dict[str, list[Stretch]]:
    chosen = {
        shipment_id: [stretch for stretch, picked in taken if solution.boolean_value(picked)]
        for shipment_id, taken in built.taken.items()
    }
    return {shipment_id: sorted(legs, key=lambda leg: leg.departure) for shipment_id, legs in chosen.items() if legs}


def _plan(case: Case, routes: dict[str, list[Stretch]], offered: list[Stretch]) -> ShipmentPlan:
    return ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        shipments=tuple(
            Routed(shipment=shipment_id, sailings=tuple(leg.id for stretch in route for leg in stretch.legs))
            for shipment_id, route in sorted(routes.items())
        ),
        unserved=tuple(
            UnservedShipment(
                shipment=shipment.id,
                reason=why_never(case, shipment, offered)
                or "others take the room of the legs that would suit it, or every way costs more than to leave it",
            )
            for shipment in case.shipments
            if shipment.id not in routes
        ),
    )
