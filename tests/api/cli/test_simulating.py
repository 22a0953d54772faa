import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from api.cli.planning import FINISHED, until_interrupted
from api.cli.simulating import simulate_with_progress
from tests.api.cli.conftest import Run

SHORT = "--days 3 --replications 3"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_files_of_a_simulation(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"simulate {small_folder} --policy fcfs {SHORT} --workers 1 --out {tmp_path}/s")
    assert ran.status == 0
    assert "waiting_h" in ran.out
    assert "million USD" in ran.out
    assert " money" not in ran.out
    kpis = _rows(tmp_path / "s" / "kpis.csv")
    assert list(kpis[0]) == ["kpi", "unit", "mean", "half_width", "replications"]
    assert {
        "calls", "boxes_moved", "teu_moved", "waiting_h", "turnaround_h", "berth_time_h", "berth_occupancy",
        "moves_per_crane_hour_gross", "crane_utilisation", "yard_occupancy", "truck_turn_time_min",
    } <= {row["kpi"] for row in kpis}  # fmt: skip
    replications = _rows(tmp_path / "s" / "replications.csv")
    assert list(replications[0]) == ["replication", "kpi", "unit", "value"]
    assert len({row["replication"] for row in replications}) == 3


def test_one_seed_one_result_whatever_the_workers(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    for folder, workers in (("a", 1), ("b", 2), ("c", 1)):
        ran = dermaga(f"simulate {small_folder} {SHORT} --seed 5 --workers {workers} --out {tmp_path}/{folder}")
        assert ran.status == 0
    for name in ("kpis.csv", "replications.csv"):
        contents = {(tmp_path / folder / name).read_bytes() for folder in "abc"}
        assert len(contents) == 1
    dermaga(f"simulate {small_folder} {SHORT} --seed 6 --workers 1 --out {tmp_path}/d")
    assert (tmp_path / "d" / "kpis.csv").read_bytes() != (tmp_path / "a" / "kpis.csv").read_bytes()


def test_a_plan_is_simulated_over_its_own_days(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    dermaga(f"plan {small_folder} --seconds 10 --out {tmp_path}/p")
    ran = dermaga(
        f"simulate {small_folder} --policy plan:{tmp_path}/p/plan.json --replications 2 --workers 1 "
        f"--out {tmp_path}/s --json"
    )
    assert ran.status == 0
    figures = {row["kpi"]: row["mean"] for row in json.loads(ran.out)["kpis"]}
    assert figures["calls"] == 4


def test_a_plan_that_breaks_a_rule_is_not_simulated(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    dermaga(f"plan {small_folder} --seconds 10 --out {tmp_path}/p")
    plan = json.loads((tmp_path / "p" / "plan.json").read_text())
    plan["calls"][0]["position_m"] = 200
    (tmp_path / "edited.json").write_text(json.dumps(plan))
    ran = dermaga(f"simulate {small_folder} --policy plan:{tmp_path}/edited.json --out {tmp_path}/s")
    assert ran.status == 1
    assert "quay_ends" in ran.err
    assert not (tmp_path / "s").exists()


def test_a_simulation_that_ends_early_is_one_json_object_with_an_error(
    dermaga: Run, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(*arguments: Any, replications: int, **options: Any) -> Any:
        assert replications == 3
        return simulate_with_progress(*arguments, replications=2, **options)

    monkeypatch.setattr("api.cli.simulating.simulate_with_progress", two)
    ran = dermaga(f"simulate {small_folder} {SHORT} --workers 1 --out {tmp_path}/s --json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["error"].startswith("ended after 2 of 3 replications")
    assert {row["replications"] for row in told["kpis"]} <= {0, 2}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--policy best", "= 'best': there is no such policy; give fcfs, plan:PATH or replan:6h"),
        ("--policy replan:0h", "replan:0h"),
        ("--policy replan:soon", "no such policy"),
        ("--policy plan:nothing.json", "nothing.json"),
        ("--of waiting_h", "give it too, or drop them"),
        ("--most 50", "give it too, or drop them"),
        ("--rule berthing", "names no function"),
        ("--rule parking=rules.py:park", "no such place"),
        ("--rule berthing=nothing.py:first", "no such file"),
    ],
)
def test_wrong_options_are_refused(dermaga: Run, small_folder: Path, tmp_path: Path, options: str, says: str) -> None:
    ran = dermaga(f"simulate {small_folder} {options} --out {tmp_path}/s")
    assert ran.status == 1
    assert says in ran.err


@contextmanager
def _stopped(kept: str) -> Iterator[Event]:
    """Somebody pressed Ctrl-C before anything was finished."""
    assert "best plan" not in kept
    cancel = Event()
    cancel.set()
    yield cancel


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("simulating", "simulate CASE --days 3"),
        ("comparing", "compare CASE one.toml --days 3"),
        ("experimenting", "sweep CASE design.toml --days 3"),
        ("experimenting", "warmup CASE"),
        ("searching", "goal CASE --vary tractors.count --from 1 --to 5 --days 3 --reach 5"),
        ("searching", "choose CASE one.toml --days 3 --kpi turnaround_h --zone 1"),
    ],
)
def test_what_is_stopped_before_a_replication_prints_its_error_alone(
    dermaga: Run, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.toml").write_text(
        'name = "few"\ndescription = "Few"\n[[changes]]\nchange = "set"\nfield = "tractors.count"\nvalue = 2\n'
    )
    (tmp_path / "design.toml").write_text('kind = "factorial"\n[[factor]]\nname = "demand"\nvalues = [1.0, 1.5]\n')
    monkeypatch.setattr(f"api.cli.{module}.until_interrupted", _stopped)
    out = "" if command.startswith("choose") else "--out stopped"
    ran = dermaga(f"{command.replace('CASE', str(small_folder))} --workers 1 {out}")
    assert ran.status == 1
    assert ran.out == ""
    assert "ended before a replication was finished" in ran.err
    assert list(tmp_path.glob("stopped/*.csv")) == []


def test_ctrl_c_says_what_a_simulation_keeps(capsys: pytest.CaptureFixture[str]) -> None:
    with until_interrupted(FINISHED) as cancel:
        os.kill(os.getpid(), signal.SIGINT)
        assert cancel.wait(1)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert "the finished replications are kept" in capsys.readouterr().err


def test_a_killed_simulation_leaves_no_process(small_folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "simulate", str(small_folder)]
    command += ["--days", "300", "--replications", "400", "--workers", "2", "--out", str(tmp_path / "s")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    assert running.stderr is not None
    first = running.stderr.readline()
    assert b"replications" in first
    assert len(_processes_of(running.pid)) > 1
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stderr.close()
    for _ in range(100):
        if not _processes_of(running.pid):
            return
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    pytest.fail("worker processes outlived the command")


def _processes_of(session: int) -> list[int]:
    """Processes of a session, zombies left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def test_records_of_the_first_run_or_of_all(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    one, each = tmp_path / "one", tmp_path / "each"
    assert dermaga(f"simulate {small_folder} --days 1 --replications 2 --workers 1 --records --out {one}").status == 0
    assert {"events.parquet", "yard.parquet", "calls.parquet", "calls.csv", "kpis.csv"} <= _listed(one)
    assert (
        dermaga(f"simulate {small_folder} --days 1 --replications 2 --workers 1 --all-records --out {each}").status == 0
    )
    assert _listed(each / "records") == {"0", "1"}
    same = (one / "calls.csv").read_bytes()
    assert (each / "records" / "0" / "calls.csv").read_bytes() == same
    assert (each / "records" / "1" / "calls.csv").read_bytes() != same


def _listed(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
