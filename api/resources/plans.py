"""What the routes of plans answer with."""

from typing import Any

from pydantic import BaseModel, Field

from api.resources.jobs import JobFields
from api.resources.plan_versions import STANDING_EXAMPLE, PlanStanding
from api.resources.shared import HASH, TERMS, Page, example
from api.work.requests import PlanRequest
from data.plans import AnyPlan, BerthPlan

PLAN_EXAMPLE: dict[str, Any] = {
    "kind": "berth",
    "case": "kariangau",
    "case_hash": HASH,
    "start": "2026-01-05T00:00:00+08:00",
    "end": "2026-01-12T00:00:00+08:00",
    "calls": [
        {
            "call": "ARU-1",
            "position_m": 20.0,
            "side": "starboard",
            "start": "2026-01-05T08:00:00+08:00",
            "end": "2026-01-05T17:30:00+08:00",
            "cranes": [{"crane": "QC1", "from": "2026-01-05T08:30:00+08:00", "to": "2026-01-05T17:00:00+08:00"}],
        }
    ],
    "unserved": [],
}


PLAN_CSV_EXAMPLE = (
    "call,vessel,ship,berthed,position_m,bollards,side,arrival,first_line,last_line,waiting_h,moves,cranes,reason\n"
    "ARU-1,ARU,Aru,yes,20.0,1+5 – 9,starboard,2026-01-05T08:00:00+08:00,2026-01-05T08:00:00+08:00,"
    "2026-01-05T17:30:00+08:00,0.0,220,QC1,\n"
)


class Baseline(BaseModel):
    """The first-come-first-served plan to compare with."""

    plan: BerthPlan
    cost: float
    terms: dict[str, float]
    view: dict[str, Any] = Field(description="What a diagram shows of it, as for the plan")


class ChangeRow(BaseModel):
    """One thing that a re-plan changes of the plan before it, as in the file changes.csv."""

    call: str
    what: str = Field(description="position, start (first line), end (last line), cranes, new or gone")
    old: str
    new: str
    reason: str
    cost: float = Field(description="In the terminal's money; part of the term `change`")


class ReasonEntry(BaseModel):
    """What keeps a call of a berth plan from a better berth, and what it would gain if only that were not there."""

    call: str
    what: str = Field(
        description="ship, cranes, closure, crane_stop, channel, tide, gangs, earliest_start, latest_departure, depth, "
        "crane_reach, quay, plan_before, several together, itself (a better berth is free), crane_changes or work"
    )
    name: str = Field(description="Which one: the id of a call, closure or shift, or of each, with a space between")
    hours: float = Field(description="Hours of waiting that would be saved, or of lateness where those are more")
    metres: float = Field(description="Metres to the preferred place that would be saved")
    cost: float = Field(description="Money that would be saved")
    text: str = Field(description="The same in words")


class PlanResult(BaseModel):
    """A plan with what there is to say of it. While the job runs, the best plan so far."""

    plan: AnyPlan = Field(discriminator="kind")
    summary: dict[str, Any] = Field(
        description="cost, bound, gap, status, seconds, terms, checked and baseline, as in the file summary.json; of a "
        "re-plan changed_calls and notes too"
    )
    reasons: list[ReasonEntry] = Field(
        [],
        description="Why calls of a finished berth plan wait, leave late or lie away from their place: the dearest "
        "first, of each call its main reason first",
    )
    baseline: Baseline | None = Field(description="First come first served; null for plans of other kinds")
    view: dict[str, Any] = Field(
        description="What a diagram or a table shows: the berth plan with ships' names and the tide in the terminal's "
        "time, one row a shipment, of a loading plan one row a lifted box, or of a yard plan one row a reservation"
    )
    changes: list[ChangeRow] | None = Field(None, description="Of a re-plan: what it changes of the plan before it")


class PlanJob(JobFields):
    """A job that makes a plan."""

    model_config = example(
        id="0b1f6a0c2d9e4f57",
        kind="berth",
        state="done",
        case_version=1,
        request={"case": "kariangau-2025", "kind": "berth", "days": 7, "seconds": 20, "workers": 1, "seed": 1},
        created="2026-01-04T22:00:00Z",
        started="2026-01-04T22:00:01Z",
        standing=STANDING_EXAMPLE,
        progress={"seconds": 2.4, "cost": 20.0, "bound": 15.0, "gap": 0.25, "phase": "explaining"},
        result={
            "plan": PLAN_EXAMPLE,
            "summary": {"cost": 20.0, "bound": 15.0, "gap": 0.25, "status": "feasible", "terms": TERMS},
            "reasons": [
                {
                    "call": "ARU-1",
                    "what": "ship",
                    "name": "BURU-1",
                    "hours": 0.0,
                    "metres": 20.0,
                    "cost": 20.0,
                    "text": "lies 20 m from its preferred place because of Buru (BURU-1); costs 20",
                }
            ],
            "baseline": {
                "plan": PLAN_EXAMPLE,
                "cost": 20.0,
                "terms": TERMS,
                "view": {"terminal": "Kaltim Kariangau Terminal", "calls": []},
            },
            "view": {"terminal": "Kaltim Kariangau Terminal", "calls": []},
        },
    )

    request: PlanRequest
    standing: PlanStanding | None = Field(None, description="Its versions, once the job has ended with a plan")
    progress: dict[str, Any] = Field(
        description="The last progress event: seconds, cost, bound, gap and phase: planning, then "
        "explaining while the reasons of a berth or shipment plan are found"
    )
    result: PlanResult | None = Field(None, description="What the job found, version 1; left out of lists")


class PlanJobs(Page):
    """Jobs that make plans, the newest first."""

    model_config = example(items=[], next=None)

    items: list[PlanJob]
