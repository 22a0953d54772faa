"""How a ship floats with a packing, and what the search makes for where she breaks a limit.

How she floats is reckoned from where boxes stand. Where no ballast is enough, bays are told how many tonnes they should
have more or less (`ballast.shifts_of`).
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from scheduler.loading.ship import Aboard, Column
from scheduler.loading.whole_ship.ballast import Bays, shifts_of
from scheduler.loading.whole_ship.hull import Hull, Reals
from scheduler.loading.whole_ship.packing_kernel import Boxes, Ints, Packing, Stacks
from scheduler.loading.whole_ship.shares import loads_of


class Float:
    """How a ship floats with a packing of some columns; `ship` has what stands there already."""

    def __init__(self, ship: Aboard, columns: Sequence[Column], boxes: Boxes, stacks: Stacks) -> None:
        self._ship, self._columns, self._boxes, self._stacks = ship, columns, boxes, stacks
        layout = ship.layout
        self._hull = Hull(layout)
        self._standing = loads_of(ship, self._hull) if layout.sections and layout.hydrostatics else None
        bays = {int(stacks.bay[place]): column.stack.bay for place, column in enumerate(columns)}
        self._bays = [bays[number] for number in sorted(bays)]
        bears = [
            sum(column.kg_left(half)[0] / 1000 for half in column.halves if ship.loadable(column) and column.room(half))
            for column in columns
        ]
        self._most = self._by_bay(stacks.bay, np.array(bears))
        self._aside = np.array([layout.across_m(column.stack) for column in columns])
        self._at = np.array([layout.bay_by_number[column.stack.bay].from_bow_m for column in columns])

    def aim(self, answer: Packing) -> bool:
        """Whether she keeps every limit with some ballast; where not, bays are planned with what would do."""
        if self._standing is None:
            return True
        loads, moments = self._loads(answer)
        there = np.flatnonzero(answer.at >= 0)
        stowed = self._by_bay(self._stacks.bay[answer.at[there]], self._boxes.kg[there] / 1000)
        shifts = shifts_of(self._hull, loads, moments, Bays(self._bays, self._most - stowed, stowed))
        if shifts is None:
            return True
        answer.off_t[:] = -shifts
        return False

    def _by_bay(self, bays: Ints, tonnes: Reals) -> Reals:
        return np.bincount(bays, weights=tonnes, minlength=len(self._bays)).astype(np.float64)

    @cached_property
    def _floors(self) -> list[list[float]]:
        """How high above the keel a box would stand on what stands in each half."""
        return [
            [column.stack.above_keel_m + sum(box.height_m for _, box in column.carried(half)) for half in column.halves]
            for column in self._columns
        ]

    def _loads(self, answer: Packing) -> tuple[Reals, tuple[float, float, float]]:
        """Tonnes by section, and moments along, across and up."""
        standing, boxes = self._standing, self._boxes
        assert standing is not None
        there = np.flatnonzero(answer.at >= 0)
        place, tonnes = answer.at[there], boxes.kg[there] / 1000
        loads = standing.tonnes.copy()
        for bay, more in zip(self._bays, self._by_bay(self._stacks.bay[place], tonnes), strict=True):
            loads[self._hull.index[bay]] += more
        up = standing.up
        for number, floors in enumerate(self._floors):
            tops = list(floors)
            for half in range(len(floors)):
                for box in answer.boxes[number, half, : answer.counts[number, half]]:
                    up += boxes.kg[box] / 1000 * (tops[half] + boxes.mm[box] / 2000)
                    tops[half] += boxes.mm[box] / 1000
            top = max(tops)
            for box in answer.boxes[number, 2, : answer.counts[number, 2]]:
                up += boxes.kg[box] / 1000 * (top + boxes.mm[box] / 2000)
                top += boxes.mm[box] / 1000
        along = standing.along + float(tonnes @ self._at[place])
        return loads, (along, standing.across + float(tonnes @ self._aside[place]), float(up))
