"""A real server on a port of its own, and clients of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

import httpx
import pytest

from api.requests import CORES
from api.server import Server
from api.settings import Settings
from data.case import Case


@dataclass
class Running:
    """A server that runs, and a client of it."""

    server: Server
    client: httpx.Client

    def submit(self, resource: str, **request: Any) -> str:
        """Submit a job and return its address."""
        answer = self.client.post(f"/api/v1/{resource}", json=request)
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == f"/api/v1/{resource}/{answer.json()['id']}"
        return answer.headers["location"]

    def submit_long(self) -> str:
        """Submit a simulation that takes all cores for minutes."""
        return self.submit("simulations", case="kariangau-2025", days=28, replications=1000, workers=CORES)

    def wait(self, address: str, *states: str) -> dict[str, Any]:
        """The job at an address, once it is in one of these states."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            job = self.client.get(address).json()
            if job["state"] in states:
                return job
            assert job["state"] in ("queued", "running"), job
            time.sleep(0.05)
        raise AssertionError(f"still {job['state']}: {address}")

    def stop(self) -> None:
        """Stop the server as a signal does."""
        self.server.should_exit = True


@contextmanager
def run_server(settings: Settings) -> Iterator[Running]:
    server = Server(settings)
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            yield Running(server, client)
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Callable[[Settings], Any]:
    """Run a server with settings of its own, as a context."""
    return run_server


@pytest.fixture(scope="module")
def running(small_case: Case) -> Iterator[Running]:
    """A server that knows the small case."""
    with run_server(Settings(port=0)) as server:
        stored = server.client.post("/api/v1/cases", params={"name": "small"}, content=small_case.model_dump_json())
        assert stored.status_code == 201, stored.text
        yield server


@pytest.fixture(scope="module")
def client(running: Running) -> httpx.Client:
    return running.client
