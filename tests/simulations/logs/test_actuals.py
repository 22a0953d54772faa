from math import isnan
from pathlib import Path

import pytest

from data.case import Case
from simulations.logs.actuals import figures, gross_rates, recorded_calls
from tests.simulations.conftest import bare_case, call
from tests.simulations.logs.conftest import log, log_of, recorded


def test_the_log_of_a_run_has_the_figures_of_the_run(small_case: Case, tmp_path: Path) -> None:
    terminal = recorded(small_case, days=4)
    of_run, of_log = terminal.figures(), figures(small_case, log_of(terminal, tmp_path), 4)
    assert list(of_log) == list(of_run)
    told = {name: value for name, value in of_log.items() if not isnan(value)}
    assert len(told) > 30
    assert told == pytest.approx({name: of_run[name] for name in told}, rel=1e-5, abs=1e-6)


def test_figures_of_a_log_by_hand() -> None:
    case = bare_case([call("A", 1), call("B", 3)])
    events = log(
        "60,expected,A", "1000,expected_departure,A", "60,anchored,A", "120,ready,A", "130,arrived,A",
        "150,pilot_on,A", "180,first_line,A,,,0", "190,crane_joined,A,,Q0", "200,first_lift,A,,Q0",
        "200,discharge_start,A,1,Q0,,import,empty,2", "204,discharge_end,A,1,Q0,,import,empty,2",
        "204,hatch_cover,A,,Q0", "210,crane_stopped,A,,Q0,off", "240,crane_goes_on,A,,Q0",
        "240,discharge_start,A,2,Q0,,import,full,1", "246,discharge_end,A,2,Q0,,import,full,1",
        "246,last_lift,A", "250,crane_left,A,,Q0", "300,last_line,A", "180,expected,B", "500,arrived,B",
        case=case,
    )  # fmt: skip
    [of_a, of_b] = recorded_calls(case, events)
    assert (of_a.boxes, of_a.empties, of_a.teu, of_a.moves) == (2, 1, 3, 3)
    assert (of_a.crane_minutes, of_a.lift_minutes, of_a.stopped_minutes, of_a.position_m) == (60, 10, 30, 0)
    assert not of_b.left
    found = figures(case, events, 1)
    assert (found["calls"], found["calls_unfinished"]) == (1, 1)
    assert found["pt_h"] == 1
    assert found["at_h"] == 0.5
    assert found["wt_h"] == 0.5
    assert found["not_h"] == pytest.approx((120 - 23) / 60)
    assert found["bch_gross"] == 2
    # The planner's rate is of the same hours: he knows no breaks.
    [boxes], [hours] = gross_rates(case, events)
    assert (boxes, hours) == (2, 1)
    assert found["moves_per_crane_hour_gross"] == 3
    assert found["crane_off"] == pytest.approx(30 / 1440)
    assert found["berth_occupancy"] == pytest.approx(120 / 1440)
    assert isnan(found["yard_occupancy"])
