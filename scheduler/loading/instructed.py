"""Boxes into the slots of the line's instructions: as many as can be, each where it is of the wanted kind."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from data.cargo import Container, Instruction
from data.codes import is_forty_five_foot
from data.slots import Cell
from scheduler.loading.ship import Aboard, stand
from scheduler.loading.special import is_special, place_special
from scheduler.loading.stowed import Stowage

# What of an instruction and of a box decides whether they fit, but for mass and a named box.
_Key = tuple[str, bool, bool]


def follow(
    ship: Aboard, instructions: Sequence[Instruction], going: Sequence[Container], ashore: dict[str, str]
) -> Stowage:
    """Boxes in the slots of the line's instructions; restowed ones go back where they stood.

    A slot is left empty that cannot be filled: it is taken, its hatch stays shut, or nothing stands below it. `ashore`
    are boxes that cannot go anyway, with the reasons.
    """
    back = {box.slot: box for box in ship.restows if box.slot is not None}
    free = [each for each in instructions if _free(ship, each.slot) and each.slot not in back]
    slots = back | match(free, going)
    unsupported = _without_support(ship, slots)
    slots = {slot: box for slot, box in slots.items() if slot not in unsupported}
    placed = {box.id for box in slots.values()}
    left = dict(ashore)
    for box in going:
        if box.id not in placed:
            slot = next((slot for slot, other in unsupported.items() if other.id == box.id), None)
            left[box.id] = (
                "no instruction of the line has a free slot for a box of its port, length, mass and plug"
                if slot is None
                else f"the line's instruction puts it into slot {slot}, where nothing stands below it"
            )
    stand(ship, slots)
    # A restowed box below whose slot a hole stays goes where there is room for it.
    homeless = [box for box in ship.restows if box.id not in placed]
    elsewhere, _ = place_special(ship, homeless)
    slots |= elsewhere
    labels: dict[tuple[object, ...], int] = {}
    kind_of = {
        box.id: labels.setdefault(
            (
                box.port,
                box.long,
                box.plug,
                box.height_m,
                is_forty_five_foot(box.box_type),
                box.id if is_special(box) or slots[slot] in ship.restows else "",
            ),
            len(labels),
        )
        for slot, box in slots.items()
    }
    by_slot = {each.slot: each for each in instructions}
    return Stowage(ship, slots, kind_of, left, {slot: by_slot[slot] for slot in slots if slot in by_slot})


def _free(ship: Aboard, slot: str) -> bool:
    """Whether a slot is empty after discharge and can be come to."""
    cell = Cell.of(slot)
    if not ship.layout.has(cell):
        return False
    column = ship.column_of(slot)
    tier = (cell.tier - column.stack.bottom_tier) // 2
    return ship.loadable(column) and all(column.filled(half) <= tier for half in cell.twenties)


def _without_support(ship: Aboard, slots: dict[str, Container]) -> dict[str, Container]:
    """The boxes of a stowage below which a cell stays empty, or a shorter box would stand on a longer one."""
    heights = {(column.key, half): column.filled(half) for column in ship.columns for half in column.halves}
    longs = {(column.key, half): column.top_is_long(half) for column in ship.columns for half in column.halves}
    hanging: dict[str, Container] = {}
    for slot, box in sorted(slots.items(), key=lambda item: (Cell.of(item[0]).tier, item[0])):
        cell, column = Cell.of(slot), ship.column_of(slot)
        tier = (cell.tier - column.stack.bottom_tier) // 2
        places = [(column.key, half) for half in cell.twenties]
        if any(heights[place] != tier for place in places) or (not box.long and any(longs[place] for place in places)):
            hanging[slot] = box
            continue
        for place in places:
            heights[place], longs[place] = tier + 1, box.long
    return hanging


def match(instructions: Sequence[Instruction], boxes: Sequence[Container]) -> dict[str, Container]:
    """A box for as many instructions as possible (a greatest matching), by slot; lower slots get heavier boxes.

    Boxes that an instruction names go there first.
    """
    chosen: dict[str, Container] = {}
    named = {instruction.box: instruction for instruction in instructions if instruction.box is not None}
    rest: list[Container] = []
    for box in boxes:
        instruction = named.get(box.id)
        if instruction is not None and instruction.takes(box):
            chosen[instruction.slot] = box
        else:
            rest.append(box)
    open_ = [each for each in instructions if each.slot not in chosen and each.box is None]
    groups: defaultdict[_Key, tuple[list[Instruction], list[Container]]] = defaultdict(lambda: ([], []))
    for each in open_:
        groups[each.port, int(each.slot[:3]) % 2 == 0, each.plug][0].append(each)
    for box in rest:
        groups[box.port, box.long, box.plug][1].append(box)
    for wanted, offered in groups.values():
        chosen |= _greatest(wanted, offered)
    return chosen


def _greatest(wanted: Sequence[Instruction], offered: Sequence[Container]) -> dict[str, Container]:
    # Heavy boxes on high tiers cost most, and a box that finds no slot costs more than all of them.
    tiers = [Cell.of(each.slot).tier for each in wanted]
    costs = np.array([[tier * box.mass_kg for box in offered] for tier in tiers], dtype=float).reshape(
        len(wanted), len(offered)
    )
    fits = np.array([[each.takes(box) for box in offered] for each in wanted], dtype=bool).reshape(costs.shape)
    none = 1 + costs.max(initial=0) * (1 + min(costs.shape))
    rows, columns = linear_sum_assignment(np.where(fits, costs, none))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {wanted[row].slot: offered[box] for row, box in pairs if fits[row, box]}
