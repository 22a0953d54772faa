"""The board in a real browser, on a real server."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from data.case import Case
from tests.api.board.conftest import serving

pytestmark = pytest.mark.browser

# Words of buttons, links and labels that their boxes cut, or that leave the screen.
CUT = """() => [...document.querySelectorAll('button, nav a, label, h1, h2, legend, #terminal, #clock, .downloads a')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).clipPath === 'none' && !one.closest('.table'))
    .filter(one => {
        const box = one.getBoundingClientRect();
        const cut = getComputedStyle(one).display !== 'inline' && one.scrollWidth > one.clientWidth + 1;
        return cut || box.left < -1 || box.right > window.innerWidth + 1;
    })
    .map(one => one.textContent)"""
HOSTILE = "<img src=x onerror=alert(1)>"
Ships = dict[str, tuple[float, datetime, datetime]]


def remember(page: Page, name: str) -> None:
    """As if a case had been open here before, where none was: else the page begins with a large one."""
    page.add_init_script(f"localStorage['dermaga.case'] ??= '{name}'")


def open_case(page: Page, server: str, case: Case, name: str) -> None:
    """Open the board on a case, which is sent to the server where it is not there yet."""
    answer = httpx.post(f"{server}/api/v1/cases", params={"name": name}, json=case.model_dump(mode="json"), timeout=30)
    assert answer.status_code in (201, 409), answer.text
    remember(page, name)
    page.goto(server)
    expect(page.locator("#terminal")).not_to_be_empty()
    if page.locator("#case").input_value() != name:
        page.locator("#case").select_option(name)
    expect(page.locator("#terminal")).to_contain_text(case.terminal.name)


def newest_plan(server: str, kind: str, case: str) -> str | None:
    """The id of the server's newest plan of a kind for a case."""
    found = httpx.get(f"{server}/api/v1/plans", params={"kind": kind, "case": case, "limit": 1}).json()["items"]
    return found[0]["id"] if found else None


def ask_for_plan(page: Page, days: int, seconds: int) -> None:
    """Press Plan."""
    page.locator("#request").get_by_label("Days", exact=True).fill(str(days))
    page.locator("#request").get_by_label("Time limit").fill(str(seconds))
    page.get_by_role("button", name="Plan", exact=True).click()


def draw_plan(page: Page, server: str, case: Case, name: str, *, anew: bool = False) -> None:
    """Open the board on a plan of three days, which is asked for where the server has none yet, or `anew`."""
    open_case(page, server, case, name)
    if anew or newest_plan(server, "berth", name) is None:
        ask_for_plan(page, days=3, seconds=5)
        expect(page.locator("#plan-progress .headline")).to_contain_text(re.compile("Optimal|Best"))
    expect(page.locator("rect.ship[data-call]")).to_have_count(len(case.calls))


def plan_shipments(page: Page, server: str, case: Case, name: str) -> None:
    """Open the view of shipments on a plan, which is asked for where the server has none yet."""
    open_case(page, server, case, name)
    page.get_by_role("link", name="Shipments").click()
    if newest_plan(server, "shipment", name) is None:
        page.get_by_role("button", name="Plan shipments").click()
    expect(page.locator("#booking-count")).to_be_visible()


def newest_result(server: str, case: str) -> dict[str, Any]:
    """The result of the server's newest berth plan of a case."""
    result: dict[str, Any] = httpx.get(f"{server}/api/v1/plans/{newest_plan(server, 'berth', case)}").json()["result"]
    return result


def ships_of(plan: dict[str, Any]) -> Ships:
    """Place and times of every ship in a plan of the server."""
    return {
        call["call"]: (
            call["position_m"],
            datetime.fromisoformat(call["start"]),
            datetime.fromisoformat(call["end"]),
        )
        for call in plan["calls"]
    }


def ships_told(page: Page) -> Ships:
    """The same as the diagram's rectangles tell it."""
    told = page.locator("rect.ship[data-call]").evaluate_all("ships => ships.map(ship => ({...ship.dataset}))")
    return {
        ship["call"]: (
            float(ship["positionM"]),
            datetime.fromisoformat(ship["start"]),
            datetime.fromisoformat(ship["end"]),
        )
        for ship in told
    }


def ships_measured(page: Page, quay_m: float, midnight: datetime) -> Ships:
    """The same as the diagram's lines show it: places against the quay's ends, times against the lines of the days.

    `midnight` is the moment of the first line of a day.
    """
    low, high = (float(end.get_attribute("y1") or "") for end in page.locator(".quay-end").all())
    first, *_, last = days = [float(line.get_attribute("x1") or "") for line in page.locator("line.day").all()]

    def moment(x: float) -> datetime:
        return midnight + timedelta(days=len(days) - 1) * ((x - first) / (last - first))

    measured = {}
    for ship in page.locator("rect.ship[data-call]").all():
        x, y, width = (float(ship.get_attribute(name) or "") for name in ("x", "y", "width"))
        measured[ship.get_attribute("data-call") or ""] = (
            (y - low) / (high - low) * quay_m,
            moment(x),
            moment(x + width),
        )
    return measured


def assert_drawn(page: Page, plan: dict[str, Any], case: Case) -> None:
    """The diagram shows exactly this plan."""
    expected = ships_of(plan)
    assert expected
    assert ships_told(page) == expected
    second_day = datetime.fromisoformat(plan["start"]) + timedelta(days=1)
    measured = ships_measured(page, case.terminal.quay.length_m, second_day)
    for call, (position_m, start, end) in measured.items():
        assert position_m == pytest.approx(expected[call][0], abs=0.5)
        assert abs(start - expected[call][1]) < timedelta(minutes=5)
        assert abs(end - expected[call][2]) < timedelta(minutes=5)


def test_a_requested_schedule_is_drawn_as_the_server_planned_it(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small", anew=True)
    assert_drawn(page, newest_result(server, "small")["plan"], small_case)


def test_first_come_first_served_is_drawn_and_costed_beside_the_plan(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    page.get_by_text("First come, first served", exact=True).first.click()
    result = newest_result(server, "small")
    assert_drawn(page, result["baseline"]["plan"], small_case)
    total = page.locator("#costs tr.total td").all_inner_texts()
    costs = result["summary"]["cost"], result["baseline"]["cost"]
    assert total == [f"{amount:,.0f}" for amount in (*costs, costs[1] - costs[0])]


def test_a_plan_stands_on_the_board_again_after_a_reload(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    before = ships_told(page)
    page.reload()
    page.wait_for_selector("rect.ship")
    assert ships_told(page) == before


def test_a_long_solve_is_stopped_and_its_best_plan_kept(page: Page, server: str, kariangau_2025: Case) -> None:
    open_case(page, server, kariangau_2025, "busy")
    ask_for_plan(page, days=21, seconds=600)
    stop = page.get_by_role("button", name="Stop and keep the best")
    expect(page.locator("#plan-progress .figures")).to_be_visible()
    stop.click()
    expect(page.locator("#plan-progress .headline")).to_contain_text("Stopped, the best so far")
    assert_drawn(page, newest_result(server, "busy")["plan"], kariangau_2025)
    expect(stop).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_plan_that_is_explained_says_so_and_may_be_stopped(page: Page, server: str, language: str) -> None:
    page.add_init_script(f"localStorage.setItem('dermaga.language', '{language}')")
    page.goto(server)
    page.locator("#case").select_option("hub")
    expect(page.locator("#terminal")).to_contain_text("12 quay cranes")
    page.locator("#request [name=days]").fill("10")
    page.locator("#request [name=seconds]").fill("1")
    page.locator("#request .primary").click()
    headline = page.locator("#plan-progress .headline")
    expect(headline).to_have_text({"en": "Explaining the plan…", "id": "Menjelaskan rencana…"}[language])
    page.locator("#plan-progress .stop").click()
    expect(headline).to_contain_text({"en": "Stopped, the best so far", "id": "Dihentikan"}[language])
    expect(page.locator("rect.ship")).not_to_have_count(0)


def test_faults_of_an_uploaded_case_are_listed_and_nothing_is_kept(
    page: Page, server: str, small_case: Case, zipped: Callable[..., dict[str, Any]], complaints: list[str]
) -> None:
    open_case(page, server, small_case, "small")

    def spoil(calls: str) -> str:
        return calls.replace("ARU-2", "=1+1").replace("2026-01-05T20:00", "2026-01-05T07:00")

    page.set_input_files("#case-file", files=[zipped(small_case, "spoilt", "calls.csv", spoil)])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("spoilt.zip was not taken")
    heads = dialog.locator("thead th").all_inner_texts()
    assert heads == ["File", "Row", "Column", "Value", "What is wrong", "What would be right"]
    rows = [row.locator("th, td").all_inner_texts() for row in dialog.locator("tbody tr").all()]
    assert len(rows) >= 2
    assert {row[0] for row in rows} <= {"calls.csv", "sailings.csv"}
    assert any(row[3] == "=1+1" for row in rows)
    assert all(row[4] and row[5] for row in rows)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    assert "spoilt" not in [case["name"] for case in httpx.get(f"{server}/api/v1/cases").json()["items"]]
    assert "422" in complaints.pop()


def test_a_case_that_is_gone_leaves_the_one_before_on_the_board(
    page: Page, server: str, small_case: Case, complaints: list[str]
) -> None:
    draw_plan(page, server, small_case, "small-stays")
    added = httpx.post(f"{server}/api/v1/cases", params={"name": "small-gone"}, json=small_case.model_dump(mode="json"))
    assert added.is_success, added.text
    page.reload()
    expect(page.locator("#terminal")).to_contain_text("Small Terminal")
    tag = httpx.get(f"{server}/api/v1/cases/small-gone").headers["ETag"]
    assert httpx.delete(f"{server}/api/v1/cases/small-gone", headers={"If-Match": tag}).is_success
    page.get_by_label("Case", exact=True).select_option("small-gone")
    expect(page.locator("#messages")).to_contain_text("small-gone")
    assert "404" in complaints.pop()
    expect(page.get_by_label("Case", exact=True)).to_have_value("small-stays")
    expect(page.locator("#terminal")).to_contain_text("Small Terminal")
    page.locator("rect.ship[data-call]").first.click()
    expect(page.locator("#by-hand-ship")).not_to_be_empty()


def test_while_a_case_is_opened_nothing_of_the_one_before_can_be_asked_for(
    page: Page, server: str, small_case: Case
) -> None:
    draw_plan(page, server, small_case, "small-first")
    held: list[Route] = []
    page.route("**/api/v1/cases/hub", lambda route: held.append(route))
    with page.expect_request("**/api/v1/cases/hub"):
        page.get_by_label("Case", exact=True).select_option("hub")
    expect(page.locator("#main")).to_have_attribute("inert", "")
    held[0].continue_()
    expect(page.locator("#terminal")).to_contain_text("XXHUB")
    expect(page.locator("#main")).not_to_have_attribute("inert", "")


def test_a_case_that_the_page_cannot_open_leaves_the_one_before(
    page: Page, server: str, small_case: Case, complaints: list[str]
) -> None:
    draw_plan(page, server, small_case, "small-stays")
    odd = httpx.get(f"{server}/api/v1/cases/kariangau").json()
    odd["terminal"]["time_zone"] = "localtime"  # which no server takes, and no browser knows
    page.route("**/api/v1/cases/kariangau", lambda route: route.fulfill(json=odd))
    with page.expect_event("pageerror"):
        page.get_by_label("Case", exact=True).select_option("kariangau")
    expect(page.locator("#messages")).to_contain_text("Something went wrong on this page")
    assert "localtime" in complaints.pop()
    expect(page.get_by_label("Case", exact=True)).to_have_value("small-stays")
    expect(page.locator("#main")).not_to_have_attribute("inert", "")


def test_an_uploaded_case_is_opened(
    page: Page, server: str, small_case: Case, zipped: Callable[..., dict[str, Any]]
) -> None:
    open_case(page, server, small_case, "small")
    page.set_input_files("#case-file", files=[zipped(small_case, "july", "calls.csv", str)])
    expect(page.locator("#messages")).to_contain_text("july is here")
    expect(page.get_by_label("Case", exact=True)).to_have_value("july")


def test_names_are_shown_as_text_whatever_they_hold(page: Page, server: str, small_case: Case) -> None:
    ships = tuple(ship.model_copy(update={"name": HOSTILE, "line": "LINEA"}) for ship in small_case.vessels)
    shipments = tuple(one.model_copy(update={"exporter": HOSTILE}) for one in small_case.shipments)
    draw_plan(page, server, small_case.model_copy(update={"vessels": ships, "shipments": shipments}), "hostile")
    page.locator("rect.ship").first.focus()
    expect(page.locator("#ship h2")).to_have_text(HOSTILE)
    expect(page.locator("#calls tbody th").first).to_have_text(HOSTILE)
    page.get_by_role("link", name="Shipments").click()
    page.get_by_role("button", name="Plan shipments").click()
    expect(page.locator("#shipment-table tbody td").first).to_have_text(HOSTILE)
    page.get_by_role("button", name="SHIP-1").click()
    expect(page.locator("#booking")).to_contain_text(HOSTILE)
    assert page.locator("main img").count() == 0


def test_ships_are_reached_by_the_keyboard_and_described(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    ships = page.get_by_role("listbox").get_by_role("option")
    assert ships.count() == len(small_case.calls)
    ships.first.focus()
    page.keyboard.press("ArrowRight")
    expect(ships.nth(1)).to_be_focused()
    expect(ships.nth(1)).to_have_attribute("aria-selected", "true")
    sentence = ships.nth(1).get_attribute("aria-label") or ""
    assert re.search(r"Buru, LINEB, call BURU-1: \d+ to \d+ m, .* cranes?, 240 moves, ", sentence)
    expect(page.locator("#ship h2")).to_have_text("Buru")


def test_a_ship_is_told_with_what_keeps_it_from_a_better_berth(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    reason = newest_result(server, "small")["reasons"][0]
    page.locator(f"rect.ship[data-call='{reason['call']}']").focus()
    expect(page.locator("#ship .reasons li").first).to_have_text(reason["text"])
    page.get_by_text("First come, first served", exact=True).first.click()
    expect(page.locator("#ship .reasons")).to_have_count(0)


def test_shipments_are_listed_with_their_way_and_cut_off(page: Page, server: str, small_case: Case) -> None:
    plan_shipments(page, server, small_case, "small")
    first = page.locator("#shipment-table tbody tr").first
    for words in ("SHIP-1", "Damar Exporter", "Colombo (LKCMB)", "IDKRG – IDSUB – LKCMB", "Tue 6 Jan 22:00"):
        expect(first).to_contain_text(words)


def test_a_booking_is_opened_with_its_chain_and_its_ways(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "export")
    page.get_by_role("button", name="SHIP-1").press("Enter")
    booking = page.locator("#booking")
    expect(booking.locator("h2")).to_have_text("SHIP-1: Damar batu (stone dammar resin)")
    expect(booking.locator(".chain .work")).to_have_count(5)
    expect(booking.locator(".chain .done")).to_have_count(1)
    # Every kind of line that is drawn has its sign in the legend.
    for kind, words in (("float", "time in hand"), ("latest", "at the latest"), ("ship-moment", "a ship leaves")):
        assert booking.locator(f".chain .{kind}").count()
        expect(booking.locator(".legend li", has=page.locator(f".chain-key.{kind}"))).to_contain_text(words)
    expect(booking.locator("tr", has_text="PEB filed").first).to_contain_text("Forwarder")
    expect(booking.locator(".ways tbody tr", has_text="Freight")).to_contain_text("900")
    expect(booking).to_contain_text("Makes all of its cut-offs with a probability of")
    booking.get_by_role("button", name="Close the booking").press("Enter")
    expect(booking).to_be_hidden()
    expect(page.get_by_role("button", name="SHIP-1")).to_be_focused()


def test_tasks_are_listed_by_party_with_a_calendar(page: Page, server: str, export_case: Case) -> None:
    plan_shipments(page, server, export_case, "export")
    page.get_by_role("tab", name="Tasks").click()
    tasks = page.locator("#tasks")
    expect(tasks).to_be_visible()
    expect(tasks.locator("tbody tr")).to_have_count(4)
    tasks.get_by_label("not done").uncheck()
    expect(tasks.locator("tbody tr")).to_have_count(5)
    tasks.get_by_role("combobox", name="Party").select_option("forwarder")
    expect(tasks.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        tasks.get_by_role("link", name="Calendar").click()
    assert download.value.suggested_filename == "tasks-forwarder.ics"


def test_plan_and_baseline_are_simulated_side_by_side(page: Page, server: str, small_case: Case) -> None:
    draw_plan(page, server, small_case, "small")
    page.get_by_role("link", name="What-if").click()
    page.get_by_label("Replications").fill("2")
    page.get_by_role("button", name="Plan against first come, first served").click()
    table = page.locator("#kpis table")
    expect(table).to_be_visible()
    expect(table.locator("thead th").nth(3)).to_have_text("First come, first served")
    waiting = table.locator("tbody tr", has=page.get_by_text("waiting", exact=True)).first
    assert re.fullmatch(r"[\d.,]+ ± [\d.,]+", waiting.locator("td.numeric").first.inner_text())
    assert waiting.locator("th span").get_attribute("title")


def test_the_page_says_when_the_server_is_gone(page: Page, kariangau_2025: Case, complaints: list[str]) -> None:
    with serving() as (address, stop):
        open_case(page, address, kariangau_2025, "busy")
        ask_for_plan(page, days=21, seconds=600)
        expect(page.locator("#plan-progress .figures")).to_be_visible()
        stop()
        expect(page.locator("#messages")).to_contain_text("The server does not answer")
    complaints.clear()  # refused connections


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (1024, 768), (820, 1180)])
def test_nothing_is_cut_or_wider_than_the_screen(
    page: Page, server: str, kariangau_2025: Case, width: int, height: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(f"localStorage.setItem('dermaga.language', '{language}')")
    open_case(page, server, kariangau_2025, "busy-week")
    expect(page.locator("html")).to_have_attribute("lang", language)
    if not page.locator("rect.ship").count():
        page.locator("#request [name=seconds]").fill("3")
        page.locator("#request .primary").click()
    page.wait_for_selector("rect.ship")
    for view in ("simulation", "shipments", "berths"):
        page.locator(f"nav a[href='#{view}']").click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(CUT) == []
    outside = page.evaluate(
        """() => {
            const ships = [...document.querySelectorAll('rect.ship[data-call]')].map(s => s.getBoundingClientRect());
            const inside = (t, s) => t.left >= s.left - 1 && t.right <= s.right + 1
                && t.top >= s.top - 1 && t.bottom <= s.bottom + 1;
            return [...document.querySelectorAll('.labels text')]
                .filter(text => !ships.some(ship => inside(text.getBoundingClientRect(), ship)))
                .map(text => text.textContent);
        }"""
    )
    assert outside == []
    names = " ".join(page.locator(".labels text.name").all_text_contents())
    assert len(names) > 40


@pytest.mark.parametrize("name", ["W" * 200, ("Kapal Peti Kemas Nusantara " * 8)[:200].strip()])
def test_long_names_push_nothing_off_the_screen(page: Page, server: str, small_case: Case, name: str) -> None:
    """Also one of a single word, and a remark does not make the table of the day as high as the screen."""
    told = small_case.model_dump(mode="json")
    told["terminal"]["name"] = name
    for row in (*told["vessels"], *told["ports"]):
        row["name"] = name
    told["calls"][0]["remark"] = ("Pilot asked for at 06:30, hatch three is stuck. " * 5)[:200].strip()
    named = Case.model_validate(told)
    draw_plan(page, server, named, f"long-{name.count(' ')}")
    page.locator("rect.ship[data-call='ARU-1']").focus()
    expect(page.get_by_role("button", name="Move")).to_be_visible()
    for width in (1366, 820):
        page.set_viewport_size({"width": width, "height": 1000})
        for view in ("berths", "day", "loading", "yard", "shipments", "simulation"):
            page.locator(f"nav a[href='#{view}']").click()
            assert page.evaluate(CUT) == [], (view, width)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (view, width)
    page.locator("nav a[href='#day']").click()
    expect(page.locator("#day-visits tbody tr").first).to_contain_text("Pilot")
    # It is drawn anew whenever the view is opened.
    page.wait_for_function("[document.querySelector('#day-visits tbody tr')].some(row => row?.offsetHeight < 200)")
