"""A ship that is loaded box by box: whether a box may stand in a slot as she stands now, and what is in the way."""

from typing import NamedTuple

from data.cargo import Container
from data.codes import is_forty_five_foot
from data.profiles import ShipStack
from data.slots import Cell
from scheduler.loading.around import apart, close_around, room_around
from scheduler.loading.ship import Aboard, Column, box_mm

NOTHING_BELOW = "nothing stands below it"
_NO_LIMIT = 10**12


class Measures(NamedTuple):
    """Of a half of a column: doubled kilograms in all and above the lashed tiers, and millimetres of height.

    `long` are the kilograms of the longer boxes of the whole column.
    """

    shared: int
    loose: int
    long: int
    mm: int


def added(stack: ShipStack, tier: int, *, long: bool, kg: int, mm: int) -> Measures:
    """What a box adds to each half that it takes, so many tiers above the bottom."""
    shared = kg if long else 2 * kg
    loose = stack.level == "deck" and tier >= stack.lashed_tiers
    return Measures(shared, shared if loose else 0, kg if long else 0, mm)


def measured(column: Column, half: int) -> Measures:
    """What a half of a column has."""
    boxes = [
        added(column.stack, tier, long=box.long, kg=box.mass_kg, mm=box_mm(box)) for tier, box in column.carried(half)
    ]
    long = sum(box.mass_kg for box in column.boxes if box.long)
    return Measures(
        sum(each.shared for each in boxes), sum(each.loose for each in boxes), long, sum(b.mm for b in boxes)
    )


def limits(ship: Aboard, column: Column, half: int) -> Measures:
    """What a half of a column may have: what its stack bears, or what it came with where that is more."""
    stack, came = column.stack, measured(ship.arrival[column.key], half)
    loose = 2 * stack.loose_kg if stack.level == "deck" else _NO_LIMIT
    # Heights are whole millimetres, and metres are decimals.
    own = Measures(2 * stack.max_20_kg, loose, stack.max_40_kg, int(stack.height_m * 1000 + 1e-3))
    return Measures(*map(max, own, came))


class Fitting:
    """A ship while boxes are put on board one by one."""

    def __init__(self, ship: Aboard) -> None:
        self.ship = ship
        self.hazardous: list[tuple[Cell, Container]] = []
        for column in ship.columns:
            boxes = {
                box.id: (Cell.of(column.slot(None if box.long else half, tier)), box)
                for half in column.halves
                for tier, box in column.carried(half)
            }
            for cell, box in boxes.values():
                self._note(cell, box)

    def put(self, slot: str, box: Container) -> None:
        """A box stands in a slot from now on."""
        cell, column = Cell.of(slot), self.ship.column_of(slot)
        for half in cell.twenties:
            column.put(box, half, column.stack.tiers_below(cell.tier))
        self._note(cell, box)

    def _note(self, cell: Cell, box: Container) -> None:
        if box.hazards:
            self.hazardous.append((cell, box))
        if box.out_of_gauge:
            close_around(self.ship, cell, box)

    def hindrance(self, slot: str, box: Container) -> str | None:
        """What keeps a box from a slot now, in words that follow "in this slot"; None where it may stand there."""
        return (
            self.of_slot(slot)
            or self.of_kind(slot, box)
            or self.hanging(slot)
            or self.of_measures(slot, box)
        )  # fmt: skip

    def of_slot(self, slot: str) -> str | None:
        """What keeps every box from a slot, but for what is missing below it."""
        cell = Cell.of(slot)
        if not self.ship.layout.has(cell):
            return "the ship has no such slot"
        column = self.ship.column_of(slot)
        if not self.ship.loadable(column):
            return "its hatch stays shut, since boxes that remain on board stand on it"
        tier = column.stack.tiers_below(cell.tier)
        for half in cell.twenties:
            there = column.standing[half].get(tier)
            if there is not None:
                return f"{there.id} stands there"
            if column.filled(half) > tier:
                return "boxes stand above it already"
        if any(tier >= column.ceiling(half) for half in cell.twenties):
            return "cargo out of gauge nearby needs the room"
        return None

    def hanging(self, slot: str) -> str | None:
        """Says so where a half below a slot is empty."""
        cell, column = Cell.of(slot), self.ship.column_of(slot)
        empty = any(column.filled(half) < column.stack.tiers_below(cell.tier) for half in cell.twenties)
        return NOTHING_BELOW if empty else None

    def of_kind(self, slot: str, box: Container) -> str | None:
        """What keeps a box from a slot that others may stand in, for what it is and for its neighbours."""
        cell, column = Cell.of(slot), self.ship.column_of(slot)
        tier = column.stack.tiers_below(cell.tier)
        if box.long != (len(cell.twenties) == 2):
            return "no box of its length may stand"
        below = [column.standing[half].get(tier - 1) for half in cell.twenties]
        longer = next((other for other in below if other is not None and other.long and not box.long), None)
        if longer is not None:
            return f"it would stand on {longer.id}, which is longer than its 20 feet"
        if box.plug and not column.stack.plugged(cell):
            return "there is no plug"
        if is_forty_five_foot(box.box_type) and column.stack.level == "hold":
            return "it would stand in the hold, and is longer than 40 feet"
        for place, other in self.hazardous if box.hazards else ():
            if not apart(self.ship, cell, box, place, other):
                return (
                    f"its dangerous goods (class {' '.join(box.hazards)}) would be too near to {other.id} "
                    f"(class {' '.join(other.hazards)}) in slot {place.slot}"
                )
        for other_column, half, first in room_around(self.ship, cell, box) if box.out_of_gauge else ():
            if half in other_column.halves and other_column.filled(half) > first:
                return "its cargo is out of gauge and has no room: boxes stand above, beside or at the ends of it"
        return None

    def of_measures(self, slot: str, box: Container) -> str | None:
        """What keeps a box from a slot for its mass or its height."""
        cell, column = Cell.of(slot), self.ship.column_of(slot)
        stack, tier = column.stack, column.stack.tiers_below(cell.tier)
        more = added(stack, tier, long=box.long, kg=box.mass_kg, mm=box_mm(box))
        for half in cell.twenties:
            most = limits(self.ship, column, half)
            has = Measures(*(a + b for a, b in zip(measured(column, half), more, strict=True)))
            if more.loose and has.loose > most.loose:
                return (
                    f"above its {stack.lashed_tiers} lashed tiers the stack may have {most.loose / 2:,.0f} kg in a "
                    f"half and would have {has.loose / 2:,.0f} kg"
                )
            if has.shared > most.shared:
                return f"the stack bears {most.shared / 2:,.0f} kg in a half and would have {has.shared / 2:,.0f} kg"
            if box.long and has.long > most.long:
                return f"the stack bears {most.long:,} kg of longer boxes and would have {has.long:,} kg"
            if has.mm > most.mm:
                return f"the stack may be {most.mm / 1000:.3f} m high and would be {has.mm / 1000:.3f} m"
        return None
