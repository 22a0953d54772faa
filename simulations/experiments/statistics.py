"""What a sample says of the quantity behind it: intervals of means, of quantiles, and of differences.

Replications are independent; the calls of one replication are not, since a ship waits for the one before. Intervals
over calls therefore draw whole replications.
"""

from collections.abc import Sequence
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr, stdtrit

CONFIDENCE = 0.95

# Resamples of a bootstrap: their own noise is small beside the interval.
_RESAMPLES = 1_000


def mean_and_half_width(values: Sequence[float]) -> tuple[float, float]:
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


def share_and_interval(successes: int, trials: int) -> tuple[float, float, float]:
    """The share of successes among independent trials, and the 95 % interval of their probability.

    Wilson's (Journal of the American Statistical Association 22, 1927), which holds near 0 and 1 too. Without trials:
    not a number.
    """
    if trials == 0:
        return nan, nan, nan
    share, z = successes / trials, float(ndtri((1 + CONFIDENCE) / 2))
    shrunk = 1 + z**2 / trials
    middle = (share + z**2 / (2 * trials)) / shrunk
    half = z / shrunk * sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    # Rounding aside, the interval holds the share.
    return share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


def paired_difference(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float]:
    """Mean of second - first, half its 95 % interval, and the p-value of no difference, by the paired t-test.

    The values belong together by their place, as replications with common random numbers do. Pairs that never differ
    have the p-value 1, those that always differ by the same 0; fewer than two have none (not a number).
    """
    differences = [after - before for before, after in zip(first, second, strict=True)]
    mean, half_width = mean_and_half_width(differences)
    if isnan(half_width):
        return mean, half_width, nan
    if half_width == 0:
        return mean, half_width, 1.0 if mean == 0 else 0.0
    freedom = len(differences) - 1
    error = half_width / float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
    return mean, half_width, 2 * float(stdtr(freedom, -abs(mean) / error))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values of several tests at once, each as large as it must be for the family's error to be what it says.

    Holm (Scandinavian Journal of Statistics 6, 1979). One that does not exist stays so, and counts for no test.
    """
    tested = sorted((value, place) for place, value in enumerate(p_values) if not isnan(value))
    adjusted = [nan] * len(p_values)
    largest = 0.0
    for rank, (value, place) in enumerate(tested):
        largest = max(largest, min(1.0, value * (len(tested) - rank)))
        adjusted[place] = largest
    return adjusted


def pooled_quantile(groups: Sequence[NDArray[np.float64]], share: float, seed: int = 1) -> tuple[float, float, float]:
    """The quantile of all values of independent groups (the calls of replications), and its 95 % interval.

    The interval is a bootstrap that draws whole groups, by percentiles (Davison and Hinkley, Bootstrap Methods and
    their Application, 1997, section 3.8); with a seed of its own, so that the same groups give the same interval. Fewer
    than two groups have none.
    """
    groups = [group for group in groups if len(group)]
    if not groups:
        return nan, nan, nan
    values = np.concatenate(groups)
    found = float(np.quantile(values, share))
    if len(groups) < 2:
        return found, nan, nan
    # Each value, in order, with its group: a resample weighs it by how often its group is drawn.
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    group_of = np.repeat(np.arange(len(groups)), [len(group) for group in groups])[order]
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(groups), np.full(len(groups), 1 / len(groups)), size=_RESAMPLES)
    quantiles = []
    for weights in drawn:
        sums = np.cumsum(weights[group_of])
        quantiles.append(ordered[min(len(ordered) - 1, int(np.searchsorted(sums, share * sums[-1])))])
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(quantiles, (tail, 1 - tail))
    return found, float(low), float(high)
