import sys
from subprocess import run as run_process

import pytest

from data.case import Case
from data.costs import Costs
from data.operations import Arrivals
from simulations.clock import Clock
from simulations.policies import Replan
from simulations.policies import replan as module
from simulations.streams import Streams
from simulations.terminal import Cancelled, SimulatedTerminal
from simulations.visit import Visit
from tests.simulations.conftest import START, bare_case, call, run


@pytest.fixture(autouse=True)
def _little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EFFORT", 0.01)


COSTS = Costs(
    waiting_per_hour=1, lateness_per_hour=1, position_per_metre=1, unserved_per_call=100_000, shipment_unserved=1
)


def starts(visits: list[Visit]) -> dict[str, float]:
    return {visit.call.id: round(visit.first_line / 60, 2) for visit in visits}


def test_a_planner_that_sees_ahead_lets_the_ship_that_costs_most_go_first() -> None:
    """The ship of 400 boxes comes an hour before one of 20 boxes that counts a hundred times as much."""
    ships = [call("LONG", 1, discharge_full=400), call("DEAR", 2, discharge_full=20, priority=100)]
    assert starts(run(bare_case(ships)).visits) == {"LONG": 1, "DEAR": 21}
    assert starts(run(bare_case(ships, costs=COSTS), Replan(6), days=1).visits) == {"DEAR": 2, "LONG": 3}


def test_a_new_plan_knows_what_the_one_before_could_not() -> None:
    """DEAR is late by eight hours: a planner who is told so serves LONG meanwhile, one who is not waits for her."""
    ships = [call("LONG", 1, discharge_full=100), call("DEAR", 2, discharge_full=20, priority=100, late_h=8)]
    told = bare_case(ships, costs=COSTS, arrivals=Arrivals(forecast_h=1_000))
    assert starts(run(told, Replan(1), days=1).visits) == {"LONG": 1, "DEAR": 10}
    untold = bare_case(ships, costs=COSTS)
    assert starts(run(untold, Replan(1), days=1).visits)["LONG"] > 1


def test_what_is_known_of_an_arrival() -> None:
    case = bare_case([call("A", 10, late_h=10)], arrivals=Arrivals(forecast_h=10))
    terminal = SimulatedTerminal(case, Replan(6), Clock(START, 3), Streams(1, 0))
    rule, visit = terminal.rule, terminal.visits[0]
    assert isinstance(rule, module._Replanner)
    hours = {at: rule._expected(visit, at * 60) / 60 for at in (0, 8, 12, 15, 18, 20, 30)}
    # Ten hours before the ship comes nothing is known but her ETA; half way, half of her lateness.
    assert hours == pytest.approx({0: 10, 8: 10, 12: 12, 15: 15, 18: 18, 20: 20, 30: 30})


def test_the_same_seed_gives_the_same_run(small_case: Case) -> None:
    def figures() -> dict[str, float]:
        terminal = SimulatedTerminal(small_case, Replan(12), Clock(small_case.first_day, 2), Streams(1, 0))
        terminal.run()
        assert terminal.rule.without_plan == 0  # type: ignore[attr-defined]
        return terminal.figures()

    first = figures()
    assert first["calls"] == 3
    assert str(first) == str(figures())


def test_a_run_that_is_stopped_makes_no_more_plans(small_case: Case) -> None:
    terminal = SimulatedTerminal(small_case, Replan(1), Clock(small_case.first_day, 7), Streams(1, 0))
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    with pytest.raises(Cancelled):
        terminal.run(stopped)
    assert terminal.kernel.now <= 12 * 60


def test_a_worker_that_follows_no_plan_imports_no_scheduler() -> None:
    script = "import sys, simulations.experiments.runs; print([m for m in sys.modules if m.startswith('scheduler')])"
    assert run_process([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"
