"""Plans put to the checker, wherever they were made."""

from typing import Any

from fastapi import APIRouter

from api.problems import RulesBroken
from api.resources.checks import CheckRequest, VerdictAnswer
from api.routes.dependencies import Cases
from api.security.access import needs
from api.security.limits import refuse_outsized
from api.security.roles import Role
from api.web.answers import problems
from data.checker import check

router = APIRouter(prefix="/checks", tags=["checks"])


@router.post(
    "",
    operation_id="check_plan",
    dependencies=[needs(Role.VIEWER)],
    response_model=VerdictAnswer,
    responses=problems(404, 413),
)
def check_plan(request: CheckRequest, cases: Cases) -> dict[str, Any]:
    """Check a plan against a case, independently of any solver, and cost it term by term.

    A plan that breaks rules is answered with a problem that lists each in `broken`, with the ships' names.
    """
    case = cases.get(request.case).case
    refuse_outsized(case, request.plan)
    verdict = check(case, request.plan)
    if not verdict.feasible:
        raise RulesBroken(verdict.broken)
    return {"feasible": True, "cost": verdict.cost, "terms": verdict.terms, "notes": list(verdict.notes)}
