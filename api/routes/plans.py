"""Plans: berth plans, shipment plans, loading plans and yard plans, each made by a job."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import TypeAdapter

from api.access import TheCaller
from api.answers import problems
from api.jobs.job import Job, Kind, Work
from api.limits import refuse_long_solves
from api.loading import asked_of
from api.pages import After, Limit
from api.party_view import accepted_page
from api.planning import note_on_berth_plan
from api.problems import Refusal
from api.requests import ServerPlanRequest
from api.resources import EVENTS_EXAMPLE, PLAN_CSV_EXAMPLE, PLAN_EXAMPLE, PlanJob, PlanJobs, job_json
from api.routes.dependencies import Accepted, Cases, Jobs, Limits, TheScope
from api.routes.following import Key, cancelled, finished_plan, follow, job_of, listed, submitted
from api.shipment_resources import AcceptedList
from api.tables import plan_table
from data.plans import AnyPlan, BerthPlan, Plan
from data.spreadsheets import csv_of

router = APIRouter(prefix="/plans", tags=["plans"])
PLANS = (Kind.BERTH, Kind.SHIPMENT, Kind.LOADING, Kind.YARD)
_PLAN: TypeAdapter[AnyPlan] = TypeAdapter(Plan)


class JsonFile(Response):
    """A JSON file."""

    media_type = "application/json"


class CsvFile(Response):
    """A table as CSV."""

    media_type = "text/csv"


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _plan_job(plan_id: str, jobs: Jobs) -> Job:
    return job_of(jobs, plan_id, *PLANS)


ThisJob = Annotated[Job, Depends(_plan_job)]


@router.get("", operation_id="list_plans", response_model=PlanJobs | AcceptedList)
def list_plans(
    jobs: Jobs, accepted: Accepted, scope: TheScope, limit: Limit = 50, after: After = None
) -> dict[str, Any]:
    """The jobs that make or made plans, the newest first, without their results.

    A party gets the accepted shipment plans in which it has tasks or bookings.
    """
    if scope is not None:
        return accepted_page(scope, accepted, limit, after)
    return listed(jobs, *PLANS)


@router.post(
    "", operation_id="make_plan", status_code=202, response_model=PlanJob, responses=problems(404, 409, 413, 429, 503)
)
def make_plan(
    request: ServerPlanRequest,
    response: Response,
    jobs: Jobs,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    key: Key = None,
) -> dict[str, Any]:
    """Ask for a plan, or for a new one from a berth plan of before. The answer comes at once, with the plan's place.

    The plan of before may be one of another case: the same terminal as it was then. A loading plan is one of a call, at
    her usual place or where a berth plan berths her; a yard plan may follow a berth plan too. What can be seen to be
    impossible is refused at once: a call that the case does not have, or a berth plan of another case.
    """
    refuse_long_solves(request, limits)
    case = cases.get(request.case).case
    before = request.previous_id or request.berth_plan_id
    previous = request.previous if before is None else finished_plan(jobs, before, Kind.BERTH)
    assert previous is None or isinstance(previous, BerthPlan)
    if request.kind == "loading":
        asked_of(case, request, previous)
    elif request.kind == "yard" and previous is not None:
        note_on_berth_plan(case, previous)
    work = Work(request.model_copy(update={"previous": None}), case, previous)
    return submitted(jobs, work, caller, key, response, "plans")


@router.get("/{plan_id}", operation_id="get_plan", response_model=PlanJob, responses=problems(404))
def get_plan(job: ThisJob) -> dict[str, Any]:
    """A plan's job, with the plan once there is one."""
    return job_json(job)


@router.delete("/{plan_id}", operation_id="cancel_plan", response_model=PlanJob, responses=problems(404))
async def cancel_plan(job: ThisJob, jobs: Jobs) -> dict[str, Any]:
    """End the search for a plan within 2 seconds, and give the best one so far. A job that has ended stays as it is."""
    return job_json(await cancelled(jobs, job.id))


@router.get(
    "/{plan_id}/events",
    operation_id="follow_plan",
    response_class=EventSourceResponse,
    responses=problems(404) | {200: {"content": {"text/event-stream": {"example": EVENTS_EXAMPLE}}}},
)
async def follow_plan(
    request: Request, job: ThisJob, last_event_id: Annotated[int, Header(ge=0)] = 0
) -> AsyncIterator[ServerSentEvent]:
    """Progress as server-sent events: `progress` {seconds, cost, bound, gap}, and last `state` {state}.

    Event ids ascend; a client that comes back with Last-Event-ID gets what it missed.
    """
    async for event in follow(request, job.id, last_event_id):
        yield event


@router.get(
    "/{plan_id}/plan.json",
    operation_id="download_plan",
    response_class=JsonFile,
    responses=problems(404, 409) | {200: {"content": {"application/json": {"example": PLAN_EXAMPLE}}}},
)
def download_plan(job: ThisJob) -> Response:
    """The plan as the file that `dermaga check` reads."""
    return JsonFile(_plan_of(job).model_dump_json(by_alias=True, indent=1) + "\n", headers=_saved_as("plan.json"))


@router.get(
    "/{plan_id}/plan.csv",
    operation_id="download_plan_table",
    response_class=CsvFile,
    responses=problems(404, 409) | {200: {"content": {"text/csv": {"example": PLAN_CSV_EXAMPLE}}}},
)
def download_plan_table(job: ThisJob, jobs: Jobs) -> Response:
    """The plan as a table, one row a call, a shipment, a lifted box or a reservation."""
    plan = _plan_of(job)
    return CsvFile(csv_of(plan_table(jobs.case_of(job.id), plan)), headers=_saved_as("plan.csv"))


def _plan_of(job: Job) -> AnyPlan:
    if job.result is None:
        detail = f"the job {job.id} is {job.state} and has no plan" + ("" if job.state.final else " yet; follow it")
        raise Refusal(HTTPStatus.CONFLICT, "no-plan", detail)
    return _PLAN.validate_python(job.result["plan"])
