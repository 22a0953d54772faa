"""The shipments' view: what is near the edge first, tasks by time, exports, boxes by week, and exporters' lists."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from data.case import Case
from tests.api.board.test_board import open_case, plan_shipments

pytestmark = pytest.mark.browser

HEAD = "No. Booking;Eksportir;Barang;Kode HS;Berat (kg);Tujuan;Tgl Siap;Batas Tiba\n"
GOOD = "NEW-1;CV Rimba;damar batu;1301.90;17500;Colombo;2026-01-06 10:00;2026-02-20 10:00\n"


def test_the_nearest_to_the_edge_is_told_as_of_a_moment(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "export")
    rows = page.locator("#shipment-table tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("As of").fill("2026-01-09T08:00")
    page.get_by_label("As of").press("Tab")
    row = page.locator("#shipment-table tbody tr", has_text="SHIP-1")
    expect(row.locator(".edge")).to_have_text("overdue")
    expect(row).to_contain_text("steps overdue")
    # Filters and search leave what they are asked for, and the order turns round by keyboard.
    page.get_by_label("Standing").select_option("overdue")
    expect(rows).to_have_count(1)
    page.get_by_label("Standing").select_option("")
    page.locator("#bookings").get_by_label("Search").fill("nothing of it")
    expect(page.locator("#shipment-table")).to_contain_text("No such booking")
    page.locator("#bookings").get_by_label("Search").fill("")
    head = page.get_by_role("columnheader", name="Shipment").get_by_role("button")
    for order in ("ascending", "descending"):
        head.press("Enter")
        expect(page.get_by_role("columnheader", name="Shipment")).to_have_attribute("aria-sort", order)
        expect(head).to_be_focused()
    expect(rows.first).to_contain_text("SHIP-2")


def test_the_names_of_a_chain_do_not_lie_on_each_other(page: Page, server: str) -> None:
    page.goto(server)
    page.locator("#case").select_option("kariangau-2025")
    page.get_by_role("link", name="Shipments").click()
    page.get_by_role("button", name="Plan shipments").click()
    over = """() => {
        const boxes = [...document.querySelectorAll('svg.chain .step-name')].map(one => one.getBoundingClientRect());
        return boxes.flatMap((a, n) => boxes.slice(n + 1).filter(b =>
            Math.abs(a.top - b.top) < 4 && a.left < b.right - 1 && b.left < a.right - 1)).length;
    }"""
    for booking in ("PLYWOOD-01", "DAMAR-02"):
        page.locator("#shipment-table button.link", has_text=booking).click()
        expect(page.locator("#booking h2")).to_contain_text(booking)
        assert page.locator("svg.chain .step-name").count() > 12
        assert page.evaluate(over) == 0


def test_tasks_are_marked_from_their_list(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "marks")
    page.get_by_label("As of").fill("2026-01-05T11:00")
    page.get_by_label("As of").press("Tab")
    page.get_by_role("tab", name="Tasks").click()
    tasks = page.locator("#tasks")
    expect(tasks.get_by_text("until Sunday (4)")).to_be_visible()
    tasks.get_by_text("until tonight").click()
    expect(tasks).to_contain_text("Nothing is left")
    tasks.get_by_text("until Sunday").click()
    tasks.get_by_role("button", name="Mark… Stuffing, SHIP-1").click()
    page.get_by_role("dialog").get_by_label("When").fill("2026-01-05T16:00")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(tasks.get_by_text("until Sunday (3)")).to_be_visible()
    page.get_by_role("tab", name="Tasks").press("ArrowLeft")
    expect(page.locator("#shipment-table tbody tr", has_text="SHIP-1")).to_contain_text("2 of 5 done")


def test_a_months_exports_and_boxes_by_week(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "export")
    page.get_by_role("tab", name="Exports").click()
    exports = page.locator("#exports")
    expect(exports.locator(".totals")).to_contain_text("100.0 %")
    for words in ("Colombo (LKCMB)", "Damar Exporter"):
        expect(exports.locator("tbody", has_text=words).first).to_be_visible()
    with page.expect_download() as download:
        exports.get_by_role("link", name="exports 2026-01").click()
    assert download.value.suggested_filename == "exports-2026-01.xlsx"
    page.get_by_role("tab", name="Boxes by week").click()
    expect(page.locator("#boxes .weeks tbody tr")).to_have_count(2)
    page.get_by_label("From the week of").fill("2027-01-04")
    expect(page.locator("#boxes")).to_contain_text("No goods are ready then")


def test_a_list_is_shown_with_its_faults_and_taken(
    page: Page, server: str, complaints: list[str], small_case: Case
) -> None:
    open_case(page, server, small_case, "lists")
    page.get_by_role("link", name="Shipments").click()
    page.get_by_role("tab", name="Exporter's list").click()
    panel = page.locator("#list")

    def choose(text: str) -> None:
        buffer = (HEAD + text).encode()
        panel.locator("input[type=file]").set_input_files([{"name": "d.csv", "mimeType": "text/csv", "buffer": buffer}])

    choose(GOOD.replace("Colombo", "Kolombo"))
    expect(panel.locator("tr", has_text="Kolombo").first).to_contain_text("did you mean LKCMB?")
    expect(panel.get_by_role("button", name="Take into lists")).to_have_count(0)
    choose(GOOD)
    expect(panel).to_contain_text("1 booking: 1 new, 0 changed, 0 as before")
    expect(panel.locator("caption", has_text="named in row 1 of")).to_contain_text("d.csv")
    # What is no list is named, and the one before can't be taken in its place.
    panel.locator("input[type=file]").set_input_files(
        [{"name": "d.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%\xe2\xe3"}]
    )
    expect(page.locator("#messages")).to_contain_text("d.pdf: Bad input.")
    expect(page.locator("#messages td").nth(3)).to_have_text("it is a PDF, which is for people to read")
    expect(panel.get_by_role("button", name="Take into lists")).to_have_count(0)
    assert "422" in complaints.pop()
    choose(GOOD)
    panel.get_by_role("button", name="Take into lists").click()
    expect(page.locator("#messages")).to_contain_text("The list is in lists, version 2")
    told = httpx.get(f"{server}/api/v1/cases/lists").json()
    assert "NEW-1" in {row["id"] for row in told["shipments"]}

    # An embedded case never changes: the list goes into a copy.
    page.get_by_label("Case", exact=True).select_option("kariangau-2025")
    expect(page.locator("#terminal")).to_contain_text("Kaltim Kariangau")
    choose(GOOD)
    panel.get_by_label("Name of the copy").fill("kariangau-mine")
    panel.get_by_role("button", name="Copy the case").click()
    expect(page.get_by_label("Case", exact=True)).to_have_value("kariangau-mine")
    assert httpx.get(f"{server}/api/v1/cases/kariangau-mine/versions").json()["items"][0]["version"] == 2
    assert complaints == []


def test_a_plan_tells_what_changed_since_the_last(page: Page, server: str, small_case: Case) -> None:
    plan_shipments(page, server, small_case, "anew")
    page.get_by_role("button", name="Plan shipments").click()
    expect(page.locator("#shipment-changes")).to_contain_text("All bookings go as in the plan of")


def test_a_case_without_shipments_says_what_to_do(page: Page, server: str, small_case: Case) -> None:
    bare = small_case.model_copy(update={"shipments": (), "recurring_bookings": ()})
    open_case(page, server, bare, "without")
    page.get_by_role("link", name="Shipments").click()
    expect(page.locator("#shipment-table")).to_contain_text("No shipments")
    page.locator("#shipment-table").get_by_role("button", name="Take an exporter's list").click()
    expect(page.locator("#list input[type=file]")).to_be_visible()
