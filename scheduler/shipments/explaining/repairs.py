"""The least change with which a shipment could go that a plan leaves.

Only one thing is changed at a time. Of several changes the one that is least is told: a day, a box, a TEU, a plug and a
yes or no count alike. Only where none of these serves it, less money, a quicker port or another ship is asked for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from math import ceil, floor

from data.bookings import Shipment
from data.shipment_plans import LeastChange
from scheduler.shipments.columns.relaxation import unserved_cost
from scheduler.shipments.dating.clock import SAME
from scheduler.shipments.explaining.left_by_plan import NOTHING, LeftByPlan
from scheduler.shipments.explaining.repair import Repair, could_go, hours_text, least_number, serves, whole_change
from scheduler.shipments.explaining.ship_repairs import boxes, connections, cutoffs, room, ships

_MINUTE = timedelta(minutes=1)
# Nothing is asked to be so much earlier or later.
_MOST_MIN = 60 * 24 * 60
_EVER = timedelta(days=365)


def least_change(left_by_plan: LeftByPlan, shipment: str) -> Repair | None:
    """The least change that serves a shipment; None where no single one does, or it could go already."""
    if serves(left_by_plan, shipment):
        return None
    booked = left_by_plan.case.shipment_by_id[shipment]
    best: Repair | None = None
    for kind in (_wishes, _earlier, _credit, cutoffs, boxes, room):
        for repair in kind(left_by_plan, booked):
            if best is None or repair.effort < best.effort - SAME:
                best = repair
    for last in (_cost, connections, ships):
        best = (
            best
            if best is not None
            else min(last(left_by_plan, booked), key=lambda repair: repair.effort, default=None)
        )
    return best


def _cost(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """A way that costs less, or is worth more: what leaving a box costs goes up by as much."""
    option = next((option for option in left_by_plan.options(shipment) if left_by_plan.fits(option)), None)
    if option is None:
        return
    costs = left_by_plan.case.terminal.costs
    leaving = unserved_cost(left_by_plan.case, shipment)
    # What leaving a box costs is whole money, and so is what is added to it for each box.
    amount = ceil((option.cost - leaving) / shipment.share - NOTHING) * shipment.share

    def apply(amount: float) -> LeftByPlan:
        per_box = costs.shipment_unserved + floor(amount / shipment.share + NOTHING)
        dearer = costs.model_copy(update={"shipment_unserved": per_box})
        return left_by_plan.changed(terminal=left_by_plan.case.terminal.model_copy(update={"costs": dearer}))

    text = f"a way that costs {amount:,.0f} less: the cheapest costs {option.cost:,.0f}, and to leave it {leaving:,.0f}"
    yield Repair(LeastChange(what="cost", amount=amount, text=text), apply, 0.0)


def _other_booking(left_by_plan: LeftByPlan, shipment: Shipment, **fields: object) -> LeftByPlan:
    other = shipment.model_copy(update=fields)
    rows = tuple(other if row.id == shipment.id else row for row in left_by_plan.case.shipments)
    return left_by_plan.changed(shipments=rows)


def _wishes(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """What the exporter could allow."""
    wishes: list[tuple[str, object, str]] = []
    if shipment.direct_only:
        wishes.append(("direct_only", False, "allow transhipment"))
    if not shipment.restuffing and not shipment.direct_only:
        wishes.append(("restuffing", True, "allow that its goods change boxes where it first changes ships"))
    if shipment.declared_elsewhere:
        wishes.append(("declared_at", None, f"declare it at {shipment.origin}, not at {shipment.declared_at}"))
    for column, value, text in wishes:
        other = _other_booking(left_by_plan, shipment, **{column: value})
        if serves(other, shipment.id):
            change = LeastChange(what=column, text=text)
            yield Repair(change, partial(whole_change, other), 1.0)


def _earlier(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """The goods ready earlier, though not before they are booked; or else booked earlier."""
    now = left_by_plan.plan.now
    for column in ("ready", "booked"):
        moment: datetime | None = getattr(shipment, column)
        if moment is None:
            continue
        most = _MOST_MIN
        for limit in (shipment.booked if column == "ready" else None, now):
            if limit is not None:
                most = min(most, int((moment - limit) / _MINUTE))

        def apply(hours: float, column: str = column, moment: datetime = moment) -> LeftByPlan:
            return _other_booking(left_by_plan, shipment, **{column: moment - timedelta(minutes=round(hours * 60))})

        # Days under way cost money, so that much too early need not be worth it.
        minutes = least_number(lambda minutes, apply=apply: could_go(apply(minutes / 60), shipment.id), most)  # type: ignore[misc]
        if minutes is not None and serves(apply(minutes / 60), shipment.id):
            what = "its goods ready" if column == "ready" else "it booked"
            new = left_by_plan.case.terminal.clock(moment - minutes * _MINUTE)
            text = f"have {what} {hours_text(minutes)} earlier, at {new}"
            change = LeastChange(what="ready" if column == "ready" else "booked", amount=minutes / 60, text=text)
            yield Repair(change, apply, minutes / 1_440)


def _credit(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """A later date of shipment in the letter of credit."""
    latest = shipment.latest_departure
    if latest is None:
        return
    without = _other_booking(left_by_plan, shipment, latest_departure=latest + _EVER)
    booked = without.case.shipment_by_id[shipment.id]
    options = [option for option in without.options(booked) if without.worth_it(option) and without.fits(option)]
    departures = [option.route.sailings[0].departure for option in options]
    if departures:
        minutes = ceil((min(departures) - latest) / _MINUTE)
        text = f"a letter of credit that allows shipment {hours_text(minutes)} later, until "
        change = LeastChange(
            what="latest_departure",
            amount=minutes / 60,
            text=text + left_by_plan.case.terminal.clock(latest + minutes * _MINUTE),
        )

        def apply(hours: float) -> LeftByPlan:
            return _other_booking(
                left_by_plan, shipment, latest_departure=latest + timedelta(minutes=round(hours * 60))
            )

        yield Repair(change, apply, minutes / 1_440)
