"""What is done in the yard before a ship comes: for each bay nothing, single moves, or all of it put in order.

A box that stands on one that leaves before it is moved out of the way while the ship is worked, unless it was moved
before. Single moves (`single_moves`) mend one box each, and leave those that no single move mends. To put a bay in
order as a whole (`premarshalling`) mends all of them, and takes more moves than it saves. So it depends on what a move
before and a rehandle are worth, which may be more in one bay than in another: a crane of the ship may wait.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.costs import Costs
from data.errors import DermagaError
from scheduler.stopping import Stop
from scheduler.yard.areas import BayId, area_of, bay_of, ground_of
from scheduler.yard.piles import BoxMove, Ground, Piles, grounds
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.single_moves import badly_placed, put_in_order
from scheduler.yard.validity import misplaced

# What a rehandle in a bay is worth, in moves before the ship comes.
Worth = Callable[[BayId], float]

# Whether there is time for some moves in a block; asked in the order in which they would be made.
Fits = Callable[[Sequence[BoxMove]], bool]

# Empty stacks of other bays that a bay may use; the effort for one bay, and how many are looked at.
_SPARE = 2
_EFFORT, _BAYS = 0.02, 20


def worth_of(costs: Costs, waited_s: float) -> float:
    """What a rehandle is worth, in moves before the ship comes, for which her work is held up so many seconds."""
    return 1.0 + waited_s * costs.work_per_hour / 3600 / max(1, costs.rehandle_per_box)


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
        for bay in sorted(left, key=lambda bay: (-left[bay], bay))[:_BAYS]:
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

    def moves(self, worth: Worth, fits: Fits = lambda _: True) -> list[BoxMove]:
        """What is cheapest in each bay, at what a rehandle there is worth in moves: the moves in their order.

        Bays of which a box leaves soonest come first. Moves for which `fits` says there is no time are left out, of
        a bay that is put in order as a whole all of them.
        """
        piles = self._piles.copy()
        moves: list[BoxMove] = []
        single: set[BayId] = set()
        for bay in sorted(self.wrong, key=lambda bay: (piles.leaves_first(ground_of(piles, bay)), bay)):
            wrong = self.wrong[bay]
            ways = [(worth(bay) * wrong, 0)]
            if self._single[bay]:
                ways.append((self._single[bay] + worth(bay) * (wrong - self._single[bay]), 1))
            if (whole := self._whole.get(bay)) is not None:
                ways.append((len(whole.moves) + worth(bay) * (wrong - whole.mended), 2))
            # Of what costs the same, that with fewest rehandles.
            for _, way in sorted(ways, key=lambda each: (each[0], -each[1])):
                if way == 2 and whole is not None and not fits(whole.moves):
                    continue
                if way == 1:
                    single.add(bay)
                elif way == 2 and whole is not None:
                    for box, _, target in whole.moves:
                        piles.take(box)
                        piles.put(box, target)
                    moves += whole.moves
                break
        mended = put_in_order(piles, self._leaves, lambda place: (place.block, place.bay) in single)
        return moves + [move for move in mended if fits([move])]
