"""How long the steps of export chains take, drawn: steps that are yet to begin, and the rest of those that have."""

from math import log, log1p, sqrt

import numpy as np
from numpy.random import Generator
from scipy.special import gammaincc, gammainccinv, ndtr, ndtri

from data.export_chain import ChainStep
from scheduler.shipments.dating.clock import minutes_of
from simulations.streams import Samples, gamma, lognormal

# A probability that floats do not tell from nothing: behind it a distribution is its tail.
_NOTHING = 1e-290


def durations(random: Generator, step: ChainStep, size: int, lasted: float = 0.0) -> Samples:
    """Minutes that a step takes, given that it has lasted for so many; minutes of its office hours; shape (size,).

    The rest of an exponential duration is exponential again; gamma and lognormal ones are drawn from what of their
    distribution is longer, by inversion of its tail. A fixed one that has lasted longer than planned ends at once.
    """
    mean = step.duration_h * 60
    if step.distribution == "exponential" and mean > 0:
        return lasted + random.exponential(mean, size)
    if step.distribution == "fixed" or mean == 0 or step.spread == 0:
        return np.full(size, max(minutes_of(step), lasted))
    if lasted == 0:
        return (gamma if step.distribution == "gamma" else lognormal)(random, mean, step.spread, size)
    # In (0, 1]: the tail has a quantile at 1, and none at 0.
    tail = 1.0 - random.random(size)
    if step.distribution == "gamma":
        return _longer_gamma(tail, mean, step.spread, lasted)
    return _longer_lognormal(tail, mean, step.spread, lasted)


def _longer_gamma(tail: Samples, mean: float, spread: float, lasted: float) -> Samples:
    shape, scale = 1 / spread**2, mean * spread**2
    longer = float(gammaincc(shape, lasted / scale))
    if longer < _NOTHING:
        return lasted - np.log(tail) * scale
    drawn: Samples = np.maximum(lasted, gammainccinv(shape, tail * longer) * scale)
    return drawn


def _longer_lognormal(tail: Samples, mean: float, spread: float, lasted: float) -> Samples:
    variance = log1p(spread**2)
    mu, sigma = log(mean) - variance / 2, sqrt(variance)
    above = (log(lasted) - mu) / sigma
    longer = float(ndtr(-above))
    if longer < _NOTHING:
        # The tail of a normal distribution falls as an exponential one of its own distance.
        return lasted * np.exp(-np.log(tail) * sigma / above)
    drawn: Samples = np.maximum(lasted, np.exp(mu - sigma * ndtri(tail * longer)))
    return drawn
