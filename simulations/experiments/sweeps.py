"""A design simulated: every point of it, so many times, as one tidy table.

    found = sweep(case, FirstComeFirstServed(), design, days=28, replications=10, workers=2, seed=1)
    found.results        # point, replication, kpi, unit, value

All points have the same seed and so the same random numbers, so that what differs between them is the factors' own.
With a journal, each replication is kept on disk as soon as it is finished, and is not run again.
"""

import json
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event

import pandas as pd

from data.case import Case
from data.errors import BadInput, DermagaError, Fault
from data.kpis import KPI_BY_NAME
from simulations.experiments.designs import Design
from simulations.experiments.factors import with_factors
from simulations.experiments.journal import Journal
from simulations.experiments.places import place
from simulations.experiments.replications import Report, faults_of, faults_of_start, no_report, start_of
from simulations.experiments.runs import Finished, Job, Run
from simulations.experiments.statistics import mean_and_half_width
from simulations.experiments.tables import write_csv
from simulations.policies import Policy


@dataclass(frozen=True)
class Sweep:
    """The points of a design, and the key figures of each replication that was finished.

    `points` has the columns point and one for each factor; `results` point, replication, kpi, unit, value. `lost` are
    those of the missing replications whose worker died each time.
    """

    points: pd.DataFrame
    results: pd.DataFrame
    replications: int
    lost: tuple[tuple[int, int], ...] = ()

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """The replications that were not finished: (point, replication)."""
        done = set(zip(self.results["point"], self.results["replication"], strict=True))
        wanted = ((point, number) for point in self.points["point"] for number in range(self.replications))
        return tuple(each for each in wanted if each not in done)

    def intervals(self) -> pd.DataFrame:
        """Each key figure at each point, over the replications that have it.

        The columns are those of points, then kpi, unit, mean, half_width (half the 95 % interval), replications.
        """
        rows = []
        for (point, kpi), group in self.results.groupby(["point", "kpi"], sort=False):
            values = group["value"].dropna().tolist()
            rows.append((point, kpi, group["unit"].iloc[0], *mean_and_half_width(values), len(values)))
        columns = ["point", "kpi", "unit", "mean", "half_width", "replications"]
        return self.points.merge(pd.DataFrame(rows, columns=columns), on="point")

    def means(self, kpi: str) -> pd.DataFrame:
        """The points with the mean of a key figure over the replications that have it; columns of points, and mean."""
        values = self.results.loc[self.results["kpi"] == kpi].groupby("point")["value"].mean()
        return self.points.assign(mean=self.points["point"].map(values))

    def write(self, folder: Path) -> None:
        """Write design.csv and results.csv, and both as Parquet; the same sweep gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("design", self.points), ("results", self.results)):
            write_csv(table, folder / f"{name}.csv")
            table.to_parquet(folder / f"{name}.parquet", index=False)


def sweep(
    case: Case,
    policy: Policy,
    design: Design,
    *,
    days: float,
    start: datetime | None = None,
    warmup_days: float = 0,
    replications: int,
    workers: int,
    seed: int,
    report: Report = no_report,
    cancel: Event | None = None,
    executor: Executor | None = None,
    journal: Journal | None = None,
    finished: Finished | None = None,
) -> Sweep:
    """Simulate every point of a design so many times; see `replications.run` for what the arguments say.

    Setting `cancel` ends the sweep and keeps what is finished, as dying workers do; `finished` is what it goes on from,
    where there is no journal. Raises BadInput with the faults of
    the first point that the case refuses, before anything is simulated, and DermagaError for a journal that is damaged,
    of another sweep, or of more replications.
    """
    faults = faults_of(days=days, replications=replications, workers=workers, seed=seed)
    faults += faults_of_start(case, start, warmup_days)
    if faults:
        raise BadInput(faults)
    points = design.table()
    begins = start_of(case, start, warmup_days)
    runs = {
        int(row[0]): Run(with_factors(case, design.factors, row[1:]), policy, days, begins, seed, warmup_days)
        for row in points.itertuples(index=False, name=None)
    }
    asked = {
        "case": case.hash,
        "policy": sha256(repr(policy).encode()).hexdigest(),
        "design": json.loads(design.model_dump_json()),
        "start": begins.isoformat(),
        "days": days,
        "warmup_days": warmup_days,
        "seed": seed,
    }
    finished = finished or Finished()
    done = {key: each.figures for key, each in finished.known.items()} if journal is None else journal.read(asked)
    most = max((number + 1 for _, number in done), default=0)
    if most > replications:
        raise DermagaError(
            f"{most} replications of this sweep are begun already, {replications} are asked for; ask for at least "
            f"{most}, or give another --out"
        )
    jobs = [
        Job(run, number, point)
        for point, run in runs.items()
        for number in range(replications)
        if (point, number) not in done
    ]
    total = len(runs) * replications
    with ExitStack() as stack:
        keep = None if journal is None else stack.enter_context(journal.writing(asked, done))
        where = stack.enter_context(place(workers=workers, executor=executor, cancel=cancel or Event()))
        for job, replication in where.done(jobs):
            done[job.key] = replication.figures
            finished.add(job.point, replication)
            if keep is not None:
                keep(job.key, replication.figures)
            report(len(done), total)
        lost = tuple(sorted(job.key for job in where.lost))
    rows = [
        (point, number, kpi.name, kpi.unit, done[point, number][kpi.name])
        for point, number in sorted(done)
        for kpi in KPI_BY_NAME.values()
    ]
    table = pd.DataFrame(rows, columns=["point", "replication", "kpi", "unit", "value"])
    return Sweep(points, table, replications, lost)


def known_kpi(kpi: str) -> None:
    """Raise BadInput where there is no such key figure."""
    if kpi not in KPI_BY_NAME:
        remedy = f"give one of {', '.join(KPI_BY_NAME)}"
        raise BadInput([Fault("simulation", "there is no such key figure", remedy, column="kpi", value=kpi)])
