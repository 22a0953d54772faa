"""The piles of the yard, and where a box goes that is put somewhere.

A pile is a ground place of a block, a 20-foot bay and a row, with the boxes on it from the bottom on. A 40-foot box
stands on two of them at once, at the same height.
"""

from collections.abc import Iterable, Mapping, Sequence

from data.box_kinds import BoxKind
from data.slots import Place
from data.terminal import YardBlock
from data.yard import fits, has_plugs

# Block, 20-foot bay and row.
Ground = tuple[str, int, int]
# A box, and from and to which place it is moved.
BoxMove = tuple[str, Place, Place]


class Piles:
    """What stands where in the yard, move by move.

    `leaves` says when each box goes on board, in any unit; boxes that it does not name stay for longer than all others.
    `kinds` are those of the boxes; one that it does not name fits everywhere.
    """

    def __init__(
        self,
        blocks: Iterable[YardBlock],
        places: Mapping[str, Place],
        leaves: Mapping[str, float],
        kinds: Mapping[str, Sequence[BoxKind]] | None = None,
    ) -> None:
        self.blocks = {block.id: block for block in blocks}
        self._leaves = leaves
        self._kinds = kinds or {}
        self._plugs = has_plugs(self.blocks.values())
        self.place_of: dict[str, Place] = dict(places)
        self._boxes: dict[Ground, list[str]] = {}
        for box, place in sorted(places.items(), key=lambda item: item[1].tier):
            for ground in grounds(place):
                self._boxes.setdefault(ground, []).append(box)

    def copy(self) -> "Piles":
        """The same boxes in the same places, to be moved apart from these."""
        return Piles(self.blocks.values(), self.place_of, self._leaves, self._kinds)

    def on(self, ground: Ground) -> list[str]:
        """The boxes on a ground place, from the bottom on."""
        return self._boxes.get(ground, [])

    def above(self, box: str) -> list[str]:
        """The boxes that must be moved before a box can be: those on top of it, the highest first."""
        place = self.place_of[box]
        higher = {
            other: self.place_of[other].tier
            for ground in grounds(place)
            for other in self.on(ground)
            if self.place_of[other].tier > place.tier
        }
        # What stands on a 40-foot box above reaches over the next pile.
        todo = list(higher)
        while todo:
            for other in self.above(todo.pop()):
                if other not in higher:
                    higher[other] = self.place_of[other].tier
                    todo.append(other)
        return sorted(higher, key=lambda other: (-higher[other], other))

    def take(self, box: str) -> None:
        """A box leaves its place."""
        for ground in grounds(self.place_of.pop(box)):
            self._boxes[ground].remove(box)

    def put(self, box: str, place: Place) -> None:
        """A box comes to a place."""
        self.place_of[box] = place
        for ground in grounds(place):
            self._boxes.setdefault(ground, []).append(box)

    def room(self, block: str, bay: int, row: int) -> Place | None:
        """The place on top of a pile for a box of the bay's length, or None where none may stand there."""
        limits = self.blocks[block]
        ground = grounds(Place(block, bay, row, 1))
        heights = {len(self.on(each)) for each in ground}
        if len(heights) > 1 or (tier := heights.pop() + 1) > limits.tiers:
            return None
        long = len(ground) == 2
        for each in ground:
            if not 1 <= each[1] <= 2 * limits.bays - 1:
                return None
            boxes = self.on(each)
            if boxes and not long and len(grounds(self.place_of[boxes[-1]])) == 2:
                return None
        return Place(block, bay, row, tier)

    def kinds_of(self, box: str) -> Sequence[BoxKind]:
        """The kinds of a box, none where they are not known."""
        return self._kinds.get(box, ())

    def fits(self, box: str, block: str, bay: int) -> bool:
        """Whether a box is to stand in a bay: its block takes it, and a reefer has a plug where the yard has any."""
        return fits(self.blocks[block], bay, self.kinds_of(box), plugs=self._plugs)

    def leaves_first(self, on: Iterable[Ground]) -> float:
        """When the first of the boxes on some ground places goes on board."""
        return min((self._when(other) for ground in on for other in self.on(ground)), default=float("inf"))

    def best_place(self, box: str, blocked: frozenset[Ground] = frozenset()) -> Place | None:
        """Where in its block a box goes that stands in another's way; None where there is no room.

        By the rule of Caserta, Schwarze and Voss (EJOR 219, 2012): to a pile whose boxes all leave after it, the one
        that is needed first among these; where there is none, to the one that is needed last. Near bays come first, and
        before all else those that the box fits. `blocked` are piles that are not to be used.
        """
        here = self.place_of[box]
        limits = self.blocks[here.block]
        leaves = self._when(box)
        best: tuple[tuple[bool, bool, float], Place] | None = None
        for distance in range(0, 2 * limits.bays, 2):
            for bay in {here.bay - distance, here.bay + distance}:
                misfit = not self.fits(box, here.block, bay)
                for row in range(1, limits.rows + 1):
                    ground = grounds(Place(here.block, bay, row, 1))
                    if bay < 1 or blocked & set(ground) or set(ground) & set(grounds(here)):
                        continue
                    place = self.room(here.block, bay, row)
                    if place is None:
                        continue
                    first = self.leaves_first(ground)
                    good = first >= leaves
                    rank = (misfit, not good, first if good else -first)
                    if best is None or rank < best[0]:
                        best = rank, place
            if best is not None and best[0][:2] == (False, False):
                break
        return None if best is None else best[1]

    def _when(self, box: str) -> float:
        return self._leaves.get(box, float("inf"))


def grounds(place: Place) -> tuple[Ground, ...]:
    """The ground places that a box at a place stands on."""
    return tuple((place.block, bay, place.row) for bay in place.twenties)
