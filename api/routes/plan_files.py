"""Plans as files: JSON, tables for spreadsheets, and messages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.jobs.job import Job, plan_of_json
from api.presenting.plan_workbook import plan_workbook
from api.presenting.shift_sheet import Language, shift_pdf, shift_workbook
from api.presenting.tables import plan_table
from api.resources.plans import PLAN_CSV_EXAMPLE, PLAN_EXAMPLE
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import OfVersion, Planned, ended, version_of
from api.routes.plans import ThisJob
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from api.web.files import CsvFile, ExcelFile, JsonFile, PdfFile, a_file, saved_as
from data.errors import NotFound
from data.formats.jit import PortCalls, jit_port_calls
from data.plans import BerthPlan
from data.spreadsheets import csv_of

router = APIRouter(prefix="/plans", tags=["plans"])


def _planned(job: ThisJob, plans: Plans, version: OfVersion = None) -> Planned:
    """The version that is asked for. While the job runs, its best plan so far."""
    if job.result is not None and not job.state.final and version is None:
        return Planned(plan_of_json(job.result["plan"]), 1)
    return version_of(plans, ended(job), version)


ThisPlan = Annotated[Planned, Depends(_planned)]


@router.get(
    "/{plan_id}/plan.json",
    operation_id="download_plan",
    dependencies=[needs(Role.VIEWER)],
    response_class=JsonFile,
    responses=problems(404, 409) | a_file(JsonFile, PLAN_EXAMPLE),
)
def download_plan(found: ThisPlan) -> Response:
    """The plan as the file that `dermaga check` reads, and that can be changed and saved as a new version."""
    return JsonFile(found.plan.model_dump_json(by_alias=True, indent=1) + "\n", headers=saved_as("plan.json"))


@router.get(
    "/{plan_id}/plan.csv",
    operation_id="download_plan_table",
    dependencies=[needs(Role.VIEWER)],
    response_class=CsvFile,
    responses=problems(404, 409) | a_file(CsvFile, PLAN_CSV_EXAMPLE),
)
def download_plan_table(job: ThisJob, found: ThisPlan, jobs: Jobs) -> Response:
    """The plan as a table, one row a call, a shipment, a lifted box or a reservation."""
    return CsvFile(csv_of(plan_table(jobs.case_of(job.id), found.plan)), headers=saved_as("plan.csv"))


@router.get(
    "/{plan_id}/plan.xlsx",
    operation_id="download_plan_workbook",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404, 409) | a_file(ExcelFile),
)
def download_plan_workbook(job: ThisJob, found: ThisPlan, jobs: Jobs) -> Response:
    """The plan as an Excel workbook: the table, its details on sheets of their own, and what it is."""
    content = plan_workbook(jobs.case_of(job.id), found.plan, {"plan": job.id, "version": found.version})
    return ExcelFile(content, headers=saved_as("plan.xlsx"))


@router.get(
    "/{plan_id}/port-calls.json",
    operation_id="download_port_calls",
    dependencies=[needs(Role.VIEWER)],
    response_model=PortCalls,
    response_model_exclude_none=True,
    responses=problems(404, 409),
)
def download_port_calls(job: ThisJob, found: ThisPlan, jobs: Jobs, plans: Plans) -> Response:
    """The port calls of a berth plan as messages of DCSA's Just in Time Port Call 2.0.0, for carriers and the port.

    `EST` is what a ship expects, `REQ` what the terminal asks her for, `PLN` what is planned once the version is
    accepted, `ACT` what has happened. `lacks` says what the standard wants and the case does not know.
    """
    if not isinstance(found.plan, BerthPlan):
        raise NotFound(f"the plan {job.id} is a {found.plan.kind} plan; port calls are of berth plans")
    accepted = plans.standing(job.id).accepted == found.version
    messages = jit_port_calls(jobs.case_of(job.id), found.plan, accepted=accepted)
    return JsonFile(messages.as_json(), headers=saved_as("port-calls.json"))


def _berths(found: Planned, job: Job) -> BerthPlan:
    if not isinstance(found.plan, BerthPlan):
        raise NotFound(f"the plan {job.id} is a {found.plan.kind} plan; shift sheets are of berth plans")
    return found.plan


@router.get(
    "/{plan_id}/shift-sheet.xlsx",
    operation_id="download_shift_workbook",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404, 409) | a_file(ExcelFile),
)
def download_shift_workbook(job: ThisJob, found: ThisPlan, jobs: Jobs) -> Response:
    """Who works which ship in which shift of a berth plan: quay cranes, gangs, moves, yard cranes and tractors."""
    content = shift_workbook(jobs.case_of(job.id), _berths(found, job))
    return ExcelFile(content, headers=saved_as("shift-sheet.xlsx"))


@router.get(
    "/{plan_id}/shift-sheet.pdf",
    operation_id="download_shift_sheet",
    dependencies=[needs(Role.VIEWER)],
    response_class=PdfFile,
    responses=problems(404, 409) | a_file(PdfFile),
)
def download_shift_sheet(
    job: ThisJob,
    found: ThisPlan,
    jobs: Jobs,
    plans: Plans,
    language: Annotated[Language, Query(description="Of its words: English or Indonesian")] = "en",
) -> Response:
    """The shift sheet to print and to sign: a page for each shift of a berth plan."""
    accepted = plans.standing(job.id).accepted == found.version
    content = shift_pdf(
        jobs.case_of(job.id), _berths(found, job), name=job.id, version=found.version, accepted=accepted,
        language=language,
    )  # fmt: skip
    return PdfFile(content, headers=saved_as("shift-sheet.pdf"))
