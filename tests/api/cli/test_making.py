"""`dermaga case make`."""

import json
from pathlib import Path

import pytest

from data.cases import load
from data.cases.invented import Wanted, invent
from tests.api.cli.conftest import Run

SMALL = "--quay 400 --cranes 3 --calls 12 --boxes 200 --ships feeder --weeks 1"


def test_a_folder_is_made_and_is_a_case(dermaga: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    ran = dermaga(f"case make {folder} {SMALL} --no-tide --no-windows --seed 4")
    assert ran.status == 0
    assert "a week of 12 calls" in ran.out
    assert ran.err == ""
    wanted = Wanted(
        quay_m=400, cranes=3, calls=12, boxes=200, ships="feeder", weeks=1, tide=False, windows=False, seed=4
    )
    assert load(str(folder)).case == invent("mine", wanted)
    assert "**Every figure of this case is invented.**" in (folder / "SOURCES.md").read_text(encoding="utf-8")
    assert dermaga(f"case check {folder}").out.startswith("mine is a valid case")


def test_the_command_that_is_told_makes_the_same_case(dermaga: Run, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    options = "--growth 0.05 --years 2 --grow calls --services 6 --layout discrete --no-shifts --start 2027-03-01"
    told = json.loads(dermaga(f"case make {first} {SMALL} {options} --json").out)
    assert told["name"] == "first"
    assert 0 < told["quay_use"] < 1
    assert told["warnings"] == []
    line = told["command"].removeprefix("dermaga ").replace(str(first), str(again))
    assert dermaga(line).status == 0
    assert load(str(again)).case.hash == load(str(first)).case.hash


def test_a_workbook_is_made(dermaga: Run, tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    assert dermaga(f"case make {book} {SMALL}").status == 0
    assert len(load(str(book)).case.services) == 12


def test_too_much_work_is_a_warning(dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"case make {tmp_path / 'late'} {SMALL} --start 9999-12-31")
    assert (ran.status, ran.err) == (1, "--start 9999-12-31 is no day from 1990 to 2198; correct the year\n")
    ran = dermaga(f"case make {tmp_path / 'full'} {SMALL} --calls 80")
    assert ran.status == 0
    assert "warning: the calls take" in ran.err
    assert "queues grow without end; give more --cranes, or fewer --calls or --boxes" in ran.err


def test_a_quay_too_short_for_its_ships_is_refused(dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"case make {tmp_path / 'short'} --quay 300")
    assert ran.status == 1
    assert ran.err.startswith("the quay of 300 m is too short: mainline ships are up to 366 m long")
    assert not (tmp_path / "short").exists()
    assert "too short" in json.loads(dermaga(f"case make {tmp_path / 'short'} --quay 300 --json").out)["error"]


@pytest.mark.parametrize("name", ["there", "there.xlsx"])
def test_nothing_is_written_over(dermaga: Run, tmp_path: Path, name: str) -> None:
    assert dermaga(f"case make {tmp_path / name} {SMALL}").status == 0
    ran = dermaga(f"case make {tmp_path / name} {SMALL} --seed 2")
    assert ran.status == 1
    assert "there" in ran.err


def test_a_path_that_cannot_be_written_is_refused(dermaga: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = dermaga(f"case make {tmp_path / 'file' / 'case'} {SMALL}")
    assert ran.status == 1
    assert "give another PATH" in ran.err


def test_help_names_the_options_by_what_they_are_about(dermaga: Run) -> None:
    told = dermaga("case make --help").out
    for panel in ("How large", "Which ships", "The same terminal some years on", "What makes planning hard"):
        assert panel in told
