"""Boxes that are placed one by one before all others: dangerous goods, and cargo out of gauge.

There are few of them. Each gets the first deck cell of a stack, from below, that keeps its distance to all dangerous
goods on board and has the room around it that its cargo needs; the column is then narrowed for the boxes that come
after.
"""

from collections.abc import Iterable

from data.cargo import Container
from data.codes import is_forty_five_foot
from data.hazards import segregation
from data.slots import ROW_M, Cell
from scheduler.loading.ship import Aboard, Column, box_mm

# "Separated longitudinally by a complete compartment" (level 4) is 24 m between the ends of the boxes (IMDG 7.4.3).
_LONG_WAY_M = 24.0 + 12.2


def is_special(box: Container) -> bool:
    """Whether a box is placed by itself."""
    return bool(box.hazards) or box.out_of_gauge


def place_special(ship: Aboard, boxes: Iterable[Container]) -> tuple[dict[str, Container], list[Container]]:
    """Slots of special boxes, which stand in the ship's columns from now on, and those that find none."""
    placed: dict[str, Container] = {}
    left: list[Container] = []
    for column in ship.columns:
        for box in column.boxes:
            if box.out_of_gauge and box.slot is not None:
                _narrow(ship, Cell.of(box.slot), box)
    hazardous = [
        (Cell.of(box.slot), box) for column in ship.columns for box in column.boxes if box.hazards and box.slot
    ]
    # Those that leave last stand lowest; the rarer demand is met first.
    for box in sorted(boxes, key=lambda box: (not box.out_of_gauge, -ship.order[box.port], box.id)):
        options = [
            (cost, column.slot(half, tier), column, half)
            for column in ship.columns
            if column.stack.level == "deck"
            for half, tier in _cells(column, box)
            if (cost := _cost(ship, column, half, tier, box, hazardous)) is not None
        ]
        if not options:
            left.append(box)
            continue
        _, slot, column, half = min(options, key=lambda option: option[:2])
        placed[slot] = box
        _stand(ship, column, half, box)
        if box.hazards:
            hazardous.append((Cell.of(slot), box))
    return placed, left


def _cells(column: Column, box: Container) -> list[tuple[int | None, int]]:
    """The lowest free cell for a box: in each half, or for a longer one over both."""
    if box.long:
        filled = {column.filled(half) for half in column.halves}
        return [(None, filled.pop())] if len(filled) == 1 and column.long_room() else []
    return [(half, column.filled(half)) for half in column.halves if column.twenty_room(half)]


def _cost(
    ship: Aboard,
    column: Column,
    half: int | None,
    tier: int,
    box: Container,
    hazardous: list[tuple[Cell, Container]],
) -> tuple[int, ...] | None:
    """How little a cell suits a box, or None where it may not stand there."""
    halves = column.halves if half is None else (half,)
    if box.plug and column.stack.numbers[tier] not in column.stack.plugs:
        return None
    for each in halves:
        shared, long = column.kg_left(each)
        share = box.mass_kg / 2 if box.long else box.mass_kg
        too_heavy = share > shared or (box.long and box.mass_kg > long)
        too_loose = tier >= column.stack.lashed_tiers and share > column.loose_kg_left(each)
        if too_heavy or too_loose or box_mm(box) > column.mm_left(each):
            return None
    cell = Cell.of(column.slot(half, tier))
    if not all(apart(ship, cell, box, other, hazard) for other, hazard in hazardous):
        return None
    if box.out_of_gauge and not _free_around(ship, cell, box):
        return None
    port = ship.order[box.port]
    overstows = int(any(column.earliest_port(each, ship.order) < port for each in halves))
    # A high or wide box closes what is above it: better on a stack that is nearly full. Others stand low.
    lost = min(column.room(each) for each in halves) if box.out_of_gauge else tier
    return overstows, lost, int(is_forty_five_foot(box.box_type)), cell.bay


def apart(ship: Aboard, one: Cell, box: Container, other: Cell, hazard: Container) -> bool:
    """Whether two boxes of dangerous goods are as far from each other as their classes ask for."""
    level = segregation(box.hazards, hazard.hazards)
    if level <= 1:
        return True
    bays = {ship.layout.bay_of[one.bay], ship.layout.bay_of[other.bay]}
    same_bay = len(bays) == 1
    places = [bay.bay for bay in ship.layout.bays]
    first, last = (places.index(bay) for bay in (min(bays), max(bays)))
    neighbours = abs(first - last) == 1
    rows_m = abs(_across(ship, one) - _across(ship, other))
    if level == 2:
        same_level = one.level == other.level
        in_line = neighbours and (one.row == other.row or rows_m < 0.1)
        touching = same_level and ((same_bay and rows_m < ROW_M + 0.1) or in_line)
        return not (touching or (same_bay and one.row == other.row))
    if level == 3:
        return not (same_bay or (neighbours and one.level == other.level))
    along = [ship.layout.bay_by_number[bay].from_bow_m for bay in (min(bays), max(bays))]
    return abs(along[0] - along[1]) >= _LONG_WAY_M


def _across(ship: Aboard, cell: Cell) -> float:
    return ship.layout.across_m(ship.column_of(cell.slot).stack)


def _around(ship: Aboard, cell: Cell, box: Container) -> list[tuple[Column, int]]:
    """The columns, each with the tier from which nothing may stand there, that cargo out of gauge takes besides."""
    column = ship.column_of(cell.slot)
    tier = _tier(column, cell)
    found: list[tuple[Column, int]] = []
    if box.over_height_cm:
        found.append((column, tier + 1))
    if box.over_width_cm:
        middle = ship.layout.across_m(column.stack)
        found += [
            (other, _tier(other, cell))
            for other in _on_level(ship, column.stack.bay, cell)
            if 0 < abs(ship.layout.across_m(other.stack) - middle) < box.beside_m + 0.001
        ]
    if box.over_length_cm:
        bays = [bay.bay for bay in ship.layout.bays]
        place = bays.index(column.stack.bay)
        if not box.long:
            found.append((column, tier))  # the other half of its own bay
        found += [
            (other, _tier(other, cell))
            for bay in bays[max(0, place - 1) : place + 2]
            for other in _on_level(ship, bay, cell)
            if other.stack.row == cell.row and other is not column
        ]
    return found


def _on_level(ship: Aboard, bay: int, cell: Cell) -> list[Column]:
    """The columns of a bay that have a tier as high as a cell's."""
    return [
        column
        for key, column in ship.column_by_key.items()
        if key[0] == bay and key[2] == cell.level and column.stack.bottom_tier <= cell.tier
    ]


def _tier(column: Column, cell: Cell) -> int:
    return (cell.tier - column.stack.bottom_tier) // 2


def _free_around(ship: Aboard, cell: Cell, box: Container) -> bool:
    own = ship.column_of(cell.slot)
    return all(
        column.filled(half) <= tier
        for column, tier in _around(ship, cell, box)
        for half in column.halves
        if column is not own or (box.over_length_cm and half not in cell.twenties)
    )


def _stand(ship: Aboard, column: Column, half: int | None, box: Container) -> None:
    tier = max(column.filled(each) for each in (column.halves if half is None else (half,)))
    cell = Cell.of(column.slot(half, tier))
    for each in column.halves if half is None else (half,):
        column.put(box, each)
    if box.out_of_gauge:
        _narrow(ship, cell, box)


def _narrow(ship: Aboard, cell: Cell, box: Container) -> None:
    """Leave the room empty that cargo out of gauge takes."""
    for other, first in _around(ship, cell, box):
        other.ceiling = min(other.ceiling, first)
