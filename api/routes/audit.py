"""The audit log, for admins."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.access import Role, needs
from api.access_resources import AuditPage
from api.pages import Limit
from api.routes.dependencies import Audit

router = APIRouter(prefix="/audit", tags=["access"])

Number = Annotated[
    int | None, Query(ge=1, le=2**63 - 1, description="`next` of the page before; left out, the first page")
]


@router.get("", operation_id="list_audit", response_model=AuditPage, dependencies=[needs(Role.ADMIN)])
def list_audit(
    audit: Audit,
    who: Annotated[str | None, Query(max_length=64, description="Only what this user did")] = None,
    target: Annotated[
        str | None, Query(max_length=500, description="Only what was done to paths that begin so")
    ] = None,
    limit: Limit = 100,
    after: Number = None,
) -> dict[str, Any]:
    """Who changed what and when, and what was refused; the newest first."""
    found = audit.page(who=who, target=target, before=after, limit=limit + 1)
    return {
        "items": [asdict(entry) for entry in found[:limit]],
        "next": str(found[limit - 1].number) if len(found) > limit else None,
    }
