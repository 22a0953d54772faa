"""Many replications of a case under a policy, and what they say together: means with 95 % intervals.

    experiment = run(case, FirstComeFirstServed(), days=28, replications=20, workers=2, seed=1)
    experiment.kpis()

The same seed gives the same tables, whatever the number of workers and wherever they are.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd

from data.case import Case
from data.errors import BadInput, Fault
from data.kpis import KPIS
from simulations.experiments.places import place
from simulations.experiments.runs import Finished, Job, Run
from simulations.experiments.statistics import mean_and_half_width, pooled_quantile
from simulations.experiments.stopping import Enough, Precision
from simulations.experiments.tables import write_csv
from simulations.policies import Policy
from simulations.terminal import CALL_FIGURES, Replication

# Shares of the calls that a quantile has below it.
QUANTILES = (0.5, 0.9, 0.95)

Report = Callable[[int, int], None]


def no_report(done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Experiment:
    """The replications that were finished, of those that were wanted.

    `replications` has the columns replication, kpi, unit, value: a row for each replication and key figure. `calls` has
    the column replication and one each of `CALL_FIGURES`: a row for each measured call that has left. `lost` are those
    of the missing replications whose worker process died each time. With a wanted precision, `precise` says whether it
    was reached.
    """

    replications: pd.DataFrame
    wanted: int
    calls: pd.DataFrame = field(default_factory=lambda: _calls([]))
    lost: tuple[int, ...] = ()
    precise: bool | None = None

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the replications that were not finished, because the experiment was cancelled or a worker died."""
        return tuple(sorted(set(range(self.wanted)) - set(self.replications["replication"])))

    def kpis(self) -> pd.DataFrame:
        """Each key figure over the replications that have it; columns kpi, unit, mean, half_width, replications.

        `half_width` is half the 95 % interval of the mean by Student's t; one replication has none (not a number).
        """
        rows = []
        for kpi in KPIS:
            values = self.values(kpi.name)
            rows.append((kpi.name, kpi.unit, *mean_and_half_width(values), len(values)))
        return pd.DataFrame(rows, columns=["kpi", "unit", "mean", "half_width", "replications"])

    def values(self, kpi: str) -> list[float]:
        """A key figure of each replication that has it, in their order."""
        table = self.replications
        values: list[float] = table.loc[table["kpi"] == kpi, "value"].dropna().tolist()
        return values

    def interval(self, kpi: str) -> tuple[float, float]:
        """Mean of a key figure over the replications that have it, and half its 95 % interval."""
        return mean_and_half_width(self.values(kpi))

    def quantiles(self) -> pd.DataFrame:
        """Quantiles over the calls of all replications; columns figure, unit, quantile, value, low, high, calls.

        `low` and `high` are the ends of the 95 % interval, by a bootstrap over replications.
        """
        groups = [group for _, group in self.calls.groupby("replication")]
        rows = []
        for figure in CALL_FIGURES:
            values = [group[figure].to_numpy() for group in groups]
            rows += [
                (figure, "h", share, *pooled_quantile(values, share), sum(map(len, values))) for share in QUANTILES
            ]
        return pd.DataFrame(rows, columns=["figure", "unit", "quantile", "value", "low", "high", "calls"])

    def write(self, folder: Path) -> None:
        """Write kpis.csv, quantiles.csv and replications.csv, with six decimals, and replications.parquet.

        The same experiment gives the same bytes.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (
            ("kpis.csv", self.kpis()),
            ("quantiles.csv", self.quantiles()),
            ("replications.csv", self.replications),
        ):
            write_csv(table, folder / name)
        self.replications.to_parquet(folder / "replications.parquet", index=False)


def run(
    case: Case,
    policy: Policy,
    *,
    days: float,
    start: datetime | None = None,
    warmup_days: float = 0,
    replications: int,
    precision: Precision | None = None,
    workers: int,
    seed: int,
    report: Report = no_report,
    cancel: Event | None = None,
    executor: Executor | None = None,
    finished: Finished | None = None,
) -> Experiment:
    """Simulate a case under a policy for `days` days from `start`, so many times.

    Before the start each run has a warm-up that is not measured; without a start, that is where the case's calls begin.
    With more than one worker, replications run in so many processes; with `executor`, there instead. With `precision`,
    `replications` is where it begins to look whether it has enough. `report` is called with the number of finished
    replications and of all (at most), after each. Setting `cancel` ends the experiment within two seconds, and what was
    finished is kept, as it is where workers die; `finished` is what it goes on from. Raises BadInput
    where there is nothing to simulate.
    """
    faults = faults_of(days=days, replications=replications, workers=workers, seed=seed)
    faults += faults_of_start(case, start, warmup_days)
    if precision is not None:
        faults += precision.faults(replications)
    if faults:
        raise BadInput(faults)
    task = Run(case, policy, days, start_of(case, start, warmup_days), seed, warmup_days)
    most = replications if precision is None else precision.most
    enough = None if precision is None else Enough(precision, replications)
    finished = finished or Finished()
    done = {number: replication for (_, number), replication in finished.known.items() if number < most}
    if enough is not None and any(enough.with_one_more(number, done[number].figures) for number in sorted(done)):
        most = enough.count or most
    with place(workers=min(workers, most), executor=executor, cancel=cancel or Event()) as where:
        for job, replication in where.done(Job(task, number) for number in range(most) if number not in done):
            done[job.number] = replication
            finished.add(0, replication)
            report(len(done), most)
            if enough is not None and enough.with_one_more(
                job.number, replication.figures, {each.number for each in where.lost}
            ):
                break
        lost = tuple(sorted(job.number for job in where.lost))
    wanted = most if enough is None or enough.count is None else enough.count
    kept = [replication for number, replication in sorted(done.items()) if number < wanted]
    precise = None if enough is None else enough.count is not None
    return Experiment(_table(kept), wanted, _calls(kept), tuple(number for number in lost if number < wanted), precise)


def faults_of(*, days: float | None = None, replications: int, workers: int, seed: int) -> list[Fault]:
    """What is wrong with the numbers that experiments are asked with; `days` are None where the plan says them."""
    asked = (("replications", replications, 1), ("workers", workers, 1), ("seed", seed, 0))
    wrong = [] if days is None or 0 < days < inf else [too_little("days", days, "more than 0")]
    return wrong + [too_little(column, value, f"at least {least}") for column, value, least in asked if value < least]


def faults_of_start(case: Case, start: datetime | None, warmup_days: float) -> list[Fault]:
    """What is wrong with a start and a warm-up before it: a run before the case's first call meets no ships."""
    if warmup_days < 0:
        return [too_little("warmup_days", warmup_days, "at least 0")]
    if start is None:
        remedy = "list calls, or give a start"
        return [] if case.calls else [Fault("calls", "there is no call from whose day to start", remedy)]
    if warmup_days and case.calls and start - timedelta(days=warmup_days) < case.first_day:
        return [
            Fault(
                "simulation",
                f"the warm-up would begin before {case.first_day:%Y-%m-%d}, the day of the case's first call, when no "
                "ships come",
                "give a later start, a shorter warm-up, or no start: then the window begins where the warm-up ends",
                column="warmup_days",
                value=f"{warmup_days:g}",
            )
        ]
    return []


def start_of(case: Case, start: datetime | None, warmup_days: float) -> datetime:
    """Where the window begins: after the warm-up from the day of the case's first call, where no start is given."""
    return case.first_day + timedelta(days=warmup_days) if start is None else start


def too_little(column: str, value: float, least: str) -> Fault:
    """What is wrong with a number that an experiment is asked with."""
    return Fault(
        "simulation", f"there must be {least}", f"give {column} a number that is", column=column, value=str(value)
    )


def _table(replications: list[Replication]) -> pd.DataFrame:
    rows = [
        (replication.number, kpi.name, kpi.unit, replication.figures[kpi.name])
        for replication in replications
        for kpi in KPIS
    ]
    return pd.DataFrame(rows, columns=["replication", "kpi", "unit", "value"])


def _calls(replications: list[Replication]) -> pd.DataFrame:
    numbers = [replication.number for replication in replications for _ in range(len(replication.calls))]
    rows = np.concatenate([np.empty((0, len(CALL_FIGURES))), *(replication.calls for replication in replications)])
    table = pd.DataFrame(rows, columns=list(CALL_FIGURES))
    table.insert(0, "replication", pd.Series(numbers, dtype="int64"))
    return table
