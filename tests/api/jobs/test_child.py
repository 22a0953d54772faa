"""The process of a job alone, without a worker that looks after it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.jobs import leases, process
from api.jobs.job import Attempt, State, Work, packed_text, request_json, unpacked
from api.jobs.process import Child, Why
from api.jobs.records import VARIABLE, read_record, recorded
from api.work.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.cases import load

Start = Callable[[float], Child]


@pytest.fixture
def begin() -> Iterator[Callable[[Attempt, float], Child]]:
    """Start the process of an attempt whose lease ends after so many seconds."""
    process.prepare()
    started: list[Child] = []

    def begin(attempt: Attempt, seconds: float) -> Child:
        started.append(process.start(attempt, leases.now() + seconds, None))
        return started[-1]

    yield begin
    for one in started:
        one.bury()


@pytest.fixture
def start(small_case: Case, begin: Callable[[Attempt, float], Child]) -> Start:
    """Start a simulation of minutes whose lease ends after so many seconds."""
    work = Work(SimulationRequest(case="small", days=3, replications=1000, workers=1), small_case)
    return lambda seconds: begin(attempt_at(work), seconds)


def attempt_at(work: Work) -> Attempt:
    case = packed_text(work.case.model_dump_json())
    return Attempt("job", 1, work.kind, request_json(work.request), case, None, 1, 1)


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


def test_who_cancels_while_a_plan_is_explained_keeps_it(begin: Callable[[Attempt, float], Child]) -> None:
    work = Work(PlanRequest(case="hub", days=4, seconds=0.5), load("hub").case)
    one = begin(attempt_at(work), 60)
    end = time.monotonic() + 60
    while not any(told["phase"] == "explaining" for told in one.news.progress):
        one.hear()
        assert time.monotonic() < end
        time.sleep(0.01)
    one.ask_to_end(Why.CANCELLED)
    while one.end is None and not one.silent:
        one.hear()
        assert time.monotonic() < end
        time.sleep(0.01)
    assert one.end == (State.CANCELLED, None)
    assert one.news.result is not None
    result = unpacked(one.news.result)
    assert result["summary"]["status"] == "feasible"
    explained = {reason["call"] for reason in result["reasons"]}
    assert len(explained) < len(result["plan"]["calls"]) / 2


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
