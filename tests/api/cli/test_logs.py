import csv
import json
from pathlib import Path

import pytest

from simulations.clock import Clock
from simulations.logs import goodness
from simulations.policies import FirstComeFirstServed
from simulations.record_tables import events
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.api.cli.conftest import Run
from tests.simulations.conftest import START


@pytest.fixture
def log_file(small_folder: Path, tmp_path: Path) -> Path:
    """Four days of the small case, recorded."""
    from data.cases import load

    case = load(str(small_folder)).case
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, 4), Streams(5, 0), recording=True)
    terminal.run()
    path = tmp_path / "events.parquet"
    events(terminal).to_parquet(path, index=False)
    return path


def test_fit_writes_a_case_that_opens(
    dermaga: Run, small_folder: Path, log_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goodness, "_DRAWS", 4)
    ran = dermaga(f"fit {log_file} --case {small_folder} --out {tmp_path}/fitted --json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    estimates = {row["parameter"]: row for row in answer["estimates"]}
    assert estimates["crane_work.cycle_s"]["n"] > 100
    with (tmp_path / "fitted" / "fit" / "fit.csv").open(newline="", encoding="utf-8") as file:
        assert [row["parameter"] for row in csv.DictReader(file)] == list(estimates)
    opened = dermaga(f"case check {tmp_path}/fitted")
    assert opened.status == 0
    assert "not read" not in opened.err
    # A case is never written over.
    assert dermaga(f"fit {log_file} --case {small_folder} --out {tmp_path}/fitted").status == 1


def test_replay_holds_the_simulation_against_the_record(
    dermaga: Run, small_folder: Path, log_file: Path, tmp_path: Path
) -> None:
    ran = dermaga(f"replay {small_folder} {log_file} --days 4 --replications 4 --workers 1 --out {tmp_path}/r")
    assert ran.status == 0
    assert "lie in the 95 % interval for one such run" in ran.out
    with (tmp_path / "r" / "replay.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["kpi"]: row for row in csv.DictReader(file)}
    assert rows["boxes_moved"]["recorded"] == rows["boxes_moved"]["simulated_mean"]
    assert {"low", "high", "half_width", "unit", "within"} <= set(rows["waiting_h"])


def test_kpis_of_a_plan_and_of_a_log_side_by_side(
    dermaga: Run, small_folder: Path, log_file: Path, tmp_path: Path
) -> None:
    assert dermaga(f"plan {small_folder} --seconds 2 --days 4 --out {tmp_path}/p").status == 0
    plan = tmp_path / "p" / "plan.json"
    ran = dermaga(f"kpis {small_folder} --plan {plan} --actuals {log_file} --days 4 --out {tmp_path}/k --json")
    assert ran.status == 0
    rows = {row["kpi"]: row for row in json.loads(ran.out)["kpis"]}
    assert rows["calls"]["planned"] >= rows["calls"]["actual"] > 0
    assert rows["bch_net"]["planned"] is None
    assert (tmp_path / "k" / "kpis.csv").exists()
    assert dermaga(f"kpis {small_folder}").status == 1


def test_a_faulty_log_is_refused_with_its_rows(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("time,event,call\n2026-01-05 01:00,arived,A\nnoon,arrived,A\n", encoding="utf-8")
    ran = dermaga(f"fit {path} --case {small_folder} --out {tmp_path}/f --json")
    assert ran.status == 1
    assert [(fault["row"], fault["column"], fault["value"]) for fault in json.loads(ran.out)["faults"]] == [
        (3, "time", "noon"), (2, "event", "arived"),
    ]  # fmt: skip
