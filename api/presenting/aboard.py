"""The ship of a loading plan at one moment, as bay plans show her: which box is where, and what its slot says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from data.cargo import Container
from data.case import Case
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell, Level, across

State = Literal["arrival", "departure"]


@dataclass(frozen=True)
class Aboard:
    """The ship at one moment: boxes by their cells, and the sign of those that the plan moves."""

    case: Case
    layout: Layout
    state: State
    cells: Mapping[Cell, Container]
    signs: Mapping[str, str]
    red: Collection[str]

    @cached_property
    def rows(self) -> list[int]:
        """All rows of the ship from port to starboard; 00 only where she has one."""
        return sorted({stack.row for stack in self.layout.stacks}, key=lambda row: across(row, True))

    @cached_property
    def stacks(self) -> Mapping[tuple[int, Level], list[ShipStack]]:
        """The stacks of each bay and level."""
        found: defaultdict[tuple[int, Level], list[ShipStack]] = defaultdict(list)
        for stack in self.layout.stacks:
            found[stack.bay, stack.level].append(stack)
        return found

    def box_in(self, half: int, row: int, tier: int, bay: int) -> Container | None:
        """The box in a half of a cell, which may be a longer one."""
        return self.cells.get(Cell(half, row, tier)) or self.cells.get(Cell(bay, row, tier))

    def bound(self, box: Container) -> str:
        """The port where a box leaves the ship: here, if it is discharged."""
        return self.case.terminal.unlocode if box.direction == "discharge" else box.port


def told(box: Container, sign: str, bound: str) -> str:
    """What a slot says of its box, in three lines."""
    words = [box.box_type, *(["E"] if box.status == "empty" else []), *(["R"] if box.plug else [])]
    words += [*box.hazards, *(["OG"] if box.out_of_gauge else [])]
    return f"{sign}{box.id[4:]}\n{bound[2:]} {box.mass_kg / 1000:.1f}\n{' '.join(words)}"


def used(stack: ShipStack, half: int) -> bool:
    """Whether any box may stand in a half of a stack."""
    side = "both" if half == stack.bay else "fore" if half < stack.bay else "aft"
    return stack.forties or stack.twenties in ("both", side)


def boxes_and_tonnes(boxes: Iterable[Container]) -> str:
    """How many boxes, and what they weigh together."""
    found = list(boxes)
    return f"{len(found)} {'box' if len(found) == 1 else 'boxes'}, {sum(box.mass_kg for box in found) / 1000:,.1f} t"
