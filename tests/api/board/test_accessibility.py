"""What axe-core finds wrong on the board for those who hear it, use no mouse or see little: nothing serious."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.presenting.report import write_report
from api.security.roles import Holder, Role
from api.settings import Settings
from api.store.opening import open_database, place_of
from api.store.tokens import TokenTable
from data.case import Case
from tests.api.board.conftest import Look, serving
from tests.api.board.test_board import draw_plan, open_case, plan_shipments
from tests.api.board.test_language import choose
from tests.api.board.test_report_page import content_of

pytestmark = pytest.mark.browser

VIEWS = ("berths", "day", "simulation", "loading", "shipments")


def test_views_without_a_plan(page: Page, server: str, small_case: Case, look: Look) -> None:
    open_case(page, server, small_case, "bare")
    for view in VIEWS:
        page.locator(f"nav a[href='#{view}']").click()
        look(f"{view}, empty")


def test_a_berth_plan_and_its_simulation(page: Page, server: str, small_case: Case, look: Look) -> None:
    draw_plan(page, server, small_case, "small")
    page.locator("rect.ship").first.focus()
    look("a berth plan")
    page.locator("#shown input[value=baseline]").check(force=True)
    page.locator("#scale").select_option("1")
    look("first come, first served, a day")
    page.locator("nav a[href='#simulation']").click()
    page.locator("#simulate [name=replications]").fill("2")
    page.locator("#simulate .primary").click()
    expect(page.locator("#kpis table")).to_be_visible()
    look("a simulation")


def test_shipments_and_a_booking(page: Page, server: str, export_case: Case, look: Look) -> None:
    plan_shipments(page, server, export_case, "export")
    page.get_by_role("button", name="SHIP-1").click()
    expect(page.locator("#booking .chain-table")).to_be_visible()
    page.locator("#shipment-table summary").first.click()
    look("shipments")
    for part in ("tasks", "exports", "boxes", "list"):
        page.locator(f"#tab-{part}").click()
        expect(page.locator(f"#{part} :is(table, .empty)").first).to_be_visible()
        look(part)
    wrong = b"booking;exporter;goods;destination\nA;x;resin;Nowhere\n"
    page.set_input_files(
        "#list input[type=file]", files=[{"name": "list.csv", "mimeType": "text/csv", "buffer": wrong}]
    )
    expect(page.locator("#list h3")).to_be_visible()
    look("a list with faults")


def test_messages_and_faults(page: Page, server: str, complaints: list[str], small_case: Case, look: Look) -> None:
    open_case(page, server, small_case, "small")
    wrong = {"name": "wrong.json", "mimeType": "application/json", "buffer": b'{"terminal": 1}'}
    page.set_input_files("#case-file", files=[wrong])
    expect(page.get_by_role("dialog")).to_be_visible()
    look("faults of a case")
    page.get_by_role("button", name="Close").click()
    page.evaluate("location.hash = ''")
    page.route("**/api/v1/health", lambda route: route.abort())
    page.route("**/api/v1/plans", lambda route: route.abort())
    page.locator("#request .primary").click()
    expect(page.locator("#messages .away")).to_be_visible()
    look("offline")
    complaints.clear()


def test_the_report(page: Page, small_case: Case, tmp_path: Path, look: Look) -> None:
    write_report(tmp_path / "report.html", content_of(small_case))
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.locator("#baseline rect.ship").first).to_be_visible()
    look("the report")


def test_signing_in_and_the_page_of_a_party(page: Page, complaints: list[str], tmp_path: Path, look: Look) -> None:
    engine = open_database(place_of(Settings(data=tmp_path)))
    table = TokenTable(engine)
    table.add(Holder("budi", Role.ADMIN), by="test")
    _, token = table.add(Holder("bea", Role.PARTY, party="customs"), by="test")
    with serving(tokens=True, worker=False, data=tmp_path) as (address, _):
        page.goto(address)
        expect(page.get_by_role("dialog")).to_be_visible()
        look("sign-in")
        page.locator("#sign-in [name=token]").fill(token)
        page.keyboard.press("Enter")
        expect(page.locator("#own-tasks .empty")).to_be_visible()
        look("a party without tasks")
        choose(page, "id")
        expect(page.locator("#who")).to_contain_text("Bea Cukai")
        page.goto("about:blank")
    engine.dispose()
    complaints.clear()
