"""Shipment plans in detail: the tasks of each party, one booking in full, a month's exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.jobs.job import Job, Kind, State
from api.jobs.table import JobTable
from api.presenting.booking import booking
from api.presenting.edges import as_of, edge_json, edges
from api.presenting.export_report import export_report, months_of, report_json, workbook
from api.presenting.task_calendar import task_calendar
from api.presenting.tasks import Task, by_party, task_json, tasks_of
from api.resources.shipments import (
    TASKS_ICS_EXAMPLE,
    BookingAnswer,
    BookingEdges,
    ExportReportAnswer,
    TaskList,
    TimetableChanges,
)
from api.routes.dependencies import Accepted, Cases, Jobs, Plans, TheScope
from api.routes.jobs import job_of
from api.routes.planned import ended, planned
from api.security.access import needs
from api.security.party_view import own_booking, own_tasks
from api.security.roles import Role
from api.security.scope import Scope, not_yours
from api.web.answers import problems
from api.web.files import CalendarFile, ExcelFile, a_file, saved_as
from api.work.planning import in_zone
from api.work.requests import Date
from api.work.step_marks import with_marks
from data.case import Case
from data.codes import MONTH
from data.errors import NotFound
from data.export_chain import Party
from data.shipment_plans import ShipmentPlan
from scheduler.shipments import timetable_changes

router = APIRouter(prefix="/plans", tags=["plans"])


@dataclass(frozen=True)
class ByNow:
    """A shipment plan and its case with the states of steps that are known by now, and until when of each shipment."""

    case: Case
    plan: ShipmentPlan
    told: Mapping[str, datetime]

    def tasks(self, scope: Scope | None, now: datetime | None = None) -> list[Task]:
        """All tasks, or those of a party, as of the plan's now or another moment."""
        tasks = tasks_of(self.case, self.plan, now, told=self.told)
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


# Of the newest plans of a case, so many are looked at for the one before.
_LOOKED_AT = 200

ThisPlan = Annotated[ByNow, Depends(_planned)]
OfParty = Annotated[Party | None, Query(description="Whose; left out, of all parties")]
Month = Annotated[str, Query(pattern=MONTH, description="The month, as 2026-01")]
AnyMonth = Annotated[
    str | None, Query(pattern=MONTH, description="The month, as 2026-01; left out, the first that has exports")
]
AsOf = Annotated[
    Date | None,
    Query(description="As of which moment, as 2026-01-05T08:00; without a zone it is on the terminal's clock"),
]


@router.get(
    "/{plan_id}/tasks",
    operation_id="list_tasks",
    dependencies=[needs(Role.VIEWER, parties=True)],
    response_model=TaskList,
    responses=problems(404, 409),
)
def list_tasks(found: ThisPlan, scope: TheScope, party: OfParty = None, now: AsOf = None) -> dict[str, Any]:
    """What each party has to do for a shipment plan, party by party and by when it is due.

    What was marked begun or done since the plan was made is. A party gets its own tasks. What is overdue is that as of
    `now`, or of the moment that the plan was made as of.
    """
    _stay(scope, party)
    tasks = found.tasks(scope, in_zone(found.case, now))
    return {"items": [task_json(found.case, task) for task in by_party(tasks, party)]}


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
    "/{plan_id}/shipments",
    operation_id="list_bookings",
    dependencies=[needs(Role.VIEWER)],
    response_model=BookingEdges,
    responses=problems(404, 409),
)
def list_bookings(found: ThisPlan, now: AsOf = None) -> dict[str, Any]:
    """The bookings of a shipment plan, the nearest to the edge first: slack, what is due next, what is overdue.

    Without `now` it is as of the server's own; of a plan of another time as of its own now, or of its beginning.
    """
    moment = as_of(found.plan, found.tasks(None), in_zone(found.case, now), datetime.now(UTC).replace(microsecond=0))
    told = edges(found.case, found.plan, found.tasks(None, moment), moment)
    return {"now": found.case.terminal.local(moment), "items": [edge_json(found.case, edge) for edge in told]}


@router.get(
    "/{plan_id}/changes",
    operation_id="list_timetable_changes",
    dependencies=[needs(Role.VIEWER)],
    response_model=TimetableChanges,
    responses=problems(404, 409),
)
def list_timetable_changes(
    plan_id: str,
    jobs: Jobs,
    since: Annotated[
        str | None, Query(max_length=64, description="The plan before; left out, the last one of the same case")
    ] = None,
) -> dict[str, Any]:
    """What a shipment plan changes of one before it: bookings that are new, gone, or go with other ships.

    Both are as their jobs found them: version 1.
    """
    job = ended(job_of(jobs, plan_id, Kind.SHIPMENT))
    before = _before(jobs, job) if since is None else ended(job_of(jobs, since, Kind.SHIPMENT))
    if before is None:
        return {"since": None, "made": None, "items": []}
    rows = [(each.result or {})["view"]["shipments"] for each in (before, job)]
    return {"since": before.id, "made": before.created, "items": timetable_changes(*rows)}


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
    "/{plan_id}/export-report",
    operation_id="get_export_report",
    dependencies=[needs(Role.VIEWER)],
    response_model=ExportReportAnswer,
    responses=problems(404, 409),
)
def get_export_report(found: ThisPlan, month: AnyMonth = None) -> dict[str, Any]:
    """What leaves the terminal's port for abroad in a month: totals by destination, goods and exporter, bookings."""
    months = months_of(found.case, found.plan)
    wanted = month or next(iter(months), "")
    return {"months": months} | report_json(export_report(found.case, found.plan, wanted))


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


def _before(jobs: JobTable, job: Job) -> Job | None:
    """The last shipment plan of a job's case that was made before its own; None where there is none."""
    found = jobs.jobs(_LOOKED_AT, kinds=(Kind.SHIPMENT,), state=State.DONE, case=job.request.case)
    before = next((each for _, each in found if each.id != job.id and each.created <= job.created), None)
    return None if before is None else jobs.job(before.id)  # lists have no results


def _stay(scope: Scope | None, party: Party | None) -> None:
    """Raise Refusal where a party asks for the tasks of another."""
    if scope is not None and party not in (None, scope.party):
        raise not_yours()
