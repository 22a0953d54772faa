"""A database of the first version, with data in it, is brought to this one and works on."""

import time

from sqlalchemy import Engine

from api.jobs.job import State
from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.settings import Settings
from api.store.database import connect, writing
from api.store.opening import newest_revision, open_database, revision_of, upgrade
from data.case import Case
from tests.api.store.first_version import FIRST, PLAN, fill_first_version


def test_jobs_of_the_first_version_are_kept_and_done(database: str, small_case: Case) -> None:
    before = connect(database)
    with writing(before) as connection:
        upgrade(connection, FIRST)
        fill_first_version(connection, small_case)
    assert revision_of(before) == FIRST
    before.dispose()
    engine = open_database(database)
    assert revision_of(engine) == newest_revision()
    try:
        _works_on(engine, small_case)
    finally:
        engine.dispose()


def _works_on(engine: Engine, small_case: Case) -> None:
    table = JobTable(engine, Settings())
    done = table.job("done")
    assert (done.state, done.result, done.owner) == (State.DONE, PLAN, "local")
    assert [event.name for event in table.events("done")] == ["progress", "state"]
    assert table.case_of("done") == small_case
    failed = table.job("failed")
    assert failed.error is not None
    assert (failed.owner, failed.error.detail) == ("ayu", "it died")
    # The job that waited is done, and so is the one whose worker did not come back.
    worker = Worker(engine, 2, lease_s=2)
    worker.start()
    try:
        until = time.monotonic() + 30
        while not all(table.job(name).state.final for name in ("queued", "running")):
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        worker.stop()
    for name in ("queued", "running"):
        job = table.job(name)
        assert job.state is State.DONE, job
        assert job.result is not None
        assert {row["replication"] for row in job.result["replications"]} == {0}
