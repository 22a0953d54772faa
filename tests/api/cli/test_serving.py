import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.cli.console import FallsShort, tell_error
from tests.api.cli.conftest import Run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where data lie that no option says the place of."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "dermaga"


SERVE = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]


def _first_line(options: list[str], stream: str) -> str:
    """What a server says first; it must answer by then."""
    running = subprocess.Popen([*SERVE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        said = getattr(running, stream).readline()
        url = json.loads(said)["url"] if "--json" in options else said.split()[4]
        assert not url.endswith(":0/")
        assert httpx.get(f"{url}api/v1/health", trust_env=False).json()["status"] == "ok"
    finally:
        running.send_signal(signal.SIGINT)
        rest = running.communicate(timeout=20)
    assert rest[0] == ""
    return said


def test_the_true_address_is_told_once_it_answers() -> None:
    assert _first_line(["--json"], "stdout").startswith('{"url": "http://127.0.0.1:')
    assert _first_line([], "stderr").startswith("The board is at http://127.0.0.1:")


def test_a_port_in_use_is_refused_with_a_remedy(dermaga: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = dermaga(f"serve --port {port}")
        assert ran.status == 1
        assert ran.out == ""
        assert ran.err == f"port {port} of 127.0.0.1 is in use; give another one with --port, or 0 for any\n"
        assert "is in use" in json.loads(dermaga(f"serve --port {port} --json").out)["error"]


@pytest.mark.skipif(not socket.has_ipv6 or os.name != "posix", reason="needs IPv6")
def test_an_address_with_colons_is_told_in_brackets() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 on this machine")
    assert _first_line(["--host", "::1", "--json"], "stdout").startswith('{"url": "http://[::1]:')


def test_an_answer_that_falls_short_is_one_object_with_its_error(capsys: pytest.CaptureFixture[str]) -> None:
    tell_error(FallsShort("it ended early", {"kpis": [1]}), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"kpis": [1], "error": "it ended early"}
