"""What plans and simulations share as jobs: to be submitted, listed, found, followed and cancelled."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Header, Request, Response
from fastapi.sse import ServerSentEvent

from api.access import Caller
from api.jobs.following import Followed
from api.jobs.job import Job, Kind, Work
from api.jobs.table import JobTable
from api.resources import job_json
from data.errors import NotFound

LOOK = 0.1  # seconds between two looks at a job that was cancelled
PATIENCE = 3.0  # seconds to wait for a cancelled job to end, which takes 2 at most

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="A text of your own for this submission: sent again with it, as after a lost answer, it is the "
        "same job",
    ),
]


def submitted(
    jobs: JobTable, work: Work, caller: Caller, key: str | None, response: Response, collection: str
) -> dict[str, Any]:
    """Queue a job of a collection (plans, simulations), and say where it is. Raises Refusal where the queue is full."""
    job = jobs.submit(work, owner=caller.name, key=key)
    response.headers["Location"] = f"/api/v1/{collection}/{job.id}"
    return job_json(job)


def listed(jobs: JobTable, *kinds: Kind) -> dict[str, Any]:
    """The jobs that make one of these kinds, the newest first, without their results."""
    return {"items": [job_json(job, with_result=False) for job in jobs.jobs() if job.kind in kinds]}


def job_of(jobs: JobTable, name: str, *kinds: Kind) -> Job:
    """The job with an id, if it makes one of these kinds. Raises NotFound."""
    job = jobs.job(name)
    if job.kind not in kinds:
        raise NotFound(f"the job {name} is a {job.kind} job; look for it there")
    return job


async def follow(request: Request, name: str, after: int) -> AsyncIterator[ServerSentEvent]:
    """The events of a job with a number above `after`, as they come, until the job or the server ends."""
    followed: Followed = request.app.state.followed
    async for event in followed.events(name, after):
        yield ServerSentEvent(event=event.name, data=event.data, id=str(event.number))


async def cancelled(jobs: JobTable, name: str) -> Job:
    """Cancel a job and wait until it has ended."""
    job = await asyncio.to_thread(jobs.cancel, name)
    patient_until = time.monotonic() + PATIENCE
    while not job.state.final and time.monotonic() < patient_until:
        await asyncio.sleep(LOOK)
        job = await asyncio.to_thread(jobs.job, name)
    return job
