"""Whether the server can work."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

from api.access import Role, needs
from api.answers import problems
from api.jobs.job import State
from api.problems import Refusal
from api.requests import CORES
from api.resources import Health
from api.routes.dependencies import Jobs, TheWorker

router = APIRouter(prefix="/health", tags=["health"])


@router.get(
    "", operation_id="get_health", dependencies=[needs(Role.VIEWER)], response_model=Health, responses=problems(503)
)
def get_health(jobs: Jobs, worker: TheWorker) -> dict[str, Any]:
    """Whether the server can work, and how busy it is."""
    if worker is not None and not worker.alive:
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "no-worker", "no jobs are taken; start the server again")
    cores = jobs.cores()
    if not cores and worker is None:
        detail = "no worker was seen for a minute; start one (dermaga worker) on the same database"
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "no-worker", detail)
    counts = jobs.counts()
    return {
        "status": "ok",
        "version": version("dermaga"),
        "workers": max(1, len(cores)),
        "cores": sum(cores) or CORES,
        "running": counts.get(State.RUNNING, 0),
        "queued": counts.get(State.QUEUED, 0),
    }
