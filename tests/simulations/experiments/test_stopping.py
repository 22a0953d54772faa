from math import nan

import numpy as np
import pytest

from data.case import Case
from data.errors import BadInput
from data.operations import Arrivals
from simulations.experiments.replications import Experiment, run
from simulations.experiments.statistics import mean_and_half_width
from simulations.experiments.stopping import Enough, Precision
from simulations.policies import FirstComeFirstServed


def told(enough: Enough, values: list[float], order: list[int]) -> int | None:
    """The count after the values have come in some order."""
    for number in order:
        if enough.with_one_more(number, {"waiting_h": values[number]}):
            break
    return enough.count


def test_it_stops_at_the_first_count_that_is_precise_whatever_order_they_come_in() -> None:
    values = np.random.default_rng(1).normal(10, 2, 200).tolist()
    precision = Precision(0.05)
    count = told(Enough(precision, 5), values, list(range(200)))
    assert count is not None
    mean, half_width = mean_and_half_width(values[:count])
    assert half_width <= 0.05 * mean
    assert all(not precision.reached(values[:fewer]) for fewer in range(5, count))
    shuffled = [number ^ 1 for number in range(200)]
    assert told(Enough(precision, 5), values, shuffled) == count


def test_a_replication_that_is_lost_or_has_no_such_figure_holds_up_nothing() -> None:
    enough = Enough(Precision(0.9), 3)
    assert not enough.with_one_more(0, {"waiting_h": 10})
    assert not enough.with_one_more(2, {"waiting_h": nan}, lost={1})
    assert enough.with_one_more(3, {"waiting_h": 11}, lost={1})
    assert enough.count == 4


def experiment(case: Case, workers: int, precision: Precision) -> Experiment:
    return run(
        case,
        FirstComeFirstServed(),
        days=3,
        replications=3,
        precision=precision,
        workers=workers,
        seed=7,
    )


def test_the_answer_is_the_same_with_one_worker_and_with_two(small_case: Case) -> None:
    terminal = small_case.terminal.model_copy(update={"arrivals": Arrivals(lateness_sd_h=4)})
    case = small_case.changed(terminal=terminal)
    precision = Precision(0.05, of="turnaround_h", most=200)
    alone, together = experiment(case, 1, precision), experiment(case, 2, precision)
    assert alone.precise
    assert 3 <= alone.wanted < 200
    assert alone.missing == ()
    assert alone.replications.equals(together.replications)
    assert alone.calls.equals(together.calls)
    mean, half_width = alone.interval("turnaround_h")
    assert half_width <= 0.05 * mean


def test_it_gives_up_after_the_most(small_case: Case) -> None:
    terminal = small_case.terminal.model_copy(update={"arrivals": Arrivals(lateness_sd_h=4)})
    found = experiment(small_case.changed(terminal=terminal), 1, Precision(0.001, of="waiting_h", most=5))
    assert found.precise is False
    assert found.wanted == 5


def test_a_precision_that_makes_no_sense_is_refused_with_every_fault(small_case: Case) -> None:
    with pytest.raises(BadInput) as refused:
        experiment(small_case, 1, Precision(1.5, of="waiting", most=2))
    assert [fault.column for fault in refused.value.faults] == ["precision", "of", "most"]
