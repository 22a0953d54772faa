"""What the routes answer with: the schemas of the OpenAPI document, each with its example."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from api.jobs.job import Job, Kind, State, unpacked_text
from api.problems import Problem
from api.resources.plans import STANDING_EXAMPLE, PlanStanding
from api.work.requests import PlanRequest, SimulationRequest
from data.case_changes import CaseChanges
from data.codes import Id
from data.plans import AnyPlan, BerthPlan, Plan
from data.scenarios import Scenario

_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_NO_JSON = (b"NaN", b"Infinity")  # what JSON does not have and Python writes; or a name that has it
_TERMS = {"waiting": 0.0, "lateness": 0.0, "position": 20.0, "unserved": 0.0}
PLAN_EXAMPLE: dict[str, Any] = {
    "kind": "berth",
    "case": "kariangau",
    "case_hash": _HASH,
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
    "call,vessel,berthed,position_m,side,arrival,first_line,last_line,waiting_h,moves,cranes,reason\n"
    "ARU-1,ARU,yes,20.0,starboard,2026-01-05T08:00:00+08:00,2026-01-05T08:00:00+08:00,2026-01-05T17:30:00+08:00,"
    "0.0,220,QC1,\n"
)
EVENTS_EXAMPLE = (
    'event: progress\ndata: {"seconds": 2.4, "cost": 20.0, "bound": 15.0, "gap": 0.25}\nid: 1\n\n'
    'event: state\ndata: {"state": "done"}\nid: 2\n\n'
)
_VERSION: dict[str, Any] = {
    "version": 4,
    "hash": _HASH,
    "made": "2026-01-04T22:00:00Z",
    "made_by": "ayu",
    "note": "ARU-1 comes two hours later",
    "removed": False,
}


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Page(BaseModel):
    """A page of a list. Its items stand in `items`."""

    next: str | None = Field(
        None, description="What to give as `after` for the next page; null where this is the last one"
    )


class CaseEntry(BaseModel):
    """A case in the list of cases."""

    name: str = Field(description="Name, to ask for it by")
    title: str = Field(description="Name of its terminal")
    embedded: bool = Field(description="Whether it came with Dermaga, and never changes")
    version: int = Field(description="Its newest version")
    calls: int = Field(description="Listed calls")
    shipments: int = Field(description="Shipments")
    hash: str = Field(description="Fingerprint of its content")


class CaseList(Page):
    """Cases of the server, by name."""

    model_config = _example(
        items=[
            {
                "name": "kariangau",
                "title": "Kaltim Kariangau Terminal",
                "embedded": True,
                "version": 1,
                "calls": 33,
                "shipments": 6,
                "hash": _HASH,
            }
        ]
    )

    items: list[CaseEntry]


class StoredCase(BaseModel):
    """A case that was stored, and what its reader understood and says once."""

    model_config = _example(
        name="july",
        version=1,
        hash=_HASH,
        notices=["times without a zone are read in the terminal's own, Asia/Makassar"],
    )

    name: str
    version: int = Field(description="The version that holds it")
    hash: str = Field(description="Fingerprint of its content")
    notices: list[str]


class VersionEntry(BaseModel):
    """A version of a case: who changed it, when and why."""

    model_config = _example(**_VERSION)

    version: int = Field(description="Counts from 1; nothing is overwritten")
    hash: str | None = Field(description="Fingerprint of its content; null where the case was removed")
    made: datetime | None = Field(description="When it was stored; null for what came with Dermaga")
    made_by: str = Field(description="Who stored it")
    note: str = Field(description="What they said of it")
    removed: bool = Field(description="Whether this version is the removal of the case")


class VersionList(Page):
    """Versions of a case, the newest first."""

    model_config = _example(items=[_VERSION], next=None)

    items: list[VersionEntry]


class CaseDiff(CaseChanges):
    """What differs between two versions of a case."""

    model_config = _example(
        case="july",
        before=3,
        after=4,
        terminal=[{"field": "quay.length_m", "before": 270.0, "after": 400.0}],
        tables=[
            {
                "table": "calls",
                "added": [],
                "removed": [],
                "changed": [
                    {
                        "key": {"id": "ARU-1"},
                        "fields": [
                            {
                                "field": "eta",
                                "before": "2026-01-05T08:00:00+08:00",
                                "after": "2026-01-05T10:00:00+08:00",
                            }
                        ],
                    }
                ],
                "reordered": False,
            }
        ],
    )

    case: str
    before: int = Field(description="The earlier version, or that of `from`")
    after: int = Field(description="The later version, or that of `to`")


class KpiEntry(BaseModel):
    """A key figure and its definition."""

    name: str
    unit: str
    definition: str
    source: str


class KpiList(Page):
    """Every key figure. There is one page."""

    model_config = _example(
        items=[
            {
                "name": "waiting_h",
                "unit": "h",
                "definition": "Mean time of a ship from its arrival to first line",
                "source": "UNCTAD",
            }
        ],
        next=None,
    )

    items: list[KpiEntry]


class ScenarioEntry(BaseModel):
    """A scenario that comes with Dermaga."""

    case: str = Field(description="The embedded case that it was made for")
    scenario: Scenario = Field(description="As a simulation takes it")


class ScenarioList(Page):
    """Shipped scenarios. There is one page."""

    model_config = _example(
        items=[
            {
                "case": "kariangau",
                "scenario": {
                    "name": "quay-130",
                    "description": "The quay is 130 m longer",
                    "changes": [{"change": "longer_quay", "metres": 130}],
                },
            }
        ],
        next=None,
    )

    items: list[ScenarioEntry]


class Health(BaseModel):
    """That the server answers."""

    model_config = _example(status="ok")

    status: Literal["ok"]


class Readiness(BaseModel):
    """That jobs can be submitted and will be done, and how busy the workers are."""

    model_config = _example(status="ready", version="0.1.0", workers=1, cores=2, running=1, queued=0)

    status: Literal["ready"]
    version: str
    workers: int = Field(description="Workers that were seen of late")
    cores: int = Field(description="Cores that all running jobs share, of all workers together")
    running: int
    queued: int


class CheckRequest(BaseModel):
    """A plan to check against a case."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"case": "kariangau", "plan": PLAN_EXAMPLE}]}
    )

    case: Id = Field(description="Name of the case")
    plan: Plan


class VerdictAnswer(BaseModel):
    """What the checker says of a plan that breaks no rule."""

    model_config = _example(feasible=True, cost=20.0, terms=_TERMS, notes=[])

    feasible: Literal[True]
    cost: float = Field(description="Sum of the terms, in the terminal's money")
    terms: dict[str, float]
    notes: list[str] = Field(description="Remarks that break nothing")


class JobFields(BaseModel):
    """What every job has."""

    id: str
    kind: Kind
    state: State
    case_version: int | None = Field(
        None, description="The version of the case that it works on; the list of cases says which is the newest"
    )
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    error: Problem | None = Field(None, description="Why it failed")


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

    model_config = _example(
        id="0b1f6a0c2d9e4f57",
        kind="berth",
        state="done",
        case_version=1,
        request={"case": "kariangau-2025", "kind": "berth", "days": 7, "seconds": 20, "workers": 1, "seed": 1},
        created="2026-01-04T22:00:00Z",
        started="2026-01-04T22:00:01Z",
        standing=STANDING_EXAMPLE,
        progress={"seconds": 2.4, "cost": 20.0, "bound": 15.0, "gap": 0.25},
        result={
            "plan": PLAN_EXAMPLE,
            "summary": {"cost": 20.0, "bound": 15.0, "gap": 0.25, "status": "feasible", "terms": _TERMS},
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
                "terms": _TERMS,
                "view": {"terminal": "Kaltim Kariangau Terminal", "calls": []},
            },
            "view": {"terminal": "Kaltim Kariangau Terminal", "calls": []},
        },
    )

    request: PlanRequest
    standing: PlanStanding | None = Field(None, description="Its versions, once the job has ended with a plan")
    progress: dict[str, Any] = Field(description="The last progress event: seconds, cost, bound, gap")
    result: PlanResult | None = Field(None, description="What the job found, version 1; left out of lists")


class PlanJobs(Page):
    """Jobs that make plans, the newest first."""

    model_config = _example(items=[], next=None)

    items: list[PlanJob]


class KpiInterval(BaseModel):
    """A key figure over all replications, with the half width of its 95 % interval."""

    kpi: str
    unit: str
    mean: float | None
    half_width: float | None = Field(description="Null for a single replication")
    replications: int


class ReplicationValue(BaseModel):
    """A key figure of one replication."""

    replication: int
    kpi: str
    unit: str
    value: float | None


class ComparisonRow(BaseModel):
    """How a scenario differs from the case in a key figure, as in the file comparison.csv."""

    scenario: str
    kpi: str
    unit: str
    base_mean: float | None
    mean: float | None
    difference: float | None
    half_width: float | None = Field(description="Half of the 95 % interval; null for a single pair of replications")
    p_value: float | None = Field(
        description="Probability of such a difference by chance, corrected for the number of scenarios"
    )


class SimulationResult(BaseModel):
    """The key figures of a simulation, of the case itself where there are scenarios too."""

    kpis: list[KpiInterval]
    replications: list[ReplicationValue]
    comparison: list[ComparisonRow] | None = Field(
        None, description="Of scenarios: each key figure of each against that of the case"
    )
    execution: dict[str, Any] | None = Field(
        None, description="Of a loading plan: planned and simulated finish, as in the file summary.json"
    )


class SimulationJob(JobFields):
    """A job that simulates."""

    model_config = _example(
        id="7c55d03a18be9f20",
        kind="simulation",
        state="done",
        case_version=1,
        request={"case": "kariangau-2025", "policy": "fcfs", "days": 7, "replications": 20, "workers": 1, "seed": 1},
        created="2026-01-04T22:00:00Z",
        started="2026-01-04T22:00:01Z",
        finished="2026-01-04T22:00:09Z",
        progress={"done": 20, "total": 20},
        result={
            "kpis": [{"kpi": "waiting_h", "unit": "h", "mean": 4.2, "half_width": 0.6, "replications": 20}],
            "replications": [{"replication": 0, "kpi": "waiting_h", "unit": "h", "value": 3.9}],
        },
    )

    request: SimulationRequest
    progress: dict[str, Any] = Field(description="The last progress event: done, total (replications)")
    result: SimulationResult | None = Field(None, description="Left out of lists")


class SimulationJobs(Page):
    """Jobs that simulate, the newest first."""

    model_config = _example(items=[], next=None)

    items: list[SimulationJob]


def job_json(job: Job, with_result: bool = True) -> dict[str, Any]:
    """The fields of a job's resource, without what stands of a plan."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "request": job.request,
        "case_version": job.case_version,
        "created": job.created,
        "started": job.started,
        "finished": job.finished,
        "progress": job.progress,
        "error": job.error,
        "result": job.result if with_result else None,
    }


def job_body(job: Job, model: type[BaseModel], **more: Any) -> bytes:
    """A job's resource as JSON, with its result as it is stored.

    To read that and write it anew would be most of the work of the request that clients make most often.
    """
    fields = job_json(job, with_result=False) | more
    body = model.model_validate(fields).model_dump_json(by_alias=True, exclude={"result"}).encode()
    result = b"null" if job.stored is None else unpacked_text(job.stored).encode()
    if any(word in result for word in _NO_JSON):
        result = to_json(job.result)
    return body[:-1] + b',"result":' + result + b"}"
