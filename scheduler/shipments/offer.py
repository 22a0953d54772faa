"""What can be done with one shipment: where it can begin, and its options on given routes, dated and costed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from data.bookings import Empties, Shipment
from data.export_chain import ChainStep, begins, conditions, steps_of
from data.shipment_plans import Routed
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import SAME, Minutes
from scheduler.shipments.dating.dates import ChainDates, Ships
from scheduler.shipments.kept import Kept
from scheduler.shipments.option import Option, Way
from scheduler.shipments.routes import Money, Network, Route, days_beyond
from scheduler.shipments.variants import Variants

_DAY = 1_440.0
_NO_MOMENT = float("nan")

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
        self._kept = network.kept.get(shipment.id)
        self._begins, self._ready = clock.minute(begins(shipment)), clock.minute(shipment.ready)
        self._latest = clock.minute(shipment.latest_arrival)
        usual = self.case.terminal.costs.shipment_late_per_day
        self._late_per_day = usual if shipment.late_per_day is None else shipment.late_per_day
        self.rows = [
            row for row in self.case.empties if (row.port, row.box_type) == (shipment.origin, shipment.box_type)
        ]
        self._variants = Variants(network, shipment, self.rows)
        self._dates: dict[tuple[Way, _Key], tuple[ChainDates, int]] = {}
        self._ways: dict[tuple[bool, bool], Way] = {}
        # Dates of the lane's starts, of ways whose dates depend on nothing else.
        self._first: dict[tuple[Way, float], ChainDates] = {}

    def _way(self, transhipped: bool, restuffed: bool) -> Way:
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
            self._ways[kind] = same or Way(transhipped, restuffed, steps)
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
        if self._kept is not None:
            may &= self._stays(self._kept)
        return np.where(may, cost, np.inf)

    def _stays(self, kept: Kept) -> NDArray[np.bool_]:
        """Which of the lane's `starts` go with what stays of its way."""
        lane, stretches = self.lane, self.network.stretches
        found = []
        for place in lane.places[lane.starts]:
            legs = tuple(leg.id for leg in stretches[place].legs)
            same = min(len(legs), len(kept.legs))
            late = bool(kept.legs) or stretches[place].departure > kept.now
            found.append(late and legs[:same] == kept.legs[:same])
        return np.array(found, dtype=bool)

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

    def _waits(self, way: Way, dates: ChainDates, rows: list[Empties] | None) -> Money:
        """Storage and detention at the origin at least; nothing where they depend on more than the first ship."""
        departure = self.lane.departure[self.lane.starts]
        late = way.hub and any(step.late for step in way.steps)
        if way.gate_in is None or late or self.shipment.part_of_box is not None:
            return np.zeros(len(departure))
        port = self.case.port_by_code[self.shipment.origin]
        gate_in = dates.steps[way.gate_in].end
        cost = _days_beyond(departure - gate_in, port.free_days) * port.storage_per_day
        if way.pick_up is not None and rows:
            picked = dates.steps[way.pick_up].end
            held = [_days_beyond(gate_in - picked, row.free_days) * row.detention_per_day for row in rows]
            cost = cost + np.minimum.reduce(held)
        waits: Money = cost * self.boxes
        return waits

    def _boxes_from(self, way: Way, row: Empties | None) -> float:
        """When boxes of a row can be picked up; minus infinity where nobody asks."""
        if row is None or way.pick_up is None:
            return -np.inf
        return max(self.network.clock.minute(row.available), self._begins + row.lead_h * 60)

    def _dated(
        self, way: Way, legs: NDArray[np.int64], departure: Minutes, arrival: Minutes, hub_arrival: Minutes,
        hub_departure: Minutes, second: NDArray[np.int64] | None, boxes_from: Minutes,
        not_before: Mapping[str, Minutes] | None = None, not_after: Mapping[str, Minutes] | None = None,
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
        return chain_dates(
            self.network.clock, self.case, self.shipment, ships, transhipped=way.transhipped, restuffed=way.restuffed,
            not_before=not_before, not_after=not_after,
        )  # fmt: skip

    def again(self, option: Option, not_before: Mapping[str, float], not_after: Mapping[str, float]) -> Option:
        """An option with steps that begin no earlier, and end no later, than that."""
        route, way = option.route, self._way(option.route.hub is not None, option.restuffed)
        dates = self._dated(
            way,
            np.array([route.first]),
            np.array([route.departure]),
            np.array([route.arrival]),
            np.array([route.hub_arrival]),
            np.array([route.hub_departure]),
            np.array([route.second]) if route.second >= 0 else None,
            np.array([self._boxes_from(way, option.empties)]),
            {step: np.array([least]) for step, least in not_before.items()},
            {step: np.array([most]) for step, most in not_after.items()},
        )
        terms = self.terms(route, option.restuffed, option.empties, option.hub_empties, dates, 0)
        return replace(option, dates=dates, index=0, terms=terms)

    def option_of(self, routed: Routed) -> Option | None:
        """The option that a plan has for the shipment, alone in its box; None where the lane has it no more."""
        sailings = [self.case.sailing_by_id.get(leg) for leg in routed.sailings]
        legs = [leg for leg in sailings if leg is not None]
        if len(legs) < len(sailings):
            return None
        aboard = [tuple(on_board) for _, on_board in groupby(legs, key=lambda leg: leg.voyage)]
        path = [self.lane.place_of(tuple(self.network.leg_place[leg.id] for leg in on_board)) for on_board in aboard]
        places = tuple(place for place in path if place is not None)
        if len(places) < len(path):
            return None
        wanted = routed.restuffed_at, routed.empties, routed.hub_empties
        return next((option for option in self.options([self.lane.route(places)]) if option.boxes == wanted), None)

    def _key(self, way: Way, route: Route, row: Empties | None) -> _Key:
        hub = way.hub and route.second >= 0
        return (
            route.first,
            route.second if hub else -1,
            route.hub_arrival if hub else 0.0,
            route.arrival if way.end else 0.0,
            self._boxes_from(way, row),
        )

    def _date(self, way: Way, wanted: dict[_Key, Route]) -> None:
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
        variants = [(route, *variant) for route in routes for variant in self._variants.of(route)]
        wanted: dict[Way, dict[_Key, Route]] = {}
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
            storage = days_beyond(route.departure - gate_in, port.free_days) * port.storage_per_day
            if way.pick_up is not None and row is not None:
                picked = float(dates.steps[way.pick_up].end[index])
                detention = days_beyond(gate_in - picked, row.free_days) * row.detention_per_day
        per_box = sum(taken.cost_per_box for taken in (row, hub_row) if taken is not None)
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
            "lateness": self._late_per_day * max(0.0, route.arrival - self._latest) / _DAY * shipment.share,
            "roll_over": self._roll_over(route.first),
        }

    def arrival_cost(self, arrival: Minutes) -> Money:
        """Transit and lateness of arriving then."""
        transit = self.case.terminal.costs.transit_per_day * (arrival - self._ready)
        late = self._late_per_day * np.maximum(0.0, arrival - self._latest)
        cost: Money = (transit + late) / _DAY * self.shipment.share
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


def _days_beyond(waits: Minutes, free: int) -> Money:
    """As `days_beyond`, of many."""
    days = np.ceil(waits / _DAY - 1e-9) - free
    return np.where(np.isfinite(days), np.maximum(0.0, days), 0.0)
