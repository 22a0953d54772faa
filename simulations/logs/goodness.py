"""Whether a fitted distribution is that of a sample: Kolmogorov and Smirnov's distance, its p-value by bootstrap.

The tables of the test are for a distribution that was known before. With parameters fitted to the same sample they say
"fits" too often, so that the p-value comes from samples that are drawn from the fitted distribution and fitted anew
(as Lilliefors did for the normal).
"""

from dataclasses import dataclass, replace

import numpy as np

from simulations.logs.families import Fitted, drawn, fit, positions
from simulations.logs.samples import Sample

# Of more values a random part is tested: a log of a year finds every real distribution guilty of not being a formula.
MOST_TESTED = 1_000
_DRAWS = 199


@dataclass(frozen=True)
class Goodness:
    """How far the distribution is from the sample at most, how often chance brings as much, and of how many values."""

    distance: float
    p_value: float
    tested: int


def goodness(fitted: Fitted, seed: int = 1) -> Goodness:
    """The test of a fitted distribution on (a random part of) its sample. The same seed gives the same answer."""
    random = np.random.default_rng(seed)
    sample = _part(fitted.sample, random)
    own = fit(fitted.family, sample)
    distance = _distance(own, sample, random)
    more = 0
    for _ in range(_DRAWS):
        like = drawn(own, sample, random)
        if like.censored.all():
            continue
        more += _distance(fit(own.family, like), like, random) >= distance
    return Goodness(distance, (1 + more) / (1 + _DRAWS), len(sample.values))


def _part(sample: Sample, random: np.random.Generator) -> Sample:
    count = len(sample.values)
    if count <= MOST_TESTED:
        return sample
    chosen = random.choice(count, MOST_TESTED, replace=False)
    return replace(
        sample,
        values=sample.values[chosen],
        censored=sample.censored[chosen],
        low=sample.low[chosen],
        high=sample.high[chosen],
        longest=sample.longest[chosen],
    )


def _distance(fitted: Fitted, sample: Sample, random: np.random.Generator) -> float:
    places = positions(fitted, sample, random)
    count = len(places)
    steps = np.arange(count + 1) / count
    return float(max((steps[1:] - places).max(), (places - steps[:-1]).max()))
