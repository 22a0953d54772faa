"""The options on the cheapest routes of a shipment."""

import numpy as np

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.routes import Network, Route


def options(
    case: Case, clock: ChainClock, shipment: Shipment, *, most: int = 60, network: Network | None = None
) -> list[Option]:
    """The options on the cheapest routes of a shipment, by cost; also those that its own dates or wishes forbid.

    `network` is that of the case, where it is there already.
    """
    offer = Offer(network if network is not None else Network(case, clock), shipment)
    routes = cheapest(offer, most, possible=True) + cheapest(offer, most, possible=False)
    return sorted(offer.options(list(dict.fromkeys(routes))), key=lambda option: option.cost)


def cheapest(offer: Offer, most: int, *, possible: bool) -> list[Route]:
    """The cheapest routes for a shipment alone, or those that none of its wishes and cut-offs could forbid too."""
    lane = offer.lane
    if not len(lane.starts):
        return []
    boxes = np.array([offer.boxes])
    moving = (offer.network.freight[lane.places] * offer.teu * offer.boxes)[:, None]
    if possible:
        room = np.array([float(leg.capacity_teu) for leg in offer.case.sailings])
        moving = moving + np.where(offer.network.least(room)[lane.places] >= offer.shipment.teu, 0.0, np.inf)[:, None]
    ends = offer.arrival_cost(lane.arrival)[:, None]
    through = lane.completion(moving, boxes, ends)[:, 0]
    start = offer.starts if possible else np.zeros(len(lane.starts))
    if possible and offer.shipment.direct_only:
        start = np.where(lane.ends[lane.starts], start, np.inf)
    found, _ = lane.routes(through, moving[:, 0], start, offer.boxes, np.finfo(np.float64).max, most)
    return [route for _, route in found]
