"""The model of CP-SAT: written in whole steps and what is begun of the next, it has the same plans."""

from datetime import timedelta
from threading import Event
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import OPTIMAL, CpSolver

from data.case import Case
from data.checker import check
from data.handling import Handling
from data.terminal import BerthSection, QuayCrane
from scheduler.berths import solve
from scheduler.berths.baseline import served_in_order
from scheduler.berths.neighbourhoods import around
from scheduler.berths.problem import posed
from scheduler.berths.proof import Model, priced
from scheduler.berths.search import true_cost
from scheduler.berths.setup import without_setup
from scheduler.result import Status
from scheduler.stopping import Stop
from tests.data.conftest import with_terminal
from tests.scheduler.berths.generated import call, case_of, ship, terminal
from tests.scheduler.berths.models import check_models_have


@st.composite
def _with_times_of_cranes(draw: st.DrawFn) -> Case:
    """Three or four ships of whole hours at two or three cranes, which need minutes from ship to ship."""
    cranes, hour = draw(st.integers(2, 3)), st.integers(1, 4)
    place = terminal(
        quay={
            "length_m": 300, "mooring_gap_m": 0, "mooring_min": draw(st.sampled_from([0, 60])), "unmooring_min": 0,
            "keel_clearance_m": None,
        },
        channel={"depth_m": 14},
        crane_work={
            "assignment": "constant", "setup_min": draw(st.sampled_from([6, 12, 0])),
            "travel_m_min": draw(st.sampled_from([0, 50 / 6])),
        },
        costs={
            "waiting_per_hour": 100, "lateness_per_hour": draw(st.sampled_from([0, 200])),
            "position_per_metre": draw(st.sampled_from([0, 1])), "unserved_per_call": 100_000,
            "window_missed_per_hour": draw(st.sampled_from([0, 60])),
        },
    )  # fmt: skip
    names = "ABCD"[: draw(st.integers(3, 4))]
    rows: dict[str, Any] = {"vessels": [], "calls": [], "handling": []}
    for name in names:
        rows["vessels"].append(ship(name, draw(st.sampled_from([100, 150]))))
        place_m = draw(st.sampled_from([None, 0, 100, 150]))
        eta, stay = draw(st.integers(0, 3)), draw(st.integers(1, 5))
        rows["calls"].append(call(name, eta, stay, 60, max_cranes=cranes, preferred_position_m=place_m))
        rows["handling"] += [
            Handling(call=name, cranes=1, hours=draw(hour) + 2),
            Handling(call=name, cranes=2, hours=2),
        ]
    return case_of(
        place,
        berths=[BerthSection(id="B1", start_m=0, end_m=300, depth_m=14)],
        quay_cranes=[QuayCrane(id=f"QC{number}", rail_from_m=0, rail_to_m=300) for number in range(cranes)],
        **rows,
    )


@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_with_times_of_cranes())
def test_in_whole_steps_and_in_ticks_the_cheapest_plan_is_the_same(case: Case) -> None:
    problem = posed(case, None, None)
    step = without_setup(problem).tick_ms // problem.tick_ms
    assert step > 1 or not (problem.data.setup or problem.data.travel)
    by_hand = served_in_order(problem)
    most = round(true_cost(problem, by_hand)) + 1
    left = around(problem, by_hand, np.arange(len(problem.calls)), most)
    least = []
    for each in {1, step}:
        solver = CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(Model(problem, left, 0, most, each).model) == OPTIMAL
        least.append(problem.money(solver.objective_value))
    result = solve(case, stop=Stop(seconds=None, effort=2), workers=1)
    assert check(case, result.plan).feasible
    assert result.status is Status.OPTIMAL
    assert [result.cost] * len(least) == pytest.approx(least)


@pytest.mark.parametrize("finish", [0, 100])
def test_without_ships_the_bound_is_nothing_and_the_empty_plan_is_in_the_model(small_case: Case, finish: int) -> None:
    """A month before the first call nothing is to berth: the empty plan is the only one, and that is no refusal."""
    case = with_terminal(small_case, costs={"finish_per_hour": finish})
    start = case.first_day - timedelta(days=30)
    problem = posed(case, start, None)
    _, bounded, latest = priced(problem, 1.0)
    assert not bounded.improve(0.0, 10, Event())
    assert (bounded.value, len(latest)) == (0.0, 0)
    check_models_have(problem, served_in_order(problem))
    result = solve(case, start=start, stop=Stop(seconds=None, effort=0.1))
    assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, 0.0, 0.0)
