"""Cases: what there is to plan and simulate."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import problems
from api.resources import CaseList, StoredCase
from api.routes.dependencies import Cases, Limits
from data.case import Case
from data.codes import Id
from data.formats import read_upload

router = APIRouter(prefix="/cases", tags=["cases"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/Case"}},
        },
    }
}


async def _body(request: Request) -> bytes:
    return await request.body()


@router.get("", operation_id="list_cases", response_model=CaseList)
def list_cases(cases: Cases) -> dict[str, Any]:
    """All cases: the embedded ones, and those that were uploaded."""
    return {
        "items": [
            {
                "name": stored.case.name,
                "title": stored.case.terminal.name,
                "embedded": stored.embedded,
                "calls": len(stored.case.calls),
                "shipments": len(stored.case.shipments),
                "hash": stored.case.hash,
            }
            for stored in cases.all()
        ]
    }


@router.post(
    "",
    operation_id="upload_case",
    status_code=201,
    response_model=StoredCase,
    responses=problems(409, 413, 507),
    openapi_extra=_BODY,
)
def upload_case(
    content: Annotated[bytes, Depends(_body)],
    response: Response,
    cases: Cases,
    limits: Limits,
    name: Annotated[Id, Query(description="Name to store it under", examples=["july"])],
) -> dict[str, Any]:
    """Store a case: a zip of the folder form, an Excel workbook, or the JSON of a case.

    A case with faults is refused with all of them, and nothing of it is stored.
    """
    cases.check_name(name)
    reading = read_upload(content, name, limits.sizes)
    cases.add(reading.case)
    response.headers["Location"] = f"/api/v1/cases/{name}"
    return {"name": reading.case.name, "hash": reading.case.hash, "notices": list(reading.notices)}


@router.get("/{name}", operation_id="get_case", responses=problems(404))
def get_case(name: str, cases: Cases) -> Case:
    """A case with its terminal and all its tables."""
    return cases.get(name).case
