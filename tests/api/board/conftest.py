"""A real server on a port of its own, and a real Chromium that looks at it."""

import io
import os
import shutil
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.server import Server
from api.settings import Settings
from data.case import Case
from data.formats import write_folder

AS_ROOT = ["--no-sandbox"] if os.geteuid() == 0 else []
# Nobody waits so long where nothing is wrong: it is for a machine that does much else.
WAIT_MS = 60_000
ARGUMENTS = [*AS_ROOT, "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def chromium() -> str:
    """Where Chromium is. Skips the test where it is missing, and fails it in a run that must leave nothing out."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found and Path(found).exists():
        return found
    reason = "Chromium is missing: install the package chromium, or name its program in the variable CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def serving(*, listen: int = 0, **settings: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server that answers, on a port of its own or a given one, and how to stop it before the end."""
    listening = socket.create_server(("127.0.0.1", listen))
    server = Server(Settings(port=listening.getsockname()[1], **settings))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join()
        listening.close()

    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        httpx.get(address).raise_for_status()
        yield address, stop
    finally:
        stop()
        listening.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The server of most tests: its worker has made a plan already, so that no test waits for its first process."""
    with serving() as (address, _stop), httpx.Client(base_url=address, timeout=WAIT_MS / 1000) as client:
        request = {"case": "hub", "kind": "berth", "days": 0.5, "seconds": 0.5}
        made = client.post("/api/v1/plans", json=request).raise_for_status().headers["location"]
        with client.stream("GET", f"{made}/events") as events:
            assert 'data: {"state": "done"}' in list(events.iter_lines())
        yield address


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A server for one test, and how to stop it."""
    with serving() as address_and_stop:
        yield address_and_stop


@pytest.fixture
def complaints() -> list[str]:
    """What the console complains of. Chromium itself writes refused requests there: a test that has one pops it."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page that must not have complained when the test ends."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.set_default_timeout(WAIT_MS)
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """A case as the zip of its folder, with one table changed, as Playwright gives files to a page."""

    def make(case: Case, name: str, table: str, change: Callable[[str], str]) -> dict[str, Any]:
        folder = tmp_path / name
        write_folder(case, folder)
        changed = folder / table
        changed.write_text(change(changed.read_text(encoding="utf-8")), encoding="utf-8")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
        return {"name": f"{name}.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}

    return make
