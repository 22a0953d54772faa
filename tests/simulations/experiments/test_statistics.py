from math import isnan

import numpy as np
import pytest
from scipy.stats import binomtest

from simulations.experiments.statistics import (
    holm,
    mean_and_half_width,
    paired_difference,
    pooled_quantile,
    share_and_interval,
)


def test_the_interval_is_student_s() -> None:
    # Ten values of mean 5.5 and standard deviation 3.0277: t(0.975, 9) = 2.2622.
    mean, half_width = mean_and_half_width([float(value) for value in range(1, 11)])
    assert mean == 5.5
    assert half_width == pytest.approx(2.2622 * 3.02765 / 10**0.5, rel=1e-4)
    assert isnan(mean_and_half_width([3.0])[1])
    assert isnan(mean_and_half_width([])[0])


def test_pairs_are_compared_by_their_differences() -> None:
    # Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), t = 3.4641 with 2 degrees of freedom: p = 0.07418.
    mean, half_width, p_value = paired_difference([10, 20, 30], [11, 22, 33])
    assert mean == 2
    assert half_width == pytest.approx(4.3027 / 3**0.5, rel=1e-4)
    assert p_value == pytest.approx(0.0742, abs=1e-4)
    assert paired_difference([1, 2], [1, 2])[2] == 1
    assert paired_difference([1, 2], [3, 4])[2] == 0
    assert isnan(paired_difference([1], [2])[2])


def test_holm_multiplies_the_smallest_by_all_and_keeps_the_order() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    adjusted = holm([0.5, float("nan"), 0.9])
    assert adjusted[0] == 1
    assert isnan(adjusted[1])
    assert adjusted[2] == 1


def test_calls_of_one_replication_count_together() -> None:
    # Every call of a replication is the same: 30 values say no more than 30, however often each is repeated.
    random = np.random.default_rng(5)
    values = random.normal(size=30)
    found, low, high = pooled_quantile([np.full(50, value) for value in values], 0.5)
    # The median of 30 values lies between the 10th and the 21st of them in order in 95.7 of 100 cases (binomial).
    tenth, last = np.sort(values)[[9, 20]]
    assert found == pytest.approx(np.median(values), abs=0.2)
    assert high - low == pytest.approx(last - tenth, rel=0.35)
    assert pooled_quantile([np.full(50, value) for value in values], 0.5) == (found, low, high)


def test_one_replication_has_a_quantile_and_no_interval() -> None:
    found, low, high = pooled_quantile([np.array([1.0, 2.0, 3.0]), np.array([])], 0.5)
    assert found == 2
    assert isnan(low)
    assert isnan(high)
    assert isnan(pooled_quantile([], 0.5)[0])


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (10, 10), (3, 10), (9_080, 10_000), (1, 1)])
def test_the_interval_of_a_share_is_wilsons(successes: int, trials: int) -> None:
    share, low, high = share_and_interval(successes, trials)
    known = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert share == successes / trials
    assert (low, high) == pytest.approx((known.low, known.high), abs=1e-12)
    assert low <= share <= high


def test_no_trials_have_no_share() -> None:
    assert all(isnan(value) for value in share_and_interval(0, 0))
