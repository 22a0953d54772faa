"""What a job is, and what the table that keeps jobs must do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from api.problems import Problem
from api.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.plans import AnyPlan


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
        return self not in (State.QUEUED, State.RUNNING)


class Kind(StrEnum):
    """What a job makes: a plan of one kind, or a simulation."""

    BERTH = "berth"
    SHIPMENT = "shipment"
    LOADING = "loading"
    YARD = "yard"
    SIMULATION = "simulation"


@dataclass(frozen=True)
class Work:
    """Everything that a job's process needs to know, as it was when the job was submitted.

    `plan` is the berth plan that a simulation follows, that a re-plan starts from, or that says where a ship is loaded
    and when the yard is asked for boxes; or the loading plan that a simulation executes.
    """

    request: PlanRequest | SimulationRequest
    case: Case
    plan: AnyPlan | None = None

    @property
    def kind(self) -> Kind:
        """What it makes."""
        return Kind(self.request.kind) if isinstance(self.request, PlanRequest) else Kind.SIMULATION


@dataclass(frozen=True)
class JobEvent:
    """Something that a job told while it ran. Numbers ascend from 1 within a job."""

    number: int
    name: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A job as it stands at one moment. `result` is the best answer so far; in the state done it is the answer."""

    id: str
    work: Work
    created: datetime
    state: State = State.QUEUED
    started: datetime | None = None
    finished: datetime | None = None
    progress: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] | None = None
    error: Problem | None = None
    cancel: bool = False  # somebody asked to cancel it


@dataclass(frozen=True)
class Attempt:
    """The right to run a job and to write what comes of it, until the job has ended."""

    job: str
    token: str
    work: Work


class JobTable(Protocol):
    """Where jobs live. Its methods are quick, and may be called from any thread."""

    def submit(self, work: Work) -> Job:
        """Queue a new job. Raises Refusal where the queue is full."""

    def job(self, name: str) -> Job:
        """The job with an id. Raises NotFound."""

    def jobs(self) -> list[Job]:
        """All jobs, the newest first."""

    def events(self, name: str, after: int = 0) -> list[JobEvent]:
        """The events of a job with a number above `after`. Raises NotFound."""

    def cancel(self, name: str) -> Job:
        """Ask to end a job: at once where it waits, within seconds where it runs. Raises NotFound."""

    def claim(self, cores: int) -> Attempt | None:
        """The right to run the job that has waited longest, if so many cores are enough for it."""

    def progress(self, attempt: Attempt, data: dict[str, Any]) -> None:
        """Tell how far an attempt is. Without effect once the job has ended, as are the next two."""

    def keep(self, attempt: Attempt, result: dict[str, Any]) -> None:
        """Store the best answer so far."""

    def finish(
        self, attempt: Attempt, state: State, result: dict[str, Any] | None = None, error: Problem | None = None
    ) -> None:
        """End a job. Without a result, the best answer so far stays."""
