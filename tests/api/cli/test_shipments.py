import csv
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from data.case import Case
from data.formats import write_folder
from data.shipment_plans import ShipmentPlan
from tests.api.cli.conftest import Run


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def export_folder(export_case: Case, tmp_path: Path) -> Path:
    """The case with an export chain as a folder of tables."""
    write_folder(export_case, tmp_path / "export")
    return tmp_path / "export"


def test_shipments_tell_voyage_cutoff_and_slack(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"shipments {small_folder} --out {tmp_path}/s --json")
    rows = json.loads(ran.out)["shipments"]
    assert {row["shipment"]: row["slack_h"] for row in rows} == {"SHIP-1": 34, "SHIP-2": 34}
    assert json.loads((tmp_path / "s" / "plan.json").read_text())["kind"] == "shipment"
    assert (tmp_path / "s" / "shipments.csv").read_text().startswith("shipment,")
    assert dermaga(f"check {small_folder} {tmp_path}/s/plan.json").status == 0
    assert "SHIP-1" in dermaga(f"shipments {small_folder}").out


def test_steps_and_tasks_of_every_party_are_written(dermaga: Run, export_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"shipments {export_folder} --out {tmp_path}/s")
    assert ran.status == 0, ran.err
    steps = rows(tmp_path / "s" / "steps.csv")
    assert list(steps[0])[:8] == ["shipment", "step", "party", "earliest", "planned", "latest", "document", "state"]
    tasks = rows(tmp_path / "s" / "tasks.csv")
    calendar = Calendar.from_ical((tmp_path / "s" / "tasks.ics").read_bytes())
    assert len(steps) == len(tasks) == len(calendar.walk("VEVENT"))
    assert "tasks.ics" in ran.out


def test_one_booking_is_told_in_full(dermaga: Run, export_folder: Path) -> None:
    ran = dermaga(f"shipments {export_folder} --id SHIP-1")
    for words in ("Damar batu", "-SUB", "Export chain", "PEB filed", "Forwarder"):
        assert words in ran.out
    told = json.loads(dermaga(f"shipments {export_folder} --id SHIP-1 --json").out)["booking"]
    assert [step["step"] for step in told["steps"]][:2] == ["empty", "stuffing"]
    assert "did you mean SHIP-1" in dermaga(f"shipments {export_folder} --id SHP-1").err


def test_a_party_gets_a_calendar_of_its_own(dermaga: Run, export_folder: Path, tmp_path: Path) -> None:
    assert dermaga(f"shipments {export_folder} --out {tmp_path}/s --party forwarder").status == 0
    calendar = Calendar.from_ical((tmp_path / "s" / "tasks.ics").read_bytes())
    assert {str(event["categories"].cats[0]) for event in calendar.walk("VEVENT")} == {"Forwarder"}
    ran = dermaga(f"shipments {export_folder} --out {tmp_path}/no --party ppjk")
    assert "give one of exporter" in ran.err
    assert not (tmp_path / "no").exists()


def test_alternatives_stand_side_by_side(dermaga: Run, export_folder: Path, tmp_path: Path) -> None:
    assert dermaga(f"shipments {export_folder} --out {tmp_path}/s").status == 0
    found = [row for row in rows(tmp_path / "s" / "alternatives.csv") if row["shipment"] == "SHIP-2"]
    assert [row["rank"] for row in found] == ["1", "2"]
    assert [(row["planned"], row["fits"], row["voyage"]) for row in found] == [
        ("yes", "yes", "ARU-1"),
        ("no", "yes", "ARU-2"),
    ]
    assert float(found[1]["days"]) - float(found[0]["days"]) == 2
    assert {"freight", "transit", "steps"} <= found[0].keys()
    ran = dermaga(f"shipments {export_folder} --id SHIP-2")
    for words in ("Alternatives", "planned", "fits", "it has its first choice"):
        assert words in ran.out


def test_a_ship_that_slips_after_the_declaration_makes_it_be_amended(
    dermaga: Run, export_folder: Path, tmp_path: Path
) -> None:
    """Five days late: the cut-off moves with her, and what was filed by now is amended."""
    ran = dermaga(f"shipments {export_folder} --now 2026-01-06T12:00 --late ARU-2=5d --out {tmp_path}/late")
    assert ran.status == 0, ran.err
    [row] = [row for row in rows(tmp_path / "late" / "affected.csv") if row["shipment"] == "SHIP-1"]
    assert "FCO of ARU-2-SUB: 2026-01-06 22:00 to 2026-01-11 22:00" in row["cutoffs"]
    assert "amend PEB" in row["tasks"]
    assert "amend PEB" in " ".join(ran.out.split())
    tasks = rows(tmp_path / "late" / "tasks.csv")
    [amend] = [task for task in tasks if task["step"] == "amend_declaration.peb"]
    assert (amend["party"], amend["shipment"], amend["state"]) == ("forwarder", "SHIP-1", "open")
    events = Calendar.from_ical((tmp_path / "late" / "tasks.ics").read_bytes()).walk("VEVENT")
    assert "SHIP-1.amend_declaration.peb@IDKRG.dermaga" in [str(event["uid"]) for event in events]
    plan = tmp_path / "late" / "plan.json"
    assert json.loads(plan.read_text())["now"].startswith("2026-01-06T12:00")
    assert dermaga(f"shipments {export_folder} --out {tmp_path}/late").status == 0
    assert not (tmp_path / "late" / "affected.csv").exists()


def test_a_plan_before_is_followed_until_now(
    dermaga: Run, export_folder: Path, export_plan: ShipmentPlan, tmp_path: Path
) -> None:
    (tmp_path / "before.json").write_text(export_plan.model_dump_json(by_alias=True))
    line = f"shipments {export_folder} --now 2026-01-05T13:00 --late SHIP-1:stuffing=30h"
    told = json.loads(dermaga(f"{line} --previous {tmp_path}/before.json --json").out)
    assert [row["shipment"] for row in told["affected"]] == ["SHIP-1"]
    assert told["affected"][0]["in_time"] == "no"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--late ARU-2=5d", "give --now too"),
        ("--now 2026-01-06 --late ARU-2", "write VOYAGE=5d"),
        ("--now 2026-01-06 --late ARU-9=5d", "has no voyage ARU-9"),
        ("--previous plan.json", "belongs to --late"),
    ],
)
def test_what_is_late_is_said_in_full(dermaga: Run, export_folder: Path, options: str, says: str) -> None:
    ran = dermaga(f"shipments {export_folder} {options}")
    assert ran.status == 1
    assert says in ran.err
