"""The view of the yard in a real browser: a plan, an hour, a block, a stack, and a night shift."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from data.case import Case
from tests.api.board.conftest import Look
from tests.api.board.test_board import CUT, newest_plan, open_case
from tests.data.test_night import box, case_of

pytestmark = pytest.mark.browser


def plan_yard(page: Page, server: str, case: Case, name: str) -> str:
    """Open the view of the yard with a plan of the case, made where there is none; answers the plan's address."""
    open_case(page, server, case, name)
    page.locator("nav a[href='#yard']").click()
    page.locator("#yard-request [name=seconds]").fill("2")
    if newest_plan(server, "yard", name) is None:
        page.get_by_role("button", name="Plan the yard").click()
        expect(page.locator("#yard-progress .headline")).to_contain_text(re.compile("Optimal|Best"))
    expect(page.locator("#yard-figures dd").first).to_be_visible()
    return f"{server}/api/v1/plans/{newest_plan(server, 'yard', name)}/yard"


def test_a_yard_plan_is_drawn_as_the_server_tells_it(page: Page, server: str, small_case: Case) -> None:
    told = httpx.get(plan_yard(page, server, small_case, "small")).json()
    first = page.locator("#yard-figures dd").first
    expect(first).to_have_text(f"{told['figures']['occupancy'] * 100:.1f} %")
    at = max(range(told["hours"]), key=lambda hour: told["blocks"][0]["teu"][hour])
    page.locator("#yard-hour").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", at
    )
    expect(page.locator("#yard-ships")).to_contain_text(f"{told['from_ships_teu'][at]:,} TEU expected at this hour")
    block = told["blocks"][0]
    share = block["teu"][at] / block["capacity_teu"] * 100
    expect(page.locator(".block-number")).to_have_text(str(int(share + 0.5)))
    said = page.locator("rect.block").get_attribute("aria-label") or ""
    assert said == f"Block A, Fill, TEU: {int(share + 0.5)} %, {block['teu'][at]} of {block['capacity_teu']}"
    page.get_by_text("Bays kept", exact=True).click()
    expect(page.locator(".block-number")).to_have_text(str(int(block["kept_bays"][at] / block["bays"] * 100 + 0.5)))
    page.locator("#yard-table summary").click()
    expect(page.locator("#yard-blocks tbody tr")).to_contain_text(f"{block['teu'][at]} of {block['capacity_teu']}")


def test_a_block_is_opened_by_the_keyboard_down_to_a_box(page: Page, server: str, small_case: Case, look: Look) -> None:
    address = plan_yard(page, server, small_case, "small")
    eta = small_case.calls[0].eta.isoformat()
    told = httpx.get(f"{address}/A", params={"at": eta}).json()
    page.locator("#yard-hour").evaluate(
        "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", told["hour"]
    )
    page.locator("rect.block").press("Enter")
    stacks = page.locator("#yard-block [role=listbox] [role=option]")
    expect(stacks).to_have_count(len(told["stacks"]))
    stacks.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = told["stacks"][1]
    rows = page.locator(".stack-table tbody tr")
    expect(rows).to_have_count(len(second["lots"]))
    expect(rows.first.locator("th")).to_have_text(str(len(second["lots"])))
    lot = told["lots"][second["lots"][-1]]
    expect(rows.first).to_contain_text(f"{lot['vessel']} ({lot['call']})")
    page.locator("#yard-block summary").click()
    page.locator("#yard-colour").select_option("port")
    expect(page.locator("#yard-block .legend").first).to_contain_text(lot["port"])
    look("a block of the yard")
    page.get_by_role("button", name="Close the block").press("Enter")
    expect(page.locator("#yard-block")).to_be_hidden()
    expect(page.locator("rect.block")).to_be_focused()


def test_the_yard_plays_hour_by_hour(page: Page, server: str, small_case: Case) -> None:
    plan_yard(page, server, small_case, "small")
    before = page.locator("#yard-moment").inner_text()
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#yard-moment")).not_to_have_text(before)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_night_shift_is_shown_with_its_moves(page: Page, server: str, look: Look) -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1")], calls=2)
    open_case(page, server, case, "by-night")
    page.locator("nav a[href='#yard']").click()
    expect(page.locator("#yard-empty")).to_contain_text("No yard plan yet")
    expect(page.locator("#night-result")).to_contain_text("2 boxes of the case have a place")
    page.get_by_role("button", name="Plan the shift").click()
    row = page.locator("#night-result tbody tr")
    expect(row).to_have_count(1)
    lower, upper = (each.id for each in case.containers)
    expect(row).to_contain_text(f"{upper}A-02-1-2")
    expect(row.locator("td").last).to_have_text(lower)
    look("a night shift")


def test_room_for_boxes_from_ships_can_be_asked_for(page: Page, server: str, small_case: Case) -> None:
    open_case(page, server, small_case, "small-share")
    page.locator("nav a[href='#yard']").click()
    page.locator("#yard-request [name=seconds]").fill("1")
    page.get_by_label("Room for boxes from ships").fill("30")
    page.get_by_role("button", name="Plan the yard").click()
    expect(page.locator("#yard-figures")).to_contain_text("30.0 %")
    made = httpx.get(f"{server}/api/v1/plans/{newest_plan(server, 'yard', 'small-share')}").json()
    assert made["result"]["plan"]["import_share"] == 0.3


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_of_the_yard_is_cut(page: Page, server: str, small_case: Case, language: str) -> None:
    plan_yard(page, server, small_case, "small")
    page.locator("select[data-language]").first.select_option(language)
    for width in (1366, 1024):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(CUT) == []
