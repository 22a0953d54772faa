"""A base and alternatives to it, run with common random numbers, and what differs between them by more than noise.

    comparison = compare(Alternative("base", case, policy), alternatives, days=28, replications=20, workers=2, seed=1)
    comparison.table()

Replication k of every alternative draws the same streams (see `simulations.streams`): ships come as late, boxes stay as
long and cranes break down after as many working hours. So differences are those of replication with replication, and
far less noisy than the difference of two means.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import isnan, nan
from pathlib import Path
from threading import Event

import pandas as pd

from data.case import Case
from data.errors import BadInput, Fault
from data.kpis import KPIS
from data.spreadsheets import csv_of
from simulations.experiments.places import place
from simulations.experiments.replications import (
    Experiment,
    Report,
    faults_of,
    faults_of_start,
    no_report,
    start_of,
)
from simulations.experiments.runs import Finished, Job, Run
from simulations.experiments.statistics import holm, paired_difference
from simulations.policies import Policy

COLUMNS = ["scenario", "kpi", "unit", "base_mean", "mean", "difference", "half_width", "p_value"]
# A difference with a corrected probability below this is more than noise.
SIGNIFICANT = 0.05
# Sums in another order differ by so much of their size, which is nothing.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Alternative:
    """A case under a policy, by its name in tables."""

    name: str
    case: Case
    policy: Policy


@dataclass(frozen=True)
class Paired:
    """What a figure is in pairs of runs: both means, the mean difference with half its 95 % interval, and the
    probability of one as large by chance (two-sided paired t-test, not corrected)."""

    base_mean: float
    mean: float
    difference: float
    half_width: float
    p_value: float


def paired(base: Sequence[float], other: Sequence[float]) -> Paired:
    """Compare a figure over pairs; those of which one is not a number are left out.

    A single pair has neither interval nor probability. What differs by rounding alone does not differ.
    """
    pairs = [(one, two) for one, two in zip(base, other, strict=True) if not (isnan(one) or isnan(two))]
    if not pairs:
        return Paired(nan, nan, nan, nan, nan)
    base_mean = sum(one for one, _ in pairs) / len(pairs)
    mean = sum(two for _, two in pairs) / len(pairs)
    size = max(max(abs(one), abs(two)) for one, two in pairs)
    alike = [one if abs(two - one) <= _ROUNDING * size else two for one, two in pairs]
    return Paired(base_mean, mean, *paired_difference([one for one, _ in pairs], alike))


@dataclass(frozen=True)
class Comparison:
    """The replications that were finished, of those that were wanted; the base is the first alternative.

    `replications` has the columns scenario, replication, kpi, unit, value.
    """

    alternatives: tuple[Alternative, ...]
    replications: pd.DataFrame
    wanted: int

    @property
    def missing(self) -> tuple[tuple[str, int], ...]:
        """Alternative and number of the replications that were not finished, because the comparison was cancelled."""
        table = self.replications
        done = set(zip(table["scenario"], table["replication"], strict=True))
        return tuple(
            (each.name, number)
            for number in range(self.wanted)
            for each in self.alternatives
            if (each.name, number) not in done
        )

    def of(self, name: str) -> Experiment:
        """The replications of one alternative alone."""
        rows = self.replications[self.replications["scenario"] == name]
        return Experiment(rows.drop(columns="scenario").reset_index(drop=True), self.wanted)

    def table(self) -> pd.DataFrame:
        """A row for each scenario and key figure, with the columns COLUMNS.

        Only replications that base and scenario both have, and that have the figure in both, count. `p_value` is
        corrected by Holm over the scenarios of a key figure.
        """
        base, *others = (each.name for each in self.alternatives)
        rows: dict[tuple[str, str], tuple[object, ...]] = {}
        for kpi in KPIS:
            found = [self.pair(kpi.name, base, name) for name in others]
            for name, each, p in zip(others, found, holm([each.p_value for each in found]), strict=True):
                means = (each.base_mean, each.mean, each.difference, each.half_width)
                rows[name, kpi.name] = (name, kpi.name, kpi.unit, *means, p)
        return pd.DataFrame([rows[name, kpi.name] for name in others for kpi in KPIS], columns=COLUMNS)

    def pair(self, kpi: str, first: str, second: str) -> Paired:
        """How two alternatives differ in a key figure; `base_mean` is that of the first."""
        one, two = self._values.get((kpi, first), {}), self._values.get((kpi, second), {})
        both = sorted(one.keys() & two.keys())
        return paired([one[number] for number in both], [two[number] for number in both])

    def same(self, name: str) -> bool:
        """Whether no key figure of this alternative differs from the base's in any replication that both have."""
        base = self.alternatives[0].name
        pairs = [
            (one, other[number])
            for kpi in KPIS
            if (other := self._values.get((kpi.name, name), {}))
            for number, one in self._values.get((kpi.name, base), {}).items()
            if number in other
        ]
        return bool(pairs) and all(one == two or (isnan(one) and isnan(two)) for one, two in pairs)

    @cached_property
    def _values(self) -> dict[tuple[str, str], dict[int, float]]:
        """Values by replication, of each key figure and alternative."""
        table = self.replications
        found: dict[tuple[str, str], dict[int, float]] = {}
        columns = (table[name].tolist() for name in ("kpi", "scenario", "replication", "value"))
        for kpi, name, number, value in zip(*columns, strict=True):
            found.setdefault((kpi, name), {})[number] = value
        return found

    def changed(self) -> pd.DataFrame:
        """The rows of `table` whose figure has changed by more than noise."""
        table = self.table()
        return table[table["p_value"] < SIGNIFICANT].reset_index(drop=True)

    def write(self, folder: Path) -> None:
        """Write comparison.csv and replications.csv, with six decimals, and both as Parquet.

        The same comparison gives the same bytes of CSV.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("comparison", self.table()), ("replications", self.replications)):
            path = folder / f"{name}.csv"
            path.write_text(csv_of(table, _decimals), encoding="utf-8", newline="\n")
            table.to_parquet(folder / f"{name}.parquet", index=False)


def _decimals(value: object) -> str:
    """Six decimals, and more where a small number would be nothing in them."""
    assert isinstance(value, float)
    return f"{value:.6f}" if value == 0 or abs(value) >= 1e-4 else f"{value:.3e}"


def compare(
    base: Alternative,
    others: Sequence[Alternative],
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
    finished: Finished | None = None,
) -> Comparison:
    """Simulate a base and others so many times each, from one start: that of `replications.run` for the base.

    `report` is called with the number of finished replications and of all. Setting `cancel` ends the comparison, and
    what was finished is kept; `finished` is what it goes on from. Raises BadInput where there is nothing to
    simulate, or two alternatives have one name.
    """
    alternatives = (base, *others)
    faults = faults_of(days=days, replications=replications, workers=workers, seed=seed)
    faults += faults_of_start(base.case, start, warmup_days)
    for name in sorted({each.name for each in alternatives}):
        if sum(each.name == name for each in alternatives) > 1:
            faults.append(Fault("scenarios", "two have this name", "give each its own", column="name", value=name))
    if faults:
        raise BadInput(faults)
    begins = start_of(base.case, start, warmup_days)
    runs = [Run(each.case, each.policy, days, begins, seed, warmup_days) for each in alternatives]
    total = replications * len(alternatives)
    finished = finished or Finished()
    done = [(at, replication) for (at, _), replication in finished.known.items()]
    # In turns, so that what is cancelled has pairs.
    jobs = (
        Job(run, number, at)
        for number in range(replications)
        for at, run in enumerate(runs)
        if (at, number) not in finished.known
    )
    with place(workers=min(workers, total), executor=executor, cancel=cancel or Event()) as where:
        for job, replication in where.done(jobs):
            done.append((job.point, replication))
            finished.add(job.point, replication)
            report(len(done), total)
    done.sort(key=lambda each: (each[0], each[1].number))
    rows = [
        (alternatives[place].name, replication.number, kpi.name, kpi.unit, replication.figures[kpi.name])
        for place, replication in done
        for kpi in KPIS
    ]
    table = pd.DataFrame(rows, columns=["scenario", "replication", "kpi", "unit", "value"])
    return Comparison(alternatives, table, replications)
