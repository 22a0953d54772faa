import csv
import json
from pathlib import Path

import pytest

from data.case import Case
from data.formats import write_folder
from data.shipment_plans import ShipmentPlan
from tests.api.cli.conftest import Run


@pytest.fixture
def planned(export_case: Case, export_plan: ShipmentPlan, tmp_path: Path) -> str:
    """Case and plan as the words of a command."""
    write_folder(export_case, tmp_path / "export")
    (tmp_path / "plan.json").write_text(export_plan.model_dump_json(by_alias=True))
    return f"{tmp_path}/export --plan {tmp_path}/plan.json"


def test_a_month_is_reported(dermaga: Run, planned: str, tmp_path: Path) -> None:
    ran = dermaga(f"export-report {planned} --month 2026-01 --out {tmp_path}/r/january.csv")
    assert ran.status == 0, ran.err
    assert "90,000,000" in ran.out
    [row] = csv.DictReader((tmp_path / "r" / "january.csv").read_text().splitlines())
    assert (row["country"], row["boxes"], row["new_exporters"], row["declared_here_share"]) == ("LK", "1.0", "1", "1.0")
    assert dermaga(f"export-report {planned} --month 2026-01 --out {tmp_path}/january.xlsx").status == 0
    assert (tmp_path / "january.xlsx").read_bytes().startswith(b"PK")


def test_without_a_plan_one_is_made(dermaga: Run, small_folder: Path) -> None:
    told = json.loads(dermaga(f"export-report {small_folder} --month 2026-01 --json").out)
    assert told["totals"]["bookings"] == 1
    assert [row["shipment"] for row in told["bookings"]] == ["SHIP-1"]
    assert len(told["goods"]) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [("--month 2026-1", "write it as 2026-01"), ("--month 2026-01 --out report.pdf", "neither .csv nor .xlsx")],
)
def test_wrong_options_are_refused(dermaga: Run, planned: str, options: str, says: str) -> None:
    ran = dermaga(f"export-report {planned} {options}")
    assert ran.status == 1
    assert says in ran.err


def test_the_plan_is_a_shipment_plan_of_the_case(dermaga: Run, planned: str, tmp_path: Path) -> None:
    plan = json.loads((tmp_path / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps(plan | {"case": "other", "case_hash": "x"}))
    assert "was made for the case other" in dermaga(f"export-report {planned} --month 2026-01").err
    (tmp_path / "plan.json").write_text(json.dumps(plan | {"case_hash": "x"}))
    assert "taken as it is" in dermaga(f"export-report {planned} --month 2026-01").err
