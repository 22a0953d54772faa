"""Signing in and out on the board, where the server asks for tokens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Holder, Role
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
        expect(page.locator("#terminal")).to_contain_text("Kariangau", timeout=20_000)
        assert page.evaluate("document.cookie") == ""
        assert token not in page.evaluate("JSON.stringify([localStorage, sessionStorage, document.body.innerHTML])")

        page.reload()
        expect(page.locator("#who")).to_have_text("ayu · planner Sign out")
        expect(page.locator("#terminal")).to_contain_text("Kariangau", timeout=20_000)

        page.get_by_role("button", name="Sign out").click()
        expect(form).to_be_visible()
        form.get_by_label("Token").fill(token)
        page.keyboard.press("Enter")
        expect(page.locator("#terminal")).to_contain_text("Kariangau", timeout=20_000)

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


def test_without_tokens_there_is_nobody_to_sign_out(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.locator("#terminal")).not_to_be_empty(timeout=20_000)
    expect(page.locator("#who")).to_be_hidden()
    expect(page.locator("#sign-in")).to_be_hidden()
