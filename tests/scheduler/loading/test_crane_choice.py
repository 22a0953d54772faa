"""Of several crane schedules the one is taken whose plan is cheapest once all is timed roughly."""

from typing import Any

import pytest

from data.case import Case
from data.cases import load
from scheduler.cranes import CraneSchedule, faults
from scheduler.loading import Engines, crane_choice, search, solve
from scheduler.loading.crane_choice import chosen
from scheduler.stopping import Stop


@pytest.fixture(scope="module")
def embedded() -> Case:
    return load("kariangau").case


@pytest.mark.parametrize("cheap", [1, 2])
def test_the_schedule_of_the_cheapest_plan_is_taken(
    embedded: Case, monkeypatch: pytest.MonkeyPatch, cheap: int
) -> None:
    """The sweep, or one that counts what was waited for: all keep the rules."""
    offered: list[CraneSchedule] = []
    taken: list[Any] = []

    def timed(*given: Any) -> tuple[float, list[int]]:
        schedule = given[-1]
        offered.append(schedule)
        # Only the even tasks wait, each for a quarter of an hour.
        return abs(len(offered) - 1 - cheap), [900 * (1 - task % 2) for task in range(len(schedule.starts))]

    def kept(*given: Any, **more: Any) -> Any:
        taken.append((given, chosen(*given, **more)))
        return taken[-1][1]

    monkeypatch.setattr(crane_choice, "roughly_timed", timed)
    monkeypatch.setattr(search, "chosen", kept)
    call = min(embedded.calls, key=lambda call: call.moves)
    solve(embedded, call, stop=Stop(effort=0.02), workers=1, engines=Engines(order="listed", before="nothing"))
    (quayside, _, tasks, _), result = taken[0]
    problem = crane_choice.crane_problem(embedded, tasks, quayside.times, quayside.at)
    assert len(offered) > cheap
    assert result.plan == offered[cheap]
    assert result.cost == result.plan.makespan(problem) >= result.bound
    assert all(faults(problem, schedule) == [] for schedule in offered)
