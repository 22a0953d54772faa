"""Makes the picture of the board in the README: plans a week of the embedded case and photographs the page.

    .venv/bin/python docs/picture.py docs/board.png

It needs Chromium: the Debian package, or its program named in the variable CHROMIUM.
"""

import os
import shutil
import socket
import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

from api.server import Server
from api.settings import Settings

CASE = "kariangau-2025"
LONGEST = 60  # seconds for the plan


def take_picture(path: Path) -> None:
    """Write a picture (PNG) of the board with a plan of the case's first week and one ship described."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = Server(Settings(port=port))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _photograph(f"http://127.0.0.1:{port}", path)
    finally:
        server.should_exit = True
        thread.join()


def _photograph(address: str, path: Path) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is missing: install the package chromium, or name its program in CHROMIUM")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-gpu", "--no-first-run"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, device_scale_factor=1.5)
        page.goto(address)
        page.get_by_label("Case", exact=True).select_option(CASE)
        page.locator("#request").get_by_label("Time limit").fill(str(LONGEST))
        page.get_by_role("button", name="Plan", exact=True).click()
        page.wait_for_selector("rect.ship", timeout=2_000 * LONGEST)
        page.locator("rect.ship").first.hover()
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python docs/picture.py FILE.png")
    take_picture(Path(sys.argv[1]))
