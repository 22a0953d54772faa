from datetime import timedelta

import pytest

from data.costs import Costs
from simulations.kernel import DAY
from simulations.money import resource_cost
from tests.simulations.conftest import bare_case, call, run

RATES = Costs(
    waiting_per_hour=100,
    lateness_per_hour=10,
    position_per_metre=1,
    unserved_per_call=7_000,
    shipment_unserved=1,
    stay_per_hour=1,
    quay_crane_hour=50,
    yard_crane_hour=20,
    tractor_hour=2,
    quay_metre_year=365_250,
    yard_teu_year=0,
)


def test_resources_cost_the_same_at_work_and_idle() -> None:
    case = bare_case([call("A", 0)], berths=2, blocks=1, costs=RATES)
    # Two quay cranes, one yard crane, 30 tractors; 200 m of quay at 1,000 a day.
    assert resource_cost(case, DAY) == pytest.approx(24 * (2 * 50 + 20 + 30 * 2) + 200_000)
    assert run(case, days=1).figures()["resource_cost"] == pytest.approx(resource_cost(case, DAY))


def test_ships_cost_what_they_wait_and_stay_and_are_late() -> None:
    calls = [
        call("A", 0, discharge_full=60, etd="2026-01-05T02:00+08:00"),
        call("B", 1, discharge_full=20, etd="2026-01-05T23:00+08:00", priority=2),
    ]
    figures = run(bare_case(calls, costs=RATES), days=1).figures()
    # A stays 3 h and is 1 h late; B, which counts twice, waits 2 h and stays 1 h.
    assert figures["ship_cost"] == pytest.approx(3 + 10 + 2 * (2 * 100 + 1), rel=0.01)
    assert figures["cost"] == figures["ship_cost"] + figures["resource_cost"]


def test_a_ship_that_never_berths_is_not_free() -> None:
    calls = [call("A", 0, discharge_full=25_000), call("B", 1)]
    case = bare_case(calls, costs=RATES)
    terminal = run(case, days=1)
    figures = terminal.figures()
    assert figures["calls_unfinished"] == 2
    hours = terminal.clock.horizon / 60
    late = sum(hours - (each.etd - each.eta) / timedelta(hours=1) - start for start, each in enumerate(calls))
    assert figures["ship_cost"] == pytest.approx(hours + (hours - 1) * 100 + late * 10)
    # One that finds no place costs what a plan pays for it.
    long = bare_case([call("A", 0), call("B", 5)], loa_m=150, costs=RATES)
    assert run(long, days=1).figures()["ship_cost"] == 14_000
