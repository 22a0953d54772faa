"""Berth plans as a board shows them, and what would become of them if one call were elsewhere: nothing is stored."""

from typing import Any

from fastapi import APIRouter

from api.jobs.job import Kind
from api.jobs.table import JobTable
from api.presenting.view import berth_view, call_view
from api.problems import broken_entries
from api.resources.plan_moves import CallMove, MoveAnswer, MoveRequest, PlanView
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import OfVersion, planned
from api.security.access import needs
from api.security.limits import refuse_far_moments, refuse_outsized
from api.security.roles import Role
from api.store.plans import PlanStore
from api.web.answers import problems
from data.case import Case
from data.checker import Verdict, check
from data.plans import BerthPlan
from scheduler.berths.by_hand import CallChange, changed, drafted
from scheduler.berths.proposing import proposed

router = APIRouter(prefix="/plans", tags=["plans"])


@router.get(
    "/{plan_id}/view",
    operation_id="view_plan",
    dependencies=[needs(Role.VIEWER)],
    response_model=PlanView,
    responses=problems(404, 409),
)
def view_plan(plan_id: str, jobs: Jobs, plans: Plans, version: OfVersion = None) -> dict[str, Any]:
    """A version of a berth plan as a diagram shows it, with every rule that it breaks."""
    found, plan = _berth_plan(jobs, plans, plan_id, version)
    case = jobs.case_of(plan_id)
    verdict = check(case, plan)
    return {"version": found, "view": berth_view(case, plan, verdict)} | _said(verdict)


@router.post(
    "/{plan_id}/moves",
    operation_id="try_move",
    dependencies=[needs(Role.VIEWER)],
    response_model=MoveAnswer,
    responses=problems(404, 409, 413),
)
def try_move(plan_id: str, request: MoveRequest, jobs: Jobs, plans: Plans) -> dict[str, Any]:
    """Put one call of a berth plan elsewhere, or give it other cranes, and hear what the checker says of it.

    Nobody else moves. A call that is left out is berthed; without a start and a place, at the first free one that
    breaks no rule. The call's cranes are chosen among those that the others leave it, and its last lift and last
    line follow from its work and the water. Nothing is stored: a draft is sent as what it has otherwise than a version
    of the plan, and saved with PUT of the whole plan. A plan that breaks rules is no error here.
    """
    _, plan = _berth_plan(jobs, plans, plan_id, request.version)
    case = jobs.case_of(plan_id)
    plan = drafted(plan, request.calls, request.unserved, request.now)
    refuse_outsized(case, plan)
    entry = None
    if request.change is not None:
        wanted = {"change.start": request.change.start, "change.until": request.change.until}
        refuse_far_moments(case, plan, wanted)
        plan = changed(case, plan, _wanted(case, plan, request.change))
        entry = next(each for each in plan.calls if each.call == request.change.call)
    verdict = check(case, plan)
    answer = {"entry": entry, "shown": None if entry is None else call_view(case, entry)}
    return answer | {"cost": verdict.cost, "terms": verdict.terms} | _said(verdict)


def _wanted(case: Case, plan: BerthPlan, change: CallMove) -> CallChange:
    start, position_m = change.start, change.position_m
    if start is None and position_m is None and any(entry.call == change.call for entry in plan.unserved):
        place = proposed(case, plan, change.call)
        start, position_m = place.start, place.position_m
    cranes: int | tuple[int, ...] | tuple[str, ...] | None
    if change.crane_ids is not None:
        cranes = tuple(change.crane_ids)
    else:
        cranes = tuple(change.cranes) if isinstance(change.cranes, list) else change.cranes
    return CallChange(change.call, start, position_m, cranes, change.until)


def _said(verdict: Verdict) -> dict[str, Any]:
    return {
        "feasible": verdict.feasible,
        "broken": broken_entries(verdict.broken),
        "notes": list(verdict.notes),
    }


def _berth_plan(jobs: JobTable, plans: PlanStore, plan_id: str, version: int | None) -> tuple[int, BerthPlan]:
    """A version of a berth plan; one that was asked for lately is at hand, for who drags a ship asks again and again.

    Raises NotFound, and Refusal where the job has not ended with a plan.
    """
    kept = None if version is None else plans.at_hand(plan_id, version)
    if version is not None and isinstance(kept, BerthPlan):
        return version, kept
    found = planned(jobs, plans, plan_id, Kind.BERTH, version=version)
    assert isinstance(found.plan, BerthPlan)
    plans.keep_at_hand(plan_id, found.version, found.plan)
    return found.version, found.plan
