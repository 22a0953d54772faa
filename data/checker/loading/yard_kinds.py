"""Whether boxes are put where their kind stands in the yard: reefers at plugs, others in blocks that take them.

A yard may be too full for that, and what was free at a moment depends on what else was under way then. So a rule is
broken only where a better stack was there all the time, one that nothing stands in from the first move to the last;
else the boxes that are misplaced are a remark. Boxes that nobody moves are not judged.
"""

from collections.abc import Iterator, Sequence

from data.box_kinds import BoxKind
from data.checker.loading.cycles import move_named
from data.checker.loading.planned import Planned, PlannedMove
from data.checker.verdict import Broken
from data.codes import is_forty_foot
from data.slots import Place, place_named
from data.terminal import YardBlock
from data.yard import fits, has_plugs

# Moves of a yard crane within its block; the others come from the quay and may go to any block that has one.
_WITHIN = frozenset({"rehandle", "premarshal"})


def yard_plug(planned: Planned) -> Iterator[Broken]:
    """No reefer is put where there is no plug while a stack with plugs stands empty all the time."""
    yard = _Yard(planned)
    for each, place, kinds in yard.misplaced():
        if yard.no_plug(place, kinds) and (better := yard.empty_stack(each, place, kinds)) is not None:
            why = f"there is no plug at {place}, and the stack at {better}, which has one, stands "
            yield Broken("yard_plug", (each.move.box,), f"{move_named(planned, each)}: {why}empty: put it there")


def yard_kind(planned: Planned) -> Iterator[Broken]:
    """No box is put in a block that does not take its kind while a stack of one that does stands empty all the time."""
    yard = _Yard(planned)
    for each, place, kinds in yard.misplaced():
        block = yard.blocks[place.block]
        if not block.takes_all(kinds) and (better := yard.empty_stack(each, place, kinds)) is not None:
            why = (
                f"block {block.id} takes no {' '.join(kinds)} boxes, and the stack at {better}, where they fit, stands "
            )
            yield Broken("yard_kind", (each.move.box,), f"{move_named(planned, each)}: {why}empty: put it there")


def misplaced(planned: Planned) -> Iterator[str]:
    """Remarks on the boxes that the plan leaves where their kind does not stand."""
    yard = _Yard(planned)
    # A box that is moved again, or fetched, does not stay there.
    last = {each.move.box: each for each in planned.moves}
    wrong = [(place, kinds) for each, place, kinds in yard.misplaced() if last[each.move.box] is each]
    without = sum(yard.no_plug(place, kinds) for place, kinds in wrong)
    if without:
        stand = "1 reefer stands" if without == 1 else f"{without} reefers stand"
        yield f"{stand} where there is no plug"
    elsewhere = sum(not yard.blocks[place.block].takes_all(kinds) for place, kinds in wrong)
    if elsewhere:
        one, more = (
            "1 box stands in a block that does not take its kind",
            "boxes stand in blocks that do not take their kind",
        )
        yield one if elsewhere == 1 else f"{elsewhere} {more}"


class _Yard:
    """The blocks with what is empty in them all the time."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        case = planned.case
        self.blocks = {block.id: block for block in case.yard_blocks}
        self._plugs = has_plugs(case.yard_blocks)
        self._served = {crane.block for crane in case.yard_cranes}
        boxes = (*case.containers, *planned.box.values())
        self._kinds = {box.id: box.kinds for box in boxes}
        self._long = {box.id: is_forty_foot(box.box_type) for box in boxes}
        places = [place_named(box.place) for box in boxes if box.place is not None]
        places += [each.target for each in planned.moves]
        self._used = {(place.block, bay, place.row) for place in places if place is not None for bay in place.twenties}
        self._empty: dict[tuple[str, bool, Sequence[BoxKind]], Place | None] = {}

    def misplaced(self) -> Iterator[tuple[PlannedMove, Place, Sequence[BoxKind]]]:
        """The moves that put a box where its kind does not stand, with the place and the kinds."""
        for each in self._planned.moves:
            place, kinds = each.target, self._kinds.get(each.move.box, ())
            if place is None or place.block not in self.blocks:
                continue
            if not fits(self.blocks[place.block], place.bay, kinds, plugs=self._plugs):
                yield each, place, kinds

    def no_plug(self, place: Place, kinds: Sequence[BoxKind]) -> bool:
        """Whether a box of these kinds has no plug there, in a yard that has some."""
        return self._plugs and "reefer" in kinds and not self.blocks[place.block].has_plugs(place.bay)

    def empty_stack(self, each: PlannedMove, place: Place, kinds: Sequence[BoxKind]) -> Place | None:
        """A stack that the moved box fits and the move could have gone to, empty from the first move to the last."""
        within = each.move.kind in _WITHIN
        long = self._long[each.move.box]
        for block in self.blocks.values():
            if block.id == place.block if within else block.id in self._served:
                found = self._empty_in(block, long, kinds)
                if found is not None:
                    return found
        return None

    def _empty_in(self, block: YardBlock, long: bool, kinds: Sequence[BoxKind]) -> Place | None:
        key = block.id, long, kinds
        if key not in self._empty:
            self._empty[key] = next(
                (
                    place
                    for bay in range(1 + long, 2 * block.bays - long, 2)
                    if fits(block, bay, kinds, plugs=self._plugs)
                    for row in range(1, block.rows + 1)
                    if self._is_empty(place := Place(block.id, bay, row, 1))
                ),
                None,
            )
        return self._empty[key]

    def _is_empty(self, place: Place) -> bool:
        return not any((place.block, bay, place.row) in self._used for bay in place.twenties)
