"""Shipment plans in detail: the tasks of each party, one booking in full, a month's exports."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.access import Role, needs
from api.answers import problems
from api.booking import booking
from api.export_report import export_report, workbook
from api.jobs.job import Kind
from api.routes.dependencies import Jobs, Plans
from api.routes.planned import planned
from api.shipment_resources import TASKS_ICS_EXAMPLE, BookingAnswer, TaskList
from api.task_calendar import task_calendar
from api.tasks import by_party, task_json, tasks_of
from data.case import Case
from data.export_chain import Party
from data.shipment_plans import ShipmentPlan

router = APIRouter(prefix="/plans", tags=["plans"])


class CalendarFile(Response):
    """An iCalendar file."""

    media_type = "text/calendar"


class Workbook(Response):
    """An Excel workbook."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _planned(plan_id: str, jobs: Jobs, plans: Plans) -> tuple[Case, ShipmentPlan]:
    """The case of a plan, and the version that stands of it."""
    plan = planned(jobs, plans, plan_id, Kind.SHIPMENT).plan
    assert isinstance(plan, ShipmentPlan)
    return jobs.case_of(plan_id), plan


ThisPlan = Annotated[tuple[Case, ShipmentPlan], Depends(_planned)]
OfParty = Annotated[Party | None, Query(description="Whose; left out, of all parties")]
Month = Annotated[str, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="The month, as 2026-01")]


@router.get(
    "/{plan_id}/tasks",
    operation_id="list_tasks",
    dependencies=[needs(Role.VIEWER)],
    response_model=TaskList,
    responses=problems(404, 409),
)
def list_tasks(planned: ThisPlan, party: OfParty = None) -> dict[str, Any]:
    """What each party has to do for a shipment plan, party by party and by when it is due."""
    case, plan = planned
    return {"items": [task_json(case, task) for task in by_party(tasks_of(case, plan), party)]}


@router.get(
    "/{plan_id}/tasks.ics",
    operation_id="download_tasks",
    dependencies=[needs(Role.VIEWER)],
    response_class=CalendarFile,
    responses=problems(404, 409) | {200: {"content": {"text/calendar": {"example": TASKS_ICS_EXAMPLE}}}},
)
def download_tasks(planned: ThisPlan, party: OfParty = None) -> Response:
    """The tasks of all parties, or of one, as an iCalendar file for their calendars."""
    case, plan = planned
    content = task_calendar(case, plan, tasks_of(case, plan), party)
    name = "tasks.ics" if party is None else f"tasks-{party}.ics"
    return CalendarFile(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get(
    "/{plan_id}/shipments/{shipment_id}",
    operation_id="get_booking",
    dependencies=[needs(Role.VIEWER)],
    response_model=BookingAnswer,
    responses=problems(404, 409),
)
def get_booking(planned: ThisPlan, shipment_id: str) -> dict[str, Any]:
    """One booking of a shipment plan in full: its way, and each step of its chain with date, owner and cut-off."""
    case, plan = planned
    return booking(case, plan, shipment_id)


@router.get(
    "/{plan_id}/export-report.xlsx",
    operation_id="download_export_report",
    dependencies=[needs(Role.VIEWER)],
    response_class=Workbook,
    responses=problems(404, 409) | {200: {"content": {Workbook.media_type: {"example": "a workbook"}}}},
)
def download_export_report(planned: ThisPlan, month: Month) -> Response:
    """What leaves the terminal's port for abroad in a month: totals, goods by country, bookings."""
    case, plan = planned
    content = workbook(export_report(case, plan, month))
    headers = {"Content-Disposition": f'attachment; filename="exports-{month}.xlsx"'}
    return Workbook(content, headers=headers)
