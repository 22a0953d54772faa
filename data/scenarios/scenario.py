"""A scenario: a named list of typed changes to a case, and the policy that the changed terminal works by."""

from typing import Annotated

from pydantic import Field, ValidationError

from data.case import Case
from data.codes import Id, Text
from data.errors import BadInput, Fault
from data.record import Record
from data.scenarios.change import Change, Refused
from data.scenarios.demand import AddService, Demand, ShipLate
from data.scenarios.equipment import (
    AddQuayCranes,
    AddYardCranes,
    Breakdowns,
    Close,
    CraneRate,
    RemoveQuayCranes,
    RemoveYardCranes,
    TractorCount,
)
from data.scenarios.setting import GateHours, Inspection, Set
from data.scenarios.works import LargerYard, LongerQuay, MooringGap
from data.validation import fault_of

# In the order of the documents.
CHANGES: tuple[type[Change], ...] = (
    AddQuayCranes, RemoveQuayCranes, CraneRate, Breakdowns, TractorCount, AddYardCranes, RemoveYardCranes, Close,
    LongerQuay, LargerYard, MooringGap, Demand, AddService, ShipLate, GateHours, Inspection, Set,
)  # fmt: skip

AnyChange = Annotated[
    AddQuayCranes | RemoveQuayCranes | CraneRate | Breakdowns | TractorCount | AddYardCranes | RemoveYardCranes
    | Close | LongerQuay | LargerYard | MooringGap | Demand | AddService | ShipLate | GateHours | Inspection | Set,
    Field(discriminator="change"),
]  # fmt: skip

# Each is made to the whole case, which is validated anew.
MOST_CHANGES = 30
# What the unchanged case is called in comparisons.
BASE = "base"


class Scenario(Record):
    """Changes to a case that are looked at together."""

    name: Id = Field(description="Name of the scenario")
    description: Text = Field(description="What it asks, in a sentence")
    policy: Text | None = Field(None, description="Policy that berths ships; empty for that of the comparison")
    rules: dict[str, Text] = Field(
        {}, description='Functions of one\'s own by the decision that they take, as berthing = "rules.py:function"'
    )
    changes: tuple[AnyChange, ...] = Field(
        (), max_length=MOST_CHANGES, description="What is changed, one after the other"
    )

    def apply(self, case: Case, file: str = "scenarios") -> Case:
        """The case with all changes. Raises BadInput, which names the file, the scenario, the change and its field."""
        for number, change in enumerate(self.changes, start=1):
            place = f"{file}, scenario {self.name}, change {number} ({change.change})"
            try:
                case = change.apply(case)
            except Refused as refused:
                fault = Fault(place, refused.problem, refused.remedy, column=refused.field, value=refused.value)
                raise BadInput([fault]) from refused
            except ValidationError as error:
                raise BadInput(list(_refused(error, place))) from error
        return case


def _refused(error: ValidationError, place: str) -> list[Fault]:
    """Why the case that a change makes is refused."""
    faults: list[Fault] = []
    for detail in error.errors(include_url=False):
        if detail["type"] == "value_error" and not detail["loc"]:
            lines = str(detail["ctx"]["error"]).splitlines()
            faults += [Fault(place, f"it makes a case that is refused: {line}", "correct the change") for line in lines]
        else:
            faults.append(fault_of(detail, place, [*detail["loc"]]))
    return faults
