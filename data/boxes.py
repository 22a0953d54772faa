"""The boxes of a call: what its ship has on board, what is discharged, and what is loaded."""

from dataclasses import dataclass

from data.cargo import Container
from data.case import Case
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


def boxes_of(case: Case, call: VesselCall) -> CallBoxes:
    """The boxes of a call of a ship with a profile, those that the case lists first."""
    listed = [box for box in case.containers if box.call == call.id]
    return CallBoxes(
        discharge=tuple(box for box in listed if box.direction == "discharge"),
        load=tuple(box for box in listed if box.direction == "load"),
        remain=tuple(box for box in listed if box.direction == "remain"),
    )


def at_departure(case: Case, plan: LoadingPlan) -> list[tuple[Container, str]]:
    """What is on board when the work of a plan is done, each box with its slot, in the order of the slots."""
    boxes = boxes_of(case, case.call_by_id[plan.call])
    slots = {box.id: box.slot for box in (*boxes.discharge, *boxes.remain) if box.slot is not None}
    by_number = boxes.by_number
    for lift in plan.lifts:
        for carried in lift.boxes:
            if lift.kind in ("discharge", "restow_off"):
                slots.pop(carried.box, None)
            else:
                slots[carried.box] = carried.target
    return [(by_number[box], slot) for box, slot in sorted(slots.items(), key=lambda item: item[1]) if box in by_number]
