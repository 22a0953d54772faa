"""The best of some alternatives, with a stated probability: the procedure KN.

Kim and Nelson, A fully sequential procedure for indifference-zone selection in simulation (ACM TOMACS 11, 2001). The
alternative with the least mean is chosen with at least the probability asked for, whenever it is better than every
other by the indifference zone or more; among those that are closer any may be chosen. Values must be about normal, as
means over a run are. Common random numbers are allowed, and make it faster.

Alternatives leave as soon as they are clearly worse, so that replications go to those that are hard to tell apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, nan

import numpy as np
from numpy.typing import NDArray

# Replications that every survivor is given at a time: they run side by side. The choice is as if it were one.
_AHEAD = 4

# Values of replications that are asked for: (alternative, replication) of each.
Observe = Callable[[Sequence[tuple[int, int]]], Sequence[float | None]]


@dataclass(frozen=True)
class Selection:
    """The chosen alternative, how many replications each was given, and when it left (0: with the first ones).

    `best` is None where the most replications were not enough, or some were not finished; `left` has those that were
    still in the race. Means are of each alternative's own replications.
    """

    best: int | None
    left: tuple[int, ...]
    replications: tuple[int, ...]
    means: tuple[float, ...]


def choose_least(
    observe: Observe,
    alternatives: int,
    *,
    zone: float,
    probability: float = 0.95,
    first: int = 10,
    most: int = 10_000,
) -> Selection:
    """Choose the alternative with the least mean; see the module.

    `zone` is the indifference zone, in the figure's unit, `first` the replications from which variances are estimated.
    `observe` answers None for a replication that has no value: the race ends there, without a winner. Raises ValueError
    where the arguments make no sense.
    """
    if alternatives < 2 or zone <= 0 or not 1 / alternatives < probability < 1 or first < 3 or most < first:
        raise ValueError("two alternatives, a zone above 0, three first replications and a probability above chance")
    values: list[list[float]] = [[] for _ in range(alternatives)]
    left = list(range(alternatives))

    def more(until: int) -> bool:
        asked = [(each, number) for each in left for number in range(len(values[each]), until)]
        for (each, _), value in zip(asked, observe(asked), strict=True):
            if value is None:
                return False
            values[each].append(value)
        return True

    def ended(best: int | None) -> Selection:
        counts = tuple(len(each) for each in values)
        return Selection(best, tuple(left), counts, tuple(float(np.mean(each)) if each else nan for each in values))

    if not more(first):
        return ended(None)
    eta = ((2 * (1 - probability) / (alternatives - 1)) ** (-2 / (first - 1)) - 1) / 2
    # h² S² / zone² of each pair: how long, in replications, two alternatives may differ by chance.
    lasts = 2 * eta * (first - 1) * _variances(np.array(values)) / zone**2
    seen = first
    while True:
        left = _survivors(left, values, seen, lasts, zone)
        if len(left) == 1:
            return ended(left[0])
        if seen > max(floor(lasts[i, j]) for i in left for j in left if i != j):
            return ended(min(left, key=lambda each: sum(values[each][:seen])))
        if seen == most:
            return ended(None)
        seen += 1
        if any(len(values[each]) < seen for each in left) and not more(min(seen + _AHEAD - 1, most)):
            return ended(None)


def _variances(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variances of the differences between each two alternatives; shape (alternatives, alternatives)."""
    differences = values[:, np.newaxis, :] - values[np.newaxis, :, :]
    return np.asarray(differences.var(axis=2, ddof=1))


def _survivors(
    left: list[int], values: list[list[float]], seen: int, lasts: NDArray[np.float64], zone: float
) -> list[int]:
    """Those whose mean is not worse than that of another by more than chance may do after so many replications."""
    means = {each: sum(values[each][:seen]) / seen for each in left}

    def slack(one: int, other: int) -> float:
        return max(0.0, zone / (2 * seen) * (float(lasts[one, other]) - seen))

    return [
        one for one in left if all(means[one] <= means[other] + slack(one, other) for other in left if other != one)
    ]
