import json
from pathlib import Path

import pandas as pd
import pytest

from data.case import Case
from data.kpis import KPIS
from simulations.experiments.replications import run
from simulations.experiments.warm_up import WarmUp, warm_up_of
from simulations.policies import FirstComeFirstServed
from simulations.series import SERIES
from tests.api.cli.conftest import Run

DESIGN = """
kind = "factorial"
[[factor]]
name = "tractors.count"
from = 2
to = 6
levels = 3
[[factor]]
name = "demand"
values = [1.0, 1.5]
"""
SHORT = "--days 3 --workers 1"


@pytest.fixture
def design(tmp_path: Path) -> Path:
    path = tmp_path / "design.toml"
    path.write_text(DESIGN)
    return path


def test_a_sweep_writes_tidy_tables_and_says_what_moves_a_figure(
    dermaga: Run, small_folder: Path, design: Path, tmp_path: Path
) -> None:
    command = f"sweep {small_folder} {design} {SHORT} --replications 2 --kpi turnaround_h --out {tmp_path}/s"
    ran = dermaga(command)
    assert ran.status == 0, ran.err
    assert "demand" in ran.out
    assert "R²" in ran.out
    assert "95 % (h)" in ran.out
    results = pd.read_parquet(tmp_path / "s" / "results.parquet")
    assert len(results) == 6 * 2 * len(KPIS)
    assert pd.read_csv(tmp_path / "s" / "design.csv")["tractors.count"].tolist() == [2, 2, 4, 4, 6, 6]
    effects = pd.read_csv(tmp_path / "s" / "sensitivity.csv")
    assert set(effects["factor"]) == {"tractors.count", "demand"}
    again = dermaga(command)
    assert again.status == 1
    assert "--resume" in again.err
    resumed = dermaga(f"{command} --resume --json")
    assert resumed.status == 0
    told = json.loads(resumed.out)
    assert told["missing"] == []
    assert told["points"] == 6
    assert [row["factor"] for row in told["effects"]] == ["tractors.count", "demand"]
    other = dermaga(f"{command} --resume --seed 2")
    assert other.status == 1
    assert "another sweep (seed differ)" in other.err


def test_a_design_that_is_wrong_leaves_no_folder(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(DESIGN.replace("tractors.count", "tractors.cuont"))
    ran = dermaga(f"sweep {small_folder} {tmp_path}/d.toml {SHORT} --out {tmp_path}/s")
    assert ran.status == 1
    assert "did you mean tractors.count" in ran.err
    assert not (tmp_path / "s").exists()


def test_a_folder_without_a_sweep_is_not_gone_on_with(dermaga: Run, small_folder: Path, design: Path) -> None:
    ran = dermaga(f"sweep {small_folder} {design} {SHORT} --resume --out {small_folder}")
    assert ran.status == 1
    assert "has no sweep to go on with" in ran.err
    assert not (small_folder / "finished.jsonl").exists()
    assert not (small_folder / "design.csv").exists()


def test_a_goal_is_found_or_told_to_be_out_of_range(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    command = (
        f"goal {small_folder} --vary tractors.count --from 1 --to 5 --kpi turnaround_h --days 3 --replications 2 "
        f"--workers 1 --out {tmp_path}/g --json"
    )
    curve = json.loads(dermaga(f"{command} --reach 1").out)["curve"]
    means = [row["mean"] for row in curve]
    assert [row["value"] for row in curve] == [1, 2, 3, 4, 5]
    found = dermaga(f"{command} --reach {(means[0] + means[1]) / 2}")
    assert found.status == 0, found.err
    (root,) = json.loads(found.out)["roots"]
    assert root["value"] == pytest.approx(1.5, abs=0.01)
    told = dermaga(f"{command.removesuffix(' --json')} --reach {(means[0] + means[1]) / 2}")
    assert "goal (h)" in told.out
    assert "the interval from 2 replications is too narrow" in told.out
    missed = dermaga(f"{command} --reach 0.5,1000")
    assert missed.status == 1
    assert "does not reach 0.5, 1000" in json.loads(missed.out)["error"]
    assert pd.read_csv(tmp_path / "g" / "curve.csv")["value"].tolist() == [1, 2, 3, 4, 5]
    wrong = dermaga(f"{command} --reach many")
    assert wrong.status == 1
    assert "no list of numbers" in json.loads(wrong.out)["error"]


def test_the_best_of_scenarios_is_chosen(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(
        """
        [[scenario]]
        name = "few"
        description = "Two tractors"
        [[scenario.changes]]
        change = "set"
        field = "tractors.count"
        value = 2
        [[scenario]]
        name = "slow"
        description = "Slow cranes"
        [[scenario.changes]]
        change = "set"
        field = "crane_work.cycle_s"
        value = 600
        """
    )
    command = f"choose {small_folder} {tmp_path}/s.toml --kpi turnaround_h --zone 0.5 {SHORT}"
    ran = dermaga(f"{command} --json")
    assert ran.status == 0, ran.err
    told = json.loads(ran.out)
    assert told["best"] == "base"
    assert {row["alternative"]: row["state"] for row in told["race"]}["slow"] == "dropped"
    ran = dermaga(f"{command} --largest")
    assert "slow is the best, or within 0.5 h of it" in ran.out
    assert "turnaround_h (h)" in ran.out
    ran = dermaga(f"{command} --probability 0.2")
    assert ran.status == 1
    assert "more than chance" in ran.err


def test_a_warm_up_is_recommended_where_series_settle(
    dermaga: Run, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pilots(*arguments: object, replications: int, **options: object) -> WarmUp:
        del arguments, options
        means = pd.DataFrame({name: [5.0 if day < 12 else 9.0 for day in range(336)] for name in SERIES}).to_numpy()
        return warm_up_of(means, replications)

    monkeypatch.setattr("api.cli.experimenting.find_warm_up", pilots)
    ran = dermaga(f"warmup {small_folder} --workers 1 --out {tmp_path}/w")
    assert ran.status == 0, ran.err
    assert "--warmup 4" in ran.out
    assert json.loads(dermaga(f"warmup {small_folder} --workers 1 --out {tmp_path}/w --json").out)["warmup_days"] == 4
    assert (tmp_path / "w" / "series.csv").read_text().startswith("day,series,mean,moving_average\n")


def test_a_simulation_goes_on_until_it_is_precise(
    dermaga: Run, small_folder: Path, small_case: Case, tmp_path: Path
) -> None:
    command = f"simulate {small_folder} {SHORT} --replications 3 --of turnaround_h --json --out {tmp_path}/s"
    ran = dermaga(f"{command} --precision 0.9")
    assert ran.status == 0, ran.err
    assert {row["replications"] for row in json.loads(ran.out)["kpis"]} <= {0, 3}
    assert (tmp_path / "s" / "quantiles.csv").read_text().startswith("figure,unit,quantile,value,low,high,calls\n")
    written = pd.read_parquet(tmp_path / "s" / "replications.parquet")
    there = run(small_case, FirstComeFirstServed(), days=3, replications=3, workers=1, seed=1)
    assert written.equals(there.replications)
    ran = dermaga(f"{command} --precision 0.0001 --most 4")
    assert ran.status == 1
    assert "not so precise" in json.loads(ran.out)["error"]
    ran = dermaga(f"{command} --precision 2")
    assert ran.status == 1
    assert json.loads(ran.out)["faults"][0]["column"] == "precision"


def test_a_cluster_that_is_not_there_is_told(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"simulate {small_folder} {SHORT} --dask nowhere --out {tmp_path}/s")
    assert ran.status == 1
    assert "no Dask scheduler answers at 'nowhere'" in ran.err
