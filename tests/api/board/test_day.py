"""The view of the running day: what happens is entered or taken from a file, and the plan rolls forward."""

import re
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from data.case import Case
from tests.api.board.conftest import CHOOSE
from tests.api.board.test_board import draw_plan, newest_plan
from tests.data.conftest import with_row

pytestmark = pytest.mark.browser


@pytest.fixture
def day(page: Page, server: str, small_case: Case) -> Page:
    """The view of the day, with a plan of a case of its own."""
    draw_plan(page, server, small_case, "small-day")
    page.locator("nav a[href='#day']").click()
    expect(page.locator("#day-visits tbody tr")).to_have_count(4)
    return page


def test_a_day(day: Page, server: str, complaints: list[str]) -> None:
    page = day
    aru = page.locator("#day-visits tbody tr", has_text="ARU-1")
    expect(aru).to_contain_text("expected")
    page.locator("#day-form [name=now]").fill("2026-01-05T12:00")
    page.locator("#day-form [name=now]").dispatch_event("change")
    expect(aru).to_contain_text("h late")

    # What is wrong is told where it is entered, and nothing entered is lost.
    aru.locator("button").click()
    page.locator("#actual [name=first_line]").fill("2026-01-05T08:10")
    page.locator("#actual [name=arrived]").fill("2026-01-05T09:10")
    page.locator("#actual [name=save]").click()
    expect(page.locator("#actual-problem")).to_contain_text("berths before she arrives")
    assert "422" in complaints.pop()
    page.locator("#actual [name=arrived]").fill("2026-01-05T07:40")
    page.locator("#actual [name=first_lift]").fill("2026-01-05T08:50")
    page.locator("#actual [name=moves_done]").fill("90")
    page.locator("#actual [name=remark]").fill("Hatch 3 stuck")
    page.locator("#actual [name=save]").click()
    expect(aru).to_contain_text("working")
    expect(aru).to_contain_text("90 of 400")
    expect(aru).to_contain_text("Hatch 3 stuck")

    # A file with a fault can't be taken; corrected it can.
    file = page.locator("#day-file input[type=file]")
    wrong = "call,arrived\nBURU-1,2026-01-05 09:20\nBURU-9,2026-01-05 09:20\n"
    file.set_input_files({"name": "day.csv", "mimeType": "text/csv", "buffer": wrong.encode()})
    expect(page.locator(".preview table").first).to_contain_text("BURU-9")
    expect(page.locator(".preview tbody th").first).to_have_text("day.csv")
    expect(page.locator(".preview .primary")).to_be_disabled()
    right = wrong.replace("BURU-9,2026-01-05 09:20\n", "")
    file.set_input_files({"name": "day.csv", "mimeType": "text/csv", "buffer": right.encode()})
    page.locator(".preview .primary:enabled").click()
    expect(page.locator("#day-visits tbody tr", has_text="BURU-1")).to_contain_text("waiting")

    page.locator("#day-form [name=seconds]").fill("1")
    page.locator("#day-form .primary").click()
    expect(page.locator("#day-progress .headline")).to_contain_text("Rolled forward")
    plan = httpx.get(f"{server}/api/v1/plans/{newest_plan(server, 'berth', 'small-day')}/plan.json").json()
    assert plan["now"] == "2026-01-05T12:00:00+08:00"
    assert next(call for call in plan["calls"] if call["call"] == "ARU-1")["start"] == "2026-01-05T08:10:00+08:00"
    # Its own plan is on the board.
    expect(page.locator("#day-visits tbody tr", has_text="ARU-1")).to_contain_text("working")


def test_files_that_cannot_be_taken(day: Page, tmp_path: Path, complaints: list[str]) -> None:
    """Each is named as it is called, the preview of another one goes, and a corrected one can be chosen again."""
    page = day
    file, preview = page.locator("#day-file input[type=file]"), page.locator("#day-file .preview")

    def choose(name: str, content: bytes) -> None:
        file.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})

    choose("day.csv", b"call,arrived\nBURU-1,2026-01-05 09:20\n")
    expect(preview.locator(".primary")).to_be_enabled()
    choose("large.csv", b" " * 20_000_001)
    expect(page.locator("#messages")).to_contain_text("large.csv: Too large. the body is too large; this server takes")
    expect(preview).to_be_hidden()
    assert "413" in complaints.pop()
    page.evaluate(CHOOSE, "id")
    expect(page.locator("#messages")).to_contain_text("large.csv: Terlalu besar. isinya terlalu besar; server ini")
    page.evaluate(CHOOSE, "en")
    book = Workbook()
    book.active.title = "actuals"
    book.save(tmp_path / "day.xlsx")
    file.set_input_files(tmp_path / "day.xlsx")
    expect(preview.locator("tbody th")).to_have_text("day.xlsx, sheet actuals")
    choose("report.csv", b"%PDF-1.7\n%\xe2\xe3")
    expect(preview.locator("tbody tr")).to_contain_text("it is a PDF")
    choose("none.csv", b"call,arrived\n")
    expect(preview).to_contain_text("There is no call in it")

    # It is changed on the disk, and chosen again.
    path = tmp_path / "yard.csv"
    path.write_text("call,arrived\nBURU-1,2026-01-05 09:20\n")
    file.set_input_files(path)
    expect(preview.locator(".primary")).to_be_enabled()
    path.write_text("call,arrived\nCERAM-1,2026-01-05 17:40:00\n")
    preview.locator(".primary").click()
    expect(page.locator("#messages .message")).to_have_count(1)
    expect(page.locator("#messages")).to_contain_text("yard.csv is no more as it was when it was chosen")
    assert "ERR_UPLOAD_FILE_CHANGED" in complaints.pop()
    with page.expect_file_chooser() as chooser:
        file.click()
    chooser.value.set_files(path)
    expect(preview).to_contain_text("CERAM-1")
    expect(page.locator("#messages .message")).to_have_count(0)


def test_it_says_that_a_draft_is_not_in_the_shift_sheet(day: Page) -> None:
    page = day
    expect(page.locator("#day-draft")).to_be_hidden()
    page.locator("nav a[href='#berths']").click()
    page.locator("rect.ship[data-call='ARU-2']").focus()
    page.keyboard.press("Delete")
    expect(page.locator("rect.ship[data-call='ARU-2']")).to_have_count(0)
    page.locator("nav a[href='#day']").click()
    expect(page.locator("#day-draft")).to_contain_text("not saved")
    page.locator("nav a[href='#berths']").click()
    page.get_by_role("button", name="Drop draft").click()
    page.locator("nav a[href='#day']").click()
    expect(page.locator("#day-draft")).to_be_hidden()


def test_now_is_filled_in_whatever_the_language(day: Page) -> None:
    english = day.locator("#day-form [name=now]").input_value()
    assert english
    day.locator("header select[data-language]").select_option("id")
    day.reload()  # the language stays, and writes 12.00
    expect(day.locator("#day-visits tbody tr")).to_have_count(4)
    expect(day.locator("#day-form [name=now]")).to_have_value(english)


def test_the_berth_plan_as_pdf_and_as_pictures(page: Page, server: str, small_case: Case) -> None:
    tentative = with_row(small_case, "calls", 1, tentative=True)
    draw_plan(page, server, tentative, "small-print")
    expect(page.locator("rect.ship.tentative[data-call]")).to_have_count(1)
    with page.expect_download() as drawn:
        page.locator("#picture button", has_text="SVG").click()
    root = ElementTree.parse(drawn.value.path()).getroot()
    assert drawn.value.suggested_filename == "small-print-2026-01-05.svg"
    texts = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("Small Terminal" in text for text in texts)
    assert any("Not accepted" in text for text in texts)
    ships = [each for each in root.iter() if each.get("data-call") == "ARU-1" and each.get("data-loa-m")]
    assert ships[0].get("fill", "").startswith("rgb")
    with page.expect_download() as painted:
        page.locator("#picture button", has_text="PNG").click()
    content = Path(painted.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) == 3000
    page.locator("#picture select").select_option("A3")
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    # A3 on its side, in points.
    assert re.search(rb"/MediaBox \[0 0 119[01](\.\d+)? 84[12]", printed)
    expect(page.locator("#paper")).to_have_count(0)
