"""The slot planning problem of a bay section: stacks of cells, boxes that stand there, and boxes to load."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# The halves of a cell. A 20-foot box stands in one of them, a longer one in both.
FORE, AFT = 0, 1
BOTH = (FORE, AFT)


@dataclass(frozen=True, order=True)
class Kind:
    """What boxes have in common that a section need not tell apart but for their mass. A smaller port comes earlier."""

    port: int
    long: bool
    height_mm: int
    reefer: bool = False


@dataclass(frozen=True, order=True)
class Box:
    """A box of a kind, with its mass in kg."""

    kind: Kind
    kg: int


@dataclass(frozen=True)
class Cell:
    """What a cell takes: a 20-foot box in its fore and aft half, a longer one; and which halves have a plug.

    A half that takes nothing is not there, as at the curve of the hull.
    """

    twenty: tuple[bool, bool] = (True, True)
    long: bool = True
    plugs: tuple[bool, bool] = (False, False)

    def exists(self, half: int) -> bool:
        """Whether anything can stand in a half."""
        return self.twenty[half] or self.long

    def powers(self, halves: Iterable[int]) -> bool:
        """Whether a reefer in these halves has a plug: one is enough."""
        return any(self.plugs[half] for half in halves)

    def wasted(self, kind: Kind, halves: Iterable[int]) -> int:
        """The plugs that a box which needs none takes in these halves."""
        return 0 if kind.reefer else sum(self.plugs[half] for half in halves)


@dataclass(frozen=True)
class Standing:
    """A box that stands in a stack already and stays, with its tier from the bottom (counted from 0) and its halves."""

    tier: int
    halves: tuple[int, ...]
    box: Box


@dataclass(frozen=True)
class Stack:
    """Cells from the bottom to the top, what all boxes may weigh, how high a half may be, and what stands there."""

    kg: int
    height_mm: int
    cells: tuple[Cell, ...]
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class Rates:
    """What counts how much: boxes above one of an earlier port, ports that share a stack (each of them, also the only
    one), stacks with boxes, and plugs that are taken by boxes which need none.
    """

    overstow: int = 100
    port: int = 20
    stack: int = 10
    plug: int = 5


@dataclass(frozen=True)
class Section:
    """Stacks, and boxes of which each is to have a place in them.

    Raises ValueError where a number makes no problem. That a stack bears what stands in it is not asked: where it does
    not, the section has no plan.
    """

    stacks: tuple[Stack, ...]
    boxes: tuple[Box, ...]
    rates: Rates = field(default_factory=Rates)

    def __post_init__(self) -> None:
        rates = self.rates
        if min(rates.overstow, rates.port, rates.stack, rates.plug) < 0:
            raise ValueError("rates must not be below 0")
        standing = [each.box for stack in self.stacks for each in stack.standing]
        if any(box.kg < 0 or box.kind.height_mm < 1 for box in (*self.boxes, *standing)):
            raise ValueError("a box must not weigh less than 0 kg and be 1 mm high at least")
        for number, stack in enumerate(self.stacks):
            taken: set[tuple[int, int]] = set()
            for each in stack.standing:
                if not 0 <= each.tier < len(stack.cells) or each.halves not in ((FORE,), (AFT,), BOTH):
                    raise ValueError(f"a box stands in stack {number} where no cell is")
                if each.box.kind.long != (each.halves == BOTH):
                    raise ValueError(f"a box in stack {number} takes more or less than its length")
                if taken.intersection(places := {(each.tier, half) for half in each.halves}):
                    raise ValueError(f"two boxes stand in the same place of stack {number}")
                taken |= places


@dataclass(frozen=True)
class Place:
    """Where a box goes: its stack, the tier from the bottom, both counted from 0, and its halves."""

    stack: int
    tier: int
    halves: tuple[int, ...]


# The place of each box of the section, in their order.
SlotPlan = tuple[Place, ...]
