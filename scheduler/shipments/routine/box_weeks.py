"""Boxes by week and destination, and whether parts of a box should wait until goods of others fill it with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.columns.sharing import BY_BOX, box_steps, fits, groups
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.options import cheapest
from scheduler.shipments.routes import Network

_DAY = timedelta(days=1)
# Cheap ways of a shipment that are looked at, and later shipments that a box may wait for.
_WAYS, _LATER = 20, 12


@dataclass(frozen=True)
class BoxWeek:
    """What is ready in a week, from a Monday, for a destination: boxes with parts as they fill them, and the parts."""

    week: datetime
    destination: str
    bookings: int
    boxes: float
    part_bookings: int
    parts: float


@dataclass(frozen=True)
class Waiting:
    """Parts of a box that are ready in a week, and what it costs to wait until others fill the box with them.

    Alone each takes a box; together those of the week take `boxes`, which saves `saved_together`. The last of these
    boxes has `members`, who fill `filled` of it. If they wait until `until` they share it with `others`, and fill
    `filled_then`: that costs `wait_cost` for their days under way, and saves a box (`box_cost`, by its cheapest way
    today; None where there is none). `late` would then arrive after their latest arrival. `until` is None where nobody
    comes in time to share.
    """

    week: datetime
    destination: str
    box_type: str
    bookings: int
    boxes: int
    box_cost: float | None
    saved_together: float | None
    members: tuple[str, ...]
    exporters: tuple[str, ...]
    filled: float
    until: datetime | None
    others: tuple[str, ...]
    filled_then: float
    wait_days: float
    wait_cost: float
    late: tuple[str, ...]

    @property
    def worth(self) -> bool:
        """Whether to wait costs less than the box that it saves, and makes nobody late."""
        return self.until is not None and not self.late and self.box_cost is not None and self.wait_cost < self.box_cost


def weeks_of(case: Case, start: datetime, end: datetime) -> list[BoxWeek]:
    """What is ready at the terminal's port from `start` on and before `end`, by week and destination."""
    found: defaultdict[tuple[datetime, str], list[Shipment]] = defaultdict(list)
    for shipment in _ready_between(case, start, end):
        found[monday(case, shipment.ready), shipment.destination].append(shipment)
    rows = []
    for (week, destination), shipments in sorted(found.items()):
        parts = [shipment for shipment in shipments if shipment.part_of_box is not None]
        rows.append(
            BoxWeek(
                week=week,
                destination=destination,
                bookings=len(shipments),
                boxes=round(sum(shipment.share for shipment in shipments), 3),
                part_bookings=len(parts),
                parts=round(sum(shipment.share for shipment in parts), 3),
            )
        )
    return rows


def waiting(case: Case, start: datetime, end: datetime) -> list[Waiting]:
    """For each week and each kind of goods that may share a box: whether the last box should wait for others."""
    network = Network(case, ChainClock(case))
    found = []
    for group in groups(case, list(_ready_between(case, start, end))):
        by_week: defaultdict[datetime, list[Shipment]] = defaultdict(list)
        for shipment in sorted(group, key=lambda shipment: (shipment.ready, shipment.id)):
            by_week[monday(case, shipment.ready)].append(shipment)
        for week, members in by_week.items():
            later = [shipment for other, rest in by_week.items() if other > week for shipment in rest]
            found.append(_waiting(case, network, week, members, later[:_LATER]))
    return sorted(found, key=lambda row: (row.week, row.destination, row.members))


def _waiting(
    case: Case, network: Network, week: datetime, shipments: Sequence[Shipment], later: Sequence[Shipment]
) -> Waiting:
    bins = packed(shipments)
    last = min(bins, key=_filled)
    way = _way(network, last[0])
    price = None if way is None else sum(way.terms[name] for name in BY_BOX) + sum(box_steps(way).values())
    until, others = _who_comes(last, later)
    days = [(until - shipment.ready) / _DAY for shipment in last] if until is not None else []
    per_day = case.terminal.costs.transit_per_day
    under_way = None if way is None else way.route.sailings[-1].arrival - way.shipment.ready
    return Waiting(
        week=week,
        destination=last[0].destination,
        box_type=last[0].box_type,
        bookings=len(shipments),
        boxes=len(bins),
        box_cost=price,
        saved_together=None if price is None else price * (len(shipments) - len(bins)),
        members=tuple(shipment.id for shipment in last),
        exporters=tuple(dict.fromkeys(shipment.exporter for shipment in last)),
        filled=round(_filled(last), 3),
        until=until,
        others=tuple(shipment.id for shipment in others),
        filled_then=round(_filled([*last, *others]), 3),
        wait_days=round(max(days, default=0.0), 2),
        wait_cost=round(sum(per_day * shipment.share * gone for shipment, gone in zip(last, days, strict=False)), 2),
        late=tuple(
            shipment.id
            for shipment in last
            if until is not None and under_way is not None and until + under_way > shipment.latest_arrival
        ),
    )


def packed(shipments: Sequence[Shipment]) -> list[list[Shipment]]:
    """Parts of a box in boxes: the largest first, each into the first one where it fits."""
    bins: list[list[Shipment]] = []
    for shipment in sorted(shipments, key=lambda shipment: (-shipment.share, shipment.id)):
        place = next((held for held in bins if fits([*held, shipment])), None)
        if place is None:
            bins.append([shipment])
        else:
            place.append(shipment)
    return bins


def _who_comes(last: Sequence[Shipment], later: Sequence[Shipment]) -> tuple[datetime | None, list[Shipment]]:
    """Until when a box must wait so that one box less goes, and who goes in it then; None where nobody comes."""
    for place in range(1, len(later) + 1):
        come = later[:place]
        if len(packed([*last, *come])) < 1 + len(packed(come)):
            joined = next(held for held in packed([*last, *come]) if last[0] in held)
            others = [shipment for shipment in joined if shipment not in last]
            if others:
                return max(shipment.ready for shipment in others), others
    return None, []


def _way(network: Network, shipment: Shipment) -> Option | None:
    """Its cheapest way that nothing of its own forbids, alone in its box; None where there is none."""
    offer = Offer(network, shipment)
    ways = sorted(offer.options(cheapest(offer, _WAYS, possible=True)), key=lambda option: option.cost)
    return next((way for way in ways if way.feasible), None)


def _filled(shipments: Sequence[Shipment]) -> float:
    return sum(shipment.share for shipment in shipments)


def _ready_between(case: Case, start: datetime, end: datetime) -> list[Shipment]:
    home = case.terminal.unlocode
    return [
        shipment
        for shipment in case.shipments
        if shipment.open and shipment.origin == home and start <= shipment.ready < end
    ]


def monday(case: Case, moment: datetime) -> datetime:
    """The Monday's midnight on the terminal's clock before a moment."""
    local = case.terminal.local(moment)
    day = (local - timedelta(days=local.weekday())).date()
    return case.terminal.local(datetime(day.year, day.month, day.day))
