"""The audit log, for admins."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.resources.access import AuditPage
from api.routes.dependencies import Audit
from api.security.access import needs
from api.security.roles import Role
from api.web.pages import USUAL, After, Limit, after_number, page_of
from data.codes import ONE_LINE

router = APIRouter(prefix="/audit", tags=["access"])


@router.get("", operation_id="list_audit", response_model=AuditPage, dependencies=[needs(Role.ADMIN)])
def list_audit(
    audit: Audit,
    who: Annotated[str | None, Query(max_length=64, pattern=ONE_LINE, description="Only what this user did")] = None,
    target: Annotated[
        str | None,
        Query(max_length=500, pattern=ONE_LINE, description="Only what was done to paths that begin so"),
    ] = None,
    limit: Limit = USUAL,
    after: After = None,
) -> dict[str, Any]:
    """Who changed what and when, and what was refused; the newest first."""
    found = audit.page(limit + 1, who=who, target=target, before=after_number(after))
    return page_of(found, limit, cursor=lambda entry: entry.number, shown=asdict)
