import numpy as np
import pytest

from data.case import Case
from data.errors import BadInput
from simulations.experiments.warm_up import find_warm_up, moving_average, mser5, settled, warm_up_of
from simulations.policies import FirstComeFirstServed
from simulations.series import SERIES


def test_the_moving_average_is_shorter_at_the_beginning() -> None:
    # Welch: 1; (1 + 2 + 6) / 3; (1 + 2 + 6 + 3 + 8) / 5; (2 + 6 + 3 + 8 + 1) / 5.
    assert moving_average([1, 2, 6, 3, 8, 1], 2).tolist() == pytest.approx([1, 3, 4, 4])


def test_mser5_drops_the_batches_that_are_unlike_the_rest() -> None:
    # Batch means 9, 5, then 1 and 2 by turns: without the first two the squared error is 0.25 / 18.
    rest = [1.0 if (number // 5) % 2 else 2.0 for number in range(90)]
    assert mser5([9.0] * 5 + [5.0] * 5 + rest) == 10
    assert mser5(rest) == 0


def test_mser5_says_nothing_of_a_series_that_never_settles() -> None:
    assert mser5(np.arange(100.0)) is None
    assert mser5([1.0, 2.0]) is None


def test_both_rules_find_where_a_noisy_series_has_come_to_rest() -> None:
    random = np.random.default_rng(1)
    time = np.arange(400)
    values = 100 * (1 - np.exp(-time / 20)) + random.normal(0, 3, 400)
    dropped = mser5(values)
    assert dropped is not None
    assert 40 <= dropped <= 120
    begins = settled(moving_average(values, 14))
    assert begins is not None
    assert 40 <= begins <= 120


def test_the_longest_of_all_series_is_recommended() -> None:
    random = np.random.default_rng(1)
    means = random.normal(10, 0.1, (336, len(SERIES)))
    means[:40, 0] = 0
    found = warm_up_of(means, 5)
    assert found.found["mser5_days"].tolist()[0] == 10
    assert found.days is not None
    assert 7 <= found.days <= 10
    means[:, 1] = np.arange(336)
    assert warm_up_of(means, 5).days is None


def test_pilot_runs_are_the_same_with_one_worker_and_with_two(small_case: Case) -> None:
    alone, together = (
        find_warm_up(small_case, FirstComeFirstServed(), days=28, replications=3, workers=workers, seed=1)
        for workers in (1, 2)
    )
    assert alone.series.equals(together.series)
    assert alone.found["series"].tolist() == list(SERIES)
    # The last sample is taken at the end of the window.
    assert alone.series["day"].max() == 28
    yard = alone.series.loc[alone.series["series"] == "yard_teu", "mean"]
    assert yard.min() > 0


def test_a_run_that_is_too_short_to_say_is_refused(small_case: Case) -> None:
    with pytest.raises(BadInput, match="at least 28"):
        find_warm_up(small_case, FirstComeFirstServed(), days=7, replications=3, workers=1, seed=1)
