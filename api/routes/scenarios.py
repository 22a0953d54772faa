"""The scenarios that come with Dermaga, the changes that they are made of, and what is wrong with those of others."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from api.resources.shipped import ChangeKinds, FactorList, ScenarioCheck, ScenarioList, ScenarioVerdict
from api.routes.dependencies import Cases
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems
from data.scenarios import shipped
from data.scenarios.checking import scenario_faults_of
from data.scenarios.describing import change_kinds
from simulations.experiments.factors import described

router = APIRouter(prefix="/scenarios", tags=["scenarios"])


@router.get("", operation_id="list_scenarios", dependencies=[needs(Role.VIEWER)], response_model=ScenarioList)
def list_scenarios(case: str | None = None) -> dict[str, Any]:
    """Every shipped scenario, or those of one embedded case: what a simulation takes in `scenarios`."""
    return {"items": [{"case": each.case, "scenario": each.scenario} for each in shipped(case)]}


@router.get("/changes", operation_id="list_changes", dependencies=[needs(Role.VIEWER)], response_model=ChangeKinds)
def list_changes() -> dict[str, Any]:
    """Every kind of change that a scenario can have, with its fields: what each holds, its unit and its limits."""
    return {"items": change_kinds()}


@router.get("/factors", operation_id="list_factors", dependencies=[needs(Role.VIEWER)], response_model=FactorList)
def list_factors() -> dict[str, Any]:
    """Every number that a sweep or a search can vary, with its unit and what it means."""
    return {"items": [asdict(each) for each in described()]}


@router.post(
    "/check",
    operation_id="check_scenarios",
    dependencies=[needs(Role.ANALYST)],
    response_model=ScenarioVerdict,
    responses=problems(404, 413),
)
def check_scenarios(request: ScenarioCheck, cases: Cases) -> dict[str, Any]:
    """What is wrong with scenarios on a case, each fault at its scenario, change and field; nothing is simulated."""
    return {"faults": scenario_faults_of(cases.get(request.case).case, request.scenarios)}
