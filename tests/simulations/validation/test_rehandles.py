import pytest

from simulations.validation.rehandles import exact, kim, measure
from tests.simulations.conftest import bare_case, call

CASE = bare_case([call("A")])


def test_the_exact_expectation_of_a_bay_by_hand() -> None:
    # Boxes moved until stacks of these heights are empty, any box being as likely as another:
    # (0, 2): the lower box costs one move, 1/2 on the mean.
    # (1, 2): the single one leaves (0, 2), 1/2; the upper one (1, 1), 0; the lower one moves the upper one onto the
    # single one, 1 + 1/2: together 2/3.
    # (0, 3): the upper one leaves (0, 2), 1/2; the middle one (1, 1), 1; the lowest (0, 2), 2 + 1/2: together 4/3.
    # (2, 2): an upper one leaves (1, 2), 2/3; a lower one (0, 3), 1 + 4/3: together 3/2, for four boxes.
    assert exact(2, 2, 3) == pytest.approx(3 / 8)
    assert exact(1, 4, 2) == 0
    with pytest.raises(ValueError, match="need more than 2"):
        exact(2, 2, 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_yard_rehandles_as_often_as_exact_enumeration_says(seed: int) -> None:
    small = measure(CASE, ((2, 2), (2, 3), (3, 3)), seed=seed, times=5000)
    for row in (*small, *measure(CASE, seed=seed, times=800)):
        assert row.half_width <= 0.03 * row.exact, row
        assert abs(row.simulated - row.exact) <= 3 * row.half_width, row


def test_the_yard_rehandles_within_five_per_cent_of_kim_s_formula() -> None:
    published = {(3, 6): 0.552, (4, 6): 0.812, (5, 8): 1.055}
    for row in measure(CASE, tuple(published), times=800):
        assert kim(row.tiers, row.stacks) == pytest.approx(published[row.tiers, row.stacks], abs=6e-4)
        assert row.simulated == pytest.approx(row.kim, rel=0.05)
