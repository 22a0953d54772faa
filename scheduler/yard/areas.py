"""A bay of the yard as the engines of retrieval and pre-marshalling take it, and their moves as moves of boxes.

The engines know stacks of boxes of one length, of which each may go on any other. So of a bay of a block they get the
stacks in which all boxes stand in that very bay: a row in which 20-foot boxes and longer ones share the ground is none
of theirs. Where the bay is full, some empty stacks of other bays in the block go with it, those nearest in which all
of its boxes may stand.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from data.slots import Place
from scheduler.yard.bay import OUT, STAYS, Bay, Move
from scheduler.yard.piles import BoxMove, Ground, Piles, grounds

# Block and bay.
BayId = tuple[str, int]


@dataclass(frozen=True)
class Area:
    """Stacks of one length in a block: where each stands on the ground, the boxes on it, and what an engine is given.

    `spare` are those that are empty and of other bays.
    """

    feet: tuple[Place, ...]
    boxes: tuple[tuple[str, ...], ...]
    bay: Bay
    spare: tuple[Place, ...]

    def moves(self, moves: Iterable[Move]) -> Iterator[BoxMove | str]:
        """An engine's moves one by one: a box with its places, or only its name where it leaves."""
        stacks = [list(stack) for stack in self.boxes]
        for source, target in moves:
            box = stacks[source].pop()
            if target == OUT:
                yield box
                continue
            here = self.feet[source]._replace(tier=len(stacks[source]) + 1)
            stacks[target].append(box)
            yield box, here, self.feet[target]._replace(tier=len(stacks[target]))


def area_of(
    piles: Piles,
    block: str,
    bay: int,
    leaves: Mapping[str, float],
    *,
    spare: int = 0,
    taken: Set[Ground] = frozenset(),
    distinct: bool = False,
) -> Area | None:
    """A bay with up to so many empty stacks of others, none of them on `taken` ground; None where no box leaves it.

    Boxes are numbered as they leave, equal times alike or, if `distinct`, the upper one first; those that `leaves` does
    not name stay.
    """
    limits = piles.blocks[block]
    feet = [Place(block, bay, row, 1) for row in range(1, limits.rows + 1)]
    feet = [foot for foot in feet if _of_its_bay(piles, foot) and not taken & set(grounds(foot))]
    names = {box for foot in feet for box in piles.on(grounds(foot)[0])}
    if not names & leaves.keys():
        return None
    others = tuple(_empty(piles, block, bay, names, spare, taken))
    feet += others
    boxes = tuple(tuple(piles.on(grounds(foot)[0])) for foot in feet)
    tier = {box: place for stack in boxes for place, box in enumerate(stack)}
    keys = {box: (leaves[box], (-tier[box], box) if distinct else ()) for box in names if box in leaves}
    number = {key: place for place, key in enumerate(sorted(set(keys.values())), start=1)}
    stacks = tuple(tuple(number[keys[box]] if box in keys else STAYS for box in stack) for stack in boxes)
    return Area(tuple(feet), boxes, Bay(stacks, limits.tiers), others)


def bay_of(piles: Piles, box: str) -> BayId:
    """The bay in which a box stands."""
    place = piles.place_of[box]
    return place.block, place.bay


def ground_of(piles: Piles, bay: BayId) -> set[Ground]:
    """The ground of all stacks of a bay."""
    block, number = bay
    rows = range(1, piles.blocks[block].rows + 1)
    return {each for row in rows for each in grounds(Place(block, number, row, 1))}


def _of_its_bay(piles: Piles, foot: Place) -> bool:
    """Whether all boxes over a stack's ground stand in its bay."""
    return all(piles.place_of[box].bay == foot.bay for ground in grounds(foot) for box in piles.on(ground))


def _empty(piles: Piles, block: str, bay: int, boxes: Set[str], most: int, taken: Set[Ground]) -> Iterator[Place]:
    """Empty stacks of other bays in which all these boxes may stand, the nearest first."""
    limits = piles.blocks[block]
    for distance in range(2, 2 * limits.bays, 2):
        for number in (bay - distance, bay + distance):
            # Longer boxes keep to pairs of bays that do not overlap with their own.
            if number < 1 or (bay % 2 == 0 and distance % 4) or not most:
                continue
            if not all(piles.fits(box, block, number) for box in boxes):
                continue
            for row in range(1, limits.rows + 1):
                foot = Place(block, number, row, 1)
                free = piles.room(block, number, row)
                if most and free is not None and free.tier == 1 and not taken & set(grounds(foot)):
                    most -= 1
                    yield foot
