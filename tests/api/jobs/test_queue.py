from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from api.jobs.job import News, State, Work, packed, unpacked
from api.jobs.queue import MOST_LAPSES, PATIENCE_S, Queue
from api.jobs.table import JobTable
from api.problems import problem_of
from api.store.database import writing
from api.store.tables import jobs as job_rows
from api.work.requests import SimulationRequest
from data.case import Case
from data.errors import NotFound

Table = Callable[..., JobTable]
Asked = Callable[..., Work]
LOST = problem_of(NotFound("lost"))


def test_a_job_from_submission_to_its_result(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    attempt = queue.claim(1, 1)
    assert attempt is not None
    assert (attempt.job, attempt.number, attempt.best, attempt.parts) == (job.id, 1, None, ())
    assert jobs.job(job.id).state is State.RUNNING
    assert queue.claim(1, 1) is None
    news = News([{"cost": 3.0}, {"cost": 2.0}], packed({"plan": "first"}))
    assert queue.write(attempt, news)
    assert jobs.job(job.id).progress == {"cost": 2.0}
    assert jobs.job(job.id).result == {"plan": "first"}
    assert queue.write(attempt, News([{"cost": 1.0}], packed({"plan": "best"})), State.DONE)
    ended = jobs.job(job.id)
    assert (ended.state, ended.result, ended.error) == (State.DONE, {"plan": "best"}, None)
    assert ended.started is not None
    assert ended.finished is not None
    assert ended.created <= ended.started <= ended.finished
    assert [(event.number, event.name, event.data) for event in jobs.events(job.id)] == [
        (1, "progress", {"cost": 3.0}),
        (2, "progress", {"cost": 2.0}),
        (3, "progress", {"cost": 1.0}),
        (4, "state", {"state": "done"}),
    ]
    assert [event.number for event in jobs.events(job.id, after=3)] == [4]
    assert jobs.events(job.id, after=4) == []
    assert jobs.standing([job.id, "none"]) == {job.id: (State.DONE, 4)}


def test_without_a_result_the_best_so_far_stays(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    attempt = queue.claim(1, 1)
    queue.write(attempt, News(result=packed({"plan": "first"})))
    error = problem_of(NotFound("gone"))
    queue.write(attempt, News(), State.FAILED, error=error)
    assert jobs.job(job.id).result == {"plan": "first"}
    assert jobs.job(job.id).error == error


def test_nothing_is_written_to_a_job_that_has_ended(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    attempt = queue.claim(1, 1)
    assert queue.write(attempt, News(), State.CANCELLED)
    before, events = jobs.job(job.id), jobs.events(job.id)
    assert not queue.write(attempt, News([{"cost": 1.0}], packed({"plan": "late"}), [b"part"]))
    assert not queue.write(attempt, News(result=packed({"plan": "late"})), State.DONE)
    assert queue.renew([(attempt, 1.0)]) == set()
    assert jobs.job(job.id) == before
    assert jobs.events(job.id) == events


def test_jobs_are_claimed_in_order_within_the_cores(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    for workers, seed in ((2, 1), (1, 2), (1, 3)):
        jobs.submit(work(workers=workers, seed=seed))
    assert queue.claim(0, 2) is None
    assert queue.claim(1, 2) is None, "a smaller job must not overtake the one that has waited longest"
    assert '"seed":2' in queue.claim(1, 1).request, "a worker that is too small for it leaves it to others"
    assert '"seed":1' in queue.claim(2, 2).request
    assert '"seed":3' in queue.claim(2, 2).request


def test_no_job_is_claimed_twice(table: Table, engine: Engine, work: Asked) -> None:
    jobs = table()
    submitted = {jobs.submit(work()).id for _ in range(20)}
    queues = [Queue(engine, str(number)) for number in range(8)]

    def claim_all(queue: Queue) -> list[str]:
        claimed = []
        while (attempt := queue.claim(1, 1)) is not None:
            claimed.append(attempt.job)
        return claimed

    with ThreadPoolExecutor(8) as threads:
        claimed = [job for each in threads.map(claim_all, queues) for job in each]
    # With two at the same row, one finds nothing and looks again later.
    while (attempt := queues[0].claim(1, 1)) is not None:
        claimed.append(attempt.job)
    assert sorted(claimed) == sorted(submitted)


def test_short_jobs_go_first_and_users_in_turn(
    table: Table, queue: Queue, work: Asked, small_case: Case
) -> None:  # fmt: skip
    jobs = table()
    sweep = Work(SimulationRequest(case="small", workers=1), small_case)
    order = [
        jobs.submit(owned, owner=owner).id
        for owned, owner in (
            (sweep, "ayu"), (work(seconds=3600), "ayu"), (work(), "ayu"), (work(), "ayu"), (work(), "budi"),
        )
    ]  # fmt: skip
    claimed = []
    while (attempt := queue.claim(1, 1)) is not None:
        claimed.append(order.index(attempt.job))
        queue.write(attempt, News(), State.DONE)
    assert claimed == [2, 4, 3, 0, 1]


def test_who_has_no_cores_goes_first(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    for owner in ("ayu", "ayu", "budi", "budi"):
        jobs.submit(work(), owner=owner)
    claimed = [jobs.job(queue.claim(1, 1).job).owner for _ in range(4)]
    assert claimed == ["ayu", "budi", "ayu", "budi"]


def test_a_long_job_that_has_waited_long_is_urgent(table: Table, queue: Queue, engine: Engine, work: Asked) -> None:
    jobs = table()
    old = jobs.submit(work(seconds=3600)).id
    jobs.submit(work())
    assert queue.waiting(1).priority == 0
    with writing(engine) as connection:
        ago = datetime.now(UTC) - timedelta(seconds=PATIENCE_S + 1)
        connection.execute(update(job_rows).where(job_rows.c.id == old).values(queued=ago))
    assert queue.waiting(1).priority == 1, "it goes first, and takes nobody's cores for it"
    attempt = queue.claim(1, 1)
    assert (attempt.job, attempt.waited_long) == (old, True)
    assert not queue.claim(1, 1).waited_long


def test_a_job_that_is_given_back_goes_on_from_what_it_had(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work())
    first = queue.claim(1, 1)
    assert queue.renew([(first, 7.5)]) == {job.id}
    queue.write(first, News(parts=[b"one", b"two"]))
    queue.write(first, News(parts=[b"three"], result=packed({"plan": "best"})), State.QUEUED)
    assert jobs.job(job.id).state is State.QUEUED
    assert jobs.job(job.id).finished is None
    second = queue.claim(1, 1)
    assert (second.number, second.parts, second.spent) == (2, (b"one", b"two", b"three"), 7.5)
    assert unpacked(second.best) == {"plan": "best"}
    assert not queue.write(first, News(), State.FAILED, error=LOST)
    assert queue.write(second, News(), State.DONE)
    assert [event.data for event in jobs.events(job.id)] == [{"state": "queued"}, {"state": "done"}]


def test_what_is_given_back_goes_first_or_behind(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    first, second = (jobs.submit(work()).id for _ in range(2))
    attempt = queue.claim(1, 1)
    queue.write(attempt, News(), State.QUEUED)
    attempt = queue.claim(1, 1)
    assert attempt.job == first
    queue.write(attempt, News(), State.QUEUED, behind=True)
    assert queue.claim(1, 1).job == second


def test_a_cancelled_job_that_is_given_back_ends(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work()).id
    attempt = queue.claim(1, 1)
    jobs.cancel(job)
    queue.write(attempt, News(), State.QUEUED)
    assert jobs.job(job).state is State.CANCELLED
    assert jobs.job(job).finished is not None
    assert jobs.events(job)[-1].data == {"state": "cancelled"}


def test_a_job_is_put_back_only_if_its_beat_stood_still(table: Table, engine: Engine, work: Asked) -> None:
    jobs, one, two = table(), Queue(engine, "one"), Queue(engine, "two")
    job = jobs.submit(work()).id
    attempt = one.claim(1, 1)
    [beat] = two.beats()
    assert beat[:2] == (job, 1)
    one.renew([(attempt, 1.0)])
    assert not two.put_back(*beat, LOST)
    [beat] = two.beats()
    assert two.put_back(*beat, LOST)
    assert one.renew([(attempt, 1.0)]) == set()
    assert not one.write(attempt, News(result=packed({})), State.DONE)
    assert two.claim(1, 1).number == 2


def test_a_job_that_loses_all_its_workers_has_failed(table: Table, queue: Queue, work: Asked) -> None:
    jobs = table()
    job = jobs.submit(work()).id
    for _ in range(MOST_LAPSES + 1):
        assert queue.claim(1, 1) is not None
        [beat] = queue.beats()
        assert queue.put_back(*beat, LOST)
    assert jobs.job(job).state is State.FAILED
    assert jobs.job(job).error == LOST


@pytest.mark.parametrize("behind", [False, True])
def test_progress_of_all_attempts_is_numbered_on(table: Table, queue: Queue, work: Asked, behind: bool) -> None:
    jobs = table()
    job = jobs.submit(work()).id
    for cost in (3.0, 2.0):
        queue.write(queue.claim(1, 1), News([{"cost": cost}]), State.QUEUED, behind=behind)
    assert [event.number for event in jobs.events(job)] == [1, 2, 3, 4]
