"""The shipment plan that columns are, with a plain reason for each shipment that stays."""

from collections.abc import Callable, Iterable
from datetime import datetime

from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.shipments.columns.sharing import Column
from scheduler.shipments.offer import Offer
from scheduler.shipments.options import cheapest

# Of a shipment that nothing was found for, where there was no time to say more.
NO_TIME = "the search ended before a way was found for it: plan again, with more time"


def plan_of(case: Case, columns: Iterable[Column], now: datetime | None, why: Callable[[str], str]) -> ShipmentPlan:
    """The plan, in the order of the shipments' ids; `why` says why a shipment stays."""
    routed: dict[str, Routed] = {}
    boxes = sorted(columns, key=lambda column: column.ids)
    shared = (f"BOX-{number}" for number in range(1, len(boxes) + 1))
    for column in boxes:
        box = next(shared) if column.first.shipment.part_of_box is not None else None
        for option in column.options:
            legs = option.route.sailings
            routed[option.shipment.id] = Routed(
                shipment=option.shipment.id,
                sailings=tuple(leg.id for leg in legs),
                empties=option.empties.id if option.empties is not None else None,
                restuffed_at=option.restuffed_at,
                hub_empties=option.hub_empties.id if option.hub_empties is not None else None,
                shared_box=box,
                departure=legs[0].departure,
                arrival=legs[-1].arrival,
                steps=tuple(option.dates.of(option.index)),
            )
    unserved = [
        UnservedShipment(shipment=shipment.id, reason=why(shipment.id))
        for shipment in case.shipments
        if shipment.open and shipment.id not in routed
    ]
    return ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        now=now,
        shipments=tuple(routed[name] for name in sorted(routed)),
        unserved=tuple(unserved),
    )


def reason(offer: Offer) -> str:
    """Why a shipment stays, in words."""
    return why_never(offer) or (
        "others take the room of the legs that would suit it, or every way costs more than to leave it"
    )


def why_never(offer: Offer) -> str | None:
    """Why nothing can carry a shipment even with all room to itself, or None where something can."""
    shipment, lane = offer.shipment, offer.lane
    if any(option.feasible for option in offer.options(cheapest(offer, 5, possible=True))):
        return None
    if not any(stretch.origin == shipment.origin for stretch in offer.network.stretches):
        return f"no sailing leaves {shipment.origin}"
    if shipment.direct_only and not lane.ends[lane.starts].any():
        return f"no ship goes from {shipment.origin} to {shipment.destination} without transhipment"
    options = offer.options(cheapest(offer, 30, possible=False))
    if any(option.feasible for option in options):
        return None
    if not options:
        return f"no connection from {shipment.origin} reaches {shipment.destination}"
    return max(options, key=lambda option: (not option.obstacle, option.slack_h)).why
