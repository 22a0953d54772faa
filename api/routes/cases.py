"""Cases: what there is to plan and simulate."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.resources.cases import CaseList, StoredCase, VersionEntry
from api.routes.dependencies import Cases, Limits
from api.security.access import TheCaller, needs
from api.security.roles import Role
from api.store.case_versions import CaseVersion
from api.store.etags import is_known
from api.web.answers import problems
from api.web.etags import NOT_MODIFIED, IfMatch, IfNoneMatch
from api.web.files import ExcelFile, ZipFile, binary_body
from api.web.pages import USUAL, After, Limit, page_of
from api.web.versions import Note, version_query
from data.case import Case
from data.codes import Id
from data.errors import BadInput, Fault
from data.formats import read_upload

router = APIRouter(prefix="/cases", tags=["cases"])

Number = Annotated[int | None, version_query("version", "A version; left out, the newest")]


def _body_schema(required: bool) -> dict[str, Any]:
    return {
        "requestBody": {
            "required": required,
            "content": {
                **binary_body(ZipFile),
                **binary_body(ExcelFile),
                "application/json": {"schema": {"$ref": "#/components/schemas/Case"}},
            },
        }
    }


async def _body(request: Request) -> bytes:
    return await request.body()


Body = Annotated[bytes, Depends(_body)]


@router.get("", operation_id="list_cases", dependencies=[needs(Role.VIEWER)], response_model=CaseList)
def list_cases(cases: Cases, limit: Limit = USUAL, after: After = None) -> dict[str, Any]:
    """All cases by name: the embedded ones, and those that were uploaded."""
    return page_of(cases.entries(limit + 1, after or ""), limit, lambda version: version.name, _listed)


def _listed(version: CaseVersion) -> dict[str, Any]:
    return {
        "name": version.name,
        "title": version.title,
        "embedded": version.embedded,
        "version": version.version,
        "calls": version.calls,
        "shipments": version.shipments,
        "hash": version.hash,
    }


@router.post(
    "",
    operation_id="upload_case",
    dependencies=[needs(Role.ANALYST)],
    status_code=201,
    response_model=StoredCase,
    responses=problems(404, 409, 413, 507),
    openapi_extra=_body_schema(required=False),
)
def upload_case(
    content: Body,
    response: Response,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    name: Annotated[Id, Query(description="Name to store it under", examples=["july"])],
    note: Note = "",
    copy_of: Annotated[Id | None, Query(description="Name of a case to begin with, an embedded one too")] = None,
    number: Number = None,
) -> dict[str, Any]:
    """Store a case: a zip of the folder form, an Excel workbook, or the JSON of a case; or a copy of one that is there.

    A case with faults is refused with all of them, and nothing of it is stored. A copy is asked for without a body, by
    copy_of and, if it is not to be of the newest version, version.
    """
    cases.check_new(name)
    if copy_of is None:
        reading = read_upload(content, name, limits.sizes)
        case, notices = reading.case, list(reading.notices)
    else:
        _refuse_both(content)
        origin = cases.get(copy_of, number)
        case, notices = origin.case.model_copy(update={"name": name}), []
        note = note or f"copy of {copy_of}, version {origin.version.version}"
    made = cases.add(case, caller.name, note)
    response.headers["Location"] = f"/api/v1/cases/{name}"
    return stored(response, made, notices)


def _refuse_both(content: bytes) -> None:
    if content:
        fault = Fault("body", "copy_of is given, and a case too", "send no body, or leave out copy_of")
        raise BadInput([fault])


def stored(response: Response, made: CaseVersion, notices: list[str]) -> dict[str, Any]:
    """The answer to a new version of a case, and its ETag."""
    response.headers["ETag"] = made.etag
    return {"name": made.name, "version": made.version, "hash": made.hash, "notices": notices}


@router.get(
    "/{name}",
    operation_id="get_case",
    dependencies=[needs(Role.VIEWER)],
    response_model=Case,
    responses=problems(404) | NOT_MODIFIED,
)
def get_case(name: str, cases: Cases, number: Number = None, if_none_match: IfNoneMatch = None) -> Response:
    """A case with its terminal and all its tables. Its ETag names version and content."""
    version = cases.version(name, number)
    headers = {"ETag": version.etag}
    if is_known(if_none_match, version.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    case = cases.get(name, version.version).case
    return Response(case.model_dump_json(), headers=headers, media_type="application/json")


@router.put(
    "/{name}",
    operation_id="replace_case",
    dependencies=[needs(Role.PLANNER)],
    response_model=StoredCase,
    responses=problems(404, 409, 412, 413, 428, 507),
    openapi_extra=_body_schema(required=True),
)
def replace_case(
    name: str,
    content: Body,
    response: Response,
    cases: Cases,
    limits: Limits,
    caller: TheCaller,
    note: Note = "",
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Make a new version of a case, sent whole as for an upload. If it holds the same, there is none.

    If-Match says which version you have changed: where somebody else has changed it meanwhile, yours is refused.
    """
    cases.check_change(name, if_match)
    reading = read_upload(content, name, limits.sizes)
    made = cases.replace(reading.case, caller.name, note, if_match)
    return stored(response, made, list(reading.notices))


@router.delete(
    "/{name}",
    operation_id="remove_case",
    dependencies=[needs(Role.PLANNER)],
    response_model=VersionEntry,
    responses=problems(404, 409, 412, 428),
)
def remove_case(
    name: str, cases: Cases, caller: TheCaller, note: Note = "", if_match: IfMatch = None
) -> dict[str, Any]:
    """Remove a case from the list. Its versions stay, and the name can be used again."""
    return entry(cases.remove(name, caller.name, note, if_match))


def entry(version: CaseVersion) -> dict[str, Any]:
    """A version as it is listed."""
    return {
        "version": version.version,
        "hash": version.hash,
        "made": version.made,
        "made_by": version.made_by,
        "note": version.note,
        "removed": version.removed,
    }
