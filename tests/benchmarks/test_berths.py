"""The benchmark of berth plans: its table, its answers, and a run that goes on where one was stopped."""

import csv
from pathlib import Path

import pytest

from benchmarks.berths import main
from benchmarks.public_sets import instances
from benchmarks.results import COLUMNS, RESULTS
from data.errors import DermagaError

# One berth, two ships that come at 1 for 3 and 2: in the better order the second leaves at 3 and the first at 6.
TEXT = "2\n1\n1 1\n1\n3\n2\n20\n20 20\n"
COST = (6 - 1) + (3 - 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("f2x1-01", "f2x1-02", "f2x1-03"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "best_known.csv").write_text(
        f"instance,best,lower_bound,optimal\nf2x1-01.txt,{COST},{COST},True\nf2x1-02.txt,{COST + 1},,False\n",
        encoding="utf-8",
    )
    return tmp_path


def run(folder: Path, out: Path, *options: str) -> int:
    return main([str(folder), "--set", "lalla_ruiz", "--seconds", "5", "--out", str(out), *options])


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / RESULTS).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_rows_say_what_was_found_and_answers_are_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, tmp_path / "out") == 0
    rows = rows_of(tmp_path / "out")
    assert list(rows[0]) == COLUMNS
    assert [row["instance"] for row in rows] == ["f2x1-01.txt", "f2x1-02.txt", "f2x1-03.txt"]
    for row in rows:
        assert (row["cost"], row["bound"], row["status"], row["checked"]) == (str(COST), str(COST), "optimal", "yes")
        assert (tmp_path / "out" / f"{row['instance']}.csv").is_file()
    assert [row["best_known"] for row in rows] == [str(COST), str(COST + 1), ""]
    printed = capsys.readouterr().out
    assert "3 of 3 instances; to best known (of 2): mean gap -6.25%, 1 equal, 1 better; 3 proven, 3 checked" in printed


def test_a_stopped_run_goes_on_with_what_has_no_row(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(folder, out, "--every", "2") == 0
    assert [row["instance"] for row in rows_of(out)] == ["f2x1-01.txt", "f2x1-03.txt"]
    with (out / RESULTS).open("a", encoding="utf-8") as table:
        table.write("lalla_ruiz,,f2x1-02.t")
    first = (out / RESULTS).read_text(encoding="utf-8").splitlines()[1]
    assert run(folder, out, "--resume") == 0
    assert [row["instance"] for row in rows_of(out)] == ["f2x1-01.txt", "f2x1-03.txt", "f2x1-02.txt"]
    assert (out / RESULTS).read_text(encoding="utf-8").splitlines()[1] == first


def test_results_are_not_written_over(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(folder, out, "--every", "3") == 0
    before = (out / RESULTS).read_text(encoding="utf-8")
    assert run(folder, out) == 2
    assert "give --resume" in capsys.readouterr().err
    assert main([str(folder), "--set", "kramer", "--seconds", "1", "--out", str(out), "--resume"]) == 2
    assert "another set" in capsys.readouterr().err
    assert (out / RESULTS).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    "content", [b"no newline, and precious", b"\xff\xfe\n", b"a,b\n1,2\n", f"{','.join(COLUMNS)}\nx\n".encode()]
)
def test_what_is_no_table_of_results_is_left_as_it_is(folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / RESULTS).write_bytes(content)
    assert run(folder, tmp_path / "out", "--resume") == 2
    assert (tmp_path / "out" / RESULTS).read_bytes() == content


@pytest.mark.parametrize("row", ["f2x1-01.txt,abc,1", "f2x1-01.txt,nan,1", "f2x1-01.txt\n"])
def test_best_known_values_that_are_none_are_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str
) -> None:
    (folder / "best_known.csv").write_text(f"instance,best,lower_bound\n{row}\n", encoding="utf-8")
    broken = row.count(",") == 0
    if broken:
        (folder / "best_known.csv").write_text("instance,worst\nf2x1-01.txt,1\n", encoding="utf-8")
    assert run(folder, tmp_path / "out") == 2
    assert "is no table of best known values" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_bad_file_is_named_before_any_is_solved(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bad-1.txt", "bad-2.txt"):
        (folder / name).write_text("2\n", encoding="utf-8")
    assert run(folder, tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert "bad-1.txt" in error
    assert "bad-2.txt" in error
    assert not (tmp_path / "out").exists()


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    (folder / "again").mkdir()
    (folder / "again" / "f2x1-01.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DermagaError, match="one name"):
        instances([folder], ".txt")
    with pytest.raises(DermagaError, match=r"no \.json file"):
        instances([folder], ".json")
