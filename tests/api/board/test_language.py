"""The board in English and in Bahasa Indonesia, in a real browser."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from data.case import Case
from tests.api.board.test_board import draw_plan, newest_result, open_case, plan_shipments

pytestmark = pytest.mark.browser

# Indonesian texts that show where they begin and end: what stands outside of them is from no file of texts.
MARKED = """import { EN } from "./en.js";
const marked = (text) => (typeof text === "string" ? `⟦${text}⟧` : { other: `⟦${text.other}⟧` });
export const ID = Object.fromEntries(Object.entries(EN).map(([key, text]) => [key, marked(text)]));
"""
READ = """() => {
    const shown = (node) => node.checkVisibility() && !node.closest('[lang=en], code, option, script');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const {parentElement: element, textContent: text} = walker.currentNode;
        if (text.trim() && shown(element)) found.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label], [title]'))
        if (shown(element)) found.push(element.getAttribute('aria-label') ?? '', element.title ?? '');
    return found;
}"""
# What is nobody's language: the name of the program, kinds of files, days and months.
PLAIN = (
    "Dermaga UTC ETA ETD plan json csv xlsx port calls HS "
    "Sen Sel Rab Kam Jum Sab Min Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"
)


def choose(page: Page, language: str) -> None:
    page.locator(".masthead select[data-language]").select_option(language)


def test_the_language_is_that_of_the_browser_until_another_is_chosen(browser: Browser, server: str) -> None:
    context = browser.new_context(locale="id-ID", timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(server)
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.get_by_role("link", name="Rencana sandar")).to_be_visible()
    choose(page, "en")
    expect(page.get_by_role("link", name="Berth plan")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Berth plan")).to_be_visible()
    context.close()


def test_another_language_leaves_everything_where_it_is(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small", anew=True)
    page.get_by_text("First come, first served", exact=True).first.click()
    page.locator("rect.ship").nth(1).focus()
    chosen = page.locator("rect.ship.chosen").get_attribute("data-call")
    before = page.locator("#costs tr.total td").first.inner_text()
    choose(page, "id")
    expect(page.locator("#plan-progress .headline")).to_contain_text("celah")
    expect(page.locator("rect.ship.chosen")).to_have_attribute("data-call", chosen or "")
    expect(page.locator("#shown").get_by_label("Tiba dahulu, dilayani dahulu")).to_be_checked()
    expect(page.locator("#ship")).to_contain_text("Tali pertama")
    expect(page.locator("#calls caption")).to_contain_text("Asia/Makassar")
    amount = page.locator("#costs tr.total td").first.inner_text()
    assert amount == before.replace(",", ".")  # a dot between thousands
    expect(page.locator("#calls tbody td").nth(6)).to_have_text(re.compile(r"^Sen 5 Jan \d\d\.\d\d$"))
    choose(page, "en")
    expect(page.locator("#plan-progress .headline")).to_contain_text("gap")


def test_sentences_of_the_server_with_a_code_have_their_own_words(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    reason = newest_result(server, "small")["reasons"][0]
    page.locator(f"rect.ship[data-call='{reason['call']}']").focus()
    expect(page.locator("#ship .reasons li").first).to_have_text(reason["text"])
    choose(page, "id")
    expect(page.locator("#ship .reasons li").first).to_contain_text(re.compile(r"; biaya [\d.]+$"))
    expect(page.locator("#ship .reasons [lang=en]")).to_have_count(0)


def test_shipments_keep_what_is_open_in_another_language(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "export")
    page.get_by_role("button", name="SHIP-1").click()
    page.locator("#shipment-table summary").first.click()
    page.get_by_role("tab", name="Tasks").click()
    page.get_by_role("combobox", name="Party").select_option("forwarder")
    choose(page, "id")
    expect(page.get_by_role("combobox", name="Pihak")).to_have_value("forwarder")
    expect(page.locator("#tasks tbody tr")).to_have_count(1)
    expect(page.locator("#shipment-table details").first).to_have_attribute("open", "")
    expect(page.locator("#booking .chain-table thead")).to_contain_text("Paling lambat")


@pytest.fixture
def marked(page: Page) -> Iterator[Page]:
    page.route(
        "**/board/texts/id.js", lambda route: route.fulfill(body=MARKED, content_type="text/javascript; charset=utf-8")
    )
    page.add_init_script("localStorage.setItem('dermaga.language', 'id')")
    yield page
    page.unroute_all(behavior="wait")


def _strange(page: Page, known: set[str]) -> list[str]:
    """What the page says outside of the texts, in words that no data have."""
    said = [text for text in page.evaluate(READ) if "⟦" not in text]
    return [text for text in said if set(re.findall(r"[A-Za-z]{2,}", text)) - known]


def test_all_that_is_read_is_from_the_texts_or_the_data(marked: Page, server: str, export_case: Case) -> None:
    page = marked
    found = []
    known = set(re.findall(r"[A-Za-z]{2,}", PLAIN + export_case.model_dump_json()))
    known |= {port.unlocode[:2] for port in export_case.ports}  # countries
    open_case(page, server, export_case, "marked")
    for view in ("berths", "simulation", "shipments"):
        page.locator(f"nav a[href='#{view}']").click()
        found += _strange(page, known)
    page.locator("#route .primary").click()
    page.get_by_role("button", name="SHIP-1").click()
    expect(page.locator("#booking .chain-table")).to_be_visible()
    found += _strange(page, known)
    for part in ("tasks", "exports", "boxes", "list"):
        page.locator(f"#tab-{part}").click()
        expect(page.locator(f"#{part} :is(table, .empty)").first).to_be_visible()
        found += _strange(page, known)
    page.locator("nav a[href='#berths']").click()
    page.locator("#request [name=days]").fill("3")
    page.locator("#request [name=seconds]").fill("2")
    page.locator("#request .primary").click()
    page.wait_for_selector("rect.ship")
    page.locator("rect.ship").first.focus()
    plans = httpx.get(f"{server}/api/v1/plans").json()["items"]
    known |= set(re.findall(r"[A-Za-z]{2,}", json.dumps(plans)))
    found += _strange(page, known)
    page.locator("nav a[href='#simulation']").click()
    page.locator("#simulate [name=replications]").fill("2")
    page.locator("#simulate .primary").click()
    expect(page.locator("#kpis table")).to_be_visible()
    found += _strange(page, known)
    assert sorted(set(found)) == []
