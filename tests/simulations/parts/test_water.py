from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.water import tide_height
from simulations.clock import Clock
from simulations.parts.water import Water


def water(case: Case) -> Water:
    return Water(case, Clock(case.first_day, 28))


@pytest.mark.parametrize("minute", [0, 17.5, 10_000])
def test_the_tide_is_that_of_plans(small_case: Case, minute: float) -> None:
    moment = small_case.first_day + timedelta(minutes=minute)
    assert water(small_case).height(minute) == pytest.approx(tide_height(small_case.terminal.tide, moment))


@settings(derandomize=True, max_examples=100, deadline=None)
@given(needed=st.floats(0.31, 2.79), minute=st.floats(0, 1e5))
def test_the_next_tide_is_the_first(small_case: Case, needed: float, minute: float) -> None:
    tide = water(small_case)
    moment = tide.next_reached(needed, minute)
    assert moment >= minute
    assert moment - minute <= small_case.terminal.tide.period_h * 60
    assert tide.reached(needed, moment)
    if moment > minute:
        assert not tide.reached(needed, minute + (moment - minute) * 0.99)
        assert tide.height(moment) == pytest.approx(needed, abs=1e-6)


def test_a_tide_that_always_serves_and_one_that_never_does(small_case: Case) -> None:
    tide = water(small_case)
    assert tide.always(0.3)
    assert tide.next_reached(0.2, 100) == 100
    assert not tide.always(0.31)
    assert tide.ever(2.8)
    assert not tide.ever(2.81)
    assert tide.next_reached(2.81, 100) == float("inf")
