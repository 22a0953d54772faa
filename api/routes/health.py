"""Whether the server answers, and whether it can work."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

from api.jobs.job import State
from api.jobs.overview import overview
from api.problems import Refusal
from api.resources.health import Health, Readiness
from api.routes.dependencies import Database, Limits, TheWorker
from api.security.access import OPEN, needs
from api.security.roles import Role
from api.store.database import free_bytes
from api.store.opening import newest_revision, revision_of
from api.web.answers import problems
from api.work.requests import CORES

router = APIRouter(prefix="/health", tags=["health"])


@router.get("", operation_id="get_health", dependencies=[OPEN], response_model=Health, responses=problems(503))
def get_health(worker: TheWorker) -> dict[str, Any]:
    """Whether this process answers and its worker lives, if it has one: where not, start it again.

    It asks nobody, so a database that is away is no reason for that: `health/ready` tells that.
    """
    if worker is not None and not worker.alive:
        raise _unable("no-worker", "no jobs are taken; start the server again")
    return {"status": "ok"}


@router.get(
    "/ready",
    operation_id="get_readiness",
    dependencies=[needs(Role.VIEWER)],
    response_model=Readiness,
    responses=problems(503),
)
def get_readiness(database: Database, limits: Limits, worker: TheWorker) -> dict[str, Any]:
    """Whether jobs can be submitted and will be done: the database answers with the tables of this version, there is
    room on its disk, and a worker was seen within a minute. Where not, 503 says what is missing."""
    if (found := revision_of(database)) != newest_revision():
        raise _unable("other-version", f"the database has tables of version {found}; start the Dermaga that made them")
    if (free := free_bytes(database)) is not None and free < limits.least_free_bytes:
        raise _unable("disk-nearly-full", f"{free:,} bytes are free on the disk of the database; make room there")
    jobs = overview(database)
    if not jobs.cores and worker is None:
        raise _unable("no-worker", "no worker was seen for a minute; start one (dermaga worker) on the same database")
    return {
        "status": "ready",
        "version": version("dermaga"),
        "workers": max(1, len(jobs.cores)),
        "cores": sum(jobs.cores) or CORES,
        "running": jobs.count(State.RUNNING),
        "queued": jobs.count(State.QUEUED),
    }


def _unable(kind: str, detail: str) -> Refusal:
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, kind, detail, {"Retry-After": "30"})
