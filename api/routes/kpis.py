"""The definitions of the key figures."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from api.resources.shipped import KpiList
from api.security.access import needs
from api.security.roles import Role
from data.kpis import KPIS
from simulations.experiments.comparison_report import HEADLINES

router = APIRouter(prefix="/kpis", tags=["kpis"])


@router.get("", operation_id="list_kpis", dependencies=[needs(Role.VIEWER)], response_model=KpiList)
def list_kpis() -> dict[str, Any]:
    """Every key figure with its unit, its definition and where the definition comes from."""
    return {"items": [asdict(kpi) | {"headline": kpi.name in HEADLINES} for kpi in KPIS]}
