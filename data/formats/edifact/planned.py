"""A call whose loading is planned: which boxes a terminal tells the line of, where they stand, and when they moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from data.boxes import CallBoxes, at_departure, boxes_of
from data.cargo import Container
from data.case import Case
from data.errors import BadInput, Fault
from data.formats.edifact.outgoing import Version
from data.plans import LoadingPlan
from data.slots import cell_named
from data.vessels import VesselCall
from data.words import counted

# A box with its slot and when it was moved.
Moved = tuple[Container, str, datetime]


@dataclass(frozen=True)
class PlannedCall:
    """A call with its loading plan.

    `version` is that of stowage plans. `done` are the moments at which boxes were lifted, by number, of those that
    were; without it the plan is taken for done as it stands. `gate` are the moments at which boxes passed the gate.
    Boxes that the call does not have are passed over. Raises BadInput where the case has no such call, or where boxes
    are lifted from or to what is no slot.
    """

    case: Case
    plan: LoadingPlan
    version: Version = "2.2"
    done: Mapping[str, datetime] | None = None
    gate: Mapping[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.plan.call not in self.case.call_by_id:
            remedy = "give the case that the plan was made for"
            raise BadInput([Fault("plan", f"the case {self.case.name} has no such call", remedy, None, "call",
                                  self.plan.call)])  # fmt: skip
        faults = []
        for number, lift in enumerate(self.plan.lifts):
            for carried in lift.boxes:
                on = lift.kind in ("load", "restow_on")
                slot, column = (carried.target, "to") if on else (carried.origin, "from")
                if cell_named(slot) is None:
                    place = f"lifts.{number}.boxes.{column}"
                    problem = f"{carried.box}: it is no slot"
                    remedy = "give seven digits, as 0180282"
                    faults.append(Fault("plan", problem, remedy, None, place, slot))
        if faults:
            raise BadInput(faults)

    @cached_property
    def call(self) -> VesselCall:
        """The call."""
        return self.case.call_by_id[self.plan.call]

    @cached_property
    def boxes(self) -> CallBoxes:
        """The boxes of the call."""
        return boxes_of(self.case, self.call)

    @cached_property
    def by_number(self) -> dict[str, Container]:
        """The boxes of the call by number."""
        return self.boxes.by_number

    @cached_property
    def stowed(self) -> list[tuple[Container, str]]:
        """What is on board at departure, each box with its slot, in the order of slots."""
        return at_departure(self.case, self.plan)

    @cached_property
    def to_discharge(self) -> list[Moved]:
        """The boxes that the plan discharges, each from its slot, in the order of time."""
        return self._planned("discharge")

    @cached_property
    def to_load(self) -> list[Moved]:
        """The boxes that the plan loads, each into its slot, in the order of time."""
        return self._planned("load")

    @property
    def discharged(self) -> list[Moved]:
        """The boxes that were discharged, each from its slot, in the order of time."""
        return self._done(self.to_discharge)

    @property
    def loaded(self) -> list[Moved]:
        """The boxes that were loaded, each into its slot, in the order of time."""
        return self._done(self.to_load)

    @property
    def passed(self) -> list[tuple[Container, datetime]]:
        """The boxes that passed the gate, in the order of time."""
        passed = [(self.by_number[box], moment) for box, moment in self.gate.items() if box in self.by_number]
        return sorted(passed, key=lambda each: (each[1], each[0].id))

    @property
    def leaves(self) -> datetime:
        """When the ship can leave: her lines are off after the last lift."""
        return self.finished + timedelta(minutes=self.case.terminal.quay.unmooring_min)

    @property
    def finished(self) -> datetime:
        """When the last lift is done."""
        return self.plan.last_lift if self.done is None else max(self.done.values(), default=self.plan.start)

    @property
    def notices(self) -> list[str]:
        """What files of the plan do not say, or should not be sent with."""
        found = []
        if self.boxes.invented:
            found.append(
                f"{self.boxes.invented_in_words}; these files are to look at, not to send; dermaga edi take brings in "
                "a line's own lists"
            )
        both = sum(box.booking is not None and box.bill_of_lading is not None for box, _ in self.stowed)
        if both and self.version == "2.2":
            found.append(
                f"BAPLIE 2.2 has room for one reference a box: for {counted(both, 'box')} it has the booking and not "
                "the bill of lading; 3.1 has both"
            )
        late = len(self.to_discharge) + len(self.to_load) - len(self.discharged) - len(self.loaded)
        if late:
            found.append(
                f"no actual time for {counted(late, 'box')} of the plan: discharged.edi and loaded.edi leave out what "
                "has none, and departure.edi has it as planned"
            )
        return found

    def _planned(self, kind: Literal["discharge", "load"]) -> list[Moved]:
        known = self.by_number
        moved = [
            (known[carried.box], carried.origin if kind == "discharge" else carried.target, lift.end)
            for lift in self.plan.lifts
            for carried in lift.boxes
            if lift.kind == kind and carried.box in known
        ]
        return sorted(moved, key=_by_time)

    def _done(self, planned: list[Moved]) -> list[Moved]:
        if self.done is None:
            return planned
        return sorted(((box, slot, self.done[box.id]) for box, slot, _ in planned if box.id in self.done), key=_by_time)


def _by_time(moved: Moved) -> tuple[datetime, str]:
    return moved[2], moved[0].id
