"""Office hours, held against a clock that is read minute by minute."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.calendars import WEEKDAYS, Calendar, Holiday, WorkingTime
from data.case import Case
from data.terminal import Terminal

MINUTE = timedelta(minutes=1)
DAYS = 5
LAST = DAYS * 1_440

# New York's clock is put forward on 8 March 2026 and back on 1 November, Makassar's never.
BEGINNINGS = (
    ("Asia/Makassar", datetime(2026, 1, 5, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 5, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 10, 29, tzinfo=UTC)),
)


def in_zone(case: Case, zone: str) -> Terminal:
    return case.terminal.model_copy(update={"time_zone": zone})


def open_minutes(terminal: Terminal, calendar: Calendar, holidays: list[Holiday], start: datetime) -> list[bool]:
    """Whether each minute from `start` on is open, by looking at the clock at its beginning."""
    zone, found = ZoneInfo(terminal.time_zone), []
    for number in range(LAST):
        moment = start + number * MINUTE
        there = moment.astimezone(zone)
        today, now = WEEKDAYS[there.weekday()] in calendar.days, there.time()
        yesterday = WEEKDAYS[there.weekday() - 1] in calendar.days
        if calendar.opens is None or calendar.closes is None:
            is_open = today
        elif calendar.opens < calendar.closes:
            is_open = today and calendar.opens <= now < calendar.closes
        else:
            is_open = (today and now >= calendar.opens) or (yesterday and now < calendar.closes)
        kept = [row for row in holidays if not row.calendars or calendar.id in row.calendars]
        found.append(is_open and not any(row.start <= moment < row.end for row in kept))
    return found


class ByTheMinute:
    """The same questions as `WorkingTime` answers, at whole minutes and one minute after the other."""

    def __init__(self, minutes: list[bool]) -> None:
        self.minutes = minutes

    def is_open(self, moment: int) -> bool:
        """Closing time counts."""
        before = 0 < moment <= len(self.minutes) and self.minutes[moment - 1]
        return before or (0 <= moment < len(self.minutes) and self.minutes[moment])

    def opening(self, moment: int) -> float:
        return next((float(later) for later in range(moment, LAST + 1) if self.is_open(later)), np.inf)

    def closing(self, moment: int) -> float:
        return next((float(before) for before in range(moment, -1, -1) if self.is_open(before)), -np.inf)

    def finish(self, start: int, minutes: int) -> float:
        moment = self.opening(start)
        while minutes and moment < LAST:
            minutes -= self.minutes[int(moment)]
            moment += 1
        return moment if not minutes else np.inf

    def start(self, finish: int, minutes: int) -> float:
        moment = self.closing(finish)
        while minutes and moment > 0:
            moment -= 1
            minutes -= self.minutes[int(moment)]
        return moment if not minutes else -np.inf


# Hours at which no clock is changed.
HOURS = st.one_of(
    st.none(),
    st.tuples(st.integers(4, 23), st.sampled_from((0, 30, 59)), st.integers(4, 23), st.sampled_from((0, 15, 45))),
)


@st.composite
def offices(draw: st.DrawFn) -> dict[str, Any]:
    zone, start = draw(st.sampled_from(BEGINNINGS))
    hours = draw(HOURS)
    times = {} if hours is None else {"opens": time(*hours[:2]), "closes": time(*hours[2:])}
    if times and times["opens"] == times["closes"]:
        times = {}
    days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True))
    holidays = [
        Holiday(
            id=f"H{number}",
            name="Closed",
            start=start + begin * MINUTE,
            end=start + (begin + lasts) * MINUTE,
            calendars=draw(st.sampled_from(((), ("OFFICE",), ("OTHER",)))),
        )
        for number, (begin, lasts) in enumerate(
            draw(st.lists(st.tuples(st.integers(-600, LAST), st.integers(1, 2_000)), max_size=3))
        )
    ]
    start += draw(st.integers(0, 1_439)) * MINUTE
    return {
        "zone": zone,
        "start": start,
        "calendar": Calendar(id="OFFICE", days=tuple(days), **times),
        "holidays": holidays,
    }


MOMENTS = st.lists(st.tuples(st.integers(0, LAST), st.integers(0, 1_500)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(office=offices(), asked=MOMENTS)
def test_hours_are_those_of_the_clock(small_case: Case, office: dict[str, Any], asked: list[tuple[int, int]]) -> None:
    terminal, start = in_zone(small_case, office["zone"]), office["start"]
    hours = WorkingTime.of(terminal, office["calendar"], office["holidays"], start, start + LAST * MINUTE)
    slow = ByTheMinute(open_minutes(terminal, office["calendar"], office["holidays"], start))
    assert np.all(hours.opens < hours.closes)
    assert np.all(hours.closes[:-1] < hours.opens[1:])
    moments, minutes = (np.array(column, dtype=float) for column in zip(*asked, strict=True))
    assert list(hours.opening(moments)) == [slow.opening(moment) for moment, _ in asked]
    assert list(hours.closing(moments)) == [slow.closing(moment) for moment, _ in asked]
    assert list(hours.finish(moments, minutes)) == [slow.finish(*pair) for pair in asked]
    assert list(hours.start(moments, minutes)) == [slow.start(*pair) for pair in asked]


@settings(max_examples=60, deadline=None)
@given(office=offices(), moment=st.floats(0, LAST), minutes=st.floats(0, 1_500))
def test_start_and_finish_are_each_others_inverses(
    small_case: Case, office: dict[str, Any], moment: float, minutes: float
) -> None:
    start = office["start"]
    hours = WorkingTime.of(
        in_zone(small_case, office["zone"]), office["calendar"], office["holidays"], start, start + LAST * MINUTE
    )
    asked = np.array([moment])
    finish = hours.finish(asked, minutes)
    if np.isfinite(finish[0]):
        # The last start with this finish is no earlier than the one asked for, and has the same finish.
        last = hours.start(finish, minutes)
        assert last[0] >= hours.opening(asked)[0] - 1e-6
        assert hours.finish(last, minutes) == pytest.approx(finish, abs=1e-5)
    begin = hours.start(asked, minutes)
    if np.isfinite(begin[0]):
        # What begins then is done in time.
        assert hours.finish(begin, minutes)[0] <= asked[0] + 1e-5
        assert hours.opening(begin) == pytest.approx(begin, abs=1e-5)


def made(case: Case, calendar: Calendar, start: str, days: int, holidays: tuple[Holiday, ...] = ()) -> WorkingTime:
    first = case.terminal.local(datetime.fromisoformat(start))
    return WorkingTime.of(case.terminal, calendar, holidays, first, first + timedelta(days=days))


OFFICE = Calendar(id="OFFICE", opens=time(8), closes=time(16))


def test_work_that_ends_at_closing_is_not_put_off(small_case: Case) -> None:
    hours = made(small_case, OFFICE, "2026-01-05 00:00", 3)  # a Monday
    eight, closing, tomorrow = 480.0, 960.0, 1_920.0
    assert hours.finish(np.array([eight]), 480.0) == [closing]
    assert hours.finish(np.array([eight]), 481.0) == [tomorrow + 1]
    assert hours.finish(np.array([closing]), 0.0) == [closing]
    assert hours.start(np.array([tomorrow]), 0.0) == [tomorrow]
    assert hours.start(np.array([tomorrow - 1]), 480.0) == [eight]


def test_a_closing_that_is_missed_by_a_rounded_sum_is_not_missed(small_case: Case) -> None:
    hours = made(small_case, OFFICE, "2026-01-05 00:00", 3)
    begun = np.array([480 + 1 / 3])
    assert hours.finish(begun, 480 - 1 / 3 + 1e-10) == pytest.approx(960)
    assert hours.opening(np.array([960 + 1e-10])) == pytest.approx(960)
    assert hours.closing(np.array([480 - 1e-10])) == pytest.approx(480)
    assert hours.start(np.array([960.0]), 480 + 1e-10) == pytest.approx(480)


def test_without_open_time_nothing_begins_or_ends(small_case: Case) -> None:
    always = Holiday(
        id="H", name="Closed", start=datetime(2025, 1, 1, tzinfo=UTC), end=datetime(2027, 1, 1, tzinfo=UTC)
    )
    for hours in (
        made(small_case, OFFICE, "2026-01-05 00:00", 3, (always,)),
        made(small_case, OFFICE, "2026-01-10 00:00", 2),  # a weekend
    ):
        asked = np.array([0.0, 700.0])
        assert list(hours.opening(asked)) == list(hours.finish(asked, 1.0)) == [np.inf, np.inf]
        assert list(hours.closing(asked)) == list(hours.start(asked, 1.0)) == [-np.inf, -np.inf]


def test_moments_that_are_none_stay_none(small_case: Case) -> None:
    hours = made(small_case, OFFICE, "2026-01-05 00:00", 3)
    assert hours.opening(np.array([np.inf])) == hours.finish(np.array([np.inf]), 5.0) == [np.inf]
    assert hours.closing(np.array([-np.inf])) == hours.start(np.array([-np.inf]), 5.0) == [-np.inf]


def test_a_night_shift_belongs_to_the_day_on_which_it_begins(small_case: Case) -> None:
    night = Calendar(id="NIGHT", days=("mon",), opens=time(22), closes=time(6))
    hours = made(small_case, night, "2026-01-05 00:00", 3)
    assert (list(hours.opens), list(hours.closes)) == ([1_320], [1_800])
    # Asked from Tuesday on, the rest of it is still there.
    assert list(made(small_case, night, "2026-01-06 00:00", 2).closes) == [360]


def test_a_year_of_holidays_takes_no_time(small_case: Case) -> None:
    days = tuple(
        Holiday(
            id=f"H{day}",
            name="Sunday",
            start=datetime(2026, 1, 4, tzinfo=UTC) + timedelta(days=7 * day),
            end=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=7 * day),
        )
        for day in range(52)
    )
    hours = made(small_case, Calendar(id="ALL", days=WEEKDAYS), "2026-01-01 00:00", 365, days)
    assert len(hours.opens) == 53
    assert hours.worked[-1] + hours.closes[-1] - hours.opens[-1] == (365 - 52) * 1_440


def test_a_day_on_which_the_clock_is_changed_is_shorter_or_longer(small_case: Case) -> None:
    terminal, sunday = in_zone(small_case, "America/New_York"), Calendar(id="SUN", days=("sun",))
    for date, minutes in (("2026-03-08", 23 * 60), ("2026-11-01", 25 * 60), ("2026-11-08", 24 * 60)):
        first = terminal.local(datetime.fromisoformat(f"{date} 00:00")) - timedelta(days=1)
        hours = WorkingTime.of(terminal, sunday, (), first, first + timedelta(days=3))
        assert list(hours.closes - hours.opens) == [minutes]
    # An opening that the clock jumps over is so much later.
    early = Calendar(id="EARLY", days=("sun",), opens=time(2, 30), closes=time(8))
    first = terminal.local(datetime.fromisoformat("2026-03-08 00:00"))
    assert list(WorkingTime.of(terminal, early, (), first, first + timedelta(days=1)).opens) == [150]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"opens": time(8)}, "opens and closes go together"),
        ({"closes": time(8)}, "opens and closes go together"),
        ({"opens": time(8), "closes": time(8)}, "opens and closes are the same"),
        ({"days": ()}, "at least 1"),
        ({"days": ("monday",)}, "mon"),
    ],
)
def test_hours_that_are_none_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Calendar.model_validate({"id": "C", **fields})


def test_a_holiday_ends_after_it_begins() -> None:
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with pytest.raises(ValidationError, match="it ends before it begins"):
        Holiday(id="H", name="None", start=noon, end=noon)
