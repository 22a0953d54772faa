"""What is left of legs and empty boxes while a plan is put together column by column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.master import Prices, room_of, uses
from scheduler.shipments.pricing import Pricing
from scheduler.shipments.routes import Money
from scheduler.shipments.sharing import Column

# Shares of a column that differ from 1 by less are whole.
SPLIT = 1e-6
# Other ways that are looked at where all known ones are full.
_OTHERS = 6


class Room:
    """What is left of the legs and of the rows of empty boxes."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._left: dict[tuple[str, str], float] = {}

    def _of(self, limit: tuple[str, str]) -> float:
        return self._left.setdefault(limit, room_of(self._case, limit))

    def has(self, column: Column, instead: Column | None = None) -> bool:
        """Whether there is room for a column, where another goes for it."""
        freed = dict(uses(self._case, instead)) if instead is not None else {}
        return all(amount <= self._of(limit) + freed.get(limit, 0.0) for limit, amount in uses(self._case, column))

    def take(self, column: Column, sign: int = 1) -> None:
        """Take what a column uses; with -1 give it back."""
        for limit, amount in uses(self._case, column):
            self._left[limit] = self._of(limit) - sign * amount

    def legs(self) -> tuple[Money, Money, Money]:
        """What is left of each leg: room, plugs, and mass in kg."""
        legs = self._case.sailings
        teu = np.array([self._of(("teu", leg.id)) for leg in legs])
        plugs = [np.inf if leg.capacity_plugs is None else self._of(("plugs", leg.id)) for leg in legs]
        kg = [np.inf if leg.capacity_kg is None else self._of(("kg", leg.id)) * 1_000 for leg in legs]
        return teu, np.array(plugs), np.array(kg)

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


def rounded(pricing: Pricing, columns: Sequence[Column], values: Sequence[float], prices: Prices) -> list[Column]:
    """A plan near a relaxation: what it takes as a whole, then for the biggest shipments first, the best with room."""
    room, served = Room(pricing.case), set[str]()
    plan: list[Column] = []

    def take(column: Column) -> bool:
        if not served.isdisjoint(column.ids) or not room.has(column):
            return False
        room.take(column)
        served.update(column.ids)
        plan.append(column)
        return True

    for column in nearly_whole(columns, values):
        take(column)
    waiting: defaultdict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if served.isdisjoint(column.ids):
            for shipment in column.ids:
                waiting[shipment].append(column)
    sizes = {shipment: max(column.teu for column in ways) for shipment, ways in waiting.items()}
    for shipment in sorted(waiting, key=lambda name: (-sizes[name], name)):
        if shipment in served or any(take(column) for column in sorted(waiting[shipment], key=prices.reduced)):
            continue
        any(take(column) for column in pricing.with_room(shipment, prices, room.legs(), _OTHERS))
    return plan
