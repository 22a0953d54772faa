"""What plans and simulations share as jobs: to be found, followed and cancelled."""

import asyncio
import time
from collections.abc import AsyncIterator

from fastapi import Request
from fastapi.sse import ServerSentEvent

from api.jobs.job import Job, JobTable, Kind
from data.errors import NotFound

LOOK = 0.1  # seconds between two looks at a job that somebody follows
PATIENCE = 3.0  # seconds to wait for a cancelled job to end, which takes 2 at most


def job_of(jobs: JobTable, name: str, *kinds: Kind) -> Job:
    """The job with an id, if it makes one of these kinds. Raises NotFound."""
    job = jobs.job(name)
    if job.work.kind not in kinds:
        raise NotFound(f"the job {name} is a {job.work.kind} job; look for it there")
    return job


async def follow(request: Request, jobs: JobTable, name: str, after: int) -> AsyncIterator[ServerSentEvent]:
    """The events of a job with a number above `after`, as they come, until the job or the server ends."""
    while True:
        ended = jobs.job(name).state.final
        for event in jobs.events(name, after):
            yield ServerSentEvent(event=event.name, data=event.data, id=str(event.number))
            after = event.number
        if ended or request.app.state.closing.is_set():
            return
        await asyncio.sleep(LOOK)


async def cancelled(jobs: JobTable, name: str) -> Job:
    """Cancel a job and wait until it has ended."""
    job = jobs.cancel(name)
    patient_until = time.monotonic() + PATIENCE
    while not job.state.final and time.monotonic() < patient_until:
        await asyncio.sleep(LOOK)
        job = jobs.job(name)
    return job
