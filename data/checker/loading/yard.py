"""The replay of the yard moves: what stands where in the blocks over time, and whether each move finds and leaves it
right.

A move takes its box away when it begins and puts it down when it ends. As on board, only the first thing that goes
wrong with a box is told, and the replay goes on with what a yard crane would most likely find.
"""

from collections.abc import Iterator

from data.checker.loading.cycles import move_named
from data.checker.loading.piles import Piles, Spot
from data.checker.loading.planned import PlannedMove, YardWork, events
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken
from data.codes import is_forty_foot
from data.plans import TRACTOR
from data.slots import Place, place_named

# A column of the yard: its block, its 20-foot bay and its row.
Ground = tuple[str, int, int]


def spot_of(place: Place) -> Spot[Ground]:
    """Where a box in a place stands."""
    return Spot(tuple((place.block, bay, place.row) for bay in place.twenties), place.tier)


def yard_place(planned: YardWork) -> Iterator[Broken]:
    """A yard move takes a box from where it stands, with nothing on it, and puts it where it may stand."""
    yard = _Yard(planned)
    for place, begins in events(planned.moves):
        each = planned.moves[place]
        if begins:
            yield from yard.take(each)
        else:
            yield from yard.put(each)


class _Yard:
    """The yard while the ship is worked."""

    def __init__(self, planned: YardWork) -> None:
        self._planned = planned
        self._piles: Piles[Ground] = Piles()
        self._places: dict[str, Place] = {}
        self._long: dict[str, bool] = {}
        self._told: set[str] = set()
        self._blocks = {block.id: block for block in planned.case.yard_blocks}
        # Boxes of other calls stand there too. One that arrives with this ship is on board, whatever they say of it.
        on_board = planned.arrival_slots
        for box in (*planned.boxes.load, *planned.case.containers):
            self._long.setdefault(box.id, is_forty_foot(box.box_type))
            place = place_named(box.place) if box.place is not None and box.id not in on_board else None
            if place is not None and box.id not in self._places and not self._piles.standing(spot_of(place)):
                self._stand(box.id, place)
        self._long |= {box.id: box.long for box in planned.box.values()}

    def _stand(self, box: str, place: Place) -> None:
        self._piles.put(box, spot_of(place))
        self._places[box] = place

    def _tell(self, each: PlannedMove, why: str, *others: str) -> Iterator[Broken]:
        box = each.move.box
        if box not in self._told:
            self._told.add(box)
            yield Broken("yard_place", (box, *others), f"{move_named(self._planned, each)}: {why}")

    def take(self, each: PlannedMove) -> Iterator[Broken]:
        """Begin a move: from a tractor, or from where the box stands."""
        box, origin = each.move.box, each.move.origin
        if each.move.kind == "stack":
            if origin != TRACTOR:
                yield from self._tell(each, f"it is taken from {origin!r}, and must be taken from {TRACTOR!r}")
            if box in self._places:
                yield from self._tell(each, f"it stands in the yard then, at {self._places[box]}")
            return
        stands = self._places.get(box)
        if stands is None:
            yield from self._tell(each, f"it is taken from {origin!r}, and does not stand in the yard then")
            return
        if each.origin != stands:
            yield from self._tell(each, f"it is taken from {origin!r} and stands at {stands}")
        if each.target == stands and each.move.kind != "retrieve":
            yield from self._tell(each, f"it stands at {stands} already: drop the move")
        on_top = self._piles.above(self._piles.spots[box])
        if on_top:
            stand = "stands" if len(on_top) == 1 else "stand"
            yield from self._tell(each, f"at {stands}, {listed(on_top)} {stand} on it: move that before", *on_top)
        self._piles.take(box)
        del self._places[box]

    def put(self, each: PlannedMove) -> Iterator[Broken]:
        """End a move: on a tractor, or where the box may stand."""
        box, target = each.move.box, each.move.target
        if each.move.kind == "retrieve":
            if target != TRACTOR:
                yield from self._tell(each, f"it is put on {target!r}, and must be put on {TRACTOR!r}")
            return
        if each.target is None:
            yield from self._tell(each, f"{target!r} is no place of the yard: give block, bay, row and tier")
        elif box in self._places:
            yield from self._tell(each, f"it stands in the yard then, at {self._places[box]}")
        else:
            yield from self._put_at(each, each.target)

    def _put_at(self, each: PlannedMove, place: Place) -> Iterator[Broken]:
        box, spot = each.move.box, spot_of(place)
        block, long = self._blocks.get(place.block), self._long.get(box, place.bay % 2 == 0)
        if long != (len(place.twenties) == 2):
            length = "longer than 20 feet and needs an even bay" if long else "20 feet long and needs an odd bay"
            yield from self._tell(each, f"it is put at {place} and is {length}")
            return
        if block is None:
            yield from self._tell(each, f"the case has no yard block {place.block}")
        elif max(place.twenties) > 2 * block.bays - 1 or place.row > block.rows or place.tier > block.tiers:
            size = f"20-foot bays 1, 3, ... to {2 * block.bays - 1}, {block.rows} rows and {block.tiers} tiers"
            yield from self._tell(each, f"there is no place {place}: block {block.id} has {size}")
        there = self._piles.standing(spot)
        if there:
            stand = "stands" if len(there) == 1 else "stand"
            yield from self._tell(each, f"at {place} {listed(there)} {stand}: choose a free place", *there)
            return
        below = self._piles.below(spot)
        if spot.height > 1 and None in below:
            what = "one half of it" if any(below) else "it"
            yield from self._tell(each, f"at {place} nothing stands below {what}: fill from the ground")
        longer = next((under for under in below if under is not None and self._long.get(under)), None)
        if longer is not None and not long:
            yield from self._tell(
                each, f"it is 20 feet long and at {place} it stands on {longer}, which is longer", longer
            )
        self._stand(box, place)
