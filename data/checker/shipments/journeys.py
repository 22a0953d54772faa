"""What the rules of shipment plans look at: a shipment on the legs of its route, and the boxes that shipments share."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby, pairwise

from data.bookings import Shipment
from data.case import Case
from data.codes import is_forty_foot
from data.sailings import Sailing
from data.shipment_plans import Routed, ShipmentPlan

# The moments of a plan are to the second.
SECOND = timedelta(seconds=1)
_MOST_NAMES = 8


@dataclass(frozen=True)
class Journey:
    """A shipment on its route: its legs in order, and where it changes ships."""

    shipment: Shipment
    routed: Routed
    legs: tuple[Sailing, ...]

    @property
    def name(self) -> str:
        """The shipment in a sentence."""
        return name_of(self.shipment)

    @property
    def departure(self) -> datetime:
        """Departure of its first ship."""
        return self.legs[0].departure

    @property
    def arrival(self) -> datetime:
        """Arrival of its last ship."""
        return self.legs[-1].arrival

    @cached_property
    def changes(self) -> tuple[tuple[Sailing, Sailing], ...]:
        """Its changes of ships: the leg that it arrives with, and the one that it leaves with."""
        return tuple((before, after) for before, after in pairwise(self.legs) if before.voyage != after.voyage)

    @property
    def hub(self) -> str | None:
        """The port where it first changes ships."""
        return self.changes[0][1].origin if self.changes else None

    @property
    def restuffed(self) -> bool:
        """Whether its goods change boxes on the way."""
        return self.routed.restuffed_at is not None

    @property
    def aboard(self) -> tuple[tuple[Sailing, ...], ...]:
        """Its legs ship by ship."""
        return tuple(tuple(legs) for _, legs in groupby(self.legs, key=lambda leg: leg.voyage))

    def restuffing(self, case: Case, port: str) -> timedelta:
        """The time that it loses by changing boxes at a port where it changes ships."""
        hours = case.port_by_code[port].restuffing_h if self.restuffed and port == self.hub else None
        return timedelta(hours=hours or 0)


@dataclass(frozen=True)
class Load:
    """Boxes that travel together: all of one shipment, or one that several share."""

    journeys: tuple[Journey, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its shipments by id."""
        return tuple(journey.shipment.id for journey in self.journeys)

    @property
    def first(self) -> Journey:
        """The one that stands for all who share a box: they travel alike."""
        return self.journeys[0]

    @property
    def boxes(self) -> int:
        """How many boxes they are."""
        return max(1 if journey.shipment.part_of_box else journey.shipment.boxes for journey in self.journeys)

    @property
    def plugs(self) -> int:
        """How many of them want a plug."""
        return self.boxes if any(journey.shipment.plug for journey in self.journeys) else 0

    @property
    def teu(self) -> int:
        """The room that they take."""
        return self.boxes * (2 if any(is_forty_foot(journey.shipment.box_type) for journey in self.journeys) else 1)


def name_of(shipment: Shipment) -> str:
    """A shipment in a sentence."""
    return f"{shipment.id} ({shipment.commodity} to {shipment.destination})"


def listed(names: Sequence[str]) -> str:
    """Shipments in a sentence; of many, the first of them."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_MOST_NAMES])} and {more} more"


def journeys_of(case: Case, plan: ShipmentPlan) -> list[Journey]:
    """The routes of a plan whose shipment and legs the case has."""
    return [
        Journey(case.shipment_by_id[routed.shipment], routed, tuple(case.sailing_by_id[leg] for leg in routed.sailings))
        for routed in plan.shipments
        if routed.shipment in case.shipment_by_id and all(leg in case.sailing_by_id for leg in routed.sailings)
    ]


def loads_of(journeys: Sequence[Journey]) -> list[Load]:
    """The boxes of the routes, those that are shared together; who share one are in the order of their ids."""
    loads: list[Load] = []
    shared: defaultdict[str, list[Journey]] = defaultdict(list)
    for journey in sorted(journeys, key=lambda journey: journey.shipment.id):
        if journey.routed.shared_box is None or journey.shipment.part_of_box is None:
            loads.append(Load((journey,)))
        else:
            shared[journey.routed.shared_box].append(journey)
    return loads + [Load(tuple(members)) for members in shared.values()]


def loads_by_leg(loads: Sequence[Load]) -> Iterator[tuple[Sailing, list[Load]]]:
    """Each leg with the boxes on board; a shared box is there as often as one of its shipments says so, but once."""
    aboard: defaultdict[str, list[Load]] = defaultdict(list)
    legs: dict[str, Sailing] = {}
    for load in loads:
        for leg in {leg.id: leg for journey in load.journeys for leg in journey.legs}.values():
            legs[leg.id] = leg
            aboard[leg.id].append(load)
    for leg_id, there in aboard.items():
        yield legs[leg_id], there
