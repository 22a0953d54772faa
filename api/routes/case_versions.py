"""Versions of a case: their list, what differs between two, and files of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from api.resources.cases import CaseDiff, VersionList
from api.routes.cases import Number, entry
from api.routes.dependencies import Cases
from api.security.access import needs
from api.security.roles import Role
from api.store.case_versions import CaseVersion
from api.web.answers import problems
from api.web.files import ExcelFile, ZipFile, a_file, saved_as
from api.web.pages import USUAL, After, Limit, after_number, page_of
from api.web.versions import version_query
from data.case_changes import changes_between
from data.formats import workbook_of, zip_of

router = APIRouter(prefix="/cases", tags=["cases"])


@router.get(
    "/{name}/versions",
    operation_id="list_case_versions",
    dependencies=[needs(Role.VIEWER)],
    response_model=VersionList,
    responses=problems(404),
)
def list_case_versions(name: str, cases: Cases, limit: Limit = USUAL, after: After = None) -> dict[str, Any]:
    """The versions of a case, the newest first: who changed it, when and why. Removals are among them."""
    found = cases.versions(name, limit + 1, after_number(after))
    return page_of(found, limit, lambda version: version.version, entry)


@router.get(
    "/{name}/diff",
    operation_id="compare_case_versions",
    dependencies=[needs(Role.VIEWER)],
    response_model=CaseDiff,
    responses=problems(404),
)
def compare_case_versions(
    name: str,
    cases: Cases,
    before: Annotated[int | None, version_query("from", "The earlier version; left out, the one before")] = None,
    after: Annotated[int | None, version_query("to", "The later version; left out, the newest")] = None,
) -> dict[str, Any]:
    """What differs between two versions: fields of the terminal, and of each table rows that came, went or changed.

    Rows are found by what names them, wherever they stand. In changed rows every field that differs is told.
    """
    later = cases.get(name, after)
    earlier = cases.get(name, before or cases.before(name, later.version.version).version)
    changes = changes_between(earlier.case, later.case)
    return {"case": name, "before": earlier.version.version, "after": later.version.version} | dict(changes)


@router.get(
    "/{name}/case.zip",
    operation_id="download_case",
    dependencies=[needs(Role.VIEWER)],
    response_class=ZipFile,
    responses=problems(404) | a_file(ZipFile),
)
def download_case(name: str, cases: Cases, number: Number = None) -> Response:
    """A case as a zip of its folder form: terminal.toml and a CSV file a table. Uploaded, it is the same case."""
    stored = cases.get(name, number)
    return ZipFile(zip_of(stored.case), headers=_headers(f"{name}.zip", stored.version))


@router.get(
    "/{name}/case.xlsx",
    operation_id="download_workbook",
    dependencies=[needs(Role.VIEWER)],
    response_class=ExcelFile,
    responses=problems(404) | a_file(ExcelFile),
)
def download_workbook(name: str, cases: Cases, number: Number = None) -> Response:
    """A case as an Excel workbook, a sheet a table. Uploaded, it is the same case."""
    stored = cases.get(name, number)
    return ExcelFile(workbook_of(stored.case), headers=_headers(f"{name}.xlsx", stored.version))


def _headers(name: str, version: CaseVersion) -> dict[str, str]:
    """Headers of a file; its ETag is that of the version, for whoever changes it and sends it back."""
    return saved_as(name) | {"ETag": version.etag}
