"""The terms of a shipment plan's cost, in the terminal's money.

What is paid by box is paid once for a box that several share; what is paid for goods, by the share of a box that they
fill.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.case import Case
from data.checker.shipments.dated import Chained
from data.checker.shipments.journeys import Journey, Load
from data.shipment_plans import ShipmentPlan

_DAY = timedelta(days=1)


def terms(
    case: Case, plan: ShipmentPlan, journeys: Sequence[Journey], loads: Sequence[Load], chained: dict[str, Chained]
) -> dict[str, float]:
    """Every term of the cost by name, of the shipments whose route the case has."""
    return {
        "freight": float(sum(freight(load) for load in loads)),
        "handling": float(sum(handling(case, load) for load in loads)),
        "storage": float(sum(storage(case, load, chained) for load in loads)),
        "empties": float(sum(empties(case, load) for load in loads)),
        "detention": float(sum(detention(case, load, chained) for load in loads)),
        "restuffing": sum(restuffing(case, journey) for journey in journeys),
        "steps": sum(steps(load, chained) for load in loads),
        "transit": sum(transit(case, journey) for journey in journeys),
        "lateness": sum(lateness(case, journey) for journey in journeys),
        "roll_over": sum(roll_over(case, journey) for journey in journeys),
        "unserved": sum(
            case.terminal.costs.shipment_unserved * case.shipment_by_id[entry.shipment].share
            for entry in plan.unserved
            if entry.shipment in case.shipment_by_id
        ),
    }


def freight(load: Load) -> int:
    """Freight of each leg."""
    return load.teu * sum(leg.freight_per_teu for leg in load.first.legs)


def handling(case: Case, load: Load) -> int:
    """Terminal handling at the origin and wherever ships are changed."""
    journey = load.first
    ports = [journey.legs[0].origin, *(after.origin for _, after in journey.changes)]
    return load.boxes * sum(case.port_by_code[port].handling_per_box for port in ports)


def storage(case: Case, load: Load, chained: dict[str, Chained]) -> int:
    """Days beyond the free ones from gate-in to departure, and from ship to ship."""
    journey = load.first
    gate_in = chained[journey.shipment.id].event("gate_in")
    waits = [(journey.legs[0].origin, gate_in.planned.end, journey.departure)] if gate_in is not None else []
    waits += [(after.origin, before.arrival, after.departure) for before, after in journey.changes]
    cost = 0
    for place, start, end in waits:
        port = case.port_by_code[place]
        cost += beyond(start, end, port.free_days) * port.storage_per_day
    return load.boxes * cost


def empties(case: Case, load: Load) -> int:
    """Empty boxes, brought where they are wanted."""
    routed = load.first.routed
    rows = [case.empties_by_id.get(row or "") for row in (routed.empties, routed.hub_empties)]
    return load.boxes * sum(row.cost_per_box for row in rows if row is not None)


def detention(case: Case, load: Load, chained: dict[str, Chained]) -> int:
    """Days beyond the line's free ones from the pick-up of the empty box to the gate-in of the full one."""
    journey = load.first
    row = case.empties_by_id.get(journey.routed.empties or "")
    steps = chained[journey.shipment.id]
    pick_up, gate_in = steps.event("pick_up"), steps.event("gate_in")
    if row is None or pick_up is None or gate_in is None:
        return 0
    days = beyond(pick_up.planned.end, gate_in.planned.end, row.free_days)
    return load.boxes * days * row.detention_per_day


def restuffing(case: Case, journey: Journey) -> float:
    """Goods moved into other boxes."""
    port = case.port_by_code.get(journey.routed.restuffed_at or "")
    return 0.0 if port is None else port.restuffing_per_box * journey.shipment.share


def steps(load: Load, chained: dict[str, Chained]) -> float:
    """The steps of the export chain."""
    cost, paid = 0.0, set()
    for journey in load.journeys:
        for dated in chained[journey.shipment.id].dated:
            step = dated.step
            if step.cost_per == "shipment":
                cost += step.cost
            elif not step.of_box:
                cost += step.cost * journey.shipment.share
            elif step.step not in paid:
                paid.add(step.step)
                cost += step.cost * load.boxes
    return cost


def transit(case: Case, journey: Journey) -> float:
    """Days from ready to arrival."""
    per_day = case.terminal.costs.transit_per_day
    return per_day * days(journey.shipment.ready, journey.arrival) * journey.shipment.share


def lateness(case: Case, journey: Journey) -> float:
    """Days after the latest arrival, by the shipment's own value of lateness where it has one."""
    shipment = journey.shipment
    late, usual = shipment.late_per_day, case.terminal.costs.shipment_late_per_day
    per_day = usual if late is None else late
    return per_day * max(0.0, days(shipment.latest_arrival, journey.arrival)) * shipment.share


def roll_over(case: Case, journey: Journey) -> float:
    """Shipments that leave later than with the voyage that they are confirmed on."""
    shipment, first = journey.shipment, journey.legs[0]
    if shipment.voyage is None or first.voyage == shipment.voyage:
        return 0.0
    confirmed = [leg.departure for leg in case.legs_by_voyage.get(shipment.voyage, ()) if leg.origin == shipment.origin]
    earlier = bool(confirmed) and first.departure <= min(confirmed)
    return 0.0 if earlier else case.terminal.costs.roll_over_per_box * shipment.share


def days(start: datetime, end: datetime) -> float:
    """Days from one moment to another, negative where the other is earlier."""
    return (end - start) / _DAY


def beyond(start: datetime, end: datetime, free: int) -> int:
    """Whole days, begun ones included, beyond so many free ones."""
    return max(0, -((start - end) // _DAY) - free)
