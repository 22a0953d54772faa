import json
from pathlib import Path

from tests.api.cli.conftest import Run


def test_the_demo_plans_simulates_and_reports(dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"demo --out {tmp_path}/demo --seconds 1 --replications 2 --workers 2")
    assert ran.status == 0
    assert "first come first served" in ran.out
    assert "waiting_h" in ran.out
    assert "DAMAR-01" in ran.out
    assert json.loads((tmp_path / "demo" / "summary.json").read_text())["checked"] is True
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "DAMAR-01" in report
    assert "<script src" not in report
    made = {str(path.relative_to(tmp_path / "demo")) for path in (tmp_path / "demo").rglob("*") if path.is_file()}
    assert made == {
        "plan.json", "plan.csv", "summary.json", "reasons.csv", "report.html", "shipments/plan.json",
        "shipments/shipments.csv", "shipments/steps.csv", "shipments/tasks.csv", "shipments/tasks.ics",
        "shipments/alternatives.csv", "shipments/summary.json",
        *(
            f"simulation-{policy}/{name}"
            for policy in ("plan", "fcfs")
            for name in ("kpis.csv", "quantiles.csv", "replications.csv", "replications.parquet")
        ),
    }  # fmt: skip


def test_json_is_one_object_and_nothing_else_on_standard_output(dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"demo --out {tmp_path}/demo --seconds 1 --replications 2 --json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert told["out"] == f"{tmp_path}/demo"
    assert told["summary"] == json.loads((tmp_path / "demo" / "summary.json").read_text())
    assert told["kpis"].keys() == {"plan", "first come first served"}
    assert {"kpi", "unit", "mean", "half_width", "replications"} == told["kpis"]["plan"][0].keys()
