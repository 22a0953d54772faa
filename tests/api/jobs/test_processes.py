"""Jobs as processes: cancelled, killed, crashed, left alone. All are real, on a real server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from api.work.requests import CORES
from benchmarks.fleet import descendants, parents
from data.case import Case

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def long_plan(running: Any) -> str:
    """A solve that runs for minutes, and has told of its first plan."""
    address = running.submit("plans", case="kariangau-2025", days=28, seconds=600)
    assert wait_until(lambda: bool(running.client.get(address).json()["progress"]), 20)
    return address


def test_cancelling_a_solve_keeps_its_best_plan(running: Any) -> None:
    address = long_plan(running)
    asked = time.monotonic()
    job = running.client.post(f"{address}/cancel").json()
    assert time.monotonic() - asked < 2
    assert job["state"] == "cancelled"
    assert job["error"] is None
    assert job["result"]["summary"]["status"] == "cancelled"
    assert job["result"]["summary"]["checked"]
    assert job["result"]["summary"]["cost"] <= job["result"]["baseline"]["cost"]
    assert running.client.post("/api/v1/checks", json={"case": "kariangau-2025", "plan": job["result"]["plan"]}).json()[
        "cost"
    ] == pytest.approx(job["result"]["summary"]["cost"])
    assert wait_until(lambda: running.server.worker.processes == {}, 2)


def test_cancelling_a_simulation_keeps_its_replications(running: Any) -> None:
    address = running.submit("simulations", case="small", days=3, replications=1000, workers=1)
    assert wait_until(lambda: running.client.get(address).json()["progress"].get("done", 0) >= 2, 20)
    asked = time.monotonic()
    job = running.client.post(f"{address}/cancel").json()
    assert time.monotonic() - asked < 2
    assert job["state"] == "cancelled"
    assert 2 <= job["result"]["kpis"][0]["replications"] < 1000


def test_a_process_that_does_not_end_is_killed(running: Any) -> None:
    address = long_plan(running)
    pid = running.server.worker.processes[address.rpartition("/")[2]]
    os.kill(pid, signal.SIGSTOP)
    asked = time.monotonic()
    job = running.client.post(f"{address}/cancel").json()
    assert time.monotonic() - asked < 2.2
    assert job["state"] == "cancelled"
    assert job["result"]["summary"]["checked"], "first come first served was kept before the solve began"
    assert pid not in parents()


def test_a_yard_plan_is_kept_where_its_process_does_not_end(running: Any) -> None:
    address = running.submit("plans", case="kariangau", kind="yard", days=7, seconds=600)
    assert wait_until(lambda: bool(running.client.get(address).json()["result"]), 20)
    os.kill(running.server.worker.processes[address.rpartition("/")[2]], signal.SIGSTOP)
    job = running.client.post(f"{address}/cancel").json()
    assert job["state"] == "cancelled"
    assert job["result"]["summary"]["checked"]
    assert job["result"]["plan"]["reservations"]


def test_a_killed_process_fails_its_job(running: Any) -> None:
    address = long_plan(running)
    os.kill(running.server.worker.processes[address.rpartition("/")[2]], signal.SIGKILL)
    job = running.wait(address, "failed")
    assert job["error"]["type"] == "urn:dermaga:problem:process-died"
    assert "SIGKILL" in job["error"]["detail"]
    assert job["result"]["baseline"]["cost"] > 0
    assert running.wait(running.submit("plans", case="small"), "done")["result"]["summary"]["checked"]


def test_nothing_is_left_of_a_killed_process(running: Any) -> None:
    address = running.submit_long()
    job = address.rpartition("/")[2]
    assert wait_until(lambda: job in running.server.worker.processes, 10)
    pid = running.server.worker.processes[job]
    assert CORES == 1 or wait_until(lambda: len(descendants(pid)) >= CORES, 20)
    family = {pid, *descendants(pid)}
    os.kill(pid, signal.SIGKILL)
    running.wait(address, "failed")
    assert wait_until(lambda: not family & parents().keys(), 2)


def test_our_own_errors_are_shown(running: Any, small_case: Case) -> None:
    idle = small_case.model_copy(update={"calls": (), "services": (), "sailings": (), "shipments": ()})
    stored = running.client.post("/api/v1/cases?name=idle", content=idle.model_dump_json())
    assert stored.status_code == 201, stored.text
    job = running.wait(running.submit("plans", case="idle"), "failed")
    assert job["error"]["type"] == "urn:dermaga:problem:refused"
    assert "no calls" in job["error"]["detail"]


def test_jobs_beyond_the_cores_wait_and_the_queue_is_bounded(serve: Callable[[Settings], Any]) -> None:
    with serve(Settings(port=0, most_queued=2)) as running:
        first = running.submit_long()
        running.wait(first, "running")
        waiting = [running.submit_long() for _ in range(2)]
        refused = running.client.post("/api/v1/plans", json={"case": "kariangau"})
        assert refused.status_code == 503
        assert refused.json()["type"] == "urn:dermaga:problem:queue-full"
        assert refused.headers["retry-after"]
        assert {running.client.get(address).json()["state"] for address in waiting} == {"queued"}
        health = running.client.get("/api/v1/health/ready").json()
        assert (health["running"], health["queued"]) == (1, 2)
        assert running.client.post(f"{waiting[0]}/cancel").json()["state"] == "cancelled"
        assert running.client.post(f"{first}/cancel").json()["state"] == "cancelled"
        running.wait(waiting[1], "running")
        asked = time.monotonic()
    assert time.monotonic() - asked < 4, "a server that stops ends its jobs"
    assert running.server.worker.processes == {}


SERVER = """
from api.server import Server
from api.settings import Settings
from threading import Thread
import time
server = Server(Settings(port=0))
def tell():
    while not server.started:
        time.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
Thread(target=tell).start()
server.run()
"""


@pytest.fixture
def apart() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address."""
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        yield process, f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.kill()


def test_a_job_imports_nothing_from_the_folder_that_the_server_is_started_in(tmp_path: Path) -> None:
    """As the command is installed: a script in another folder, so that Dermaga is found elsewhere than there."""
    folder, commands = tmp_path / "work", tmp_path / "bin"
    folder.mkdir()
    commands.mkdir()
    (commands / "dermaga.py").write_text(SERVER)
    imported = "from pathlib import Path\nPath('imported').touch()\n"
    for name in ("api.py", "scheduler.py", "simulations.py"):
        (folder / name).write_text(imported)
    (folder / "data").mkdir()
    (folder / "data" / "__init__.py").write_text(imported)
    process = subprocess.Popen(
        [sys.executable, str(commands / "dermaga.py")], stdout=subprocess.PIPE, text=True, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert process.stdout is not None
    with process:
        try:
            address = f"http://127.0.0.1:{process.stdout.readline().strip()}"
            with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
                request = {"case": "kariangau", "days": 1, "replications": 2, "workers": 1}
                job = client.post("/api/v1/simulations", json=request).headers["location"]
                assert wait_until(lambda: client.get(job).json()["state"] in ("done", "failed"), 30)
                answer = client.get(job).json()
            assert answer["state"] == "done", answer["error"]
            assert not (folder / "imported").exists()
        finally:
            process.kill()


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_its_server(apart: tuple[subprocess.Popen[str], str], death: signal.Signals) -> None:
    process, address = apart
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        request = {"case": "kariangau", "days": 1, "replications": 1000, "workers": CORES}
        job = client.post("/api/v1/simulations", json=request).headers["location"]
        assert wait_until(lambda: client.get(job).json()["progress"].get("done", 0) >= 1, 30)
    family = set(descendants(process.pid))
    assert len(family) >= 2
    process.send_signal(death)
    assert wait_until(lambda: process.poll() is not None, 4)
    assert wait_until(lambda: not family & parents().keys(), 2)
