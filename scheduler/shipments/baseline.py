"""Shipments by hand: each booking in its turn takes the way that arrives first and still has room."""

from collections import defaultdict
from collections.abc import Callable
from heapq import heappop, heappush

import numpy as np

from data.bookings import Shipment
from data.export_chain import begins
from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.columns.room import Room
from scheduler.shipments.columns.sharing import Column, column, fits, kind_of
from scheduler.shipments.dating.clock import Minutes
from scheduler.shipments.option import Option
from scheduler.shipments.routes import Lane, Route


class _Turns:
    """The bookings, one after the other."""

    def __init__(self, pricing: Pricing) -> None:
        self._pricing, self._room = pricing, Room(pricing.case)
        self._boxes: defaultdict[tuple[object, ...], list[Column]] = defaultdict(list)
        self._earliest: dict[int, Minutes] = {}

    def first(self, shipment: Shipment) -> Column | None:
        """The way that arrives first and has room."""
        found = self._alone(shipment)
        if shipment.part_of_box is not None:
            kind = kind_of(self._pricing.case, shipment)
            shared = self._shared(shipment, self._boxes[kind])
            arrives = found.first.route.arrival if found is not None else np.inf
            if shared is not None and shared[1].first.route.arrival <= arrives:
                before, found = shared
                self._boxes[kind].remove(before)
                self._room.take(before, -1)
            if found is not None:
                self._boxes[kind].append(found)
        if found is not None:
            self._room.take(found)
        return found

    def _shared(self, shipment: Shipment, boxes: list[Column]) -> tuple[Column, Column] | None:
        """The box that arrives first and has room for one more, as it is and with it."""
        for box in sorted(boxes, key=lambda box: box.first.route.arrival):
            if not fits([*(option.shipment for option in box.options), shipment]):
                continue
            for option in self._pricing.options(shipment, [box.first.route]):
                if option.key == box.first.key:
                    members = sorted((*box.options, option), key=lambda member: member.shipment.id)
                    together = column(members, self._pricing.offers)
                    if together is not None and self._room.has(together, box):
                        return box, together
        return None

    def _alone(self, shipment: Shipment) -> Column | None:
        """In boxes of its own: from stretch to stretch, the one first that can arrive first."""
        offer = self._pricing.offers[shipment.id]
        lane = offer.lane
        earliest = self._to_the_end(lane)
        heap: list[tuple[float, int, tuple[int, ...]]] = [
            (float(earliest[start]), int(start), (int(start),))
            for start, cost in zip(lane.starts, offer.starts, strict=True)
            if np.isfinite(cost) and (lane.ends[start] or not shipment.direct_only)
        ]
        heap.sort()
        seen: set[int] = set()
        while heap:
            _, place, path = heappop(heap)
            if place in seen:
                continue
            stretch = self._pricing.network.stretches[lane.places[place]]
            seen.add(place)
            if not self._room.on_board((leg.id for leg in stretch.legs), shipment):
                continue
            if lane.ends[place]:
                found = self._with_room(shipment, lane.route(path))
                if found is not None:
                    return Column((found,), found.cost)
                # Another way to the same ship may do.
                seen.discard(place)
                continue
            for onward in lane.following[place][0]:
                following = int(onward)
                if following not in seen and lane.boards_once(path, following):
                    heappush(heap, (float(earliest[following]), following, (*path, following)))
        return None

    def _with_room(self, shipment: Shipment, route: Route) -> Option | None:
        options = sorted(self._pricing.options(shipment, [route]), key=lambda option: option.cost)
        return next((option for option in options if self._room.has(Column((option,), option.cost))), None)

    def _to_the_end(self, lane: Lane) -> Minutes:
        """The earliest arrival with each stretch of a lane."""
        if id(lane) not in self._earliest:
            nothing = np.zeros((len(lane.places), 1))
            free = [(onward, np.zeros(len(onward))) for onward, _ in lane.following]
            self._earliest[id(lane)] = lane.completion(nothing, np.ones(1), lane.arrival[:, None], free)[:, 0]
        return self._earliest[id(lane)]


def first_fit(pricing: Pricing, ended: Callable[[], bool] = lambda: False) -> list[Column]:
    """The columns of the plan that a planner makes by hand, booking by booking in the order in which they came."""
    turns = _Turns(pricing)
    taken: dict[str, Column] = {}
    shipments = [offer.shipment for offer in pricing.offers.values()]
    for shipment in sorted(shipments, key=lambda shipment: (begins(shipment), shipment.id)):
        if ended():
            break
        found = turns.first(shipment)
        if found is not None:
            taken.update(dict.fromkeys(found.ids, found))
    return list(dict.fromkeys(taken.values()))
