import json
from pathlib import Path

from tests.api.cli.conftest import Run


def test_shipments_tell_voyage_cutoff_and_slack(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"shipments {small_folder} --out {tmp_path}/s --json")
    rows = json.loads(ran.out)["shipments"]
    assert {row["shipment"]: row["slack_h"] for row in rows} == {"SHIP-1": 34, "SHIP-2": 34}
    assert json.loads((tmp_path / "s" / "plan.json").read_text())["kind"] == "shipment"
    assert (tmp_path / "s" / "shipments.csv").read_text().startswith("shipment,")
    assert dermaga(f"check {small_folder} {tmp_path}/s/plan.json").status == 0
    assert "SHIP-1" in dermaga(f"shipments {small_folder}").out
