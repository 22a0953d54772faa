"""Boxes for the line's instructions by kind and mass alone: as many as can be, heavy ones low."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from data.cargo import Container, Instruction
from data.slots import Cell

# What of an instruction and of a box decides whether they fit, but for status, mass and a named box: port, whether it
# is longer than 20 feet, plug.
Group = tuple[str, bool, bool]


def group_of(row: Instruction) -> Group:
    """The group of boxes that an instruction is for."""
    return row.port, Cell.of(row.slot).bay % 2 == 0, row.plug


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
    groups: defaultdict[Group, tuple[list[Instruction], list[Container]]] = defaultdict(lambda: ([], []))
    for each in open_:
        groups[group_of(each)][0].append(each)
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
