"""As many replications as a wanted precision needs, and no more.

Sequential: replications are added one by one until half the 95 % interval of a figure's mean is a small enough share of
the mean (Law, Simulation Modeling and Analysis, 2015, section 9.4.1). Whether it is enough is asked of the replications
in the order of their numbers, so that the answer does not depend on which worker was faster. Begun with few, such a
procedure stops too early by luck now and then: the interval covers a little less often than it says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isnan, nan

from data.errors import Fault
from data.kpis import KPI_BY_NAME
from simulations.experiments.statistics import mean_and_half_width


@dataclass(frozen=True)
class Precision:
    """Half the 95 % interval of the key figure `of` is wanted to be at most this share of its mean.

    After `most` replications it is given up.
    """

    relative: float
    of: str = "waiting_h"
    most: int = 1_000

    def faults(self, replications: int) -> list[Fault]:
        """What is wrong with it, where it begins to look after so many replications."""
        faults = []
        if not 0 < self.relative < 1:
            remedy = "give a share such as 0.05"
            faults.append(_fault("it is no share of the mean", remedy, "precision", f"{self.relative:g}"))
        if self.of not in KPI_BY_NAME:
            faults.append(_fault("there is no such key figure", f"give one of {', '.join(KPI_BY_NAME)}", "of", self.of))
        if self.most < replications:
            remedy = f"give at least the {replications} replications that it begins with"
            faults.append(_fault("it is less than it begins with", remedy, "most", str(self.most)))
        return faults

    def reached(self, values: list[float]) -> bool:
        """Whether these values say it precisely enough. A figure that is always the same does, also where it is 0."""
        mean, half_width = mean_and_half_width(values)
        return not isnan(half_width) and half_width <= self.relative * abs(mean)


class Enough:
    """Watches the replications come, and says when there are enough of them."""

    def __init__(self, precision: Precision, least: int) -> None:
        self._precision = precision
        self._least = least
        self._waiting: dict[int, float] = {}
        self._next = 0
        self._values: list[float] = []
        # How many are enough, once that is known.
        self.count: int | None = None

    def with_one_more(self, number: int, figures: Mapping[str, float], lost: Collection[int] = ()) -> bool:
        """Whether it is enough with this replication, of those whose predecessors have all come or are lost."""
        self._waiting[number] = figures[self._precision.of]
        while self.count is None and (self._next in self._waiting or self._next in lost):
            value = self._waiting.pop(self._next, nan)
            self._next += 1
            if not isnan(value):
                self._values.append(value)
            if self._next >= self._least and self._precision.reached(self._values):
                self.count = self._next
        return self.count is not None


def _fault(problem: str, remedy: str, column: str, value: str) -> Fault:
    return Fault("simulation", problem, remedy, column=column, value=value)
