"""Metrics for Prometheus, at the address where it looks for them."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.jobs.overview import metrics_of
from api.routes.dependencies import Database
from api.security.access import needs
from api.security.roles import Role
from api.web.answers import problems

router = APIRouter(prefix="/metrics", tags=["health"], responses=problems(400, 401, 403, 422, 500))

_EXAMPLE = """# HELP dermaga_jobs Jobs that are remembered
# TYPE dermaga_jobs gauge
dermaga_jobs{kind="berth",state="running"} 1.0
"""


class Metrics(Response):
    """Text of Prometheus."""

    media_type = CONTENT_TYPE_LATEST


@router.get(
    "",
    operation_id="get_metrics",
    dependencies=[needs(Role.VIEWER)],
    response_class=Metrics,
    responses={200: {"content": {CONTENT_TYPE_LATEST: {"example": _EXAMPLE}}}},
)
def get_metrics(database: Database) -> Response:
    """Requests, jobs, workers and the process itself as Prometheus reads them; docs/operations.md lists them."""
    return Metrics(metrics_of(database))
