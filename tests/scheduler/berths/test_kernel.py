"""The rules of berthing one by one, each against a plain way to say the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from scheduler.berths.baseline import served_in_order
from scheduler.berths.kernel import (
    INFINITE,
    NEAR,
    NEVER,
    PLACED,
    RANGE,
    SHIP,
    WINDOW,
    Data,
    State,
    all_changes,
    best_in,
    change_cost,
    changes_free,
    copy_state,
    free_ranges,
    insert,
    is_free,
    open_from,
    place_cost,
    put,
    records,
    take_out,
    time_cost,
)
from scheduler.berths.problem import BerthProblem, posed
from tests.scheduler.berths.generated import cases

quick = settings(max_examples=40, derandomize=True, deadline=None)
_spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6)


def a_ship(**fields: float) -> np.record:
    """A ship that wants nothing and costs nothing but what is said."""
    ship = records(1, SHIP)[0]
    for name, value in {"window": NEVER, "preferred": NEVER, "etd": NEVER, "latest": NEVER, **fields}.items():
        ship[name] = value
    return ship


@quick
@given(_spans, st.integers(0, 80))
def test_water_is_open_from_the_first_tick_of_a_window(spans: list[tuple[int, int]], tick: int) -> None:
    windows, end = [], 0
    for skip, length in spans:
        windows.append((end + skip + 1, end + skip + 1 + length))
        end = windows[-1][1]
    table = np.array(windows, WINDOW).view(np.recarray) if windows else records(0, WINDOW)
    opened = [t for opens, closes in windows for t in range(opens, closes + 1) if t >= tick]
    assert open_from(np.array([0, len(windows)]), table, 0, tick) == (min(opened) if opened else NEVER)
    assert open_from(np.array([0, len(windows)]), table, -1, tick) == tick


@quick
@given(st.lists(st.tuples(st.integers(-5, 40), st.integers(1, 15), st.integers(0, 20), st.integers(1, 9)), max_size=6))
def test_free_ranges_are_the_places_that_are_free(taken: list[tuple[int, int, int, int]]) -> None:
    near = records(len(taken), NEAR)
    for number, (low, width, start, length) in enumerate(taken):
        near[number] = (number, start, start + length, low, low + width)
    gap = records(len(taken) + 1, RANGE)
    count = free_ranges(near, gap, records(len(taken) + 1, RANGE), len(near), 0, 30, 5, 15)
    found = {place for g in range(count) for place in range(int(gap[g].low), int(gap[g].high) + 1)}
    assert found == {place for place in range(31) if is_free(near, len(near), place, 5, 15)}
    assert all(gap[g].low <= gap[g].high for g in range(count))


@quick
@given(
    st.one_of(st.just(NEVER), st.integers(-10, 40)), st.integers(0, 3), st.integers(-10, 40), st.integers(0, 3),
    st.integers(0, 20), st.integers(0, 15),
)  # fmt: skip
def test_the_best_place_of_a_range_costs_least(
    preferred: int, position: int, old: int, moved: int, low: int, width: int
) -> None:
    ship = a_ship(preferred=preferred, position=position, old_position=old, moved=moved)
    best = best_in(ship, low, low + width)
    assert low <= best <= low + width
    assert place_cost(ship, best) == min(place_cost(ship, place) for place in range(low, low + width + 1))


def test_times_cost_waiting_lateness_stay_and_a_missed_window() -> None:
    ship = a_ship(eta=10, etd=30, window=15, waiting=2, lateness=3, stay=1, missed=5)
    assert time_cost(ship, 0.0, 10, 30, NEVER) == 20
    assert time_cost(ship, 0.0, 18, 34, NEVER) == 2 * 8 + 1 * 16 + 3 * 4 + 5 * 3
    assert time_cost(ship, 7.0, 10, 30, 28) == 20 + 7 * 2


@pytest.mark.parametrize(("leaves", "comes", "free"), [(5, 8, False), (5, 10, True), (10, 12, True), (11, 19, False)])
def test_a_crane_changes_for_nothing_where_a_shift_begins(leaves: int, comes: int, *, free: bool) -> None:
    assert bool(changes_free(np.array([0, 10, 20]), leaves, comes)) is free


def _served(case: Case) -> tuple[BerthProblem, Data, State]:
    problem = posed(case, None, 4)
    return problem, problem.data, served_in_order(problem)


@settings(quick, max_examples=15)
@given(cases())
def test_a_ship_taken_out_and_put_back_leaves_everything_as_it_was(case: Case) -> None:
    problem, data, state = _served(case)
    before = problem.new_state()
    copy_state(state, before)
    scratch = problem.new_scratch()
    for i in range(len(data.ship)):
        berth = state.berth[i].copy()
        if berth.status != PLACED:
            continue
        scratch.best[: berth.slots] = state.step[i, : berth.slots]
        take_out(data, state, i)
        assert not (state.owner == i).any()
        put(
            data, state, scratch, i, int(berth.option), int(berth.place), int(berth.start), int(berth.work_end),
            int(berth.end), int(berth.crane), int(berth.count), int(berth.slots), float(berth.cost),
        )  # fmt: skip
    assert (state.berth == before.berth).all()
    assert (state.busy == before.busy).all()
    assert (state.owner == before.owner).all()


@settings(quick, max_examples=15)
@given(cases())
def test_a_ship_put_back_where_it_costs_least_costs_no_more_than_before(case: Case) -> None:
    problem, data, state = _served(case)
    scratch = problem.new_scratch()
    for i in range(len(data.ship)):
        total = float(state.berth.cost.sum())
        # By the slot, and with time between ships, the best is not searched for everywhere.
        if state.berth[i].status != PLACED or data.slot or data.setup or data.travel:
            continue
        take_out(data, state, i)
        assert insert(data, state, scratch, i, INFINITE, NEVER, False, -1, 1 << 20, -1.0, 0.0, 0.0) < INFINITE
        assert float(state.berth.cost.sum()) <= total * (1 + 1e-12)


@settings(quick, max_examples=25)
@given(cases())
def test_changes_without_a_ship_are_all_less_its_own(case: Case) -> None:
    _, data, state = _served(case)
    for i in range(len(data.ship)):
        if state.berth[i].status != PLACED:
            continue
        whole, own = all_changes(data, state), change_cost(data, state, i)
        take_out(data, state, i)
        rest = all_changes(data, state)
        # By the slot, another ship may stand between two runs of its own: that is counted as if it changed.
        assert rest + own >= whole - 1e-6
        if not data.slot:
            assert rest + own == pytest.approx(whole)


def test_a_closed_stretch_is_not_free() -> None:
    near = records(1, NEAR)
    near[0] = (-1, 10, 20, 5, 15)
    assert not is_free(near, 1, 10, 15, 25)
    assert is_free(near, 1, 10, 20, 25)
    assert is_free(near, 1, 5, 15, 25)
