"""Named streams of random numbers, all from one seed.

There is one stream for each replication, purpose and entity ("lift times of call SPIL-01-001 in replication 3"). No
stream knows the policy: two policies that run with the same seed meet the same ships, boxes, lift times and
breakdowns (common random numbers), so that their difference is the policies' own. Nor does any stream know which
process draws it: results are the same with any number of workers.

Draws are made in blocks, one block for all boxes of a call.
"""

from dataclasses import dataclass
from hashlib import blake2b
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

Samples = NDArray[np.float64]

_STANDARD = NormalDist()
# A probability that is taken for none.
_NEXT_TO_NOTHING = 1e-9


class _Named(ISeedSequence):
    """The seed of a stream, from its name: a cryptographic hash spreads names as well as numpy's own mixing, and a
    ship of one box should not cost more for its seeds than for its moves."""

    def __init__(self, name: str) -> None:
        self._name = name.encode()

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> NDArray[Any]:
        """So many words of state for numpy's generator."""
        size = n_words * np.dtype(dtype).itemsize
        return np.frombuffer(blake2b(self._name, digest_size=size).digest(), dtype)


@dataclass(frozen=True)
class Streams:
    """The streams of one replication."""

    seed: int
    replication: int

    def of(self, purpose: str, entity: str) -> Generator:
        """The stream of a purpose and an entity, from its beginning."""
        name = _Named(f"{self.seed}/{self.replication}/{purpose}/{entity}")
        return Generator(PCG64(name))  # type: ignore[arg-type]  # any ISeedSequence will do, says numpy's manual

    def gamma(self, purpose: str, entity: str, mean: float, spread: float, size: int) -> Samples:
        """Gamma variates of a stream; where nothing is random in them, the stream is not even begun."""
        return gamma(self.of(purpose, entity), mean, spread, size) if mean and spread else np.full(size, float(mean))


def gamma(random: Generator, mean: float, spread: float, size: int) -> Samples:
    """Gamma variates of a mean and a spread (standard deviation / mean); shape (size,). Without spread: the mean."""
    if mean == 0 or spread == 0:
        return np.full(size, mean)
    return random.gamma(1 / spread**2, mean * spread**2, size)


def lognormal(random: Generator, mean: float, spread: float, size: int) -> Samples:
    """Lognormal variates of a mean and a spread (standard deviation / mean); shape (size,)."""
    return lognormal_at(random.standard_normal(size), mean, spread)


def lognormal_at(normal: Samples, mean: float, spread: float) -> Samples:
    """The same, made of standard normal variates; same shape."""
    sigma = sqrt(log(1 + spread**2))
    return np.exp(log(mean) - sigma**2 / 2 + sigma * normal)


def lognormal_within(uniform: Samples, mean: float, spread: float, low: float, high: float) -> Samples:
    """Lognormal variates as above, given that they lie between `low` and `high`; made of uniform ones, same shape.

    By inversion, so that each takes one number of the stream. Where the distribution has next to nothing in the range,
    they are uniform in it.
    """
    sigma = sqrt(log(1 + spread**2))
    if sigma > 0:
        logarithm = NormalDist(log(mean) - sigma**2 / 2, sigma)
        below, above = (logarithm.cdf(log(x)) if x > 0 else 0.0 for x in (low, high))
        if above - below > _NEXT_TO_NOTHING:
            quantiles = np.clip(below + uniform * (above - below), _NEXT_TO_NOTHING, 1 - _NEXT_TO_NOTHING)
            return np.clip([exp(logarithm.inv_cdf(quantile)) for quantile in quantiles.tolist()], low, high)
    elif low <= mean <= high:
        return np.full(len(uniform), mean)
    return low + uniform * (high - low)


def normal_within(random: Generator, sd: float, most: float) -> float:
    """A normal variate of mean 0, given that it is at most `most` standard deviations from it."""
    below = _STANDARD.cdf(-most)
    return sd * _STANDARD.inv_cdf(below + random.random() * (1 - 2 * below))


def gamma_around(random: Generator, mean: float, sd: float, shape: float) -> float:
    """A gamma variate shifted and scaled to a mean and a standard deviation: at least mean - sqrt(shape) * sd."""
    root = sqrt(shape)
    return mean + sd * (random.standard_gamma(shape) - shape) / root
