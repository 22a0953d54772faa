"""The text of a vessel of the set representative_vessels: its headings and the numbers below them.

What they mean is told in `data.formats.benchmarks.vessel_file`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import BadInput, Fault
from data.formats.benchmarks.lines import text_of

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
# Numbers of a line below each heading.
_WIDTHS = {
    "Ship": 4, "HydroPoints": 4, "Tanks": 5, "BayCoverage": 2, "Bay": 7, "BuoyancyPoints": 1, "Stack": 2,
    "AboveDeck": 5, "BelowDeck": 5, "Cell": 2,
}  # fmt: skip
_MOST_BAYS = 99


@dataclass(frozen=True)
class Block:
    """A part of a stack in the hold or on deck: its numbers, and for each cell tier and plugs."""

    row: int
    numbers: Sequence[float]
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Stack:
    """A position across: metres from the middle line, and its parts; without any it does not exist."""

    across_m: float
    deck: Block | None = None
    hold: Block | None = None


@dataclass
class Bay:
    """A bay: the numbers of its line, its buoyancy by point of hydrostatics, and its stacks from side to side."""

    numbers: Sequence[float]
    buoyancy: list[float] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)


@dataclass
class Tank:
    """A tank: the row and the numbers of its line, and the bays that bear it with their shares."""

    row: int
    numbers: Sequence[float]
    bays: list[int] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


class VesselText:
    """What stands in a vessel file, by its headings. Raises BadInput where it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ship: Sequence[float] = ()
        self.points: list[Sequence[float]] = []
        self.tanks: list[Tank] = []
        self.bays: list[Bay] = []
        self._block: Block | None = None
        heading = ""
        for row, line in enumerate(text_of(path).splitlines(), start=1):
            if line.startswith("#"):
                heading = line.lstrip("# ").split(":")[0]
                if heading not in _WIDTHS:
                    raise self.wrong("there is no such heading in a vessel of the set", "correct it", row, heading)
            elif words := line.split():
                if heading not in _WIDTHS:
                    raise self.wrong("the numbers stand below no heading", "give a vessel of the set", row)
                if len(words) != _WIDTHS[heading] or not all(_NUMBER.fullmatch(word) for word in words):
                    remedy = f"below {heading} a line has {_WIDTHS[heading]} numbers"
                    raise self.wrong("the line is not understood", remedy, row, line.strip())
                self._take(heading, [float(word) for word in words], row)
        if not (self.ship and self.points and len(self.bays) > 1):
            raise self.wrong("it has no ship, no points of hydrostatics or no two bays", "give the whole file")

    def wrong(self, problem: str, remedy: str, row: int | None = None, value: str | None = None) -> BadInput:
        """The error that refuses the file."""
        return BadInput([Fault(str(self.path), problem, remedy, row, value=value)])

    def _whole(self, number: float, row: int) -> int:
        if number != int(number) or not 0 <= number <= _MOST_BAYS:
            raise self.wrong(
                "a number is out of reach", f"give a whole number from 0 to {_MOST_BAYS}", row, f"{number:g}"
            )
        return int(number)

    def _take(self, heading: str, numbers: Sequence[float], row: int) -> None:
        match heading:
            case "Ship":
                self.ship = numbers
            case "HydroPoints":
                self.points.append(numbers)
            case "Tanks":
                self.tanks.append(Tank(row, numbers))
            case "BayCoverage" if self.tanks:
                self.tanks[-1].bays.append(self._whole(numbers[0], row))
                self.tanks[-1].shares.append(numbers[1])
            case "Bay" if len(self.bays) < _MOST_BAYS:
                self.bays.append(Bay(numbers))
            case "BuoyancyPoints" if self.bays:
                self.bays[-1].buoyancy.append(numbers[0])
            case "Stack" if self.bays:
                self.bays[-1].stacks.append(Stack(numbers[1]))
                self._block = None
            case "AboveDeck" if self.bays and self.bays[-1].stacks:
                self.bays[-1].stacks[-1].deck = self._block = Block(row, numbers)
            case "BelowDeck" if self.bays and self.bays[-1].stacks:
                self.bays[-1].stacks[-1].hold = self._block = Block(row, numbers)
            case "Cell" if self._block is not None:
                self._block.cells.append((self._whole(numbers[0], row), self._whole(numbers[1], row)))
            case _:
                raise self.wrong(f"{heading} belongs to nothing before it", "give a vessel of the set", row)
