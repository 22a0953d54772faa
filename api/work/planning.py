"""A request planned, checked and told: what the command line writes to files and a job keeps as its result."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import isclose
from threading import Event
from typing import Any

from api.presenting.view import berth_view
from api.work.requests import PlanRequest
from data.case import Case
from data.changes import Change, changes, cost_of_changes
from data.checker import Verdict, check
from data.errors import DermagaError
from data.plans import AnyPlan, BerthPlan, LoadingPlan, YardPlan
from data.shipment_plans import ShipmentPlan
from scheduler import berths
from scheduler.berths import USUAL_DAYS, Replan
from scheduler.berths.reasons import Reason, reasons
from scheduler.result import Report, Result, Status, count_nothing, gap, keep_nothing, no_report
from scheduler.stopping import Stop

DEFAULT_SECONDS = 30.0
log = logging.getLogger("dermaga.planning")


@dataclass(frozen=True)
class BerthAnswer:
    """A berth plan with its summary, the first-come-first-served plan to compare with, and what a diagram needs.

    With what it changes of the plan before it, where there is one, and the checker's remarks. The reasons are there
    once they are looked for: see `explained`.
    """

    plan: BerthPlan
    summary: dict[str, Any]
    baseline: BerthPlan
    view: dict[str, Any]
    baseline_view: dict[str, Any]
    changes: list[Change] | None
    notes: tuple[str, ...]
    replan: Replan | None = None
    reasons: tuple[Reason, ...] = ()

    def result(self) -> dict[str, Any]:
        """The answer as JSON."""
        baseline = {"plan": as_json(self.baseline), **self.summary["baseline"], "view": self.baseline_view}
        changed = {} if self.changes is None else {"changes": [asdict(change) for change in self.changes]}
        why = {"reasons": [asdict(reason) for reason in self.reasons]}
        answer = {"plan": as_json(self.plan), "summary": self.summary, "baseline": baseline, "view": self.view}
        return answer | why | changed


def as_json(plan: AnyPlan) -> dict[str, Any]:
    """A plan as its file holds it."""
    return plan.model_dump(mode="json", by_alias=True)


def stop_of(request: PlanRequest, cancel: Event) -> Stop:
    """When a requested solve ends."""
    return stop_after(request.seconds, request.effort, cancel)


def stop_after(seconds: float | None, effort: float | None, cancel: Event) -> Stop:
    """When a solve ends that is given so much time or effort; the usual time where neither is given."""
    if seconds is None and effort is None:
        seconds = DEFAULT_SECONDS
    return Stop(seconds=seconds, effort=effort, cancel=cancel)


def note_on_berth_plan(case: Case, plan: BerthPlan) -> str | None:
    """A remark where a berth plan was made for the case before it was changed.

    Raises DermagaError where it was made for another case. A case under another name that is the same is no other one.
    """
    if plan.case_hash == case.hash:
        return None
    if plan.case != case.name:
        raise DermagaError(
            f"the berth plan was made for the case {plan.case}, and {case.name} is another one; plan the berths of "
            f"{case.name}, or give its folder the name {plan.case} if it is the same terminal with later lists"
        )
    return f"the berth plan was made for {plan.case} before its tables were changed; it is followed as it is"


def in_zone(case: Case, moment: datetime | None) -> datetime | None:
    """A moment; without a zone it is on the terminal's clock."""
    return None if moment is None else case.terminal.local(moment)


def weighted(case: Case, request: PlanRequest) -> Case:
    """The case with the rates that a request gives anew: its plans are judged by these."""
    if not request.costs:
        return case
    rates: dict[str, Any] = {str(name): rate for name, rate in request.costs.items()}
    costs = case.terminal.costs.model_copy(update=rates)
    return case.changed(terminal=case.terminal.model_copy(update={"costs": costs}))


def plan_berths(
    case: Case,
    request: PlanRequest,
    stop: Stop,
    report: Report = no_report,
    keep: Callable[[BerthAnswer], None] = keep_nothing,
    previous: BerthPlan | None = None,
    first: BerthPlan | None = None,
) -> BerthAnswer:
    """Plan the berths of a case, check the plan and compare it with first come first served.

    `keep` is given the first-come-first-served answer before the solve begins, and better ones on the way, for whoever
    may have to end it. `first` is the best plan of a solve of the same that was ended, to go on from. `previous` is the
    plan before that a re-plan starts from. Raises DermagaError where no call arrives in the wanted time, or where the
    re-plan's actuals, locks and plan contradict each other.
    """
    start, now = in_zone(case, request.start), in_zone(case, request.now)
    replan = None
    if previous is not None and now is not None:
        replan = Replan(previous, now, frozenset(request.locked))
    else:
        _refuse_no_calls(case, start or case.first_day, USUAL_DAYS if request.days is None else request.days)
    served = berths.first_come_first_served(case, start=start, days=request.days, replan=replan)
    baseline = _judged(case, served, replan)
    by_hand = Result(served, baseline.cost, bound=0, status=Status.FEASIBLE, seconds=0)
    keep(_berth_answer(case, by_hand, baseline, baseline, replan))

    def keep_better(better: Result[BerthPlan]) -> None:
        keep(_berth_answer(case, better, _judged(case, better.plan, replan), baseline, replan))

    result = berths.solve(
        case, start=start, days=request.days, stop=stop, seed=request.seed, workers=request.workers, report=report,
        replan=replan, first=first, keep=keep_nothing if keep is keep_nothing else keep_better,
    )  # fmt: skip
    return _berth_answer(case, result, _judged(case, result.plan, replan), baseline, replan)


@dataclass(frozen=True)
class _Judged:
    """A plan with the checker's verdict, and the terms of its cost: of a re-plan also what it changes (`change`)."""

    plan: BerthPlan
    verdict: Verdict
    terms: dict[str, float]
    view: dict[str, Any]

    @property
    def cost(self) -> float:
        return sum(self.terms.values())


def _judged(case: Case, plan: BerthPlan, replan: Replan | None) -> _Judged:
    verdict = check(case, plan)
    change = {} if replan is None else {"change": cost_of_changes(case, replan.previous, plan)}
    return _Judged(plan, verdict, verdict.terms | change, berth_view(case, plan, verdict))


def explained(
    case: Case,
    answer: BerthAnswer,
    cancel: Event | None = None,
    report: Callable[[int, int], None] = count_nothing,
) -> BerthAnswer:
    """The answer with what keeps each call from a better berth.

    `report` is told how many calls are explained, of how many. Once `cancel` is set the rest has no reasons.
    """
    return replace(answer, reasons=reasons(case, answer.plan, answer.replan, cancel, report))


def _refuse_no_calls(case: Case, start: datetime, days: float) -> None:
    end = start + timedelta(days=days)
    if not any(start <= call.eta < end for call in case.calls):
        etas = sorted(case.terminal.local(call.eta) for call in case.calls)
        raise DermagaError(
            f"no call arrives from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}; those of {case.name} arrive from "
            f"{etas[0]:%Y-%m-%d %H:%M} to {etas[-1]:%Y-%m-%d %H:%M}"
        )


def _berth_answer(
    case: Case, result: Result[BerthPlan], judged: _Judged, baseline: _Judged, replan: Replan | None
) -> BerthAnswer:
    compared = {"cost": baseline.cost, "terms": baseline.terms}
    summary = summary_of(result, judged.verdict, judged.terms) | {"baseline": compared}
    changed = None
    if replan is not None:
        changed = changes(case, replan.previous, result.plan, replan.locked)
        summary["changed_calls"] = len({change.call for change in changed})
        summary["notes"] = list(judged.verdict.notes)
    return BerthAnswer(
        result.plan, summary, baseline.plan, judged.view, baseline.view, changed, judged.verdict.notes, replan
    )


def summary_of(
    result: Result[BerthPlan] | Result[ShipmentPlan] | Result[LoadingPlan] | Result[YardPlan],
    verdict: Verdict,
    terms: dict[str, float],
) -> dict[str, Any]:
    """Cost, bound and gap of a result, and whether the checker accepts it and its cost."""
    cost = sum(terms.values())
    accepted = verdict.feasible and isclose(cost, result.cost, rel_tol=1e-6, abs_tol=0.01)
    if not isclose(cost, result.cost, rel_tol=1e-6, abs_tol=0.01):
        log.error("checker and solver disagree: cost %s against %s", cost, result.cost)
    if verdict.broken:
        log.error("the checker refuses the plan: %s", "; ".join(str(rule) for rule in verdict.broken))
    return {
        "cost": result.cost,
        "bound": result.bound,
        "gap": gap(result.cost, result.bound),
        "status": str(result.status),
        "seconds": round(result.seconds, 3),
        "terms": terms,
        "checked": accepted,
    }
