"""Faults as the clients of a server see them: a full disk, a database that is away, clocks that are set."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from api.jobs.job import State, Work
from api.jobs.overview import overview
from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.settings import Settings
from api.store.database import reading
from api.store.tables import jobs
from api.work.requests import SimulationRequest
from benchmarks.postgresql import OwnServer
from data.case import Case


def until(condition: Callable[[], Any], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_a_full_disk_refuses_what_is_new_and_keeps_what_is_there(
    serve: Callable[[Settings], Any], tmp_path: Path
) -> None:
    full = True

    def limit(connection: Any, *_: Any) -> None:
        """Let SQLite's file not grow any more, as on a disk without room."""
        [[pages]] = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages if full else 1_000_000}")

    with serve(Settings(port=0, cores=1, data=tmp_path / "data")) as running:
        client, engine = running.client, running.server._app.state.engine
        running.wait(running.submit("simulations", case="kariangau", days=1, replications=1, workers=1), "done")
        cases, plans = client.get("/api/v1/cases").json(), client.get("/api/v1/plans").json()
        event.listen(engine, "checkout", limit)
        # Rows that never end in what is there: both bring a case of many pages.
        refused = [
            client.post("/api/v1/cases?name=new&copy_of=kariangau-2025"),
            client.post("/api/v1/plans", json={"case": "kariangau-2025"}),
        ]
        for answer in refused:
            assert answer.status_code == 507, answer.text
            assert answer.json()["type"] == "urn:dermaga:problem:disk-full"
            assert answer.headers["retry-after"]
        assert client.get("/api/v1/cases").json() == cases
        assert client.get("/api/v1/plans").json() == plans
        full = False
        running.wait(running.submit("simulations", case="kariangau", days=1, replications=1, workers=1), "done")


def test_a_database_that_is_away_is_told_and_comes_back(
    serve: Callable[[Settings], Any], postgresql: OwnServer
) -> None:
    with (
        postgresql.database("away") as url,
        serve(Settings(port=0, worker=False, database=url)) as running,
    ):
        client = running.client
        address = running.submit("plans", case="kariangau")
        postgresql.stop()
        try:
            for answer in (
                client.get("/api/v1/plans"),
                client.get(address),
                client.post(f"{address}/cancel"),
                client.post("/api/v1/plans", json={"case": "kariangau"}),
                client.get("/api/v1/health/ready"),
            ):
                assert answer.status_code == 503, answer.text
                assert answer.json()["type"] == "urn:dermaga:problem:database-away"
                assert answer.headers["retry-after"]
            assert client.get("/api/v1/health").status_code == 200
            assert "dermaga_database_up 0.0" in client.get("/metrics").text
        finally:
            postgresql.start()
        assert until(lambda: client.get("/api/v1/plans").status_code == 200)
        assert [job["id"] for job in client.get("/api/v1/plans").json()["items"]] == [address.rpartition("/")[2]]
        assert client.post(f"{address}/cancel").json()["state"] == "cancelled"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_clocks_that_are_set_change_nothing(engine: Engine, small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of leases, of jobs, and of the worker that is seen: whatever reads the wall clock here reads this one."""
    ahead = timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    for module in ("queue", "table", "overview"):
        monkeypatch.setattr(f"api.jobs.{module}.datetime", Clock)
    monkeypatch.setattr(time, "time", lambda: datetime.now().timestamp() + ahead.total_seconds())
    table = JobTable(engine, Settings())
    work = Work(SimulationRequest(case="small", days=3, replications=30, workers=1), small_case)
    job = table.submit(work).id
    worker = Worker(engine, 1, lease_s=5)
    worker.start()
    try:
        for days in (1, -1, 0):
            ahead, begun = timedelta(days=days), table.job(job).progress.get("done", 0)
            assert until(lambda begun=begun: table.job(job).progress.get("done", 0) > begun or table.job(job).finished)
            assert until(lambda: overview(engine).cores == (1,)), "the worker is seen by the clock of now"
        assert until(lambda: table.job(job).state.final)
    finally:
        worker.stop()
    assert table.job(job).state is State.DONE
    with reading(engine) as connection:
        row = connection.execute(select(jobs.c.attempt, jobs.c.lapses)).one()
    assert (row.attempt, row.lapses) == (1, 0)
