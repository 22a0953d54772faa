"""What boxes need around them: distance between dangerous goods, and room for cargo out of gauge."""

from data.cargo import Container
from data.hazards import segregation
from data.slots import ROW_M, Cell
from scheduler.loading.ship import Aboard, Column

# Boxes that a ship carries are so long, by the 20-foot bays that they take.
_LENGTH_M = {1: 6.1, 2: 12.2}
# "Separated longitudinally by a complete compartment" (level 4) is 24 m between the ends of the boxes (IMDG 7.4.3).
_LONG_WAY_M = 24.0
_NEARLY_M = 0.1


def apart(ship: Aboard, one: Cell, box: Container, other: Cell, hazard: Container) -> bool:
    """Whether two boxes of dangerous goods are as far from each other as their classes ask for."""
    level = segregation(box.hazards, hazard.hazards)
    if level <= 1:
        return True
    if level == 4:
        (fore, aft), (its_fore, its_aft) = _ends_m(ship, one), _ends_m(ship, other)
        return max(fore - its_aft, its_fore - aft) >= _LONG_WAY_M
    # 0 where they share a 20-foot bay, 2 where one stands in the next.
    bays = min(abs(a - b) for a in one.twenties for b in other.twenties)
    same_level = one.level == other.level
    if level == 3:
        return bays > 2 if same_level else bays > 0
    mine, its = ship.column_of(one.slot).stack, ship.column_of(other.slot).stack
    rows_m = abs(ship.layout.across_m(mine) - ship.layout.across_m(its))
    if bays == 0 and one.row == other.row:
        return not same_level and mine.cover is not None and its.cover is not None
    beside = bays == 0 and rows_m < ROW_M + _NEARLY_M
    in_line = bays == 2 and one.row == other.row
    return not (same_level and (beside or in_line))


def _ends_m(ship: Aboard, cell: Cell) -> tuple[float, float]:
    """The ends of a box in a cell, in metres from the bow."""
    bay = ship.layout.bay_of[cell.bay]
    middle = ship.layout.bay_by_number[bay].from_bow_m + _LENGTH_M[1] / 2 * (cell.bay - bay)
    half = _LENGTH_M[len(cell.twenties)] / 2
    return middle - half, middle + half


def room_around(ship: Aboard, cell: Cell, box: Container) -> list[tuple[Column, int, int]]:
    """Where nothing may stand for the cargo of a box that is out of gauge: column, half, and from which tier on."""
    column = ship.column_of(cell.slot)
    tier = column.stack.tiers_below(cell.tier)
    found: list[tuple[Column, int, int]] = []
    if box.over_height_cm:
        found += [(column, half, tier + 1) for half in cell.twenties]
    if box.over_width_cm:
        middle = ship.layout.across_m(column.stack)
        found += [
            (other, half, other.stack.tiers_below(cell.tier))
            for other in ship.columns
            if (other.stack.bay, other.stack.level) == (column.stack.bay, column.stack.level)
            and 0 < abs(ship.layout.across_m(other.stack) - middle) < box.beside_m + 0.001
            and other.stack.bottom_tier <= cell.tier
            for half in cell.twenties
        ]
    if box.over_length_cm:
        for half in (min(cell.twenties) - 2, max(cell.twenties) + 2):
            bay = ship.layout.bay_of.get(half)
            end = None if bay is None else ship.column_by_key.get((bay, cell.row, cell.level))
            if end is not None and end.stack.bottom_tier <= cell.tier:
                found.append((end, half, end.stack.tiers_below(cell.tier)))
    return found


def close_around(ship: Aboard, cell: Cell, box: Container) -> None:
    """Leave the room empty that cargo out of gauge takes."""
    for column, half, first in room_around(ship, cell, box):
        column.close(half, first)
