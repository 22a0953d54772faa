import numpy as np
import pytest

from simulations.logs import goodness as testing
from simulations.logs.families import EXPONENTIAL, GAMMA, LOGNORMAL, NORMAL, POSITIVE, WEIBULL, Family, drawn, fit
from simulations.logs.goodness import goodness
from simulations.logs.samples import Sample, sample

TRUE = {
    GAMMA: np.log([3.0, 0.4]),
    LOGNORMAL: np.log([50.0, 0.7]),
    EXPONENTIAL: np.log([20.0]),
    WEIBULL: np.log([5.0, 1.5]),
    NORMAL: np.array([-2.0, np.log(3.0)]),
}


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer samples than users get, for speed."""
    monkeypatch.setattr(testing, "_DRAWS", 59)


def _sample(family: Family, count: int, seed: int = 1) -> Sample:
    uniform = np.random.default_rng(seed).random(count)
    return sample(family.quantile(uniform, TRUE[family]))


@pytest.mark.parametrize("family", TRUE, ids=lambda family: family.name)
def test_a_family_finds_its_own_parameters(family: Family) -> None:
    fitted = fit(family, _sample(family, 4_000))
    wanted = family.mean_and_spread(TRUE[family])
    assert (fitted.mean, fitted.spread) == pytest.approx(wanted, rel=0.05)
    assert goodness(fitted).p_value > 0.05


@pytest.mark.parametrize("family", [GAMMA, LOGNORMAL, EXPONENTIAL], ids=lambda family: family.name)
def test_intervals_hold_the_truth_as_often_as_they_say(family: Family) -> None:
    wanted = family.mean_and_spread(TRUE[family])
    held = [0, 0]
    for seed in range(100):
        fitted = fit(family, _sample(family, 60, seed))
        for place in range(len(TRUE[family])):
            low, high = fitted.interval(place)
            held[place] += low <= wanted[place] <= high
    assert min(held[: len(TRUE[family])]) >= 88


def test_censored_and_bounded_values_do_not_mislead() -> None:
    whole = _sample(LOGNORMAL, 1_500)
    count = len(whole.values)
    longest = np.random.default_rng(2).uniform(10, 90, count)
    cut = Sample(
        np.minimum(whole.values, longest), whole.values > longest, np.zeros(count), np.full(count, np.inf), longest
    )
    assert cut.censored.mean() > 0.3
    fitted = fit(LOGNORMAL, cut)
    assert (fitted.mean, fitted.spread) == pytest.approx((50, 0.7), rel=0.1)
    assert goodness(fitted).p_value > 0.05
    low, high = np.full(count, 20.0), np.full(count, 60.0)
    seen = (whole.values > 20) & (whole.values < 60)
    bounded = Sample(whole.values[seen], whole.censored[seen], low[seen], high[seen], whole.longest[seen])
    fitted = fit(LOGNORMAL, bounded)
    assert fitted.interval(0)[0] < 50 < fitted.interval(0)[1]
    again = drawn(fitted, bounded, np.random.default_rng(3))
    assert (again.values.min(), again.values.max()) == pytest.approx((20, 60), abs=1)


def test_another_distribution_is_found_out() -> None:
    exponential = _sample(EXPONENTIAL, 500)
    assert goodness(fit(LOGNORMAL, exponential)).p_value < 0.02
    lognormal = _sample(LOGNORMAL, 2_000)
    best = min(POSITIVE, key=lambda family: fit(family, lognormal).aic)
    assert best is LOGNORMAL
