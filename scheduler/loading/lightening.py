"""Stacks that are too heavy once every slot has its box, since a stowage is planned with the mean masses of kinds."""

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

    Stacks that only restowed boxes, or those of the line's slots, make too heavy stay so. `side` lies at the quay.
    """
    ship = stowage.ship
    slots, ashore = dict(stowage.slots), dict(stowage.ashore)
    while True:
        tasks = tasks_of(ship, replace(stowage, slots=slots), side)
        placed = seating(ship.case, ship, replace(stowage, slots=slots), tasks, [0] * len(tasks))
        relieve(placed.seats, placed.yard.time, placed.stacks)
        slots = {slot: placed.boxes[box] for slot, box in zip(placed.slots, placed.seats.box, strict=True)}
        for slot, box in slots.items():
            column, tier = _place(stowage, slot)
            for half in Cell.of(slot).twenties:
                column.put(box, half, tier)
        moved = _to_move(stowage, placed, slots)
        if moved is None:
            return replace(stowage, slots=slots, ashore=ashore)
        box = slots.pop(moved)
        column, tier = _place(stowage, moved)
        for half in Cell.of(moved).twenties:
            del column.standing[half][tier]
        new = None if is_special(box) else _elsewhere(stowage, box)
        if new is None:
            ashore[box.id] = _ASHORE.format(kg=box.mass_kg)
        else:
            slots[new] = box
            column, tier = _place(stowage, new)
            for half in Cell.of(new).twenties:
                column.put(box, half, tier)


def _place(stowage: Stowage, slot: str) -> tuple[Column, int]:
    """The column of a slot and its tiers above the bottom."""
    column = stowage.ship.column_of(slot)
    return column, (Cell.of(slot).tier - column.stack.bottom_tier) // 2


def _to_move(stowage: Stowage, placed: Seating, slots: dict[str, Container]) -> str | None:
    """The slot of the heaviest box that stands on top where a stack is too heavy, and may go; None where none does."""
    back = {box.id for box in stowage.restows}
    options = []
    for seat in np.flatnonzero([over(placed.stacks, seat) for seat in range(len(placed.slots))]):
        slot = placed.slots[seat]
        column, tier = _place(stowage, slot)
        top = all(column.filled(half) == tier + 1 for half in Cell.of(slot).twenties)
        if top and slots[slot].id not in back and slot not in stowage.instructions:
            options.append((-slots[slot].mass_kg, slot))
    return min(options)[1] if options else None


def _elsewhere(stowage: Stowage, box: Container) -> str | None:
    """A slot in another stack that bears the box."""
    (kind,) = kinds([box], stowage.ship.order)
    columns = [column for block in blocks_of(stowage.ship) for column in block.columns]
    return next(iter(stack(columns, {kind: 1}, stowage.ship.order, 1.0)), None)
