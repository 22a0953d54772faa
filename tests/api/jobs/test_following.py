import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.jobs.following import Followed
from api.jobs.job import News, State, Work
from api.jobs.queue import Queue
from api.jobs.table import JobTable
from api.store.database import Away


@pytest.fixture(params=["sqlite"])
def database(database: str) -> str:
    return database


def run(coroutine: Any) -> Any:
    # In a thread of its own: the browser of other tests leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result(20)


def test_many_readers_get_all_events_wherever_they_begin(
    table: Callable[..., JobTable], queue: Queue, work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = table()
    job = jobs.submit(work()).id
    attempt = queue.claim(1, 1)
    assert attempt is not None
    looks: list[int] = []
    standing = jobs.standing

    def looked(names: list[str]) -> Any:
        looks.append(len(names))
        if len(looks) == 2:
            raise Away
        return standing(names)

    monkeypatch.setattr(jobs, "standing", looked)
    monkeypatch.setattr("api.jobs.following._AWAY_S", 0.1)

    async def read(followed: Followed, after: int) -> list[int]:
        return [event.number async for event in followed.events(job, after)]

    async def follow() -> list[list[int]]:
        followed = Followed(jobs)
        looking = asyncio.create_task(followed.run())
        readers = [asyncio.create_task(read(followed, after)) for after in (0, 0, 2)]
        for cost in range(3):
            await asyncio.to_thread(queue.write, attempt, News([{"cost": cost}]))
            await asyncio.sleep(0.15)
        await asyncio.to_thread(queue.write, attempt, News(), State.DONE)
        found = await asyncio.gather(*readers)
        looking.cancel()
        return found

    assert run(follow()) == [[1, 2, 3, 4], [1, 2, 3, 4], [3, 4]]
    assert max(looks) == 1, "one question for all who follow a job"


def test_readers_end_when_it_closes(
    table: Callable[..., JobTable], work: Callable[..., Work]
) -> None:  # fmt: skip
    jobs = table()
    job = jobs.submit(work()).id

    async def follow() -> list[Any]:
        followed = Followed(jobs)
        looking = asyncio.create_task(followed.run())
        asyncio.get_running_loop().call_later(0.3, followed.close)
        found = [event async for event in followed.events(job, 0)]
        looking.cancel()
        return found

    assert run(follow()) == []
