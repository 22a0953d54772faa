"""Boxes that are placed one by one before all others: dangerous goods, and cargo out of gauge.

There are few of them. Each gets the first deck cell of a stack, from below, that keeps its distance to all dangerous
goods on board and has the room around it that its cargo needs; the column is then narrowed for the boxes that come
after.
"""

from collections.abc import Iterable

from data.cargo import Container
from data.codes import is_forty_five_foot
from scheduler.loading.fitting import Fitting
from scheduler.loading.ship import Aboard, Column


def is_special(box: Container) -> bool:
    """Whether a box is placed by itself."""
    return bool(box.hazards) or box.out_of_gauge


def place_special(ship: Aboard, boxes: Iterable[Container]) -> tuple[dict[str, Container], list[Container]]:
    """Slots of special boxes, which stand in the ship's columns from now on, and those that find none."""
    placed: dict[str, Container] = {}
    left: list[Container] = []
    fitting = Fitting(ship)
    # Those that leave last stand lowest; the rarer demand is met first.
    for box in sorted(boxes, key=lambda box: (not box.out_of_gauge, -ship.order[box.port], box.id)):
        options = [
            (_cost(ship, column, half, tier, box), slot)
            for column in ship.columns
            if column.stack.level == "deck"
            for half, tier in _cells(column, box)
            if fitting.hindrance(slot := column.slot(half, tier), box) is None
        ]
        if not options:
            left.append(box)
            continue
        _, slot = min(options)
        placed[slot] = box
        fitting.put(slot, box)
    return placed, left


def _cells(column: Column, box: Container) -> list[tuple[int | None, int]]:
    """The lowest free cell for a box: in each half, or for a longer one over both."""
    if box.long:
        filled = {column.filled(half) for half in column.halves}
        return [(None, filled.pop())] if len(filled) == 1 and column.long_room() else []
    return [(half, column.filled(half)) for half in column.halves if column.twenty_room(half)]


def _cost(ship: Aboard, column: Column, half: int | None, tier: int, box: Container) -> tuple[int, ...]:
    """How little a cell suits a box."""
    halves = column.halves if half is None else (half,)
    port = ship.order[box.port]
    overstows = int(any(column.earliest_port(each, ship.order) < port for each in halves))
    # A high or wide box closes what is above it: better on a stack that is nearly full. Others stand low.
    lost = min(column.room(each) for each in halves) if box.out_of_gauge else tier
    return overstows, lost, int(is_forty_five_foot(box.box_type)), column.stack.bay
