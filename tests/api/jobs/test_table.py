from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.jobs.job import Kind, News, State, Work, packed
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.problems import Refusal
from api.store.database import reading
from api.store.tables import contents
from api.work.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.errors import NotFound
from data.scenarios import Scenario

Table = Callable[..., JobTable]
Asked = Callable[..., Work]


def test_work_knows_what_it_makes(small_case: Case) -> None:
    assert Work(PlanRequest(case="small", kind="shipment"), small_case).kind is Kind.SHIPMENT
    assert Work(SimulationRequest(case="small"), small_case).kind is Kind.SIMULATION


def test_a_job_is_found_as_it_was_submitted(table: Table, small_case: Case) -> None:
    longer = Scenario.model_validate(
        {"name": "longer", "description": "longer", "changes": [{"change": "longer_quay", "metres": 130}]}
    )
    request = SimulationRequest(case="small", start="2026-01-05T06:00+08:00", scenarios=(longer,), workers=200)
    jobs = table()
    job = jobs.submit(Work(request, small_case, case_version=7), owner="ayu")
    assert (job.kind, job.request, job.owner, job.state) == (Kind.SIMULATION, request, "ayu", State.QUEUED)
    assert jobs.job(job.id) == job
    assert jobs.job(job.id).case_version == 7
    assert jobs.case_of(job.id) == small_case
    assert job.created.tzinfo is not None


def test_a_full_queue_refuses(table: Table, work: Asked) -> None:
    jobs = table(most_queued=2)
    first, _ = jobs.submit(work()), jobs.submit(work())
    with pytest.raises(Refusal) as refused:
        jobs.submit(work())
    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"]
    jobs.cancel(first.id)
    jobs.submit(work())


def test_each_has_a_share_of_the_queue(table: Table, work: Asked) -> None:
    jobs = table(most_queued_each=1)
    jobs.submit(work(), owner="ayu")
    with pytest.raises(Refusal) as refused:
        jobs.submit(work(), owner="ayu")
    assert refused.value.status == 429
    jobs.submit(work(), owner="budi")


def test_more_cores_than_any_worker_has_are_refused(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    jobs.submit(work(workers=5))
    queue.here("host", 1, 4)
    with pytest.raises(Refusal, match="ask for 4 workers"):
        jobs.submit(work(workers=5))
    queue.gone()
    jobs.submit(work(workers=5))


def test_a_request_without_a_wish_gets_the_cores_that_there_are(
    table: Table, queue: Queue, small_case: Case
) -> None:  # fmt: skip
    jobs = table()
    queue.here("host", 1, 1)
    job = jobs.submit(
        Work(PlanRequest.model_construct(case="small", kind="berth", workers=2, _fields_set={"case"}), small_case)
    )
    assert job.request.workers == 1
    assert queue.claim(1, 1) is not None


def test_a_key_submits_once(table: Table, work: Asked) -> None:
    jobs = table()
    first = jobs.submit(work(), key="a")
    assert jobs.submit(work(), key="a").id == first.id
    assert jobs.submit(work(), key="b").id != first.id
    assert jobs.submit(work(), owner="budi", key="a").id != first.id
    assert jobs.submit(work()).id != jobs.submit(work()).id
    with pytest.raises(Refusal, match="take a new key"):
        jobs.submit(work(seed=2), key="a")


def test_a_key_submits_once_also_at_the_same_moment(table: Table, work: Asked) -> None:
    jobs, asked = table(), work()
    with ThreadPoolExecutor(8) as threads:
        found = {job.id for job in threads.map(lambda _: jobs.submit(asked, key="a"), range(8))}
    assert len(found) == len(jobs.jobs(9)) == 1


def test_a_waiting_job_is_cancelled_at_once(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    assert jobs.cancel(job.id).state is State.CANCELLED
    assert queue.claim(1, 1) is None
    assert [(event.number, event.data) for event in jobs.events(job.id)] == [(1, {"state": "cancelled"})]


def test_a_running_job_is_asked_to_end(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    attempt = queue.claim(1, 1)
    assert attempt is not None
    assert queue.to_cancel() == set()
    asked = jobs.cancel(job.id)
    assert (asked.state, asked.cancel) == (State.RUNNING, True)
    assert queue.to_cancel() == {(job.id, 1)}
    queue.write(attempt, News(result=packed({})), State.DONE)
    assert jobs.cancel(job.id).state is State.DONE


def test_the_oldest_ended_jobs_are_forgotten(table: Table, work: Asked, small_case: Case, engine: Engine) -> None:
    jobs = table(most_finished=2)
    other = small_case.changed(terminal=small_case.terminal.model_copy(update={"name": "Other"}))
    ended = [jobs.cancel(jobs.submit(Work(PlanRequest(case="other"), other)).id).id]
    ended += [jobs.cancel(jobs.submit(work()).id).id for _ in range(3)]
    waiting = jobs.submit(work())
    assert [job.id for _, job in jobs.jobs(9)] == [waiting.id, ended[3], ended[2]]
    with pytest.raises(NotFound, match=ended[0]):
        jobs.job(ended[0])
    assert jobs.case_of(waiting.id) == small_case
    with reading(engine) as connection:
        assert len(connection.execute(select(contents)).all()) == 1, "nobody needs the other case any more"


def test_jobs_are_listed_page_by_page_though_more_come_meanwhile(table: Table, work: Asked) -> None:
    jobs = table()
    made = [jobs.submit(work()).id for _ in range(5)]
    first = jobs.jobs(2)
    jobs.submit(work())
    rest = jobs.jobs(9, before=first[-1][0])
    assert [job.id for _, job in first + rest] == made[::-1]


def test_jobs_are_listed_by_what_they_are(table: Table, queue: Queue, work: Asked, small_case: Case) -> None:
    jobs = table()
    berth = jobs.submit(work(), owner="ani").id
    assert queue.claim(1, 1) is not None
    yard = jobs.submit(Work(PlanRequest(case="other", kind="yard"), small_case), owner="budi").id

    def found(**which: Any) -> list[str]:
        return [job.id for _, job in jobs.jobs(9, **which)]

    assert found() == [yard, berth]
    assert (
        found(kinds=[Kind.BERTH]) == found(state=State.RUNNING) == found(case="small") == found(owner="ani") == [berth]
    )
    assert found(case="other") == [yard]
    assert found(case="other", owner="ani") == []


@pytest.mark.parametrize("ask", [JobTable.job, JobTable.events, JobTable.cancel, JobTable.case_of])
def test_an_unknown_job_is_not_found(table: Table, ask: Callable[[JobTable, str], object]) -> None:
    with pytest.raises(NotFound):
        ask(table(), "none")
