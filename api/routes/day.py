"""The running day: what has become of calls, what planners say of them, and how far the ships of a plan are."""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.jobs.job import Kind
from api.jobs.table import JobTable
from api.presenting.day import actual_json, change_json, visit_json
from api.problems import fault_entries
from api.resources.day import ActualEntry, ActualsTaken, ActualStored, CallNote, CallNoted, VisitList
from api.routes.cases import Body
from api.routes.dependencies import Cases, Jobs, Limits, Plans
from api.routes.planned import OfVersion, ended, planned, version_of
from api.routes.plans import ThisJob
from api.security.access import TheCaller, needs
from api.security.roles import Role
from api.store.cases import CaseStore
from api.store.plans import PlanStore
from api.web.answers import problems
from api.web.files import ExcelFile, binary_body
from api.work.planning import in_zone
from api.work.requests import date_of
from data.case import Case
from data.codes import ONE_LINE, Id
from data.entered import Told, with_actuals, without_actual
from data.errors import BadInput, Fault, NotFound
from data.formats.actuals import Preview, preview, read_actuals
from data.plans import BerthPlan
from data.visits import visits

router = APIRouter()
FILE = "upload"

PlanId = Annotated[
    str | None,
    Query(
        max_length=64, pattern=ONE_LINE, description="The berth plan that says where ships lie, where nobody else does"
    ),
]


@router.put(
    "/cases/{name}/actuals/{call}",
    tags=["cases"],
    operation_id="enter_actual",
    dependencies=[needs(Role.PLANNER)],
    response_model=ActualStored,
    responses=problems(404, 409, 507),
)
def enter_actual(
    name: str,
    call: str,
    entry: ActualEntry,
    cases: Cases,
    jobs: Jobs,
    plans: Plans,
    caller: TheCaller,
    plan_id: PlanId = None,
) -> dict[str, Any]:
    """Say what has become of a call by now: a new version of the case. It takes the place of what was known of her."""
    places = _places(jobs, plans, plan_id)

    def change(case: Case) -> Case:
        _expect_call(case, call)
        moments = {key: in_zone(case, value) if isinstance(value, datetime) else value for key, value in entry}
        told = Told.model_validate({"call": call} | moments)
        return with_actuals(case, [(told, Fault("body", "", ""))], places, whole=True)

    made = cases.update(name, change, caller.name, f"{call}: actual times")
    case = cases.get(name, made.version).case
    return {"case": name, "version": made.version} | actual_json(case, case.actual_by_call[call])


@router.delete(
    "/cases/{name}/actuals/{call}",
    tags=["cases"],
    operation_id="remove_actual",
    dependencies=[needs(Role.PLANNER)],
    status_code=204,
    response_class=Response,
    responses=problems(404, 409, 507),
)
def remove_actual(name: str, call: str, cases: Cases, caller: TheCaller) -> None:
    """Take back everything that was entered of a call."""
    cases.update(name, lambda case: without_actual(case, call), caller.name, f"{call}: actual times taken back")


@router.post(
    "/cases/{name}/actuals",
    tags=["cases"],
    operation_id="take_actuals",
    dependencies=[needs(Role.PLANNER)],
    response_model=ActualsTaken,
    responses=problems(404, 409, 413, 507),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {
                    "schema": {"type": "string"},
                    "example": "call,arrived,first_line,moves_done\nARU-1,2026-01-05 07:40,2026-01-05 08:10,75\n",
                },
                "text/plain": {"schema": {"type": "string"}, "example": "UNB+UNOA:2+...'"},
                **binary_body(ExcelFile),
            },
        }
    },
)
def take_actuals(
    name: str,
    content: Body,
    cases: Cases,
    jobs: Jobs,
    plans: Plans,
    limits: Limits,
    caller: TheCaller,
    look: Annotated[
        bool, Query(alias="preview", description="Only say what was understood, and store nothing")
    ] = False,
    call: Annotated[Id | None, Query(description="COARRI: the call, where the message does not tell")] = None,
    add: Annotated[
        bool, Query(description="COARRI: its boxes come to those that were moved before, instead of being all of them")
    ] = False,
    plan_id: PlanId = None,
) -> dict[str, Any]:
    """Take what has become of calls from a file: a table as `actuals` (CSV or Excel), or COARRI reports of work.

    What a file leaves empty stays as it is known. A file with a fault is refused with all of them (422), and nothing of
    it is taken; a preview answers them beside what was understood.
    """
    places = _places(jobs, plans, plan_id)

    def read(case: Case) -> Preview:
        return preview(case, read_actuals(case, FILE, content, call=call, add=add, sizes=limits.sizes), places)

    if look:
        return _told(name, None, read(cases.get(name).case))
    found: list[Preview] = []

    def change(case: Case) -> Case:
        found.append(read(case))
        if found[-1].faults:
            raise BadInput(list(found[-1].faults))
        return found[-1].case

    made = cases.update(name, change, caller.name, "actual times from a file")
    return _told(name, made.version, found[-1])


def _told(name: str, version: int | None, found: Preview) -> dict[str, Any]:
    return {
        "case": name,
        "version": version,
        "rows": [change_json(found.case, each) for each in found.changes],
        "notices": list(found.notices),
        "faults": fault_entries(found.faults),
    }


@router.patch(
    "/cases/{name}/calls/{call}",
    tags=["cases"],
    operation_id="note_call",
    dependencies=[needs(Role.PLANNER)],
    response_model=CallNoted,
    responses=problems(404, 409, 507),
)
def note_call(name: str, call: str, said: CallNote, cases: Cases, caller: TheCaller) -> dict[str, Any]:
    """Leave a remark on a call for other planners, or say whether the line has confirmed it: a new version of the case.

    A tentative call is planned with a tenth of its priority, so that it holds up no confirmed one.
    """

    def change(case: Case) -> Case:
        _expect_call(case, call)
        fields = said.model_dump(exclude_unset=True)
        if said.tentative is None:
            fields.pop("tentative", None)
        return case.changed(calls=tuple(row.model_copy(update=fields) if row.id == call else row for row in case.calls))

    made = cases.update(name, change, caller.name, f"{call}: remark")
    row = cases.get(name, made.version).case.call_by_id[call]
    return {"case": name, "version": made.version, "call": call, "remark": row.remark, "tentative": row.tentative}


@router.get(
    "/plans/{plan_id}/visits",
    tags=["plans"],
    operation_id="list_visits",
    dependencies=[needs(Role.VIEWER)],
    response_model=VisitList,
    responses=problems(404, 409),
)
def list_visits(
    job: ThisJob,
    cases: Cases,
    jobs: Jobs,
    plans: Plans,
    version: OfVersion = None,
    now: Annotated[
        str | None,
        Query(max_length=40, description="The moment to look from; without a zone the terminal's. Left out, it is now"),
    ] = None,
) -> dict[str, Any]:
    """The ships of a berth plan on the running day: planned and actual times, phase, work that is left, and delay.

    The actuals are those of the newest version of the plan's case.
    """
    found = version_of(plans, ended(job), version)
    if not isinstance(found.plan, BerthPlan):
        raise NotFound(f"the plan {job.id} is a {found.plan.kind} plan; visits are of berth plans")
    case, case_version = _newest(jobs.case_of(job.id), cases)
    moment = case.terminal.local(_moment(now))
    return {
        "plan": job.id,
        "plan_version": found.version,
        "case": case.name,
        "case_version": case_version,
        "now": moment,
        "items": [visit_json(case, visit) for visit in visits(case, found.plan, moment)],
    }


def _newest(case: Case, cases: CaseStore) -> tuple[Case, int | None]:
    """The newest version of a plan's case, and its number; the case as it was where there is none any more."""
    try:
        stored = cases.get(case.name)
    except NotFound:
        return case, None
    return stored.case, stored.version.version


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return date_of(text)
    except ValueError as error:
        problem, _, remedy = str(error).partition(": ")
        raise BadInput([Fault("query", problem, remedy, column="now", value=text)]) from error


def _places(jobs: JobTable, plans: PlanStore, plan_id: str | None) -> dict[str, float]:
    """Where ships lie by a berth plan, in metres by call."""
    if plan_id is None:
        return {}
    plan = planned(jobs, plans, plan_id, Kind.BERTH).plan
    assert isinstance(plan, BerthPlan)
    return {entry.call: entry.position_m for entry in plan.calls}


def _expect_call(case: Case, call: str) -> None:
    if call not in case.call_by_id:
        near = get_close_matches(call, case.call_by_id, n=1)
        raise NotFound(f"the case {case.name} has no call {call}" + (f"; did you mean {near[0]}?" if near else ""))
