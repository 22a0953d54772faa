"""Night shifts of the yard: answered at once, and kept nowhere."""

from typing import Any

from fastapi import APIRouter

from api.resources.yard import NightAnswer
from api.routes.dependencies import Cases
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from api.work.night import night_answer
from api.work.requests import NightRequest

router = APIRouter(prefix="/night-shifts", tags=["checks"])


@router.post(
    "",
    operation_id="plan_night",
    dependencies=[needs(Role.ANALYST)],
    response_model=NightAnswer,
    responses=problems(404, 413),
)
def plan_night(request: NightRequest, cases: Cases) -> dict[str, Any]:
    """Put the yard in order in a few idle hours, for the ships of the next days: the work queue of each yard crane.

    It looks at the boxes that the case lists with a place. Nothing is changed or kept: once the shift is worked, list
    the boxes where they stand then.
    """
    return night_answer(cases.get(request.case).case, request)
