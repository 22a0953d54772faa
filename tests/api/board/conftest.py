"""A real server on a port of its own, and a real Chromium that looks at it."""

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.settings import Settings
from data.case import Case
from data.formats import write_folder
from tests.api.conftest import run_server

AS_ROOT = ["--no-sandbox"] if os.geteuid() == 0 else []
# Nobody waits so long where nothing is wrong: it is for a machine that does much else.
WAIT_MS = 60_000
ARGUMENTS = [*AS_ROOT, "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CHOOSE = """language => {
    const select = document.querySelector('select[data-language]');
    select.value = language;
    select.dispatchEvent(new Event('change'));
}"""
Look = Callable[[str], None]


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
    """The address of a server that answers, on any free port or a given one, and how to stop it before the end."""
    with run_server(Settings(port=listen, **settings)) as running:
        yield running.url, running.end


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The server of most tests: its worker has made a plan already, so that no test waits for its first process."""
    with run_server(Settings(port=0)) as running:
        running.wait(running.submit("plans", case="hub", days=0.5, seconds=0.5), "done")
        yield running.url


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
def look(page: Page) -> Look:
    """Fails where axe-core finds a serious or critical fault on the page as it is, in either language."""

    def check(where: str) -> None:
        found = []
        for language in ("id", "en"):
            page.evaluate(CHOOSE, language)  # also where a dialog lies over the choice
            # What costs most is looked at once: colours are the same in both.
            rules = {"color-contrast": {"enabled": language == "en"}}
            told = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response
            assert len(told["passes"]) > 10
            for fault in told["violations"]:
                if fault["impact"] in ("serious", "critical"):
                    found += [
                        f"{where}, {language}: {fault['id']}: {node['target']} {node['failureSummary']}"
                        for node in fault["nodes"]
                    ]
        assert found == []

    return check


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
