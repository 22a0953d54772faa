import threading
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pytest

from data.case import Case
from data.errors import BadInput
from simulations.experiments.factors import Factor
from simulations.experiments.goals import Goal, _answer, reach
from simulations.policies import FirstComeFirstServed
from tests.simulations.experiments.test_comparison import Kept

Found = dict[float, dict[int, dict[str, float]]]


def measured(values: list[float], replications: int, seed: int = 1, noise: float = 0.0) -> Found:
    """A figure that is the square of the factor, with noise that a replication has at all values alike."""
    random = np.random.default_rng(seed).normal(0, noise, replications)
    return {
        value: {n: {"waiting_h": value**2 + float(random[n]), "calls_unfinished": 0.0} for n in range(replications)}
        for value in values
    }


def test_the_root_is_where_the_straight_line_between_values_crosses() -> None:
    found = _answer("demand", "waiting_h", [2.5], measured([0, 1, 2, 3], 2), 2)
    assert found.roots["value"][0] == pytest.approx(1.5)
    assert found.curve["mean"].tolist() == [0, 1, 4, 9]
    falling = {-value: figures for value, figures in measured([0, 1, 2, 3], 2).items()}
    assert _answer("demand", "waiting_h", [2.5], falling, 2).roots["value"][0] == pytest.approx(-1.5)


def test_a_goal_that_is_not_reached_has_no_root() -> None:
    roots = _answer("demand", "waiting_h", [10, 4], measured([0, 1, 2, 3], 3, noise=0.1), 3).roots
    assert isnan(roots["value"][0])
    assert isnan(roots["low"][0])
    assert roots["value"][1] == pytest.approx(2, abs=0.1)


def test_dips_of_chance_do_not_make_a_second_root() -> None:
    found = measured([0, 1, 2, 3], 2)
    for figures in found[2].values():
        figures["waiting_h"] = 0.5
    # The curve is level at 0.75 between 1 and 2, and reaches 3 on the way from there to 9.
    assert _answer("demand", "waiting_h", [3], found, 2).roots["value"][0] == pytest.approx(2 + 2.25 / 8.25)


def test_the_interval_of_the_root_covers_as_often_as_it_says() -> None:
    values = np.linspace(1.5, 2.5, 21).tolist()
    hits = 0
    for seed in range(60):
        root = _answer("demand", "waiting_h", [4], measured(values, 30, seed, noise=0.5), 30).roots.iloc[0]
        hits += root["low"] <= 2 <= root["high"]
    # The standard error of 60 trials at 0.95 is 0.028.
    assert hits / 60 >= 0.95 - 2 * 0.028


def found_of(case: Case, **options: object) -> Goal:
    arguments = {"days": 3, "replications": 2, "workers": 1, "seed": 2} | options
    return reach(
        case,
        FirstComeFirstServed(),
        Factor("demand"),
        (1, 2),
        "turnaround_h",
        [35, 1_000],
        **arguments,  # type: ignore[arg-type]
    )


def test_demand_at_which_ships_turn_round_in_so_many_hours(small_case: Case, tmp_path: Path) -> None:
    found = found_of(small_case)
    root = found.roots.iloc[0]
    assert 1 < root["low"] <= root["value"] <= root["high"] < 2
    assert isnan(found.roots["value"][1])
    # The stretch around the goal was halved four times.
    steps = np.diff(found.curve["value"])
    assert steps.min() == pytest.approx(1 / 4 / 2**4)
    below = found.curve[found.curve["value"] <= root["value"]].iloc[-1]
    above = found.curve[found.curve["value"] >= root["value"]].iloc[0]
    assert below["mean"] <= 35 <= above["mean"]
    assert found.complete
    found.write(tmp_path)
    assert (tmp_path / "roots.csv").read_text().startswith("goal,value,low,high\n35,")
    again = found_of(small_case, workers=2)
    assert again.roots.equals(found.roots)
    assert again.curve.equals(found.curve)


def test_cancelled_it_answers_with_what_is_finished(small_case: Case) -> None:
    cancel = threading.Event()
    found = found_of(small_case, cancel=cancel, report=lambda done, total: cancel.set() if done == 4 else None)  # noqa: ARG005
    assert not found.complete
    assert len(found.curve) == 5


def test_what_makes_no_sense_is_refused_before_anything_is_simulated(small_case: Case) -> None:
    common = {"days": 7, "replications": 2, "workers": 1, "seed": 2}
    policy = FirstComeFirstServed()
    with pytest.raises(BadInput, match="to above from"):
        reach(small_case, policy, Factor("demand"), (2, 1), "waiting_h", [1], **common)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no such key figure"):
        reach(small_case, policy, Factor("demand"), (1, 2), "waiting", [1], **common)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"gate.lanes"):
        reach(small_case, policy, Factor("gate.lanes"), (0, 4), "waiting_h", [1], **common)  # type: ignore[arg-type]


def test_whole_numbers_are_not_halved(small_case: Case) -> None:
    found = reach(
        small_case,
        FirstComeFirstServed(),
        Factor("tractors.count"),
        (1, 4),
        "turnaround_h",
        [sqrt(200)],
        days=3,
        replications=2,
        workers=1,
        seed=1,
    )
    assert found.curve["value"].tolist() == [1, 2, 3, 4]


def test_a_search_goes_on_from_what_was_finished(small_case: Case) -> None:
    def found(**options: object) -> Goal:
        same = {"days": 1, "replications": 1, "workers": 1, "seed": 1} | options
        factor, between = Factor("crane_rate.factor"), (0.5, 2.0)
        return reach(small_case, FirstComeFirstServed(), factor, between, "turnaround_h", [9.0], **same)  # type: ignore[arg-type]

    kept, cancel, told = Kept(), threading.Event(), list[int]()
    found(cancel=cancel, finished=kept, report=lambda done, _: cancel.set() if done == 4 else None)
    assert sorted(kept.known) == [(place, 0) for place in range(4)]
    again = found(finished=kept, report=lambda done, _: told.append(done))
    assert told[0] == 5
    assert again.curve.equals(found().curve)
