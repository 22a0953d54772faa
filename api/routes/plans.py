"""Plans: berth plans, shipment plans, loading plans and yard plans, each made by a job."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.jobs.job import Job, Kind, Work
from api.resources.jobs import EVENTS_EXAMPLE, job_body, job_json
from api.resources.plan_versions import PlanStanding
from api.resources.plans import PlanJob, PlanJobs
from api.resources.shipments import AcceptedList
from api.routes.dependencies import Accepted, Cases, Jobs, Limits, Plans, TheScope
from api.routes.jobs import MAY_FOLLOW, Key, LastEvent, TheseJobs, cancelled, follow, job_of, submitted, wanted_jobs
from api.routes.planned import planned
from api.security.access import TheCaller, needs
from api.security.limits import refuse_long_solves, refuse_outsized
from api.security.party_view import accepted_page
from api.security.roles import Role
from api.store.etags import is_known
from api.store.plans import Standing
from api.web.answers import problems
from api.web.etags import NOT_MODIFIED, IfNoneMatch
from api.web.pages import page_of
from api.work.loading import asked_of
from api.work.planning import note_on_berth_plan, weighted
from api.work.requests import PlanRequest, ServerPlanRequest
from data.plans import AnyPlan, BerthPlan

router = APIRouter(prefix="/plans", tags=["plans"])
PLANS = (Kind.BERTH, Kind.SHIPMENT, Kind.LOADING, Kind.YARD)
PlanKind = Literal["berth", "shipment", "loading", "yard"]


def _plan_job(plan_id: str, jobs: Jobs) -> Job:
    return job_of(jobs, plan_id, *PLANS)


ThisJob = Annotated[Job, Depends(_plan_job)]


def standing_json(standing: Standing) -> dict[str, Any]:
    """What stands of a plan, as it is answered."""
    return {name: getattr(standing, name) for name in PlanStanding.model_fields}


def plan_json(job: Job, standing: Standing | None, with_result: bool = True) -> dict[str, Any]:
    """The fields of a plan's resource."""
    return job_json(job, with_result) | {"standing": _told(standing)}


def _told(standing: Standing | None) -> dict[str, Any] | None:
    return standing_json(standing) if standing is not None and standing.ready else None


@router.get(
    "",
    operation_id="list_plans",
    dependencies=[needs(Role.VIEWER, parties=True)],
    response_model=PlanJobs | AcceptedList,
)
def list_plans(
    jobs: Jobs,
    plans: Plans,
    wanted: TheseJobs,
    accepted_plans: Accepted,
    scope: TheScope,
    kind: Annotated[PlanKind | None, Query(description="Only plans of this kind")] = None,
    accepted: Annotated[bool | None, Query(description="Only plans with an accepted version, or only others")] = None,
) -> dict[str, Any]:
    """The jobs that make or made plans, the newest first, without their results.

    A party gets the accepted shipment plans in which it has tasks or bookings, whatever else it asks for.
    """
    if scope is not None:
        return accepted_page(scope, accepted_plans, wanted.limit, wanted.before or 0)
    found = wanted_jobs(jobs, wanted, *(PLANS if kind is None else (Kind(kind),)), accepted=accepted)
    standings = plans.standings([job.id for _, job in found])
    return page_of(
        found,
        wanted.limit,
        cursor=lambda each: each[0],
        shown=lambda each: plan_json(each[1], standings.get(each[1].id), with_result=False),
    )


@router.post(
    "",
    operation_id="make_plan",
    dependencies=[needs(Role.ANALYST)],
    status_code=202,
    response_model=PlanJob,
    responses=problems(404, 409, 413, 429, 503),
)
def make_plan(
    request: ServerPlanRequest,
    response: Response,
    jobs: Jobs,
    plans: Plans,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    key: Key = None,
) -> dict[str, Any]:
    """Ask for a plan, or for a new one from a berth plan of before. The answer comes at once, with the plan's place.

    The plan of before is the version that stands of it, unless `plan_version` names one. It may be one of another case:
    the same terminal as it was then. A loading plan is one of a call, at her usual place or where a berth plan berths
    her; a yard plan may follow a berth plan too. What can be seen to be impossible is refused at once: a call that the
    case does not have, or a berth plan of another case. With `costs` the plan, and whatever is made of it, is judged by
    these rates in the place of the terminal's; a re-plan of `previous_id` without them keeps those of that plan.
    """
    refuse_long_solves(request, limits)
    stored = cases.get(request.case)
    before = request.previous_id or request.berth_plan_id
    previous: AnyPlan | None = request.previous
    if before is not None:
        found = planned(jobs, plans, before, Kind.BERTH, version=request.plan_version)
        previous, request = found.plan, request.model_copy(update={"plan_version": found.version})
    assert previous is None or isinstance(previous, BerthPlan)
    if request.previous is not None:
        refuse_outsized(stored.case, request.previous)
    if request.previous_id is not None and "costs" not in request.model_fields_set:
        asked_before = jobs.job(request.previous_id).request
        assert isinstance(asked_before, PlanRequest)
        request = request.model_copy(update={"costs": asked_before.costs})
    case = weighted(stored.case, request)
    if request.kind == "loading":
        asked_of(case, request, previous)
    elif request.kind == "yard" and previous is not None:
        note_on_berth_plan(case, previous)
    work = Work(request.model_copy(update={"previous": None}), case, previous, stored.version.version)
    return submitted(jobs, work, caller, key, response, "plans")


@router.get(
    "/{plan_id}",
    operation_id="get_plan",
    dependencies=[needs(Role.VIEWER)],
    response_model=PlanJob,
    responses=problems(404) | NOT_MODIFIED,
)
def get_plan(job: ThisJob, plans: Plans, if_none_match: IfNoneMatch = None) -> Response:
    """A plan's job, with what it found once it has found something, and which version stands.

    Once the job has ended it has an ETag, which says what was changed since.
    """
    standing = plans.standing(job.id)
    headers = {"ETag": standing.etag} if job.state.final else {}
    if job.state.final and is_known(if_none_match, standing.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = job_body(job, PlanJob, standing=_told(standing))
    return Response(body, headers=headers, media_type="application/json")


@router.post(
    "/{plan_id}/cancel",
    operation_id="cancel_plan",
    dependencies=[needs(Role.ANALYST)],
    response_model=PlanJob,
    responses=problems(404),
)
async def cancel_plan(job: ThisJob, jobs: Jobs, plans: Plans, caller: TheCaller) -> dict[str, Any]:
    """End the search for a plan, or for its reasons, within 2 seconds, and give the best so far.

    A job that has ended stays as it is.
    """
    ended = await cancelled(jobs, job, caller)
    return plan_json(ended, await asyncio.to_thread(plans.standing, job.id))


@router.get(
    "/{plan_id}/events",
    operation_id="follow_plan",
    dependencies=[needs(Role.VIEWER), MAY_FOLLOW],
    response_class=EventSourceResponse,
    responses=problems(404, 429) | {200: {"content": {"text/event-stream": {"example": EVENTS_EXAMPLE}}}},
)
async def follow_plan(request: Request, job: ThisJob, last_event_id: LastEvent = 0) -> AsyncIterator[ServerSentEvent]:
    """Progress as server-sent events: `progress` {seconds, cost, bound, gap, phase}, and last `state` {state}.

    The phase is `planning`, and of a berth or shipment plan at last `explaining`, while its reasons are looked for.
    Event ids ascend; a client that comes back with Last-Event-ID gets what it missed.
    """
    async for event in follow(request, job.id, last_event_id):
        yield event
