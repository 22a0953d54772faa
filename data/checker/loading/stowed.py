"""A ship and her boxes as the rules of stowage look at them, whoever moves the boxes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from data.boxes import CallBoxes
from data.cargo import Container, InstructionUse
from data.case import Case
from data.plans import Ballast
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Level
from data.vessels import Vessel, VesselCall

# Tables carry decimals, not exact fractions: below this, two numbers of metres or seconds are the same.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Stowed:
    """The ship of a call, which has a profile, her boxes, and what is in her tanks at departure."""

    case: Case
    call: VesselCall
    ship: Vessel
    layout: Layout
    boxes: CallBoxes
    instructions: InstructionUse
    ballast: tuple[Ballast, ...]

    @cached_property
    def box(self) -> dict[str, Container]:
        """The boxes of the call by number."""
        return self.boxes.by_number

    @cached_property
    def directions(self) -> dict[str, tuple[str, ...]]:
        """What is to become of each box: discharge, load or remain. A box that comes and goes has two of them."""
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for box in (*self.boxes.discharge, *self.boxes.load, *self.boxes.remain):
            found[box.id] += (box.direction,)
        return dict(found)

    @cached_property
    def arrival_slots(self) -> dict[str, str]:
        """The slots of the boxes on board at arrival; those of which the case gives none are left out."""
        on_board = (*self.boxes.discharge, *self.boxes.remain)
        return {box.id: box.slot for box in on_board if box.slot is not None}

    @property
    def name(self) -> str:
        """The ship's name and the call's."""
        return f"{self.ship.name} ({self.call.id})"


def listed(names: Iterable[str], most: int = 4) -> str:
    """Names in a sentence: the first few, and how many more there are."""
    every = list(dict.fromkeys(names))
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def stack_named(stack: ShipStack) -> str:
    """A stack in a sentence."""
    return f"row {stack.row:02d} of bay {stack.bay:03d} {level_named(stack.level)}"


def level_named(level: Level) -> str:
    """A level in a sentence."""
    return "on deck" if level == "deck" else "in the hold"
