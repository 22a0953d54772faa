"""A request simulated: which policy drives the terminal, and the key figures as JSON."""

from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd

from api.work.planning import in_zone
from api.work.policies import policy_of
from api.work.requests import SimulationRequest
from data.case import Case
from data.errors import DermagaError
from data.kpis import LOADING_KPIS
from data.plans import AnyPlan, BerthPlan, LoadingPlan
from simulations.experiments.loading import simulate_loading
from simulations.experiments.replications import Experiment, start_of
from simulations.experiments.replications import run as run_replications
from simulations.experiments.runs import Finished, Run
from simulations.experiments.stopping import Precision
from simulations.policies import ByRules, FollowPlan, Policy

USUAL_DAYS = 28.0


def run(
    case: Case,
    policy: Policy,
    *,
    days: float | None,
    start: datetime | None,
    warmup_days: float = 0,
    replications: int,
    precision: Precision | None = None,
    workers: int,
    seed: int,
    report: Callable[[int, int], None],
    cancel: Event,
    executor: Executor | None = None,
    finished: Finished | None = None,
) -> Experiment:
    """Run replications of a policy.

    Without a start, a plan is simulated from its own; without `days`, over its own, and 28 days without a plan. The
    warm-up comes before the start. With `precision`, `replications` are the first ones.
    """
    days, start = window_of(policy, days, start)
    return run_replications(
        case,
        policy,
        days=days,
        start=start,
        warmup_days=warmup_days,
        replications=replications,
        precision=precision,
        workers=workers,
        seed=seed,
        report=report,
        cancel=cancel,
        executor=executor,
        finished=finished,
    )


def window_of(policy: Policy, days: float | None, start: datetime | None) -> tuple[float, datetime | None]:
    """The days and the start of a simulation: those of the plan that it follows, where nothing else is said."""
    while isinstance(policy, ByRules):
        policy = policy.policy
    if not isinstance(policy, FollowPlan):
        return days or USUAL_DAYS, start
    plan = policy.plan
    return days or (plan.end - plan.start) / timedelta(days=1), start or plan.start


def asked_policy(request: SimulationRequest, plan: AnyPlan | None) -> Policy:
    """The policy of a request, with the plan that it follows where it follows one. Raises BadInput."""
    if isinstance(plan, BerthPlan):
        return FollowPlan(plan)
    return policy_of(request.policy, _no_files)


def _no_files(_: Path) -> BerthPlan:
    raise DermagaError("a server reads no files that a request names: give plan_id")


def task_of(case: Case, policy: Policy, *, days: float | None, warmup_days: float, seed: int) -> Run:
    """What the replications of `run` with these arguments share, to run some of them again and record them."""
    days, start = window_of(policy, days, None)
    return Run(case, policy, days, start_of(case, start, warmup_days), seed, warmup_days)


def simulate(
    case: Case,
    request: SimulationRequest,
    plan: AnyPlan | None,
    cancel: Event,
    report: Callable[[int, int], None],
    executor: Executor | None = None,
    finished: Finished | None = None,
) -> dict[str, Any]:
    """Run the replications of a request, and give their figures as JSON.

    Raises DermagaError where a loading plan is to be executed from another start, for some days or after a warm-up.
    """
    if isinstance(plan, LoadingPlan):
        return _execute(case, request, plan, cancel, report)
    experiment = run(
        case,
        asked_policy(request, plan),
        days=request.days,
        start=in_zone(case, request.start),
        warmup_days=request.warmup,
        replications=request.replications,
        precision=None if request.precision is None else Precision(request.precision, request.of, request.most),
        workers=request.workers,
        seed=request.seed,
        report=report,
        cancel=cancel,
        executor=executor,
        finished=finished,
    )
    return {"kpis": rows(experiment.kpis()), "replications": rows(experiment.replications)}


def _execute(
    case: Case, request: SimulationRequest, plan: LoadingPlan, cancel: Event, report: Callable[[int, int], None]
) -> dict[str, Any]:
    if request.base or request.scenarios or request.sweep or request.search:
        raise DermagaError(
            "a loading plan is executed in the case that it is for: drop base, scenarios, sweep and search"
        )
    if request.days is not None or request.start is not None or request.warmup:
        raise DermagaError("a loading plan has its own start and end: drop start, days and warmup")
    if request.precision is not None:
        raise DermagaError("a loading plan is executed so many times as replications says: drop precision")
    experiment = simulate_loading(
        case, plan, replications=request.replications, workers=request.workers, seed=request.seed, report=report,
        cancel=cancel,
    )  # fmt: skip
    units = {kpi.name: kpi.unit for kpi in LOADING_KPIS}
    values = experiment.replications.melt("replication", var_name="kpi", value_name="value")
    values.insert(2, "unit", values["kpi"].map(units))
    summary = experiment.summary()
    execution = {name: value for name, value in summary.items() if name != "kpis"}
    return {"kpis": rows(experiment.kpis()), "replications": rows(values), "execution": execution}


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as a list of JSON objects; a value that is not there is null."""
    records = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(column): value for column, value in record.items()} for record in records]
