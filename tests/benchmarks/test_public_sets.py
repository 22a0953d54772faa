"""Tables of results and of best known values: after a run that was stopped, and where they are none."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.public_sets import BEST_KNOWN, best_known, read_best
from benchmarks.results import RESULTS, Results, Row, by_class
from data.errors import DermagaError

ROW = Row("set", "", "a.txt", "1", "1", "0", "optimal", "1.0", "0.5", "", "yes")


def test_who_goes_on_loses_no_row_where_that_is_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Results(tmp_path, "set", "", resume=False).add(ROW)
    with (tmp_path / RESULTS).open("ab") as opened:
        opened.write(b"set,,b.t")

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        # Where a file that is written anew would have been emptied.
        patched.setattr(os, "truncate", full)
        with pytest.raises(OSError, match="no space"):
            Results(tmp_path, "set", "", resume=True)
    assert Results(tmp_path, "set", "", resume=True).rows == [ROW]
    assert (tmp_path / RESULTS).read_text(encoding="utf-8").endswith("yes\n")


@pytest.mark.parametrize("line", ["x" * 200_000, "\0" * 8, "a,b"])
def test_what_is_no_table_of_results_is_refused(tmp_path: Path, line: str) -> None:
    Results(tmp_path, "set", "", resume=False)
    with (tmp_path / RESULTS).open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")
    with pytest.raises(DermagaError, match="no table of results"):
        Results(tmp_path, "set", "", resume=True)


@pytest.mark.parametrize(
    "text",
    [
        f"instance,best,lower_bound\n{'x' * 200_000},1,1\n",
        "instance,lower_bound\na.txt,1\n",
        "instance,best,lower_bound\na.txt,many,1\n",
    ],
)
def test_what_is_no_table_of_best_known_values_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / BEST_KNOWN).write_text(text, encoding="utf-8")
    with pytest.raises(DermagaError, match="no table of best known values"):
        best_known(tmp_path / "a.txt", read_best)


def test_a_row_that_ends_early_fails_no_other_reader(tmp_path: Path) -> None:
    (tmp_path / BEST_KNOWN).write_text("instance,best,lower_bound\na.txt\n", encoding="utf-8")
    assert best_known(tmp_path / "a.txt", read_best) is None
    with pytest.raises(DermagaError, match="no table of best known values"):
        best_known(tmp_path / "a.txt", lambda row: float(row["best"]))


def test_rows_are_summed_up_by_the_class_that_their_names_tell() -> None:
    rows = [
        replace(ROW, instance="bay3-4-1.dat", cost="4", bound="4", best_known="5"),
        replace(ROW, instance="bay3-4-12.dat", cost="7", bound="6", status="feasible", best_known="6"),
        replace(ROW, instance="bay3-10-1.dat", cost="", bound="0", gap="", status="unknown"),
    ]
    head, *lines = (line.split() for line in by_class(rows))
    assert head[:3] == ["class", "instances", "proven"]
    assert lines == [
        ["bay3-10", "1", "0", "-", "-", "0", "0", "0"],
        ["bay3-4", "2", "1", "5.50", "5.00", "1", "0", "1"],
    ]
