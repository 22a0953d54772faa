"""Exporters' own lists of bookings: shown as they are understood, and taken into a case; and boxes by week."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.presenting.booking_sheet import booking_sheet_json
from api.resources.booking_sheets import BookingSheetAnswer, ConsolidationAnswer, DirectCallAnswer, DirectCallRequest
from api.resources.cases import StoredCase
from api.routes.cases import Body, stored
from api.routes.dependencies import Cases, Limits
from api.security.access import TheCaller, needs
from api.security.roles import Role
from api.web.answers import problems
from api.web.etags import IfMatch
from api.web.files import CsvFile, ExcelFile, binary_body
from api.web.versions import Note
from api.work.consolidation import MOST_WEEKS, beginning, consolidation
from api.work.direct_call import days_by_sea, direct_call
from api.work.planning import in_zone
from api.work.requests import Date
from data.errors import BadInput, Fault
from data.formats.as_read import as_read
from data.formats.booking_sheets import read_booking_sheet
from scheduler.shipments.routine.direct_call import WishedCall
from scheduler.stopping import Stop

router = APIRouter(prefix="/cases/{name}", tags=["cases"])

_FILE = "list"
_A_LIST: dict[str, Any] = {
    "requestBody": {"required": True, "content": {**binary_body(ExcelFile), **binary_body(CsvFile)}}
}


@router.post(
    "/bookings/preview",
    operation_id="preview_bookings",
    dependencies=[needs(Role.ANALYST)],
    response_model=BookingSheetAnswer,
    responses=problems(404, 413),
    openapi_extra=_A_LIST,
)
def preview_bookings(name: str, content: Body, cases: Cases, limits: Limits) -> dict[str, Any]:
    """What is understood of an exporter's list of bookings, an Excel workbook or CSV of any columns. Nothing is stored.

    Every fault is told with its row, column, value and what would be right.
    """
    case = cases.get(name).case
    return booking_sheet_json(case, read_booking_sheet(case, _FILE, content, limits.sizes))


@router.post(
    "/bookings",
    operation_id="take_bookings",
    dependencies=[needs(Role.PLANNER)],
    response_model=StoredCase,
    responses=problems(404, 409, 412, 413, 428, 507),
    openapi_extra=_A_LIST,
)
def take_bookings(
    name: str,
    content: Body,
    response: Response,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    note: Note = "",
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Take an exporter's list of bookings into a case, all of it or nothing: a new version of the case.

    Bookings that the case has already keep what the list does not say. If-Match says which version you have seen: where
    somebody else has changed it meanwhile, the list is refused.
    """
    cases.check_change(name, if_match)
    found = read_booking_sheet(cases.get(name).case, _FILE, content, limits.sizes)
    if found.case is None:
        raise BadInput(list(found.faults))
    case = as_read(found.case.model_copy(update={"name": name}))
    made = cases.replace(case, caller.name, note or f"{len(found.rows)} bookings of a list", if_match)
    return stored(response, made, list(found.notices))


@router.get(
    "/consolidation",
    operation_id="get_consolidation",
    dependencies=[needs(Role.VIEWER)],
    response_model=ConsolidationAnswer,
    responses=problems(404),
)
def get_consolidation(
    name: str,
    cases: Cases,
    start: Annotated[
        Date | None, Query(description="First day, whose week counts whole; left out, when the first goods are ready")
    ] = None,
    weeks: Annotated[int, Query(ge=1, le=MOST_WEEKS, description="Weeks")] = 8,
) -> dict[str, Any]:
    """Boxes that are ready by week and destination, recurring bookings with them, and what it costs to fill one up.

    For parts of a box: what sharing one saves, and whether to wait for those of later weeks costs less than a box.
    """
    case = cases.get(name).case
    return consolidation(case, in_zone(case, start), weeks)


# The model is small: whole boxes of a few hundred shipments in some weeks.
_SECONDS, _KNOTS = 5.0, 13.0
# Recurring bookings are told one by one from the case's beginning to the first call.
_FAR = timedelta(days=5 * 366)


@router.post(
    "/direct-call",
    operation_id="ask_direct_call",
    dependencies=[needs(Role.ANALYST)],
    response_model=DirectCallAnswer,
    responses=problems(404),
)
def ask_direct_call(name: str, request: DirectCallRequest, cases: Cases) -> dict[str, Any]:
    """Whether a line's minimum of boxes a week comes together for a wished direct call: who goes when, what lacks.

    What it would save, `dermaga direct-call` tells: two plans are made for that.
    """
    case = cases.get(name).case
    first, begins = in_zone(case, request.first), case.terminal.local(beginning(case))
    if first is None:
        day = begins.date() + timedelta(days=7)
        first = case.terminal.local(datetime.combine(day, time(12)))
    if abs(first - begins) > _FAR:
        problem = (
            f"it is more than {_FAR.days // 366} years from the case, which begins at {case.terminal.clock(begins)}"
        )
        fault = Fault("body", problem, "look for a typing error", column="first", value=case.terminal.clock(first))
        raise BadInput([fault])
    wished = WishedCall(
        rotation=request.to,
        days=request.days or days_by_sea(case, list(request.to), _KNOTS),
        first=first,
        weeks=request.weeks,
        minimum=request.minimum,
        capacity_teu=request.capacity_teu,
        flag=request.flag,
    )
    stop = Stop(seconds=_SECONDS)
    return direct_call(case, wished, flexible=request.flexible_days, move=request.move_weeks, stop=stop)
