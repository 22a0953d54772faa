"""The ways that sailings offer a shipment: stretches on board one ship, and connections between them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.bookings import Shipment
from data.case import Case
from data.sailings import Sailing


@dataclass(frozen=True)
class Stretch:
    """What a box travels on board one ship: consecutive legs of one voyage, from boarding to leaving it."""

    legs: tuple[Sailing, ...]

    @property
    def origin(self) -> str:
        """Where the box boards."""
        return self.legs[0].origin

    @property
    def destination(self) -> str:
        """Where it leaves the ship."""
        return self.legs[-1].destination

    @property
    def departure(self) -> datetime:
        """When the ship leaves with it."""
        return self.legs[0].departure

    @property
    def arrival(self) -> datetime:
        """When the ship arrives with it."""
        return self.legs[-1].arrival

    @property
    def closing(self) -> datetime:
        """Until when a full box must be delivered for it."""
        return self.legs[0].closing

    @property
    def domestic_under_foreign_flag(self) -> bool:
        """Whether the law keeps it to Indonesian ships and this is none (Law 17/2008, article 8)."""
        between_home_ports = self.origin[:2] == "ID" and self.destination[:2] == "ID"
        return between_home_ports and any(leg.flag != "ID" for leg in self.legs)


def stretches(case: Case) -> list[Stretch]:
    """Every stretch of every voyage that may carry a box."""
    voyages: defaultdict[str, list[Sailing]] = defaultdict(list)
    for leg in case.sailings:
        voyages[leg.voyage].append(leg)
    found = []
    for legs in voyages.values():
        legs.sort(key=lambda leg: leg.departure)
        for first in range(len(legs)):
            for last in range(first, len(legs)):
                stretch = Stretch(tuple(legs[first : last + 1]))
                if stretch.origin != stretch.destination and not stretch.domestic_under_foreign_flag:
                    found.append(stretch)
    return found


@dataclass(frozen=True)
class Ways:
    """The stretches that lie on some way of a shipment from its origin to its destination, by departure."""

    shipment: Shipment
    stretches: tuple[Stretch, ...]


def ways(case: Case, shipment: Shipment, offered: list[Stretch]) -> Ways:
    """The ways of a shipment, whatever else takes the room of the legs."""
    fits = [stretch for stretch in offered if all(leg.capacity_teu >= shipment.teu for leg in stretch.legs)]
    if shipment.direct_only:
        fits = [s for s in fits if s.origin == shipment.origin and s.destination == shipment.destination]
    reached: list[Stretch] = []
    earliest: dict[str, datetime] = {}
    for stretch in sorted(fits, key=lambda stretch: stretch.departure):
        if stretch.destination == shipment.origin or stretch.origin == shipment.destination:
            continue
        at_origin = stretch.origin == shipment.origin and shipment.ready <= stretch.closing
        if at_origin or (stretch.origin in earliest and earliest[stretch.origin] <= stretch.departure):
            reached.append(stretch)
            connected = connected_at(case, stretch)
            earliest[stretch.destination] = min(connected, earliest.get(stretch.destination, connected))
    useful: list[Stretch] = []
    latest: dict[str, datetime] = {}
    for stretch in sorted(reached, key=lambda stretch: stretch.departure, reverse=True):
        arrives = stretch.destination == shipment.destination
        if arrives or (stretch.destination in latest and connected_at(case, stretch) <= latest[stretch.destination]):
            useful.append(stretch)
            latest[stretch.origin] = max(stretch.departure, latest.get(stretch.origin, stretch.departure))
    return Ways(shipment, tuple(reversed(useful)))


def connected_at(case: Case, stretch: Stretch) -> datetime:
    """When a box that arrives with a stretch can leave its port with another ship."""
    return stretch.arrival + timedelta(hours=case.port_by_code[stretch.destination].connection_h)


def why_never(case: Case, shipment: Shipment, offered: list[Stretch] | None = None) -> str | None:
    """Why nothing can carry a shipment even with all room to itself, or None where something can."""
    offered = stretches(case) if offered is None else offered
    if ways(case, shipment, offered).stretches:
        return None
    leaving = [stretch for stretch in offered if stretch.origin == shipment.origin]
    open_still = [stretch for stretch in leaving if shipment.ready <= stretch.closing]
    if not leaving:
        return f"no sailing leaves {shipment.origin}"
    if not open_still:
        last = case.terminal.local(max(stretch.closing for stretch in leaving))
        return f"it is ready after the last cut-off of a sailing from {shipment.origin}, {last:%Y-%m-%d %H:%M}"
    if all(shipment.teu > leg.capacity_teu for stretch in open_still for leg in stretch.legs):
        return f"it is {shipment.teu} TEU and no leg from {shipment.origin} has so much room"
    if shipment.direct_only:
        return f"no ship goes from {shipment.origin} to {shipment.destination} without transhipment"
    return f"no connection from {shipment.origin} reaches {shipment.destination} after it is ready"
