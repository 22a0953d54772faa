import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.streams import Streams, gamma, lognormal, lognormal_within, normal_within


def test_each_stream_has_its_own_numbers() -> None:
    streams = [
        Streams(1, 0).of("lift", "A"),
        Streams(2, 0).of("lift", "A"),
        Streams(1, 1).of("lift", "A"),
        Streams(1, 0).of("gate in", "A"),
        Streams(1, 0).of("lift", "B"),
    ]
    assert len({float(stream.random()) for stream in streams}) == len(streams)
    assert Streams(1, 0).of("lift", "A").random() == Streams(1, 0).of("lift", "A").random()


def test_streams_of_like_names_are_not_correlated() -> None:
    table = np.array([Streams(1, 0).of("lift", f"C{number}").standard_normal(2000) for number in range(8)])
    correlations = np.corrcoef(table)[np.triu_indices(8, 1)]
    assert np.abs(correlations).max() < 4 / np.sqrt(2000)


@pytest.mark.parametrize("draw", [gamma, lognormal])
def test_mean_and_spread_are_those_asked_for(draw: object) -> None:
    values = draw(Streams(1, 0).of("test", "x"), 86.0, 0.7, 200_000)  # type: ignore[operator]
    assert values.mean() == pytest.approx(86, rel=0.01)
    assert values.std() / values.mean() == pytest.approx(0.7, rel=0.02)


def test_without_spread_every_value_is_the_mean() -> None:
    stream = Streams(1, 0).of("test", "x")
    assert gamma(stream, 3, 0, 4).tolist() == [3] * 4
    assert gamma(stream, 0, 0.5, 4).tolist() == [0] * 4
    assert lognormal(stream, 3, 0, 4) == pytest.approx(3)
    assert lognormal_within(stream.random(4), 3, 0, 1, 5).tolist() == [3] * 4
    assert normal_within(stream, 0, 3) == 0


def test_a_cut_lognormal_is_the_lognormal_where_it_is_not_cut() -> None:
    cut = lognormal_within(Streams(1, 0).of("test", "x").random(100_000), 74, 0.5, 0, 120)
    whole = lognormal(Streams(1, 0).of("test", "y"), 74, 0.5, 100_000)
    whole = whole[whole <= 120]
    assert cut.mean() == pytest.approx(whole.mean(), rel=0.01)
    assert np.quantile(cut, 0.2) == pytest.approx(np.quantile(whole, 0.2), rel=0.01)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    mean=st.floats(0.1, 1e4),
    spread=st.floats(0, 3),
    low=st.floats(-1e3, 1e4),
    width=st.floats(0, 1e4),
    seed=st.integers(0),
)
def test_a_cut_lognormal_stays_in_its_range(mean: float, spread: float, low: float, width: float, seed: int) -> None:
    values = lognormal_within(Streams(seed, 0).of("test", "x").random(20), mean, spread, low, low + width)
    assert (values >= low).all()
    assert (values <= low + width).all()


def test_a_normal_variate_stays_within_its_bounds() -> None:
    values = [normal_within(Streams(1, number).of("lateness", "x"), 4, 3) for number in range(4000)]
    assert max(map(abs, values)) <= 12
    assert np.std(values) == pytest.approx(4 * 0.9866, rel=0.03)  # the normal cut at three standard deviations
