"""Metrics for Prometheus: what this process counts. How the jobs stand is asked of the database: `api.jobs.overview`.

Names begin with `dermaga_`; seconds and shares are in their base units. Whatever is labelled has few values: requests
are told apart by operation, never by address.
"""

from collections.abc import Mapping
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "dermaga_request_seconds",
    "Time until a request's answer begins; for a stream of events that is its first line",
    ["operation", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
STREAMS = Gauge("dermaga_event_streams", "Streams of events that are open")
JOB_SECONDS = Histogram(
    "dermaga_job_seconds",
    "Time that a job took, all its attempts together, as its last worker saw it",
    ["kind", "state"],
    buckets=(1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200),
)
PLAN_GAP = Histogram(
    "dermaga_plan_gap",
    "Gap of a plan that is done: (cost - bound) / cost",
    ["kind"],
    buckets=(0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1),
)
DATABASE_ERRORS = Counter("dermaga_database_errors", "Times that the database did not answer or took nothing", ["kind"])
LAPSES = Counter("dermaga_leases_lapsed", "Jobs that this process has put back because their worker was not heard of")


def job_ended(kind: str, state: str, seconds: float, gap: float | None) -> None:
    """Count a job that this process's worker has ended."""
    JOB_SECONDS.labels(kind, state).observe(seconds)
    if gap is not None and state == "done":
        PLAN_GAP.labels(kind).observe(gap)


def operation_of(scope: Mapping[str, Any]) -> str:
    """The operation that a request has asked for: - where it is none of ours."""
    return getattr(scope.get("route"), "operation_id", None) or "-"
