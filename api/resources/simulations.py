"""What the routes of simulations answer with."""

from typing import Any

from pydantic import BaseModel, Field

from api.resources.jobs import JobFields
from api.resources.shared import Page, example
from api.work.requests import SimulationRequest


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
    changed: bool = Field(False, description="Whether it differs by more than noise")


class ScenarioInterval(KpiInterval):
    """A key figure of a scenario alone."""

    scenario: str


class SweepInterval(KpiInterval):
    """A key figure at a value of what is varied."""

    value: float


class Root(BaseModel):
    """The value at which a goal is reached; null where it is not between the least and the largest value."""

    goal: float
    value: float | None
    low: float | None = Field(description="Where its 95 % interval begins")
    high: float | None = Field(description="Where it ends")


class CurvePoint(BaseModel):
    """The key figure of a search at a value of what is varied."""

    value: float
    mean: float | None
    half_width: float | None
    unfinished: float | None = Field(description="Calls that have not left: above 0, the figure says too little")


class SearchResult(BaseModel):
    """Where a key figure reaches its goals, and its curve."""

    roots: list[Root]
    curve: list[CurvePoint]


class SimulationResult(BaseModel):
    """The key figures of a simulation, of the case itself where there are scenarios too; none of a sweep or search."""

    kpis: list[KpiInterval]
    replications: list[ReplicationValue]
    comparison: list[ComparisonRow] | None = Field(
        None, description="Of scenarios: each key figure of each against that of the case"
    )
    scenarios: list[ScenarioInterval] | None = Field(
        None, description="Of scenarios: the key figures of each alone, each with the interval of its mean"
    )
    sweep: list[SweepInterval] | None = Field(None, description="Of a sweep: the key figures at each value")
    search: SearchResult | None = Field(None, description="Of a search: what it found")
    execution: dict[str, Any] | None = Field(
        None, description="Of a loading plan: planned and simulated finish, as in the file summary.json"
    )


class SimulationJob(JobFields):
    """A job that simulates."""

    model_config = example(
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

    model_config = example(items=[], next=None)

    items: list[SimulationJob]
