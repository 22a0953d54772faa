"""Breaks of the shifts, rain and wind while a loading plan is executed, by times that can be worked out by hand."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.closures import Closure
from data.errors import BadInput
from data.operations import Breaks, Weather
from data.plans import LoadingPlan
from data.shifts import Shift
from simulations.loading.execution import execute
from simulations.loading.outcome import LoadingReplication, State
from simulations.loading.work import work_of
from simulations.streams import Streams
from tests.simulations.conftest import bare_case, call
from tests.simulations.conftest import run as run_terminal
from tests.simulations.loading.conftest import (
    discharged,
    fetch,
    lift,
    loaded,
    moment,
    plan_of,
    ship_case,
    stack,
    use,
    whole_plan,
)

DAY_SHIFT = Shift(id="S", start=time(0), gangs=2)


def stopping(case: Case, *shifts: Shift, **parts: Any) -> Case:
    """The case with these shifts, and with these breaks or weather of its terminal."""
    return case.changed(terminal=case.terminal.model_copy(update=parts), shifts=shifts)


def four_loads(**fields: Any) -> tuple[Case, LoadingPlan]:
    """Four boxes of trucks in one bay, by Q1 alone; each takes 3 minutes."""
    case = ship_case([loaded(n) for n in range(1, 5)])
    slots = ("0020182", "0020184", "0020282", "0020284")
    return case, plan_of(case, [lift("Q1", "load", 3 * n, (n + 1, slot)) for n, slot in enumerate(slots)], **fields)


def run(case: Case, plan: LoadingPlan, seed: int = 1) -> LoadingReplication:
    return execute(work_of(case, plan), seed=seed)


def starts(result: LoadingReplication) -> list[float]:
    return [round(start, 6) for start in result.starts]


def meal(after: float, minutes: float) -> Breaks:
    """A break that begins so many minutes after midnight, when the plan and its shift begin."""
    return Breaks(meal_after_h=after / 60, meal_min=minutes)


def test_a_crane_finishes_its_lift_and_begins_no_other_in_a_meal() -> None:
    case, plan = four_loads()
    result = run(stopping(case, DAY_SHIFT, breaks=meal(5, 30)), plan)
    # The second lift ends at 6, in the meal from 5 to 35.
    assert starts(result) == [0, 3, 35, 38]
    assert result.spent["Q1"][State.STOPPED] == pytest.approx(29)
    assert result.figures["stopped_h"] == pytest.approx(29 / 60)
    assert result.figures["boxes_per_crane_hour_gross"] == pytest.approx(4 / 41 * 60)


def test_breaks_of_every_shift_are_kept_and_so_is_one_under_way_at_the_start() -> None:
    case, plan = four_loads()
    shifts = (Shift(id="LATE", start=time(23, 50), gangs=1), Shift(id="NEXT", start=time(0, 14), gangs=1))
    result = run(stopping(case, *shifts, breaks=Breaks(change_min=12)), plan)
    # Stops from -10 to 2, and from 14 to 26.
    assert starts(result) == [2, 5, 8, 11]
    result = run(stopping(case, *shifts, breaks=Breaks(change_min=13)), plan)
    # The third lift ends at 12, the fourth begins before 14.
    assert starts(result) == [3, 6, 9, 12]
    result = run(stopping(case, *shifts, breaks=Breaks(change_min=16)), plan)
    assert starts(result) == [6, 9, 12, 30]
    assert result.spent["Q1"][State.STOPPED] == pytest.approx(6 + 15)


def test_breaks_go_on_on_the_next_days() -> None:
    case, plan = four_loads(cranes=[use("Q1", 3 * 24 * 60 + 4)])
    result = run(stopping(case, DAY_SHIFT, breaks=meal(5, 30)), plan)
    midnight = 3 * 24 * 60
    assert starts(result) == [midnight + minute for minute in (4, 35, 38, 41)]


def test_without_shifts_or_in_a_case_without_stops_nothing_is_stopped() -> None:
    case, plan = four_loads()
    for calm in (case, stopping(case, breaks=meal(5, 30)), stopping(case, DAY_SHIFT)):
        result = run(calm, plan)
        assert starts(result) == [0, 3, 6, 9]
        assert result.figures["stopped_h"] == result.figures["weather_h"] == 0


def test_waiting_in_a_stop_is_the_stop() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(2, "A-02-1-1")], way=10)
    lifts = [lift("Q1", "discharge", 0, (1, "0020182")), lift("Q1", "load", 30, (2, "0020282"))]
    plan = plan_of(case, lifts, [fetch(2, "A-02-1-1", 10), stack(1, "A-04-1-1", 20)])
    # The box is there at 12: the yard does not stop.
    result = run(stopping(case, DAY_SHIFT, breaks=meal(4, 5)), plan)
    assert starts(result) == [0, 12]
    assert result.spent["Q1"][State.STOPPED] == pytest.approx(5)
    assert result.spent["Q1"][State.WAITING_BOX] == pytest.approx(1 + 3)
    result = run(stopping(case, DAY_SHIFT, breaks=meal(4, 20)), plan)
    assert starts(result) == [0, 24]
    assert result.spent["Q1"][State.WAITING_BOX] == pytest.approx(1)


def test_a_closed_crane_is_off_in_a_break_too() -> None:
    case, plan = four_loads()
    closure = Closure(id="X", what="crane", crane="Q1", start=moment(5), end=moment(20))
    stopped = stopping(case, DAY_SHIFT, breaks=meal(10, 20)).changed(closures=(closure,))
    result = run(stopped, plan)
    assert starts(result) == [0, 3, 30, 33]
    assert result.spent["Q1"][State.OFF] == pytest.approx(14)
    assert result.spent["Q1"][State.STOPPED] == pytest.approx(10)


def test_a_breakdown_lasts_into_a_break() -> None:
    case, plan = four_loads()
    broken = case.terminal.crane_work.model_copy(update={"hours_between_failures": 1 / 60, "repair_h": 1})
    result = run(stopping(case, DAY_SHIFT, breaks=meal(5, 30), crane_work=broken), plan)
    assert sum(result.spent["Q1"]) == pytest.approx(result.figures["finish_h"] * 60)
    assert all(not 5 <= start < 35 for start in result.starts)


def test_it_rains_when_the_stream_of_the_replication_says_so() -> None:
    case, plan = four_loads()
    wet = stopping(case, weather=Weather(rain_between_h=0.1, rain_h=0.1))
    for replication in range(5):
        random = Streams(7, replication).of("weather", "rain")
        now, stops = 0.0, []
        raining = bool(random.random() < 0.5)
        for _ in range(40):
            minutes = random.exponential(6.0)
            if raining:
                stops.append((now, now + minutes))
            now, raining = now + minutes, not raining
        free, weather, expected = 0.0, 0.0, []
        for _ in range(4):
            start = next((until for since, until in stops if since <= free < until), free)
            expected.append(start)
            weather += start - free
            free = start + 3
        result = execute(work_of(wet, plan), seed=7, replication=replication)
        assert result.starts == pytest.approx(expected)
        assert result.spent["Q1"][State.WEATHER] == pytest.approx(weather)


@pytest.mark.parametrize("seed", range(5))
def test_the_terminal_itself_stops_its_cranes_for_as_long(seed: int) -> None:
    boxes = 12
    parts: dict[str, Any] = {
        "breaks": meal(10, 7),
        "weather": Weather(rain_between_h=0.3, rain_h=0.2, wind_between_h=1, wind_h=0.1),
    }
    case = bare_case([call("A", discharge_full=boxes)], **parts).changed(shifts=(DAY_SHIFT,))
    terminal = run_terminal(case, days=1, seed=seed)
    slots = [f"{bay:03d}{row:02d}{tier}" for bay in (2, 6, 10) for row in (1, 2) for tier in (82, 84)]
    loads = ship_case([loaded(n + 1) for n in range(boxes)])
    plan = plan_of(loads, [lift("Q1", "load", 3 * n, (n + 1, slot)) for n, slot in enumerate(slots)])
    result = run(stopping(loads, DAY_SHIFT, **parts), plan, seed)
    (visit,) = terminal.visits
    assert result.figures["finish_h"] * 60 == pytest.approx(visit.last_lift)
    assert result.spent["Q1"][State.STOPPED] == pytest.approx(visit.off_minutes)
    assert result.spent["Q1"][State.WEATHER] == pytest.approx(visit.weather_minutes)
    assert visit.off_minutes > 0


@pytest.mark.parametrize("shifts", [1, 3])
def test_breaks_without_end_are_refused(shifts: int) -> None:
    case, plan = four_loads()
    every = 24 // shifts
    worked = [Shift(id=f"S{n}", start=time(n * every), gangs=1) for n in range(shifts)]
    nearly = stopping(case, *worked, breaks=Breaks(change_min=every * 60 - 4))
    assert starts(run(nearly, plan))[0] == every * 60 - 4
    with pytest.raises(BadInput, match="leave the quay cranes no time to work"):
        work_of(stopping(case, *worked, breaks=Breaks(change_min=every * 60)), plan)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 20),
    st.floats(0, 20),
    st.floats(0.1, 40),
    st.sampled_from([0.0, 0.05, 1.0]),
    st.tuples(st.floats(0, 30), st.floats(1, 30)),
)
def test_no_lift_begins_in_a_stop_and_every_moment_is_counted_once(
    seed: int, after: float, minutes: float, rain_between_h: float, closed: tuple[float, float]
) -> None:
    case, plan = whole_plan(
        crane_work={"clearance_m": 25, "travel_m_min": 10, "cycle_spread": 0.5, "hours_between_failures": 0.2}
    )
    closure = Closure(id="X", what="crane", crane="Q1", start=moment(closed[0]), end=moment(sum(closed)))
    weather = Weather(rain_between_h=rain_between_h, rain_h=0.1)
    rough = stopping(case, DAY_SHIFT, breaks=meal(after, minutes), weather=weather)
    work = work_of(rough.changed(closures=(closure,)), plan)
    result = execute(work, seed=seed)
    assert result == execute(work, seed=seed)
    assert not any(after + 1e-6 < start < after + minutes - 1e-6 for start in result.starts)
    for spent in result.spent.values():
        assert min(spent) >= 0
        assert sum(spent) == pytest.approx(result.figures["finish_h"] * 60)
