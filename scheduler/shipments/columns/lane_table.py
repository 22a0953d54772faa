"""Who rides on the routes between two ports, in one table, to be priced at once: shipments, and crews of a box.

A shipment with part of a box is there twice: for a bound that holds whoever it shares with, it pays that part of what
is paid by box; and in each crew that it may be one of, the crew pays for the box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.shipments.columns.relaxation import Prices
from scheduler.shipments.offer import Offer
from scheduler.shipments.routes import Lane, Money


@dataclass(frozen=True, eq=False)
class Crew:
    """Shipments with part of a box that share one, or one that has it alone."""

    offers: list[Offer]

    boxes = 1.0

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its members by id."""
        return tuple(offer.shipment.id for offer in self.offers)

    @property
    def lane(self) -> Lane:
        """Where they go."""
        return self.offers[0].lane

    def row_costs(self, prices: Mapping[str, float]) -> Money:
        """What its empty boxes cost at least to arrive with each stretch."""
        cost: Money = np.maximum.reduce([offer.row_costs(prices) / offer.boxes for offer in self.offers])
        return cost

    @cached_property
    def ends(self) -> Money:
        """What it costs to arrive with each stretch."""
        cost: Money = np.add.reduce([offer.arrival_cost(self.lane.arrival) for offer in self.offers])
        return cost

    @cached_property
    def starts(self) -> Money:
        """What it costs at least to begin with each stretch; infinite where one of them cannot."""
        least = max(offer.least_by_box for offer in self.offers) + sum(offer.least_alone for offer in self.offers)
        first: Money = np.add.reduce([_starts(offer) for offer in self.offers])
        return first + least


def _starts(offer: Offer) -> Money:
    """What it costs a shipment to begin with each stretch, the least that it costs anyway aside."""
    lane = offer.lane
    return np.where(lane.ends[lane.starts], offer.starts, np.inf) if offer.shipment.direct_only else offer.starts


@dataclass(frozen=True, eq=False)
class Table:
    """The shipments of a lane and its groups, with what they take and cost."""

    lane: Lane
    offers: list[Offer]
    crews: list[Crew]
    starts: list[Money]
    teu: Money
    plugs: Money
    kg: Money
    boxes: Money
    ends: Money
    fits: Money  # nothing where a stretch could take a shipment, infinite where not

    @property
    def riders(self) -> Sequence[Offer | Crew]:
        """Its columns."""
        return [*self.offers, *self.crews]

    @classmethod
    def of(cls, offers: list[Offer], crews: list[Crew]) -> "Table":
        """The table of a lane's shipments."""
        lane = offers[0].lane
        shipments = [offer.shipment for offer in offers]
        members = [crew.offers[0] for crew in crews]
        fits = [_fits(offer) for offer in offers]
        fits += [np.maximum.reduce([_fits(offer) for offer in crew.offers]) for crew in crews]
        ends = [offer.arrival_cost(lane.arrival) for offer in offers] + [crew.ends for crew in crews]
        teu = [offer.teu * offer.boxes for offer in offers] + [float(offer.teu) for offer in members]
        plugs = [offer.boxes * offer.shipment.plug for offer in offers]
        plugs += [float(offer.shipment.plug) for offer in members]
        kg = [shipment.gross_mass_kg for shipment in shipments]
        kg += [sum(offer.shipment.gross_mass_kg for offer in crew.offers) for crew in crews]
        return cls(
            lane,
            offers,
            crews,
            starts=[*(_starts(offer) + offer.least for offer in offers), *(crew.starts for crew in crews)],
            teu=np.array(teu),
            plugs=np.array(plugs),
            kg=np.array(kg, dtype=np.float64),
            boxes=np.array([*(offer.boxes for offer in offers), *(1.0 for _ in crews)]),
            ends=np.column_stack(ends),
            fits=np.column_stack(fits),
        )

    def through(self, prices: Prices) -> tuple[Money, Money]:
        """What each pays from boarding a stretch to the end, and on the stretch itself."""
        lane, network = self.lane, self.lane.network
        teu = (network.freight + network.summed(prices.teu))[lane.places]
        moving = self.fits + teu[:, None] * self.teu
        for price, amount in ((prices.plugs, self.plugs), (prices.kg, self.kg)):
            if price.any():
                moving = moving + network.summed(price)[lane.places][:, None] * amount
        rows = np.column_stack([rider.row_costs(prices.rows) for rider in self.riders])
        return lane.completion(moving, self.boxes, self.ends + rows), moving

    def only(
        self, place: int, prices: Prices, left: tuple[Money, Money, Money], empty: Mapping[str, float]
    ) -> tuple[Money, Money]:
        """The same of one of them, where so much room, plugs and mass is left of each leg, and boxes of each row."""
        lane, network = self.lane, self.lane.network
        moving = self.fits[:, place] + (network.freight + network.summed(prices.teu))[lane.places] * self.teu[place]
        for room, taken in zip(left, (self.teu[place], self.plugs[place], self.kg[place]), strict=True):
            if taken:
                moving = np.where(network.least(room)[lane.places] < taken - 1e-9, np.inf, moving)
        rider = self.riders[place]
        boxes = max(1.0, self.boxes[place])
        gone = {row: np.inf for row, count in empty.items() if count < boxes}
        ends = self.ends[:, place] + rider.row_costs({**prices.rows, **gone})
        moving = moving[:, None]
        return lane.completion(moving, self.boxes[[place]], ends[:, None])[:, 0], moving[:, 0]


def _fits(offer: Offer) -> Money:
    """Nothing where a stretch of the lane could take a shipment alone, infinite where not."""
    lane, shipment = offer.lane, offer.shipment
    legs = offer.case.sailings
    fits = np.zeros(len(lane.places))
    for wanted, given in (
        (shipment.teu, [leg.capacity_teu for leg in legs]),
        (shipment.boxes if shipment.plug else 0, [leg.capacity_plugs for leg in legs]),
        (shipment.gross_mass_kg, [leg.capacity_kg for leg in legs]),
    ):
        room = np.array([np.inf if most is None else float(most) for most in given])
        fits = np.where(offer.network.least(room)[lane.places] < wanted, np.inf, fits)
    return fits
