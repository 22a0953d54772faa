"""Dates and hours as agents write them: month names of two languages, WITA and WIB, the hour in a column of its own."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from data.formats.cells import Spoilt
from data.formats.moments import DAY_FIRST, LOCAL, MONTH_FIRST, Unreadable, read_moment, read_time
from data.formats.schedules.mapping import ColumnMapping

What = Literal["departure", "arrival", "cutoff"]

# The first three letters of months in English and Indonesian.
_MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8, "agu": 8,
    "ags": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "nop": 11, "dec": 12, "des": 12,
}  # fmt: skip
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(?P<day>[0-9]{1,2})[ ./-]*(?P<month>[A-Za-z]{3,9})[ .,/-]*(?P<year>[0-9]{4})(?P<rest>.*)"
)
_YEARLESS = re.compile(
    r"(?:[A-Za-z]{3,9}, *)?(?P<one>[0-9]{1,2})[ ./-]*(?:(?P<month>[A-Za-z]{3,9})|(?<=[./-])(?P<two>[0-9]{1,2}))"
    r"(?P<rest>[ ,]+[0-9]{1,2}[:.][0-9]{2}.*|)"
)
_LETTERS = re.compile(r"[A-Za-z]{3,9}")
# Western, central and eastern Indonesian time; LT is the local time of the port, which is what is read anyway.
_ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "UTC": "Z", "GMT": "Z", "LT": "", "HRS": "", "H": ""}
_ZONE = re.compile(rf"(?<=[0-9 ])({'|'.join(sorted(_ZONES, key=len, reverse=True))})\.?$", re.IGNORECASE)
_DOTTED = re.compile(r"(?<=[ T])([0-9]{1,2})\.([0-9]{2})\b")
_BARE_HOUR = re.compile(r"(?<=[0-9] )([01][0-9]|2[0-3])([0-5][0-9])\b")


class Moments:
    """Reads the moments of one list, and remembers what had to be understood."""

    def __init__(self, mapping: ColumnMapping, zone: ZoneInfo) -> None:
        self._mapping, self._terminal = mapping, zone
        self._empty = {word.strip().casefold() for word in mapping.empty} | {""}
        self._understood: set[str] = set()
        self._local: set[str] = set()
        self._hours: set[str] = set()

    def is_empty(self, cell: object) -> bool:
        """Whether there is no moment in a cell, by itself or by the words that the mapping counts as none."""
        return cell is None or (isinstance(cell, str) and cell.strip().casefold() in self._empty)

    def read(self, cells: Sequence[object], port: str, what: What) -> datetime | None:
        """The moment in one cell, or in two of a date and an hour; None where they are empty. Raises Unreadable."""
        given = [cell for cell in cells if not self.is_empty(cell)]
        if not given:
            return None
        for cell in given:
            if isinstance(cell, Spoilt):
                raise Unreadable(cell.problem, cell.remedy)
        zone, order = self._zone(port), self._mapping.date_order
        try:
            moment, understood = read_moment(self._whole(given, what), zone, order)
        except Unreadable as error:
            remedy = error.remedy.replace("of the terminal", "of the mapping")
            problem = error.problem.replace("of the terminal", "of the mapping")
            if problem == "the hour is missing":
                remedy = f"write it too, or give {what} in [hour] of the mapping"
            raise Unreadable(problem, remedy) from None
        self._understood |= understood
        if LOCAL in understood:
            self._local.add(zone.key)
        return moment

    def _zone(self, port: str) -> ZoneInfo:
        key = self._mapping.time_zones.get(port) or self._mapping.time_zone
        return ZoneInfo(key) if key is not None else self._terminal

    def _whole(self, cells: list[object], what: What) -> object:
        """A cell as `read_moment` takes it, with its hour."""
        day, *rest = cells
        hour = rest[0] if rest else getattr(self._mapping.hour, what)
        if isinstance(day, str):
            day = self._from_text(day.strip())
        if isinstance(day, datetime) and rest and day.time() == time():
            day = day.date()
        if isinstance(day, date) and not isinstance(day, datetime):
            return day if hour is None else datetime.combine(day, self._hour(hour, bool(rest), what))
        if rest and not isinstance(day, str):
            raise Unreadable("the cell of the date has an hour too", "drop the column of hours from the mapping")
        if isinstance(day, str) and ":" not in day and hour is not None:
            return f"{day} {self._hour(hour, bool(rest), what):%H:%M}"
        return day

    def _hour(self, hour: object, in_list: bool, what: What) -> time:
        if in_list and isinstance(hour, str):
            text = _ZONE.sub("", hour.strip()).strip()
            match = re.fullmatch(r"([0-9]{1,2})[.:]?([0-9]{2})(?::00)?", text)
            hour = f"{match[1]}:{match[2]}" if match else text
        if not in_list:
            self._hours.add(what)
        return read_time(hour)

    def _from_text(self, text: str) -> object:
        text = " ".join(text.split())
        if self._mapping.date_format is not None:
            return self._by_format(text)
        text = _ZONE.sub(lambda found: _ZONES[found[1].upper()], text).strip()
        text = re.sub(r" +(?=(?:Z|[+-][0-9]{2}:[0-9]{2})$)", "", text)
        yearless = _YEARLESS.fullmatch(text) if self._mapping.dates_from is not None else None
        if yearless is not None:
            text = self._with_year(yearless)
        named = _NAMED.fullmatch(text)
        month = _MONTHS.get(named["month"][:3].lower()) if named else None
        if named is not None and month is not None:
            text = f"{named['year']}-{month:02}-{int(named['day']):02} {named['rest'].strip(' ,')}".strip()
        text = _DOTTED.sub(r"\1:\2", text)
        return text if ":" in text else _BARE_HOUR.sub(r"\1:\2", text)

    def _with_year(self, found: re.Match[str]) -> str:
        """A date without its year: the first such date from `dates_from` of the mapping on."""
        start = self._mapping.dates_from
        assert start is not None
        one, order = int(found["one"]), self._mapping.date_order
        if found["two"] is not None and order == "iso":
            raise Unreadable("day and month can be read two ways", "give date_order in the mapping")
        day, month = one, int(found["two"] or 0) or _MONTHS.get((found["month"] or "")[:3].lower(), 0)
        if found["two"] is not None and order == MONTH_FIRST:
            day, month = month, day
        for year in range(start.year, start.year + 9):  # a leap day may be eight years away
            try:
                moment = date(year, month, day)
            except ValueError:
                continue
            if moment >= start:
                return f"{moment.isoformat()} {found['rest'].strip(' ,')}".strip()
        raise Unreadable("there is no such date", "correct the day or the month")

    def _by_format(self, text: str) -> object:
        """By the mapping's format, whose month names are English ones or Indonesian."""
        form = self._mapping.date_format
        assert form is not None

        def english(found: re.Match[str]) -> str:
            month = _MONTHS.get(found[0][:3].lower())
            return found[0] if month is None else _ENGLISH[month - 1]

        try:
            moment = datetime.strptime(_LETTERS.sub(english, text), form.replace("%B", "%b"))
        except (ValueError, re.error, OverflowError):
            problem = f"it does not look as date_format of the mapping says, {form}"
            raise Unreadable(problem, "correct the cell, or date_format") from None
        return moment if "%H" in form or "%I" in form else moment.date()

    @property
    def notices(self) -> list[str]:
        """What to say about it, once a list."""
        texts = []
        if self._local:
            zones = " and ".join(sorted(self._local))
            said = self._mapping.time_zone is not None or bool(self._mapping.time_zones)
            whose = "the terminal's clock; where a port has another, give its zone in time_zones of the mapping"
            whose = "as the mapping says" if said else whose
            texts.append(f"times without a zone are taken as those of {zones}, {whose}")
        for order, reading in ((DAY_FIRST, "day/month/year"), (MONTH_FIRST, "month/day/year")):
            if order in self._understood:
                why = "as the mapping says" if order == self._mapping.date_order else "the only reading that exists"
                texts.append(f"dates that end with the year are read as {reading}, {why}")
        for what in sorted(self._hours):
            texts.append(f"{what}s without an hour are taken at {getattr(self._mapping.hour, what):%H:%M}")
        return texts
