"""Boxes for the line's slots as a planner would give them: where that is the best there is, no model is needed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from data.cargo import Container, Instruction
from data.slots import Cell, Level
from scheduler.loading.fitting import Fitting
from scheduler.loading.matching import match
from scheduler.loading.ship import Column
from scheduler.loading.special import is_special


def put(fitting: Fitting, slots: Mapping[str, Container]) -> dict[str, Container]:
    """Put boxes on board from the lowest tier on; those that may stand there."""
    placed: dict[str, Container] = {}
    for slot, box in sorted(slots.items(), key=lambda item: (Cell.of(item[0]).tier, item[0])):
        if fitting.hindrance(slot, box) is None:
            fitting.put(slot, box)
            placed[slot] = box
    return placed


def by_hand(
    fitting: Fitting, rows: Sequence[Instruction], going: Sequence[Container], below: Sequence[str]
) -> dict[str, Container]:
    """Restowed boxes where they stood and a matching of all others, as far as limits let them; then what still fits.

    Slots `below` get boxes that are not matched, each about as heavy as the one that it bears.
    """
    ship = fitting.ship
    home = {box.slot: box for box in ship.restows if box.slot is not None}
    matched = home | match([row for row in rows if row.slot not in home], going)
    spare = _Spare(fitting, matched, going)
    placed: dict[str, Container] = {}
    for slot in sorted({*matched, *below}, key=lambda slot: (Cell.of(slot).tier, Cell.of(slot).bay % 2, slot)):
        box = matched[slot] if slot in matched else spare.take(slot)
        if box is not None and fitting.hindrance(slot, box) is None:
            fitting.put(slot, box)
            placed[slot] = box
    for box in sorted((box for box in ship.restows if box.slot not in placed), key=_stood):
        slots = [] if box.slot is None else cells(ship.column_of(box.slot), box)
        able = next((slot for slot in slots if fitting.hindrance(slot, box) is None), None)
        if able is not None:
            fitting.put(able, box)
            placed[able] = box
    return placed | filled(fitting, rows, going, placed)


class _Spare:
    """Boxes that no slot of the line waits for, to stand below those that one does."""

    def __init__(self, fitting: Fitting, matched: Mapping[str, Container], going: Sequence[Container]) -> None:
        gone = {box.id for box in matched.values()}
        self._fitting = fitting
        self._left = [box for box in going if box.id not in gone and not is_special(box)]
        self._above: defaultdict[tuple[int, int, Level], list[tuple[Cell, Container]]] = defaultdict(list)
        for slot, box in matched.items():
            cell = Cell.of(slot)
            for half in cell.twenties:
                self._above[half, cell.row, cell.level].append((cell, box))

    def take(self, slot: str) -> Container | None:
        """A box for a slot below matched ones, that leaves after them if there is such; None where none is wanted."""
        cell, order = Cell.of(slot), self._fitting.ship.order
        long = len(cell.twenties) == 2
        borne = [
            box
            for half in cell.twenties
            for other, box in self._above[half, cell.row, cell.level]
            if other.tier > cell.tier
        ]
        if not borne or (long and not all(box.long for box in borne)):
            return None
        if self._fitting.of_slot(slot) is not None or self._fitting.hanging(slot) is not None:
            return None
        port, kg = max(order[box.port] for box in borne), max(box.mass_kg for box in borne)
        alike = sorted(
            (box for box in self._left if box.long == long),
            key=lambda box: (order[box.port] < port, abs(box.mass_kg - kg), box.id),
        )
        box = next((box for box in alike if self._fitting.hindrance(slot, box) is None), None)
        if box is not None:
            self._left.remove(box)
        return box


def _stood(box: Container) -> tuple[int, str]:
    return (0 if box.slot is None else Cell.of(box.slot).tier, box.id)


def filled(
    fitting: Fitting, rows: Sequence[Instruction], going: Sequence[Container], placed: Mapping[str, Container]
) -> dict[str, Container]:
    """Boxes for slots of the line that are left, from the lowest tier on, as long as any fits; the heaviest first."""
    gone = {box.id for box in placed.values()}
    left = sorted((box for box in going if box.id not in gone), key=lambda box: (-box.mass_kg, box.id))
    found: dict[str, Container] = {}
    for row in sorted(rows, key=lambda row: (Cell.of(row.slot).tier, row.slot)):
        if fitting.of_slot(row.slot) is not None or fitting.hanging(row.slot) is not None:
            continue
        box = next((box for box in left if row.takes(box) and fitting.hindrance(row.slot, box) is None), None)
        if box is not None:
            fitting.put(row.slot, box)
            found[row.slot] = box
            left.remove(box)
    return found


def cells(column: Column, box: Container) -> list[str]:
    """The slots of a column for a box of this length, from the bottom."""
    halves = [None] if box.long else column.halves
    return [column.slot(half, tier) for tier in range(column.stack.tiers) for half in halves]


def heavy_low(
    slots: Mapping[str, Container], rows: Sequence[Instruction], restowed: Collection[str]
) -> dict[str, Container]:
    """The same boxes, those of a stack exchanged where a heavier one stands above and both slots take either.

    No limit of a stack is nearer then: what it bears in all is the same, and what is loose is less.
    """
    found, by_slot = dict(slots), {row.slot: row for row in rows}
    stacks: defaultdict[tuple[int, int, Level], list[str]] = defaultdict(list)
    for slot, box in slots.items():
        if box.id not in restowed and not is_special(box):
            cell = Cell.of(slot)
            stacks[cell.bay, cell.row, cell.level].append(slot)
    for stack in stacks.values():
        for low, high in combinations(sorted(stack, key=lambda slot: Cell.of(slot).tier), 2):
            one, other = found[low], found[high]
            wanted = by_slot.get(low), by_slot.get(high)
            if (
                other.mass_kg > one.mass_kg
                and one.plug == other.plug
                and one.port == other.port
                and all(row is None or row.takes(box) for row, box in zip(wanted, (other, one), strict=True))
            ):
                found[low], found[high] = other, one
    return found
