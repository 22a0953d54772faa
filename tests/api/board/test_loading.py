"""The loading view: a plan is asked for, and her bays, cranes and figures are seen, played and walked through."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from data.case import Case
from tests.api.board.conftest import Look
from tests.api.board.test_board import CUT, newest_plan, open_case
from tests.api.board.test_language import choose
from tests.data.checker.loading.conftest import CALL, case

__all__ = ["case"]

pytestmark = pytest.mark.browser

NAME = "to-load"


@pytest.fixture
def view(page: Page, server: str, case: Case) -> dict[str, Any]:
    """The view with a plan of a small ship on it, as the server tells that: asked for once, then found again."""
    open_case(page, server, case, NAME)
    page.locator("nav a[href='#loading']").click()
    if newest_plan(server, "loading", NAME) is None:
        expect(page.locator("#loading-empty")).to_contain_text("No loading plan")
        expect(page.locator("#load [name=call]")).to_have_value(CALL)
        page.locator("#load").get_by_label("Time limit").fill("1")
        page.get_by_role("button", name="Plan loading").click()
        expect(page.locator("#loading-progress .headline")).to_contain_text(re.compile("Optimal|Best"))
    expect(page.locator("svg.bay")).to_be_visible()
    newest = newest_plan(server, "loading", NAME)
    found: dict[str, Any] = httpx.get(f"{server}/api/v1/plans/{newest}/stowage").json()
    return found


def shown(page: Page) -> set[str]:
    """Slots with their boxes in the picture of the bay, by the numbers of the view."""
    boxes = page.locator("#loading-bay [data-box]").evaluate_all("all => all.map(one => ({...one.dataset}))")
    return {f"{box['slot']} {box['box']}" for box in boxes}


def standing(view: dict[str, Any], bay: int, seconds: int) -> set[str]:
    """The same as the server tells it."""
    return {
        f"{stay['slot']} {stay['box']}"
        for stay in view["stays"]
        if stay["bay"] == bay
        and (stay["since_s"] is None or stay["since_s"] <= seconds)
        and (stay["until_s"] is None or seconds < stay["until_s"])
    }


def test_each_bay_shows_who_stands_there_at_the_moment(page: Page, view: dict[str, Any]) -> None:
    for bay in view["bays"]:
        page.locator(f".bay-choice button[data-bay='{bay['bay']}']").click()
        for end, seconds in (("Arrival", -1), ("Departure", view["end_s"])):
            page.locator("#loading-player").get_by_role("button", name=end).click()
            assert shown(page) == standing(view, bay["bay"], seconds)
    page.locator("#loading-bay-table summary").click()
    rows = page.locator("#loading-bay-table tbody th")
    expect(rows).to_have_count(len(shown(page)))
    told = rows.all_inner_texts()
    assert told == sorted(slot.split()[0] for slot in shown(page))


def test_a_box_is_told_in_words_and_reached_with_keys(page: Page, view: dict[str, Any]) -> None:
    page.locator(".bay-choice button[data-bay='2']").click()
    boxes = page.locator("#loading-bay [data-box]")
    boxes.first.click()
    told = view["boxes"][int(boxes.first.get_attribute("data-box") or "")]
    panel = page.locator("#loading-box")
    for words in (told["box"], told["type"], view["ports"][told["port"]]["name"]):
        expect(panel).to_contain_text(words)
    expect(panel).to_contain_text(view["lifts"][told["lifts"][0]]["crane"])
    page.locator("#loading-bay [data-box][tabindex='0']").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.activeElement.dataset.box")
    expect(panel.locator("h2")).to_have_text(view["boxes"][int(focused)]["box"])
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    page.get_by_label("Find a box").fill(told["box"])
    page.get_by_label("Find a box").press("Enter")
    expect(panel.locator("h2")).to_have_text(told["box"])


def test_the_plan_is_played_with_the_mouse_and_with_keys(page: Page, view: dict[str, Any]) -> None:
    slider = page.get_by_label("Moment of the plan")
    line = page.locator(".space-time .moment-line")
    expect(page.locator("#loading-player")).to_contain_text("On arrival")
    page.locator("#loading-bay-name").click()
    page.keyboard.press("ArrowRight")
    first = min(lift["start_s"] for lift in view["lifts"])
    expect(slider).to_have_value(str(first))
    before = float(line.get_attribute("y1") or "")
    page.keyboard.press("End")
    expect(slider).to_have_value(str(view["end_s"]))
    assert float(line.get_attribute("y1") or "") > before
    page.keyboard.press("Home")
    page.locator("#loading-player select").select_option("3600")
    page.keyboard.press("Escape")
    page.locator("#loading-bay-name").click()
    page.keyboard.press(" ")
    expect(slider).to_have_value(str(view["end_s"]))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_colours_figures_and_files_of_a_loading_plan(page: Page, server: str, view: dict[str, Any]) -> None:
    for by, words in (("weight", "10 to 15 t"), ("sequence", "QC1"), ("port", "Colombo")):
        page.locator("#loading-colour").select_option(by)
        expect(page.locator("#loading-legend")).to_contain_text(words)
    total = page.locator("#loading-costs tr.total td").inner_text()
    newest = page.locator("#loading-downloads a").first.get_attribute("href") or ""
    summary = httpx.get(server + newest.rsplit("/", 1)[0]).json()["result"]["summary"]
    assert total == f"{summary['cost']:,.0f}"
    expect(page.locator("#loading-remarks")).to_contain_text("1 box left ashore")
    expect(page.locator("#loading-remarks")).to_contain_text(view["ashore"][0]["reason"])
    expect(page.locator("#loading-stability tbody tr")).to_have_count(4)
    for link in page.locator("#loading-downloads a").all():
        assert httpx.get(server + (link.get_attribute("href") or "")).status_code == 200


CONTRAST = """() => {
    const light = colour => {
        const part = colour.match(/\\d+/g).slice(0, 3).map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
    };
    return [...document.querySelectorAll('#loading-bay .box')].flatMap(box => {
        const ground = light(getComputedStyle(box.querySelector('.hull')).fill);
        return [...box.querySelectorAll('text')].map(one => {
            const [low, high] = [ground, light(getComputedStyle(one).fill)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
        });
    });
}"""


def test_words_are_read_on_boxes_of_every_weight(page: Page, view: dict[str, Any]) -> None:
    def of_all_weights(route: Route) -> None:
        told = route.fetch().json()
        for place, box in enumerate(told["boxes"]):
            box["weight"] = place % len(told["weights_t"])
        route.fulfill(json=told)

    page.route("**/plans/*/stowage*", of_all_weights)
    page.reload()
    expect(page.locator("svg.bay")).to_be_visible()
    page.locator("#loading-colour").select_option("weight")
    seen = 0
    for bay in view["bays"]:
        page.locator(f".bay-choice button[data-bay='{bay['bay']}']").click()
        for end in ("Arrival", "Departure"):
            page.locator("#loading-player").get_by_role("button", name=end).click()
            contrasts = page.evaluate(CONTRAST)
            seen += len(contrasts)
            assert min(contrasts, default=21) >= 4.5
    assert seen >= len(view["boxes"])


@pytest.mark.usefixtures("view")
def test_the_loading_view_fits_and_is_accessible_in_both_languages(page: Page, look: Look) -> None:
    page.locator("#loading-bay [data-box]").first.click()
    for size in ({"width": 1024, "height": 768}, {"width": 1366, "height": 768}):
        page.set_viewport_size(size)
        for language in ("id", "en"):
            choose(page, language)
            assert page.evaluate(CUT) == []
    for summary in page.locator("#loading summary").all():
        summary.click()
    look("a loading plan")


def test_a_version_that_people_made_is_shown_with_its_figures(page: Page, server: str, view: dict[str, Any]) -> None:
    address = f"{server}/api/v1/plans/{newest_plan(server, 'loading', NAME)}"
    read = httpx.get(address)
    plan = read.json()["result"]["plan"]
    plan["lifts"] = [lift for lift in plan["lifts"] if lift["kind"] != "load"]
    expect(page.locator("#loading-version")).to_be_hidden()
    saved = httpx.put(f"{address}/plan", json=plan, headers={"If-Match": read.headers["etag"]})
    assert saved.status_code in (200, 201), saved.text
    told = httpx.get(f"{address}/stowage", params={"version": 2}).json()
    page.reload()
    # What stands is what the job found: the other one breaks rules.
    total = page.locator("#loading-costs tr.total td")
    first = f"{view['figures']['cost']:,.0f}"
    expect(total).to_have_text(first)
    choice = page.locator("#loading-version select")
    expect(choice).to_have_value("1")
    choice.select_option("2")
    expect(page.locator("#loading-remarks")).to_contain_text(re.compile("rules? (is|are) broken"))
    expect(total).to_have_text(f"{told['figures']['cost']:,.0f}")
    links = [link.get_attribute("href") or "" for link in page.locator("#loading-downloads a").all()]
    assert [link.rsplit("/", 1)[1] for link in links] == [f"plan.{kind}?version=2" for kind in ("json", "csv", "xlsx")]
    choice.select_option("1")
    expect(total).to_have_text(first)
