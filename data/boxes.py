"""The boxes of a call: what its ship has on board, what is discharged, and what is loaded."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from data.cargo import Container
from data.case import Case
from data.invented_boxes import invent_boxes
from data.plans import LoadingPlan
from data.vessels import VesselCall


@dataclass(frozen=True)
class CallBoxes:
    """The boxes of a call by direction; `invented` are the numbers of those that the case does not list."""

    discharge: tuple[Container, ...]
    load: tuple[Container, ...]
    remain: tuple[Container, ...]
    invented: frozenset[str] = frozenset()

    @property
    def by_number(self) -> dict[str, Container]:
        """Every box by its number."""
        return {box.id: box for box in (*self.discharge, *self.load, *self.remain)}

    @property
    def invented_by_direction(self) -> dict[str, int]:
        """How many boxes are invented, by their direction: discharge, load, remain."""
        by_direction = {"discharge": self.discharge, "load": self.load, "remain": self.remain}
        return {direction: sum(box.id in self.invented for box in its) for direction, its in by_direction.items()}

    @property
    def invented_in_words(self) -> str:
        """The sentence that says how many boxes are invented, and which; empty where none is."""
        words = {"discharge": "to discharge", "load": "to load", "remain": "that remain on board"}
        counts = {direction: count for direction, count in self.invented_by_direction.items() if count}
        if not counts:
            return ""
        *first, last = (f"{count:,} {words[direction]}" for direction, count in counts.items())
        which = f"{', '.join(first)} and {last}" if first else last
        return f"boxes of the call that the case does not list are invented: {which}"


# A ship of 14,000 TEU takes about a second, and some 10 MB.
_MOST_KNOWN = 8
_KNOWN: OrderedDict[tuple[str, VesselCall], CallBoxes] = OrderedDict()
_LOCK = Lock()


def boxes_of(case: Case, call: VesselCall) -> CallBoxes:
    """The boxes of a call: those that the case lists, and then invented ones up to the numbers that the call states.

    Where the case lists boxes that remain on board, or all that the call states, or has the whole stowage
    (`stowage_listed` of the call), no others remain. Nothing is invented for a ship without a profile. The same case
    and call have the same boxes; the last few answers are kept. Raises DermagaError where the boxes of the call do not
    fit her ship.
    """
    key = case.hash, call
    with _LOCK:
        if key in _KNOWN:
            _KNOWN.move_to_end(key)
            return _KNOWN[key]
    listed = [box for box in case.containers if box.call == call.id]
    remain = sum(box.direction == "remain" for box in listed)
    # Where every box is listed, nothing is drawn, and so none can fail to fit.
    whole = len(listed) - remain == call.moves
    invented = [] if whole else invent_boxes(case, call, listed)
    boxes = [*listed, *invented]
    found = CallBoxes(
        discharge=tuple(box for box in boxes if box.direction == "discharge"),
        load=tuple(box for box in boxes if box.direction == "load"),
        remain=tuple(box for box in boxes if box.direction == "remain"),
        invented=frozenset(box.id for box in invented),
    )
    with _LOCK:
        _KNOWN[key] = found
        while len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.popitem(last=False)
    return found


def beyond_hydrostatics(case: Case, call: VesselCall) -> str | None:
    """Why nothing tells how the ship of a call floats with the boxes that are listed on board; None where it does.

    None as well for a ship without a profile, or with one whose stability is not looked at.
    """
    layout = case.layout_of(call)
    if layout is None or layout.profile.min_metacentric_m is None:
        return None
    name, table = layout.profile.id, layout.hydrostatics
    if not table:
        return (
            f"no loading plan of hers is accepted: profile {name} has min_metacentric_m and no rows in hydrostatics; "
            "add them, or leave it empty"
        )
    on_board = (box for box in case.containers if box.call == call.id and box.direction != "load")
    tonnes = layout.profile.light_t + sum(box.mass_kg for box in on_board) / 1000
    if tonnes <= table[-1].displacement_t:
        return None
    return (
        f"she and the boxes listed on board are {tonnes:,.1f} t, and the hydrostatics of profile {name} end at "
        f"{table[-1].displacement_t:,.1f} t: correct light_t or the masses, or add rows"
    )


def at_departure(case: Case, plan: LoadingPlan) -> list[tuple[Container, str]]:
    """What is on board when the work of a plan is done, each box with its slot, in the order of the slots."""
    boxes = boxes_of(case, case.call_by_id[plan.call])
    slots = {box.id: box.slot for box in (*boxes.discharge, *boxes.remain) if box.slot is not None}
    by_number = boxes.by_number
    # A box may be restowed by two cranes, whose lifts do not stand in the order of time.
    for lift in sorted(plan.lifts, key=lambda lift: lift.start):
        for carried in lift.boxes:
            if lift.kind in ("discharge", "restow_off"):
                slots.pop(carried.box, None)
            else:
                slots[carried.box] = carried.target
    return [(by_number[box], slot) for box, slot in sorted(slots.items(), key=lambda item: item[1]) if box in by_number]
