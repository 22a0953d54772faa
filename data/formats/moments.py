"""Moments in cells: ISO 8601, dates with slashes where only one reading exists, clocks without a zone; times of day.

Every moment that is read gets the terminal's offset of that day, so that equal moments look equal in a case.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from data.clock import FIRST_YEAR, LAST_YEAR, in_years
from data.errors import DermagaError


class Unreadable(DermagaError):
    """A cell that can't be understood: what is wrong with it, and what would be right."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


_LIKE = "write year-month-day and the hour, as 2026-01-05 08:00"

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<sign>[-/])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})"
    rf"(?:[T ] *{_CLOCK} *{_ZONE}?)?",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<one>[0-9]{{1,2}})(?P<sign>[-/.])(?P<two>[0-9]{{1,2}})(?P=sign)(?P<year>[0-9]{{4}})"
    rf"(?:[T ] *{_CLOCK} *(?P<half>[AP]M)? *{_ZONE}?)?",
    re.IGNORECASE,
)

DAY_FIRST = "day-first"
MONTH_FIRST = "month-first"


def localised(clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the terminal's clock shows this time. Raises Unreadable where it does so never or twice."""
    once, again = (clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if once.utcoffset() != again.utcoffset():
        if once.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != clock:
            raise Unreadable(f"the clocks of {zone.key} jump over this time", "correct the hour")
        raise Unreadable(
            f"the clocks of {zone.key} show this time twice, as they are set back",
            f"write the offset too, {clock:%Y-%m-%d %H:%M}{_offset(once)} or {_offset(again)}",
        )
    return with_offset(once, zone)


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"


def with_offset(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment with the terminal's offset of that day."""
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    assert offset is not None
    return local.replace(tzinfo=timezone(offset), fold=0)


def read_moment(cell: object, zone: ZoneInfo, date_order: str) -> tuple[datetime, set[str]]:
    """The moment in a cell and what had to be understood: LOCAL, DAY_FIRST, MONTH_FIRST, or nothing.

    `cell` is text, or a date or time as TOML and workbooks hold them. Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return _placed(cell, zone, set())
    if isinstance(cell, date):
        raise Unreadable("the hour is missing", f"write it too, as {cell.isoformat()} 08:00")
    if not isinstance(cell, str):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            raise Unreadable("a plain number is no date", f"format the cell as date and time, or {_LIKE}")
        raise Unreadable("it is no date with an hour", _LIKE)
    if match := _YEAR_FIRST.fullmatch(cell):
        found, understood = match, set[str]()
        day, month = int(match["day"]), int(match["month"])
        if _date(match["year"], month, day) is None:
            raise Unreadable("there is no such date", _LIKE)
    elif match := _YEAR_LAST.fullmatch(cell):
        found = match
        day, month, understood = _ordered(match, date_order)
    else:
        raise Unreadable("it is no date with an hour", _LIKE)
    if found["hour"] is None:
        written = f"{found['year']}-{month:02}-{day:02}"
        raise Unreadable("the hour is missing", f"write it too, as {written} 08:00")
    try:
        clock = datetime(int(found["year"]), month, day, *_clock(found), tzinfo=_zone(found["zone"]))
    except ValueError:
        raise Unreadable("there is no such time of day", "give an hour from 00:00 to 23:59") from None
    return _placed(clock, zone, understood)


_TIME_OF_DAY = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::00(?:\.0+)?)?")
_TIME_LIKE = "write hours and minutes, as 06:00"


def read_time(cell: object) -> time:
    """The time of day in a cell, to the minute: text, or a time as TOML and workbooks hold it. Raises Unreadable."""
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):  # a workbook's cell of hours
        cell = (datetime.min + cell).time()
    if isinstance(cell, time):
        if cell.second or cell.microsecond or cell.tzinfo is not None:
            raise Unreadable("it is no time of day to the minute", _TIME_LIKE)
        return cell
    match = _TIME_OF_DAY.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        raise Unreadable("it is no time of day", _TIME_LIKE)
    try:
        return time(int(match["hour"]), int(match["minute"]))
    except ValueError:
        raise Unreadable("there is no such time of day", "give an hour from 00:00 to 23:59") from None


LOCAL = "local"


def _placed(moment: datetime, zone: ZoneInfo, understood: set[str]) -> tuple[datetime, set[str]]:
    if not in_years(moment):
        raise Unreadable(
            f"the year {moment.year} is far from now", f"give a year from {FIRST_YEAR} to {LAST_YEAR}, in four digits"
        )
    if moment.tzinfo is None:
        return localised(moment, zone), understood | {LOCAL}
    return with_offset(moment, zone), understood


def _date(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _ordered(match: re.Match[str], date_order: str) -> tuple[int, int, set[str]]:
    """Day and month of a date that ends with its year, and by what order they were told apart."""
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    day_first, month_first = _date(year, two, one), _date(year, one, two)
    if date_order == DAY_FIRST:
        month_first = None
    elif date_order == MONTH_FIRST:
        day_first = None
    if day_first is not None and month_first is not None and day_first != month_first:
        raise Unreadable(
            f"it can be read two ways, {day_first:%Y-%m-%d} and {month_first:%Y-%m-%d}",
            "write year-month-day, or set date_order of the terminal to day-first or month-first",
        )
    if day_first is not None and day_first == month_first:
        return one, two, set()
    if day_first is not None:
        return one, two, {DAY_FIRST}
    if month_first is not None:
        return two, one, {MONTH_FIRST}
    declared = "" if date_order == "iso" else f" as date_order of the terminal has it, {date_order}"
    raise Unreadable(f"there is no such date{declared}", "correct the date, or write year-month-day")


def _clock(match: re.Match[str]) -> tuple[int, int, int, int]:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = match.groupdict().get("half")
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour of a half day")
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    return hour, minute, second, int((match["fraction"] or "0").ljust(6, "0")[:6])


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError("no such offset")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as the files hold it: ISO 8601 on the terminal's clock with its offset, to the minute where whole."""
    whole = moment.second == 0 and moment.microsecond == 0
    return with_offset(moment, zone).isoformat(timespec="minutes" if whole else "auto")


def notices(understood: Iterable[str], zone: ZoneInfo, date_order: str) -> list[str]:
    """What to say, once a case, about how its moments were understood."""
    found = set(understood)
    texts = []
    if LOCAL in found:
        texts.append(f"times without a zone are taken as the terminal's local time, {zone.key}")
    for order, reading in ((DAY_FIRST, "day/month/year"), (MONTH_FIRST, "month/day/year")):
        if order in found:
            why = "as date_order of the terminal says" if order == date_order else "the only reading that exists"
            texts.append(f"dates that end with the year are read as {reading}, {why}")
    return texts
