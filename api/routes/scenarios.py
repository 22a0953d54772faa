"""The scenarios that come with Dermaga."""

from typing import Any

from fastapi import APIRouter

from api.resources.shipped import ScenarioList
from api.security.access import needs
from api.security.roles import Role
from data.scenarios import shipped

router = APIRouter(prefix="/scenarios", tags=["scenarios"])


@router.get("", operation_id="list_scenarios", dependencies=[needs(Role.VIEWER)], response_model=ScenarioList)
def list_scenarios(case: str | None = None) -> dict[str, Any]:
    """Every shipped scenario, or those of one embedded case: what a simulation takes in `scenarios`."""
    return {"items": [{"case": each.case, "scenario": each.scenario} for each in shipped(case)]}
