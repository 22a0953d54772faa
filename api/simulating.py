"""A request simulated: which policy drives the terminal, and the key figures as JSON."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pandas as pd

from api.planning import in_zone
from api.requests import SimulationRequest
from data.case import Case
from data.plans import BerthPlan
from simulations.experiments import replications
from simulations.policies import FirstComeFirstServed, FollowPlan


def simulate(
    case: Case,
    request: SimulationRequest,
    plan: BerthPlan | None,
    cancel: Event,
    report: Callable[[int, int], None],
) -> dict[str, Any]:
    """Run the replications of a request. A simulated plan begins when the plan does, unless a start is asked for."""
    start = in_zone(case, request.start)
    if plan is not None and start is None:
        start = plan.start
    experiment = replications.run(
        case,
        FirstComeFirstServed() if plan is None else FollowPlan(plan),
        days=request.days,
        start=start,
        replications=request.replications,
        workers=request.workers,
        seed=request.seed,
        report=report,
        cancel=cancel,
    )
    return {"kpis": rows(experiment.kpis()), "replications": rows(experiment.replications)}


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as a list of JSON objects; a value that is not there is null."""
    records = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(column): value for column, value in record.items()} for record in records]
