"""The berth board with 200 ships over four weeks, in Chromium: first paint, and frames a second while one is dragged.

    python -m benchmarks.board [--days 28] [--ships 200] [--seconds 4] [--plan plan.json] [--chromium /usr/bin/chromium]

A server on loopback has the embedded case `hub` and a plan of it by first come, first served (which takes a minute to
make; `--plan` takes one that was made before). Frames are those of requestAnimationFrame in the page while the pointer
drags a ship to and fro, with the server asked at each step; moves are what its answers take.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from api.settings import DATABASE
from benchmarks.finished_plans import finish
from benchmarks.served import served
from data.case import Case
from data.cases import load
from data.plans import BerthPlan
from scheduler.berths import first_come_first_served

_COUNT = """() => {
    window.frames_ = [];
    const frame = now => { window.frames_.push(now); window.counting = requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
}"""
_COUNTED = "() => { cancelAnimationFrame(window.counting); return window.frames_; }"
_PAINT = """() => ({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    asked: performance.getEntriesByType('resource').filter(one => one.name.endsWith('/moves')).map(one => one.duration),
})"""


def planned(case: Case, ships: int, days: float, file: Path | None) -> BerthPlan:
    """A plan of so many ships in so many days, from a file or made anew."""
    plan = BerthPlan.model_validate_json(file.read_bytes()) if file else first_come_first_served(case, days=days)
    return plan.model_copy(update={"case_hash": case.hash, "calls": plan.calls[:ships], "unserved": ()})


def dragged(page: Page, seconds: float) -> list[float]:
    """Milliseconds of each frame while a ship in the middle of what is in sight is dragged to and fro."""
    hulls = page.locator("rect.ship[data-call]")
    box = hulls.nth(hulls.count() // 2).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    until, step = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        step += 1
        page.mouse.move(x + 3 * (step % 40), y + 2 * (step % 25))
    frames: list[float] = page.evaluate(_COUNTED)
    page.keyboard.press("Escape")
    page.mouse.up()
    return [after - before for before, after in pairwise(frames)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.board", description="Measure the berth board in Chromium.")
    parser.add_argument("--days", type=float, default=28)
    parser.add_argument("--ships", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=4, help="of dragging")
    parser.add_argument("--plan", type=Path, help="a plan of the case hub")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    case = load("hub").case
    plan = planned(case, asked.ships, asked.days, asked.plan)
    with tempfile.TemporaryDirectory() as folder:
        finish(str(Path(folder) / DATABASE), case, plan)
        with served(Path(folder)) as server, sync_playwright() as playwright:
            # A server that has just begun reads the embedded cases first, which is no matter of the board.
            httpx.get(f"{server.url}/api/v1/cases", timeout=120).raise_for_status()
            browser = playwright.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.add_init_script("localStorage.setItem('dermaga.case', 'hub')")
            page.goto(server.url)
            page.wait_for_selector("rect.ship[data-call]")
            drawn = page.evaluate("() => performance.now()")
            frames = dragged(page, asked.seconds)
            told = page.evaluate(_PAINT)
            browser.close()
    rate = 1000 * len(frames) / sum(frames)
    print(
        f"hub, {len(plan.calls)} ships in {asked.days:g} days, {os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}\n"
        f"first paint {told['first']:.0f} ms, ships drawn after {drawn:.0f} ms\n"
        f"dragging: {rate:.0f} frames/s, median {statistics.median(frames):.1f} ms, "
        f"95 % within {sorted(frames)[int(len(frames) * 0.95)]:.1f} ms, longest {max(frames):.0f} ms\n"
        f"answers to moves: {len(told['asked'])}, median {statistics.median(told['asked'] or [0]):.0f} ms"
    )
    print(json.dumps({"frames_per_second": round(rate, 1), "first_paint_ms": round(told["first"], 1)}))


if __name__ == "__main__":
    main()
