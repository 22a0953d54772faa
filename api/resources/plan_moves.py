"""What the routes of drafts and moves of a berth plan take and answer, each with its example."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.problems import BrokenEntry
from api.resources.plan_versions import Version
from api.resources.shared import TERMS, example
from api.work.requests import Date
from data.clock import Moment
from data.codes import Id
from data.plans import BerthedCall, Real, UnservedCall

Cranes = Annotated[int, Field(ge=0, le=50)]
_ENTRY: dict[str, Any] = {
    "call": "ARU-1",
    "position_m": 35.0,
    "side": "starboard",
    "start": "2026-01-05T09:00:00+08:00",
    "end": "2026-01-05T18:30:00+08:00",
    "cranes": [{"crane": "QC1", "from": "2026-01-05T09:30:00+08:00", "to": "2026-01-05T18:00:00+08:00"}],
    "eta": "2026-01-05T08:00:00+08:00",
}
_VERDICT: dict[str, Any] = {
    "feasible": True,
    "cost": 535.0,
    "terms": TERMS | {"waiting": 500.0, "position": 35.0},
    "broken": [],
    "notes": [],
}


class CallMove(BaseModel):
    """What is wanted of one call. What is left out stays as it is; what follows from the rest is worked out.

    Of a call that the plan leaves out, start and position_m are given, or neither: then a place is proposed.
    """

    model_config = ConfigDict(extra="forbid")

    call: Id
    start: Date | None = Field(None, description="First line ashore; without a zone it is on the terminal's clock")
    position_m: Annotated[Real, Field(ge=-100_000, le=100_000)] | None = Field(
        None, description="Place of the ship's low end in metres from the quay's zero mark"
    )
    cranes: Cranes | Annotated[list[Cranes], Field(min_length=1, max_length=1_000)] | None = Field(
        None,
        description="Cranes: their number, or, where they may change by the hour, at most how many in each hour from "
        "the first lift on; the last number stays until she is done",
    )
    crane_ids: list[Id] | None = Field(None, min_length=1, max_length=50, description="Cranes by their ids instead")
    until: Date | None = Field(
        None, description="Instead of cranes: as many as bring her last line nearest to this moment"
    )


class MoveRequest(BaseModel):
    """A draft, as what it has otherwise than a version of the plan, and a change of one call of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"version": 1, "change": {"call": "ARU-1", "start": "2026-01-05T09:00:00+08:00", "position_m": 35.0}}
            ]
        },
    )

    version: Version | None = Field(None, description="The version that the draft is of; left out, the one that stands")
    calls: list[BerthedCall] = Field(
        default_factory=list, max_length=10_000, description="Calls that the draft berths otherwise than the version"
    )
    unserved: list[UnservedCall] | None = Field(
        None, max_length=10_000, description="What the draft leaves out, where that is not as in the version"
    )
    now: Moment | None = Field(None, description="The draft's `now`, where it is a plan of the running day")
    change: CallMove | None = Field(None, description="What is tried; without one the draft is checked as it is")


class MoveAnswer(BaseModel):
    """What becomes of the call, and what the checker says of the plan with it."""

    model_config = example(entry=_ENTRY, shown={"call": "ARU-1", "name": "Aru", "waiting_h": 1.0}, **_VERDICT)

    entry: BerthedCall | None = Field(description="The call's entry of the plan, with its cranes and its last line")
    shown: dict[str, Any] | None = Field(description="The same as a diagram shows it, as in the plan's view")
    feasible: bool = Field(description="Whether the plan breaks no rule")
    cost: float = Field(description="Of the whole plan, in the terminal's money")
    terms: dict[str, float]
    broken: list[BrokenEntry] = Field(description="Every rule that the plan breaks, with the calls concerned")
    notes: list[str] = Field(description="Remarks that break nothing")


class PlanView(BaseModel):
    """A version of a berth plan as a diagram shows it."""

    model_config = example(
        version=2, view={"terminal": "Kaltim Kariangau Terminal", "calls": []}, feasible=True, broken=[], notes=[]
    )

    version: int
    view: dict[str, Any] = Field(
        description="Quay, tide, cranes, closures and the calls with their ships, in the terminal's time; with its cost"
    )
    feasible: bool
    broken: list[BrokenEntry]
    notes: list[str]
