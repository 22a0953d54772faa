"""The what-if studio in a real browser: from nothing to a comparison, a sweep, and a replay."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.case import Case
from tests.api.board.conftest import Look
from tests.api.board.test_board import CUT, draw_plan, open_case

pytestmark = pytest.mark.browser


def _open(page: Page, server: str, case: Case, name: str) -> None:
    open_case(page, server, case, name)
    page.get_by_role("link", name="What-if").click()
    expect(page.locator(".add-scenario")).to_be_visible()
    page.locator("#simulate [name=days]").fill("3")
    page.locator("#simulate [name=replications]").fill("2")


def test_a_what_if_from_empty_to_a_comparison_chart(page: Page, server: str, small_case: Case, look: Look) -> None:
    _open(page, server, small_case, "what-if")
    expect(page.get_by_text("No scenario yet")).to_be_visible()
    page.get_by_role("button", name="Add a scenario").click()
    page.get_by_label("Name", exact=True).fill("more-cranes")
    page.locator(".add-change").select_option("add_yard_cranes")
    count = page.locator("[data-field=count] input")
    count.fill("0")
    fault = page.locator("[data-field=count] .problem")
    expect(fault).to_contain_text("give at least 1")
    expect(count).to_have_attribute("aria-invalid", "true")
    count.fill("5")
    expect(fault).to_be_empty()
    look("scenarios")
    page.get_by_role("button", name="Simulate", exact=True).click()
    chart = page.locator("#kpis svg.chart")
    expect(chart).to_be_visible()
    page.locator("#studio-kpi").select_option("berth_time_h")
    expect(chart.locator(".of-mean")).to_have_count(2)
    expect(chart.locator(".of-difference")).to_have_count(1)
    expect(page.locator(".words")).to_contain_text(re.compile("more-cranes: berth time (is lower|differs) by"))
    page.reload()  # nothing is lost
    expect(page.get_by_label("Name", exact=True)).to_have_value("more-cranes")
    expect(count).to_have_value("5")
    expect(page.locator("#studio-kpi")).to_have_value("berth_time_h")
    assert page.evaluate(CUT) == []
    with page.expect_download() as download:
        page.locator("#kpis").get_by_role("link", name="result.xlsx").click()
    assert download.value.suggested_filename == "result.xlsx"
    page.get_by_role("button", name="Show", exact=True).click()
    words = page.locator("#replay > .advice")
    expect(words).to_contain_text("Ships alongside 0")
    slider = page.get_by_role("slider", name="Time")
    slider.fill("900")
    expect(words).to_contain_text("Ships alongside 1")
    look("a comparison and a replay")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(slider).not_to_have_value("900")
    page.get_by_role("button", name="Pause").click()


def test_one_number_is_varied(page: Page, server: str, small_case: Case) -> None:
    _open(page, server, small_case, "what-if-swept")
    page.get_by_text("One number varied").click()
    page.get_by_label("What is varied").select_option("add_yard_cranes.count")
    for name, value in (("from", "0"), ("to", "4"), ("steps", "3")):
        page.locator(f"#varied [name={name}]").fill(value)
    page.get_by_role("button", name="Simulate", exact=True).click()
    expect(page.locator("#kpis svg.chart .mean")).to_have_count(3)
    expect(page.locator("#kpis tbody tr")).to_have_count(3)
    page.get_by_text("Reach a goal").click()
    expect(page.get_by_text("Nothing simulated yet")).to_be_visible()
    page.reload()
    expect(page.locator("#varied [name=reach]")).to_be_visible()
    page.get_by_text("One number varied").click()
    expect(page.locator("#kpis svg.chart .mean")).to_have_count(3)


def test_what_is_stopped_at_once_has_nothing_to_show(page: Page, server: str, small_case: Case) -> None:
    _open(page, server, small_case, "what-if-stopped")
    page.locator("#simulate [name=days]").fill("366")
    for mode in ("Scenarios", "One number varied"):
        page.locator("#simulate").get_by_text(mode).click()
        page.get_by_role("button", name="Simulate", exact=True).click()
        page.locator("#simulation-progress .stop").click()
        expect(page.locator("#simulation-progress .headline")).to_have_text("Stopped")
        expect(page.locator("#kpis")).to_contain_text("Nothing simulated yet")
        expect(page.locator("#messages .message")).to_have_count(0)
    page.reload()
    expect(page.locator("#kpis")).to_contain_text("Nothing simulated yet")


def test_a_number_that_is_left_empty_is_not_taken_for_another(
    page: Page, server: str, small_case: Case, complaints: list[str]
) -> None:
    _open(page, server, small_case, "what-if-empty")
    page.get_by_text("One number varied").click()
    page.locator("#varied [name=from]").fill("")
    page.get_by_role("button", name="Simulate", exact=True).click()
    expect(page.locator("#varied [name=from]")).to_be_focused()
    expect(page.locator("#simulation-progress")).to_be_hidden()
    page.locator("#varied [name=steps]").fill("")
    page.get_by_text("Reach a goal").click()
    page.locator("#varied [name=from]").fill("1")
    page.locator("#varied [name=reach]").fill("4,5")
    page.get_by_role("button", name="Simulate", exact=True).click()
    expect(page.locator("#messages td").nth(2)).to_have_text("4,5")
    assert "422" in complaints.pop()


def test_the_plan_against_first_come_is_called_as_planners_call_it(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "plan-against-first")
    page.get_by_role("link", name="What-if").click()
    page.locator("#simulate [name=replications]").fill("2")
    page.get_by_role("button", name="Plan against first come").click()
    names = page.locator("#kpis svg.chart .row-name")
    expect(names).to_have_count(2)
    for language, called in (
        ("en", ["Berth plan", "First come, first served"]),
        ("id", ["Rencana sandar", "Tiba dahulu, dilayani dahulu"]),
    ):
        page.locator(".masthead [data-language]").select_option(language)
        assert [name.evaluate("one => one.lastChild.textContent") for name in names.all()] == called
        heads = page.locator("#kpis table thead th").all_inner_texts()
        assert [heads[2], heads[3]] == called
        expect(page.locator(".words")).to_contain_text(f"{called[1]}: ")
        assert page.locator("#replay select").first.locator("option").all_inner_texts() == called


def test_a_scenario_with_a_fault_is_not_simulated_in_silence(page: Page, server: str, small_case: Case) -> None:
    _open(page, server, small_case, "what-if-faulty")
    page.get_by_role("button", name="Add a scenario").click()
    page.locator(".add-change").select_option("add_yard_cranes")
    page.locator("[data-field=count] input").fill("0")
    page.get_by_role("button", name="Simulate", exact=True).click()
    message = page.locator("#messages")
    expect(message).to_contain_text("A scenario has a fault")
    expect(page.locator("[data-field=count] input")).to_be_focused()
    page.locator("[data-field=count] input").fill("2")
    page.get_by_role("button", name="Simulate", exact=True).click()
    expect(message).to_be_empty()


def test_what_is_kept_spoilt_is_begun_anew(page: Page, server: str) -> None:
    scenario = {"name": "kept", "description": "Still there", "changes": [{"change": "longer_quay", "metres": 5}]}
    left: dict[str, Any] = {"settings": {"foo": "1", "days": 9, "seed": "7"}, "varied": "abc", "mode": "none"}
    left |= {"jobs": None, "scenarios": [None, {"name": 5}, scenario], "kpi": 4}
    page.add_init_script(f"localStorage.setItem('dermaga.studio.kariangau-2025', {json.dumps(json.dumps(left))});")
    page.goto(f"{server}/#simulation")
    expect(page.locator("#s0-name")).to_have_value("kept")
    expect(page.locator("#simulate [name=seed]")).to_have_value("7")
    expect(page.locator("#simulate [name=days]")).to_have_value("7")
