"""The benchmark of crane schedules: what an instance means, the table, the answers, and a run that goes on."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cranes import main, problem_of
from benchmarks.results import COLUMNS, RESULTS
from data.formats.benchmarks import qcsp
from scheduler.cranes import CraneProblem, CraneSchedule, faults

# Two cranes begin at bays 1 and 3 and keep a bay free between them. In the best schedule the second goes to bay 5 for
# 30 time units, from 2 on, while the first does both tasks of bay 1.
FIELDS: dict[str, Any] = {
    "name": "own", "n": 3, "b": 5, "q": 2, "t": 1, "s": 1, "p": [10, 15, 30], "l": [1, 1, 5], "r": [0, 0],
    "l0": [1, 3], "Phi": [[2, 1]],
}  # fmt: skip
COST = 2 + 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("own_1", "own_2", "own_3"):
        (tmp_path / f"{name}.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    (tmp_path / "best_known.csv").write_text(
        f"instance,scale,z_best\nown_1,3,{3 * COST}\nown_2,1,{COST + 1}\n", encoding="utf-8"
    )
    return tmp_path


def run(folder: Path, out: Path, *options: str) -> int:
    return main([str(folder), "--set", "qcsp", "--seconds", "5", "--out", str(out), *options])


def rows_of(out: Path, name: str = RESULTS) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def problem(folder: Path, **changes: Any) -> CraneProblem:
    file = folder / "changed.json"
    file.write_text(json.dumps(FIELDS | changes), encoding="utf-8")
    return problem_of(qcsp.read(file))


def test_an_instance_means_what_the_set_says(tmp_path: Path) -> None:
    posed = problem(tmp_path)
    assert faults(posed, CraneSchedule((15, 0, 2), (0, 0, 1))) == []
    # The way from the start, the order of a pair.
    assert faults(posed, CraneSchedule((15, 0, 1), (0, 0, 1))) != []
    assert faults(posed, CraneSchedule((0, 10, 2), (0, 0, 1))) != []
    # Without a free bay between the two they would both fit at bays 1 and 2, and with two not at bays 1 and 3.
    near = {"l": [1, 1, 2], "Phi": []}
    assert faults(problem(tmp_path, **near, s=0), CraneSchedule((0, 10, 1), (0, 0, 1))) == []
    assert faults(problem(tmp_path, **near, s=1), CraneSchedule((0, 10, 1), (0, 0, 1))) != []
    # The first crane makes way for the second by a bay, which takes a time unit; a faster one none.
    assert faults(problem(tmp_path, **near, s=1), CraneSchedule((0, 10, 26), (0, 0, 1))) == []
    assert faults(problem(tmp_path, **near, s=1), CraneSchedule((0, 10, 25), (0, 0, 1))) != []
    assert faults(problem(tmp_path, **near, s=1, t=0), CraneSchedule((0, 10, 25), (0, 0, 1))) == []
    # A crane that is ready at 5 goes then.
    assert faults(problem(tmp_path, r=[0, 5]), CraneSchedule((15, 0, 7), (0, 0, 1))) == []
    assert faults(problem(tmp_path, r=[0, 5]), CraneSchedule((15, 0, 6), (0, 0, 1))) != []


def test_rows_say_what_was_found_and_answers_are_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(folder, out) == 0
    rows = rows_of(out)
    assert list(rows[0]) == COLUMNS
    assert [row["instance"] for row in rows] == ["own_1.json", "own_2.json", "own_3.json"]
    for row in rows:
        assert (row["cost"], row["bound"], row["status"], row["checked"]) == (str(COST), str(COST), "optimal", "yes")
    assert [row["best_known"] for row in rows] == [str(COST), str(COST + 1), ""]
    answer = rows_of(out, "own_1.json.csv")
    assert [row["task"] for row in answer] == ["1", "2", "3"]
    assert answer[2] == {"task": "3", "crane": "2", "start": "2", "end": "32"}
    assert "3 of 3 instances; to best known (of 2): mean gap -1.52%, 1 equal, 1 better" in capsys.readouterr().out


def test_unidirectional_is_a_variant_with_best_known_values_of_its_own(folder: Path, tmp_path: Path) -> None:
    # The only crane would go to bay 3 first, where it starts, then down, and up again.
    fields = {"q": 1, "r": [0], "l0": [3], "l": [3, 1, 5], "p": [10, 15, 30], "Phi": []}
    (folder / "own_1.json").write_text(json.dumps(FIELDS | fields), encoding="utf-8")
    table = f"instance,scale,z_best,z_unidirectional\nown_1,3,{3 * 61},{3 * 63}\n"
    (folder / "best_known.csv").write_text(table, encoding="utf-8")
    found = {}
    for variant in ("free", "unidirectional"):
        main([str(folder / "own_1.json"), "--set", "qcsp", "--seconds", "5", "--out", str(tmp_path / variant),
              "--variant", variant])  # fmt: skip
        found[variant] = [(row["cost"], row["best_known"], row["status"]) for row in rows_of(tmp_path / variant)]
    assert found == {"free": [("61", "61", "optimal")], "unidirectional": [("61", "63", "optimal")]}


def test_a_stopped_run_goes_on_with_what_has_no_row(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(folder, out, "--every", "2") == 0
    assert run(folder, out) == 2
    assert run(folder, out, "--resume") == 0
    assert [row["instance"] for row in rows_of(out)] == ["own_1.json", "own_3.json", "own_2.json"]


def test_every_bad_file_is_named_before_any_is_solved(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "own_2.json").write_text(json.dumps(FIELDS | {"Phi": [[1, 2], [2, 1]]}), encoding="utf-8")
    (folder / "own_3.json").write_text("{", encoding="utf-8")
    assert run(folder, tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "own_2.json, Phi: tasks come after each other in a circle" in told
    assert "own_3.json" in told
    assert not (tmp_path / "out").exists()
