"""Simulations, each run by a job."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.jobs.job import Job, Kind, Work
from api.problems import Refusal
from api.resources.jobs import EVENTS_EXAMPLE, job_body, job_json
from api.resources.simulations import SimulationJob, SimulationJobs
from api.routes.dependencies import Cases, Jobs, Limits, Plans
from api.routes.jobs import MAY_FOLLOW, Key, LastEvent, TheseJobs, cancelled, follow, job_of, listed, submitted
from api.routes.planned import planned
from api.security.access import TheCaller, needs
from api.security.limits import refuse_many_days, refuse_many_runs
from api.security.roles import Role
from api.web.answers import problems
from api.work.comparing import alternatives
from api.work.requests import ServerSimulationRequest
from api.work.varying import refuse_unknown
from data.case import Case
from data.plans import AnyPlan, LoadingPlan

router = APIRouter(prefix="/simulations", tags=["simulations"])


def _simulation_job(simulation_id: str, jobs: Jobs) -> Job:
    return job_of(jobs, simulation_id, Kind.SIMULATION)


ThisJob = Annotated[Job, Depends(_simulation_job)]


@router.get("", operation_id="list_simulations", dependencies=[needs(Role.VIEWER)], response_model=SimulationJobs)
def list_simulations(jobs: Jobs, wanted: TheseJobs) -> dict[str, Any]:
    """The jobs that simulate or did, the newest first, without their results."""
    return listed(jobs, wanted, Kind.SIMULATION)


@router.post(
    "",
    operation_id="simulate",
    dependencies=[needs(Role.ANALYST)],
    status_code=202,
    response_model=SimulationJob,
    responses=problems(404, 409, 413, 429, 503),
)
def simulate(
    request: ServerSimulationRequest,
    response: Response,
    jobs: Jobs,
    plans: Plans,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    key: Key = None,
) -> dict[str, Any]:
    """Ask for a simulation: first come first served, after a berth plan, or of a loading plan. Answers at once.

    With scenarios, each is simulated too and compared with the case; those that the case refuses are told at once. A
    sweep gives every key figure at several values of one number; a search finds the value that reaches a goal. Of a
    plan it is the version that stands, unless `plan_version` names one.
    """
    refuse_many_runs(request, limits)
    stored = cases.get(request.case)
    case = stored.case
    ground = alternatives(case, request.scenarios, base=request.base)[0].case
    for varying in filter(None, (request.sweep, request.search)):
        refuse_unknown(ground, varying)
    plan: AnyPlan | None = None
    if request.plan_id is not None:
        found = planned(jobs, plans, request.plan_id, Kind.BERTH, Kind.LOADING, version=request.plan_version)
        plan, request = found.plan, request.model_copy(update={"plan_version": found.version})
        _refuse_other_case(request.plan_id, plan, case)
    if not isinstance(plan, LoadingPlan):
        refuse_many_days(limits.most_days, request, plan)
    return submitted(jobs, Work(request, case, plan, stored.version.version), caller, key, response, "simulations")


def _refuse_other_case(plan_id: str | None, plan: AnyPlan, case: Case) -> None:
    if plan.case_hash != case.hash:
        raise Refusal(HTTPStatus.CONFLICT, "other-case", f"the plan {plan_id} is for {plan.case}, not {case.name}")


@router.get(
    "/{simulation_id}",
    operation_id="get_simulation",
    dependencies=[needs(Role.VIEWER)],
    response_model=SimulationJob,
    responses=problems(404),
)
def get_simulation(job: ThisJob) -> Response:
    """A simulation's job, with its key figures once there are any."""
    return Response(job_body(job, SimulationJob), media_type="application/json")


@router.post(
    "/{simulation_id}/cancel",
    operation_id="cancel_simulation",
    dependencies=[needs(Role.ANALYST)],
    response_model=SimulationJob,
    responses=problems(404),
)
async def cancel_simulation(job: ThisJob, jobs: Jobs, caller: TheCaller) -> dict[str, Any]:
    """End a simulation within 2 seconds. A job that has ended stays as it is."""
    return job_json(await cancelled(jobs, job, caller))


@router.get(
    "/{simulation_id}/events",
    operation_id="follow_simulation",
    dependencies=[needs(Role.VIEWER), MAY_FOLLOW],
    response_class=EventSourceResponse,
    responses=problems(404, 429) | {200: {"content": {"text/event-stream": {"example": EVENTS_EXAMPLE}}}},
)
async def follow_simulation(
    request: Request, job: ThisJob, last_event_id: LastEvent = 0
) -> AsyncIterator[ServerSentEvent]:
    """Progress as server-sent events: `progress` {done, total} in replications, and last `state` {state}.

    Event ids ascend; a client that comes back with Last-Event-ID gets what it missed.
    """
    async for event in follow(request, job.id, last_event_id):
        yield event
