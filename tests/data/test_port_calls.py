from dataclasses import replace
from datetime import datetime, timedelta
from math import isnan

import pytest

from data.plans import BerthedCall, BerthPlan, CraneUse
from data.port_calls import PortCall, berth_figures, call_figures, planned_calls
from tests.simulations.conftest import START, bare_case, call

# She is ready at 1 h, has the pilot at 3 h and lies from 4 h to 14 h. From 5 h to 13 h two cranes work her;
# they lift for 10 of their 16 hours and stop as planned for 4 of them.
ONE = PortCall(
    call="A",
    loa_m=95,
    eta=0,
    etd=13 * 60,
    anchored=0,
    ready=60,
    arrival=60,
    pilot=180,
    position_m=0,
    first_line=240,
    first_lift=300,
    last_lift=780,
    last_line=840,
    boxes=200,
    empties=20,
    teu=260,
    moves=160,
    restow_lifts=10,
    crane_minutes=960,
    lift_minutes=600,
    stopped_minutes=240,
)


def test_figures_of_one_call_by_hand() -> None:
    figures = call_figures([ONE])
    expected = {
        "calls": 1,
        "waiting_h": 3,
        "turnaround_h": 13,
        "berth_time_h": 10,
        "gross_berth_hours": 10,
        "lateness_h": 1,
        "waiting_ratio": 0.3,
        "berth_on_arrival": 0,
        "wt_h": 2,
        "pt_h": 1,
        "at_h": 1,
        "bwt_h": 6,
        "et_h": 5,
        "it_h": 1,
        "not_h": 4,
        "boxes_moved": 200,
        "empties_moved": 20,
        "teu_moved": 260,
        "quay_container_moves": 210,
        "boxes_per_ship_hour": 20,
        "bch_gross": 12.5,
        "bch_net": 20,
        "moves_per_crane_hour_gross": 10,
        "moves_per_crane_hour_net": 16,
    }
    assert figures == pytest.approx(expected)


def test_indonesian_times_add_up() -> None:
    figures = call_figures([ONE, replace(ONE, call="B", stopped_minutes=0, lift_minutes=930)])
    assert figures["berth_time_h"] == pytest.approx(figures["et_h"] + figures["it_h"] + figures["not_h"])
    assert figures["bwt_h"] == pytest.approx(figures["et_h"] + figures["it_h"])
    assert figures["waiting_h"] == pytest.approx(figures["wt_h"] + figures["at_h"])


def test_a_call_that_has_not_left_counts_in_no_figure_but_occupies_the_berth() -> None:
    here = replace(ONE, call="B", first_line=1200.0, last_line=float("nan"), last_lift=float("nan"))
    assert call_figures([ONE, here]) == pytest.approx(call_figures([ONE]))
    case = bare_case([call("A")])
    figures = berth_figures(case, [ONE, here, replace(ONE, first_line=2000.0, last_line=2100.0)], 1440)
    # The quay is 100 m, its mooring gap is 0.
    assert figures["berth_occupancy"] == pytest.approx(95 * (600 + 240) / (100 * 1440))
    assert figures["berth_occupancy_5m"] == pytest.approx(100 * (600 + 240) / (100 * 1440))


def test_what_is_not_known_is_no_number() -> None:
    figures = call_figures([replace(ONE, lift_minutes=float("nan"))])
    assert isnan(figures["et_h"])
    assert isnan(figures["bch_net"])
    assert figures["bwt_h"] == 6


def test_a_plan_gives_the_same_figures() -> None:
    case = bare_case([call("A", 1, discharge_full=40)])
    uses = (CraneUse.model_validate({"crane": "Q0", "from": _at(3), "to": _at(5)}),)
    entry = BerthedCall(call="A", position_m=0, side="port", start=_at(2), end=_at(6), cranes=uses)
    plan = BerthPlan(case="bare", case_hash="x", start=START, end=_at(24), calls=(entry,))
    calls = planned_calls(case, plan)
    figures = call_figures(calls)
    assert figures["waiting_h"] == 1
    assert figures["berth_time_h"] == 4
    assert figures["bch_gross"] == 20
    assert figures["bwt_h"] == 2
    assert isnan(figures["bch_net"])
    assert berth_figures(case, calls, 1440)["berth_occupancy"] == pytest.approx(4 / 24)


def _at(hours: float) -> datetime:
    return START + timedelta(hours=hours)
