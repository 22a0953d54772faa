"""Places of the yard for the boxes to load of a call, as a yard planner and the trucks' order of arrival leave them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from data.case import Case
from data.invented_boxes.drawn import Drawn
from data.slots import Place
from data.terminal import YardBlock

_BOXES_A_BLOCK = (60, 100)
# Bounds of the mass classes of laden boxes.
_LIGHT_KG, _HEAVY_KG = 12_000, 20_000
# Of the boxes, those that stand in a stack of others.
_STRAYS = (0.15, 0.25)


def places_of(case: Case, boxes: Sequence[Drawn], cranes: int, random: np.random.Generator) -> list[Place | None]:
    """A place for each box, or None where the yard has none left: such a box comes by truck when it is called.

    The boxes of a call stand in several blocks, as many as cranes work her at least. Boxes of one port, length and mass
    class have stacks of their own in a bay, in the order in which they came; some are in a stack of another such group.
    Stacks in which the case lists a box are left alone.
    """
    places: list[Place | None] = [None] * len(boxes)
    if not case.yard_blocks or not boxes:
        return places
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in random.permutation(len(boxes)):
        groups[_group(boxes[int(number)])].append(int(number))
    _mix(groups, random)
    yard = _Yard(case, len(boxes), cranes, random)
    for group in sorted(groups, key=str):
        left = groups[group]
        while left:
            free = yard.stacks(long=boxes[left[0]].long, count=len(left), full=boxes[left[0]].full)
            if not free:
                break
            for place in free[: len(left)]:
                places[left.pop()] = place
    _high_ones_on_top(boxes, places)
    return places


def _group(box: Drawn) -> tuple[object, ...]:
    mass = -1 if not box.full else (box.mass_kg > _LIGHT_KG) + (box.mass_kg > _HEAVY_KG)
    return box.long, box.port, mass


def _mix(groups: dict[tuple[object, ...], list[int]], random: np.random.Generator) -> None:
    """Exchange some boxes between groups of the same length, laden ones with laden ones."""
    others = {
        group: [
            each for each in groups if each != group and each[0] == group[0] and (each[2] == -1) == (group[2] == -1)
        ]
        for group in groups
    }
    spots = [(group, place) for group, members in groups.items() if others[group] for place in range(len(members))]
    strays: set[tuple[tuple[object, ...], int]] = set()
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

    def __init__(self, case: Case, boxes: int, cranes: int, random: np.random.Generator) -> None:
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
        wanted = max(2, cranes, round(boxes / float(random.uniform(*_BOXES_A_BLOCK))))
        self._first, self._rest = blocks[:wanted], blocks[wanted:]
        self._begins = {block.id: int(random.integers(block.bays)) for block in blocks}
        self._held = dict.fromkeys((block.id for block in blocks), 0)

    def stacks(self, *, long: bool, count: int, full: bool) -> list[Place]:
        """Places for so many boxes or fewer, in a bay that nothing of the call stands in, or else where there is room.

        They are in the order in which stacks are filled. Empty where the yard is full.
        """
        for untouched in (True, False):
            for block in (*sorted(self._first, key=lambda block: self._held[block.id]), *self._rest):
                for bays in self._bays(block, long):
                    rows = [row for row in self._rows[block.id, bays[0]] if row in self._rows[block.id, bays[-1]]]
                    if rows and (not untouched or len(rows) == block.rows):
                        return self._take(block, bays, rows, count, full)
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
