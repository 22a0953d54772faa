"""A planner moves ships on the board: dragged, tried, locked, re-planned, saved and accepted, undone, and offline."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from api.jobs.job import News, State, Work, packed
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.presenting.view import berth_view
from api.problems import Refusal
from api.settings import Settings
from api.store.cases import CaseStore
from api.store.opening import open_database
from api.work.planning import weighted
from api.work.requests import PlanRequest
from data.case import Case
from data.checker import check
from data.costs import Rate
from data.plans import UnservedCall
from data.terminal import Bollard
from scheduler.berths import first_come_first_served
from tests.api.board.conftest import serving
from tests.api.board.test_board import remember

pytestmark = pytest.mark.browser


def with_plan(place: Path, case: Case, left_out: str = "", costs: dict[Rate, float] | None = None) -> str:
    """The id of a finished plan by first come, first served, in a database that a server may open.

    It may leave out a call, or be judged by other costs than the terminal's.
    """
    engine = open_database(str(place))
    with suppress(Refusal):  # it is there from the plan before
        CaseStore(engine, most=10).add(case, by="ayu")
    request = PlanRequest(case="small", start=datetime(2026, 1, 5), days=3, costs=costs or {}, workers=1)
    case = weighted(case, request)
    plan = first_come_first_served(case, days=3)
    if left_out:
        calls = tuple(entry for entry in plan.calls if entry.call != left_out)
        plan = plan.model_copy(update={"calls": calls, "unserved": (UnservedCall(call=left_out, reason="no room"),)})
    verdict = check(case, plan)
    job = JobTable(engine, Settings()).submit(Work(request, case), owner="ayu")
    queue = Queue(engine, "one")
    attempt = queue.claim(1, 1)
    assert attempt is not None
    costs = {"cost": verdict.cost, "terms": verdict.terms}
    view, content = berth_view(case, plan, verdict), plan.model_dump(mode="json", by_alias=True)
    summary = {**costs, "bound": 0, "gap": 1, "status": "feasible", "seconds": 1, "checked": True, "baseline": costs}
    baseline = {"plan": content, "view": view, **costs}
    result = {"plan": content, "summary": summary, "reasons": [], "baseline": baseline, "view": view}
    assert queue.write(attempt, News([{"seconds": 1, **costs}], packed(result)), State.DONE)
    engine.dispose()
    return job.id


@pytest.fixture
def planned(tmp_path: Path, small_case: Case) -> Any:
    """A server with a worker whose database has the small case and a finished plan of it: address and plan."""
    place = tmp_path / "dermaga.sqlite"
    plan = with_plan(place, small_case)
    with serving(database=str(place)) as (address, stop):
        yield address, plan, stop, place


def open_plan(page: Page, address: str) -> None:
    remember(page, "small")
    page.goto(address)
    expect(page.locator("rect.ship[data-call]")).to_have_count(4)


def ship(page: Page, call: str) -> Locator:
    return page.locator(f"rect.ship[data-call='{call}']")


def drag(page: Page, call: str, hours: float = 0, metres: float = 0, *, drop: bool = True, end: bool = False) -> None:
    """Drag a ship so many hours and metres with the mouse, or its end."""
    box = ship(page, call).bounding_box()
    assert box is not None
    wide = page.evaluate(
        """call => { const s = document.querySelector(`rect.ship[data-call='${call}']`);
        return s.width.baseVal.value / ((Date.parse(s.dataset.end) - Date.parse(s.dataset.start)) / 3.6e6) }""",
        call,
    )
    high = box["height"] / float(ship(page, call).get_attribute("data-loa-m") or "1")
    x, y = box["x"] + (box["width"] - 3 if end else box["width"] / 2), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + hours * wide / 2, y + metres * high / 2, steps=3)
    page.mouse.move(x + hours * wide, y + metres * high, steps=3)
    if drop:
        expect(page.locator(".ghost.good, .ghost.bad")).to_have_count(1)
        page.mouse.up()
        expect(page.locator(".ghost")).to_have_count(0)


def start_of(page: Page, call: str) -> str:
    return ship(page, call).get_attribute("data-start") or ""


def costs(page: Page) -> str:
    return page.locator("#draft .before-after").inner_text()


def test_a_ship_is_dragged_where_it_may_lie_undone_and_done_again(page: Page, planned: Any) -> None:
    address, _, _, _ = planned
    open_plan(page, address)
    before = start_of(page, "ARU-2")
    drag(page, "ARU-2", hours=6, drop=False)
    expect(page.locator(".ghost.good .words")).to_contain_text("USD, until")
    page.mouse.up()
    expect(page.locator("#draft-told .changed li")).to_have_count(1)
    expect(page.locator("#draft-told .changed li")).to_contain_text(re.compile(r"First line \w{3} \d Jan \d\d:\d\d → "))
    expect(page.locator("#downloads")).to_contain_text("without the moves not saved")
    with page.expect_download() as drawn:
        page.locator("#picture button", has_text="SVG").click()
    assert "version 1 · with moves that are not saved" in drawn.value.path().read_text(encoding="utf-8")
    moved = start_of(page, "ARU-2")
    assert moved > before
    expect(page.locator(".was")).to_have_count(1)
    assert "→" in costs(page)
    page.keyboard.press("Control+z")
    expect(ship(page, "ARU-2")).to_have_attribute("data-start", before)
    expect(page.locator("#downloads")).not_to_contain_text("not saved")
    page.keyboard.press("Control+y")
    expect(ship(page, "ARU-2")).to_have_attribute("data-start", moved)
    page.reload()  # a draft stays in the browser
    expect(ship(page, "ARU-2")).to_have_attribute("data-start", moved)
    page.get_by_role("button", name="Drop draft").click()
    expect(ship(page, "ARU-2")).to_have_attribute("data-start", before)
    expect(page.locator("#draft")).to_contain_text("Drag a ship")


def test_where_a_ship_may_not_lie_it_is_red_with_the_reason_and_can_be_saved_but_not_accepted(
    page: Page, planned: Any
) -> None:
    address, plan, _, _ = planned
    open_plan(page, address)
    drag(page, "ARU-1", hours=-6, drop=False)
    expect(page.locator(".ghost.bad .words")).to_contain_text("before it arrives")
    page.keyboard.press("Escape")
    page.mouse.up()
    drag(page, "ARU-1", hours=-6)
    expect(page.locator("#draft-told .broken")).to_contain_text("before it arrives")
    expect(page.locator("rect.ship[data-call].broken")).to_have_count(1)
    expect(page.get_by_role("button", name="Save and accept")).to_be_disabled()
    page.locator("#draft [name=note]").fill("half done")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#draft-said")).to_contain_text("Saved as version 2")
    versions = httpx.get(f"{address}/api/v1/plans/{plan}/versions").json()["items"]
    assert [(one["version"], one["broken"], one["note"]) for one in versions] == [(2, 1, "half done"), (1, 0, "")]
    expect(page.get_by_role("button", name=re.compile("Accept version"))).to_have_count(0)


def test_by_the_keyboard_a_ship_is_moved_given_cranes_and_locked(page: Page, planned: Any) -> None:
    address, _, _, _ = planned
    open_plan(page, address)
    before = start_of(page, "ARU-2")
    ship(page, "ARU-2").focus()
    page.keyboard.press("Enter")
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".ghost")).to_have_count(0)
    assert start_of(page, "ARU-2") == before
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(ship(page, "ARU-2")).not_to_have_attribute("data-start", before)
    expect(ship(page, "ARU-2")).to_be_focused()
    page.keyboard.press("-")
    expect(page.locator("#by-hand [name=cranes]")).to_have_value("1")
    page.keyboard.press("l")
    expect(page.locator(".padlock")).to_have_count(1)
    there = start_of(page, "ARU-2")
    page.keyboard.press("Enter")
    expect(page.locator(".ghost")).to_have_count(0)
    expect(page.locator("#draft-said")).to_contain_text("Aru is locked")
    assert start_of(page, "ARU-2") == there


def test_the_end_of_a_ship_is_dragged_for_fewer_cranes_and_numbers_are_typed(page: Page, planned: Any) -> None:
    address, _, _, _ = planned
    open_plan(page, address)
    ship(page, "ARU-2").focus()
    expect(page.locator("#by-hand [name=cranes]")).to_have_value("2")
    drag(page, "ARU-2", hours=7, end=True)
    expect(page.locator("#by-hand [name=cranes]")).to_have_value("1")
    for odd in ("-1", "1.5", "1e3", "many"):  # none of which is taken for another number
        page.locator("#by-hand [name=cranes]").fill(odd)
        assert not page.locator("#by-hand").evaluate("form => form.checkValidity()"), odd
    page.locator("#by-hand [name=cranes]").fill("2")
    page.locator("#by-hand [name=position]").fill("33")
    page.locator("#by-hand").get_by_role("button", name="Move").click()
    expect(ship(page, "ARU-2")).to_have_attribute("data-position-m", "33")
    expect(page.locator("#by-hand [name=cranes]")).to_have_value("2")


def test_a_finger_drags_a_ship_instead_of_scrolling(browser: Browser, planned: Any) -> None:
    address, _, _, _ = planned
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True)
    page = context.new_page()
    open_plan(page, address)
    before = start_of(page, "ARU-2")
    box = ship(page, "ARU-2").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": across, "y": down, "id": 1} for across, down in places]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for step in range(1, 11):  # a browser that scrolls takes over after some of them
        touch("touchMove", (x + 4 * step, y))
    expect(page.locator(".ghost.good, .ghost.bad")).to_have_count(1)
    touch("touchEnd")
    expect(ship(page, "ARU-2")).not_to_have_attribute("data-start", before)
    context.close()


def test_what_is_looked_at_stays_in_sight(page: Page, planned: Any) -> None:
    address, _, _, _ = planned
    open_plan(page, address)
    ship(page, "ARU-2").focus()
    page.locator("#scale").select_option("1")
    expect(ship(page, "ARU-2")).to_be_in_viewport()
    scrolled = page.evaluate("document.querySelector('#diagram .drawing').scrollLeft")
    assert scrolled > 0
    ship(page, "ARU-2").focus()
    before = start_of(page, "ARU-2")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(ship(page, "ARU-2")).not_to_have_attribute("data-start", before)
    assert page.evaluate("document.querySelector('#diagram .drawing').scrollLeft") == pytest.approx(scrolled, abs=2)


def test_a_call_that_is_left_out_is_berthed_by_hand(page: Page, tmp_path: Path, small_case: Case) -> None:
    place = tmp_path / "dermaga.sqlite"
    with_plan(place, small_case, left_out="ARU-2")
    with serving(database=str(place)) as (address, _):
        page.goto(address)
        page.locator("#case").select_option("small")
        expect(page.locator("#unserved")).to_contain_text("no room")
        page.get_by_role("button", name="Berth by hand").click()
        expect(ship(page, "ARU-2")).to_be_focused()
        expect(page.locator("#unserved")).to_be_hidden()
        expect(page.locator("#draft-told .changed li")).to_contain_text("Aru: berthed")
        expect(page.locator("#by-hand-ship")).to_have_text("Aru")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#unserved")).to_be_visible()
        page.get_by_role("button", name="Redo").click()
        page.get_by_role("button", name="Save and accept").click()
        expect(page.locator("#draft-said")).to_contain_text("Saved as version 2 and accepted")
        expect(ship(page, "ARU-2")).to_have_count(1)


def test_a_ship_is_taken_off_and_berthed_again(page: Page, planned: Any) -> None:
    address, plan, _, _ = planned
    open_plan(page, address)
    ship(page, "ARU-2").focus()
    page.keyboard.press("l")
    page.keyboard.press("Delete")
    expect(page.locator("#draft-said")).to_contain_text("is locked")
    page.keyboard.press("l")
    page.keyboard.press("Delete")
    expect(ship(page, "ARU-2")).to_have_count(0)
    expect(page.locator("#draft-told .changed li")).to_have_text("Aru: not berthed any more")
    expect(page.locator("#unserved")).to_contain_text("Aru (ARU-2) taken off by hand")
    # The focus goes on, so that the keyboard can take the next one.
    page.keyboard.press("Delete")
    expect(page.locator("rect.ship[data-call]")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("rect.ship[data-call]")).to_have_count(3)
    page.get_by_role("button", name="Berth by hand").click()
    expect(ship(page, "ARU-2")).to_have_count(1)
    expect(page.locator("#unserved")).to_be_hidden()
    page.get_by_role("button", name="Take off").click()
    expect(ship(page, "ARU-2")).to_have_count(0)
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator("#draft-said")).to_contain_text("Saved as version 2 and accepted")
    expect(page.locator("#costs")).to_contain_text("times the cost of first come")
    saved = httpx.get(f"{address}/api/v1/plans/{plan}/plan.json").json()
    assert saved["unserved"] == [{"call": "ARU-2", "reason": "taken off by hand"}]
    page.locator(".masthead select[data-language]").select_option("id")
    expect(page.locator("#unserved")).to_contain_text("dikeluarkan dengan tangan")


@pytest.fixture
def held(page: Page) -> Callable[[], Callable[[], None]]:
    """Keeps what is asked of moves from now on, until what it answers is called."""
    kept: list[Route] = []
    is_free = False

    def take(route: Route) -> None:
        if is_free:
            route.continue_()
        else:
            kept.append(route)

    def release() -> None:
        nonlocal is_free
        is_free = True
        for route in kept:
            route.continue_()

    def hold() -> Callable[[], None]:
        page.route("**/moves", take)
        return release

    return hold


def test_what_is_undone_while_a_move_is_asked_of_is_not_in_it(
    page: Page, planned: Any, held: Callable[[], Callable[[], None]]
) -> None:
    address, *_ = planned
    open_plan(page, address)
    ship(page, "ARU-2").focus()
    page.keyboard.press("Delete")
    expect(ship(page, "ARU-2")).to_have_count(0)
    release = held()
    ship(page, "BURU-1").focus()
    with page.expect_request("**/moves"):
        page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    expect(ship(page, "ARU-2")).to_have_count(1)
    release()
    expect(ship(page, "BURU-1")).to_have_count(0)
    expect(ship(page, "ARU-2")).to_have_count(1)
    expect(page.locator("#draft-told .changed li")).to_have_text("Buru: not berthed any more")
    expect(page.locator("#draft-told dl")).to_contain_text("+200,000")


def test_what_comes_late_is_not_taken_into_another_plan(
    page: Page, planned: Any, held: Callable[[], Callable[[], None]]
) -> None:
    address, *_ = planned
    cases = f"{address}/api/v1/cases"
    assert httpx.post(cases, params={"name": "other", "copy_of": "small"}).status_code == 201
    open_plan(page, address)
    page.get_by_text("Re-plan around locks").click()
    page.locator("#replan [name=seconds]").fill("1")
    with page.expect_response(lambda told: told.url.endswith("/events")):
        page.locator("#replan button").click()
    release = held()
    ship(page, "ARU-2").focus()
    with page.expect_request("**/moves"):
        page.keyboard.press("Delete")
    with page.expect_response(lambda told: bool(re.search("/plans/[0-9a-f]{16}$", told.url))):
        page.locator("#case").select_option("other")
    expect(page.locator("#diagram")).to_contain_text("No plan yet")
    with page.expect_response("**/moves"):
        release()
    expect(page.locator("#messages .message")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('dermaga.draft'))") == []
    # It is a plan of its own case.
    page.locator("#case").select_option("small")
    expect(page.locator("#plan-of option")).to_have_count(2)
    expect(page.locator("rect.ship[data-call]")).to_have_count(4)


def test_a_version_that_cannot_be_accepted_is_saved(page: Page, planned: Any, complaints: list[str]) -> None:
    address, plan, _, _ = planned
    open_plan(page, address)
    drag(page, "ARU-2", hours=3)
    page.route(f"**/plans/{plan}", lambda route: route.abort() if route.request.method == "PATCH" else route.fallback())
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator("#version")).to_have_value("2")
    expect(page.locator("#messages")).to_contain_text("Offline")
    expect(page.locator("#draft-form")).to_be_hidden()
    assert "ERR_FAILED" in complaints.pop()


def test_a_plan_of_before_the_case_could_list_bollards_is_drawn(
    page: Page, tmp_path: Path, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = berth_view

    def of_before(*given: Any) -> dict[str, Any]:
        view = now(*given)
        del view["quay"]["bollards"]
        for call in view["calls"]:
            del call["bollards"]
        return view

    monkeypatch.setattr("tests.api.board.test_editing.berth_view", of_before)
    place = tmp_path / "dermaga.sqlite"
    with_plan(place, small_case.changed(bollards=(Bollard(id="1", position_m=10),)))
    with serving(database=str(place)) as (address, _):
        open_plan(page, address)
        ship(page, "ARU-1").click()
        expect(page.locator("#ship")).to_contain_text("0 to 150 m")
        drag(page, "ARU-1", metres=5)  # what is new knows them
        expect(page.locator("#ship")).to_contain_text("bollards 1")


def test_names_of_bollards_lie_over_nothing(page: Page, tmp_path: Path, small_case: Case) -> None:
    place = tmp_path / "dermaga.sqlite"
    names = ["1", "B1001", "2-".ljust(64, "W")]
    bollards = tuple(Bollard(id=name, position_m=40 * n) for n, name in enumerate(names))
    with_plan(place, small_case.changed(bollards=bollards))
    with serving(database=str(place)) as (address, _):
        open_plan(page, address)
        expect(page.locator(".bollard-name")).to_have_count(len(names))
        clear = page.evaluate(
            """() => {
                const boxes = name => [...document.querySelectorAll(name)].map(one => one.getBoundingClientRect());
                const right = Math.max(...boxes('.axis .tick').map(box => box.right));
                return boxes('.bollard-name').every(box => box.left >= right);
            }"""
        )
        assert clear
        expect(page.locator(".bollard-name", has_text="B1001")).to_have_count(1)


def test_an_older_plan_of_the_case_is_put_on_the_board(page: Page, tmp_path: Path, small_case: Case) -> None:
    place = tmp_path / "dermaga.sqlite"
    older, newer = with_plan(place, small_case, left_out="ARU-2"), with_plan(place, small_case)
    with serving(database=str(place)) as (address, _):
        open_plan(page, address)
        chosen = page.locator("#plan-of")
        expect(chosen).to_have_value(newer)
        assert "from Mon 5 Jan, 3 days" in chosen.locator(f"option[value='{older}']").inner_text()
        chosen.select_option(older)
        expect(page.locator("rect.ship[data-call]")).to_have_count(3)
        page.reload()  # what was on the board last stands there again
        expect(page.locator("rect.ship[data-call]")).to_have_count(3)
        expect(chosen).to_have_value(older)


def test_a_new_plan_around_locks_keeps_the_rates_of_its_plan(page: Page, tmp_path: Path, small_case: Case) -> None:
    place = tmp_path / "dermaga.sqlite"
    with_plan(place, small_case, costs={"waiting_per_hour": 7})
    with serving(database=str(place)) as (address, _):
        open_plan(page, address)
        expect(page.locator(".weights summary")).to_have_text("Cost weights: 1 changed")
        page.get_by_text("Re-plan around locks").click()
        page.locator("#replan [name=seconds]").fill("1")
        page.get_by_role("button", name="Re-plan", exact=True).click()
        expect(page.locator("#replan-progress")).to_contain_text("The new plan is in the draft")
        newest = httpx.get(f"{address}/api/v1/plans").json()["items"][0]
        assert newest["request"]["costs"] == {"waiting_per_hour": 7}
        # It is judged by them too: else it would be a plan of its own.
        expect(page.locator("#draft-form")).to_be_visible()


def test_others_are_planned_anew_around_a_locked_ship_and_the_draft_is_accepted(page: Page, planned: Any) -> None:
    address, plan, _, _ = planned
    open_plan(page, address)
    drag(page, "ARU-2", hours=9)
    there = start_of(page, "ARU-2")
    ship(page, "ARU-2").focus()
    page.keyboard.press("l")
    page.get_by_text("Re-plan around locks").click()
    page.locator("#replan [name=seconds]").fill("1")
    page.get_by_role("button", name="Re-plan", exact=True).click()
    expect(page.locator("#replan-progress")).to_contain_text("The new plan is in the draft")
    assert start_of(page, "ARU-2") == there
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator("#draft-said")).to_contain_text("Saved as version 2 and accepted")
    expect(page.locator("#downloads")).to_contain_text("Version 2 accepted")
    told = httpx.get(f"{address}/api/v1/plans/{plan}/plan.json").json()
    assert {call["call"]: call["start"] for call in told["calls"]}["ARU-2"] == there
    page.locator("#version").select_option("1")
    expect(ship(page, "ARU-2")).not_to_have_attribute("data-start", there)
    page.reload()
    expect(ship(page, "ARU-2")).to_have_attribute("data-start", there)


def test_who_was_quicker_is_told(page: Page, planned: Any, complaints: list[str]) -> None:
    address, plan, _, _ = planned
    open_plan(page, address)
    drag(page, "ARU-2", hours=3)
    root = f"{address}/api/v1/plans/{plan}"
    content = httpx.get(f"{root}/plan.json").json()
    content["calls"][0]["position_m"] += 1
    assert httpx.put(f"{root}/plan", headers={"If-Match": "*"}, json=content).status_code == 200
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#draft .clash")).to_contain_text("Somebody else was quicker")
    assert "412" in complaints.pop()
    page.get_by_role("button", name="Save as a version all the same").click()
    expect(page.locator("#draft-said")).to_contain_text("Saved as version 3")


_SAID = {"terms": {}, "cost": 1, "broken": [], "notes": [], "feasible": True}
_THIN = {"entry": {"call": "ARU-1"}, "shown": {"call": "ARU-1"}}
_OPEN = {"version": 1, "tag": "x", "at": 1, "locked": []}


@pytest.mark.parametrize(
    "left",
    [
        "{{{",
        "5",
        {},
        {"steps": 5, "locked": "x", "at": 0},
        _OPEN | {"steps": [{"entries": [{}], "said": {}}]},
        _OPEN | {"steps": [{"entries": [_THIN], "said": _SAID}]},
        _OPEN | {"version": 99, "steps": [{"entries": [], "said": _SAID}]},
        _OPEN | {"steps": [], "at": 7, "locked": [5, None]},
    ],
)
def test_a_draft_that_no_page_can_read_is_as_if_it_was_not_there(page: Page, planned: Any, left: Any) -> None:
    address, plan, _, _ = planned
    kept = {"dermaga.case": "small", f"dermaga.draft.{plan}": left if isinstance(left, str) else json.dumps(left)}
    kept["dermaga.plan.small"] = json.dumps({"plan": 5, "at": "x"})
    page.add_init_script("".join(f"localStorage.setItem({json.dumps(k)}, {json.dumps(v)});" for k, v in kept.items()))
    page.goto(address)
    expect(page.locator("rect.ship[data-call]")).to_have_count(4)
    expect(page.locator("#draft-form")).to_be_hidden()


def test_a_browser_that_may_keep_nothing_shows_the_board(page: Page, planned: Any) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(planned[0])
    page.locator("#case").select_option("small")
    expect(page.locator("rect.ship[data-call]")).to_have_count(4)


def test_a_server_that_dies_while_a_ship_is_dragged_takes_nothing_with_it(
    page: Page, planned: Any, complaints: list[str]
) -> None:
    address, plan, stop, place = planned
    open_plan(page, address)
    drag(page, "ARU-2", hours=3)
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator("#draft-said")).to_contain_text("Saved as version 2 and accepted")
    committed = start_of(page, "ARU-2")
    drag(page, "BURU-1", hours=2)
    drafted = start_of(page, "BURU-1")
    drag(page, "ARU-2", hours=1, drop=False)
    stop()
    box = ship(page, "ARU-2").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 150, box["y"] + 30, steps=4)
    expect(page.locator(".ghost.away")).to_have_count(1)
    expect(page.locator("#messages")).to_contain_text("server")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    assert start_of(page, "ARU-2") == committed
    assert start_of(page, "BURU-1") == drafted
    complaints.clear()
    # The same address again, as after a restart.
    port = int(address.rsplit(":", 1)[1])
    with serving(database=str(place), listen=port) as (again, _):
        page.reload()
        expect(ship(page, "BURU-1")).to_have_attribute("data-start", drafted)
        expect(ship(page, "ARU-2")).to_have_attribute("data-start", committed)
        assert httpx.get(f"{again}/api/v1/plans/{plan}").json()["standing"]["accepted"] == 2
    complaints.clear()
