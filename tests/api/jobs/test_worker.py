"""Workers on one database: jobs are handed on, put back for others, and survive a database that is away."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from api.jobs import worker as module
from api.jobs.job import Job, State, Work, plan_of_json
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.jobs.worker import Worker
from api.store.database import Away
from api.work.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.cases import load
from data.checker import check

Table = Callable[..., JobTable]
Asked = Callable[..., Work]


@pytest.fixture(params=["sqlite"])
def database(database: str) -> str:
    """What a worker does is the same on any database: here on the one that is quick to make."""
    return database


@contextmanager
def working(engine: Engine, **options: Any) -> Iterator[Worker]:
    worker = Worker(engine, 1, **options)
    worker.start()
    try:
        yield worker
    finally:
        if worker.alive:
            worker.stop()


def until(jobs: JobTable, name: str, condition: Callable[[Job], Any], seconds: float = 30) -> Job:
    end = time.monotonic() + seconds
    while not condition(job := jobs.job(name)):
        assert time.monotonic() < end, job
        time.sleep(0.02)
    return job


def simulation(case: Case, replications: int) -> Work:
    return Work(SimulationRequest(case="small", days=3, replications=replications, workers=1), case)


def test_a_simulation_goes_on_from_its_replications(
    table: Table, engine: Engine, small_case: Case
) -> None:  # fmt: skip
    jobs = table()
    job = jobs.submit(simulation(small_case, 40)).id
    with working(engine) as first:
        done = until(jobs, job, lambda job: job.progress.get("done", 0) >= 3).progress["done"]
        first.stop()
    left = jobs.job(job)
    assert left.state is State.QUEUED
    assert left.result is not None
    done = left.progress["done"]
    number = len(jobs.events(job))
    with working(engine):
        ended = until(jobs, job, lambda job: job.state.final)
    assert ended.state is State.DONE
    told = [event.data["done"] for event in jobs.events(job, after=number) if event.name == "progress"]
    assert told[0] > done
    assert ended.result is not None
    assert len({row["replication"] for row in ended.result["replications"]}) == 40


def test_a_graceful_stop_hands_a_solve_to_another_worker(table: Table, engine: Engine) -> None:
    jobs, case = table(), load("kariangau-2025").case
    job = jobs.submit(Work(PlanRequest(case=case.name, days=28, seconds=600, workers=1), case)).id
    with working(engine) as first:
        until(jobs, job, lambda job: len(jobs.events(job.id)) >= 3)
        asked = time.monotonic()
        first.stop()
        assert time.monotonic() - asked < 2.5
    left = jobs.job(job)
    assert left.state is State.QUEUED
    assert left.result is not None
    number = len(jobs.events(job))
    with working(engine):
        until(jobs, job, lambda _: len(jobs.events(job, after=number)) >= 1)
        jobs.cancel(job)
        ended = until(jobs, job, lambda job: job.state.final)
    assert ended.state is State.CANCELLED
    assert jobs.events(job, after=number)[0].data["cost"] <= left.result["summary"]["cost"] + 0.01
    assert ended.result is not None
    assert ended.result["summary"]["cost"] <= left.result["summary"]["cost"]
    assert check(case, plan_of_json(ended.result["plan"])).feasible


def test_a_long_simulation_makes_room_for_a_short_plan(
    table: Table, engine: Engine, small_case: Case, work: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BEFORE_URGENT_S", 0.1)
    jobs = table()
    sweep = jobs.submit(simulation(small_case, 1000)).id
    with working(engine):
        before = until(jobs, sweep, lambda job: job.progress.get("done", 0) >= 3)
        plan = jobs.submit(work(seconds=1), owner="budi").id
        assert until(jobs, plan, lambda job: job.state.final).state is State.DONE
        after = until(jobs, sweep, lambda job: job.progress["done"] > before.progress["done"])
        assert after.progress["done"] < 1000
        jobs.cancel(sweep)
        ended = until(jobs, sweep, lambda job: job.state.final)
    assert ended.result is not None
    assert ended.result["kpis"][0]["replications"] >= after.progress["done"]


def test_what_is_told_while_the_database_is_away_is_written_later(
    table: Table, engine: Engine, work: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AWAY_S", 0.2)
    jobs, away = table(), [True]
    job = jobs.submit(work(seconds=1)).id
    with working(engine) as worker:
        until(jobs, job, lambda job: job.state is State.RUNNING)
        for name in ("renew", "beats", "write", "waiting", "here", "to_cancel"):
            asked = getattr(worker._queue, name)

            def ask(*args: Any, asked: Any = asked, **named: Any) -> Any:
                if away[0]:
                    raise Away
                return asked(*args, **named)

            monkeypatch.setattr(worker._queue, name, ask)
        time.sleep(2)
        assert jobs.job(job).state is State.RUNNING
        away[0] = False
        ended = until(jobs, job, lambda job: job.state.final)
    assert (ended.state, ended.error) == (State.DONE, None)


def test_a_solve_that_outlives_its_lease_while_the_database_is_away_is_done_again(
    table: Table, engine: Engine, work: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = table()
    job = jobs.submit(work(seconds=2)).id
    with working(engine, lease_s=1.0) as worker:
        until(jobs, job, lambda job: job.state is State.RUNNING)
        renew = worker._queue.renew

        def ask(*_: Any) -> Any:
            raise Away

        monkeypatch.setattr(worker._queue, "renew", ask)
        monkeypatch.setattr(module, "_AWAY_S", 0.2)
        time.sleep(1.5)
        monkeypatch.setattr(worker._queue, "renew", renew)
        assert until(jobs, job, lambda job: job.state.final).state is State.DONE


def test_the_jobs_of_a_worker_that_is_not_heard_of_are_done_by_others(
    table: Table, engine: Engine, work: Asked
) -> None:  # fmt: skip
    jobs = table()
    job = jobs.submit(work(seconds=1)).id
    assert Queue(engine, "dead").claim(1, 1) is not None
    with working(engine, lease_s=1.0):
        assert until(jobs, job, lambda job: job.state.final).state is State.DONE
    assert {"state": "queued"} in [event.data for event in jobs.events(job)]


def test_a_signal_that_nobody_foresaw_fails_the_job(table: Table, engine: Engine, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work(seconds=60, days=3)).id
    with working(engine) as worker:
        until(jobs, job, lambda _: job in worker.processes)
        os.kill(worker.processes[job], signal.SIGTERM)
        ended = until(jobs, job, lambda job: job.state.final)
    assert ended.state is State.FAILED
    assert ended.error is not None
    assert "SIGTERM" in ended.error.detail


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_replications_run_on_a_cluster_by_its_address(table: Table, engine: Engine, small_case: Case) -> None:
    distributed = pytest.importorskip("distributed")
    jobs = table()
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0", protocol="tcp", silence_logs=50
        ) as cluster,
        working(engine, dask=cluster.scheduler_address),
    ):
        there = until(jobs, jobs.submit(simulation(small_case, 3)).id, lambda job: job.state.final)
    with working(engine):
        here = until(jobs, jobs.submit(simulation(small_case, 3)).id, lambda job: job.state.final)
    assert there.state is here.state is State.DONE
    assert there.result == here.result


def test_a_cluster_that_is_not_there_fails_the_job(table: Table, engine: Engine, small_case: Case) -> None:
    jobs = table()
    with working(engine, dask="tcp://127.0.0.1:1"):
        ended = until(jobs, jobs.submit(simulation(small_case, 3)).id, lambda job: job.state.final)
    assert ended.error is not None
    assert "no Dask scheduler answers" in ended.error.detail
