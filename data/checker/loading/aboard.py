"""What stands where on board, at arrival and later."""

from dataclasses import dataclass

from data.checker.loading.piles import Piles, Spot
from data.checker.loading.stowed import Stowed
from data.profiles import ShipStack
from data.slots import FIRST_DECK_TIER, Cell, Level, cell_named

# A half of a stack: its 20-foot bay, its row and its level.
Half = tuple[int, int, Level]


@dataclass(frozen=True)
class Stowage:
    """The boxes on board, and their cells."""

    piles: Piles[Half]
    cells: dict[str, Cell]

    def copy(self) -> "Stowage":
        """The same stowage, to be changed apart from this one."""
        return Stowage(self.piles.copy(), dict(self.cells))

    def put(self, box: str, cell: Cell, spot: Spot[Half]) -> None:
        """Put a box, that is not on board, in a cell that is free."""
        self.piles.put(box, spot)
        self.cells[box] = cell

    def take(self, box: str) -> Cell:
        """Take a box that is on board away; the cell where it stood."""
        self.piles.take(box)
        return self.cells.pop(box)

    def boxes_of(self, stack: ShipStack) -> list[str]:
        """The boxes of a stack, each once."""
        return list(dict.fromkeys(box for half in halves(stack) for _, box in self.piles.column(half)))


def spot_of(planned: Stowed, cell: Cell) -> Spot[Half] | None:
    """Where a box in a cell stands; None where the ship has no such cell."""
    stack = planned.layout.stack_of(cell)
    if stack is None:
        return None
    columns = tuple((bay, cell.row, stack.level) for bay in cell.twenties)
    return Spot(columns, stack.tiers_below(cell.tier) + 1)


def halves(stack: ShipStack) -> list[Half]:
    """The halves of a stack: two of a 40-foot bay, one of a bay that only 20-foot boxes fit."""
    return [(bay, stack.row, stack.level) for bay in Cell(stack.bay, stack.row, FIRST_DECK_TIER).twenties]


def at_arrival(planned: Stowed) -> Stowage:
    """The ship as she comes: where two boxes have one slot, the first of them stands there."""
    stowage = Stowage(Piles(), {})
    for box, slot in planned.arrival_slots.items():
        cell = cell_named(slot)
        spot = spot_of(planned, cell) if cell is not None else None
        if cell is not None and spot is not None and not stowage.piles.standing(spot):
            stowage.put(box, cell, spot)
    return stowage
