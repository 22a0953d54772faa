"""What the routes of plans' versions take and answer, each with its example."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.problems import BrokenEntry
from api.resources.shared import Page, example
from api.work.requests import MOST_VERSIONS
from data.codes import Text

Version = Annotated[int, Field(ge=1, le=MOST_VERSIONS)]

STANDING_EXAMPLE: dict[str, Any] = {
    "newest": 3,
    "current": 2,
    "accepted": 2,
    "accepted_by": "ayu",
    "accepted_at": "2026-01-04T23:10:00Z",
    "locked_by": None,
    "locked_at": None,
    "changed": "2026-01-04T23:40:00Z",
    "changed_by": "budi",
}
_VERSION_EXAMPLE: dict[str, Any] = {
    "version": 3,
    "cost": 35.0,
    "broken": 1,
    "accepted": False,
    "made": "2026-01-04T23:40:00Z",
    "made_by": "budi",
    "note": "Aru beside crane 1",
}


class PlanStanding(BaseModel):
    """Which versions a plan has, and which of them the terminal works to."""

    newest: int = Field(description="Number of the last version; 1 is what the job found")
    current: int = Field(
        description="The version that is meant where none is named: the accepted one, else the last that breaks no rule"
    )
    accepted: int | None = Field(None, description="The version that is accepted")
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    locked_by: str | None = Field(None, description="Who has locked it; nobody changes it then")
    locked_at: datetime | None = None
    changed: datetime | None = Field(
        None, description="When somebody last saved, accepted, locked or took back something"
    )
    changed_by: str | None = None
    remark: str | None = Field(None, description="What planners say of the plan")


class PlanVersion(BaseModel):
    """A version of a plan."""

    version: int
    cost: float = Field(description="In the terminal's money")
    broken: int = Field(description="Faults that the checker finds; with any it is a draft and can't be accepted")
    accepted: bool
    made: datetime
    made_by: str
    note: str = Field(description="What its maker says of it")


class PlanVersions(Page):
    """Versions of a plan, the newest first."""

    model_config = example(items=[_VERSION_EXAMPLE], next=None)

    items: list[PlanVersion]


class SavedVersion(BaseModel):
    """A version that was saved, and what the checker says of it."""

    model_config = example(
        version=3,
        cost=35.0,
        terms={"waiting": 0.0, "lateness": 0.0, "position": 35.0, "unserved": 0.0},
        broken=[{"rule": "quay", "calls": ["ARU-1"], "text": "Aru (ARU-1) lies beyond the end of the quay"}],
        notes=[],
        standing=STANDING_EXAMPLE,
    )

    version: int
    cost: float = Field(description="Sum of the terms, in the terminal's money")
    terms: dict[str, float]
    broken: list[BrokenEntry] = Field(description="Every rule that it breaks: with any it is a draft")
    notes: list[str] = Field(description="Remarks that break nothing")
    standing: PlanStanding


class PlanDecision(BaseModel):
    """What shall stand of a plan. What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"accepted": 2, "locked": True}]})

    accepted: Version | None = Field(None, description="The version to work to; null takes the acceptance back")
    locked: bool | None = Field(None, description="Whether the plan is closed to changes, by whoever asks")
    remark: Text | None = Field(None, description="For other planners; null takes it away")

    @model_validator(mode="after")
    def _something(self) -> "PlanDecision":
        if not self.model_fields_set & {"accepted", "remark"} and self.locked is None:
            raise ValueError("it changes nothing: give accepted, locked or remark")
        return self


class FieldDifference(BaseModel):
    """A field before and after; null where there was none."""

    field: str
    before: float | bool | str | None
    after: float | bool | str | None


class PlanDifference(BaseModel):
    """A call, shipment, box, reservation or another item that is new, gone or changed."""

    what: str = Field(description="plan, call, shipment, box, cover, reservation or unplaced")
    name: str
    change: Literal["added", "removed", "changed"]
    fields: list[FieldDifference]


class PlanDiff(BaseModel):
    """What is different between two versions of a plan, and what it costs."""

    model_config = example(
        before=1,
        after=2,
        cost_before=20.0,
        cost_after=35.0,
        terms_before={"position": 20.0},
        terms_after={"position": 35.0},
        broken_before=0,
        broken_after=0,
        changes=[
            {
                "what": "call",
                "name": "ARU-1",
                "change": "changed",
                "fields": [{"field": "position_m", "before": 20.0, "after": 35.0}],
            }
        ],
    )

    before: int = Field(description="The earlier version, or that of `from`")
    after: int = Field(description="The later version, or that of `to`")
    cost_before: float = Field(description="In the terminal's money")
    cost_after: float
    terms_before: dict[str, float]
    terms_after: dict[str, float]
    broken_before: int = Field(description="Faults that the checker finds")
    broken_after: int
    changes: list[PlanDifference]
