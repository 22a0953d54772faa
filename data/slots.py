"""Where a box stands: slots of a ship by ISO 9711-1, and places of the yard.

A slot is written BBBRRTT. Bays count from the bow: odd ones are 20 feet long, and an even one is the 40 feet of the
odd ones before and behind it. Rows count from the middle line outwards, odd ones to starboard and even ones to port;
00 stands on the line. Tiers are even: 02, 04, ... in the hold from its bottom, 82, 84, ... on deck.

A place of the yard is written BLOCK-BAY-ROW-TIER, as B1-03-2-4. Bays of a block are numbered like those of a ship: odd
ones for 20-foot boxes, the even one between two of them for a 40-foot box that takes both.
"""

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator

Level = Literal["hold", "deck"]
LEVELS: tuple[Level, ...] = ("hold", "deck")

# Tiers of the deck begin at 72, 80 or 82 by the habit of the yard that built the ship.
FIRST_DECK_TIER = 70
# From the middle of one row to that of the next, and the width of a box (ISO 668).
ROW_M = 2.5
BOX_WIDTH_M = 2.438

_SLOT = re.compile(r"[0-9]{7}")
_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*-[0-9]{1,3}-[0-9]{1,2}-[0-9]{1,2}")


class Cell(NamedTuple):
    """A slot of a ship as its three numbers."""

    bay: int
    row: int
    tier: int

    @classmethod
    def of(cls, slot: str) -> "Cell":
        """The cell that a slot of seven digits names."""
        return cls(int(slot[:3]), int(slot[3:5]), int(slot[5:]))

    @property
    def slot(self) -> str:
        """The slot as seven digits."""
        return f"{self.bay:03d}{self.row:02d}{self.tier:02d}"

    @property
    def level(self) -> Level:
        """Whether it lies in the hold or on deck."""
        return "deck" if self.tier >= FIRST_DECK_TIER else "hold"

    @property
    def twenties(self) -> tuple[int, ...]:
        """The 20-foot bays that a box here takes: one, or the two of a 40-foot bay."""
        return (self.bay,) if self.bay % 2 else (self.bay - 1, self.bay + 1)


def cell_named(text: str) -> Cell | None:
    """The cell that a text names, as 0180282; None where it is no slot."""
    if not _SLOT.fullmatch(text):
        return None
    cell = Cell.of(text)
    return cell if cell.bay and cell.tier and cell.tier % 2 == 0 else None


def _slot(value: str) -> str:
    if cell_named(value) is None:
        if _SLOT.fullmatch(value):
            raise ValueError("bays count from 001 and tiers are even, as 0180282")
        raise ValueError("a slot is seven digits: three for the bay, two for the row, two for the tier, as 0180282")
    return value


def across(row: int, centred: bool) -> float:
    """Rows from the middle line to a row, positive to starboard; `centred` where a row 00 stands on the line."""
    side = 1 if row % 2 else -1
    return side * ((row + 1) // 2 - (0.0 if centred else 0.5)) if row else 0.0


class Place(NamedTuple):
    """A place of the yard as its block and its three numbers; the lowest tier is 1."""

    block: str
    bay: int
    row: int
    tier: int

    @classmethod
    def of(cls, place: str) -> "Place":
        """The place that a text names."""
        block, bay, row, tier = place.rsplit("-", 3)
        return cls(block, int(bay), int(row), int(tier))

    def __str__(self) -> str:
        return f"{self.block}-{self.bay:02d}-{self.row}-{self.tier}"

    @property
    def twenties(self) -> tuple[int, ...]:
        """The 20-foot bays that a box here takes: one, or the two of a 40-foot bay."""
        return (self.bay,) if self.bay % 2 else (self.bay - 1, self.bay + 1)


def place_named(text: str) -> Place | None:
    """The place of the yard that a text names, as B1-03-2-4; None where it is none."""
    if not _PLACE.fullmatch(text):
        return None
    place = Place.of(text)
    return place if place.bay and place.row and place.tier else None


def _place(value: str) -> str:
    place = place_named(value)
    if place is None:
        if _PLACE.fullmatch(value):
            raise ValueError("bays, rows and tiers of a block count from 1, as B1-03-2-4")
        raise ValueError("a place is a block, a bay, a row and a tier, as B1-03-2-4")
    return str(place)


Slot = Annotated[str, AfterValidator(_slot)]
YardPlace = Annotated[str, AfterValidator(_place)]
