"""The boxes of a section by kind, each kind's from the lightest on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from scheduler.slots.problem import Box, Kind

# How many boxes of each kind, in the order of the kinds.
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Supply:
    """The kinds of some boxes, in order, and for each the indices of its boxes with their masses, light ones first."""

    kinds: tuple[Kind, ...]
    boxes: tuple[tuple[int, ...], ...]
    kg: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> "Supply":
        """The supply that boxes are."""
        groups: defaultdict[Kind, list[int]] = defaultdict(list)
        for number in sorted(range(len(boxes)), key=lambda number: (boxes[number].kg, number)):
            groups[boxes[number].kind].append(number)
        kinds = tuple(sorted(groups))
        return cls(
            kinds,
            tuple(tuple(groups[kind]) for kind in kinds),
            tuple(tuple(boxes[number].kg for number in groups[kind]) for kind in kinds),
        )

    @cached_property
    def counts(self) -> Counts:
        """How many there are of each kind."""
        return tuple(map(len, self.boxes))

    @cached_property
    def _lightest(self) -> list[list[int]]:
        return [[0, *accumulate(kg)] for kg in self.kg]

    def least_kg(self, counts: Counts) -> int:
        """What so many of each kind weigh at least."""
        return sum(sums[count] for sums, count in zip(self._lightest, counts, strict=True))

    def earliest(self, counts: Counts, otherwise: int) -> int:
        """The earliest port of so many of each kind, or another where that is earlier still."""
        return min((kind.port for kind, count in zip(self.kinds, counts, strict=True) if count), default=otherwise)
