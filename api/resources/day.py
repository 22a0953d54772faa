"""What the routes of the running day take and answer, each with its example."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.problems import FaultEntry
from api.resources.shared import example
from api.work.requests import Date
from data.actuals import Phase
from data.codes import Text
from data.record import Record
from data.vessels import Boxes

_TOLD: dict[str, Any] = {
    "arrived": "2026-01-05T07:40:00+08:00",
    "first_line": "2026-01-05T08:10:00+08:00",
    "position_m": 20.0,
    "first_lift": "2026-01-05T08:45:00+08:00",
    "moves_done": 75,
}


class ActualEntry(Record):
    """What has become of a call by now: the whole of it. What is left out is not known.

    Moments without a zone are on the terminal's clock. The phase follows from them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_TOLD]})

    arrived: Date | None = Field(None, description="When she could be alongside")
    first_line: Date | None = Field(None, description="First line ashore")
    position_m: float | None = Field(None, ge=-1_000, le=10_000, description="Place of her low end, in metres")
    first_lift: Date | None = Field(None, description="First lift of a quay crane")
    moves_done: Boxes = Field(0, description="Boxes moved by now")
    last_lift: Date | None = Field(None, description="Last lift, once all is done")
    last_line: Date | None = Field(None, description="Last line off")


class ActualTold(BaseModel):
    """What is known of a call."""

    model_config = example(call="ARU-1", phase="working", last_lift=None, last_line=None, **_TOLD)

    call: str
    phase: Phase
    arrived: datetime | None = None
    first_line: datetime | None = None
    position_m: float | None = None
    first_lift: datetime | None = None
    moves_done: int
    last_lift: datetime | None = None
    last_line: datetime | None = None


class ActualStored(ActualTold):
    """What is known of a call, in a version of its case."""

    model_config = example(
        case="july", version=4, call="ARU-1", phase="working", last_lift=None, last_line=None, **_TOLD
    )

    case: str
    version: int = Field(description="The case's version that has it")


class ActualRow(BaseModel):
    """What a file tells of a call."""

    call: str
    name: str = Field(description="Her ship")
    row: int | None = Field(None, description="Where it stands in the file; of a message the segment of its first box")
    changed: list[str] = Field(description="The columns that get another value")
    before: ActualTold | None = Field(None, description="What was known; null where nothing was")
    after: ActualTold


class ActualsTaken(BaseModel):
    """What was understood of a file with actuals, and whether it was stored."""

    model_config = example(
        case="july",
        version=4,
        rows=[
            {
                "call": "ARU-1",
                "name": "Aru",
                "row": 2,
                "changed": ["phase", "first_line", "position_m"],
                "before": None,
                "after": {"call": "ARU-1", "phase": "working", "last_lift": None, "last_line": None} | _TOLD,
            }
        ],
        notices=["times without a zone are taken as the terminal's local time, Asia/Makassar"],
        faults=[],
    )

    case: str
    version: int | None = Field(None, description="The case's version that has it; null of a preview")
    rows: list[ActualRow]
    notices: list[str] = Field(description="What was understood in a way that you should know")
    faults: list[FaultEntry] = Field(description="Everything wrong with it; with any, nothing is taken")


class CallNote(Record):
    """What planners say of a call. What is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"remark": "Pilot asked for at 06:30", "tentative": False}]}
    )

    remark: Text | None = Field(None, description="For other planners; null takes it away")
    tentative: bool | None = Field(None, description="Whether the line has not confirmed the call yet")

    @model_validator(mode="after")
    def _something(self) -> "CallNote":
        if "remark" not in self.model_fields_set and self.tentative is None:
            raise ValueError("it changes nothing: give remark, or tentative, or both")
        return self


class CallNoted(BaseModel):
    """What planners say of a call by now."""

    model_config = example(case="july", version=5, call="ARU-1", remark="Pilot asked for at 06:30", tentative=False)

    case: str
    version: int
    call: str
    remark: str | None = None
    tentative: bool


class VisitEntry(BaseModel):
    """A call on the running day. Moments are on the terminal's clock."""

    call: str
    name: str
    line: str
    phase: Literal["expected", "waiting", "alongside", "working", "done", "gone"]
    tentative: bool
    remark: str | None = None
    eta: datetime
    etd: datetime
    planned: dict[str, Any] | None = Field(
        None,
        description="By the plan: position_m, first_line, first_lift, last_lift, last_line; null where it has no berth",
    )
    actual: ActualTold | None = None
    moves: int
    moves_done: int
    moves_left: int
    delay_h: float | None = Field(
        None,
        description="By how much the last that happened was later than planned (below 0 earlier), or how long it is "
        "overdue; null where nothing should have happened",
    )
    leaves: datetime | None = Field(None, description="When she left, or can be expected to")


class VisitList(BaseModel):
    """The ships of a berth plan on the running day, by their first lines."""

    model_config = example(
        plan="5f2c1a7be0d94c63",
        plan_version=1,
        case="july",
        case_version=4,
        now="2026-01-05T12:00:00+08:00",
        items=[
            {
                "call": "ARU-1",
                "name": "Aru",
                "line": "LINEA",
                "phase": "working",
                "tentative": False,
                "remark": None,
                "eta": "2026-01-05T08:00:00+08:00",
                "etd": "2026-01-05T22:00:00+08:00",
                "planned": {
                    "position_m": 20.0,
                    "first_line": "2026-01-05T08:00:00+08:00",
                    "first_lift": "2026-01-05T08:30:00+08:00",
                    "last_lift": "2026-01-05T17:00:00+08:00",
                    "last_line": "2026-01-05T17:30:00+08:00",
                },
                "actual": {"call": "ARU-1", "phase": "working", "last_lift": None, "last_line": None} | _TOLD,
                "moves": 200,
                "moves_done": 75,
                "moves_left": 125,
                "delay_h": 0.25,
                "leaves": "2026-01-05T17:55:00+08:00",
            }
        ],
    )

    plan: str
    plan_version: int
    case: str
    case_version: int | None = Field(
        None, description="The version whose actuals these are; null of a case that is no more"
    )
    now: datetime
    items: list[VisitEntry]
