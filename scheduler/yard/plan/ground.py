"""The bays of each block that groups get: which ones, and how many boxes in each.

Bays of 20-foot boxes are taken from the low end of a block on, those of longer ones from its high end, ship by ship as
the gate opens for them. What then finds no bay, as ground is free here and there but not side by side, is put into
another block, with others if need be.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.yard import kept_bays
from scheduler.yard.plan.problem import Allotment, YardProblem


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
        self._most = block.bays - kept_bays(block, problem.import_share)
        self._taken = np.zeros((block.bays, len(problem.crowds)), dtype=np.bool_)
        # Boxes of the mixed bays by crowd, by size and first ground.
        self._mixed: dict[tuple[int, int], NDArray[np.int64]] = {}
        for each in problem.standing:
            if each.block == block.id:
                gone = [problem.ships[max(crowd)].opens >= each.end for crowd in problem.crowds]
                self._taken[(each.ground - 1) // 2] |= ~np.array(gone, dtype=np.bool_)

    def free(self, ship: int) -> int:
        """Grounds that nobody takes, at the worst time while a ship's boxes are there."""
        return self._most - int(self._taken[:, self._spans[ship]].sum(axis=0).max())

    def alone(self, ship: int, size: int) -> int | None:
        """Take the first bay that nobody takes while a ship's boxes are there; its number, or None without one."""
        first = self._first_free(self._spans[ship], size)
        if first is None:
            return None
        self._taken[first : first + size, self._spans[ship]] = True
        return _bay(first, size)

    def shared(self, ship: int, size: int, boxes: int) -> list[tuple[int, int]]:
        """Take room in mixed bays for boxes of a ship, as far as there is any: bays and how many boxes in each."""
        found = []
        span = self._spans[ship]
        for (length, first), there in self._mixed.items():
            if length != size or boxes == 0:
                continue
            fits = min(boxes, self._room - int(there[span].max()))
            if fits > 0 and self._extends(first, size, span, there):
                self._take_mixed(first, size, span, fits)
                found.append((_bay(first, size), fits))
                boxes -= fits
        while boxes > 0 and (new := self._first_free(span, size)) is not None:
            fits = min(boxes, self._room)
            self._mixed[size, new] = np.zeros(self._taken.shape[1], dtype=np.int64)
            self._take_mixed(new, size, span, fits)
            found.append((_bay(new, size), fits))
            boxes -= fits
        return found

    def _first_free(self, span: slice, size: int) -> int | None:
        busy = self._taken[:, span]
        if (busy.sum(axis=0) + size > self._most).any():
            return None
        grounds = range(len(busy) - size + 1)
        for first in grounds if size == 1 else reversed(grounds):
            if not busy[first : first + size].any():
                return first
        return None

    def _extends(self, first: int, size: int, span: slice, there: NDArray[np.int64]) -> bool:
        """Whether a mixed bay is free, or mixed, all the time."""
        new = there[span] == 0
        busy = self._taken[:, span]
        return not (busy[first : first + size] & new).any() and not (new & (busy.sum(axis=0) + size > self._most)).any()

    def _take_mixed(self, first: int, size: int, span: slice, boxes: int) -> None:
        self._mixed[size, first][span] += boxes
        self._taken[first : first + size, span] = True


def _bay(first: int, size: int) -> int:
    """The number of the bay that begins with a ground."""
    return 2 * first + size


def lay_out(problem: YardProblem, allotment: Allotment) -> list[Kept]:
    """Bays for what groups have in each block. Boxes for which there are none at all are in none."""
    grounds = [Ground(problem, number) for number in range(len(problem.blocks))]
    kept: list[Kept] = []
    homeless: list[tuple[int, int]] = []
    groups = by_opening(problem)
    for number, ground in enumerate(grounds):
        for group in groups:
            wanted = problem.wanted[group]
            boxes = int(allotment.boxes[group, number])
            for place in range(int(allotment.bays[group, number])):
                # Every bay has a box at least, whichever way they are shared out.
                last = int(allotment.bays[group, number]) - place - 1
                count = min(int(problem.room[number]), boxes - last)
                boxes -= count
                bay = ground.alone(wanted.ship, wanted.size)
                if bay is None:
                    homeless.append((group, count))
                else:
                    kept.append(Kept(group, number, bay, count, mixed=False))
        for group in groups:
            boxes = int(allotment.mixed[group, number])
            if boxes:
                homeless += share(problem, ground, number, group, boxes, kept)
    for group, boxes in homeless:
        _house(problem, grounds, group, boxes, kept)
    return joined(kept)


def by_opening(problem: YardProblem) -> list[int]:
    """The groups, as the gate opens for their ships."""
    return sorted(
        range(len(problem.wanted)), key=lambda number: (problem.ships[problem.wanted[number].ship].opens, number)
    )


def share(
    problem: YardProblem, ground: Ground, number: int, group: int, boxes: int, kept: list[Kept]
) -> list[tuple[int, int]]:
    """Put boxes of a group into mixed bays of a block; the group and its boxes that find no room."""
    wanted = problem.wanted[group]
    for bay, count in ground.shared(wanted.ship, wanted.size, boxes):
        kept.append(Kept(group, number, bay, count, mixed=True))
        boxes -= count
    return [(group, boxes)] if boxes else []


def _house(problem: YardProblem, grounds: list[Ground], group: int, boxes: int, kept: list[Kept]) -> None:
    """Put boxes of a group into any block, the nearest first: alone, else with others."""
    wanted = problem.wanted[group]
    near = sorted(range(len(grounds)), key=lambda number: (problem.haul[wanted.ship, number], number))
    for number in near:
        bay = grounds[number].alone(wanted.ship, wanted.size) if boxes <= problem.room[number] else None
        if bay is not None:
            kept.append(Kept(group, number, bay, boxes, mixed=False))
            return
    for number in near:
        left = share(problem, grounds[number], number, group, boxes, kept)
        if not left:
            return
        boxes = left[0][1]


def joined(kept: Iterable[Kept]) -> list[Kept]:
    """One entry a group and bay, by group, block and bay."""
    boxes: dict[tuple[int, int, int, bool], int] = {}
    for each in kept:
        key = each.group, each.block, each.bay, each.mixed
        boxes[key] = boxes.get(key, 0) + each.boxes
    return [Kept(group, block, bay, count, mixed) for (group, block, bay, mixed), count in sorted(boxes.items())]
