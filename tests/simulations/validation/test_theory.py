import numpy as np
import pytest

from simulations.validation import tractors
from simulations.validation.anchors import LOADS, LOOP_RATES, WAITS
from simulations.validation.theory import (
    ERLANG_2,
    Queue,
    closed_loop_rate,
    erlang_c,
    exact_wait,
    excess,
    markov_chain,
    pollaczek_khinchine,
)


@pytest.mark.parametrize("name", list(WAITS))
def test_the_chain_gives_the_values_that_were_worked_out_before(name: str) -> None:
    spread = 1.0 if name == "M/E2" else ERLANG_2
    for load, waits in zip(LOADS, WAITS[name], strict=True):
        for berths, wait in enumerate(waits, 1):
            assert exact_wait(Queue(name, spread, ERLANG_2, berths, load)) == pytest.approx(wait, abs=0.000_051)


def test_the_chain_and_the_formulas_agree_where_both_hold() -> None:
    for berths in (1, 2, 4):
        assert markov_chain(1, 1, berths, 0.8) == pytest.approx(erlang_c(berths, 0.8), rel=1e-6)
    assert markov_chain(1, 2, 1, 0.7) == pytest.approx(pollaczek_khinchine(0.7, ERLANG_2), rel=1e-6)


def test_what_no_theory_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no theory"):
        exact_wait(Queue("G/G/2", 0.5, 0.3, 2, 0.5))


def test_the_closed_loop_gives_the_values_that_were_worked_out_before() -> None:
    assert [tractors.exact(count) for count in tractors.COUNTS] == pytest.approx(LOOP_RATES, abs=0.000_51)
    # One customer waits for nobody.
    assert closed_loop_rate(1, (2.0, 1.0), 3.0) == pytest.approx(1 / 6)


@pytest.mark.parametrize("spread", [0.0, 0.3, 1.0])
def test_the_mean_excess_of_gamma_variates(spread: float) -> None:
    random = np.random.default_rng(1)
    services = random.gamma(1 / spread**2, 2 * spread**2, 200_000) if spread else np.full(200_000, 2.0)
    over = np.maximum(services - random.gamma(2, 1.25, 200_000), 0)
    assert excess((2, spread), (2.5, ERLANG_2)) == pytest.approx(over.mean(), abs=4 * over.std() / 200_000**0.5)
