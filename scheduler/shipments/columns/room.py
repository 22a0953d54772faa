"""What is left of legs and empty boxes while a plan is put together column by column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.columns.relaxation import Prices, room_of, uses
from scheduler.shipments.columns.sharing import Column
from scheduler.shipments.routes import Money

# Shares of a column that differ from 1 by less are whole.
SPLIT = 1e-6
# Other ways that are looked at where all known ones are full.
_OTHERS = 6
# Rounds in which each shipment goes better where it can.
_PASSES = 5


class Room:
    """What is left of the legs and of the rows of empty boxes."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._left: dict[tuple[str, str], float] = {}

    def _of(self, limit: tuple[str, str]) -> float:
        return self._left.setdefault(limit, room_of(self._case, limit))

    def has(self, column: Column, instead: Column | None = None) -> bool:
        """Whether there is room for a column, where another goes for it."""
        freed = dict(uses(instead)) if instead is not None else {}
        return all(amount <= self._of(limit) + freed.get(limit, 0.0) for limit, amount in uses(column))

    def take(self, column: Column, sign: int = 1) -> None:
        """Take what a column uses; with -1 give it back."""
        for limit, amount in uses(column):
            self._left[limit] = self._of(limit) - sign * amount

    def legs(self) -> tuple[Money, Money, Money]:
        """What is left of each leg: room, plugs, and mass in kg."""
        legs = self._case.sailings
        teu = np.array([self._of(("teu", leg.id)) for leg in legs])
        plugs = [np.inf if leg.capacity_plugs is None else self._of(("plugs", leg.id)) for leg in legs]
        kg = [np.inf if leg.capacity_kg is None else self._of(("kg", leg.id)) * 1_000 for leg in legs]
        return teu, np.array(plugs), np.array(kg)

    def rows(self) -> dict[str, float]:
        """What is left of each row of empty boxes."""
        return {row.id: self._of(("rows", row.id)) for row in self._case.empties}

    def on_board(self, route: Iterable[str], shipment: Shipment) -> bool:
        """Whether some legs have room for a shipment."""
        for name in route:
            leg = self._case.sailing_by_id[name]
            if self._of(("teu", name)) < shipment.teu:
                return False
            if leg.capacity_plugs is not None and shipment.plug and self._of(("plugs", name)) < shipment.boxes:
                return False
            if leg.capacity_kg is not None and self._of(("kg", name)) < shipment.gross_mass_kg / 1_000:
                return False
        return True


def nearly_whole(columns: Sequence[Column], values: Sequence[float]) -> list[Column]:
    """The columns that a relaxation takes as a whole."""
    return [column for column, value in zip(columns, values, strict=False) if value > 1 - SPLIT]


def rounded(
    pricing: Pricing, columns: Sequence[Column], values: Sequence[float], prices: Prices
) -> tuple[list[Column], list[Column]]:
    """A plan near a relaxation: what it takes as a whole, then for the biggest shipments first, the best with room.

    Then each in turn goes better where by now it can. With the columns that were found on the way.
    """
    room = Room(pricing.case)
    plan: dict[str, Column] = {}
    found: list[Column] = []

    def take(column: Column) -> bool:
        if not plan.keys().isdisjoint(column.ids) or not room.has(column):
            return False
        room.take(column)
        plan.update(dict.fromkeys(column.ids, column))
        return True

    for column in nearly_whole(columns, values):
        take(column)
    ways: defaultdict[str, list[Column]] = defaultdict(list)
    for column in columns:
        for shipment in column.ids:
            ways[shipment].append(column)
    sizes = {shipment: offer.shipment.teu for shipment, offer in pricing.offers.items()}
    waiting = sorted((name for name in sizes if name not in plan), key=lambda name: (-sizes[name], name))
    for shipment in waiting:
        if shipment in plan or any(take(column) for column in sorted(ways[shipment], key=prices.reduced)):
            continue
        others = pricing.with_room(shipment, prices, room.legs(), room.rows(), _OTHERS)
        found += others
        any(take(column) for column in others)
    for _ in range(_PASSES):
        changed = False
        for shipment in sorted(sizes):
            now = plan.get(shipment)
            if now is None or len(now.ids) > 1:
                continue
            for column in sorted(ways[shipment], key=lambda one: one.cost):
                if column.cost >= now.cost - SPLIT:
                    break
                if len(column.ids) == 1 and room.has(column, now):
                    room.take(now, -1)
                    del plan[shipment]
                    changed |= take(column)
                    break
        if not changed:
            break
    return list(dict.fromkeys(plan.values())), found
