"""Shipments planned, checked and told: what the command line writes to files and a job keeps as its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from api.work.planning import as_json, in_zone, summary_of
from api.work.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.shipment_plans import ShipmentPlan, UnservedShipment
from scheduler import shipments
from scheduler.result import Report, count_nothing, no_report
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.explaining import reasons
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.kept import Kept
from scheduler.shipments.routes import Network
from scheduler.stopping import Stop


@dataclass(frozen=True)
class ShipmentAnswer:
    """A shipment plan with its summary, and a row for each shipment.

    Why each got what it got is there once it is looked for: see `explained`.
    """

    plan: ShipmentPlan
    summary: dict[str, Any]
    rows: list[dict[str, Any]]

    def result(self) -> dict[str, Any]:
        """The answer as JSON."""
        view = {"shipments": self.rows}
        return {"plan": as_json(self.plan), "summary": self.summary, "baseline": None, "view": view}


def plan_shipments(
    case: Case, request: PlanRequest, stop: Stop, report: Report = no_report, kept: Mapping[str, Kept] | None = None
) -> ShipmentAnswer:
    """Plan the way of every open shipment of a case, but for what is `kept` of a plan before, and check the plan."""
    result = shipments.solve(
        case,
        stop=stop,
        seed=request.seed,
        workers=request.workers,
        report=report,
        now=in_zone(case, request.now),
        kept=kept,
    )
    verdict = check(case, result.plan)
    summary = summary_of(result, verdict, verdict.terms) | {"baseline": None}
    return ShipmentAnswer(result.plan, summary, shipments.timetable(case, result.plan))


def left_by(case: Case, plan: ShipmentPlan, kept: Mapping[str, Kept] | None = None) -> LeftByPlan:
    """What a plan leaves that keeps what is `kept` of one before, to look at other ways."""
    return LeftByPlan(case, plan, Network(case, ChainClock(case, plan.now), kept))


def explained(
    left_by_plan: LeftByPlan,
    answer: ShipmentAnswer,
    cancel: Event | None = None,
    report: Callable[[int, int], None] = count_nothing,
) -> ShipmentAnswer:
    """The answer with the reason of each shipment: why it goes as it does, or what keeps it and would serve it.

    `report` is told how many are explained, of how many. Once `cancel` is set the rest keeps the reasons it has.
    """
    unserved = {entry.shipment: entry for entry in answer.plan.unserved}
    rows = []
    for done, row in enumerate(answer.rows, start=1):
        name = row["shipment"]
        if cancel is not None and cancel.is_set():
            rows.append(row)
            continue
        if name in unserved:
            unserved[name] = reasons.why_unserved(left_by_plan, name)
            rows.append(row | {"reason": words_of(unserved[name])})
        else:
            rows.append(row | {"reason": reasons.why_served(left_by_plan, name)})
        report(done, len(answer.rows))
    plan = answer.plan.model_copy(update={"unserved": tuple(unserved.values())})
    return replace(answer, plan=plan, rows=rows)


def words_of(entry: UnservedShipment) -> str:
    """Why a shipment is left, and the least change that would serve it, in words."""
    return entry.reason if entry.change is None else f"{entry.reason}; it would go with this: {entry.change.text}"
