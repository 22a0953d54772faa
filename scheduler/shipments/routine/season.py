"""A season: the recurring bookings as shipments, and by month what is asked for, what is there, and what is planned."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import Routed, ShipmentPlan

# More is a typing error, and takes too long to plan.
MOST_SHIPMENTS = 20_000


def with_recurring(case: Case, start: datetime, end: datetime) -> Case:
    """The case with a shipment for every time that a recurring booking comes from `start` on and before `end`.

    Those that the case lists already, under the same name, stay as they are. Raises DermagaError where there are
    too many.
    """
    made: list[Shipment] = []
    for booking in case.recurring_bookings:
        model = case.shipment_by_id[booking.like]
        for ready in booking.ready(case.terminal, start, end):
            if booking.name(ready) not in case.shipment_by_id:
                made.append(booking.shipment(model, ready))
            if len(made) > MOST_SHIPMENTS:
                raise DermagaError(
                    f"the recurring bookings come more than {MOST_SHIPMENTS:,} times until "
                    f"{case.terminal.clock(end)}; give a shorter season"
                )
    return case.changed(shipments=(*case.shipments, *made)) if made else case


def flexible_days(case: Case, start: datetime, end: datetime) -> dict[str, int]:
    """By how many days the goods of shipments of recurring bookings could be ready earlier, by shipment id."""
    return {
        booking.name(ready): booking.flexible_days
        for booking in case.recurring_bookings
        if booking.flexible_days
        for ready in booking.ready(case.terminal, start, end)
    }


@dataclass(frozen=True)
class Month:
    """Supply and demand of a month on the terminal's clock.

    Demand counts where the goods are ready, whatever the month in which they leave: `bookings`, `demanded` boxes, how
    many of these are `planned`, how many of them `late` at their destination, and the `shortfall`, with the commonest
    `reason` in the plan. Boxes are as they are filled: half a box is 0.5. Supply is of the ports where shipments
    start: `empties_new` come in the month, `empties_taken` are picked up, `empties_left` are there at its end (all None
    where the case lists no empty boxes); ships that leave in it have room for `room_teu`, of which `taken_teu` is
    planned.
    """

    month: str
    bookings: int
    demanded: float
    planned: float
    late: float
    shortfall: float
    reason: str
    empties_new: int | None
    empties_taken: int | None
    empties_left: int | None
    room_teu: int
    taken_teu: int


def season(case: Case, plan: ShipmentPlan, start: datetime, end: datetime) -> list[Month]:
    """Supply and demand of every month from `start` on and before `end`, as a plan of the case meets it."""
    routed = {entry.shipment: entry for entry in plan.shipments}
    reasons = {entry.shipment: entry.reason for entry in plan.unserved}
    origins = {shipment.origin for shipment in case.shipments} | {case.terminal.unlocode}
    wanted: defaultdict[str, list[Shipment]] = defaultdict(list)
    for shipment in case.shipments:
        if shipment.open and start <= shipment.ready < end:
            wanted[_month(case, shipment.ready)].append(shipment)
    room: Counter[str] = Counter()
    for leg in case.sailings:
        if leg.origin in origins and start <= leg.departure < end:
            room[_month(case, leg.departure)] += leg.capacity_teu
    taken = _taken(case, plan)
    new, picked = _empties(case, plan, origins, start)
    left = 0
    months = []
    for month in _months(case, start, end):
        shipments = wanted[month]
        served = [shipment for shipment in shipments if shipment.id in routed]
        why = Counter(reasons[shipment.id] for shipment in shipments if shipment.id in reasons)
        left += new[month] - picked[month]
        demanded, planned = sum(s.share for s in shipments), sum(s.share for s in served)
        months.append(
            Month(
                month=month,
                bookings=len(shipments),
                demanded=round(demanded, 3),
                planned=round(planned, 3),
                late=round(sum(s.share for s in served if _arrival(case, routed[s.id]) > s.latest_arrival), 3),
                shortfall=round(demanded - planned, 3),
                reason=why.most_common(1)[0][0] if why else "",
                empties_new=new[month] if case.empties else None,
                empties_taken=picked[month] if case.empties else None,
                empties_left=left if case.empties else None,
                room_teu=room[month],
                taken_teu=taken[month],
            )
        )
    return months


def _month(case: Case, moment: datetime) -> str:
    return f"{case.terminal.local(moment):%Y-%m}"


def _months(case: Case, start: datetime, end: datetime) -> Iterator[str]:
    first = case.terminal.local(start)
    year, month = first.year, first.month
    while case.terminal.local(datetime(year, month, 1)) < end:
        yield f"{year}-{month:02d}"
        year, month = year + month // 12, month % 12 + 1


def _arrival(case: Case, entry: Routed) -> datetime:
    return case.sailing_by_id[entry.sailings[-1]].arrival


def _boxes(case: Case, plan: ShipmentPlan) -> Iterator[tuple[Routed, Shipment]]:
    """The routed shipments, of those that share a box the first."""
    for first, *_ in plan.together:
        yield first, case.shipment_by_id[first.shipment]


def _taken(case: Case, plan: ShipmentPlan) -> Counter[str]:
    """Room that is planned on the first legs, by month of departure."""
    taken: Counter[str] = Counter()
    for entry, shipment in _boxes(case, plan):
        taken[_month(case, case.sailing_by_id[entry.sailings[0]].departure)] += shipment.teu
    return taken


def _empties(case: Case, plan: ShipmentPlan, origins: set[str], start: datetime) -> tuple[Counter[str], Counter[str]]:
    """Empty boxes that come and that are picked up, by month; what came or went before the season, in its first one."""
    new: Counter[str] = Counter()
    for row in case.empties:
        if row.port in origins:
            new[_month(case, max(row.available, start))] += row.boxes
    picked: Counter[str] = Counter()
    for entry, shipment in _boxes(case, plan):
        if entry.empties is not None:
            picked[_month(case, max(_picked_up(case, entry, shipment), start))] += shipment.boxes
    return new, picked


def _picked_up(case: Case, entry: Routed, shipment: Shipment) -> datetime:
    """When the empty boxes of a shipment are picked up: by its chain, or when it is ready."""
    chain = case.chain_by_shipment.get(shipment.id)
    steps = () if chain is None else case.steps_by_chain[chain.id]
    names = {step.step for step in steps if step.event == "pick_up" and not step.at_hub}
    return next((dates.start for dates in entry.steps if dates.step in names), shipment.ready)
