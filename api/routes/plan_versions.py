"""Versions of plans: changed by people, compared, accepted and locked."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from api.jobs.job import Job
from api.presenting.plan_diff import plan_diff
from api.problems import RulesBroken, broken_entries
from api.resources.plan_versions import PlanDecision, PlanDiff, PlanVersions, SavedVersion
from api.resources.plans import PLAN_EXAMPLE, PlanJob
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import ended, version_of
from api.routes.plans import ThisJob, plan_json, standing_json
from api.security.access import TheCaller, needs
from api.security.limits import refuse_outsized
from api.security.roles import Role
from api.store.etags import require, wanted
from api.store.plans import Decision, PlanStore, Standing, Version
from api.web.answers import problems
from api.web.etags import IfMatch
from api.web.pages import USUAL, After, Limit, after_number, page_of
from api.web.versions import Note, version_query
from data.case import Case
from data.checker import check
from data.errors import BadInput, Fault
from data.plans import AnyPlan, BerthPlan, LoadingPlan, YardPlan

router = APIRouter(prefix="/plans", tags=["plans"])

Changed = Annotated[AnyPlan, Body(discriminator="kind")]


@router.put(
    "/{plan_id}/plan",
    operation_id="save_plan",
    dependencies=[needs(Role.PLANNER)],
    response_model=SavedVersion,
    responses=problems(404, 409, 412, 413, 428, 507),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": PLAN_EXAMPLE}}}},
)
def save_plan(
    job: ThisJob,
    plan: Changed,
    response: Response,
    jobs: Jobs,
    plans: Plans,
    caller: TheCaller,
    if_match: IfMatch = None,
    note: Note = "",
) -> dict[str, Any]:
    """Save a changed plan as a new version: the whole of it, as in plan.json. Those before it stay.

    It is for the same case, and for the same days or the same call. One that breaks rules is saved as a draft, which
    can't be accepted.
    """
    seen, _ = _seen(plans, ended(job), if_match)
    _refuse_other(version_of(plans, job, 1).plan, plan)
    case = jobs.case_of(job.id)
    refuse_outsized(case, plan)
    verdict = check(case, plan)
    version, standing = plans.save(
        job.id, plan, cost=verdict.cost, broken=len(verdict.broken), by=caller, note=note, if_match=seen
    )
    response.headers["ETag"] = standing.etag
    return {
        "version": version,
        "cost": verdict.cost,
        "terms": verdict.terms,
        "broken": broken_entries(verdict.broken),
        "notes": list(verdict.notes),
        "standing": standing_json(standing),
    }


@router.patch(
    "/{plan_id}",
    operation_id="decide_plan",
    dependencies=[needs(Role.PLANNER)],
    response_model=PlanJob,
    responses=problems(404, 409, 412, 428),
)
def decide_plan(
    job: ThisJob,
    decision: PlanDecision,
    response: Response,
    jobs: Jobs,
    plans: Plans,
    caller: TheCaller,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Accept a version, take that back, lock the plan against changes, unlock it, or leave a remark on it.

    A version that breaks rules is refused with a problem that lists them. A locked plan is unlocked by whoever locked
    it, or by an admin; what is decided together with that is done too.
    """
    seen, standing = _seen(plans, ended(job), if_match)
    if decision.accepted is not None:
        _refuse_broken(jobs.case_of(job.id), plans, job, standing, decision.accepted)
    accepted = (decision.accepted or 0) if "accepted" in decision.model_fields_set else None
    remark = (decision.remark or "") if "remark" in decision.model_fields_set else None
    standing = plans.decide(job.id, Decision(accepted, decision.locked, remark), by=caller, if_match=seen)
    response.headers["ETag"] = standing.etag
    return plan_json(job, standing)


@router.get(
    "/{plan_id}/versions",
    operation_id="list_plan_versions",
    dependencies=[needs(Role.VIEWER)],
    response_model=PlanVersions,
    responses=problems(404, 409),
)
def list_plan_versions(
    job: ThisJob,
    plans: Plans,
    limit: Limit = USUAL,
    after: After = None,
) -> dict[str, Any]:
    """The versions of a plan, the newest first: who made each, when, at what cost, and what they say of it."""
    before = after_number(after)
    first, standing = _first_version(ended(job)), plans.standing(job.id)
    found = plans.versions(job.id, limit + 1, before)
    if len(found) <= limit and (before is None or before > 1):
        found.append(first)
    return page_of(
        found,
        limit,
        cursor=lambda version: version.version,
        shown=lambda version: vars(version) | {"accepted": version.version == standing.accepted},
    )


@router.get(
    "/{plan_id}/diff",
    operation_id="compare_plan_versions",
    dependencies=[needs(Role.VIEWER)],
    response_model=PlanDiff,
    responses=problems(404, 409),
)
def compare_plan_versions(
    job: ThisJob,
    jobs: Jobs,
    plans: Plans,
    before: Annotated[int, version_query("from", "The earlier version; left out, what the job found")] = 1,
    after: Annotated[int | None, version_query("to", "The later version; left out, the newest")] = None,
) -> dict[str, Any]:
    """What is different between two versions, item by item and field by field, and what each costs."""
    standing = plans.standing(ended(job).id)
    to = standing.newest if after is None else after
    one, other = version_of(plans, job, before), version_of(plans, job, to)
    return {"before": before, "after": to} | plan_diff(jobs.case_of(job.id), one.plan, other.plan)


def _seen(plans: PlanStore, job: Job, if_match: str | None) -> tuple[str, Standing]:
    """The If-Match of a change, and what stands. Raises Refusal, before the checker works for nothing."""
    seen, standing = wanted(if_match), plans.standing(job.id)
    require(seen, standing.etag, standing.changed_by, standing.changed)
    return seen, standing


def _refuse_other(before: AnyPlan, plan: AnyPlan) -> None:
    """Raise BadInput where a plan is not about the same as the one before it."""
    same = ["kind", "case_hash"]
    if before.kind == plan.kind:
        same += ["call"] if isinstance(plan, LoadingPlan) else []
        same += ["start", "end"] if isinstance(plan, BerthPlan | YardPlan) else []
    faults = [
        Fault("body", f"it is not that of the plan that is changed ({was})", f"give {was}", column=name, value=str(now))
        for name in same
        if (was := getattr(before, name)) != (now := getattr(plan, name))
    ]
    if faults:
        raise BadInput(faults)


def _refuse_broken(case: Case, plans: PlanStore, job: Job, standing: Standing, version: int) -> None:
    """Raise BadInput where there is no such version, and RulesBroken where it breaks rules."""
    if version > standing.newest:
        remedy = f"give at most {standing.newest}"
        raise BadInput([Fault("body", "the plan has no such version", remedy, column="accepted", value=str(version))])
    verdict = check(case, version_of(plans, job, version).plan)
    if not verdict.feasible:
        raise RulesBroken(verdict.broken)


def _first_version(job: Job) -> Version:
    """Version 1: what the job found, by whoever asked for it."""
    assert job.result is not None
    return Version(1, job.result["summary"]["cost"], 0, job.finished or job.created, job.owner, "")
