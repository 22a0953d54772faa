import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.errors import BadInput
from data.kpis import LOADING_KPIS
from simulations.experiments.loading import LoadingExperiment, simulate_loading
from tests.simulations.loading.conftest import number, whole_plan

ROUGH: dict[str, Any] = {
    "crane_work": {"cycle_spread": 0.4, "hours_between_failures": 0.5, "repair_h": 0.2},
    "yard_work": {"move_spread": 0.3},
}
FILES = ("replications.csv", "cranes.csv", "lifts.csv")


def experiment(workers: int = 1, replications: int = 4, seed: int = 7, **options: Any) -> LoadingExperiment:
    return simulate_loading(*whole_plan(**ROUGH), replications=replications, workers=workers, seed=seed, **options)


def test_files_are_the_same_to_the_byte_with_one_worker_and_with_two(tmp_path: Path) -> None:
    for workers in (1, 2):
        experiment(workers).write(tmp_path / str(workers))
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    experiment(seed=8).write(tmp_path / "other")
    assert (tmp_path / "1" / FILES[0]).read_bytes() != (tmp_path / "other" / FILES[0]).read_bytes()


def test_any_executor_gives_the_same() -> None:
    with ThreadPoolExecutor(2) as executor:
        brought = experiment(executor=executor)
    assert brought.summary() == experiment().summary()


def test_there_is_a_row_a_replication_and_a_column_a_key_figure() -> None:
    told: list[tuple[int, int]] = []
    found = experiment(report=lambda done, total: told.append((done, total)))
    assert told == [(n, 4) for n in range(1, 5)]
    assert list(found.replications.columns) == ["replication", *(kpi.name for kpi in LOADING_KPIS)]
    assert found.replications["replication"].tolist() == [0, 1, 2, 3]
    assert found.kpis()["kpi"].tolist() == [kpi.name for kpi in LOADING_KPIS]
    assert found.missing == ()


def test_the_summary_holds_planned_against_simulated_finish() -> None:
    found = experiment()
    summary = found.summary()
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    finishes = found.replications["finish_h"]
    assert summary["planned_finish_h"] == pytest.approx(22 / 60)
    assert summary["planned_finish"] == "2026-01-05T00:22:00+08:00"
    assert summary["finish_h"] == pytest.approx(finishes.mean())
    # t(0.975, 3) = 3.1824
    assert summary["half_width_h"] == pytest.approx(3.1824 * finishes.std() / 4**0.5, rel=1e-4)
    assert summary["ratio"] == pytest.approx(finishes.mean() / (22 / 60))
    assert summary["late_share"] == (finishes > 22 / 60).mean()
    assert (found.replications["late_h"] - finishes + 22 / 60).abs().max() < 1e-9


def test_without_chance_the_tables_are_those_that_can_be_worked_out() -> None:
    found = simulate_loading(*whole_plan(), replications=2, workers=1, seed=1)
    # Q1 goes as planned. Q2's box is fetched at 6, after one that is stacked from 4 on, and is there at 9.
    cranes = found.cranes().set_index("crane")
    assert cranes["end"].tolist() == ["2026-01-05T00:22:00+08:00", "2026-01-05T00:15:00+08:00"]
    assert cranes["late_h"].tolist() == pytest.approx([0, -1 / 60])
    assert cranes["idle_h"].tolist() == pytest.approx([0, 7 / 60])
    assert cranes[["lifts", "boxes"]].to_numpy().tolist() == [[6, 4], [4, 4]]
    lifts = found.lifts()
    assert lifts["late_min"].tolist() == pytest.approx([0] * 8 + [-1, -1])
    assert lifts["latest_min"].tolist() == lifts["late_min"].tolist()
    last = lifts.iloc[8]
    assert (last["lift"], last["crane"], last["kind"], last["bay"]) == (9, "Q2", "load", 6)
    assert last["boxes"] == number(7)
    assert (last["planned_start"], last["start"]) == ("2026-01-05T00:10:00+08:00", "2026-01-05T00:09:00+08:00")
    assert pd.isna(lifts.iloc[0]["cover"])
    assert lifts.iloc[1]["cover"] == 1
    assert found.summary()["half_width_h"] == 0
    assert found.summary()["late_share"] == 0


def test_one_replication_has_no_interval() -> None:
    summary = experiment(replications=1).summary()
    assert summary["half_width_h"] is None
    assert {row["half_width"] for row in summary["kpis"]} == {None}


def test_cancelled_before_anything_is_finished_the_tables_are_empty(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    found = experiment(cancel=cancel)
    assert found.missing == (0, 1, 2, 3)
    summary = found.summary()
    assert (summary["finish_h"], summary["ratio"], summary["late_share"], summary["finish"]) == (None,) * 4
    found.write(tmp_path)
    assert (tmp_path / "replications.csv").read_text().count("\n") == 1
    assert (tmp_path / "lifts.csv").read_text().count("\n") == 11


def test_what_cannot_be_simulated_is_refused_with_every_fault() -> None:
    with pytest.raises(BadInput) as refused:
        experiment(replications=0, workers=0, seed=-1)
    assert [fault.column for fault in refused.value.faults] == ["replications", "workers", "seed"]
    case, plan = whole_plan()
    with pytest.raises(BadInput, match="no such call"):
        simulate_loading(case, plan.model_copy(update={"call": "D"}), replications=1, workers=1, seed=1)
