from threading import Event
from typing import Any

import pytest

from api.requests import SimulationRequest
from api.simulating import simulate
from data.case import Case


def simulated(case: Case, **asked: Any) -> dict[str, Any]:
    request = SimulationRequest.model_validate({"case": "small", "days": 3, "workers": 1} | asked)
    return simulate(case, request, None, Event(), lambda done, total: None)  # noqa: ARG005


def test_a_simulation_goes_on_until_it_is_precise(small_case: Case) -> None:
    short = simulated(small_case, replications=3, precision=0.9, of="turnaround_h")
    assert {row["replication"] for row in short["replications"]} == {0, 1, 2}
    long = simulated(small_case, replications=3, precision=1e-6, of="turnaround_h", most=6)
    assert {row["replication"] for row in long["replications"]} == set(range(6))


def test_a_warm_up_moves_the_window(small_case: Case) -> None:
    cold, warm = (simulated(small_case, replications=1, warmup=warmup)["kpis"] for warmup in (0, 7))
    calls = [{row["kpi"]: row["mean"] for row in kpis}["calls"] for kpis in (cold, warm)]
    # Four calls in the first three days; a week later the service's one.
    assert calls == [4, 1]


def test_scenarios_are_compared_run_by_run(small_case: Case) -> None:
    change = {"change": "set", "field": "tractors.count", "value": 2}
    scenario = {"name": "few", "description": "Two tractors", "changes": [change]}
    with pytest.raises(ValueError, match="drop precision"):
        simulated(small_case, precision=0.1, scenarios=[scenario])
