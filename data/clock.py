"""The terminal's clock: moments in its zone, and times of day that come back every day."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer

# Other years are typing errors.
FIRST_YEAR, LAST_YEAR = 1990, 2199


def on_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment on the clock of a zone, with its offset of then; one without a zone is on that clock.

    The offset is fixed, so that an hour added is an hour later also where the clock is changed in between.
    """
    there = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))


def _written(value: object) -> object:
    if not isinstance(value, str | time):
        raise ValueError("a time of day is hours and minutes, as 06:00")
    return value


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a time of day is on the terminal's clock: write it without a zone, as 06:00")
    if value.second or value.microsecond:
        raise ValueError("a time of day is hours and minutes, as 06:00")
    return value


# A time of day on the terminal's clock, to the minute; files and JSON hold it as 06:00.
TimeOfDay = Annotated[
    time,
    BeforeValidator(_written),
    AfterValidator(_to_the_minute),
    PlainSerializer(lambda value: value.isoformat("minutes"), return_type=str, when_used="json"),
]


def in_years(moment: datetime) -> bool:
    """Whether a moment is in the years that a case may have."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def _in_years(moment: datetime) -> datetime:
    if not in_years(moment):
        raise ValueError(f"it is no moment between {FIRST_YEAR} and {LAST_YEAR + 1}")
    return moment


# A moment with its zone, in a plan.
Moment = Annotated[AwareDatetime, AfterValidator(_in_years)]


def daily(time_of_day: time, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every moment from `start` to `end`, both included, at which the clock shows this time, in order.

    On a day on which the clock jumps over it, it is so much later; on one that shows it twice, it is the first.
    """
    day = on_clock(start, zone).date() - timedelta(days=1)
    while (moment := on_clock(datetime.combine(day, time_of_day), zone)) <= end:
        if moment >= start:
            yield moment
        day += timedelta(days=1)
