"""The report's file: what it holds, and that nothing in it can become markup. How it looks is tested in a browser."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.presenting.report import BOARD, ReportContent, joined_modules, write_report

HOSTILE = "</script><script>alert(1)</script>"


def view(name: str = "Aru") -> dict[str, Any]:
    call = {"call": "ARU-1", "name": name, "line": "LINEA"}
    start, end = "2026-01-05T00:00:00+08:00", "2026-01-12T00:00:00+08:00"
    return {"time_zone": "Asia/Makassar", "start": start, "end": end, "calls": [call], "unserved": []}


@pytest.fixture
def content() -> ReportContent:
    return ReportContent(
        case_title="Small Terminal",
        case_name="small",
        created=datetime(2026, 1, 4, 12, tzinfo=UTC),
        command="dermaga demo --out out",
        seed=7,
        view_plan=view(),
        view_baseline=view(),
        summary={"cost": 1, "bound": 1, "terms": {}, "baseline": {"cost": 2, "terms": {}}},
        kpis_plan=[{"kpi": "calls", "unit": "calls", "mean": 1.0, "half_width": None, "replications": 1}],
        kpis_baseline=[],
        shipments=[],
        ports={"LKCMB": "Colombo"},
        definitions={"calls": "Calls that left."},
        versions={"dermaga": "0.1.0"},
    )


def embedded(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_report_says_what_was_planned_and_how_it_was_made(tmp_path: Path, content: ReportContent) -> None:
    write_report(tmp_path / "report.html", content)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<pre>dermaga demo --out out</pre>" in page
    told = embedded(page)
    assert (told["case"], told["created"]) == ("small", "2026-01-04T12:00:00+00:00")
    assert (told["seed"], told["versions"]) == (7, "dermaga 0.1.0")
    assert told["kpis"]["plan"] == content.kpis_plan


def test_hostile_text_stays_text(tmp_path: Path, content: ReportContent) -> None:
    hostile = replace(content, case_title=HOSTILE, command=HOSTILE, view_plan=view(HOSTILE))
    write_report(tmp_path / "report.html", hostile)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert embedded(page)["views"]["plan"]["calls"][0]["name"] == HOSTILE
    assert page.count("</script>") == 2


def test_the_report_imports_and_loads_nothing(tmp_path: Path, content: ReportContent) -> None:
    write_report(tmp_path / "report.html", content)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(|\b(src|href)=", page, re.MULTILINE)
    assert "default-src 'none'" in page


def test_modules_are_joined_with_what_they_import_first() -> None:
    joined = joined_modules(BOARD / "berths" / "diagram.js")
    assert joined.index("function terminalClock") < joined.index("function drawBerthPlan")
    assert joined.count("function element(") == 1


def test_joined_modules_share_no_name() -> None:
    names = re.findall(
        r"^(?:async )?(?:const|let|function|class) (\w+)", joined_modules(BOARD / "report.js"), re.MULTILINE
    )
    assert len(names) > 100
    assert [name for name in set(names) if names.count(name) > 1] == []
