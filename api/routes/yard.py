"""Yard plans hour by hour: the whole yard, and one block stack by stack."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.jobs.job import Kind
from api.presenting.yard_view import block_view, yard_view
from api.resources.yard import YardAnswer, YardBlockAnswer
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import OfVersion, planned
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from api.work.planning import in_zone
from api.work.requests import Date
from api.work.yard_hours import hours_of
from data.errors import NotFound
from data.plans import YardPlan
from data.yard_hours import YardHours

router = APIRouter(prefix="/plans", tags=["plans"])


@dataclass(frozen=True)
class _Shown:
    """A version of a yard plan hour by hour."""

    yard: YardHours
    version: int


def _shown(plan_id: str, jobs: Jobs, plans: Plans, version: OfVersion = None) -> _Shown:
    found = planned(jobs, plans, plan_id, Kind.YARD, version=version)
    assert isinstance(found.plan, YardPlan)
    return _Shown(hours_of(jobs.case_of(plan_id), found.plan, plan_id, found.version), found.version)


ThisYard = Annotated[_Shown, Depends(_shown)]
At = Annotated[
    Date | None,
    Query(description="A moment of the hour to show, as 2026-01-05T06:00+08:00; left out, the plan's first"),
]


@router.get(
    "/{plan_id}/yard",
    operation_id="get_yard",
    dependencies=[needs(Role.VIEWER)],
    response_model=YardAnswer,
    responses=problems(404, 409),
)
def get_yard(found: ThisYard) -> dict[str, Any]:
    """A yard plan hour by hour: how full each block is, what its cranes move, and the key figures.

    Boxes come as trucks bring them in the mean, and leave at an even pace while their ship loads.
    """
    return {"version": found.version, **yard_view(found.yard)}


@router.get(
    "/{plan_id}/yard/{block}",
    operation_id="get_yard_block",
    dependencies=[needs(Role.VIEWER)],
    response_model=YardBlockAnswer,
    responses=problems(404, 409),
)
def get_yard_block(
    found: ThisYard, block: Annotated[str, Path(description="The block, by id")], at: At = None
) -> dict[str, Any]:
    """A block of a yard plan at an hour: what is kept in each bay, and how its boxes stand, stack by stack.

    Boxes that are to come are shown as they are put one after the other: each stack full before the next.
    """
    yard = found.yard
    wanted = next((each for each in yard.case.yard_blocks if each.id == block), None)
    if wanted is None:
        raise NotFound(f"the case {yard.case.name} has no block {block}")
    return block_view(yard, wanted, yard.hour_of(in_zone(yard.case, at) or yard.plan.start))
