"""Durations that are drawn, also far out in the tail."""

from typing import Any

import numpy as np
import pytest

from data.export_chain import ChainStep
from simulations.chains.durations import durations


def step(**fields: Any) -> ChainStep:
    return ChainStep(chain="C", step="a", name="A", party="customs", **fields)


def test_mean_and_spread_are_those_of_the_step() -> None:
    for family, spread in (("gamma", 0.4), ("lognormal", 0.4), ("exponential", 1.0)):
        given = {} if family == "exponential" else {"spread": spread}
        drawn = durations(np.random.default_rng(1), step(duration_h=10, distribution=family, **given), 100_000)
        assert drawn.mean() == pytest.approx(600, rel=0.02)
        assert drawn.std() == pytest.approx(600 * spread, rel=0.03)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
def test_what_lasts_far_too_long_still_ends(family: Any) -> None:
    slow = step(duration_h=1, distribution=family, spread=0.05)
    drawn = durations(np.random.default_rng(1), slow, 1_000, lasted=6_000)
    assert np.isfinite(drawn).all()
    assert (drawn >= 6_000).all()
    assert drawn.max() < 6_600


def test_fixed_ones_are_whole_minutes_and_end_at_once_where_they_are_over() -> None:
    fixed = step(duration_h=0.99)
    assert set(durations(np.random.default_rng(1), fixed, 3)) == {60}
    assert set(durations(np.random.default_rng(1), fixed, 3, lasted=75)) == {75}
