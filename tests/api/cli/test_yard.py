import csv
import json
from pathlib import Path

import pytest

from data.plans import YardPlan, read_plan
from tests.api.cli.conftest import Run


@pytest.fixture
def planned(dermaga: Run, small_folder: Path, tmp_path: Path) -> Path:
    """The folder of a yard plan of the small case."""
    ran = dermaga(f"yard {small_folder} --import-share 0 --effort 0.4 --out {tmp_path}/yard")
    assert ran.status == 0
    assert "Yard plan of small" in ran.out
    assert "accepted by the checker" in ran.out
    return tmp_path / "yard"


def test_the_files_of_a_yard_plan(planned: Path) -> None:
    plan = read_plan(planned / "plan.json")
    assert isinstance(plan, YardPlan)
    with (planned / "yard.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "call", "port", "length", "status", "weight_class", "plug", "dangerous", "block", "bay", "boxes", "mixed",
        "start", "end",
    ]  # fmt: skip
    assert len(rows) == len(plan.reservations)
    assert sum(int(row["boxes"]) for row in rows) == 600
    assert {row["mixed"] for row in rows} <= {"yes", "no"}
    assert rows[0]["start"].endswith("+08:00")
    summary = json.loads((planned / "summary.json").read_text())
    assert summary["checked"] is True
    assert not any("searched" in note for note in summary["notes"])
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert set(summary["terms"]) == {"unplaced", "bays", "rehandles", "haul", "peaks"}
    assert summary["baseline"]["cost"] >= summary["cost"] >= summary["bound"]
    assert [call["boxes"] for call in summary["calls"]] == [200, 120, 100, 180]
    (block,) = summary["blocks"]
    assert block["most_bays_kept"] <= 40
    assert block["cranes_boxes_an_hour"] == 24


def test_check_accepts_it_and_refuses_it_spoilt(dermaga: Run, small_folder: Path, planned: Path) -> None:
    ran = dermaga(f"check {small_folder} {planned}/plan.json")
    assert ran.status == 0
    assert "feasible" in ran.out
    plan = json.loads((planned / "plan.json").read_text())
    plan["reservations"][0]["bay"] = 998
    (planned / "spoilt.json").write_text(json.dumps(plan))
    ran = dermaga(f"check {small_folder} {planned}/spoilt.json")
    assert ran.status == 1
    assert "block A has 20-foot bays 1, 3, ... to 79" in ran.out
    del plan["reservations"][0]["bay"]
    (planned / "spoilt.json").write_text(json.dumps(plan))
    ran = dermaga(f"check {small_folder} {planned}/spoilt.json")
    assert ran.status == 1
    assert "bay" in ran.err


def test_json_has_the_summary_and_nothing_else_on_standard_output(
    dermaga: Run, small_folder: Path, tmp_path: Path
) -> None:
    ran = dermaga(f"yard {small_folder} --effort 0.05 --json --out {tmp_path}/yard")
    answer = json.loads(ran.out)
    assert ran.status == 0
    assert answer["out"] == f"{tmp_path}/yard"
    # With the usual share for import there is not room for all.
    assert answer["unplaced"] > 0


def test_what_has_no_room_is_told(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"yard {small_folder} --import-share 0.9 --effort 0.05 --out {tmp_path}/yard")
    assert ran.status == 0
    assert "no room:" in ran.out
    assert "more groups have no room" in ran.out


def test_a_berth_plan_says_when_ships_are_there(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    assert dermaga(f"plan {small_folder} --effort 0.2 --days 2 --out {tmp_path}/berths").status == 0
    berths = json.loads((tmp_path / "berths" / "plan.json").read_text())
    line = f"yard {small_folder} --berths {tmp_path}/berths/plan.json --effort 0.05 --out {tmp_path}/yard"
    assert dermaga(line).status == 0
    plan = json.loads((tmp_path / "yard" / "plan.json").read_text())
    # The time of the berth plan is planned: ARU-2 comes after it.
    assert {call["call"]: call["end"] for call in plan["calls"]} == {
        call["call"]: call["end"] for call in berths["calls"]
    }
    assert len(plan["calls"]) == 3


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--start 2027-05-05", "no call arrives"),
        ("--start soon", "--start 'soon' is no date"),
        ("--seconds 1 --effort 1", "exclude each other"),
        ("--berths nothing.json", "can't be read"),
    ],
)
def test_what_is_refused(dermaga: Run, small_folder: Path, tmp_path: Path, options: str, says: str) -> None:
    ran = dermaga(f"yard {small_folder} {options} --out {tmp_path}/yard")
    assert ran.status == 1
    assert says in ran.err


def test_a_yard_plan_is_not_simulated(dermaga: Run, small_folder: Path, planned: Path, tmp_path: Path) -> None:
    ran = dermaga(f"simulate {small_folder} --policy plan:{planned}/plan.json --out {tmp_path}/run")
    assert ran.status == 1
    assert "it is a yard plan" in ran.err
