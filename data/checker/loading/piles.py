"""Boxes on top of each other, on board or in a block of the yard.

A column is what a 20-foot box stands in: of a ship a half of a stack, of a block a 20-foot bay and a row. A longer box
stands in two columns at once. Heights count boxes from the ground, which is 1.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

Column = TypeVar("Column", bound=Hashable)


class Spot(NamedTuple, Generic[Column]):
    """Where a box stands, or may: its columns, and its height in them."""

    columns: tuple[Column, ...]
    height: int


class Piles(Generic[Column]):
    """Which box stands where at one moment; no two in one spot."""

    def __init__(self) -> None:
        self._columns: defaultdict[Column, dict[int, str]] = defaultdict(dict)
        self.spots: dict[str, Spot[Column]] = {}

    def copy(self) -> "Piles[Column]":
        """The same piles, to be changed apart from these."""
        other: Piles[Column] = Piles()
        for column, boxes in self._columns.items():
            other._columns[column] = dict(boxes)
        other.spots = dict(self.spots)
        return other

    def put(self, box: str, spot: Spot[Column]) -> None:
        """Put a box, that stands nowhere yet, in a spot that is free."""
        for column in spot.columns:
            self._columns[column][spot.height] = box
        self.spots[box] = spot

    def take(self, box: str) -> None:
        """Take a box away, whatever stands on it; nothing happens where it does not stand here."""
        spot = self.spots.pop(box, None)
        for column in spot.columns if spot is not None else ():
            del self._columns[column][spot.height]  # type: ignore[union-attr]

    def standing(self, spot: Spot[Column]) -> list[str]:
        """The boxes that stand in a spot, or in a part of it."""
        return _distinct(box for column in spot.columns if (box := self._columns[column].get(spot.height)) is not None)

    def below(self, spot: Spot[Column]) -> list[str | None]:
        """What stands right below each column of a spot; None where nothing does."""
        return [self._columns[column].get(spot.height - 1) for column in spot.columns]

    def above(self, spot: Spot[Column]) -> list[str]:
        """The boxes above a spot, in any of its columns, from the lowest."""
        return _distinct(
            self._columns[column][height]
            for column in spot.columns
            for height in sorted(self._columns[column])
            if height > spot.height
        )

    def column(self, column: Column) -> list[tuple[int, str]]:
        """The boxes of a column with their heights, from the lowest."""
        return sorted(self._columns.get(column, {}).items())


def _distinct(boxes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(boxes))
