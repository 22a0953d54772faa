"""What is done in the yard before a ship comes: for each bay nothing, single moves, or all of it put in order.

A box that stands on one that leaves before it is moved out of the way while the ship is worked, unless it was moved
before. Single moves mend one box each, as `ordering` finds them, and leave those that no single move mends. To put a
bay in order as a whole (`premarshalling`) mends all of them, and takes more moves than it saves. So it depends on what
a move before and a rehandle are worth, which may be more in one bay than in another: a crane of the ship may wait.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.errors import DermagaError
from scheduler.stopping import Stop
from scheduler.yard.areas import BayId, area_of, bay_of, ground_of
from scheduler.yard.ordering import BoxMove, badly_placed, put_in_order
from scheduler.yard.piles import Ground, Piles, grounds
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.validity import misplaced

# What a rehandle in a bay is worth, in moves before the ship comes.
Worth = Callable[[BayId], float]

# Empty stacks of other bays that a bay may use; and the effort for one bay.
_SPARE = 2
_EFFORT = 0.05


@dataclass(frozen=True)
class _Whole:
    """A bay put in order as a whole: the moves, and how many boxes no longer stand wrong."""

    moves: tuple[BoxMove, ...]
    mended: int


class Preparation:
    """What may be done in the bays of a yard; `piles` stay as they are.

    `leaves` says when each box goes on board. With `whole`, bays are put in order as a whole where single moves leave
    boxes that stand wrong; those with the most first, while `stop` does not end it.
    """

    def __init__(self, piles: Piles, leaves: Mapping[str, float], *, whole: bool, stop: Stop) -> None:
        self._piles, self._leaves = piles, leaves
        self.wrong = Counter(bay_of(piles, box) for box in badly_placed(piles, leaves))
        moves = put_in_order(piles.copy(), leaves) if self.wrong else []
        self._single = Counter((here.block, here.bay) for _, here, _ in moves)
        self._whole: dict[BayId, _Whole] = {}
        if whole:
            self._put_in_order(stop)

    @property
    def whole(self) -> bool:
        """Whether a bay can be put in order as a whole."""
        return bool(self._whole)

    def _put_in_order(self, stop: Stop) -> None:
        left = self.wrong - self._single
        used: set[Ground] = set()
        ground = {bay: ground_of(self._piles, bay) for bay in left}
        for bay in sorted(left, key=lambda bay: (-left[bay], bay)):
            if stop.cancel.is_set():
                break
            # No bay uses what another one may need.
            others = {each for other, of_other in ground.items() if other != bay for each in of_other} - ground[bay]
            area = area_of(self._piles, *bay, self._leaves, spare=_SPARE, taken=used | others)
            if area is None:
                continue
            try:
                found = premarshal(area.bay, stop=Stop(effort=_EFFORT, cancel=stop.cancel), workers=1)
            except DermagaError:
                continue
            moves = tuple(move for move in area.moves(found.plan) if not isinstance(move, str))
            used |= {each for foot in area.feet for each in grounds(foot)}
            self._whole[bay] = _Whole(moves, misplaced(area.bay))

    def moves(self, worth: Worth) -> list[BoxMove]:
        """What is cheapest in each bay, at what a rehandle there is worth in moves: the moves in their order."""
        piles = self._piles.copy()
        moves: list[BoxMove] = []
        single: set[BayId] = set()
        for bay, wrong in self.wrong.items():
            ways = [(worth(bay) * wrong, 0)]
            if self._single[bay]:
                ways.append((self._single[bay] + worth(bay) * (wrong - self._single[bay]), 1))
            if (whole := self._whole.get(bay)) is not None:
                ways.append((len(whole.moves) + worth(bay) * (wrong - whole.mended), 2))
            # Of what costs the same, that with fewest rehandles.
            _, way = min(ways, key=lambda each: (each[0], -each[1]))
            if way == 1:
                single.add(bay)
            elif way == 2 and whole is not None:
                for box, _, target in whole.moves:
                    piles.take(box)
                    piles.put(box, target)
                moves += whole.moves
        return moves + put_in_order(piles, self._leaves, lambda place: (place.block, place.bay) in single)
