"""Families of distributions fitted to samples by maximum likelihood, censoring and bounds of sight included.

    fitted = fit(GAMMA, sample)
    fitted.mean, fitted.interval(0)

Parameters are kept as logarithms, so that intervals, which come from the curvature of the likelihood, stay positive.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, log1p, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import chdtri, gammainc, gammaincinv, gammaln, log_ndtr, ndtr, ndtri, stdtrit
from scipy.special import gamma as gamma_function

from simulations.logs.samples import Sample

Values = NDArray[np.float64]
# Standard deviations on either side of a normal's mean that hold 95 % of it.
NORMAL_95 = 1.959963984540054
_LEAST = 1e-300


@dataclass(frozen=True)
class Family:
    """A family of distributions: its density, distribution and quantiles, given its parameters.

    `begin` guesses the parameters of a sample; `mean_and_spread` is what they mean, the spread being standard
    deviation / mean (for the normal: the standard deviation itself).
    """

    name: str
    begin: Callable[[Values], Values]
    log_density: Callable[[Values, Values], Values]
    below: Callable[[Values, Values], Values]
    quantile: Callable[[Values, Values], Values]
    mean_and_spread: Callable[[Values], tuple[float, float]]


def _mean_spread(values: Values) -> Values:
    mean = float(values.mean())
    return np.array([log(mean), log(max(float(values.std()) / mean, 1e-3))])


def _shape_scale(theta: Values) -> tuple[float, float]:
    shape = float(np.exp(-2 * theta[1]))
    return shape, float(np.exp(theta[0])) / shape


def _gamma_density(x: Values, theta: Values) -> Values:
    shape, scale = _shape_scale(theta)
    density: Values = (shape - 1) * np.log(x) - x / scale - (float(gammaln(shape)) + shape * log(scale))
    return density


def _gamma_below(x: Values, theta: Values) -> Values:
    shape, scale = _shape_scale(theta)
    return np.asarray(gammainc(shape, x / scale), dtype=np.float64)


def _gamma_quantile(u: Values, theta: Values) -> Values:
    shape, scale = _shape_scale(theta)
    return np.asarray(gammaincinv(shape, u) * scale, dtype=np.float64)


def _mu_sigma(theta: Values) -> tuple[float, float]:
    variance = log1p(exp(2 * theta[1]))
    return float(theta[0] - variance / 2), sqrt(variance)


def _lognormal_density(x: Values, theta: Values) -> Values:
    mu, sigma = _mu_sigma(theta)
    logarithm = np.log(x)
    return np.asarray(-0.5 * ((logarithm - mu) / sigma) ** 2 - logarithm - log(sigma) - 0.5 * log(2 * np.pi))


def _lognormal_below(x: Values, theta: Values) -> Values:
    mu, sigma = _mu_sigma(theta)
    with np.errstate(divide="ignore"):
        below: Values = ndtr((np.log(x) - mu) / sigma)
    return below


def _lognormal_quantile(u: Values, theta: Values) -> Values:
    mu, sigma = _mu_sigma(theta)
    return np.exp(mu + sigma * ndtri(u))


def _weibull_mean_spread(theta: Values) -> tuple[float, float]:
    scale, shape = np.exp(theta)
    first, second = gamma_function(1 + 1 / shape), gamma_function(1 + 2 / shape)
    return float(scale * first), float(np.sqrt(max(second / first**2 - 1, 0.0)))


def _weibull_density(x: Values, theta: Values) -> Values:
    scale, shape = np.exp(theta)
    ratio = np.log(x / scale)
    density: Values = log(shape / scale) + (shape - 1) * ratio - np.exp(np.minimum(shape * ratio, 700))
    return density


GAMMA = Family(
    "gamma", _mean_spread, _gamma_density, _gamma_below, _gamma_quantile,
    lambda theta: (float(np.exp(theta[0])), float(np.exp(theta[1]))),
)  # fmt: skip
LOGNORMAL = Family(
    "lognormal", _mean_spread, _lognormal_density, _lognormal_below, _lognormal_quantile,
    lambda theta: (float(np.exp(theta[0])), float(np.exp(theta[1]))),
)  # fmt: skip
EXPONENTIAL = Family(
    "exponential",
    lambda values: np.log([float(values.mean())]),
    lambda x, theta: -theta[0] - x * np.exp(-theta[0]),
    lambda x, theta: -np.expm1(-x * np.exp(-theta[0])),
    lambda u, theta: -np.log1p(-u) * np.exp(theta[0]),
    lambda theta: (float(np.exp(theta[0])), 1.0),
)
WEIBULL = Family(
    "Weibull",
    lambda values: np.log([float(values.mean()), 1.2]),
    _weibull_density,
    lambda x, theta: -np.expm1(-np.exp(np.minimum(np.exp(theta[1]) * np.log(x / np.exp(theta[0])), 700))),
    lambda u, theta: np.exp(theta[0]) * (-np.log1p(-u)) ** np.exp(-theta[1]),
    _weibull_mean_spread,
)
NORMAL = Family(
    "normal",
    lambda values: np.array([float(values.mean()), np.log(max(float(values.std()), 1e-6))]),
    lambda x, theta: -0.5 * ((x - theta[0]) / np.exp(theta[1])) ** 2 - theta[1] - 0.5 * np.log(2 * np.pi),
    lambda x, theta: np.asarray(ndtr((x - theta[0]) / np.exp(theta[1]))),
    lambda u, theta: np.asarray(theta[0] + np.exp(theta[1]) * ndtri(u)),
    lambda theta: (float(theta[0]), float(np.exp(theta[1]))),
)
POSITIVE = (GAMMA, LOGNORMAL, EXPONENTIAL, WEIBULL)


@dataclass(frozen=True)
class Fitted:
    """A family with the parameters that make a sample the most likely."""

    family: Family
    theta: Values
    sample: Sample
    log_likelihood: float

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.family.mean_and_spread(self.theta)[0]

    @property
    def spread(self) -> float:
        """Its standard deviation / mean; of the normal, the standard deviation."""
        return self.family.mean_and_spread(self.theta)[1]

    @property
    def aic(self) -> float:
        """Akaike's information criterion: the smaller, the better for its number of parameters."""
        return 2 * len(self.theta) - 2 * self.log_likelihood

    @cached_property
    def _errors(self) -> Values:
        """Standard errors of the parameters, from the curvature of the likelihood at its top."""
        size = len(self.theta)
        step = np.full(size, 1e-3)
        hessian = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                total = 0.0
                for a in (1, -1):
                    for b in (1, -1):
                        moved = self.theta.copy()
                        moved[i] += a * step[i]
                        moved[j] += b * step[j]
                        total += a * b * _loss(self.family, self.sample, moved)
                hessian[i, j] = total / (4 * step[i] * step[j])
        try:
            variances = np.diag(np.linalg.inv(hessian))
        except np.linalg.LinAlgError:
            variances = np.full(size, np.nan)
        return np.sqrt(np.where(variances > 0, variances, np.nan))

    def interval(self, place: int) -> tuple[float, float]:
        """The 95 % interval of the mean (0) or the spread (1).

        Exact for the normal and the exponential, whose samples may be small; else by the errors of the likelihood.
        """
        count, whole = len(self.sample.values), int((~self.sample.censored).sum())
        if self.family is NORMAL and count > 1:
            if place == 0:
                margin = float(stdtrit(count - 1, 0.975)) * self.spread / sqrt(count - 1)
                return self.mean - margin, self.mean + margin
            squares = count * self.spread**2
            return sqrt(squares / chdtri(count - 1, 0.025)), sqrt(squares / chdtri(count - 1, 0.975))
        if self.family is EXPONENTIAL and whole:
            total = 2 * whole * self.mean
            more = 2 * (whole + bool(self.sample.censored.any()))
            return total / float(chdtri(more, 0.025)), total / float(chdtri(2 * whole, 0.975))
        error = NORMAL_95 * self._errors[place]
        return float(np.exp(self.theta[place] - error)), float(np.exp(self.theta[place] + error))


def fit(family: Family, sample: Sample) -> Fitted:
    """The member of a family that makes a sample the most likely."""
    begin = family.begin(sample.values)
    if family is EXPONENTIAL and not np.isfinite(sample.high).any() and not sample.low.any():
        whole = max(int((~sample.censored).sum()), 1)
        theta = np.log([float(sample.values.sum()) / whole])
    elif family is NORMAL:
        theta = begin
    else:

        def loss(point: Any) -> float:
            return _loss(family, sample, point)

        found: Any = minimize(loss, begin, method="BFGS", options={"gtol": 1e-4})
        theta = np.asarray(found.x, dtype=float)
    return Fitted(family, theta, sample, -_loss(family, sample, theta))


def _loss(family: Family, sample: Sample, theta: Values) -> float:
    """Minus the logarithm of the likelihood."""
    if np.abs(theta[1:]).max(initial=0.0) > 12 or np.abs(theta[0]) > 1e6:
        return 1e12
    censored = sample.censored
    total = float(family.log_density(sample.values[~censored], theta).sum())
    if censored.any():
        total += float(_log_above(family, sample.values[censored], theta).sum())
    seen = np.isfinite(sample.high) | (sample.low > 0)
    if seen.any():
        inside = _range(family, sample, theta)[seen]
        total -= float(np.log(np.maximum(inside, _LEAST)).sum())
    return -total if np.isfinite(total) else 1e12


def _log_above(family: Family, values: Values, theta: Values) -> Values:
    if family is LOGNORMAL:
        mu, sigma = _mu_sigma(theta)
        above: Values = log_ndtr(-(np.log(values) - mu) / sigma)
        return above
    return np.log(np.maximum(1 - family.below(values, theta), _LEAST))


def _range(family: Family, sample: Sample, theta: Values) -> Values:
    high = np.where(np.isfinite(sample.high), sample.high, 1.0)
    upper = np.where(np.isfinite(sample.high), family.below(high, theta), 1.0)
    lower = np.where(sample.low > 0, family.below(np.maximum(sample.low, _LEAST), theta), 0.0)
    return upper - lower


def positions(fitted: Fitted, sample: Sample, random: np.random.Generator) -> Values:
    """Where the values stand in the fitted distribution: uniform from 0 to 1 if it is theirs, in order.

    A censored value is put at random above where it was cut.
    """
    family, theta = fitted.family, fitted.theta
    lower = np.where(sample.low > 0, family.below(np.maximum(sample.low, _LEAST), theta), 0.0)
    inside = np.maximum(_range(family, sample, theta), _LEAST)
    places = (family.below(sample.values, theta) - lower) / inside
    cut = sample.censored
    places[cut] += random.random(int(cut.sum())) * (1 - places[cut])
    return np.sort(np.clip(places, 0, 1))


def drawn(fitted: Fitted, sample: Sample, random: np.random.Generator) -> Sample:
    """A sample like the given one, in size, bounds and censoring, drawn from the fitted distribution."""
    family, theta = fitted.family, fitted.theta
    lower = np.where(sample.low > 0, family.below(np.maximum(sample.low, _LEAST), theta), 0.0)
    uniform: Any = lower + random.random(len(sample.values)) * _range(family, sample, theta)
    values = family.quantile(np.clip(uniform, 1e-12, 1 - 1e-12), theta)
    censored = values > sample.longest
    values = np.where(censored, sample.longest, values)
    return Sample(values, censored, sample.low, sample.high, sample.longest)
