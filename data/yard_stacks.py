"""How the boxes of a block stand at an hour of a yard plan: stack by stack, from the ground up.

A plan keeps bays and tells no stacks. Boxes that are to come are shown as they are put one after the other: each stack
full before the next one is begun, and taken from the last stack first, so that the lowest can always be dug out. Boxes
that the case lists stand where it has them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from data.slots import Place
from data.terminal import YardBlock
from data.yard_hours import YardHours


@dataclass(frozen=True)
class StackRow:
    """A stack: the lot (its number in `YardHours.lots`) at each tier from the ground up, None where there is a gap."""

    bay: int
    row: int
    lots: tuple[int | None, ...]


def stacks_of(yard: YardHours, block: YardBlock, hour: int) -> Iterator[StackRow]:
    """The stacks of a block with boxes at the beginning of an hour, by bay and row."""
    there = yard.there(hour)
    cells: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    waiting: list[int] = []
    for number, lot in enumerate(yard.lots):
        if lot.block != block.id or not there[number]:
            continue
        if lot.box is not None and lot.box.place is not None:
            place = Place.of(lot.box.place)
            cells[place.bay][place.row, place.tier] = number
        else:
            waiting.append(number)
    for number in waiting:
        of_bay = cells[yard.lots[number].bay]
        free = (
            (row, tier)
            for row in range(1, block.rows + 1)
            for tier in range(1, block.tiers + 1)
            if (row, tier) not in of_bay
        )
        # The cells are taken after all are looked up: what is put must not change what is free.
        for cell in [cell for _, cell in zip(range(int(there[number])), free, strict=False)]:
            of_bay[cell] = number
    for bay, of_bay in sorted(cells.items()):
        for row in sorted({row for row, _ in of_bay}):
            top = max(tier for its, tier in of_bay if its == row)
            yield StackRow(bay, row, tuple(of_bay.get((row, tier)) for tier in range(1, top + 1)))
