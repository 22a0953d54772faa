"""Loading plans in detail: the ship as the board draws her, the sheets for cranes, and the stowage as a message."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.jobs.job import plan_of_json
from api.presenting.loading_view import loading_view
from api.presenting.sheets import loading_sheets
from api.presenting.stowage_remarks import stowage_remarks
from api.problems import RulesBroken
from api.resources.loading_plans import BAPLIE_EXAMPLE, StowageAnswer
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import OfVersion, Planned, ended, version_of
from api.routes.plans import ThisJob
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from api.web.files import EdifactFile, ExcelFile, a_file, saved_as
from api.work.loading import figures_of
from data.case import Case
from data.checker import check_loading
from data.checker.loading import LoadingVerdict
from data.errors import NotFound
from data.formats.edifact.plan_files import made
from data.formats.edifact.planned import PlannedCall
from data.plans import LoadingPlan

router = APIRouter(prefix="/plans", tags=["plans"])


@dataclass(frozen=True)
class Loading:
    """A version of a loading plan, with the case that it was made for."""

    case: Case
    plan: LoadingPlan
    version: int

    def accepted_by_the_checker(self) -> LoadingVerdict:
        """The verdict on a plan that breaks no rule. Raises RulesBroken for others: nobody should work by those."""
        verdict = check_loading(self.case, self.plan)
        if not verdict.feasible:
            raise RulesBroken(verdict.broken)
        return verdict


def _loading(job: ThisJob, jobs: Jobs, plans: Plans, version: OfVersion = None) -> Loading:
    """The version that is asked for. While the job runs, its best plan so far."""
    if job.result is not None and not job.state.final and version is None:
        found = Planned(plan_of_json(job.result["plan"]), 1)
    else:
        found = version_of(plans, ended(job), version)
    if not isinstance(found.plan, LoadingPlan):
        raise NotFound(f"the plan {job.id} is a {found.plan.kind} plan; this is of loading plans")
    return Loading(jobs.case_of(job.id), found.plan, found.version)


ThisLoading = Annotated[Loading, Depends(_loading)]


@router.get(
    "/{plan_id}/stowage",
    operation_id="get_stowage",
    dependencies=[needs(Role.VIEWER)],
    response_model=StowageAnswer,
    responses=problems(404, 409),
)
def get_stowage(found: ThisLoading) -> Response:
    """The ship of a loading plan as the board draws her: her cells, who stands where when, the lifts, how she floats.

    It is told of plans that break rules too, with the rules. Beside it the cost by term and the work of the version.
    """
    # It is not validated on its way out: a large ship has some ten thousand cells.
    view = loading_view(found.case, found.plan)
    told = {"version": found.version, "figures": figures_of(found.case, found.plan), **view}
    return Response(json.dumps(told), media_type="application/json")


@router.get(
    "/{plan_id}/sheets.xlsx",
    operation_id="download_loading_sheets",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404, 409) | a_file(ExcelFile),
)
def download_loading_sheets(found: ThisLoading) -> Response:
    """A loading plan as a workbook to work by: a sheet a crane, remarks, and the bay plans at arrival and departure.

    A plan that breaks rules has none.
    """
    remarks = stowage_remarks(found.case, found.plan, found.accepted_by_the_checker())
    return ExcelFile(loading_sheets(found.case, found.plan, remarks), headers=saved_as("sheets.xlsx"))


@router.get(
    "/{plan_id}/departure.edi",
    operation_id="download_departure",
    dependencies=[needs(Role.VIEWER)],
    response_class=EdifactFile,
    responses=problems(404, 409) | a_file(EdifactFile, BAPLIE_EXAMPLE),
)
def download_departure(found: ThisLoading) -> Response:
    """The stowage at departure as BAPLIE 2.2, for the ship and the next port. A plan that breaks rules has none."""
    found.accepted_by_the_checker()
    content = made(PlannedCall(found.case, found.plan), "departure.edi")
    assert content is not None
    return EdifactFile(content, headers=saved_as("departure.edi"))
