from pathlib import Path

import pytest

from data.case import Case
from data.gate import Gate
from data.operations import Arrivals, CraneWork, Dwell, YardWork
from simulations.logs import goodness
from simulations.logs.fitting import fit_case
from tests.simulations.conftest import bare_case, call
from tests.simulations.logs.conftest import log, log_of, recorded

# One of the seeds, about half of all, for which each of the thirteen 95 % intervals holds what was drawn.
SEED = 2
# What the log is drawn with, and what the case that is fitted says before.
KNOWN = {
    "crane_work.cycle_s": 150,
    "crane_work.cycle_spread": 0.4,
    "crane_work.hours_between_failures": 4,
    "crane_work.repair_h": 0.5,
    "yard_work.move_s": 120,
    "yard_work.move_spread": 0.3,
    "gate.service_min": 3,
    "dwell.import_h": 40,
    "dwell.import_spread": 0.7,
    "dwell.export_h": 40,
    "dwell.export_spread": 0.5,
    "arrivals.lateness_mean_h": 1,
    "arrivals.lateness_sd_h": 3,
}


def _case(drawn: bool) -> Case:
    factor = 1.0 if drawn else 1.5
    calls = [call(f"C{n}", 24 * (n + 1), discharge_full=50, load_full=50) for n in range(14)]
    return bare_case(
        calls,
        berths=2,
        blocks=2,
        crane_work=CraneWork(
            gross_moves_per_hour=20,
            cycle_s=150 * factor,
            cycle_spread=0.4 * factor,
            hours_between_failures=4 * factor,
            repair_h=0.5 * factor,
        ),
        yard_work=YardWork(move_s=120 * factor, move_spread=0.3 * factor),
        gate=Gate(
            lanes=20,
            service_min=3 * factor,
            gate_to_yard_m=500,
            closes_hours_before=6,
            hour_weights=(0.5,) * 12 + (1.5,) * 12,
        ),
        dwell=Dwell(import_h=40 * factor, import_spread=0.7 * factor, export_h=40 * factor, export_spread=0.5 * factor),
        arrivals=Arrivals(lateness_mean_h=1 * factor, lateness_sd_h=3 * factor),
    )


def test_a_log_of_known_parameters_gives_them_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goodness, "_DRAWS", 4)
    found = fit_case(_case(drawn=False), log_of(recorded(_case(drawn=True), days=15, seed=SEED), tmp_path))
    by_name = {each.parameter: each for each in found.estimates}
    for name, value in KNOWN.items():
        estimate = by_name[name]
        assert estimate.low <= value <= estimate.high, name
        assert estimate.in_case == pytest.approx(1.5 * value)
        part, _, field = name.partition(".")
        assert getattr(getattr(found.case.terminal, part), field) == pytest.approx(estimate.estimate, rel=1e-5)
    assert found.case.terminal.arrivals.lateness == "normal"
    assert by_name["crane_work.cycle_s"].best == "gamma"
    assert by_name["dwell.import_h"].best == "lognormal"
    assert by_name[""].what == "turn time of trucks"
    # Nothing else of the case is touched.
    assert found.case.calls == _case(drawn=False).calls
    assert found.case.terminal.gate.lanes == 20


def test_too_few_values_leave_the_case_as_it_is() -> None:
    case = _case(drawn=True)
    found = fit_case(case, log("0,arrived,A", "10,load_start,A,1,Q0", "13,load_end,A,1,Q0", case=case))
    assert found.case == case
    assert all("the case keeps its own" in each.remark for each in found.estimates)
    assert len(found.table()) == len(found.estimates)
