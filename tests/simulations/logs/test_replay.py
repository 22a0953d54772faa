from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput, DermagaError
from simulations.experiments.replications import run
from simulations.logs.replay import as_recorded, held_against
from simulations.policies import FirstComeFirstServed
from tests.simulations.conftest import START, bare_case, call
from tests.simulations.logs.conftest import log, log_of, recorded


def test_arrivals_and_boxes_are_those_of_the_record() -> None:
    case = bare_case([call("A", 1, discharge_full=9), call("B", 3)])
    events = log(
        "120,expected,A", "800,expected_departure,A", "210,arrived,A", "180,expected,B",
        "300,discharge_end,A,1,Q0,,,empty", "310,discharge_end,A,2,Q0", "320,load_end,A,3,Q0,,,full",
        case=case,
    )  # fmt: skip
    replayed = as_recorded(case, events)
    of_a, of_b = replayed.calls
    assert (of_a.discharge_full, of_a.discharge_empty, of_a.load_full, of_a.load_empty) == (1, 1, 1, 0)
    assert of_a.late_h == 1.5
    assert (of_a.eta - START).total_seconds() == 7200
    # She was expected when the log ends.
    assert of_b == case.calls[1]
    terminal = recorded(replayed, days=1)
    assert terminal.visits[0].arrival == 210


def test_a_record_of_the_same_terminal_lies_within(small_case: Case, tmp_path: Path) -> None:
    events = log_of(recorded(small_case, days=4, seed=3), tmp_path)
    experiment = run(
        as_recorded(small_case, events), FirstComeFirstServed(), days=4, start=START, replications=6, workers=1, seed=1
    )
    result = held_against(small_case, events, 4, experiment)
    table = result.table.set_index("kpi")
    assert result.compared > 30
    assert result.within >= 0.85 * result.compared
    for kpi in ("calls", "boxes_moved", "empties_moved"):
        assert table.loc[kpi, "recorded"] == table.loc[kpi, "simulated_mean"]
        assert table.loc[kpi, "within"] == "yes"


def test_a_slower_crane_is_found_out(small_case: Case, tmp_path: Path) -> None:
    work = small_case.terminal.crane_work
    slower = work.model_copy(update={"cycle_s": 1.5 * work.cycle_s})
    record = small_case.changed(terminal=small_case.terminal.model_copy(update={"crane_work": slower}))
    events = log_of(recorded(record, days=4), tmp_path)
    experiment = run(
        as_recorded(small_case, events), FirstComeFirstServed(), days=4, start=START, replications=6, workers=1, seed=1
    )
    table = held_against(small_case, events, 4, experiment).table.set_index("kpi")
    assert table.loc["bch_net", "within"] == "no"
    assert table.loc["yard_crane_utilisation", "within"] == "yes"


def test_what_cannot_be_replayed_is_refused() -> None:
    case = bare_case([call("A", 1)])
    with pytest.raises(BadInput) as error:
        as_recorded(case, log("0,arrived,X", "5,discharge_end,X,1,Q0", case=case))
    [fault] = error.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "call", "X")
    with pytest.raises(DermagaError, match="nothing to replay"):
        as_recorded(case, log("0,expected,A", case=case))
    with pytest.raises(DermagaError, match="no lifts"):
        as_recorded(case, log("0,arrived,A", case=case))
