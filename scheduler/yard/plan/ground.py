"""The ground of blocks over time: who takes which bay when.

Time counts in crowds. Whoever needs a bay gets the one that is free for just as long, or nearly: what is free for
longer is left to others. Longer boxes stand on pairs of 20-foot bays counted from the high end of a block, and 20-foot
boxes beside what is taken, so that free ground does not fall to pieces. Bays with plugs are left to reefers while there
are others; pairs of them are counted from the low end, where they begin.
"""

from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.yard import kept_bays
from scheduler.yard.plan.problem import Ints, YardProblem


class Kept(NamedTuple):
    """Room of a group in a bay of a block; the group and the block by number."""

    group: int
    block: int
    bay: int
    boxes: int
    mixed: bool


class Ground:
    """Who takes the ground of a block when, by crowd; ground counts from 0."""

    def __init__(self, problem: YardProblem, number: int) -> None:
        block = problem.blocks[number]
        self._spans = problem.spans
        self._room = int(problem.room[number])
        self.plugs = block.plug_bays
        self.most = block.bays - kept_bays(block, problem.import_share)
        self.taken = np.zeros((block.bays, len(problem.crowds)), dtype=np.bool_)
        # Boxes of the mixed bays by crowd, by size and first ground.
        self.mixed: dict[tuple[int, int], Ints] = {}
        for each in problem.standing:
            if each.block == block.id:
                there = [problem.ships[max(crowd)].opens < each.end for crowd in problem.crowds]
                self.taken[(each.ground - 1) // 2] |= np.array(there, dtype=np.bool_)

    def copy(self) -> "Ground":
        """The same, to be changed."""
        other = copy(self)
        other.taken = self.taken.copy()
        other.mixed = {bay: boxes.copy() for bay, boxes in self.mixed.items()}
        return other

    def free(self, ship: int) -> int:
        """Grounds that nobody takes, at the worst time while a ship's boxes are there."""
        return self.most - int(self.taken[:, self._spans[ship]].sum(axis=0).max())

    def hold(self, first: int, size: int, span: slice, mixed: Ints | None = None) -> None:
        """Take grounds for a time; of a mixed bay with its boxes by crowd."""
        self.taken[first : first + size, span] = True
        if mixed is not None:
            there = self.mixed.setdefault((size, first), np.zeros(self.taken.shape[1], dtype=np.int64))
            there += mixed

    def alone(self, ship: int, size: int, plugged: bool) -> int | None:
        """Take a bay that nobody takes while a ship's boxes are there; its number, or None without one."""
        first = self.fit(self._spans[ship], size, plugged)
        if first is None:
            return None
        self.hold(first, size, self._spans[ship])
        return bay_of(first, size)

    def shared(self, ship: int, size: int, boxes: int, plugged: bool) -> list[tuple[int, int]]:
        """Take room in mixed bays for boxes of a ship, as far as there is any: bays and how many boxes in each."""
        found = []
        span = self._spans[ship]
        for (length, first), there in self.mixed.items():
            suits = length == size and (not plugged or first + size <= self.plugs)
            fits = min(boxes, self._room - int(there[span].max())) if suits else 0
            if fits > 0 and self._extends(first, size, span, there):
                self.hold(first, size, span, self._boxes(span, fits))
                found.append((bay_of(first, size), fits))
                boxes -= fits
        while boxes > 0 and (new := self.fit(span, size, plugged)) is not None:
            fits = min(boxes, self._room)
            self.hold(new, size, span, self._boxes(span, fits))
            found.append((bay_of(new, size), fits))
            boxes -= fits
        return found

    def fit(self, span: slice, size: int, plugged: bool) -> int | None:
        """The first ground of the bay that suits best for a time; None where none is free.

        With `plugged`, a bay with plugs; else one that has none if there is one.
        """
        busy = self.taken[:, span]
        if (busy.sum(axis=0) + size > self.most).any():
            return None
        free: NDArray[np.bool_] = np.logical_not(busy.any(axis=1))
        firsts = np.flatnonzero(free if size == 1 else free[:-1] & free[1:]).tolist()
        if plugged:
            firsts = [first for first in firsts if first + size <= self.plugs]
        elif any(first >= self.plugs for first in firsts):
            firsts = [first for first in firsts if first >= self.plugs]
        if size == 1:
            # Beside what is taken anyway, so that pairs stay whole; the low end first.
            suits = [(self._idle(first, span) - 2 * self._beside(first, span), first) for first in firsts]
        else:
            times = self.taken.shape[1]
            suits = [
                (
                    self._idle(first, span) + self._idle(first + 1, span) + 4 * times * (self._pair(first) != first),
                    -first,
                )
                for first in firsts
            ]
        return abs(min(suits)[1]) if suits else None

    def _pair(self, ground: int) -> int:
        """The first ground of the pair that a ground is in; -1 where it has no other beside it."""
        count = len(self.taken)
        if ground < self.plugs - self.plugs % 2:
            return ground - ground % 2
        first = ground - (count - ground) % 2
        return first if first >= self.plugs - self.plugs % 2 else -1

    def _idle(self, ground: int, span: slice) -> int:
        """How long a ground would be free just before a time and just after it."""
        before, after = self.taken[ground, : span.start], self.taken[ground, span.stop :]
        return int(np.argmax(before[::-1]) if before.any() else len(before)) + int(
            np.argmax(after) if after.any() else len(after)
        )

    def _beside(self, ground: int, span: slice) -> int:
        """How long the other ground of its pair is taken of a time; all the time where it has none."""
        pair = self._pair(ground)
        other = pair + 1 if pair == ground else pair
        return int(self.taken[other, span].sum()) if pair >= 0 else span.stop - span.start

    def _extends(self, first: int, size: int, span: slice, there: Ints) -> bool:
        """Whether a mixed bay is free, or mixed, all the time."""
        new = there[span] == 0
        busy = self.taken[:, span]
        return not (busy[first : first + size] & new).any() and not (new & (busy.sum(axis=0) + size > self.most)).any()

    def _boxes(self, span: slice, boxes: int) -> Ints:
        by_crowd = np.zeros(self.taken.shape[1], dtype=np.int64)
        by_crowd[span] = boxes
        return by_crowd


def bay_of(first: int, size: int) -> int:
    """The number of the bay that begins with a ground."""
    return 2 * first + size
