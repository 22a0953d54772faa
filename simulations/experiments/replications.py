"""Many replications of a case under a policy, and what they say together: means with 95 % intervals.

    experiment = run(case, FirstComeFirstServed(), days=28, replications=20, workers=2, seed=1)
    experiment.kpis()

The same seed gives the same tables, whatever the number of workers and wherever they are.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import nan, sqrt
from pathlib import Path
from threading import Event

import pandas as pd
from scipy.special import stdtrit

from data.case import Case
from data.errors import BadInput, Fault
from data.kpis import KPIS
from simulations.experiments.runs import Run, repeat
from simulations.policies import Policy
from simulations.terminal import Replication

CONFIDENCE = 0.95
Report = Callable[[int, int], None]


def no_report(done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Experiment:
    """The replications that were finished, of those that were wanted.

    `replications` has the columns replication, kpi, unit, value: a row for each replication and key figure.
    """

    replications: pd.DataFrame
    wanted: int

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the replications that were not finished, because the experiment was cancelled."""
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

    def write(self, folder: Path) -> None:
        """Write kpis.csv and replications.csv, with six decimals; the same experiment gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("kpis.csv", self.kpis()), ("replications.csv", self.replications)):
            table.to_csv(folder / name, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")


def mean_and_half_width(values: list[float]) -> tuple[float, float]:
    """Mean of independent values and half the 95 % t-interval around it; not a number where there are too few."""
    count = len(values)
    if count == 0:
        return nan, nan
    mean = sum(values) / count
    if count == 1:
        return mean, nan
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    quantile = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2))
    return mean, quantile * sqrt(variance / count)


def run(
    case: Case,
    policy: Policy,
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
) -> Experiment:
    """Simulate a case under a policy for `days` days from `start`, so many times.

    Before the start each run has a warm-up that is not measured; without a start, that is where the case's calls begin.
    With more than one worker, replications run in so many processes; with `executor`, there instead. `report` is
    called with the number of finished replications and of all, after each. Setting `cancel` ends the experiment
    within two seconds, and what was finished is kept. Raises BadInput where there is nothing to simulate.
    """
    faults = [] if days > 0 else [_too_little("days", days, "more than 0")]
    faults += faults_of(replications=replications, workers=workers, seed=seed)
    faults += faults_of_start(case, start, warmup_days)
    if faults:
        raise BadInput(faults)
    if start is None:
        start = case.first_day + timedelta(days=warmup_days)
    task = Run(case, policy, days, start, seed, warmup_days)
    done: list[Replication] = []
    for replication in repeat(task, replications, workers=workers, executor=executor, cancel=cancel or Event()):
        done.append(replication)
        report(len(done), replications)
    return Experiment(_table(done), replications)


def faults_of(*, replications: int, workers: int, seed: int) -> list[Fault]:
    """What is wrong with the numbers that every experiment is asked with."""
    asked = (("replications", replications, 1), ("workers", workers, 1), ("seed", seed, 0))
    return [_too_little(column, value, f"at least {least}") for column, value, least in asked if value < least]


def faults_of_start(case: Case, start: datetime | None, warmup_days: float) -> list[Fault]:
    """What is wrong with a start and a warm-up before it: a run before the case's first call meets no ships."""
    if warmup_days < 0:
        return [_too_little("warmup_days", warmup_days, "at least 0")]
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


def _too_little(column: str, value: float, least: str) -> Fault:
    return Fault(
        "simulation", f"there must be {least}", f"give {column} a number that is", column=column, value=str(value)
    )


def _table(replications: list[Replication]) -> pd.DataFrame:
    rows = [
        (replication.number, kpi.name, kpi.unit, replication.figures[kpi.name])
        for replication in sorted(replications, key=lambda each: each.number)
        for kpi in KPIS
    ]
    return pd.DataFrame(rows, columns=["replication", "kpi", "unit", "value"])
