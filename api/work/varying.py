"""A number of a case varied: every key figure at each of its values, or the value at which one reaches a goal."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from threading import Event
from typing import Any

from api.work.comparing import alternatives
from api.work.planning import in_zone
from api.work.requests import SimulationRequest, Varying
from api.work.simulating import asked_policy, rows, window_of
from data.case import Case
from data.plans import AnyPlan
from simulations.experiments.comparison import Alternative
from simulations.experiments.designs import Design, Varied
from simulations.experiments.factors import Factor, with_factors
from simulations.experiments.goals import HALVINGS, VALUES, reach
from simulations.experiments.runs import Finished
from simulations.experiments.sweeps import sweep


def refuse_unknown(case: Case, varying: Varying) -> None:
    """Raise BadInput where there is no such number, or the case does not take its least or largest value."""
    factor = Factor(varying.vary)
    _ = factor.whole
    for value in (varying.low, varying.high):
        with_factors(case, [factor], [value])


def most_cases(request: SimulationRequest) -> int:
    """How many cases a request simulates at most."""
    if request.sweep is not None:
        return request.sweep.steps
    if request.search is not None:
        return VALUES + HALVINGS * len(request.search.reach)
    return 1 + len(request.scenarios)


def base_of(case: Case, request: SimulationRequest, plan: AnyPlan | None) -> Alternative:
    """What is varied: the case with the changes and the policy of the base."""
    return alternatives(case, (), base=request.base, policy=asked_policy(request, plan))[0]


def simulate(
    case: Case,
    request: SimulationRequest,
    plan: AnyPlan | None,
    cancel: Event,
    report: Callable[[int, int], None],
    executor: Executor | None = None,
    finished: Finished | None = None,
) -> dict[str, Any]:
    """Run a sweep or a search, and give its figures as JSON."""
    days, start = window_of(asked_policy(request, plan), request.days, in_zone(case, request.start))
    base = base_of(case, request, plan)
    same: dict[str, Any] = {
        "days": days,
        "start": start,
        "warmup_days": request.warmup,
        "replications": request.replications,
        "workers": request.workers,
        "seed": request.seed,
        "report": report,
        "cancel": cancel,
        "executor": executor,
        "finished": finished,
    }
    if request.search is not None:
        asked = request.search
        goal = reach(
            base.case, base.policy, Factor(asked.vary), (asked.low, asked.high), asked.kpi, asked.reach, **same
        )
        return _answer(search={"roots": rows(goal.roots), "curve": rows(goal.curve)})
    assert request.sweep is not None
    varied = Varied(name=request.sweep.vary, low=request.sweep.low, high=request.sweep.high, levels=request.sweep.steps)
    swept = sweep(base.case, base.policy, Design(kind="factorial", factor=(varied,)), **same)
    table = swept.intervals().rename(columns={request.sweep.vary: "value"}).drop(columns="point")
    return _answer(sweep=rows(table))


def _answer(**found: Sequence[dict[str, Any]] | dict[str, Any]) -> dict[str, Any]:
    return {"kpis": [], "replications": [], **found}
