"""Why each shipment of a plan got what it got: what keeps it from its cheapest way, or from going at all."""

from math import isfinite

from data.bookings import Shipment
from data.errors import DermagaError
from data.sailings import HOME
from data.shipment_plans import LeastChange, UnservedShipment
from scheduler.shipments.columns.relaxation import unserved_cost
from scheduler.shipments.explaining.alternatives import voyages_of
from scheduler.shipments.explaining.left_by_plan import NOTHING, LeftByPlan
from scheduler.shipments.explaining.repairs import least_change
from scheduler.shipments.explaining.ship_repairs import foreign_legs
from scheduler.shipments.option import Option
from scheduler.shipments.told import Told


def why_served(left_by_plan: LeftByPlan, shipment: str) -> str:
    """Why a shipment of the plan goes as it does, against the cheapest way that nothing of its own forbids.

    Costs are those alone in its boxes. Raises DermagaError where the plan does not have it on a way of the case.
    """
    booked = left_by_plan.case.shipment_by_id.get(shipment)
    own = None if booked is None else left_by_plan.option_of(booked)
    if booked is None or own is None:
        raise DermagaError(f"the plan has no way of the case for {shipment}: give a shipment that it routes")
    wished = next((option for option in left_by_plan.options(booked, possible=True) if option.feasible), own)
    more = own.cost - wished.cost
    if more <= NOTHING:
        return Told("it has its first choice", "first_choice")
    lacks = left_by_plan.lacks(wished)
    kept = " and ".join(lack.text for lack in lacks) or _shares(left_by_plan, shipment)
    voyages = " and ".join(voyages_of(wished))
    text = f"{voyages}{_with_boxes(wished)} would cost {more:,.0f} less: {kept}"
    if not lacks:
        return Told(text, "cheaper_alone", voyages=voyages, cost=round(more, 2))
    return Told(text, "cheaper", voyages=voyages, cost=round(more, 2), lacks=[lack.values for lack in lacks])


def why_unserved(left_by_plan: LeftByPlan, shipment: str) -> UnservedShipment:
    """The first reason in its chain why a shipment does not go, and the least change that would serve it."""
    reason, change = left_and_change(left_by_plan, shipment)
    return UnservedShipment(shipment=shipment, reason=reason, change=change)


def left_and_change(left_by_plan: LeftByPlan, shipment: str) -> tuple[str, LeastChange | None]:
    """The same: the reason with its code, where it has one (see `Told`), and the change."""
    booked = left_by_plan.case.shipment_by_id.get(shipment)
    if booked is None:
        remedy = "give an id of the table shipments"
        raise DermagaError(f"the case {left_by_plan.case.name} has no shipment {shipment}: {remedy}")
    reason = _first_reason(left_by_plan, booked)
    repair = least_change(left_by_plan, shipment)
    return reason, None if repair is None else repair.change


def _first_reason(left_by_plan: LeftByPlan, shipment: Shipment) -> str:
    """What holds up every way, in the order of the chain: ships, wishes, credit, boxes, cut-offs, room, and cost."""
    options = left_by_plan.options(shipment)
    if not options:
        return _no_way(left_by_plan, shipment)
    left = options
    if shipment.direct_only:
        left = [option for option in left if option.route.hub is None]
        if not left:
            text = f"no ship goes from {shipment.origin} to {shipment.destination} without transhipment"
            return Told(text, "direct_only", origin=shipment.origin, destination=shipment.destination)
    if shipment.declared_elsewhere:
        left = [option for option in left if option.route.hub == shipment.declared_at]
        if not left:
            text = f"it is declared at {shipment.declared_at}, and no way first changes ships there"
            return Told(text, "declared_at", port=shipment.declared_at)
    latest = shipment.latest_departure
    if latest is not None:
        left = [option for option in left if option.route.sailings[0].departure <= latest]
        if not left:
            text = f"no ship leaves by the letter of credit's latest date, {left_by_plan.case.terminal.clock(latest)}"
            return Told(text, "latest_departure", at=latest.isoformat())
    without = [option for option in left if not _no_boxes(option, left_by_plan)]
    if not without:
        lack = next((text for option in left for text in _no_boxes(option, left_by_plan)), "")
        return Told(f"no empty boxes: {lack}", "empties", port=shipment.origin, box_type=shipment.box_type)
    left = without
    in_time = [option for option in left if bool(option.dates.feasible[option.index])]
    if not in_time:
        nearest = max(left, key=lambda option: option.slack_h)
        legs = nearest.route.sailings
        text = f"ready too late for every cut-off: with {legs[0].id}, {nearest.dates.missed(nearest.index)}"
        missing = round(-nearest.slack_h, 2) if isfinite(nearest.slack_h) else None
        return Told(text, "cutoffs", leg=legs[0].id, hours=missing, step=nearest.tightest)
    fitting = [option for option in in_time if left_by_plan.fits(option)]
    if not fitting:
        lacks = left_by_plan.lacks(in_time[0])
        text = "no room: " + (" and ".join(lack.text for lack in lacks) or in_time[0].obstacle)
        return Told(text, "room", lacks=[lack.values for lack in lacks]) if lacks else text
    leaving = unserved_cost(left_by_plan.case, shipment)
    if not any(left_by_plan.worth_it(option) for option in fitting):
        text = f"its cheapest way costs {fitting[0].cost:,.0f}, and to leave it {leaving:,.0f}"
        return Told(text, "dear", cost=round(fitting[0].cost, 2), leaving=round(leaving, 2))
    voyages = " and ".join(voyages_of(fitting[0]))
    return Told(f"nothing keeps it from {voyages}: the search was stopped before", "stopped", voyages=voyages)


def _shares(left_by_plan: LeftByPlan, shipment: str) -> str:
    """What keeps a shipment from a way that has place for it."""
    box = next(entry.shared_box for entry in left_by_plan.plan.shipments if entry.shipment == shipment)
    others = [
        entry.shipment
        for entry in left_by_plan.plan.shipments
        if box is not None and entry.shared_box == box and entry.shipment != shipment
    ]
    if others:
        return f"alone, while it goes in one box with {' and '.join(others)}"
    return "nothing keeps it from it: the search was stopped before"


def _with_boxes(option: Option) -> str:
    """Which boxes an option takes, in words."""
    rows = [row.id for row in (option.empties, option.hub_empties) if row is not None]
    return (f" with boxes of {' and '.join(rows)}" if rows else "") + (
        f", re-stuffed at {option.restuffed_at}" if option.restuffed_at else ""
    )


def _no_boxes(option: Option, left_by_plan: LeftByPlan) -> list[str]:
    """Which empty boxes an option lacks, in words."""
    if left_by_plan.case.empties and (option.empties is None or (option.restuffed and option.hub_empties is None)):
        return [option.obstacle]
    return [lack.text for lack in left_by_plan.lacks(option) if lack.what == "boxes"]


def _no_way(left_by_plan: LeftByPlan, shipment: Shipment) -> str:
    """Why no ships lead from the origin to the destination, whatever is in the way on them."""
    case, origin, destination = left_by_plan.case, shipment.origin, shipment.destination
    leaving = [leg for leg in case.sailings if leg.origin == origin]
    if not leaving:
        return Told(f"no ship leaves {origin}", "no_ship", origin=origin)
    home = left_by_plan.changed(sailings=tuple(leg.model_copy(update={"flag": HOME}) for leg in case.sailings))
    options = home.options(shipment)
    if options:
        foreign = " and ".join(foreign_legs(case, options[0]))
        text = f"between two Indonesian ports only Indonesian ships carry, and the ship of {foreign} is none"
        return Told(text, "cabotage", legs=foreign)
    quick = left_by_plan.changed(
        ports=tuple(port.model_copy(update={"connection_h": 0, "most_dwell_h": None}) for port in case.ports)
    )
    options = quick.options(shipment)
    if options:
        hubs = " and ".join(stretch.destination for stretch in options[0].route.stretches[:-1])
        legs = " and ".join(options[0].route.key)
        text = f"no ships connect: between {legs} there is not the time that {hubs} takes"
        return Told(text, "connection", legs=legs, hubs=hubs)
    return Told(f"no ships lead from {origin} to {destination}", "no_way", origin=origin, destination=destination)
