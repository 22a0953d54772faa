"""Whether the server can work."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

from api.answers import problems
from api.jobs.job import State
from api.problems import Refusal
from api.requests import CORES
from api.resources import Health
from api.routes.dependencies import Jobs, TheWorker

router = APIRouter(prefix="/health", tags=["health"])


@router.get("", operation_id="get_health", response_model=Health, responses=problems(503))
def get_health(jobs: Jobs, worker: TheWorker) -> dict[str, Any]:
    """Whether the server can work, and how busy it is."""
    if not worker.alive:
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "no-worker", "no jobs are taken; start the server again")
    states = [job.state for job in jobs.jobs()]
    return {
        "status": "ok",
        "version": version("dermaga"),
        "cores": CORES,
        "running": states.count(State.RUNNING),
        "queued": states.count(State.QUEUED),
    }
