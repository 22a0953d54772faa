"""Stacks that are too heavy once every slot has its box, since a stowage is planned with the mean masses of kinds."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from data.cargo import Container
from data.slots import Cell
from data.terminal import Side
from scheduler.loading.anneal import over, relieve
from scheduler.loading.blocks import blocks_of
from scheduler.loading.kinds import kinds
from scheduler.loading.seating import Seating, seating
from scheduler.loading.ship import Column
from scheduler.loading.special import is_special
from scheduler.loading.stacking import stack
from scheduler.loading.stowed import Stowage
from scheduler.loading.work import tasks_of

_ASHORE = "no stack of the ship bears its {kg:,} kg beside what else is planned there"


def lightened(stowage: Stowage, side: Side) -> Stowage:
    """The stowage with no stack too heavy: boxes of a kind change slots, then some are put elsewhere or left ashore.

    Stacks stay too heavy that boxes of the line's slots make so, or restowed ones that no other stack bears. `side`
    lies at the quay.
    """
    ship = stowage.ship
    slots, ashore = dict(stowage.slots), dict(stowage.ashore)
    while True:
        tasks = tasks_of(ship, replace(stowage, slots=slots), side)
        placed = seating(ship.case, ship, replace(stowage, slots=slots), tasks, [0] * len(tasks))
        relieve(placed.seats, placed.yard.time, placed.stacks)
        slots = {slot: placed.boxes[box] for slot, box in zip(placed.slots, placed.seats.box, strict=True)}
        slots = _heavy_low(stowage, slots)
        for slot, box in slots.items():
            _stand(stowage, slot, box)
        if not _one_moved(stowage, placed, slots, ashore):
            return replace(stowage, slots=slots, ashore=ashore)


def _one_moved(stowage: Stowage, placed: Seating, slots: dict[str, Container], ashore: dict[str, str]) -> bool:
    """Whether a box that stands on top where a stack is too heavy was put elsewhere, or at worst left ashore.

    Restowed boxes are not left ashore.
    """
    back = {box.id for box in stowage.restows}
    for slot in _too_heavy(stowage, placed, slots):
        box = slots[slot]
        new = None if is_special(box) else _elsewhere(stowage, box)
        if new is None and box.id in back:
            continue
        del slots[slot]
        column, tier = _place(stowage, slot)
        for half in Cell.of(slot).twenties:
            del column.standing[half][tier]
        if new is None:
            ashore[box.id] = _ASHORE.format(kg=box.mass_kg)
            return True
        slots[new] = box
        _stand(stowage, new, box)
        return True
    return False


def _heavy_low(stowage: Stowage, slots: dict[str, Container]) -> dict[str, Container]:
    """The boxes of a stack that are put there for one port, exchanged where a heavier one stands above.

    What the stack bears in all is the same then, and what is loose is less. Restowed boxes, those in the line's slots
    and those that are placed one by one stay.
    """
    found = dict(slots)
    fixed = {box.id for box in stowage.restows}
    stacks: defaultdict[tuple[int, int, str, int, bool], list[str]] = defaultdict(list)
    for slot, box in slots.items():
        cell = Cell.of(slot)
        if box.id not in fixed and not is_special(box) and slot not in stowage.instructions:
            stacks[cell.bay, cell.row, cell.level, stowage.ship.order[box.port], box.plug].append(slot)
    for of_stack in stacks.values():
        from_below = sorted(of_stack, key=lambda slot: Cell.of(slot).tier)
        heaviest = sorted((slots[slot] for slot in of_stack), key=lambda box: (-box.mass_kg, box.id))
        found |= dict(zip(from_below, heaviest, strict=True))
    return found


def _place(stowage: Stowage, slot: str) -> tuple[Column, int]:
    """The column of a slot and its tiers above the bottom."""
    column = stowage.ship.column_of(slot)
    return column, column.stack.tiers_below(Cell.of(slot).tier)


def _stand(stowage: Stowage, slot: str, box: Container) -> None:
    """A box stands in a slot from now on."""
    column, tier = _place(stowage, slot)
    for half in Cell.of(slot).twenties:
        column.put(box, half, tier)


def _too_heavy(stowage: Stowage, placed: Seating, slots: dict[str, Container]) -> list[str]:
    """The slots on top of stacks that are too heavy, that of the heaviest box first; without those of the line."""
    found = []
    for seat in np.flatnonzero([over(placed.stacks, seat) for seat in range(len(placed.slots))]):
        slot = placed.slots[seat]
        column, tier = _place(stowage, slot)
        top = all(column.filled(half) == tier + 1 for half in Cell.of(slot).twenties)
        if top and slot not in stowage.instructions:
            found.append(slot)
    return sorted(found, key=lambda slot: (-slots[slot].mass_kg, slot))


def _elsewhere(stowage: Stowage, box: Container) -> str | None:
    """A slot in another stack that bears the box."""
    (kind,) = kinds([box], stowage.ship.order)
    columns = [column for block in blocks_of(stowage.ship) for column in block.columns]
    return next(iter(stack(columns, {kind: 1}, stowage.ship.order, 1.0)), None)
