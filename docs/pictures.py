"""Makes the pictures of the board in README and documents: plans a week of the embedded case and photographs each view.

    .venv/bin/python docs/pictures.py docs/pictures

It needs Chromium: the Debian package, or its program named in the variable CHROMIUM.
"""

import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

from api.server import Server
from api.settings import Settings

CASE = "kariangau-2025"
LONGEST = 60_000  # milliseconds that a plan or a simulation may take
SETTLED = 500  # milliseconds in which a page is drawn


def take_pictures(folder: Path) -> None:
    """Write a picture (PNG) of each view of the board, with a plan of the first week of the case."""
    folder.mkdir(parents=True, exist_ok=True)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(Settings(port=port))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _photograph(f"http://127.0.0.1:{port}", folder)
    finally:
        server.should_exit = True
        thread.join()


def _photograph(address: str, folder: Path) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is missing: install the package chromium, or name its program in CHROMIUM")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-gpu", "--no-first-run"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, device_scale_factor=1.5)
        page.set_default_timeout(2 * LONGEST)
        page.goto(address)
        page.get_by_label("Case", exact=True).select_option(CASE)
        for view, prepare in VIEWS.items():
            page.locator(f"nav a[href='#{view}']").click()
            prepare(page)
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=folder / f"{view}.png")
            print(folder / f"{view}.png")
        browser.close()


def _berths(page: Page) -> None:
    page.locator("#request").get_by_label("Time limit").fill("20")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.wait_for_selector("rect.ship")
    page.locator("rect.ship").first.hover()


def _day(page: Page) -> None:
    page.wait_for_selector("#day-visits tbody tr")


def _loading(page: Page) -> None:
    page.locator("#load").get_by_label("Time limit").fill("20")
    page.locator("#load .primary").click()
    page.wait_for_selector("svg.bay")


def _yard(page: Page) -> None:
    page.locator("#yard-request").get_by_label("Time limit").fill("10")
    page.locator("#yard-request .primary").click()
    page.wait_for_selector("#yard-body:not([hidden])")
    page.locator("#yard-hour").fill("60")


def _shipments(page: Page) -> None:
    page.locator("#route .primary").click()
    page.wait_for_selector("#shipment-table tbody tr")


def _what_if(page: Page) -> None:
    page.locator("#simulate [name=replications]").fill("10")
    page.locator("#against").click()
    page.wait_for_selector("#kpis svg.chart")


VIEWS: dict[str, Callable[[Page], None]] = {
    "berths": _berths,
    "day": _day,
    "loading": _loading,
    "yard": _yard,
    "shipments": _shipments,
    "simulation": _what_if,
}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python docs/pictures.py FOLDER")
    take_pictures(Path(sys.argv[1]))
