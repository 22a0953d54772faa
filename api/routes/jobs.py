"""What plans and simulations share as jobs: to be submitted, listed, found, followed and cancelled."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from fastapi.sse import ServerSentEvent

from api.jobs.following import Followed
from api.jobs.job import Job, Kind, State, Work
from api.jobs.table import JobTable
from api.observing.metrics import STREAMS
from api.problems import Refusal
from api.resources.jobs import job_json
from api.routes.dependencies import Limits
from api.security.access import TheCaller
from api.security.callers import Callers
from api.security.credentials import hidden
from api.security.roles import Caller, Role
from api.web.pages import USUAL, After, Limit, after_number, page_of
from data.codes import Id
from data.errors import NotFound

log = logging.getLogger("dermaga.jobs")

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

LastEvent = Annotated[int, Header(ge=0, le=2**31 - 1, description="The id of the last event that you have")]


def submitted(
    jobs: JobTable, work: Work, caller: Caller, key: str | None, response: Response, collection: str
) -> dict[str, Any]:
    """Queue a job of a collection (plans, simulations), and say where it is. Raises Refusal where the queue is full."""
    job = jobs.submit(work, owner=caller.name, key=None if key is None else hidden(key))
    log.info("job %s: submitted", job.id, extra={"job": job.id, "kind": job.kind})
    response.headers["Location"] = f"/api/v1/{collection}/{job.id}"
    return job_json(job)


@dataclass(frozen=True)
class Wanted:
    """Which jobs of a list are wanted, and which page of them."""

    owner: str | None
    state: State | None
    case: str | None
    limit: int
    before: int | None


def _wanted(
    caller: TheCaller,
    state: Annotated[State | None, Query(description="Only jobs in this state")] = None,
    case: Annotated[Id | None, Query(description="Only jobs on this case, by name")] = None,
    mine: Annotated[bool, Query(description="Only jobs of yours")] = False,
    limit: Limit = USUAL,
    after: After = None,
) -> Wanted:
    return Wanted(caller.name if mine else None, state, case, limit, after_number(after))


TheseJobs = Annotated[Wanted, Depends(_wanted)]


def wanted_jobs(jobs: JobTable, wanted: Wanted, *kinds: Kind, accepted: bool | None = None) -> list[tuple[int, Job]]:
    """The jobs of a page with their numbers, and one more where another page follows."""
    return jobs.jobs(
        wanted.limit + 1,
        kinds=kinds,
        state=wanted.state,
        case=wanted.case,
        owner=wanted.owner,
        accepted=accepted,
        before=wanted.before,
    )


def listed(jobs: JobTable, wanted: Wanted, *kinds: Kind) -> dict[str, Any]:
    """A page of the jobs that make one of these kinds, the newest first, without their results."""
    return page_of(
        wanted_jobs(jobs, wanted, *kinds),
        wanted.limit,
        cursor=lambda each: each[0],
        shown=lambda each: job_json(each[1], with_result=False),
    )


def job_of(jobs: JobTable, name: str, *kinds: Kind) -> Job:
    """The job with an id, if it makes one of these kinds. Raises NotFound."""
    job = jobs.job(name)
    if job.kind not in kinds:
        raise NotFound(f"the job {name} is a {job.kind} job; look for it there")
    return job


async def _may_follow(request: Request, caller: TheCaller, limits: Limits) -> None:
    followed: Followed = request.app.state.followed
    if (count := followed.streams_of(caller.name)) >= limits.most_streams_each:
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS,
            "own-streams-full",
            f"you read {count} streams of events already; close one of them, or ask for the job itself now and then",
            {"Retry-After": "30"},
        )


# Of an operation that answers with a stream: it takes a connection for as long as the job lasts.
MAY_FOLLOW: Any = Depends(_may_follow)


async def follow(request: Request, name: str, after: int) -> AsyncIterator[ServerSentEvent]:
    """The events of a job with a number above `after`, as they come, until the job or the server ends.

    They also end with the token of who reads them, which is looked at before each.
    """
    followed: Followed = request.app.state.followed
    callers: Callers = request.app.state.callers
    caller: Caller = request.state.caller
    with STREAMS.track_inprogress(), followed.read_by(caller.name):
        async for event in followed.events(name, after):
            if not await callers.still_know(request.headers):
                return
            yield ServerSentEvent(event=event.name, data=event.data, id=str(event.number))


async def cancelled(jobs: JobTable, job: Job, caller: Caller) -> Job:
    """Cancel a job and wait until it has ended. Raises Refusal where it is another's, but for planners."""
    if job.owner != caller.name and not caller.may(Role.PLANNER):
        detail = f"the job {job.id} is {job.owner}'s; its owner or a planner can cancel it"
        raise Refusal(HTTPStatus.FORBIDDEN, "not-allowed", detail)
    name = job.id
    job = await asyncio.to_thread(jobs.cancel, name)
    patient_until = time.monotonic() + PATIENCE
    while not job.state.final and time.monotonic() < patient_until:
        await asyncio.sleep(LOOK)
        job = await asyncio.to_thread(jobs.job, name)
    return job
