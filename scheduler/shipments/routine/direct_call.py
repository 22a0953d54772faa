"""A wished direct call: its voyages, and which shipments could go with which of them.

A line calls where it finds a least number of boxes a week. Shipments could use the call that are bound for a port of
its rotation, or for one that today's ships reach from there, are at the terminal by its cut-offs, and arrive in time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

import numpy as np

from data.bookings import Empties, Shipment
from data.case import Case
from data.errors import DermagaError
from data.sailings import CutoffCode, Sailing, may_carry
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import ChainClock, Minutes
from scheduler.shipments.dating.dates import Ships

_DAY_MIN = 1_440
_PORT_STAY = timedelta(days=1)


@dataclass(frozen=True)
class WishedCall:
    """A call that comes every week: its ports after the terminal, and the days from the terminal to each.

    `minimum` is the boxes a week below which the line does not come.
    """

    rotation: tuple[str, ...]
    days: tuple[float, ...]
    first: datetime
    weeks: int
    minimum: int = 100
    capacity_teu: int = 500
    freight_per_teu: int = 0
    cutoff_h: float = 24.0
    line: str = "DIRECT"
    flag: str = "SG"

    def __post_init__(self) -> None:
        if not self.rotation or len(self.rotation) != len(self.days):
            raise DermagaError("a direct call has ports, and days to each of them: give as many of one as of the other")
        if len(set(self.rotation)) != len(self.rotation):
            raise DermagaError("a direct call comes to each of its ports once: drop the second of the two")
        if any(after <= before for before, after in pairwise((0.0, *self.days))):
            raise DermagaError("the days to the ports of a direct call must grow from one to the next, from above 0")

    def departure(self, week: int) -> datetime:
        """When the ship of a week, from 0, leaves."""
        return self.first + timedelta(weeks=week)

    def arrival(self, week: int, port: str) -> datetime:
        """When she arrives at a port of the rotation."""
        return self.departure(week) + timedelta(days=self.days[self.rotation.index(port)])

    def voyage(self, week: int) -> str:
        """Name of the voyage of a week."""
        return f"{self.line}-CALL-{week + 1:02d}"

    def sailings(self, origin: str, week: int) -> list[Sailing]:
        """The legs of the voyage of a week."""
        departure, place = self.departure(week), origin
        legs = []
        for number, port in enumerate(self.rotation, start=1):
            arrival = self.arrival(week, port)
            # She stays a day at a port, or half the way to the next one where that is less.
            legs.append(
                Sailing(
                    id=f"{self.voyage(week)}-{number}",
                    voyage=self.voyage(week),
                    line=self.line,
                    flag=self.flag,
                    origin=place,
                    destination=port,
                    departure=departure,
                    arrival=arrival,
                    capacity_teu=self.capacity_teu,
                    cutoff_h=self.cutoff_h,
                    freight_per_teu=self.freight_per_teu if number == 1 else 0,
                )
            )
            if number < len(self.rotation):
                next_arrival = self.arrival(week, self.rotation[number])
                departure, place = arrival + min(_PORT_STAY, (next_arrival - arrival) / 2), port
        return legs


def with_call(case: Case, wished: WishedCall, weeks: Iterable[int], using: Mapping[str, int] | None = None) -> Case:
    """The case with the call's voyages of these weeks, and the shipments `using` it ready so many days earlier, by id.

    Where the case lists empty boxes, the call brings as many as its ship has room for. Raises DermagaError where the
    case does not know a port, or the law keeps the ship from it.
    """
    for port in wished.rotation:
        if port not in case.port_by_code:
            raise DermagaError(f"the case {case.name} has no port {port}; add it to its table ports")
        if not may_carry(wished.flag, case.terminal.unlocode, port):
            raise DermagaError(f"a ship under the flag {wished.flag} may not carry to {port}: give an Indonesian one")
    legs = [leg for week in weeks for leg in wished.sailings(case.terminal.unlocode, week)]
    days = using or {}
    moved = tuple(
        _using(shipment, days[shipment.id]) if shipment.id in days else shipment for shipment in case.shipments
    )
    return case.changed(
        sailings=(*case.sailings, *legs),
        shipments=moved,
        empties=(*case.empties, *(_empties(case, wished) if case.empties else ())),
    )


def _empties(case: Case, wished: WishedCall) -> list[Empties]:
    types = dict.fromkeys(shipment.box_type for shipment in case.shipments if shipment.open)
    return [
        Empties(
            id=f"{wished.line}-CALL-{box_type}",
            line=wished.line,
            port=case.terminal.unlocode,
            box_type=box_type,
            boxes=min(100_000, wished.capacity_teu * wished.weeks),
            available=min([wished.first, *(shipment.ready for shipment in case.shipments)]) - timedelta(days=60),
        )
        for box_type in types
    ]


def _using(shipment: Shipment, days: int) -> Shipment:
    """The shipment as it uses the call: declared here, and its goods ready, and booked, so many days earlier."""
    booked = None if shipment.booked is None else shipment.booked - timedelta(days=days)
    moved = {"ready": shipment.ready - timedelta(days=days), "booked": booked}
    return shipment.model_copy(update=moved | ({"declared_at": None} if shipment.declared_elsewhere else {}))


@dataclass(frozen=True)
class _Way:
    """When a shipment arrives with a call, and where it changes ships on the way: when it comes there and leaves."""

    arrival: datetime
    hub_arrival: datetime | None = None
    hub_departure: datetime | None = None


@dataclass(frozen=True)
class Candidate:
    """A shipment that could use the call: in which weeks, and how many days earlier it must be ready for each.

    `wish` is the week that it takes by itself: the first that it makes as it is, or that it can make at all.
    """

    shipment: Shipment
    earlier: dict[int, int]
    wish: int


def candidates(
    case: Case, wished: WishedCall, flexible_days: Mapping[str, int] | None = None, most_weeks: int = 1
) -> list[Candidate]:
    """The shipments that could use the call, in the case's order.

    Those that are declared at another port on their way today would be declared here. Each may be put off to a later
    week by which it still arrives in time, or be ready up to its `flexible_days` earlier, but goes no more than
    `most_weeks` from its wish.
    """
    weeks = range(wished.weeks)
    called = with_call(case, wished, weeks)
    clock = ChainClock(called)
    onward = {port: [_reached(case, port, wished.arrival(week, port)) for week in weeks] for port in wished.rotation}
    found = []
    for shipment in case.shipments:
        if not shipment.open or shipment.origin != case.terminal.unlocode:
            continue
        ways = {week: _way(wished, shipment, week, onward) for week in weeks}
        in_time = {week: way for week, way in ways.items() if way and _in_time(shipment, wished.departure(week), way)}
        if not in_time:
            continue
        earlier = _weeks(called, clock, wished, shipment, in_time, (flexible_days or {}).get(shipment.id, 0))
        if earlier:
            as_it_is = [week for week, days in earlier.items() if days == 0]
            wish = min(as_it_is or earlier)
            near = {week: days for week, days in earlier.items() if abs(week - wish) <= most_weeks}
            found.append(Candidate(shipment, near, wish))
    return found


def _in_time(shipment: Shipment, departure: datetime, way: _Way) -> bool:
    leaves = shipment.latest_departure is None or departure <= shipment.latest_departure
    return leaves and way.arrival <= shipment.latest_arrival


def _way(wished: WishedCall, shipment: Shipment, week: int, onward: Mapping[str, list[dict[str, _Way]]]) -> _Way | None:
    """How a shipment goes with the call of a week, changing ships where it must and may; None where it cannot."""
    if shipment.destination in wished.rotation:
        return _Way(wished.arrival(week, shipment.destination))
    reached = [] if shipment.direct_only else [onward[port][week].get(shipment.destination) for port in wished.rotation]
    return min((way for way in reached if way is not None), key=lambda way: way.arrival, default=None)


def _reached(case: Case, port: str, arrival: datetime) -> dict[str, _Way]:
    """The earliest ways to other ports with today's ships, for a box that arrives at a port then."""

    def connected(way: _Way, place: str) -> datetime:
        return way.arrival + timedelta(hours=case.port_by_code[place].connection_h)

    reached = {port: _Way(arrival)}
    # Of each ship that it can be aboard, where it boarded her, and when it has left the port of the call.
    aboard: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
    for leg in sorted(case.sailings, key=lambda leg: leg.departure):
        boarded, before = aboard[leg.voyage], reached.get(leg.origin)
        if before is not None and connected(before, leg.origin) <= leg.departure:
            boarded.setdefault(leg.origin, before.hub_departure or leg.departure)
        left = [moment for place, moment in boarded.items() if may_carry(leg.flag, place, leg.destination)]
        if left and leg.destination != port:
            there = reached.get(leg.destination)
            if there is None or leg.arrival < there.arrival:
                reached[leg.destination] = _Way(leg.arrival, arrival, left[0])
    return reached


def _weeks(
    case: Case,
    clock: ChainClock,
    wished: WishedCall,
    shipment: Shipment,
    ways: Mapping[int, _Way],
    flexible_days: int,
) -> dict[int, int]:
    """The weeks whose cut-offs a shipment makes, with the days that it must be ready earlier for each."""
    found: dict[int, int] = {}
    weeks = list(ways)
    ships = _ships(case, clock, wished, ways)
    transhipped = shipment.destination not in wished.rotation

    def slack(days: int) -> tuple[Minutes, list[bool]]:
        dates = chain_dates(clock, case, _using(shipment, days), ships, transhipped=transhipped, restuffed=False)
        return dates.slack, dates.feasible.tolist()

    missing, feasible = slack(0)
    found |= {week: 0 for week, made in zip(weeks, feasible, strict=True) if made}
    needed = {
        week: ceil(-spare / _DAY_MIN)
        for week, spare in zip(weeks, missing.tolist(), strict=True)
        if week not in found and 0 < -spare <= flexible_days * _DAY_MIN
    }
    # Office hours may ask for more than what is missing: then it is the most that there is.
    for days in sorted({*needed.values(), *([flexible_days] if flexible_days else [])}):
        for week, made in zip(weeks, slack(days)[1], strict=True):
            if made and week not in found:
                found[week] = days
    return dict(sorted(found.items()))


def _ships(case: Case, clock: ChainClock, wished: WishedCall, ways: Mapping[int, _Way]) -> Ships:
    """The call's ships of these weeks, and those after them."""
    stated = [case.cutoffs_by_sailing[f"{wished.voyage(week)}-1"] for week in ways]
    codes: set[CutoffCode] = {code for cutoffs in stated for code in cutoffs}

    def minutes(moments: Iterable[datetime | None]) -> Minutes:
        return np.array([np.nan if moment is None else clock.minute(moment) for moment in moments])

    return Ships(
        departure=minutes(wished.departure(week) for week in ways),
        arrival=minutes(way.arrival for way in ways.values()),
        hub_arrival=minutes(way.hub_arrival for way in ways.values()),
        hub_departure=minutes(way.hub_departure for way in ways.values()),
        cutoffs={
            code: np.array(
                [
                    clock.minute(cutoffs[code]) if code in cutoffs else -np.inf if code in ("ECP", "EFC") else np.inf
                    for cutoffs in stated
                ]
            )
            for code in codes
        },
        hub_cutoffs={},
        boxes_from=np.full(len(ways), -np.inf),
    )
