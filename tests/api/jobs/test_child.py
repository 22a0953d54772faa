"""The process of a job alone, without a worker that looks after it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.jobs import leases, process
from api.jobs.job import Attempt, Work, packed_text, request_json
from api.jobs.process import Child
from api.jobs.records import VARIABLE, read_record, recorded
from api.work.requests import SimulationRequest
from data.case import Case

Start = Callable[[float], Child]


@pytest.fixture
def start(small_case: Case) -> Iterator[Start]:
    """Start a simulation of minutes whose lease ends after so many seconds."""
    process.prepare()
    work = Work(SimulationRequest(case="small", days=3, replications=1000, workers=1), small_case)
    case = packed_text(small_case.model_dump_json())
    attempt = Attempt("job", 1, work.kind, request_json(work.request), case, None, 1, 1)
    started: list[Child] = []

    def begin(seconds: float) -> Child:
        started.append(process.start(attempt, leases.now() + seconds, None))
        return started[-1]

    yield begin
    for one in started:
        one.bury()


def ended(one: Child, seconds: float) -> bool:
    one.process.join(seconds)
    return one.process.exitcode is not None


def test_it_ends_with_its_lease(start: Start) -> None:
    one = start(0.8)
    assert not ended(one, 0.5)
    assert ended(one, 2)
    assert one.process.exitcode == -signal.SIGALRM


def test_it_lives_as_long_as_its_lease_is_renewed(start: Start) -> None:
    one = start(0.5)
    for _ in range(4):
        one.renewed(leases.now() + 0.8)
        assert not ended(one, 0.3)
    assert ended(one, 2)


def test_it_takes_no_step_when_it_is_woken_after_its_lease(start: Start) -> None:
    one = start(1)
    assert not ended(one, 0.3)
    assert one.process.pid is not None
    os.kill(one.process.pid, signal.SIGSTOP)
    time.sleep(1)
    one.renewed(leases.now() + 30)  # too late: it has not heard of it
    one.hear()
    os.kill(one.process.pid, signal.SIGCONT)
    assert ended(one, 1)
    one.hear()
    assert one.end is None


def test_it_ends_with_its_worker(start: Start) -> None:
    one = start(30)
    assert not ended(one, 0.3)
    one.pipe.close()
    assert ended(one, 2)
    assert one.process.exitcode == -signal.SIGKILL


def test_it_records_when_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    before = time.monotonic_ns()
    with recorded("job", 3):
        time.sleep(0.1)
        [path] = tmp_path.iterdir()
        assert read_record(path)[4] - before > 5e7, "it is written while it works"
    job, attempt, pid, began, end = read_record(path)
    assert (job, attempt, pid) == ("job", 3, os.getpid())
    assert before <= began <= end - 1e8
    assert end <= time.monotonic_ns()
