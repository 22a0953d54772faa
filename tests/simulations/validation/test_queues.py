"""A few queues of the table, from fewer ships: the whole table is a matter of `python -m simulations.validation`."""

from dataclasses import replace

import numpy as np
import pytest

from simulations.validation import hand, tractors
from simulations.validation.queues import corrected, simulate, table_queues
from simulations.validation.theory import ERLANG_2, Queue, exact_wait


@pytest.mark.parametrize(
    "queue",
    [
        Queue("M/M/1", 1, 1, 1, 0.5),
        Queue("M/D/1", 1, 0, 1, 0.5),
        Queue("M/E2/1", 1, ERLANG_2, 1, 0.6),
        Queue("E2/E2/2", ERLANG_2, ERLANG_2, 2, 0.6),
    ],
    ids=lambda queue: queue.name,
)
def test_ships_wait_as_theory_says(queue: Queue) -> None:
    estimate, exact = simulate(queue, seed=1, ships=90, replications=16), exact_wait(queue)
    # The interval is wider than those of the table, and yet narrow enough to tell this load from another.
    assert estimate.half_width <= 0.15 * exact
    assert abs(estimate.mean - exact) <= 3 * estimate.half_width
    assert abs(estimate.mean - exact_wait(replace(queue, load=queue.load - 0.3))) > 3 * estimate.half_width


@pytest.mark.parametrize("count", tractors.COUNTS)
def test_tractors_carry_what_a_closed_network_does(count: int) -> None:
    estimate = tractors.simulate(count, seed=1, boxes=800, replications=10)
    assert estimate.agrees(tractors.exact(count))


def test_cases_by_hand() -> None:
    for case in hand.cases():
        assert case.simulated == pytest.approx(case.exact, rel=0.01)


def test_control_variates_take_out_what_is_known() -> None:
    random = np.random.default_rng(1)
    controls = random.standard_normal((40, 2))
    known = 5 + controls @ np.array([3.0, -2.0])
    noise = 0.1 * random.standard_normal(40)
    # The second pair is the first again: it is not counted twice.
    table = np.column_stack((known + noise, controls, controls))
    mean, half_width = corrected(table)
    assert half_width < 0.05
    assert mean == pytest.approx(5, abs=3 * half_width)
    plain = corrected(table[:, :1])
    assert plain == pytest.approx((table[:, 0].mean(), 2.0227 * table[:, 0].std(ddof=1) / 40**0.5), rel=1e-3)


def test_the_table_has_every_queue_once() -> None:
    queues = list(table_queues())
    assert len({(queue.name, queue.load) for queue in queues}) == len(queues) == 46
    for queue in queues:
        assert exact_wait(queue) > 0
