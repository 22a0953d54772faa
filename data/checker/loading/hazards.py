"""Dangerous goods at departure: the general segregation of classes (`data.hazards`).

The levels are meant for closed boxes (IMDG Code 7.4.3.2), in distances that a profile knows:

    1   away from: boxes may stand beside and on each other
    2   separated from: not on each other, unless a hatch cover lies between, and not in adjoining stacks of one level
    3   by a complete hold: not in the same or the next 20-foot bay of one level, and not in the same one of the other
    4   lengthwise by a complete hold: 24 m or more between their ends

Goods of class 1 among themselves have a table of their own, by compatibility group (7.2.7), which is not judged.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from data.checker.loading.ship import Worked
from data.checker.loading.stowed import TOLERANCE, Stowed
from data.checker.verdict import Broken
from data.hazards import segregation
from data.profiles import ShipStack
from data.slots import ROW_M, Cell

_LENGTH_M = {20: 6.1, 40: 12.2}
_LONGITUDINAL_M = 24.0
_MEANING = {
    2: "not on each other and not in adjoining stacks (separated from)",
    3: "not in the same bay or the next one (separated by a complete hold)",
    4: f"at least {_LONGITUDINAL_M:g} m apart along the ship (separated lengthwise by a complete hold)",
}


class _Hazard:
    """A box with dangerous goods where it stands."""

    def __init__(self, planned: Stowed, ship: Worked, box: str, cell: Cell, stack: ShipStack) -> None:
        self.box, self.cell, self.stack = box, cell, stack
        self.classes = planned.box[box].hazards
        self.placed = box in ship.placed
        self.across_m = planned.layout.across_m(stack)
        middle = planned.layout.bay_by_number[stack.bay].from_bow_m
        middle += _LENGTH_M[20] / 2 * (cell.bay - stack.bay)
        half = _LENGTH_M[20 if cell.bay % 2 else 40] / 2
        self.fore_m, self.aft_m = middle - half, middle + half


def hazards(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """Boxes with dangerous goods that must be kept apart are, where the plan put one of the two on board."""
    by_bay: defaultdict[int, list[_Hazard]] = defaultdict(list)
    for box, cell in ship.departure.cells.items():
        stack = planned.layout.stack_of(cell) if planned.box[box].hazards else None
        if stack is not None:
            by_bay[stack.bay].append(_Hazard(planned, ship, box, cell, stack))
    for fore, aft in combinations_with_replacement(sorted(by_bay), 2):
        if _far_apart(planned, fore, aft):
            continue
        for place, one in enumerate(by_bay[fore]):
            for other in by_bay[aft] if aft != fore else by_bay[aft][place + 1 :]:
                level = segregation(one.classes, other.classes) if one.placed or other.placed else 0
                if level > 1 and _too_close(level, one, other):
                    yield Broken(
                        "hazards",
                        (one.box, other.box),
                        f"{one.box} (class {' '.join(one.classes)}) in slot {one.cell.slot} and {other.box} "
                        f"(class {' '.join(other.classes)}) in slot {other.cell.slot} must stand {_MEANING[level]}",
                    )


def _far_apart(planned: Stowed, fore: int, aft: int) -> bool:
    """Whether no two boxes of two bays can be too close for any level."""
    bays = planned.layout.bay_by_number
    between = abs(bays[fore].from_bow_m - bays[aft].from_bow_m) - _LENGTH_M[40]
    return aft - fore > 4 and between >= _LONGITUDINAL_M


def _too_close(level: int, one: _Hazard, other: _Hazard) -> bool:
    if level == 4:
        between = max(one.fore_m - other.aft_m, other.fore_m - one.aft_m)
        return between < _LONGITUDINAL_M - TOLERANCE
    same_level = one.stack.level == other.stack.level
    # 0 where they share a 20-foot bay, 2 where one stands in the next.
    bays = min(abs(a - b) for a, b in product(one.cell.twenties, other.cell.twenties))
    if level == 3:
        return bays <= 2 if same_level else bays == 0
    rows_m = abs(one.across_m - other.across_m)
    if one.stack.row == other.stack.row and bays == 0:
        return same_level or one.stack.cover is None or other.stack.cover is None
    beside = bays == 0 and rows_m < ROW_M + TOLERANCE
    in_line = bays == 2 and one.stack.row == other.stack.row
    return same_level and (beside or in_line)


def not_judged(planned: Stowed, ship: Worked) -> Iterator[str]:
    """A remark where the plan puts boxes with class 1 on board beside others: their own table is not looked at."""
    explosive = [box for box in ship.departure.cells if any(its[0] == "1" for its in planned.box[box].hazards)]
    if len(explosive) > 1 and any(box in ship.placed for box in explosive):
        yield (
            f"{len(explosive)} boxes with goods of class 1 are on board at departure: their compatibility groups "
            "(IMDG Code 7.2.7) are not checked"
        )
