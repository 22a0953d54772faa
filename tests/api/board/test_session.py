"""Signing in and out on the board, where the server asks for tokens."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.app import API
from api.security.roles import RANKS, Holder, Role
from api.settings import Settings
from api.store.opening import open_database, place_of
from api.store.tokens import TokenTable
from tests.api.board.conftest import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def table(tmp_path: Path) -> Iterator[TokenTable]:
    engine = open_database(place_of(Settings(data=tmp_path)))
    yield TokenTable(engine)
    engine.dispose()


def test_a_planner_signs_in_and_out(page: Page, complaints: list[str], table: TokenTable, tmp_path: Path) -> None:
    table.add(Holder("budi", Role.ADMIN), by="test")
    ayu, token = table.add(Holder("ayu", Role.PLANNER), by="test")
    with serving(tokens=True, worker=False, data=tmp_path) as (address, _):
        page.goto(address)
        form = page.get_by_role("dialog", name="Sign in")
        expect(form).to_be_visible()
        page.keyboard.press("Escape")
        expect(form).to_be_visible()
        for wrong, says in (("dermaga_wrong", "the token is wrong"), ("é €", "no such characters")):
            form.get_by_label("Token").fill(wrong)
            form.get_by_role("button", name="Sign in").click()
            expect(form.get_by_role("alert")).to_contain_text(says)
        form.get_by_label("Token").fill(token)
        page.keyboard.press("Enter")
        expect(form).to_be_hidden()
        expect(page.locator("#who")).to_have_text("ayu · planner Sign out")
        expect(page.locator("#terminal")).to_contain_text("Kariangau")
        assert page.evaluate("document.cookie") == ""
        assert token not in page.evaluate("JSON.stringify([localStorage, sessionStorage, document.body.innerHTML])")

        page.reload()
        expect(page.locator("#who")).to_have_text("ayu · planner Sign out")
        expect(page.locator("#terminal")).to_contain_text("Kariangau")

        page.get_by_role("button", name="Sign out").click()
        expect(form).to_be_visible()
        form.get_by_label("Token").fill(token)
        page.keyboard.press("Enter")
        expect(page.locator("#terminal")).to_contain_text("Kariangau")

        # Revoked in the midst of the work: the next request asks for another token, and the page stays as it is.
        table.revoke(ayu.id)
        page.wait_for_timeout(3_100)
        page.get_by_role("button", name="Plan", exact=True).click()
        expect(form).to_be_visible()
        _, another = table.add(Holder("ayu", Role.PLANNER), by="test")
        form.get_by_label("Token").fill(another)
        page.keyboard.press("Enter")
        expect(form).to_be_hidden()
        page.get_by_role("button", name="Plan", exact=True).click()
        expect(page.locator("#plan-progress .headline")).to_be_visible()
        page.goto("about:blank")
    assert all("401" in each for each in complaints)
    complaints.clear()  # Chromium tells every refused request


def test_what_one_may_not_do_is_not_offered(
    page: Page, complaints: list[str], table: TokenTable, tmp_path: Path
) -> None:
    _, admin = table.add(Holder("budi", Role.ADMIN), by="test")
    held = {role: table.add(Holder(f"one-{role}", role), by="test")[1] for role in RANKS[:3]}
    with serving(tokens=True, worker=False, data=tmp_path) as (address, _):

        def sign_in(role: Role, view: str = "") -> None:
            page.goto("about:blank")
            page.context.clear_cookies()
            page.goto(f"{address}/{view}")
            page.get_by_label("Token").fill(held[role])
            page.keyboard.press("Enter")
            expect(page.locator("#terminal")).to_contain_text("Kariangau")

        sign_in(Role.VIEWER, "#simulation")
        expect(page.locator("#berths")).to_be_visible()
        expect(page.get_by_text("Once an analyst or a planner has made one")).to_be_visible()
        for words in ("Plan", "Upload…", "Simulate", "Plan shipments"):
            expect(page.get_by_role("button", name=words, exact=True)).to_be_hidden()
        expect(page.get_by_role("link", name="What-if")).to_be_hidden()
        page.get_by_role("link", name="Shipments").click()
        waits = page.locator("#shipment-table").get_by_text("Once an analyst or a planner has planned them")
        expect(waits).to_be_visible()
        expect(page.locator("#route")).to_be_hidden()

        with httpx.Client(base_url=address + API, headers={"Authorization": f"Bearer {admin}"}) as client:
            asked = {"case": "kariangau-2025", "kind": "berth", "start": "2026-01-05", "days": 7}
            client.post("/plans", json=asked).raise_for_status()  # by the admin; no worker does it
        stop = page.get_by_role("button", name="Stop and keep the best")
        for role, may_stop in ((Role.VIEWER, False), (Role.ANALYST, False), (Role.PLANNER, True)):
            sign_in(role)
            expect(page.locator("#plan-progress .headline")).to_have_text("Planning…")
            expect(stop).to_have_count(int(may_stop))
            expect(page.get_by_role("button", name="Plan", exact=True)).to_have_count(int(role != Role.VIEWER))
        page.goto("about:blank")
    assert all("401" in each for each in complaints)
    complaints.clear()


def test_without_tokens_there_is_nobody_to_sign_out(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.locator("#terminal")).not_to_be_empty()
    expect(page.locator("#who")).to_be_hidden()
    expect(page.locator("#sign-in")).to_be_hidden()
