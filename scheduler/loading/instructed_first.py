"""Our own stowage around boxes that stand where the line wants them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.cargo import Instruction
from data.slots import Cell
from scheduler.loading.blocks import Quay
from scheduler.loading.instructed import Instructed, keep_for_the_line, kinds_of, stand_instructed
from scheduler.loading.ship import Aboard
from scheduler.loading.stowed import Stowage


@dataclass(frozen=True)
class InstructedFirst:
    """A ship after discharge, and what the line's instructions bring on board before all else."""

    ship: Aboard
    line: Instructed
    rows: Sequence[Instruction]

    def begun(self) -> Aboard:
        """The ship with the boxes of the line's slots, to be loaded apart from others."""
        ship = self.ship.copy()
        stand_instructed(ship, self.line)
        keep_for_the_line(ship, self.rows)
        return ship

    def quay(self, ship: Aboard, quay_of: Callable[[Aboard], Quay]) -> Quay:
        """What the balance of the work depends on, with the boxes that are on board already."""
        quay = quay_of(ship)
        busy = Counter(quay.busy_s)
        for slot in self.line.slots:
            busy[ship.layout.bay_of[Cell.of(slot).bay]] += quay.lift_s
        return replace(quay, busy_s=busy)

    def whole(self, found: Stowage) -> Stowage:
        """A stowage with the boxes of the line's slots."""
        first = 1 + max(found.kind_of.values(), default=0)
        left = {
            box: f"{reason}; {self.line.left[box]}" for box, reason in found.ashore.items() if box in self.line.left
        }
        return replace(
            found,
            slots={**self.line.slots, **found.slots},
            kind_of={**found.kind_of, **kinds_of(found.ship, self.line.slots, first)},
            ashore={**found.ashore, **left},
            instructions=self.line.rows,
        )
