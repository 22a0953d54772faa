"""Where every box is: nothing is lost, doubled, or put where something stands."""

from collections.abc import Iterable, Sequence

from data.boxes import boxes_of
from data.case import Case
from data.errors import BadInput
from data.plans import TRACTOR, LoadingPlan
from data.slots import Cell, Place, cell_named, place_named
from data.vessels import VesselCall
from simulations.loading.planned import Moved, fault, named
from simulations.terminal import Inconsistent

# A 20-foot room on board or in the yard: block ("" on board), bay, row, tier.
_Room = tuple[str, int, int, int]


class Whereabouts:
    """Where the boxes of a call and of the yard are, at a moment of a run."""

    def __init__(self, at: dict[str, str]) -> None:
        self.at = dict(at)
        self._in: dict[_Room, str] = {room: box for box, where in at.items() for room in _rooms(where)}

    def move(self, moved: Iterable[Moved]) -> None:
        """Move boxes. Raises Inconsistent where one is not at its origin, or something stands at its target."""
        for box, origin, target in moved:
            if self.at.get(box) != origin:
                raise Inconsistent(f"box {box} is at {self.at.get(box, 'no known place')} and not at {origin}")
            for room in _rooms(origin):
                del self._in[room]
            for room in _rooms(target):
                other = self._in.setdefault(room, box)
                if other != box:
                    raise Inconsistent(f"box {box} is put to {target}, where {other} stands")
            self.at[box] = target


def _rooms(where: str) -> list[_Room]:
    stands: Cell | Place | None = cell_named(where) or place_named(where)
    if stands is None:
        return []
    block = stands.block if isinstance(stands, Place) else ""
    return [(block, bay, stands.row, stands.tier) for bay in stands.twenties]


def first_whereabouts(case: Case, call: VesselCall) -> dict[str, str]:
    """Where boxes are when the work begins: on board, in the yard, or on a truck that brings them when called."""
    boxes = boxes_of(case, call)
    at = {box.id: box.place for box in case.containers if box.place is not None}
    at |= {box.id: box.place or TRACTOR for box in boxes.load}
    at |= {box.id: box.slot for box in (*boxes.discharge, *boxes.remain) if box.slot is not None}
    return at


def final_whereabouts(
    case: Case, plan: LoadingPlan, call: VesselCall, moved: Sequence[Iterable[Moved]], order: Sequence[int]
) -> dict[str, str]:
    """Where the plan brings every box. Raises BadInput for the first move in its order that cannot be done."""
    boxes = Whereabouts(first_whereabouts(case, call))
    for number in order:
        try:
            boxes.move(moved[number])
        except Inconsistent as broken:
            text = f"{named(plan, number)} cannot be done: {broken}"
            raise BadInput([fault(plan, number, text, "correct from and to, or the order", "from")]) from broken
    return boxes.at
