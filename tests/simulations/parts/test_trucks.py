from datetime import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.gate import Gate
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.parts.trucks import Appointments, TruckClock, truck_clock
from tests.simulations.conftest import START, after, bare_case, call

WEEK = 7 * DAY


def gate(**changes: object) -> Gate:
    return Gate.model_validate({"lanes": 50, "service_min": 1, "gate_to_yard_m": 0} | changes)


# Nobody comes from midnight to six, and on Sundays; from six to noon come twice as many as later.
HOURS = (0,) * 6 + (2,) * 6 + (1,) * 12
BUSY = TruckClock(gate(hour_weights=HOURS, day_weights=(1, 1, 1, 1, 1, 1, 0)), 0)


def test_a_flat_profile_is_every_clock() -> None:
    assert TruckClock(gate(), 0).flat
    assert TruckClock(gate(hour_weights=(3,) * 24), 0).flat
    assert not BUSY.flat
    assert TruckClock(gate(), 0).later(100, 50) == 150


def test_the_trucks_clock_by_hand() -> None:
    # A week has 6 days of 6 x 2 + 12 x 1 = 24 weights: 144 for 168 hours. An hour of weight 1 counts 7/6 of an hour.
    assert BUSY.shows(6 * HOUR) == 0
    assert BUSY.shows(7 * HOUR) == pytest.approx(140)
    assert BUSY.shows(13 * HOUR) == pytest.approx(70 * 13)
    assert BUSY.shows(DAY) == pytest.approx(BUSY.shows(DAY + 6 * HOUR)) == pytest.approx(28 * HOUR)
    assert BUSY.shows(WEEK) == WEEK == pytest.approx(BUSY.shows(6 * DAY))
    # Stacked on Saturday at 23:00, due 70 minutes later: when the gate opens on Monday at six. A minute more is later.
    saturday = 5 * DAY + 23 * HOUR
    assert BUSY.later(saturday, 69) == pytest.approx(6 * DAY - 60 / 70)
    assert BUSY.later(saturday, 71) == pytest.approx(WEEK + 6 * HOUR + 60 / 140)


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from([0, 0.5, 1, 7]), min_size=24, max_size=24).filter(any),
    st.lists(st.sampled_from([0, 1, 2.5]), min_size=7, max_size=7).filter(any),
    st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda hours: hours[0] != hours[1]),
    st.floats(-WEEK, WEEK),
    st.floats(-3 * WEEK, 3 * WEEK),
    st.floats(0, 2 * WEEK),
)
def test_trucks_keep_their_order_and_come_while_the_gate_is_open(
    hours: list[float],
    days: list[float],
    opening: tuple[int, int] | None,
    monday: float,
    start: float,
    stay: float,
) -> None:
    opens, closes = (None, None) if opening is None else (time(at // 60, at % 60) for at in opening)
    try:
        profile = gate(hour_weights=hours, day_weights=days, opens=opens, closes=closes)
    except ValidationError:
        return  # closed in all hours that have a weight
    trucks = TruckClock(profile, monday)
    comes = trucks.later(start, stay)
    assert comes >= start - 1e-4
    assert trucks.shows(comes) == pytest.approx(trucks.shows(start) + stay, abs=1e-5)
    # On average it runs as every clock: a week is a week.
    assert trucks.shows(start + WEEK) == pytest.approx(trucks.shows(start) + WEEK, abs=1e-5)
    # It comes while the gate is open, or at that moment, to the rounding of floats.
    assert any(trucks.is_open(comes + shift) for shift in (-1e-4, 1e-4))
    end = start + stay + 1
    low, high = trucks.shows(start), trucks.shows(end)
    moments = trucks.between(start, end, np.linspace(start, end, 4))
    shown = [trucks.shows(moment) for moment in moments]
    assert shown == pytest.approx(np.linspace(low, high, 4), abs=1e-5)
    assert all(trucks.is_open(moment - 1e-4) or trucks.is_open(moment + 1e-4) for moment in moments)


def test_even_trucks_come_in_the_shares_of_the_profile() -> None:
    even = np.arange(0, WEEK, 0.5)
    comes = np.array([BUSY.later(0, minute) for minute in even]) % WEEK
    by_hour = np.histogram(comes % DAY, bins=24, range=(0, DAY))[0] / len(even)
    assert by_hour == pytest.approx(np.array(HOURS) / sum(HOURS), abs=0.001)
    assert not (comes >= 6 * DAY).any()
    moved = BUSY.between(0, WEEK, even)
    assert np.histogram(moved % DAY, bins=24, range=(0, DAY))[0] / len(even) == pytest.approx(by_hour, abs=0.001)


def test_the_week_is_that_of_the_terminal() -> None:
    case = bare_case([call("A")], gate=gate(day_weights=(0, 1, 1, 1, 1, 1, 1)))
    # The start is a Monday at midnight: nobody comes before Tuesday.
    assert truck_clock(case, Clock(START, 7)).later(0, 1) > DAY
    assert truck_clock(case, Clock(after(30), 7)).later(0, 1) < HOUR


def test_a_gate_that_is_closed_all_the_time_lets_trucks_in_when_it_opens() -> None:
    assert list(BUSY.between(HOUR, 2 * HOUR, np.array([HOUR, 90, 2 * HOUR]))) == [6 * HOUR] * 3


@pytest.mark.parametrize(
    "changes",
    [
        {"hour_weights": (1,) * 23},
        {"day_weights": (0,) * 7},
        {"hour_weights": (1, *(0,) * 23), "opens": time(6), "closes": time(20)},
        {"opens": time(6)},
        {"opens": time(6), "closes": time(6)},
        {"lanes_in": 3},
    ],
)
def test_what_no_gate_can_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        gate(**changes)


def test_an_appointment_is_the_free_one_nearest_to_the_wish() -> None:
    book = Appointments(gate(appointments_per_hour=2, appointment_tolerance_h=1), TruckClock(gate(), 0))
    wish = 10 * HOUR + 20
    taken = [book.take(wish, 0, 100 * HOUR) for _ in range(8)]
    # Two in the hour, two in the one before, two in the next; then the first free ones later.
    assert taken == [wish, wish] + [wish - HOUR] * 2 + [wish + HOUR] * 2 + [wish + 2 * HOUR] * 2


def test_an_appointment_lies_in_the_time_that_is_left_and_while_the_gate_is_open() -> None:
    book = Appointments(gate(appointments_per_hour=1), TruckClock(gate(), 0))
    assert [book.take(60, 50, 130) for _ in range(3)] == [60, 120, None]
    shut = gate(appointments_per_hour=1, opens=time(8), closes=time(9))
    book = Appointments(shut, TruckClock(shut, 0))
    assert [book.take(7 * HOUR + 30, 0, 3 * DAY) for _ in range(4)] == [
        day * DAY + 8 * HOUR + 30 for day in range(3)
    ] + [None]
