"""Shipment plans in detail: the tasks of each party, one booking in full, a month's exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.jobs.job import Kind
from api.presenting.booking import booking
from api.presenting.export_report import export_report, workbook
from api.presenting.task_calendar import task_calendar
from api.presenting.tasks import Task, by_party, task_json, tasks_of
from api.resources.shipments import TASKS_ICS_EXAMPLE, BookingAnswer, TaskList
from api.routes.dependencies import Accepted, Cases, Jobs, Plans, TheScope
from api.routes.planned import planned
from api.security.access import needs
from api.security.party_view import own_booking, own_tasks
from api.security.roles import Role
from api.security.scope import Scope, not_yours
from api.web.answers import problems
from api.web.files import CalendarFile, ExcelFile, a_file, saved_as
from api.work.step_marks import with_marks
from data.case import Case
from data.errors import NotFound
from data.export_chain import Party
from data.shipment_plans import ShipmentPlan

router = APIRouter(prefix="/plans", tags=["plans"])


@dataclass(frozen=True)
class ByNow:
    """A shipment plan and its case with the states of steps that are known by now, and until when of each shipment."""

    case: Case
    plan: ShipmentPlan
    told: Mapping[str, datetime]

    def tasks(self, scope: Scope | None) -> list[Task]:
        """All tasks, or those of a party."""
        tasks = tasks_of(self.case, self.plan, told=self.told)
        return tasks if scope is None else own_tasks(scope, self.case, self.plan, tasks)


def _planned(plan_id: str, jobs: Jobs, plans: Plans, cases: Cases, accepted: Accepted, scope: TheScope) -> ByNow:
    """The version of a plan that stands. A party is given accepted ones alone, which concern it."""
    if scope is None:
        plan = planned(jobs, plans, plan_id, Kind.SHIPMENT).plan
        assert isinstance(plan, ShipmentPlan)
        case = jobs.case_of(plan_id)
    else:
        found = accepted.get(plan_id)
        if found is None or not scope.concerns(found.case, found.plan):
            raise not_yours()
        case, plan = found.case, found.plan
    try:
        newest = cases.get(case.name).case
    except NotFound:  # it was removed since
        newest = case
    known, told = with_marks(case, newest)
    return ByNow(known, plan, told)


ThisPlan = Annotated[ByNow, Depends(_planned)]
OfParty = Annotated[Party | None, Query(description="Whose; left out, of all parties")]
Month = Annotated[str, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="The month, as 2026-01")]


@router.get(
    "/{plan_id}/tasks",
    operation_id="list_tasks",
    dependencies=[needs(Role.VIEWER, parties=True)],
    response_model=TaskList,
    responses=problems(404, 409),
)
def list_tasks(found: ThisPlan, scope: TheScope, party: OfParty = None) -> dict[str, Any]:
    """What each party has to do for a shipment plan, party by party and by when it is due.

    What was marked begun or done since the plan was made is. A party gets its own tasks.
    """
    _stay(scope, party)
    return {"items": [task_json(found.case, task) for task in by_party(found.tasks(scope), party)]}


@router.get(
    "/{plan_id}/tasks.ics",
    operation_id="download_tasks",
    dependencies=[needs(Role.VIEWER, parties=True)],
    response_class=CalendarFile,
    responses=problems(404, 409) | a_file(CalendarFile, TASKS_ICS_EXAMPLE),
)
def download_tasks(found: ThisPlan, scope: TheScope, party: OfParty = None) -> Response:
    """The tasks of all parties, or of one, as an iCalendar file for their calendars. A party gets its own."""
    _stay(scope, party)
    party = party if scope is None else scope.party
    content = task_calendar(found.case, found.plan, found.tasks(scope), party)
    name = "tasks.ics" if party is None else f"tasks-{party}.ics"
    return CalendarFile(content, headers=saved_as(name))


@router.get(
    "/{plan_id}/shipments/{shipment_id}",
    operation_id="get_booking",
    dependencies=[needs(Role.VIEWER, parties=True)],
    response_model=BookingAnswer,
    responses=problems(404, 409),
)
def get_booking(found: ThisPlan, scope: TheScope, shipment_id: str) -> dict[str, Any]:
    """One booking of a shipment plan in full: its way, and each step of its chain with date, owner and cut-off.

    An exporter gets its own, told without those of others.
    """
    if scope is not None:
        return own_booking(scope, found.case, found.plan, shipment_id, found.told)
    return booking(found.case, found.plan, shipment_id, told=found.told)


@router.get(
    "/{plan_id}/export-report.xlsx",
    operation_id="download_export_report",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404, 409) | a_file(ExcelFile),
)
def download_export_report(found: ThisPlan, month: Month) -> Response:
    """What leaves the terminal's port for abroad in a month: totals, goods by country, bookings."""
    content = workbook(export_report(found.case, found.plan, month))
    return ExcelFile(content, headers=saved_as(f"exports-{month}.xlsx"))


def _stay(scope: Scope | None, party: Party | None) -> None:
    """Raise Refusal where a party asks for the tasks of another."""
    if scope is not None and party not in (None, scope.party):
        raise not_yours()
