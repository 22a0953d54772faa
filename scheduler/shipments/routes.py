"""Routes of shipments: stretches on board one ship, connections between them, and every way through them.

Between two ports the stretches that lie on some way form a network without circles, in the order of departure. The
least cost from each of them to the end is found backwards; going forwards, only what can end within a limit is
followed. So every route up to a cost is found, and none is left out that could be in a better plan.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import ceil, isfinite

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.sailings import CutoffCode, Sailing, may_carry
from data.terminal import Port
from scheduler.shipments.dating.clock import SAME, ChainClock, Minutes
from scheduler.shipments.kept import Kept
from scheduler.stopping import Ended, never, unless

Money = NDArray[np.float64]
Places = NDArray[np.int64]
_DAY = 1_440.0


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
    def voyage(self) -> str:
        """The ship's voyage."""
        return self.legs[0].voyage

    @property
    def foreign_legs(self) -> tuple[Sailing, ...]:
        """The legs whose ship may not carry between its two ports."""
        return tuple(leg for leg in self.legs if not may_carry(leg.flag, self.origin, self.destination))


def stretches(case: Case, ended: Ended = never) -> list[Stretch]:
    """Every stretch of every voyage that may carry a box, by departure. Raises OutOfTime where it has `ended`."""
    voyages: defaultdict[str, list[Sailing]] = defaultdict(list)
    for leg in case.sailings:
        voyages[leg.voyage].append(leg)
    found = []
    for legs in voyages.values():
        unless(ended)
        legs.sort(key=lambda leg: leg.departure)
        for first in range(len(legs)):
            for last in range(first, len(legs)):
                stretch = Stretch(tuple(legs[first : last + 1]))
                if stretch.origin != stretch.destination and not stretch.foreign_legs:
                    found.append(stretch)
    return sorted(found, key=lambda stretch: (stretch.departure, stretch.arrival, stretch.legs[0].id))


@dataclass(frozen=True, eq=False)
class Route:
    """A way from origin to destination, in stretches; legs and moments in the network's numbers."""

    stretches: tuple[Stretch, ...]
    legs: tuple[int, ...]
    first: int  # the leg that is boarded at the origin
    second: int  # the leg that is boarded at the hub, -1 without one
    departure: float
    arrival: float
    hub_arrival: float  # not a number without a hub
    hub_departure: float
    handling: float  # at the ports where ships are changed, money a box
    storage: float  # there too

    @property
    def hub(self) -> str | None:
        """The port where it first changes ships."""
        return self.stretches[0].destination if len(self.stretches) > 1 else None

    @cached_property
    def sailings(self) -> tuple[Sailing, ...]:
        """The legs in order."""
        return tuple(leg for stretch in self.stretches for leg in stretch.legs)

    @cached_property
    def freight(self) -> int:
        """Freight of one TEU."""
        return sum(leg.freight_per_teu for leg in self.sailings)

    @property
    def key(self) -> tuple[str, ...]:
        """Its name: the legs by id."""
        return tuple(leg.id for leg in self.sailings)


class Network:
    """All stretches of a case and the connections between them, in minutes of its clock.

    `kept` is what stays of a plan before, by shipment. Raises OutOfTime where it has `ended`.
    """

    def __init__(
        self, case: Case, clock: ChainClock, kept: Mapping[str, Kept] | None = None, ended: Ended = never
    ) -> None:
        self.case, self.clock, self.kept = case, clock, kept or {}
        self.stretches = stretches(case, ended)
        self.leg_place = {leg.id: place for place, leg in enumerate(case.sailings)}
        self.legs_of = [tuple(self.leg_place[leg.id] for leg in stretch.legs) for stretch in self.stretches]
        self._flat = np.array([leg for legs in self.legs_of for leg in legs], dtype=np.int64)
        lengths = np.array([len(legs) for legs in self.legs_of], dtype=np.int64)
        self._begin = np.cumsum(lengths) - lengths
        self.departure = np.array([clock.minute(stretch.departure) for stretch in self.stretches])
        self.arrival = np.array([clock.minute(stretch.arrival) for stretch in self.stretches])
        self.freight = self.summed(np.array([float(leg.freight_per_teu) for leg in case.sailings]))
        self.leg_departure = np.array([clock.minute(leg.departure) for leg in case.sailings])
        codes = {code for given in case.cutoffs_by_sailing.values() for code in given}
        self.cutoffs = {code: self._cutoff(code) for code in sorted(codes)}
        self._by_origin: defaultdict[str, list[int]] = defaultdict(list)
        for place, stretch in enumerate(self.stretches):
            self._by_origin[stretch.origin].append(place)
        self._voyage = np.unique([stretch.voyage for stretch in self.stretches] or [""], return_inverse=True)[1]
        self._following: dict[int, tuple[Places, Money]] = {}
        self._lanes: dict[tuple[str, str], Lane] = {}

    def _cutoff(self, code: CutoffCode) -> Minutes:
        """A cut-off of every leg."""
        none = -np.inf if code in ("ECP", "EFC") else np.inf
        given = self.case.cutoffs_by_sailing
        moments = [given[leg.id].get(code) for leg in self.case.sailings]
        return np.array([none if moment is None else self.clock.minute(moment) for moment in moments])

    def summed(self, values: Money) -> Money:
        """Values of legs, summed up over each stretch."""
        return np.add.reduceat(values[self._flat], self._begin) if len(self._flat) else np.zeros(0)

    def least(self, values: Money) -> Money:
        """Values of legs, the least of each stretch."""
        return np.minimum.reduceat(values[self._flat], self._begin) if len(self._flat) else np.zeros(0)

    def following(self, place: int) -> tuple[Places, Money]:
        """The stretches that connect to one, and what the change of ships costs a box."""
        if place not in self._following:
            self._following[place] = self._connections(place)
        return self._following[place]

    def _connections(self, place: int) -> tuple[Places, Money]:
        stretch, arrival = self.stretches[place], self.arrival[place]
        port = self.case.port_by_code[stretch.destination]
        onward = np.array(self._by_origin.get(stretch.destination, []), dtype=np.int64)
        waits = self.departure[onward] - arrival
        fits = (waits >= port.connection_h * 60 - SAME) & (self._voyage[onward] != self._voyage[place])
        if port.most_dwell_h is not None:
            fits &= waits <= port.most_dwell_h * 60 + SAME
        if "TCO" in self.cutoffs:
            first = np.array([self.legs_of[other][0] for other in onward], dtype=np.int64)
            fits &= arrival <= self.cutoffs["TCO"][first] + SAME
        per_box = [port.handling_per_box + _storage(port, float(wait)) for wait in waits[fits]]
        return onward[fits], np.array(per_box, dtype=np.float64)

    def lane(self, origin: str, destination: str) -> "Lane":
        """The stretches from a port to another."""
        key = origin, destination
        if key not in self._lanes:
            self._lanes[key] = Lane(self, origin, destination)
        return self._lanes[key]


class Lane:
    """The stretches that lie on some way from one port to another, by departure, under numbers of their own."""

    def __init__(self, network: Network, origin: str, destination: str) -> None:
        self.network, self.origin, self.destination = network, origin, destination
        count = len(network.stretches)
        allowed = [self._allowed(stretch) for stretch in network.stretches]
        ends = [stretch.destination == destination for stretch in network.stretches]
        reached = np.array([stretch.origin == origin for stretch in network.stretches], dtype=bool)
        for place in range(count):
            if reached[place] and allowed[place] and not ends[place]:
                reached[network.following(place)[0]] = True
        useful = np.zeros(count, dtype=bool)
        for place in reversed(range(count)):
            if reached[place] and allowed[place]:
                useful[place] = ends[place] or bool(useful[network.following(place)[0]].any())
        self.places = np.flatnonzero(useful)
        local = np.cumsum(useful) - 1
        self.ends = np.array([ends[place] for place in self.places], dtype=bool)
        self.starts = np.flatnonzero([network.stretches[place].origin == origin for place in self.places])
        self.first_leg = np.array([network.legs_of[place][0] for place in self.places], dtype=np.int64)
        # The places of stretches that begin with one leg have the same dates before it: any will do.
        self.start_of = {int(leg): place for place, leg in enumerate(self.first_leg[self.starts])}
        self.departure, self.arrival = network.departure[self.places], network.arrival[self.places]
        self._voyage = [network.stretches[place].voyage for place in self.places]
        last_lines = [network.stretches[place].legs[-1].line for place in self.places]
        self.lines = sorted(set(last_lines))
        self.line = np.array([self.lines.index(line) for line in last_lines], dtype=np.int64)
        self.following: list[tuple[Places, Money]] = []
        for stretch, last in zip(self.places, self.ends, strict=True):
            onward, per_box = network.following(int(stretch))
            keeps = useful[onward] & (not last)
            self.following.append((local[onward[keeps]], per_box[keeps]))
        self._routes: dict[tuple[int, ...], Route] = {}
        self._by_legs = {network.legs_of[stretch]: place for place, stretch in enumerate(self.places)}

    def _allowed(self, stretch: Stretch) -> bool:
        """Nobody comes back to the origin, or passes the destination."""
        calls = [leg.destination for leg in stretch.legs]
        return stretch.origin != self.destination and self.origin not in calls and self.destination not in calls[:-1]

    def completion(
        self, moving: Money, boxes: Money, ends: Money, following: list[tuple[Places, Money]] | None = None
    ) -> Money:
        """The least cost from boarding a stretch to the end: a row a stretch, a column a shipment.

        `moving` is what each stretch costs each shipment, `boxes` its boxes, `ends` what it costs to arrive with a
        stretch; changes of ships cost what `following` says, if not the usual. A voyage may be boarded twice in it, so
        it is a bound.
        """
        through, changes = moving.copy(), self.following if following is None else following
        for place in range(len(self.places) - 1, -1, -1):
            if self.ends[place]:
                through[place] += ends[place]
            else:
                onward, per_box = changes[place]
                through[place] += (through[onward] + per_box[:, None] * boxes).min(axis=0)
        return through

    def routes(
        self, through: Money, moving: Money, start: Money, boxes: float, limit: float, most: int
    ) -> tuple[list[tuple[float, Route]], bool]:
        """The `most` cheapest routes of a shipment that cost up to `limit`, in order, and whether they are all.

        `through` and `moving` are its columns of `completion`, `start` what it costs to begin with each of `starts`.
        The least cost to the end is known, so that no path is followed that does not lead to one of them.
        """
        found: list[tuple[float, Route]] = []
        values = through[self.starts] + start
        fitting, whole = _least(values, limit, most)
        heap: list[tuple[float, tuple[int, ...], float]] = [
            (float(values[place]), (int(self.starts[place]),), float(start[place] + moving[self.starts[place]]))
            for place in fitting
        ]
        heapify(heap)
        while heap and len(found) < most:
            value, path, spent = heappop(heap)
            last = path[-1]
            if self.ends[last]:
                found.append((value, self.route(path)))
                continue
            onward, per_box = self.following[last]
            change = per_box * boxes + spent
            least = through[onward] + change
            fitting, all_of_them = _least(least, limit, most)
            whole &= all_of_them
            for place in fitting:
                following = int(onward[place])
                if self.boards_once(path, following):
                    heappush(heap, (float(least[place]), (*path, following), float(change[place] + moving[following])))
        return found, whole and not heap

    def place_of(self, legs: tuple[int, ...]) -> int | None:
        """The stretch of these legs; None where it lies on no way."""
        return self._by_legs.get(legs)

    def boards_once(self, path: tuple[int, ...], following: int) -> bool:
        """Whether a route through these stretches has not been on board of the next one's voyage."""
        return all(self._voyage[place] != self._voyage[following] for place in path)

    def route(self, path: tuple[int, ...]) -> Route:
        """The route through these stretches."""
        if path not in self._routes:
            self._routes[path] = self._made(path)
        return self._routes[path]

    def _made(self, path: tuple[int, ...]) -> Route:
        network = self.network
        handling = storage = 0.0
        for before, after in pairwise(path):
            port = network.case.port_by_code[network.stretches[self.places[before]].destination]
            handling += port.handling_per_box
            storage += _storage(port, float(self.departure[after] - self.arrival[before]))
        nowhere, several = float("nan"), len(path) > 1
        return Route(
            stretches=tuple(network.stretches[self.places[place]] for place in path),
            legs=tuple(leg for place in path for leg in network.legs_of[self.places[place]]),
            first=int(self.first_leg[path[0]]),
            second=int(self.first_leg[path[1]]) if several else -1,
            departure=float(self.departure[path[0]]),
            arrival=float(self.arrival[path[-1]]),
            hub_arrival=float(self.arrival[path[0]]) if several else nowhere,
            hub_departure=float(self.departure[path[1]]) if several else nowhere,
            handling=handling,
            storage=storage,
        )


def days_beyond(wait: float, free: int) -> float:
    """Whole days of so many minutes, begun ones included, beyond the free ones; none where the end never comes."""
    return float(max(0, ceil(wait / _DAY - 1e-9) - free)) if isfinite(wait) else 0.0


def _storage(port: Port, wait: float) -> float:
    """What a box costs that waits so many minutes for the next ship."""
    return days_beyond(wait, port.free_days) * port.storage_per_day


def _least(values: Money, limit: float, most: int) -> tuple[Places, bool]:
    """The places of the `most` least values up to a limit, and whether they are all."""
    fitting = np.flatnonzero(values <= limit)
    if len(fitting) <= most:
        return fitting, True
    return fitting[np.argpartition(values[fitting], most - 1)[:most]], False
