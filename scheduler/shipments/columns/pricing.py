"""The search for columns that prices make worth taking, and the bound that the prices prove."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

import numpy as np

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.columns.lane_table import Crew, Table
from scheduler.shipments.columns.relaxation import Prices, unserved_cost
from scheduler.shipments.columns.sharing import Column, column, groups, sets
from scheduler.shipments.offer import Offer
from scheduler.shipments.option import Option
from scheduler.shipments.routes import Money, Network, Route
from scheduler.stopping import Ended, never, unless

# Crews of a group of shipments that could share boxes; where there are more, no plan is proven to be the best.
_MOST_SETS = 1_500
# More than any cost.
_ANY = 1e18


@dataclass(frozen=True)
class Found:
    """The columns found of those looked at, whether they are all up to the limit, and the bound on any plan's cost."""

    columns: list[Column]
    whole: bool
    bound: float
    looked_at: int = 0


class Pricing:
    """All open shipments of a case with their options so far. Raises OutOfTime where it has `ended`."""

    def __init__(self, network: Network, ended: Ended = never) -> None:
        self.network, self.case = network, network.case
        self._open = [shipment for shipment in self.case.shipments if shipment.open]
        self.offers: dict[str, Offer] = {}
        for shipment in self._open:
            unless(ended)
            self.offers[shipment.id] = Offer(network, shipment)
        lanes: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
        for offer in self.offers.values():
            lanes[offer.lane.origin, offer.lane.destination].append(offer)
        self._groups: list[tuple[list[Crew], bool]] = []
        for members in groups(self.case, self._open):
            shared, whole = sets(members, _MOST_SETS)
            crews = [Crew([self.offers[shipment.id] for shipment in crew]) for crew in shared]
            self._groups.append((crews, whole))
        self._lanes = [
            (offers, [crew for crews, _ in self._groups for crew in crews if crew.lane is offers[0].lane])
            for offers in lanes.values()
        ]
        self._made: dict[int, Table] = {}
        self._lane_of = {offer.shipment.id: lane for lane, (offers, _) in enumerate(self._lanes) for offer in offers}
        self._options: dict[str, dict[Route, list[Option]]] = {shipment.id: {} for shipment in self._open}
        self._boxes: dict[tuple[object, ...], Column | None] = {}

    def search(
        self, prices: Prices, spare: float | None, most: int, ended: Callable[[], bool], without: Set[str] = frozenset()
    ) -> Found:
        """The columns that cost at most `spare` more than their shipments are worth, `most` for each shipment.

        Without `spare`, the cheapest few routes of each. The bound is that of Lagrange: every shipment goes its
        cheapest way at these prices. Nothing is looked for, and nothing proven, for shipments that it is `without`.
        """
        columns: list[Column] = []
        whole = all(complete for _, complete in self._groups)
        alone: dict[str, float] = {}
        crews: dict[tuple[str, ...], float] = {}
        looked_at = 0
        for lane in range(len(self._lanes)):
            if ended():
                return Found(columns, False, -np.inf)
            table = self._table(lane)
            through, moving = table.through(prices)
            for place, rider in enumerate(table.riders):
                if ended():
                    return Found(columns, False, -np.inf)
                if not without.isdisjoint(rider.names):
                    continue
                start = table.starts[place]
                least = float((through[table.lane.starts, place] + start).min(initial=np.inf))
                worth = sum(prices.worth[name] for name in rider.names)
                if isinstance(rider, Crew):
                    crews[rider.names] = least - worth
                else:
                    alone[rider.shipment.id] = min(unserved_cost(self.case, rider.shipment), least)
                    if rider.shipment.part_of_box is not None:
                        continue
                if spare is None and len(rider.names) > 1:
                    # Nothing is known yet of what sharing is worth.
                    continue
                limit = worth + (_ANY if spare is None else spare)
                if least <= limit:
                    found, all_of_them = table.lane.routes(
                        through[:, place], moving[:, place], start, rider.boxes, limit, most
                    )
                    whole &= all_of_them
                    made = self._columns(rider, [route for _, route in found])
                    looked_at += len(made)
                    columns += [one for one in made if spare is None or prices.reduced(one) <= spare]
        return Found(columns, whole, -np.inf if without else self._bound(prices, alone, crews), looked_at)

    def with_room(
        self, shipment: str, prices: Prices, left: tuple[Money, Money, Money], empty: Mapping[str, float], most: int
    ) -> list[Column]:
        """The cheapest columns of a shipment alone in its boxes that the legs still have room for."""
        table = self._table(self._lane_of[shipment])
        # Last comes the one with a box of its own.
        place = max(place for place, rider in enumerate(table.riders) if rider.names == (shipment,))
        through, moving = table.only(place, prices, left, empty)
        rider, start = table.riders[place], table.starts[place]
        worst = unserved_cost(self.case, self.offers[shipment].shipment) + _ANY
        found, _ = table.lane.routes(through, moving, start, rider.boxes, worst, most)
        return sorted(self._columns(rider, [route for _, route in found]), key=prices.reduced)

    def _table(self, lane: int) -> Table:
        """The shipments of a lane, once they are asked for: it takes its time."""
        if lane not in self._made:
            self._made[lane] = Table.of(*self._lanes[lane])
        return self._made[lane]

    def _bound(self, prices: Prices, alone: Mapping[str, float], crews: Mapping[tuple[str, ...], float]) -> float:
        """What every plan costs at least: each shipment goes its cheapest way, and what is scarce is paid for.

        Those who may share boxes pay the greater of two bounds: their parts of the boxes, or what they are worth, if no
        crew is worth more than its box; else less what as many crews as there are members would gain.
        """
        bound = -prices.spare(self.case)
        bound += sum(cost for name, cost in alone.items() if self.offers[name].shipment.part_of_box is None)
        for group, complete in self._groups:
            names = [crew.names[0] for crew in group if len(crew.names) == 1]
            apart = sum(alone[name] for name in names)
            gain = min(0.0, min(crews[crew.names] for crew in group)) * len(names)
            bound += max(apart, sum(prices.worth[name] for name in names) + gain) if complete else apart
        return bound

    def _columns(self, rider: Offer | Crew, routes: list[Route]) -> list[Column]:
        """What a rider can do on these routes."""
        if isinstance(rider, Offer):
            return [Column((option,), option.cost) for option in self.options(rider.shipment, routes)]
        by_key: defaultdict[tuple[object, ...], list[Option]] = defaultdict(list)
        for offer in rider.offers:
            for option in self.options(offer.shipment, routes):
                by_key[option.key].append(option)
        together = [self._together(options) for options in by_key.values() if len(options) == len(rider.offers)]
        return [one for one in together if one is not None]

    def options(self, shipment: Shipment, routes: Iterable[Route]) -> list[Option]:
        """The feasible options of a shipment on these routes, dated once."""
        known, wanted = self._options[shipment.id], list(routes)
        new = [route for route in wanted if route not in known]
        if new:
            known.update({route: [] for route in new})
            for option in self.offers[shipment.id].options(new):
                if option.feasible:
                    known[option.route].append(option)
        return [option for route in wanted for option in known[route]]

    def _together(self, options: list[Option]) -> Column | None:
        key = (tuple(option.shipment.id for option in options), *options[0].key)
        if key not in self._boxes:
            self._boxes[key] = column(options, self.offers)
        return self._boxes[key]


def plan_cost(case: Case, columns: Iterable[Column]) -> float:
    """What a plan of these columns costs, with all others left."""
    served, cost = set(), 0.0
    for one in columns:
        served |= set(one.ids)
        cost += one.cost
    return cost + sum(unserved_cost(case, s) for s in case.shipments if s.open and s.id not in served)
