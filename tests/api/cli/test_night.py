import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.formats.folder import write_folder
from tests.api.cli.conftest import Run
from tests.data.test_night import box, case_of
from tests.simulations.loading.conftest import number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case in which a box stands on one that leaves a day before it."""
    write_folder(case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1")], calls=2), tmp_path / "case")
    return tmp_path / "case"


def test_a_night_shift_and_its_files(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "night"
    ran = dermaga(f"night {folder} --simulate 3 --out {out}")
    assert ran.status == 0
    assert "Executed 3 times: all moves were done in 3, 0.0 boxes were still in the way" in ran.out
    with (out / "night.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["crane"], row["order"], row["kind"], row["box"]) == ("RA", "1", "premarshal", number(2))
    book = load_workbook(out / "night.xlsx")
    assert book.sheetnames == ["RA"]
    assert re.fullmatch(r"\d\d \w{3} \d\d:\d\d:\d\d", book["RA"]["G2"].value)
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["in_the_way"], summary["moves"], summary["still_in_the_way"]) == (1, 1, 0)
    assert summary["checked"] is True
    assert (summary["status"], summary["gap"]) == ("optimal", 0)
    assert summary["bound"] == summary["cost"] > 0
    assert summary["cost"] < summary["cost_without"]
    ran = dermaga(f"check {folder} {out}/plan.json")
    assert ran.status == 0
    assert "feasible" in ran.out


def test_a_night_shift_is_no_plan_of_a_ship(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    dermaga(f"night {folder} --out {tmp_path}/night")
    ran = dermaga(f"simulate {folder} --policy plan:{tmp_path}/night/plan.json --out {tmp_path}/simulated")
    assert ran.status == 1
    assert "dermaga night executes it itself, with --simulate N" in ran.err


def test_check_refuses_a_spoilt_night_shift(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    dermaga(f"night {folder} --out {tmp_path}/night")
    plan = json.loads((tmp_path / "night" / "plan.json").read_text())
    plan["moves"][0]["to"] = "A-02-2-3"
    (tmp_path / "spoilt.json").write_text(json.dumps(plan))
    ran = dermaga(f"check {folder} {tmp_path}/spoilt.json")
    assert ran.status == 1
    assert "nothing stands below" in ran.out


def test_a_yard_without_boxes(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"night {small_folder} --out {tmp_path}/night")
    assert ran.status == 1
    assert "no box has a place in the yard" in ran.err


def test_a_block_without_crane_is_told(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "yard_cranes.csv").unlink()
    ran = dermaga(f"night {folder} --out {tmp_path}/night")
    assert ran.status == 0
    told = "block A has no yard crane, and boxes in the way stay there (1): add one to yard_cranes"
    assert told in " ".join(ran.err.split())
    assert json.loads((tmp_path / "night" / "summary.json").read_text())["notes"] == [told]
