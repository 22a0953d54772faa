"""The benchmark of the yard: what an instance means, the table and the answers."""

import csv
from pathlib import Path

import pytest

from benchmarks.results import RESULTS
from benchmarks.yard import bay_of, main
from scheduler.yard.bay import Bay

# 3 goes onto 5, and 4 goes after it; but restricted, 4 comes first and ends in the way of 2.
TEXT = "3 6\n2 1 4\n2 2 3\n2 6 5\n"
UNRESTRICTED, RESTRICTED = 2, 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("own_1", "own_2"):
        (tmp_path / f"{name}.dat").write_text(TEXT, encoding="utf-8")
    (tmp_path / "best_known.csv").write_text(
        "instance,restricted_best,unrestricted_best\nown_1.dat,2,2\nown_2.dat,3,4\n", encoding="utf-8"
    )
    return tmp_path


def rows_of(out: Path, name: str = RESULTS) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def run(folder: Path, out: Path, *options: str) -> int:
    return main([str(folder), "--set", "caserta", "--seconds", "5", "--out", str(out), *options])


def test_a_stack_may_grow_by_two(folder: Path) -> None:
    assert bay_of(folder / "own_1.dat") == Bay(((1, 4), (2, 3), (6, 5)), 4)


@pytest.mark.parametrize(
    ("variant", "cost", "best"), [("unrestricted", UNRESTRICTED, "4"), ("restricted", RESTRICTED, "3")]
)
def test_rows_say_what_was_found_and_answers_are_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], variant: str, cost: int, best: str
) -> None:
    out = tmp_path / "out"
    assert run(folder, out, "--variant", variant) == 0
    rows = rows_of(out)
    for row in rows:
        assert (row["set"], row["variant"], row["status"], row["checked"]) == ("caserta", variant, "optimal", "yes")
        assert (row["cost"], row["bound"]) == (str(cost), str(cost))
    assert [row["best_known"] for row in rows] == ["2", best]
    answer = rows_of(out, "own_1.dat.csv")
    assert sum(row["to_stack"] == "0" for row in answer) == 6
    assert sum(row["to_stack"] != "0" for row in answer) == cost
    assert "2 of 2 instances" in capsys.readouterr().out


def test_a_bay_without_a_way_out_is_infeasible(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "own.dat").write_text("1 2\n2 1 2\n", encoding="utf-8")
    assert run(folder, tmp_path / "out") == 0
    (row,) = rows_of(tmp_path / "out")
    assert (row["cost"], row["status"], row["checked"]) == ("", "infeasible", "no")


def test_a_bay_is_brought_into_order(tmp_path: Path) -> None:
    folder = tmp_path / "2-3"
    folder.mkdir()
    # 4 goes aside, 3 onto 4 or the other way round: no single move does.
    (folder / "own_1.dat").write_text("3 6\n2 1 4\n2 2 3\n2 6 5\n", encoding="utf-8")
    (folder / "best_known.csv").write_text("instance,lower_bound,best\nown_1.dat,3,\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main([str(folder), "--set", "premarshalling_cvs", "--seconds", "5", "--out", str(out)]) == 0
    (row,) = rows_of(out)
    assert (row["set"], row["status"], row["checked"], row["best_known"]) == (
        "premarshalling_cvs",
        "optimal",
        "yes",
        "",
    )
    moves = rows_of(out, "own_1.dat.csv")
    assert row["cost"] == row["bound"] == str(len(moves))
    assert all(row["to_stack"] != "0" for row in moves)
