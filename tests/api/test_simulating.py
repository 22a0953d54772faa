from threading import Event
from typing import Any

import pytest

from api.comparing import alternatives
from api.requests import SimulationRequest
from api.simulating import simulate
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
    with pytest.raises(DermagaError, match="drop base and scenarios"):
        simulate(case, request, plan, Event(), no_report)


def test_every_fault_of_every_scenario_is_told_at_once(small_case: Case) -> None:
    wrong = {"change": "ship_late", "call": "NONE", "hours": 1}
    scenarios = [Scenario.model_validate(SCENARIO | {"name": name, "changes": [wrong]}) for name in ("a", "b", "b")]
    with pytest.raises(BadInput) as refused:
        alternatives(small_case, scenarios, places={"a": "a.toml", "b": "b.toml"})
    files = [fault.file for fault in refused.value.faults]
    change = "change 1 (ship_late)"
    assert files == [f"a.toml, scenario a, {change}", *[f"b.toml, scenario b, {change}"] * 2, "scenarios"]
