import pytest

from api.jobs.job import Kind, State, Work
from api.jobs.memory import MemoryJobs
from api.problems import Refusal, problem_of
from api.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.errors import NotFound


@pytest.fixture
def work(small_case: Case) -> Work:
    return Work(PlanRequest(case="small", workers=1), small_case)


def table(most_queued: int = 5, most_finished: int = 5) -> MemoryJobs:
    return MemoryJobs(most_queued, most_finished)


def test_work_knows_what_it_makes(small_case: Case) -> None:
    assert Work(PlanRequest(case="small", kind="shipment"), small_case).kind is Kind.SHIPMENT
    assert Work(SimulationRequest(case="small"), small_case).kind is Kind.SIMULATION


def test_a_job_from_submission_to_its_result(work: Work) -> None:
    jobs = table()
    job = jobs.submit(work)
    assert job.state is State.QUEUED
    attempt = jobs.claim(1)
    assert attempt is not None
    assert attempt.job == job.id
    assert jobs.job(job.id).state is State.RUNNING
    assert jobs.claim(1) is None
    jobs.progress(attempt, {"cost": 2.0})
    jobs.keep(attempt, {"plan": "first"})
    assert jobs.job(job.id).progress == {"cost": 2.0}
    assert jobs.job(job.id).result == {"plan": "first"}
    jobs.finish(attempt, State.DONE, {"plan": "best"})
    ended = jobs.job(job.id)
    assert (ended.state, ended.result, ended.error) == (State.DONE, {"plan": "best"}, None)
    assert ended.created <= ended.started <= ended.finished
    assert [(event.number, event.name, event.data) for event in jobs.events(job.id)] == [
        (1, "progress", {"cost": 2.0}),
        (2, "state", {"state": "done"}),
    ]
    assert [event.number for event in jobs.events(job.id, after=1)] == [2]
    assert jobs.events(job.id, after=2) == []


def test_without_a_result_the_best_so_far_stays(work: Work) -> None:
    jobs = table()
    job = jobs.submit(work)
    attempt = jobs.claim(1)
    jobs.keep(attempt, {"plan": "first"})
    error = problem_of(NotFound("gone"))
    jobs.finish(attempt, State.FAILED, error=error)
    assert jobs.job(job.id).result == {"plan": "first"}
    assert jobs.job(job.id).error == error


def test_nothing_is_written_to_a_job_that_has_ended(work: Work) -> None:
    jobs = table()
    job = jobs.submit(work)
    attempt = jobs.claim(1)
    jobs.finish(attempt, State.CANCELLED)
    before, events = jobs.job(job.id), jobs.events(job.id)
    jobs.progress(attempt, {"cost": 1.0})
    jobs.keep(attempt, {"plan": "late"})
    jobs.finish(attempt, State.DONE, {"plan": "late"})
    assert jobs.job(job.id) == before
    assert jobs.events(job.id) == events


def test_jobs_are_claimed_in_order_within_the_cores(small_case: Case) -> None:
    jobs = table()
    for workers, seed in ((2, 1), (1, 2), (1, 3)):
        request = PlanRequest.model_construct(case="small", kind="berth", workers=workers, seed=seed)
        jobs.submit(Work(request, small_case))
    assert jobs.claim(0) is None
    assert jobs.claim(1) is None, "a smaller job must not overtake the one that has waited longest"
    assert jobs.claim(2).work.request.seed == 1
    assert jobs.claim(1).work.request.seed == 2
    assert jobs.claim(2).work.request.seed == 3


def test_a_full_queue_refuses(work: Work) -> None:
    jobs = table(most_queued=2)
    first, _ = jobs.submit(work), jobs.submit(work)
    with pytest.raises(Refusal) as refused:
        jobs.submit(work)
    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"]
    jobs.cancel(first.id)
    jobs.submit(work)


def test_a_waiting_job_is_cancelled_at_once(work: Work) -> None:
    jobs = table()
    job = jobs.submit(work)
    assert jobs.cancel(job.id).state is State.CANCELLED
    assert jobs.claim(1) is None
    assert jobs.events(job.id)[-1].data == {"state": "cancelled"}


def test_a_running_job_is_asked_to_end(work: Work) -> None:
    jobs = table()
    job = jobs.submit(work)
    attempt = jobs.claim(1)
    assert not jobs.job(job.id).cancel
    asked = jobs.cancel(job.id)
    assert (asked.state, asked.cancel) == (State.RUNNING, True)
    jobs.finish(attempt, State.DONE, {})
    assert jobs.cancel(job.id).state is State.DONE


def test_the_oldest_ended_jobs_are_forgotten(work: Work) -> None:
    jobs = table(most_finished=2)
    ended = [jobs.cancel(jobs.submit(work).id).id for _ in range(4)]
    waiting = jobs.submit(work)
    assert [job.id for job in jobs.jobs()] == [waiting.id, ended[3], ended[2]]
    with pytest.raises(NotFound, match=ended[0]):
        jobs.job(ended[0])


@pytest.mark.parametrize("ask", [MemoryJobs.job, MemoryJobs.events, MemoryJobs.cancel])
def test_an_unknown_job_is_not_found(ask) -> None:
    with pytest.raises(NotFound):
        ask(table(), "none")
