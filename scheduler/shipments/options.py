"""Options of a shipment: a route, with or without other boxes at the hub, and empty boxes; dated and costed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, isfinite

import numpy as np
from numpy.typing import NDArray

from data.bookings import Empties, Shipment
from data.case import Case
from data.export_chain import ChainStep, begins, conditions, steps_of
from scheduler.shipments.chain import chain_dates
from scheduler.shipments.clock import SAME, ChainClock, Minutes
from scheduler.shipments.dates import ChainDates, Ships
from scheduler.shipments.routes import Money, Network, Route

_DAY = 1_440.0
_NO_MOMENT = float("nan")


@dataclass(frozen=True, eq=False)
class Option:
    """One way to send a shipment: its entry `index` of `dates`, its cost by term, and what other than dates forbids it.

    `obstacle` is "" where only its dates decide.
    """

    shipment: Shipment
    route: Route
    restuffed: bool
    empties: Empties | None
    hub_empties: Empties | None
    dates: ChainDates
    index: int
    terms: dict[str, float]
    obstacle: str

    @property
    def feasible(self) -> bool:
        """Whether it breaks no rule, whatever the others do."""
        return not self.obstacle and bool(self.dates.feasible[self.index])

    @property
    def why(self) -> str:
        """What forbids it, in words; "" for nothing."""
        return self.obstacle or self.dates.missed(self.index)

    @property
    def cost(self) -> float:
        """All terms of its cost, alone in its box."""
        return sum(self.terms.values())

    @property
    def restuffed_at(self) -> str | None:
        """The port where its goods change boxes."""
        return self.route.hub if self.restuffed else None

    @property
    def slack_h(self) -> float:
        """By how many hours the goods could be ready later; infinite where nothing holds them."""
        return float(self.dates.slack[self.index]) / 60

    @property
    def tightest(self) -> str:
        """The step that misses its cut-off first."""
        return self.dates.tightest(self.index)

    @property
    def key(self) -> tuple[Route, bool, str | None, str | None]:
        """What shipments that share a box have in common."""
        rows = [row.id if row is not None else None for row in (self.empties, self.hub_empties)]
        return self.route, self.restuffed, rows[0], rows[1]


@dataclass(frozen=True, eq=False)
class _Way:
    """The steps of a shipment on routes of a kind, and what its dates depend on."""

    transhipped: bool
    restuffed: bool
    steps: tuple[ChainStep, ...]

    def event(self, name: str) -> int | None:
        """The place of the step that is an event at the origin."""
        places = [place for place, step in enumerate(self.steps) if step.event == name and not step.at_hub]
        return places[0] if places else None

    @cached_property
    def pick_up(self) -> int | None:
        """The place of the step that picks empty boxes up."""
        return self.event("pick_up")

    @cached_property
    def gate_in(self) -> int | None:
        """The place of the step that hands full boxes in."""
        return self.event("gate_in")

    @cached_property
    def hub(self) -> bool:
        """Whether the ships at the hub matter."""
        return any(step.at_hub or {"hub_arrival", "hub_departure"} & set(step.after) for step in self.steps)

    @cached_property
    def end(self) -> bool:
        """Whether the arrival matters."""
        return any("arrival" in step.after for step in self.steps)

    def cost(self, shipment: Shipment) -> float:
        """What the steps cost a shipment alone in its boxes."""
        whole = float(sum(step.cost for step in self.steps if step.cost_per == "shipment"))
        boxes = sum(step.cost for step in self.steps if step.cost_per == "box" and step.of_box) * shipment.boxes
        goods = sum(step.cost for step in self.steps if step.cost_per == "box" and not step.of_box) * shipment.share
        return whole + boxes + goods


_Key = tuple[int, int, float, float, float]


class Offer:
    """What can be done with one shipment: where it can begin, and its options on given routes."""

    def __init__(self, network: Network, shipment: Shipment) -> None:
        self.network, self.shipment, self.case = network, shipment, network.case
        self.lane = network.lane(shipment.origin, shipment.destination)
        # Boxes as a part of one counts in bounds: what is paid by box is paid by those in it together.
        self.boxes = shipment.share
        self.teu = shipment.teu // shipment.boxes
        clock = network.clock
        self._begins, self._ready = clock.minute(begins(shipment)), clock.minute(shipment.ready)
        self._latest = clock.minute(shipment.latest_arrival)
        self.rows = [
            row for row in self.case.empties if (row.port, row.box_type) == (shipment.origin, shipment.box_type)
        ]
        self._dates: dict[tuple[_Way, _Key], tuple[ChainDates, int]] = {}
        self._ways: dict[tuple[bool, bool], _Way] = {}
        # Dates of the lane's starts, of ways whose dates depend on nothing else.
        self._first: dict[tuple[_Way, float], ChainDates] = {}

    def _way(self, transhipped: bool, restuffed: bool) -> _Way:
        kind = transhipped, restuffed
        if kind not in self._ways:
            chain = self.case.chain_by_shipment.get(self.shipment.id)
            steps: tuple[ChainStep, ...] = ()
            if chain is not None:
                facts = conditions(self.shipment, transhipped=transhipped, restuffed=restuffed)
                states = self.case.states_by_shipment.get(self.shipment.id, {})
                steps = steps_of(self.case.steps_by_chain[chain.id], facts, states)
            # Ways of the same steps have the same dates.
            same = next((way for way in self._ways.values() if way.steps == steps), None)
            self._ways[kind] = same or _Way(transhipped, restuffed, steps)
        return self._ways[kind]

    @cached_property
    def _kinds(self) -> list[tuple[bool, bool]]:
        """The kinds of routes that it may have: transhipped or not, restuffed or not."""
        kinds = [(False, False)] if not self.shipment.declared_elsewhere else []
        if not self.shipment.direct_only:
            kinds += [(True, False), (True, True)] if self.shipment.restuffing else [(True, False)]
        return kinds

    @cached_property
    def least(self) -> float:
        """What it costs at least, on whatever route, if a part of a box pays its part of what is paid by box."""
        return self.least_by_box * self.boxes + self.least_alone

    @cached_property
    def least_by_box(self) -> float:
        """What a box of it costs at least at the origin."""
        ways = [self._way(*kind) for kind in self._kinds]
        of_box = [sum(step.cost for step in way.steps if step.cost_per == "box" and step.of_box) for way in ways]
        return self.case.port_by_code[self.shipment.origin].handling_per_box + float(min(of_box, default=0))

    @cached_property
    def least_alone(self) -> float:
        """What its steps cost at least that are not paid by box."""
        costs = []
        for kind in self._kinds:
            way = self._way(*kind)
            of_box = sum(step.cost for step in way.steps if step.cost_per == "box" and step.of_box)
            costs.append(way.cost(self.shipment) - of_box * self.shipment.boxes)
        return min(costs, default=0.0)

    @property
    def names(self) -> tuple[str, ...]:
        """Its shipment, by id."""
        return (self.shipment.id,)

    def row_costs(self, prices: Mapping[str, float]) -> Money:
        """What empty boxes cost it at least to arrive with each stretch of the lane, where rows have such prices.

        A through box is of the line of its last leg; one that is emptied at the hub may be of any.
        """
        lane = self.lane
        if not self.case.empties:
            return np.zeros(len(lane.places))
        by_line: dict[str, float] = {}
        for row in self.rows:
            if row.boxes >= self.shipment.boxes:
                cost = (row.cost_per_box + prices.get(row.id, 0.0)) * self.boxes
                by_line[row.line] = min(by_line.get(row.line, np.inf), cost)
        any_line = min(by_line.values(), default=np.inf) if self.shipment.restuffing else np.inf
        lines = [min(by_line.get(line, np.inf), any_line) for line in lane.lines]
        return np.array(lines)[lane.line] if lines else np.zeros(len(lane.places))

    @cached_property
    def starts(self) -> Money:
        """What it costs to begin with each of the lane's `starts`: infinite where that cannot be, else a roll-over."""
        lane, shipment = self.lane, self.shipment
        cost = np.array([self._roll_over(int(leg)) for leg in lane.first_leg[lane.starts]])
        direct = lane.ends[lane.starts]
        may = np.zeros(len(cost), dtype=bool)
        for transhipped in (False, True):
            kinds = [kind for kind in self._kinds if kind[0] == transhipped]
            suited = direct != transhipped
            if kinds and suited.any():
                in_time, extra = self._in_time(kinds)
                may |= suited & in_time
                cost = np.where(suited, cost + extra, cost)
        if shipment.latest_departure is not None:
            may &= lane.departure[lane.starts] <= self.network.clock.minute(shipment.latest_departure) + SAME
        if shipment.declared_elsewhere:
            ends = [self.network.stretches[place].destination for place in lane.places[lane.starts]]
            may &= np.array(ends, dtype=object) == shipment.declared_at
        return np.where(may, cost, np.inf)

    def _in_time(self, kinds: Sequence[tuple[bool, bool]]) -> tuple[NDArray[np.bool_], Money]:
        """Whether the steps before the first ship can be in time, whatever comes after her; the least that they cost
        in storage and detention."""
        lane = self.lane
        departure, legs = lane.departure[lane.starts], lane.first_leg[lane.starts]
        may = np.zeros(len(departure), dtype=bool)
        waits = np.full(len(departure), np.inf)
        nowhere = np.full(len(legs), _NO_MOMENT)
        for way in dict.fromkeys(self._way(*kind) for kind in kinds):
            froms: dict[float, list[Empties]] = {}
            for row in self.rows:
                froms.setdefault(self._boxes_from(way, row), []).append(row)
            for least in sorted(froms) or [-np.inf]:
                dates = self._dated(way, legs, departure, departure, nowhere, nowhere, None, np.full(len(legs), least))
                if not (way.hub or way.end):
                    self._first[way, least] = dates
                may |= dates.feasible
                waits = np.where(dates.feasible, np.minimum(waits, self._waits(way, dates, froms.get(least))), waits)
        return may, np.where(np.isfinite(waits), waits, 0.0)

    def _waits(self, way: _Way, dates: ChainDates, rows: list[Empties] | None) -> Money:
        """Storage and detention at the origin at least; nothing where they depend on more than the first ship."""
        departure = self.lane.departure[self.lane.starts]
        late = way.hub and any(step.late for step in way.steps)
        if way.gate_in is None or late or self.shipment.part_of_box is not None:
            return np.zeros(len(departure))
        port = self.case.port_by_code[self.shipment.origin]
        gate_in = dates.steps[way.gate_in].end
        cost = _days_beyond(gate_in, departure, port.free_days) * port.storage_per_day
        if way.pick_up is not None and rows:
            picked = dates.steps[way.pick_up].end
            held = [_days_beyond(picked, gate_in, row.free_days) * row.detention_per_day for row in rows]
            cost = cost + np.minimum.reduce(held)
        waits: Money = cost * self.boxes
        return waits

    def _boxes_from(self, way: _Way, row: Empties | None) -> float:
        """When boxes of a row can be picked up; minus infinity where nobody asks."""
        if row is None or way.pick_up is None:
            return -np.inf
        return max(self.network.clock.minute(row.available), self._begins + row.lead_h * 60)

    def _dated(
        self, way: _Way, legs: NDArray[np.int64], departure: Minutes, arrival: Minutes, hub_arrival: Minutes,
        hub_departure: Minutes, second: NDArray[np.int64] | None, boxes_from: Minutes,
    ) -> ChainDates:  # fmt: skip
        cutoffs = self.network.cutoffs
        ships = Ships(
            departure=departure,
            arrival=arrival,
            hub_arrival=hub_arrival,
            hub_departure=hub_departure,
            cutoffs={code: given[legs] for code, given in cutoffs.items()},
            hub_cutoffs={} if second is None else {code: given[second] for code, given in cutoffs.items()},
            boxes_from=boxes_from,
        )
        return self._chain_dates(way, ships, None)

    def _chain_dates(self, way: _Way, ships: Ships, not_before: Mapping[str, Minutes] | None) -> ChainDates:
        return chain_dates(
            self.network.clock, self.case, self.shipment, ships, transhipped=way.transhipped, restuffed=way.restuffed,
            not_before=not_before,
        )  # fmt: skip

    def again(self, option: Option, not_before: Mapping[str, float]) -> Option:
        """An option with steps that begin no earlier than that."""
        route, way = option.route, self._way(option.route.hub is not None, option.restuffed)
        several, boxes_from = route.second >= 0, self._boxes_from(way, option.empties)
        cutoffs = self.network.cutoffs
        ships = Ships(
            departure=np.array([route.departure]),
            arrival=np.array([route.arrival]),
            hub_arrival=np.array([route.hub_arrival]),
            hub_departure=np.array([route.hub_departure]),
            cutoffs={code: given[[route.first]] for code, given in cutoffs.items()},
            hub_cutoffs={code: given[[route.second]] for code, given in cutoffs.items()} if several else {},
            boxes_from=np.array([boxes_from]),
        )
        dates = self._chain_dates(way, ships, {step: np.array([least]) for step, least in not_before.items()})
        terms = self.terms(route, option.restuffed, option.empties, option.hub_empties, dates, 0)
        return replace(option, dates=dates, index=0, terms=terms)

    def _key(self, way: _Way, route: Route, row: Empties | None) -> _Key:
        hub = way.hub and route.second >= 0
        return (
            route.first,
            route.second if hub else -1,
            route.hub_arrival if hub else 0.0,
            route.arrival if way.end else 0.0,
            self._boxes_from(way, row),
        )

    def _date(self, way: _Way, wanted: dict[_Key, Route]) -> None:
        """Date what is not dated yet, all at once."""
        for several in (False, True):
            # Dates at the hub are no numbers for direct routes, which must not meet those of others in one pass.
            keys = [key for key, route in wanted.items() if (route.second >= 0) == several]
            keys = [key for key in keys if (way, key) not in self._dates]
            if not keys:
                continue
            routes = [wanted[key] for key in keys]
            dates = self._dated(
                way,
                np.array([route.first for route in routes]),
                np.array([route.departure for route in routes]),
                np.array([route.arrival for route in routes]),
                np.array([route.hub_arrival for route in routes]),
                np.array([route.hub_departure for route in routes]),
                np.array([route.second for route in routes]) if several else None,
                np.array([key[-1] for key in keys]),
            )
            self._dates.update({(way, key): (dates, place) for place, key in enumerate(keys)})

    def options(self, routes: Sequence[Route]) -> list[Option]:
        """Every option on these routes, those that cannot be included."""
        variants = [(route, *variant) for route in routes for variant in self._variants(route)]
        wanted: dict[_Way, dict[_Key, Route]] = {}
        keyed = []
        for route, restuffed, row, hub_row, obstacle in variants:
            way = self._way(route.hub is not None, restuffed)
            key = self._key(way, route, row)
            if (way, key[-1]) in self._first:
                known = self._first[way, key[-1]], self.lane.start_of[route.first]
                self._dates.setdefault((way, key), known)
            wanted.setdefault(way, {}).setdefault(key, route)
            keyed.append((route, restuffed, row, hub_row, obstacle, way, key))
        for way, keys in wanted.items():
            self._date(way, keys)
        found = []
        for route, restuffed, row, hub_row, obstacle, way, key in keyed:
            dates, index = self._dates[way, key]
            terms = self.terms(route, restuffed, row, hub_row, dates, index)
            found.append(Option(self.shipment, route, restuffed, row, hub_row, dates, index, terms, obstacle))
        return found

    def _variants(self, route: Route) -> Iterator[tuple[bool, Empties | None, Empties | None, str]]:
        """With or without other boxes, and the rows of empty ones; what forbids each, "" for nothing."""
        shipment, hub = self.shipment, route.hub
        general = self._obstacle(route)
        kinds = [False]
        if hub is not None and shipment.restuffing and self.case.port_by_code[hub].restuffing_h is not None:
            kinds.append(True)
        for restuffed in kinds:
            obstacle = general or (self._no_time_to_restuff(route) if restuffed else "")
            if not self.case.empties:
                yield restuffed, None, None, obstacle
                continue
            line = route.sailings[0 if restuffed else -1].line
            rows = [row for row in self.rows if row.line == line]
            hub_rows: list[Empties | None] = [None]
            if restuffed:
                hub_rows = [*self._hub_rows(route)]
            if not rows or not hub_rows:
                lack = f"{line} has no empty {shipment.box_type} at {shipment.origin}"
                if rows:
                    lack = f"{route.sailings[-1].line} has no empty {shipment.box_type} at {hub} in time"
                yield restuffed, rows[0] if rows else None, None, obstacle or lack
            elif all(row.boxes < shipment.boxes for row in rows):
                most = max(row.boxes for row in rows)
                lack = f"{line} has {most} empty {shipment.box_type} at {shipment.origin}, and it is {shipment.boxes}"
                yield restuffed, rows[0], hub_rows[0], obstacle or lack
            else:
                for row in rows:
                    if row.boxes >= shipment.boxes:
                        for hub_row in hub_rows:
                            yield restuffed, row, hub_row, obstacle

    def _obstacle(self, route: Route) -> str:
        """What of the shipment itself forbids a route."""
        shipment, clock = self.shipment, self.case.terminal.clock
        if shipment.direct_only and route.hub is not None:
            return f"transhipment is refused, and it changes ships at {route.hub}"
        latest = shipment.latest_departure
        if latest is not None and route.sailings[0].departure > latest:
            return f"it leaves after the latest departure {clock(latest)}"
        if shipment.declared_elsewhere and route.hub != shipment.declared_at:
            return f"it is declared at {shipment.declared_at} and does not first change ships there"
        mass = shipment.gross_mass_kg
        for leg in route.sailings:
            if shipment.teu > leg.capacity_teu:
                return f"{leg.id} has room for {leg.capacity_teu} TEU, and it is {shipment.teu}"
            if shipment.plug and leg.capacity_plugs is not None and shipment.boxes > leg.capacity_plugs:
                return f"{leg.id} has {leg.capacity_plugs} plugs, and it is {shipment.boxes} reefers"
            if leg.capacity_kg is not None and mass > leg.capacity_kg:
                return f"{leg.id} can take {leg.capacity_kg} kg, and it is {mass}"
        return ""

    def _no_time_to_restuff(self, route: Route) -> str:
        port = self.case.port_by_code[route.hub or ""]
        takes = (port.restuffing_h or 0) * 60
        latest = route.hub_departure - port.connection_h * 60
        if "TCO" in self.network.cutoffs:
            latest = min(latest, float(self.network.cutoffs["TCO"][route.second]))
        late = route.hub_arrival + takes - latest
        return "" if late <= SAME else f"{late / 60:g} h too few to move the goods into other boxes at {route.hub}"

    def _hub_rows(self, route: Route) -> Iterator[Empties]:
        line, clock = route.sailings[-1].line, self.network.clock
        for row in self.case.empties:
            if (row.port, row.box_type, row.line) != (route.hub, self.shipment.box_type, line):
                continue
            there = max(clock.minute(row.available), self._begins + row.lead_h * 60)
            if there <= route.hub_arrival + SAME and row.boxes >= self.shipment.boxes:
                yield row

    def terms(
        self, route: Route, restuffed: bool, row: Empties | None, hub_row: Empties | None, dates: ChainDates, index: int
    ) -> dict[str, float]:
        """The cost of an option by term, alone in its boxes."""
        shipment, costs, boxes = self.shipment, self.case.terminal.costs, self.shipment.boxes
        port = self.case.port_by_code[shipment.origin]
        way = self._way(route.hub is not None, restuffed)
        storage = detention = 0.0
        if way.gate_in is not None:
            gate_in = float(dates.steps[way.gate_in].end[index])
            storage = _beyond(gate_in, route.departure, port.free_days) * port.storage_per_day
            if way.pick_up is not None and row is not None:
                picked = float(dates.steps[way.pick_up].end[index])
                detention = _beyond(picked, gate_in, row.free_days) * row.detention_per_day
        per_box = sum(taken.cost_per_box for taken in (row, hub_row) if taken is not None)
        late = costs.shipment_late_per_day if shipment.late_per_day is None else shipment.late_per_day
        restuffing = self.case.port_by_code[route.hub or ""].restuffing_per_box if restuffed else 0
        return {
            "freight": float(route.freight * shipment.teu),
            "handling": (port.handling_per_box + route.handling) * boxes,
            "storage": (storage + route.storage) * boxes,
            "empties": float(per_box * boxes),
            "detention": detention * boxes,
            "restuffing": restuffing * shipment.share,
            "steps": way.cost(shipment),
            "transit": costs.transit_per_day * (route.arrival - self._ready) / _DAY * shipment.share,
            "lateness": late * max(0.0, route.arrival - self._latest) / _DAY * shipment.share,
            "roll_over": self._roll_over(route.first),
        }

    def arrival_cost(self, arrival: Minutes) -> Money:
        """Transit and lateness of arriving then."""
        shipment, costs = self.shipment, self.case.terminal.costs
        late = costs.shipment_late_per_day if shipment.late_per_day is None else shipment.late_per_day
        whole = costs.transit_per_day * (arrival - self._ready) + late * np.maximum(0.0, arrival - self._latest)
        cost: Money = whole / _DAY * shipment.share
        return cost

    def _roll_over(self, leg: int) -> float:
        """What it costs to board first where it does."""
        if self._confirmed is None:
            return 0.0
        voyage, leaves = self._confirmed
        if self.case.sailings[leg].voyage == voyage or self.network.leg_departure[leg] <= leaves + SAME:
            return 0.0
        return self.case.terminal.costs.roll_over_per_box * self.shipment.share

    @cached_property
    def _confirmed(self) -> tuple[str, float] | None:
        """The voyage that it is confirmed on, and when that leaves the origin; never, where it does not come there."""
        shipment = self.shipment
        if shipment.voyage is None:
            return None
        legs = [leg for leg in self.case.sailings if (leg.voyage, leg.origin) == (shipment.voyage, shipment.origin)]
        leaves = [self.network.clock.minute(leg.departure) for leg in legs]
        return shipment.voyage, min(leaves, default=-np.inf)


def _beyond(start: float, end: float, free: int) -> float:
    """Whole days, begun ones included, beyond so many free ones; none where the end never comes."""
    days = (end - start) / _DAY
    return float(max(0, ceil(days - 1e-9) - free)) if isfinite(days) else 0.0


def _days_beyond(start: Minutes, end: Minutes, free: int) -> Money:
    """The same of many."""
    days = np.ceil((end - start) / _DAY - 1e-9) - free
    return np.where(np.isfinite(days), np.maximum(0.0, days), 0.0)


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
