"""Simulations, each run by a job."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import TheCaller
from api.answers import problems
from api.comparing import alternatives
from api.jobs.job import Job, Kind, Work
from api.jobs.table import JobTable
from api.limits import refuse_many_days, refuse_many_runs
from api.problems import Refusal
from api.requests import ServerSimulationRequest
from api.resources import EVENTS_EXAMPLE, SimulationJob, SimulationJobs, job_json
from api.routes.dependencies import Cases, Jobs, Limits
from api.routes.following import Key, cancelled, finished_plan, follow, job_of, listed, submitted
from data.case import Case
from data.plans import AnyPlan, LoadingPlan

router = APIRouter(prefix="/simulations", tags=["simulations"])


def _simulation_job(simulation_id: str, jobs: Jobs) -> Job:
    return job_of(jobs, simulation_id, Kind.SIMULATION)


ThisJob = Annotated[Job, Depends(_simulation_job)]


@router.get("", operation_id="list_simulations", response_model=SimulationJobs)
def list_simulations(jobs: Jobs) -> dict[str, Any]:
    """The jobs that simulate or did, the newest first, without their results."""
    return listed(jobs, Kind.SIMULATION)


@router.post(
    "",
    operation_id="simulate",
    status_code=202,
    response_model=SimulationJob,
    responses=problems(404, 409, 413, 429, 503),
)
def simulate(
    request: ServerSimulationRequest,
    response: Response,
    jobs: Jobs,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    key: Key = None,
) -> dict[str, Any]:
    """Ask for a simulation: first come first served, after a berth plan, or of a loading plan. Answers at once.

    With scenarios, each is simulated too and compared with the case; those that the case refuses are told at once.
    """
    refuse_many_runs(request, limits)
    case = cases.get(request.case).case
    alternatives(case, request.scenarios, base=request.base)
    plan = None if request.plan_id is None else _plan(jobs, request.plan_id, case)
    if not isinstance(plan, LoadingPlan):
        refuse_many_days(limits.most_days, request, plan)
    return submitted(jobs, Work(request, case, plan), caller, key, response, "simulations")


def _plan(jobs: JobTable, plan_id: str, case: Case) -> AnyPlan:
    plan = finished_plan(jobs, plan_id, Kind.BERTH, Kind.LOADING)
    if plan.case_hash != case.hash:
        raise Refusal(HTTPStatus.CONFLICT, "other-case", f"the plan {plan_id} is for {plan.case}, not {case.name}")
    return plan


@router.get("/{simulation_id}", operation_id="get_simulation", response_model=SimulationJob, responses=problems(404))
def get_simulation(job: ThisJob) -> dict[str, Any]:
    """A simulation's job, with its key figures once there are any."""
    return job_json(job)


@router.delete(
    "/{simulation_id}", operation_id="cancel_simulation", response_model=SimulationJob, responses=problems(404)
)
async def cancel_simulation(job: ThisJob, jobs: Jobs) -> dict[str, Any]:
    """End a simulation within 2 seconds. A job that has ended stays as it is."""
    return job_json(await cancelled(jobs, job.id))


@router.get(
    "/{simulation_id}/events",
    operation_id="follow_simulation",
    response_class=EventSourceResponse,
    responses=problems(404) | {200: {"content": {"text/event-stream": {"example": EVENTS_EXAMPLE}}}},
)
async def follow_simulation(
    request: Request, job: ThisJob, last_event_id: Annotated[int, Header(ge=0)] = 0
) -> AsyncIterator[ServerSentEvent]:
    """Progress as server-sent events: `progress` {done, total} in replications, and last `state` {state}.

    Event ids ascend; a client that comes back with Last-Event-ID gets what it missed.
    """
    async for event in follow(request, job.id, last_event_id):
        yield event
