"""How long a terminal takes to forget how its run began: Welch's moving average, and MSER-5.

A run begins with an empty quay and a yard that is estimated, so that its first days may not be like the rest. Pilot
runs without a warm-up are sampled every six hours and averaged over replications. Of a case with services each
replication begins a week later than the one before: else all would have the same calls in the same week, and a busy
week of the case would look like a start that takes long to forget. Then

- MSER-5 drops so much of the beginning that the mean of the rest is known best (White, Simulation 69, 1997; found the
  most reliable of the rules by Hoad, Robinson and Davies, JORS 61, 2010). Where it wants to drop more than half, the
  series is too short or never settles.
- Welch's moving average, over a week since terminals live by the week, is smooth enough to be looked at (Welch 1983, in
  Law, Simulation Modeling and Analysis, 2015, section 9.5.1). It is taken to have settled when it first comes into the
  range that it keeps in the second half of the run.

MSER-5 now and then drops much of a series that is nothing but noise, and a moving average comes late into a range that
happens to be narrow. A series therefore asks for the shorter of both, and the warm-up that is recommended is the
longest that any series asks for, rounded up to whole days.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from math import ceil, nan
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.case import Case
from data.errors import BadInput
from simulations.experiments.places import repeat
from simulations.experiments.replications import Report, faults_of, faults_of_start, no_report, too_little
from simulations.experiments.runs import Run
from simulations.experiments.tables import write_csv
from simulations.policies import Policy
from simulations.series import SERIES

SAMPLE_H = 6.0
_A_DAY = round(24 / SAMPLE_H)
# Samples on either side of the moving average's middle: a week in all.
_WELCH = 7 * _A_DAY // 2
_BATCH = 5
LEAST_DAYS = 28.0


def moving_average(values: Sequence[float] | NDArray[np.float64], half: int) -> NDArray[np.float64]:
    """Welch's moving average over 2 half + 1 values, over fewer at the beginning; shape (values - half,)."""
    series = np.asarray(values, dtype=np.float64)
    sums = np.concatenate([[0.0], np.cumsum(series)])
    count = max(0, len(series) - half)
    middle = np.arange(count)
    reach = np.minimum(middle, half)
    return np.asarray((sums[middle + reach + 1] - sums[middle - reach]) / (2 * reach + 1))


def mser5(values: Sequence[float] | NDArray[np.float64]) -> int | None:
    """How many values to drop from the beginning, a multiple of 5; None where that is more than half of them."""
    series = np.asarray(values, dtype=np.float64)
    batches = len(series) // _BATCH
    if batches < 2:
        return None
    means = series[: batches * _BATCH].reshape(batches, _BATCH).mean(axis=1)
    # The squared standard error of the mean of what is left; the last few batches are too few to say it of.
    errors = [float(means[drop:].var()) / (batches - drop) for drop in range(max(1, batches - _BATCH + 1))]
    drop = int(np.argmin(errors))
    return drop * _BATCH if drop <= batches / 2 else None


def settled(average: NDArray[np.float64]) -> int | None:
    """The first place at which a moving average is in the range of its second half; None where it is only there."""
    if len(average) < 2:
        return None
    rest = average[len(average) // 2 :]
    first = int(np.argmax((average >= rest.min()) & (average <= rest.max())))
    return first if first < len(average) // 2 else None


@dataclass(frozen=True)
class WarmUp:
    """The pilot runs, and what they say.

    `series` has the columns day (end of the sample), series, mean, moving_average; `found` series, mser5_days,
    welch_days, days (the shorter of both): not a number where a series does not settle.
    """

    series: pd.DataFrame
    found: pd.DataFrame
    replications: int

    @property
    def days(self) -> int | None:
        """The warm-up in whole days that is long enough for all series; None where one of them does not settle."""
        days = self.found["days"].to_numpy(dtype=np.float64)
        return None if np.isnan(days).any() else ceil(float(days.max()) - 1e-9)

    def write(self, folder: Path) -> None:
        """Write series.csv and warmup.csv, with six decimals."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("series", self.series), ("warmup", self.found)):
            write_csv(table, folder / f"{name}.csv")


def find_warm_up(
    case: Case,
    policy: Policy,
    *,
    days: float = 84,
    start: datetime | None = None,
    replications: int,
    workers: int,
    seed: int,
    report: Report = no_report,
    cancel: Event | None = None,
    executor: Executor | None = None,
) -> WarmUp:
    """Run pilots of so many days, and find their warm-up. Raises BadInput where there is nothing to simulate."""
    faults = [] if days >= LEAST_DAYS else [too_little("days", days, f"at least {LEAST_DAYS:g}")]
    faults += faults_of(replications=replications, workers=workers, seed=seed) + faults_of_start(case, start, 0)
    if faults:
        raise BadInput(faults)
    apart = 7 if case.services else 0
    task = Run(case, policy, days, start or case.first_day, seed, series_every_h=SAMPLE_H, apart_days=apart)
    done: dict[int, NDArray[np.float64]] = {}
    for replication in repeat(task, replications, workers=workers, executor=executor, cancel=cancel or Event()):
        assert replication.series is not None
        done[replication.number] = replication.series
        report(len(done), replications)
    # In the order of their numbers: sums of floating point numbers depend on it.
    ordered = [done[number] for number in sorted(done)]
    return warm_up_of(np.mean(ordered, axis=0) if ordered else np.empty((0, len(SERIES))), len(ordered))


def warm_up_of(means: NDArray[np.float64], replications: int) -> WarmUp:
    """What samples say, averaged over replications; shape (samples, len(SERIES))."""
    tables, found = [], []
    for place, name in enumerate(SERIES):
        values = means[:, place]
        average = moving_average(values, _WELCH)
        padded = np.full(len(values), nan)
        padded[: len(average)] = average
        days = (np.arange(len(values)) + 1) / _A_DAY
        tables.append(pd.DataFrame({"day": days, "series": name, "mean": values, "moving_average": padded}))
        asked = [nan if each is None else each / _A_DAY for each in (mser5(values), settled(average))]
        found.append((name, *asked, float(np.fmin(asked[0], asked[1]))))
    return WarmUp(
        pd.concat(tables, ignore_index=True),
        pd.DataFrame(found, columns=["series", "mser5_days", "welch_days", "days"]),
        replications,
    )
