"""Places of the yard for the boxes to load of a call, as a yard planner and the trucks' order of arrival leave them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import ceil
from typing import NamedTuple

import numpy as np

from data.box_kinds import BoxKind
from data.case import Case
from data.invented_boxes.drawn import Drawn
from data.slots import Place
from data.terminal import YardBlock
from data.weight_classes import weight_class
from data.yard import fits, has_plugs

_BOXES_A_BLOCK = (60, 100)
# Of the boxes, those that stand in a stack of others.
_STRAYS = (0.15, 0.25)


def places_of(case: Case, boxes: Sequence[Drawn], cranes: int, random: np.random.Generator) -> list[Place | None]:
    """A place for each box, or None where the yard has none left: such a box comes by truck when it is called.

    The boxes of a call stand in several blocks, as many as cranes work her at least, each in a block that takes it and
    reefers at plugs. Boxes of one port, length, kind and weight class have stacks of their own in a bay, in the order
    in which they came; some are in a stack of another such group, of their kind. Stacks in which the case lists a box
    are left alone.
    """
    places: list[Place | None] = [None] * len(boxes)
    if not case.yard_blocks or not boxes:
        return places
    groups: defaultdict[_Group, list[int]] = defaultdict(list)
    for number in random.permutation(len(boxes)):
        groups[_Group.of(boxes[int(number)])].append(int(number))
    _mix(groups, random)
    yard = _Yard(case, boxes, cranes, random)
    for group in sorted(groups):
        left = groups[group]
        while left:
            free = yard.stacks(long=group.long, count=len(left), kinds=group.kinds)
            if not free:
                break
            for place in free[: len(left)]:
                places[left.pop()] = place
    _high_ones_on_top(boxes, places)
    return places


class _Group(NamedTuple):
    """Boxes that a yard planner does not tell apart; empty ones whatever they weigh."""

    long: bool
    port: str
    kinds: tuple[BoxKind, ...]
    weight_class: str

    @classmethod
    def of(cls, box: Drawn) -> "_Group":
        """The group of a box."""
        return cls(box.long, box.port, box.kinds, weight_class(box.long, box.mass_kg) if box.full else "")


def _mix(groups: dict[_Group, list[int]], random: np.random.Generator) -> None:
    """Exchange some boxes between groups of the same length and kind."""
    others = {
        group: [each for each in groups if each != group and (each.long, each.kinds) == (group.long, group.kinds)]
        for group in groups
    }
    spots = [(group, place) for group, members in groups.items() if others[group] for place in range(len(members))]
    strays: set[tuple[_Group, int]] = set()
    wanted = float(random.uniform(*_STRAYS)) * sum(len(members) for members in groups.values())
    for number in random.permutation(len(spots)):
        if len(strays) >= wanted:
            return
        here = spots[int(number)]
        group = others[here[0]][int(random.integers(len(others[here[0]])))]
        there = group, int(random.integers(len(groups[group])))
        if here not in strays and there not in strays:
            one, other = groups[here[0]], groups[group]
            one[here[1]], other[there[1]] = other[there[1]], one[here[1]]
            strays |= {here, there}


def _high_ones_on_top(boxes: Sequence[Drawn], places: list[Place | None]) -> None:
    """Nothing can stand on cargo that reaches above its box: such a box changes places with the top of its stack."""
    top: dict[tuple[str, int, int], int] = {}
    for number, place in enumerate(places):
        if place is not None:
            key = place.block, place.bay, place.row
            above = top.setdefault(key, number)
            if place.tier > (places[above] or place).tier:
                top[key] = number
    for number, place in enumerate(places):
        if boxes[number].over_height_cm and place is not None:
            other = top[place.block, place.bay, place.row]
            if boxes[other].over_height_cm == 0:
                places[number], places[other] = places[other], places[number]


class _Yard:
    """Free stacks of the yard, block by block, and how many boxes of the call stand in each block."""

    def __init__(self, case: Case, boxes: Sequence[Drawn], cranes: int, random: np.random.Generator) -> None:
        self._plugs = has_plugs(case.yard_blocks)
        self._rows = {
            (block.id, bay): list(range(1, block.rows + 1))
            for block in case.yard_blocks
            for bay in range(1, 2 * block.bays, 2)
        }
        for place in (Place.of(box.place) for box in case.containers if box.place is not None):
            for bay in place.twenties:
                rows = self._rows.get((place.block, bay), [])
                if place.row in rows:
                    rows.remove(place.row)
        blocks = [case.yard_blocks[int(place)] for place in random.permutation(len(case.yard_blocks))]
        wanted = max(2, cranes, round(len(boxes) / float(random.uniform(*_BOXES_A_BLOCK))))
        self._first, self._rest = blocks[:wanted], blocks[wanted:]
        for kinds, count in sorted(Counter(box.kinds for box in boxes).items()):
            # Of the blocks, as many take a kind as there are boxes of it, by share.
            lack = ceil(wanted * count / len(boxes)) - sum(self._has_bays(block, kinds) for block in self._first)
            more = [block for block in self._rest if self._has_bays(block, kinds)][: max(0, lack)]
            self._first += more
            self._rest = [block for block in self._rest if block not in more]
        self._begins = {block.id: int(random.integers(block.bays)) for block in blocks}
        self._held = dict.fromkeys((block.id for block in blocks), 0)

    def _has_bays(self, block: YardBlock, kinds: Sequence[BoxKind]) -> bool:
        """Whether a block has bays for boxes of these kinds; plugs are in the first ones."""
        return fits(block, 1, kinds, plugs=self._plugs)

    def stacks(self, *, long: bool, count: int, kinds: Sequence[BoxKind]) -> list[Place]:
        """Places for so many boxes or fewer, in a bay that nothing of the call stands in, or else where there is room.

        Bays with plugs are left to reefers while there are others. They are in the order in which stacks are filled.
        Empty where the yard has no room for these kinds.
        """
        reefers = "reefer" in kinds
        for at_plugs, untouched in product((reefers, True) if self._plugs else (False,), (True, False)):
            for block in (*sorted(self._first, key=lambda block: self._held[block.id]), *self._rest):
                for bays in self._bays(block, long):
                    bay = sum(bays) // len(bays)
                    if not fits(block, bay, kinds, plugs=self._plugs) or (block.has_plugs(bay) and not at_plugs):
                        continue
                    rows = [row for row in self._rows[block.id, bays[0]] if row in self._rows[block.id, bays[-1]]]
                    if rows and (not untouched or len(rows) == block.rows):
                        return self._take(block, bays, rows, count, "empty" not in kinds)
        return []

    def _bays(self, block: YardBlock, long: bool) -> Iterator[tuple[int, ...]]:
        """The 20-foot bays of a block, or pairs of them, from where the call begins in it."""
        count = block.bays // 2 if long else block.bays
        begin = self._begins[block.id] // (2 if long else 1)
        for place in range(count):
            number = (begin + place) % count
            yield (4 * number + 1, 4 * number + 3) if long else (2 * number + 1,)

    def _take(self, block: YardBlock, bays: tuple[int, ...], rows: list[int], count: int, full: bool) -> list[Place]:
        high = max(1, block.tiers - 1) if full else block.tiers
        taken = rows[: -(-count // high)]
        for bay in bays:
            self._rows[block.id, bay] = [row for row in self._rows[block.id, bay] if row not in taken]
        places = [Place(block.id, sum(bays) // len(bays), row, tier) for row in taken for tier in range(1, high + 1)]
        self._held[block.id] += min(count, len(places))
        return places
