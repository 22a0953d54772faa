"""Workers that die by SIGKILL, and executors that have nobody to do their work."""

import gc
import multiprocessing
import os
import signal
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from data.case import Case
from simulations.experiments import runs
from simulations.experiments.places import OnExecutor, Processes, place, repeat
from simulations.experiments.replications import no_report, run
from simulations.experiments.runs import Job
from simulations.policies import FirstComeFirstServed
from tests.simulations.experiments import tasks
from tests.simulations.experiments.tasks import Deadly


def test_a_job_whose_worker_was_killed_is_tried_again(tmp_path: Path) -> None:
    found = repeat(Deadly(tmp_path, deadly=4, times=2), 8, workers=2, executor=None, cancel=Event())
    assert sorted(found) == list(range(8))
    assert len(list(tmp_path.iterdir())) == 3


def test_a_job_that_kills_every_worker_is_given_up_and_named(tmp_path: Path) -> None:
    task = Deadly(tmp_path, deadly=1, times=99)
    with place(workers=2, executor=None, cancel=Event()) as where:
        found = [job.number for job, _ in where.done(Job(task, number) for number in range(6))]
        assert sorted(found) == [0, 2, 3, 4, 5]
        assert [job.key for job in where.lost] == [(0, 1)]
    assert len(list(tmp_path.iterdir())) == 3


def test_where_no_worker_lives_all_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "begin_worker", tasks.die)
    task = Deadly(tmp_path, deadly=-1, times=0)
    with place(workers=2, executor=None, cancel=Event()) as where:
        assert list(where.done(Job(task, number) for number in range(30))) == []
        assert 1 <= len(where.lost) <= 30


def test_a_worker_killed_from_outside_loses_no_replication(small_case: Case) -> None:
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        del total
        if done == 2:
            worker = multiprocessing.active_children()[0]
            assert worker.pid is not None
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    def experiment(workers: int, report: Callable[[int, int], None]) -> Any:
        return run(
            small_case,
            FirstComeFirstServed(),
            days=7,
            replications=8,
            workers=workers,
            seed=3,
            report=report,
        )

    struck = experiment(2, kill_one)
    assert killed
    assert struck.missing == ()
    assert struck.lost == ()
    assert struck.replications.equals(experiment(1, no_report).replications)


def test_jobs_without_end_are_taken_up_as_workers_become_free(tmp_path: Path) -> None:
    task = Deadly(tmp_path, deadly=-1, times=0)
    asked = []

    def jobs() -> Any:
        for number in count():
            asked.append(number)
            yield Job(task, number)

    with place(workers=2, executor=None, cancel=Event()) as where:
        for job, _ in where.done(jobs()):
            if job.number == 20:
                break
    assert len(asked) < 30


class Nobody(Executor):
    """An executor without workers."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is never done."""
        del fn, args, kwargs
        return Future()


def test_nobody_waits_for_ever_where_there_is_nobody_to_wait_for(tmp_path: Path) -> None:
    answers = iter([True, False])
    where = OnExecutor(Nobody(), Event(), reachable=lambda: next(answers))
    task = Deadly(tmp_path, deadly=-1, times=0)
    assert list(where.done(Job(task, number) for number in range(3))) == []
    assert [job.number for job in where.lost] == [0, 1, 2]


def test_what_workers_are_started_with_lives_until_the_last_one_has_ended() -> None:
    """A worker that has only begun to start when all is done finds the semaphores of the event."""
    pool = Processes(1, Event())
    stop, last = weakref.ref(pool._stop), pool._executor.submit(time.sleep, 0.3)
    pool.close()
    del pool
    assert stop() is not None
    last.result()
    for _ in range(100):
        gc.collect()
        if stop() is None:
            break
        time.sleep(0.05)
    assert stop() is None
