"""A request planned, checked and told: what the command line writes to files and a job keeps as its result."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isclose
from threading import Event
from typing import Any

from api.requests import PlanRequest
from api.view import berth_view
from data.case import Case
from data.checker import Verdict, check
from data.errors import DermagaError
from data.plans import BerthPlan, ShipmentPlan
from scheduler import berths, shipments
from scheduler.result import Report, Result, Status, gap, no_report
from scheduler.stopping import Stop

DEFAULT_SECONDS = 30.0
log = logging.getLogger("dermaga.planning")


@dataclass(frozen=True)
class BerthAnswer:
    """A berth plan with its summary, the first-come-first-served plan to compare with, and what a diagram needs."""

    plan: BerthPlan
    summary: dict[str, Any]
    baseline: BerthPlan
    view: dict[str, Any]
    baseline_view: dict[str, Any]

    def result(self) -> dict[str, Any]:
        """The answer as JSON."""
        baseline = {"plan": as_json(self.baseline), **self.summary["baseline"], "view": self.baseline_view}
        return {"plan": as_json(self.plan), "summary": self.summary, "baseline": baseline, "view": self.view}


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


def as_json(plan: BerthPlan | ShipmentPlan) -> dict[str, Any]:
    """A plan as its file holds it."""
    return plan.model_dump(mode="json", by_alias=True)


def stop_of(request: PlanRequest, cancel: Event) -> Stop:
    """When a requested solve ends."""
    seconds = request.seconds
    if seconds is None and request.effort is None:
        seconds = DEFAULT_SECONDS
    return Stop(seconds=seconds, effort=request.effort, cancel=cancel)


def in_zone(case: Case, moment: datetime | None) -> datetime | None:
    """A moment; without a zone it is on the terminal's clock."""
    return None if moment is None else case.terminal.local(moment)


def _keep_nothing(answer: BerthAnswer) -> None:
    """Keep nothing."""


def plan_berths(
    case: Case,
    request: PlanRequest,
    stop: Stop,
    report: Report = no_report,
    keep: Callable[[BerthAnswer], None] = _keep_nothing,
) -> BerthAnswer:
    """Plan the berths of a case, check the plan and compare it with first come first served.

    `keep` is given the first-come-first-served answer before the solve begins, for whoever may have to end it.
    Raises DermagaError where no call arrives in the wanted time.
    """
    start = in_zone(case, request.start)
    _refuse_no_calls(case, start or case.first_day, request.days)
    baseline = berths.first_come_first_served(case, start=start, days=request.days)
    baseline_verdict = check(case, baseline)
    first = Result(baseline, cost=baseline_verdict.cost, bound=0, status=Status.FEASIBLE, seconds=0)
    keep(_berth_answer(case, first, baseline, baseline_verdict))
    result = berths.solve(
        case, start=start, days=request.days, stop=stop, seed=request.seed, workers=request.workers, report=report
    )
    return _berth_answer(case, result, baseline, baseline_verdict)


def _refuse_no_calls(case: Case, start: datetime, days: float) -> None:
    end = start + timedelta(days=days)
    if not any(start <= call.eta < end for call in case.calls):
        etas = sorted(case.terminal.local(call.eta) for call in case.calls)
        raise DermagaError(
            f"no call arrives from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}; those of {case.name} arrive from "
            f"{etas[0]:%Y-%m-%d %H:%M} to {etas[-1]:%Y-%m-%d %H:%M}"
        )


def _berth_answer(case: Case, result: Result[BerthPlan], baseline: BerthPlan, baseline_verdict: Verdict) -> BerthAnswer:
    verdict = check(case, result.plan)
    compared = {"cost": baseline_verdict.cost, "terms": baseline_verdict.terms}
    summary = _summary(result, verdict) | {"baseline": compared}
    views = berth_view(case, result.plan, verdict), berth_view(case, baseline, baseline_verdict)
    return BerthAnswer(result.plan, summary, baseline, *views)


def plan_shipments(case: Case, request: PlanRequest, stop: Stop, report: Report = no_report) -> ShipmentAnswer:
    """Plan the way of every shipment of a case, and check the plan."""
    result = shipments.solve(case, stop=stop, seed=request.seed, workers=request.workers, report=report)
    summary = _summary(result, check(case, result.plan)) | {"baseline": None}
    return ShipmentAnswer(result.plan, summary, shipments.timetable(case, result.plan))


def _summary(result: Result[BerthPlan] | Result[ShipmentPlan], verdict: Verdict) -> dict[str, Any]:
    accepted = verdict.feasible and isclose(verdict.cost, result.cost, rel_tol=1e-6, abs_tol=0.01)
    if not accepted:
        rules = "; ".join(str(rule) for rule in verdict.broken)
        log.error("checker and solver disagree: cost %s against %s; %s", verdict.cost, result.cost, rules)
    return {
        "cost": result.cost,
        "bound": result.bound,
        "gap": gap(result.cost, result.bound),
        "status": str(result.status),
        "seconds": round(result.seconds, 3),
        "terms": verdict.terms,
        "checked": accepted,
    }
