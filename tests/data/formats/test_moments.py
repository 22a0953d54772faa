"""Moments as people and spreadsheets write them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.formats.moments import Unreadable, moment_text, notices, read_moment

MAKASSAR = ZoneInfo("Asia/Makassar")
BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = datetime(2026, 1, 5, 8, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T08:00+08:00",
        "2026-01-05 08:00 +08:00",
        "2026-01-05T08:00:00.000+0800",
        "2026-01-05T08:00+08",
        "2026-01-05T00:00Z",
        "2026-01-05t00:00z",
        "2026-01-04T19:00-05:00",
    ],
)
def test_iso_8601_with_a_zone(text: str) -> None:
    moment, understood = read_moment(text, MAKASSAR, "iso")
    assert moment == EIGHT
    assert moment.utcoffset() == timedelta(hours=8)
    assert understood == set()


@pytest.mark.parametrize("text", ["2026-01-05 08:00", "2026-01-05T08:00:00", "2026/01/05 8:00", "2026-1-5 08:00"])
def test_without_a_zone_it_is_local_time(text: str) -> None:
    assert read_moment(text, MAKASSAR, "iso") == (EIGHT, {"local"})


@pytest.mark.parametrize(
    ("text", "order", "day", "understood"),
    [
        ("25/01/2026 08:00", "iso", (1, 25), {"day-first"}),
        ("01/25/2026 08:00", "iso", (1, 25), {"month-first"}),
        ("25.01.2026 08:00", "iso", (1, 25), {"day-first"}),
        ("25-1-2026 8:00", "iso", (1, 25), {"day-first"}),
        ("05/05/2026 08:00", "iso", (5, 5), set()),
        ("05/01/2026 08:00", "day-first", (1, 5), {"day-first"}),
        ("05/01/2026 08:00", "month-first", (5, 1), {"month-first"}),
        ("01/25/2026 8:00 AM", "month-first", (1, 25), {"month-first"}),
    ],
)
def test_dates_that_end_with_the_year(text: str, order: str, day: tuple[int, int], understood: set[str]) -> None:
    moment, found = read_moment(text, MAKASSAR, order)
    assert (moment.month, moment.day, moment.hour) == (*day, 8)
    assert found == understood | {"local"}


def test_half_days() -> None:
    hours = [read_moment(f"01/25/2026 {text}", MAKASSAR, "iso")[0].hour for text in ("12:00 AM", "12:00 PM", "3:00 pm")]
    assert hours == [0, 12, 15]


@pytest.mark.parametrize(
    ("text", "order", "problem"),
    [
        ("05/01/2026 08:00", "iso", "two ways, 2026-01-05 and 2026-05-01"),
        ("25/01/2026 08:00", "month-first", "no such date as date_order of the terminal has it, month-first"),
        ("31/04/2026 08:00", "iso", "no such date"),
        ("13/13/2026 08:00", "iso", "no such date"),
        ("2026-02-30 08:00", "iso", "no such date"),
        ("2026-01-05", "iso", "the hour is missing"),
        ("25/01/2026", "iso", "the hour is missing"),
        ("2026-01-05 24:00", "iso", "no such time of day"),
        ("2026-01-05 08:60", "iso", "no such time of day"),
        ("25/01/2026 13:00 PM", "iso", "no such time of day"),
        ("2026-01-05 08:00+99:00", "iso", "no such time of day"),
        ("26-01-05 08:00", "iso", "no date with an hour"),
        ("05/01/26 08:00", "iso", "no date with an hour"),
        ("tomorrow", "iso", "no date with an hour"),
        ("46027.33", "iso", "no date with an hour"),
        (46027.33, "iso", "a plain number is no date"),
        (True, "iso", "no date with an hour"),
        (time(8), "iso", "no date with an hour"),
        (date(2026, 1, 5), "iso", "the hour is missing"),
        ("0026-01-05 08:00", "iso", "far from now"),
        ("9999-12-31 23:59", "iso", "far from now"),
        (datetime(1, 1, 1, tzinfo=UTC), "iso", "far from now"),
    ],
)
def test_refused(text: object, order: str, problem: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_moment(text, MAKASSAR, order)
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_an_hour_that_the_clocks_jump_over_is_refused() -> None:
    with pytest.raises(Unreadable, match="jump over this time; correct the hour"):
        read_moment("2026-03-29 02:30", BERLIN, "iso")


def test_an_hour_that_the_clocks_show_twice_needs_its_offset() -> None:
    with pytest.raises(Unreadable, match=r"2026-10-25 02:30\+02:00 or \+01:00"):
        read_moment("2026-10-25 02:30", BERLIN, "iso")
    early, late = (read_moment(f"2026-10-25 02:30+0{hours}:00", BERLIN, "iso")[0] for hours in (2, 1))
    assert late - early == timedelta(hours=1)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    moment=st.datetimes(datetime(1991, 1, 1), datetime(2198, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Makassar", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_what_is_written_is_read_as_the_same_moment(moment: datetime, zone: str) -> None:
    assert read_moment(moment_text(moment, ZoneInfo(zone)), ZoneInfo(zone), "iso") == (moment, set())


def test_notices_name_the_zone_and_the_reason() -> None:
    assert notices({"local", "day-first"}, MAKASSAR, "iso") == [
        "times without a zone are taken as the terminal's local time, Asia/Makassar",
        "dates that end with the year are read as day/month/year, the only reading that exists",
    ]
    assert notices({"month-first"}, MAKASSAR, "month-first") == [
        "dates that end with the year are read as month/day/year, as date_order of the terminal says",
    ]
