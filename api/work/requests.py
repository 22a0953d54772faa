"""What can be asked of the planner and the simulator, with the limits of asking."""

import os
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from data.cargo import InstructionUse
from data.clock import FIRST_YEAR, LAST_YEAR, in_years
from data.codes import ONE_LINE, Id
from data.costs import Rate
from data.kpis import KPI_BY_NAME
from data.plans import BerthPlan
from data.record import Money, Record
from data.scenarios import Scenario

CORES = os.cpu_count() or 1
# What a request works on unless it says more: the same on nearly every machine, since the plan of an effort depends on
# it.
USUAL_WORKERS = min(2, CORES)


def _on_this_machine(workers: int) -> int:
    if workers > CORES:
        raise ValueError(f"more workers than the server has cores: give at most {CORES}")
    return workers


def date_of(value: object) -> datetime:
    """ISO 8601 alone: pydantic by itself would read a number as seconds since 1970."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and in_years(value):
        return value
    raise ValueError(
        f"it is no date between {FIRST_YEAR} and {LAST_YEAR + 1}: give it as 2026-01-05 or 2026-01-05T06:00+08:00"
    )


def _kpi(name: str) -> str:
    if name not in KPI_BY_NAME:
        raise ValueError(f"there is no such key figure: give one of {', '.join(KPI_BY_NAME)}")
    return name


# Not JSON schema's date-time, which must have a zone and a time.
Date = Annotated[
    datetime,
    BeforeValidator(date_of),
    WithJsonSchema({"type": "string", "format": "moment", "examples": ["2026-01-05", "2026-01-05T06:00+08:00"]}),
]
Start = Annotated[
    Date | None,
    Field(description="Begin, as 2026-01-05 or with a time; without a zone it is the terminal's; else the first day"),
]
Now = Annotated[
    Date | None,
    Field(
        description="Re-planning: the moment from which to plan, after the case's actuals; without a zone it is the "
        "terminal's. Shipments: before it no step begins that has not begun"
    ),
]
Days = Annotated[float, Field(gt=0, le=366, description="Days from the start")]
Workers = Annotated[
    int, Field(ge=1, description="Cores to work on; at most those of the server"), AfterValidator(_on_this_machine)
]
ServerSeconds = Annotated[float, Field(gt=0, le=86_400)]
MOST_VERSIONS = 2**31 - 1  # the largest number that a column of the database takes
Seed = Annotated[int, Field(ge=0, lt=2**31, description="Seed of everything random")]


class PlanRequest(Record):
    """A plan that is wanted. Only one of `seconds` and `effort` is given; without them the solver takes 30 seconds.

    With `now` it is a new plan from one of before, in the same time.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"case": "kariangau-2025", "kind": "berth", "days": 7, "seconds": 20},
                {"case": "kariangau-2025", "days": 7, "seconds": 20, "costs": {"waiting_per_hour": 500}},
                {"case": "kariangau-2025", "kind": "shipment", "now": "2026-01-12T08:00+08:00", "seconds": 20},
                {"case": "kariangau", "kind": "loading", "call": "SPIL-01-001", "seconds": 60},
                {"case": "kariangau", "kind": "yard", "days": 7, "import_share": 0.3, "seconds": 20},
            ]
        }
    )

    case: Id = Field(description="Name of the case")
    kind: Literal["berth", "shipment", "loading", "yard"] = Field("berth", description="What to plan")
    start: Start = None
    days: Days | None = Field(
        None, description="Days from the start; else those of the plan before or the berth plan, and 7 without one"
    )
    now: Now = None
    previous_id: str | None = Field(
        None, max_length=64, pattern=ONE_LINE, description="Re-planning: the berth plan before, by the id of its job"
    )
    call: Id | None = Field(None, description="Loading: the call, by id")
    berth_plan_id: str | None = Field(
        None,
        max_length=64,
        pattern=ONE_LINE,
        description="Loading and yard: the berth plan that says where and when ships lie, by the id of its job",
    )
    plan_version: int | None = Field(
        None,
        ge=1,
        le=MOST_VERSIONS,
        description="Which version of the plan that previous_id or berth_plan_id names; left out, the accepted one, or "
        "where none is accepted the last that breaks no rule. A job tells which it took",
    )
    cranes: int | None = Field(
        None, ge=1, le=20, description="Loading: cranes at the ship; without a berth plan, as many as the call takes"
    )
    instructions: InstructionUse = Field(
        "only",
        description="Loading: load only what the line's instructions want, where there are any; or fill their slots "
        "first and stow all other boxes around them; or pass them over (none)",
    )
    import_share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Yard: share of each block kept free for boxes from ships; else what they need in the mean",
    )
    costs: dict[Rate, Money] = Field(
        {},
        description="Rates of the terminal's costs that are others for this plan, in whole units of its currency, as "
        "{'waiting_per_hour': 500}; a re-plan of previous_id that leaves them out keeps those of the plan before",
    )
    locked: tuple[Id, ...] = Field((), description="Re-planning: calls that stay exactly as in the plan before")
    seconds: float | None = Field(None, gt=0, le=86_400, description="Longest time to solve")
    effort: float | None = Field(
        None, gt=0, le=86_400, description="Deterministic time to solve: the same plan on any machine"
    )
    workers: int = Field(USUAL_WORKERS, ge=1, le=256, description="Cores to work on")
    seed: Seed = 1

    @model_validator(mode="after")
    def _one_limit(self) -> "PlanRequest":
        if self.seconds is not None and self.effort is not None:
            raise ValueError("seconds and effort exclude each other: give one of them")
        return self

    @model_validator(mode="after")
    def _whole_loading(self) -> "PlanRequest":
        if (self.kind == "loading") != (self.call is not None):
            raise ValueError("call belongs to loading plans, and each has one: give call, or correct kind")
        if self.kind != "loading" and self.cranes is not None:
            raise ValueError("cranes belongs to loading plans: drop it, or correct kind")
        if self.kind != "loading" and self.instructions != "only":
            raise ValueError("instructions belongs to loading plans: drop it, or correct kind")
        if self.kind == "loading" and self.days is not None:
            raise ValueError("a loading plan lasts until the last lift: drop days, or correct kind")
        berthed = self.kind == "loading" and self.berth_plan_id is not None
        if berthed and (self.cranes is not None or self.start is not None):
            raise ValueError("the berth plan says when and with which cranes: drop cranes and start")
        return self

    @model_validator(mode="after")
    def _of_its_kind(self) -> "PlanRequest":
        if self.berth_plan_id is not None and self.kind not in ("loading", "yard"):
            raise ValueError("berth_plan_id belongs to loading and yard plans: drop it, or correct kind")
        if self.import_share is not None and self.kind != "yard":
            raise ValueError("import_share belongs to yard plans: drop it, or correct kind")
        return self

    @model_validator(mode="after")
    def _whole_replan(self) -> "PlanRequest":
        if self.now is None and self.locked:
            raise ValueError("locked belongs to re-planning: give now too, or drop locked")
        if self.now is not None and self.start is not None:
            raise ValueError("a re-plan begins with the plan before: drop start, or now")
        if self.now is not None and self.kind not in ("berth", "shipment"):
            raise ValueError("now belongs to berth plans and shipment plans: drop it, or correct kind")
        if self.kind != "berth" and (self.previous_id is not None or self.locked):
            raise ValueError("previous_id and locked belong to berth plans: drop them, or correct kind")
        return self

    @model_validator(mode="after")
    def _version_of_a_plan(self) -> "PlanRequest":
        if self.plan_version is not None and self.previous_id is None and self.berth_plan_id is None:
            raise ValueError("plan_version is of a plan: give previous_id or berth_plan_id too, or drop it")
        return self


class ServerPlanRequest(PlanRequest):
    """A plan that is wanted of a server, which others use too.

    Only one of `seconds` and `effort` is given; without them the solver takes 30 seconds. With `now` it is a new plan
    from one of before, in the same time: `previous_id` or `previous` says which.
    """

    previous: BerthPlan | None = Field(
        None, description="Re-planning: the berth plan before itself; left out where the job is told"
    )

    seconds: ServerSeconds | None = Field(None, description="Longest time to solve")
    effort: ServerSeconds | None = Field(None, description="Deterministic time to solve: the same plan on any machine")
    workers: Workers = USUAL_WORKERS

    @model_validator(mode="after")
    def _one_before(self) -> "ServerPlanRequest":
        given = (self.previous_id is not None) + (self.previous is not None)
        if given != (self.now is not None and self.kind == "berth"):
            raise ValueError("a re-plan has a plan before and a now: give now and one of previous_id and previous")
        return self


class NightRequest(Record):
    """A night shift that is wanted."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"case": "july", "start": "2026-01-04T22:00", "hours": 8, "days": 3}]}
    )

    case: Id = Field(description="Name of the case")
    start: Start = None
    hours: float = Field(8, ge=0.1, le=72, description="How long the shift takes")
    days: float = Field(3, ge=0.1, le=31, description="Ships that are expected in so many days from the start count")


class Varying(Record):
    """A number of the case, or of a change to it, that is varied between two values."""

    vary: str = Field(min_length=1, max_length=200, description="What is varied, as `GET /scenarios/factors` names it")
    low: float = Field(alias="from", description="Its least value")
    high: float = Field(alias="to", description="Its largest value")

    @model_validator(mode="after")
    def _range(self) -> "Varying":
        if self.high <= self.low:
            raise ValueError("it ends before it begins: to must be above from")
        return self


class Sweep(Varying):
    """The case at several values of a number, with the same random numbers at each."""

    steps: int = Field(5, ge=2, le=50, description="How many values, the least and the largest among them")


class Search(Varying):
    """The value of a number at which a key figure reaches a goal."""

    kpi: Annotated[str, AfterValidator(_kpi)] = Field("waiting_ratio", description="The key figure that reaches it")
    reach: tuple[float, ...] = Field(min_length=1, max_length=5, description="Values of the key figure")


class SimulationRequest(Record):
    """A simulation that is wanted: of a case alone, or with one of `scenarios`, `sweep` and `search`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"case": "kariangau-2025", "policy": "fcfs", "days": 7, "replications": 20, "seed": 1},
                {
                    "case": "kariangau",
                    "replications": 20,
                    "scenarios": [
                        {
                            "name": "longer-quay",
                            "description": "The quay is 130 m longer",
                            "changes": [{"change": "longer_quay", "metres": 130}],
                        }
                    ],
                },
                {"case": "kariangau", "sweep": {"vary": "tractors.count", "from": 8, "to": 20, "steps": 5}},
                {"case": "kariangau", "search": {"vary": "demand", "from": 1, "to": 2.8, "reach": [0.1]}},
            ]
        }
    )

    case: Id = Field(description="Name of the case")
    policy: str = Field(
        "fcfs",
        pattern=r"^(fcfs|plan|replan:\d{1,2}(\.\d{1,3})?h)$",
        description="fcfs: first come first served; plan: follow a berth plan, or execute a loading plan; replan:6h: "
        "plan the berths anew every 6 hours (1 to 72)",
    )
    plan_id: str | None = Field(
        None, max_length=64, pattern=ONE_LINE, description="The plan to follow or to execute, by the id of its job"
    )
    plan_version: int | None = Field(
        None,
        ge=1,
        le=MOST_VERSIONS,
        description="Which version of that plan; left out, the accepted one, or where none is accepted the last that "
        "breaks no rule. A job tells which it took",
    )
    start: Start = None
    days: Days | None = Field(None, description="Days from the start; else those of the plan, and 28 without a plan")
    warmup: float = Field(
        0,
        ge=0,
        le=366,
        description="Days simulated before the start and not measured; without a start, those from the first day on",
    )
    replications: int = Field(20, ge=1, le=1000, description="Independent runs; with precision, the first ones")
    precision: float | None = Field(
        None,
        gt=0,
        lt=1,
        description="Go on until half the 95 % interval of the key figure `of` is at most this share of its mean",
    )
    of: Annotated[str, AfterValidator(_kpi)] = Field("waiting_h", description="Precision: the key figure")
    most: int = Field(1000, ge=1, le=10_000, description="Precision: the most runs")
    workers: int = Field(USUAL_WORKERS, ge=1, le=256, description="Cores to work on")
    seed: Seed = 1
    base: Scenario | None = Field(
        None, description="Changes that are made to the case first, with or without scenarios to compare it with"
    )
    scenarios: tuple[Scenario, ...] = Field(
        (),
        max_length=100,
        description="Changes to the case that are simulated too, with the same random numbers, and compared with it; "
        "docs/scenarios.md says which there are",
    )
    sweep: Sweep | None = Field(None, description="One number that is varied, and every key figure at each value")
    search: Search | None = Field(None, description="One number that is varied until a key figure reaches a goal")

    @model_validator(mode="after")
    def _one_question(self) -> "SimulationRequest":
        asked = [name for name in ("scenarios", "sweep", "search", "precision") if getattr(self, name)]
        if len(asked) > 1 and asked != ["scenarios", "precision"]:
            raise ValueError(f"{' and '.join(asked)} are questions of their own: ask in several requests")
        return self

    @model_validator(mode="after")
    def _precise(self) -> "SimulationRequest":
        if self.precision is not None and self.scenarios:
            raise ValueError("scenarios are compared run by run: drop precision, and give replications")
        if self.precision is not None and self.most < self.replications:
            raise ValueError("it begins with more runs than it may have: most must be at least replications")
        return self

    @model_validator(mode="after")
    def _plan_where_followed(self) -> "SimulationRequest":
        if (self.policy == "plan") != (self.plan_id is not None):
            raise ValueError("plan_id belongs to the policy plan: give both, or neither")
        if self.plan_version is not None and self.plan_id is None:
            raise ValueError("plan_version is of a plan: give plan_id too, or drop it")
        return self


class ServerSimulationRequest(SimulationRequest):
    """A simulation that is wanted of a server."""

    workers: Workers = USUAL_WORKERS
