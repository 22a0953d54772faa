"""Who stands where and on whom in the yard when a call begins."""

from collections import defaultdict
from collections.abc import Mapping

from data.boxes import CallBoxes
from data.case import Case
from data.slots import Place
from scheduler.yard.piles import Piles


def in_yard(case: Case, boxes: CallBoxes) -> dict[str, Place]:
    """The places of the boxes that stand in the yard, those of other calls that the case lists included."""
    on_board = {box.id for box in (*boxes.discharge, *boxes.remain)}
    listed = [box for box in case.containers if box.place is not None and box.id not in on_board]
    return {box.id: Place.of(box.place) for box in (*listed, *boxes.load) if box.place is not None}


def piles_of(case: Case, boxes: CallBoxes, leaves: Mapping[str, float]) -> Piles:
    """The piles of the yard when a call begins; `leaves` says when each box is loaded."""
    kinds = {box.id: box.kinds for box in (*case.containers, *boxes.by_number.values())}
    return Piles(case.yard_blocks, in_yard(case, boxes), leaves, kinds)


def standing_below(places: Mapping[str, Place]) -> dict[str, list[str]]:
    """For each box of the yard, the boxes under it in its stack."""
    by_ground: defaultdict[tuple[str, int, int], list[tuple[int, str]]] = defaultdict(list)
    for box, place in places.items():
        for bay in place.twenties:
            by_ground[place.block, bay, place.row].append((place.tier, box))
    below: defaultdict[str, set[str]] = defaultdict(set)
    for boxes in by_ground.values():
        for tier, box in boxes:
            below[box] |= {other for lower, other in boxes if lower < tier}
    return {box: sorted(others) for box, others in below.items()}
