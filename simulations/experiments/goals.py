"""At which value of a factor does a key figure reach a goal? At which demand, say, do ships wait 10 % of their time?

The figure's mean over replications is found on a coarse grid of the factor, then where the goal lies between two
values, at their middle, again and again. All values have the same random numbers, so that the curve is far smoother
than its height is certain. The curve is taken to rise (or fall) throughout: it is the isotonic regression of the means,
straight between them (Barlow et al., Statistical Inference under Order Restrictions, 1972). The interval of the root is
a bootstrap that draws whole replications, each with its figures at all values, by percentiles.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import isnan, nan
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from data.case import Case
from data.errors import BadInput, Fault
from simulations.experiments.factors import Factor, with_factors
from simulations.experiments.places import Place, place
from simulations.experiments.replications import Report, faults_of, faults_of_start, no_report, start_of
from simulations.experiments.runs import Finished, Job, Run
from simulations.experiments.statistics import CONFIDENCE, mean_and_half_width
from simulations.experiments.sweeps import known_kpi
from simulations.experiments.tables import write_csv
from simulations.policies import Policy

# Values of the first grid, and how often the stretch that holds a goal is halved.
VALUES = 5
HALVINGS = 4
_RESAMPLES = 400

# Told at each value, whatever the goal: where calls do not leave, waiting is longer than it shows.
UNFINISHED = "calls_unfinished"


@dataclass(frozen=True)
class Goal:
    """What was found: `roots` has the columns goal, value, low, high; `curve` value, mean, half_width, unfinished.

    A root is not a number where the curve does not reach the goal in the range, and so is an end of its interval where
    replications do not reach it there. `replications` are those that are finished at every value of the curve.
    """

    factor: str
    kpi: str
    roots: pd.DataFrame
    curve: pd.DataFrame
    replications: int
    complete: bool

    def write(self, folder: Path) -> None:
        """Write roots.csv and curve.csv, with six decimals."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in (("roots", self.roots), ("curve", self.curve)):
            write_csv(table, folder / f"{name}.csv")


def reach(
    case: Case,
    policy: Policy,
    factor: Factor,
    between: tuple[float, float],
    kpi: str,
    goals: Sequence[float],
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
) -> Goal:
    """Find where the factor brings the figure to each goal; see the module, and `replications.run` for the rest.

    When cancelled, the answer is that of the values that were finished; `finished` is what it goes on from: a place is
    that of a value in the order of asking. Raises BadInput where something asked for makes
    no sense, before anything is simulated.
    """
    known_kpi(kpi)
    low, high = between
    faults = faults_of(days=days, replications=replications, workers=workers, seed=seed)
    faults += faults_of_start(case, start, warmup_days)
    if high <= low:
        faults.append(
            Fault("goal", "the range ends before it begins", "give to above from", column="to", value=f"{high:g}")
        )
    if not goals:
        faults.append(Fault("goal", "there is no goal", "give at least one", column="reach"))
    if faults:
        raise BadInput(faults)
    begins = start_of(case, start, warmup_days)
    step = 1.0 if factor.whole else 0.0
    grid = _rounded(np.linspace(low, high, VALUES).tolist(), step)
    for end in (grid[0], grid[-1]):
        with_factors(case, [factor], [end])
    cancel = cancel or Event()
    found: dict[float, dict[int, dict[str, float]]] = {}
    # At most: each goal has a stretch of its own.
    most = (len(grid) + HALVINGS * len(goals)) * replications
    with place(workers=workers, executor=executor, cancel=cancel) as where:
        asked: Iterable[float] = grid
        for _ in range(HALVINGS + 1):
            runs: dict[float, Run] = {}
            for value in asked:
                # A value between two that the case takes may be refused all the same; the curve does without it.
                with suppress(BadInput):
                    changed = with_factors(case, [factor], [value])
                    runs[value] = Run(changed, policy, days, begins, seed, warmup_days)
            if not runs:
                break
            _simulate(where, runs, replications, found, report, most, finished or Finished())
            if cancel.is_set():
                break
            curve = _Curve.of(found, kpi)
            asked = sorted({middle for goal in goals for middle in curve.middle(goal, step)} - found.keys())
    return _answer(factor.name, kpi, goals, found, replications)


def _simulate(
    where: Place,
    runs: Mapping[float, Run],
    replications: int,
    found: dict[float, dict[int, dict[str, float]]],
    report: Report,
    most: int,
    finished: Finished,
) -> None:
    values, first = list(runs), len(found)
    jobs = []
    for at, value in enumerate(values, start=first):
        known = {number: each.figures for (place, number), each in finished.known.items() if place == at}
        found[value] = known
        jobs += [Job(runs[value], number, at) for number in range(replications) if number not in known]
    for job, replication in where.done(jobs):
        found[values[job.point - first]][job.number] = replication.figures
        finished.add(job.point, replication)
        report(sum(map(len, found.values())), most)


@dataclass(frozen=True)
class _Curve:
    """A figure at each value of the factor, of replications that have it at all; shape (replications, values)."""

    values: NDArray[np.float64]
    figures: NDArray[np.float64]

    @classmethod
    def of(cls, found: Mapping[float, Mapping[int, Mapping[str, float]]], kpi: str) -> "_Curve":
        """The finished replications."""
        values = sorted(value for value in found if found[value])
        numbers = sorted(set.intersection(*(set(found[value]) for value in values))) if values else []
        table = np.array([[found[value][number][kpi] for value in values] for number in numbers], dtype=np.float64)
        table = table.reshape(len(numbers), len(values))
        return cls(np.array(values), table[~np.isnan(table).any(axis=1)])

    def smooth(self, rows: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The monotone curve of the means of all replications, or of drawn ones; shape (values,)."""
        means = (self.figures if rows is None else self.figures[rows]).mean(axis=0)
        rises = bool(self.figures[:, -1].mean() >= self.figures[:, 0].mean())
        return np.asarray(isotonic_regression(means, increasing=rises).x)

    def stretch(self, goal: float, heights: NDArray[np.float64]) -> int | None:
        """The place after which a curve first reaches a goal; None where it does not in the range."""
        above = heights >= goal
        reached = above != above[0]
        return int(np.argmax(reached)) - 1 if reached.any() else None

    def middle(self, goal: float, step: float) -> list[float]:
        """The middle of the stretch in which the mean reaches a goal, where it is not known yet."""
        if len(self.values) < 2 or not len(self.figures):
            return []
        at = self.stretch(goal, self.smooth())
        if at is None:
            return []
        low, high = float(self.values[at]), float(self.values[at + 1])
        middle = _rounded([(low + high) / 2], step)[0]
        return [middle] if low < middle < high else []

    def root(self, goal: float, heights: NDArray[np.float64]) -> float:
        """Where a curve reaches a goal; not a number where it does not in the range."""
        at = self.stretch(goal, heights)
        if at is None:
            return nan
        low, high = self.values[at], self.values[at + 1]
        return float(low + (high - low) * (goal - heights[at]) / (heights[at + 1] - heights[at]))

    def interval(self, goal: float) -> tuple[float, float]:
        """The 95 % interval of the root. An end where resamples do not reach the goal in the range is not a number."""
        if len(self.figures) < 2:
            return nan, nan
        random = np.random.default_rng(1)
        rows = random.integers(len(self.figures), size=(_RESAMPLES, len(self.figures)))
        heights = [self.smooth(drawn) for drawn in rows]
        roots = []
        for curve in heights:
            root = self.root(goal, curve)
            if isnan(root):
                # Outside the range: beyond the end whose height is nearer to the goal.
                root = -np.inf if abs(curve[0] - goal) < abs(curve[-1] - goal) else np.inf
            roots.append(root)
        roots.sort()
        tail = round((1 - CONFIDENCE) / 2 * _RESAMPLES)
        ends = roots[tail - 1], roots[_RESAMPLES - tail]
        return tuple(end if np.isfinite(end) else nan for end in ends)  # type: ignore[return-value]


def _rounded(values: Sequence[float], step: float) -> list[float]:
    return sorted({float(round(value)) for value in values}) if step else [float(value) for value in values]


def _answer(
    factor: str,
    kpi: str,
    goals: Sequence[float],
    found: Mapping[float, Mapping[int, Mapping[str, float]]],
    replications: int,
) -> Goal:
    curve = _Curve.of(found, kpi)
    known = len(curve.values) >= 2 and len(curve.figures) > 0
    roots = [
        (goal, curve.root(goal, curve.smooth()), *curve.interval(goal)) if known else (goal, nan, nan, nan)
        for goal in goals
    ]
    rows = []
    for value in sorted(found):
        figures = [each[kpi] for _, each in sorted(found[value].items()) if not isnan(each[kpi])]
        unfinished = [each[UNFINISHED] for _, each in sorted(found[value].items())]
        rows.append((value, *mean_and_half_width(figures), mean_and_half_width(unfinished)[0]))
    return Goal(
        factor,
        kpi,
        pd.DataFrame(roots, columns=["goal", "value", "low", "high"]),
        pd.DataFrame(rows, columns=["value", "mean", "half_width", "unfinished"]),
        len(curve.figures),
        all(len(each) == replications for each in found.values()),
    )
