"""Shipments planned, checked and told: what the command line writes to files and a job keeps as its result."""

from dataclasses import dataclass
from typing import Any

from api.planning import as_json, summary_of
from api.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.shipment_plans import ShipmentPlan
from scheduler import shipments
from scheduler.result import Report, no_report
from scheduler.stopping import Stop


@dataclass(frozen=True)
class ShipmentAnswer:
    """A shipment plan with its summary, and a row for each shipment."""

    plan: ShipmentPlan
    summary: dict[str, Any]
    rows: list[dict[str, Any]]

    def result(self) -> dict[str, Any]:
        """The answer as JSON."""
        view = {"shipments": self.rows}
        return {"plan": as_json(self.plan), "summary": self.summary, "baseline": None, "view": view}


def plan_shipments(case: Case, request: PlanRequest, stop: Stop, report: Report = no_report) -> ShipmentAnswer:
    """Plan the way of every shipment of a case, and check the plan."""
    result = shipments.solve(case, stop=stop, seed=request.seed, workers=request.workers, report=report)
    verdict = check(case, result.plan)
    summary = summary_of(result, verdict, verdict.terms) | {"baseline": None}
    return ShipmentAnswer(result.plan, summary, shipments.timetable(case, result.plan))
