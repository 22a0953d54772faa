"""Where boxes go that stand in another's way, planned for a whole ship: `Clearing` makes room box by box.

A box in the way goes where `Piles.best_place` puts it, which looks at that box alone. As long as its block has room,
that moves each box once that stands on one that leaves before it, and less is not possible. Where room is short, some
are moved again, or there is none left at all. For the bays where that happens the exact engine (`retrieval`) plans all
moves until the last box has left, with some empty stacks of the block, and boxes that are not yet in the way may go
first. Its moves count where they are fewer than those of the rule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data.errors import DermagaError
from scheduler.stopping import Stop
from scheduler.yard.areas import BayId, area_of, bay_of, ground_of
from scheduler.yard.piles import BoxMove, Ground, Piles, grounds
from scheduler.yard.retrieval import retrieve
from scheduler.yard.single_moves import badly_placed

# Empty stacks of other bays that a bay may use; and the effort for one bay, and for all.
_SPARE = 2
_EFFORT, _BAYS = 0.05, 20

# The moves that are made before a box is fetched.
Relocations = Mapping[str, Sequence[BoxMove]]


class NoRoom(DermagaError):
    """A box that stands in another's way, and a block without room for it."""


def cleared(piles: Piles, box: str, planned: Relocations) -> Iterator[BoxMove]:
    """The moves that are made before a box can be fetched, one by one, each of them made in `piles`.

    What is planned is left out where it can no longer be done: discharged boxes came meanwhile. Raises NoRoom.
    """
    for other, here, target in planned.get(box, ()):
        if piles.place_of.get(other) == here and not piles.above(other):
            piles.take(other)
            if piles.room(target.block, target.bay, target.row) == target and piles.fits(
                other, target.block, target.bay
            ):
                piles.put(other, target)
                yield other, here, target
            else:
                piles.put(other, here)
    in_the_way = piles.above(box)
    for n, other in enumerate(in_the_way):
        # A long box that goes next has an end on another pile: nothing is put there before it is gone.
        kept_free = (box, *in_the_way[n + 1 :])
        blocked = frozenset(ground for each in kept_free for ground in grounds(piles.place_of[each]))
        here = piles.place_of[other]
        place = piles.best_place(other, blocked)
        if place is None:
            raise NoRoom(f"block {here.block} has no room to move box {other} out of the way: its stacks are full")
        piles.take(other)
        piles.put(other, place)
        yield other, here, place


def relocations(piles: Piles, leaving: Sequence[str], *, stop: Stop) -> dict[str, list[BoxMove]]:
    """What is moved before which box is fetched, beyond what the rule would do; `piles` stay as they are.

    `leaving` are the boxes in the order in which they are fetched.
    """
    leaves = {box: float(place) for place, box in enumerate(leaving)}
    wrong = Counter(bay_of(piles, box) for box in badly_placed(piles, leaves))
    by_rule = _moves(piles, leaving, {})
    excess = by_rule - wrong
    ground = {bay: ground_of(piles, bay) for bay in wrong}
    planned: dict[str, list[BoxMove]] = {}
    used: set[Ground] = set()
    for bay, _ in sorted(excess.items(), key=lambda item: (-item[1], item[0]))[:_BAYS]:
        if stop.cancel.is_set():
            break
        others = {each for other, of_other in ground.items() if other != bay for each in of_other} - ground_of(
            piles, bay
        )
        area = area_of(piles, *bay, leaves, spare=_SPARE, taken=used | others)
        if area is None:
            continue
        try:
            found = retrieve(area.bay, stop=replace(stop, effort=_EFFORT), workers=1)
        except DermagaError:
            continue
        if found.cost >= by_rule[bay]:
            continue
        used |= {each for foot in area.feet for each in grounds(foot)}
        todo: list[BoxMove] = []
        for move in area.moves(found.plan):
            if isinstance(move, str):
                planned[move] = todo
                todo = []
            else:
                todo.append(move)
    # The bays have moves in common where their piles lie on common ground.
    return planned if planned and _moves(piles, leaving, planned).total() < by_rule.total() else {}


def _moves(piles: Piles, leaving: Sequence[str], planned: Relocations) -> Counter[BayId]:
    """How many moves it takes to fetch all boxes in order, by the bay where what is moved stood at first.

    A block without room counts as a move of all boxes that are still to be fetched.
    """
    first = {box: bay_of(piles, box) for box in piles.place_of}
    piles = piles.copy()
    moves: Counter[BayId] = Counter()
    full: set[str] = set()
    for place, box in enumerate(leaving):
        block = piles.place_of[box].block
        if block in full:
            continue
        try:
            moves.update(first[other] for other, _, _ in cleared(piles, box, planned))
        except NoRoom:
            full.add(block)
            moves[first[box]] += len(leaving) - place
            continue
        piles.take(box)
    return moves
