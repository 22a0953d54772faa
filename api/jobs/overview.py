"""How the jobs of a database stand, all together; also as metrics."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, func, select

from api.jobs.job import Kind, State
from api.jobs.table import alive
from api.store.database import Away, reading
from api.store.tables import jobs, workers


@dataclass(frozen=True)
class Overview:
    """Jobs by state and kind; seconds for which the oldest waits; cores of each worker seen of late, and at work."""

    counts: Mapping[tuple[State, Kind], int]
    waiting_s: float
    cores: tuple[int, ...]
    cores_at_work: int

    def count(self, state: State) -> int:
        """How many jobs are in a state."""
        return sum(count for (each, _), count in self.counts.items() if each is state)


def overview(engine: Engine) -> Overview:
    """How the jobs stand now. Raises Away."""
    numbers = select(jobs.c.state, jobs.c.kind, func.count().label("count"), func.sum(jobs.c.cores).label("cores"))
    oldest = select(func.min(jobs.c.queued)).where(jobs.c.state == State.QUEUED)
    with reading(engine) as connection:
        rows = connection.execute(numbers.group_by(jobs.c.state, jobs.c.kind)).all()
        since = connection.execute(oldest).scalar()
        cores = connection.execute(select(workers.c.cores).where(alive())).scalars().all()
    waiting = 0.0 if since is None else max(0.0, (datetime.now(UTC) - since).total_seconds())
    return Overview(
        counts={(State(row.state), Kind(row.kind)): row._mapping["count"] for row in rows},
        waiting_s=waiting,
        cores=tuple(cores),
        cores_at_work=sum(row.cores for row in rows if row.state == State.RUNNING),
    )


class _Jobs(Collector):
    """How the jobs of a database stand, asked when somebody looks. All servers on it say the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterable[Metric]:
        """The metrics; where the database does not answer, that alone."""
        try:
            found = overview(self._engine)
        except Away:
            yield GaugeMetricFamily("dermaga_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("dermaga_database_up", "Whether the database answers", value=1)
        counts = GaugeMetricFamily("dermaga_jobs", "Jobs that are remembered", labels=["state", "kind"])
        for (state, kind), count in found.counts.items():
            counts.add_metric([state, kind], count)
        yield counts
        yield _gauge("dermaga_oldest_waiting_seconds", "How long the job waits that waits longest", found.waiting_s)
        yield _gauge("dermaga_workers", "Workers that were seen of late", len(found.cores))
        yield _gauge("dermaga_cores", "Cores of these workers", sum(found.cores))
        yield _gauge("dermaga_cores_at_work", "Cores that running jobs have", found.cores_at_work)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def metrics_of(engine: Engine) -> bytes:
    """All metrics of this process and of a database, in the text format of Prometheus."""
    jobs = CollectorRegistry()
    jobs.register(_Jobs(engine))
    return generate_latest(REGISTRY) + generate_latest(jobs)
