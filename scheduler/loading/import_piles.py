"""The piles of the yard that discharged boxes are put on: those on which nothing stands that is to leave by ship.

They are filled from the far end of a block, 20-foot boxes and longer ones apart; bays with plugs are left to reefers
while there are others. Longer boxes first take pairs of bays counted from bay 1: 1 and 3, 5 and 7. A pile that is not
free is asked again once a box has left it.
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from itertools import product
from typing import NamedTuple

from data.slots import Place
from data.terminal import YardBlock
from data.yard import has_plugs
from scheduler.yard.piles import Ground, Piles, grounds


class Room(NamedTuple):
    """A place in a block, and what is wrong with it for a box, the more the worse: 0 where nothing is."""

    wrong: int
    place: Place


class _Pile(NamedTuple):
    """A pile as it sorts: pairs of bays before what lies across two of them, and from the far end on."""

    across: bool
    minus_bay: int
    row: int


def _pile(bay: int, row: int) -> _Pile:
    return _Pile(bay % 4 == 0, -bay, row)


# What is wrong: a plug taken by a box that wants none, a block that does not take the box, a reefer without a plug.
_PLUG_WASTED, _NOT_TAKEN, _NO_PLUG = 1, 2, 4


class ImportPiles:
    """Where discharged boxes may be put in the blocks of a yard, as its piles change."""

    def __init__(self, blocks: Iterable[YardBlock], piles: Piles) -> None:
        self._piles = piles
        self._stacked: set[str] = set()
        self._blocks = {block.id: block for block in blocks}
        self._plugs = has_plugs(self._blocks.values())
        # Piles that may be free, by block, length and whether there are plugs, in the order in which they are filled.
        self._open: dict[tuple[str, bool, bool], list[_Pile]] = {}
        for block in self._blocks.values():
            for long, plugs in product((False, True), repeat=2):
                bays = [bay for bay in range(1 + long, 2 * block.bays - long, 2) if block.has_plugs(bay) == plugs]
                heap = [_pile(bay, row) for bay in bays for row in range(1, block.rows + 1)]
                heapify(heap)
                self._open[block.id, long, plugs] = heap

    def room(self, box: str, block: str, *, long: bool) -> Room | None:
        """The best place in a block for a discharged box; None where no pile is free."""
        kinds = self._piles.kinds_of(box)
        reefer = "reefer" in kinds
        taken = self._blocks[block].takes_all(kinds)
        for plugs in (reefer, not reefer):
            place = self._first(block, long, plugs)
            if place is not None:
                wrong = _NOT_TAKEN * (not taken) + _PLUG_WASTED * (plugs and not reefer)
                return Room(wrong + _NO_PLUG * (reefer and self._plugs and not plugs), place)
        return None

    def put(self, box: str, place: Place) -> None:
        """A discharged box comes to a place."""
        self._stacked.add(box)
        self._piles.put(box, place)

    def left(self, place: Place) -> None:
        """A box has left a place: the piles over its ground may be free again."""
        block = self._blocks[place.block]
        for _, bay, row in grounds(place):
            for number in (bay - 1, bay, bay + 1):
                long = number % 2 == 0
                if 0 < number < 2 * block.bays - long:
                    heap, pile = self._open[place.block, long, block.has_plugs(number)], _pile(number, row)
                    if pile not in heap:
                        heappush(heap, pile)

    def _first(self, block: str, long: bool, plugs: bool) -> Place | None:
        heap = self._open[block, long, plugs]
        while heap:
            place = self._piles.room(block, -heap[0].minus_bay, heap[0].row)
            if place is not None and all(self._free(ground, long) for ground in grounds(place)):
                return place
            heappop(heap)
        return None

    def _free(self, ground: Ground, long: bool) -> bool:
        return all(
            box in self._stacked and (len(self._piles.place_of[box].twenties) == 2) == long
            for box in self._piles.on(ground)
        )
