"""The report as somebody opens it: from a file, in a real browser."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.presenting.report import ReportContent, write_report
from api.work.planning import plan_berths
from api.work.requests import PlanRequest
from api.work.shipments import plan_shipments
from data.case import Case
from scheduler.stopping import Stop

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=x onerror=alert(1)>"


def content_of(case: Case) -> ReportContent:
    """What the report of a case tells, planned within a little effort and with invented key figures."""
    request = PlanRequest(case=case.name, days=3, effort=2, workers=1)
    stop = Stop(seconds=None, effort=2)
    berths, shipments = plan_berths(case, request, stop), plan_shipments(case, request, stop)
    figures = [{"kpi": "waiting_h", "unit": "h", "mean": 4.21, "half_width": 0.52, "replications": 20}]
    return ReportContent(
        case_title=case.terminal.name,
        case_name=case.name,
        created=datetime.now(case.terminal.zone),
        command="dermaga demo",
        seed=1,
        view_plan=berths.view,
        view_baseline=berths.baseline_view,
        summary=berths.summary,
        kpis_plan=figures,
        kpis_baseline=figures,
        shipments=shipments.rows,
        ports={port.unlocode: port.name for port in case.ports},
        definitions={"waiting_h": "Mean wait."},
    )


def test_the_report_opens_from_a_file_with_both_plans_and_all_tables(
    page: Page, small_case: Case, tmp_path: Path
) -> None:
    ships = tuple(ship.model_copy(update={"name": HOSTILE}) for ship in small_case.vessels)
    told = {name: getattr(small_case, name) for name in Case.model_fields} | {"vessels": ships}
    content = content_of(Case(**told))  # a copy would still know what the other has worked out
    write_report(tmp_path / "report.html", replace(content, command=HOSTILE))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    for name, view in (("plan", content.view_plan), ("baseline", content.view_baseline)):
        drawn = page.locator(f"#{name} rect.ship[data-call]").evaluate_all("all => all.map(s => s.dataset.call)")
        assert sorted(drawn) == sorted(call["call"] for call in view["calls"])
    expect(page.locator("#calls tbody th").first).to_have_text(HOSTILE)
    expect(page.locator("#kpis")).to_contain_text("4.21 ± 0.52")
    expect(page.locator("#shipments")).to_contain_text("Colombo (LKCMB)")
    expect(page.locator("#costs tr.total")).to_be_visible()
    expect(page.locator("pre")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    expect(page.locator("#when")).to_contain_text(
        "Case small, Monday, 5 January 2026 to Wednesday, 7 January 2026 (Asia"
    )
    page.get_by_role("combobox", name="Language").select_option("id")
    expect(page.locator("#when")).to_contain_text("Kasus small, Senin, 5 Januari 2026 s.d. Rabu, 7 Januari 2026 (Asia")
    expect(page.locator("#kpis")).to_contain_text("4,21 ± 0,52")
    expect(page.locator("#baseline .plot")).to_have_attribute("aria-label", re.compile("Tiba dahulu", re.IGNORECASE))
    assert asked == [(tmp_path / "report.html").as_uri()]
