from collections.abc import Sequence

import numpy as np
import pytest

from simulations.experiments.selection import Observe, choose_least


def normals(means: Sequence[float], seed: int, sd: float = 1.0, common: float = 0.0) -> Observe:
    """Normal values of given means; a share `common` of each replication's noise is the same for all alternatives."""
    drawn = np.random.default_rng(seed).normal(size=(len(means) + 1, 2_000))

    def observe(asked: Sequence[tuple[int, int]]) -> list[float | None]:
        return [
            means[each] + sd * float(common * drawn[-1, number] + (1 - common**2) ** 0.5 * drawn[each, number])
            for each, number in asked
        ]

    return observe


@pytest.mark.parametrize("means", [[0, 1, 1, 1], [0, 0.5, 2, 5]])
def test_the_best_is_chosen_at_least_as_often_as_was_asked_for(means: list[float]) -> None:
    # The slippage configuration is the hardest: all others are worse by the zone alone.
    zone = means[1]
    chosen = [choose_least(normals(means, seed), 4, zone=zone, probability=0.9).best for seed in range(300)]
    # The standard error of 300 trials at 0.9 is 0.017.
    assert chosen.count(0) / 300 >= 0.9 - 2 * 0.017


def test_replications_go_to_those_that_are_hard_to_tell_apart() -> None:
    found = choose_least(normals([0, 0.3, 5, 9], 1), 4, zone=0.3)
    assert found.best == 0
    assert found.replications[2:] == (10, 10)
    assert min(found.replications[:2]) > 20


def test_common_random_numbers_make_it_faster() -> None:
    def spent(common: float) -> int:
        return sum(sum(choose_least(normals([0, 1], seed, 4, common), 2, zone=1).replications) for seed in range(20))

    assert spent(0.9) < spent(0.0) / 2


def test_alternatives_that_never_vary_are_told_apart_at_once() -> None:
    found = choose_least(normals([3, 2, 2.5], 1, sd=0), 3, zone=0.1)
    assert (found.best, found.replications) == (1, (10, 10, 10))
    assert found.means == (3, 2, 2.5)


def test_without_enough_replications_there_is_no_winner() -> None:
    found = choose_least(normals([0, 0.01], 1), 2, zone=0.001, most=25)
    assert found.best is None
    assert found.left == (0, 1)
    assert found.replications == (25, 25)


def test_a_replication_without_a_value_ends_the_race() -> None:
    def observe(asked: Sequence[tuple[int, int]]) -> list[float | None]:
        return [None if number == 9 else 1.0 for _, number in asked]

    assert choose_least(observe, 2, zone=1).best is None


@pytest.mark.parametrize("wrong", [{"zone": 0}, {"zone": 1, "probability": 0.4}, {"zone": 1, "first": 2}])
def test_arguments_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="probability above chance"):
        choose_least(normals([0, 1], 1), 2, **wrong)  # type: ignore[arg-type]
