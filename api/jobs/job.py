"""What a job is, and what of it travels to the process that does it. Nothing here needs the database."""

import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from api.problems import Problem
from api.work.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.errors import NotFound
from data.plans import ANY_PLAN, AnyPlan

# Seconds of solving up to which a plan is a short job, which goes before long ones.
SHORT_S = 120.0
# What a plan takes where its request does not say.
_USUAL_S = 30.0


class State(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether the job has ended."""
        return self in FINAL


FINAL = (State.DONE, State.FAILED, State.CANCELLED)


class Kind(StrEnum):
    """What a job makes: a plan of one kind, or a simulation."""

    BERTH = "berth"
    SHIPMENT = "shipment"
    LOADING = "loading"
    YARD = "yard"
    SIMULATION = "simulation"


class Phase(StrEnum):
    """What the job of a plan is at: its search, or the reasons for what it has found."""

    PLANNING = "planning"
    EXPLAINING = "explaining"


AnyRequest = PlanRequest | SimulationRequest


@dataclass(frozen=True)
class Work:
    """Everything that a job's process needs to know, as it was when the job was submitted.

    `plan` is the berth plan that a simulation follows, that a re-plan starts from, or that says where a ship is loaded
    and when the yard is asked for boxes; or the loading plan that a simulation executes. `case_version` is the number
    of the case's version, where it is a stored one.
    """

    request: AnyRequest
    case: Case
    plan: AnyPlan | None = None
    case_version: int | None = None

    @property
    def kind(self) -> Kind:
        """What it makes."""
        return Kind(self.request.kind) if isinstance(self.request, PlanRequest) else Kind.SIMULATION

    @property
    def is_short(self) -> bool:
        """Whether it takes minutes at most. Nobody knows that of a simulation."""
        request = self.request
        return isinstance(request, PlanRequest) and (request.seconds or request.effort or _USUAL_S) <= SHORT_S


@dataclass(frozen=True)
class JobEvent:
    """Something that a job told while it ran. Numbers ascend from 1 within a job."""

    number: int
    name: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A job as it stands at one moment. `stored` is its result, packed as it is stored."""

    id: str
    kind: Kind
    request: AnyRequest
    created: datetime
    case_version: int | None = None  # that it works on
    owner: str = ""
    state: State = State.QUEUED
    started: datetime | None = None
    finished: datetime | None = None
    progress: dict[str, Any] = field(default_factory=dict)
    stored: bytes | None = None
    error: Problem | None = None
    cancel: bool = False  # somebody asked to cancel it

    @cached_property
    def result(self) -> dict[str, Any] | None:
        """The best answer so far; in the state done it is the answer."""
        return None if self.stored is None else unpacked(self.stored)


@dataclass(frozen=True)
class Attempt:
    """The right to do a job and to write what comes of it, until the job has ended or somebody else has that right.

    `number` is the fencing token: it ascends with every attempt at a job, and only the last may write. What the job
    works on is packed as it is stored, for its process to unpack. `best` is the best answer of the attempts before,
    `parts` what they have done for good, and `spent` the seconds that they took.
    """

    job: str
    number: int
    kind: Kind
    request: str
    case: bytes
    plan: bytes | None
    cores: int
    priority: int
    best: bytes | None = None
    parts: tuple[bytes, ...] = ()
    spent: float = 0.0
    waited_long: bool = False  # it had waited so long that it counted as a short one

    @property
    def by_effort(self) -> bool:
        """Whether it is a solve by effort, which begins all over each time."""
        return "effort" in json.loads(self.request)


@dataclass
class News:
    """What a job has told since it was last written: its progress, a better answer, and what is done for good."""

    progress: list[dict[str, Any]] = field(default_factory=list)
    result: bytes | None = None
    parts: list[bytes] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.progress or self.result or self.parts)


def packed(value: Any) -> bytes:
    """Data as they are stored and sent."""
    return packed_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def packed_text(text: str) -> bytes:
    """JSON as it is stored and sent."""
    return zlib.compress(text.encode(), level=1)


def unpacked(content: bytes) -> Any:
    """What was packed."""
    return json.loads(unpacked_text(content))


def unpacked_text(content: bytes) -> str:
    """The JSON that was packed."""
    return zlib.decompress(content).decode()


def plan_of_json(content: Any) -> AnyPlan:
    """A plan that was stored."""
    return ANY_PLAN.validate_python(content)


def unknown_job(name: str) -> NotFound:
    """What is said of a job that there is not."""
    return NotFound(f"there is no job {name}; the server forgets the oldest of those that have ended")


def request_json(request: AnyRequest) -> str:
    """A request as it is stored. A plan before that it brought with it is stored by itself."""
    return request.model_dump_json(exclude={"previous"}, exclude_none=True)


def request_of(kind: Kind, text: str) -> AnyRequest:
    """A request that was stored."""
    model = SimulationRequest if kind is Kind.SIMULATION else PlanRequest
    return model.model_validate_json(text)
