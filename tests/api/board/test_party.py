"""What a party of the export chain sees on the board, and marks there."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.app import API
from api.security.access import Role
from api.settings import Settings
from api.store.opening import open_database, place_of
from api.store.tokens import Holder, TokenTable
from tests.api.board.conftest import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def table(tmp_path: Path) -> Iterator[TokenTable]:
    engine = open_database(place_of(Settings(data=tmp_path)))
    yield TokenTable(engine)
    engine.dispose()


def _sign_in(page: Page, address: str, token: str) -> None:
    page.goto(address)
    page.get_by_label("Token").fill(token)
    page.keyboard.press("Enter")


def _sign_out(page: Page) -> None:
    with page.expect_navigation():  # to the same page, of nobody
        page.get_by_role("button", name="Sign out").click()


def test_an_exporter_sees_its_tasks_and_booking_and_marks_one(
    page: Page, complaints: list[str], table: TokenTable, tmp_path: Path
) -> None:
    _, admin = table.add(Holder("budi", Role.ADMIN), by="test")
    _, token = table.add(Holder("damar", Role.PARTY, party="exporter", of="Exporter 01 (invented)"), by="test")
    with serving(tokens=True, data=tmp_path, cores=1) as (address, _):
        _sign_in(page, address, token)
        expect(page.get_by_text("Nothing of yours yet")).to_be_visible()
        expect(page.get_by_role("navigation", name="Views")).to_be_hidden()
        expect(page.get_by_label("Case", exact=True)).to_be_hidden()

        with httpx.Client(base_url=address + API, headers={"Authorization": f"Bearer {admin}"}, timeout=60) as client:
            client.post("/cases", params={"name": "mine", "copy_of": "kariangau-2025"}).raise_for_status()
            asked = {"case": "mine", "kind": "shipment", "seconds": 5, "workers": 1}
            made = client.post("/plans", json=asked).raise_for_status().json()["id"]
            client.get(f"/plans/{made}/events").raise_for_status()  # until its end

            _sign_out(page)
            _sign_in(page, f"{address}/#shipments", admin)
            page.get_by_label("Case", exact=True).select_option("mine")
            page.get_by_role("button", name="Accept version 1").click()
            expect(page.get_by_text("Version 1 accepted by budi")).to_be_visible()
            assert client.get(f"/plans/{made}").json()["standing"]["accepted"] == 1
            _sign_out(page)
            _sign_in(page, address, token)
            own = page.locator("#own-tasks")
            expect(own.get_by_role("row")).to_have_count(6)
            expect(own).not_to_contain_text("DAMAR-02")
            own.get_by_role("button", name="DAMAR-01", exact=True).click()
            expect(page.get_by_role("heading", name="DAMAR-01: damar batu")).to_be_visible()

            own.get_by_role("button", name="Mark… Quality inspected").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("When").fill("2099-01-01T10:00")
            dialog.get_by_role("button", name="Done").click()
            expect(dialog.get_by_role("alert")).to_contain_text("still to come")
            dialog.get_by_label("When").fill("2026-01-12T13:00")
            dialog.get_by_label("Number of the paper").fill("SUCO-7")
            dialog.get_by_role("button", name="Done").click()
            expect(dialog).to_be_hidden()
            expect(own.get_by_role("row")).to_have_count(5)
            own.get_by_label("not done").uncheck()
            row = own.get_by_role("row", name="Quality inspected")
            expect(row).to_contain_text("Certificate of quality SUCO-7")
            expect(row).to_contain_text("Mon 12 Jan 13:00")
            versions = client.get("/cases/mine/versions").json()["items"]
            assert (versions[0]["made_by"], versions[0]["note"]) == ("damar", "quality of DAMAR-01: done")

            row.get_by_role("button", name="Take back").click()
            expect(row).to_contain_text("open")
        page.goto("about:blank")
    assert all("401" in each or "422" in each for each in complaints)
    complaints.clear()  # Chromium tells every refused request


def test_the_page_of_another_user_is_a_new_one(
    page: Page, complaints: list[str], table: TokenTable, tmp_path: Path
) -> None:
    table.add(Holder("budi", Role.ADMIN), by="test")
    vina, token = table.add(Holder("vina", Role.VIEWER), by="test")
    _, partys = table.add(Holder("bea", Role.PARTY, party="customs"), by="test")
    with serving(tokens=True, worker=False, data=tmp_path) as (address, _):
        _sign_in(page, address, token)
        expect(page.locator("#terminal")).to_contain_text("Kariangau")
        table.revoke(vina.id)
        page.wait_for_timeout(3_100)
        page.get_by_label("Case", exact=True).select_option("hub")
        page.get_by_label("Token").fill(partys)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Nothing of yours yet")).to_be_visible()
        expect(page.locator("#terminal")).to_be_empty()
        page.goto("about:blank")
    assert all("401" in each for each in complaints)
    complaints.clear()
