from threading import Event
from typing import Any

import pytest

from api.work.comparing import alternatives
from api.work.requests import SimulationRequest
from api.work.simulating import simulate
from data.case import Case
from data.errors import BadInput, DermagaError
from data.scenarios import Scenario
from simulations.experiments.replications import no_report
from tests.simulations.loading.conftest import whole_plan

SCENARIO: dict[str, Any] = {"name": "more", "description": "what if", "changes": [{"change": "tractors", "count": 9}]}


@pytest.mark.parametrize("field", [{"scenarios": [SCENARIO]}, {"base": SCENARIO}])
def test_a_loading_plan_is_executed_in_its_own_case(field: dict[str, Any]) -> None:
    case, plan = whole_plan()
    request = SimulationRequest.model_validate({"case": case.name, "policy": "plan", "plan_id": "x"} | field)
    with pytest.raises(DermagaError, match="drop base, scenarios, sweep and search"):
        simulate(case, request, plan, Event(), no_report)


def test_every_fault_of_every_scenario_is_told_at_once(small_case: Case) -> None:
    wrong = {"change": "ship_late", "call": "NONE", "hours": 1}
    scenarios = [Scenario.model_validate(SCENARIO | {"name": name, "changes": [wrong]}) for name in ("a", "b", "b")]
    with pytest.raises(BadInput) as refused:
        alternatives(small_case, scenarios, places={"a": "a.toml", "b": "b.toml"})
    files = [fault.file for fault in refused.value.faults]
    change = "change 1 (ship_late)"
    assert files == [f"a.toml, scenario a, {change}", *[f"b.toml, scenario b, {change}"] * 2, "scenarios"]


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
