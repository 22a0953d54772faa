import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
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


def _command(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_worker_does_the_jobs_of_a_server_that_does_none(folder: Path) -> None:
    with _command("serve", "--port", "0", "--no-worker", "--json") as server:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["url"]
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            assert client.get("/api/v1/health/ready").status_code == 503
            request = {"case": "kariangau", "days": 1, "replications": 1, "workers": 1}
            job = client.post("/api/v1/simulations", json=request).headers["location"]
            with _command("worker", "--json", "--cores", "1") as worker:
                assert worker.stdout is not None
                assert json.loads(worker.stdout.readline())["worker"]
                end = time.monotonic() + 30
                while (state := client.get(job).json()["state"]) != "done":
                    assert state in ("queued", "running")
                    assert time.monotonic() < end
                    time.sleep(0.1)
                health = client.get("/api/v1/health/ready").json()
                assert (health["workers"], health["cores"], health["queued"]) == (1, 1, 0)
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(10) == 0
            assert client.get("/api/v1/health/ready").status_code == 503
        server.send_signal(signal.SIGINT)
        server.wait(20)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # Another server in the same place knows what was done.
    with _command("serve", "--port", "0", "--json") as server:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["url"]
        assert httpx.get(f"{url}{job[1:]}", trust_env=False).json()["state"] == "done"
        server.send_signal(signal.SIGINT)
        server.wait(20)


def test_the_metrics_of_a_worker_are_served_where_they_are_asked_for(tmp_path: Path) -> None:
    with _command(*f"worker --data {tmp_path}/data --cores 1 --metrics-port 0 --log-format json".split()) as worker:
        assert worker.stderr is not None
        said = [json.loads(worker.stderr.readline()) for _ in range(2)]
        assert [line["level"] for line in said] == ["INFO", "INFO"]
        port = int(said[0]["message"].split()[4])
        assert said[1]["message"].startswith("This worker does jobs of ")
        found = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        assert "dermaga_job_seconds" in found
        assert "process_cpu_seconds_total" in found
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0


def test_a_port_for_metrics_that_is_taken_is_refused(dermaga: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ran = dermaga(f"worker --data {tmp_path}/data --metrics-port {other.getsockname()[1]}")
    assert ran.status == 1
    assert "give another --metrics-port" in ran.err


@pytest.mark.parametrize("command", ["serve --port 0", "worker"])
def test_what_cannot_be_used_is_refused_at_the_start(dermaga: Run, command: str, tmp_path: Path) -> None:
    ran = dermaga(f"{command} --database mysql://host/name")
    assert (ran.status, ran.out) == (1, "")
    assert "is no database for Dermaga" in ran.err
    (tmp_path / "settings.toml").write_text("lease = 5")
    ran = dermaga(f"{command} --config {tmp_path}/settings.toml")
    assert ran.status == 1
    assert "lease = '5': there is no such field" in ran.err
