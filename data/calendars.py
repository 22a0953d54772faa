"""Office hours: when a party of the export chain works, and moments so many hours of its work apart."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, model_validator

from data.clock import TimeOfDay, daily
from data.codes import Id, Text
from data.record import Record
from data.terminal import Terminal
from data.words import joined, words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_LISTED = BeforeValidator(words), PlainSerializer(joined, return_type=str), Field(json_schema_extra={"list": True})
Weekdays = Annotated[tuple[Weekday, ...], *_LISTED]
CalendarIds = Annotated[tuple[Id, ...], *_LISTED]

_MINUTE = timedelta(minutes=1)
# Moments that differ by less are the same: sums of minutes that are no whole ones are rounded.
_SAME = 1e-6


class Calendar(Record):
    """Office hours that steps of the export chain keep, on the terminal's clock."""

    id: Id = Field(description="Name of the calendar")
    days: Weekdays = Field(
        ("mon", "tue", "wed", "thu", "fri"), min_length=1, description="Days of the week on which it is open"
    )
    opens: TimeOfDay | None = Field(None, description="Time of day at which it opens; empty where it is open all day")
    closes: TimeOfDay | None = Field(
        None, description="Time of day at which it closes; before opens where that is past midnight"
    )

    @model_validator(mode="after")
    def _hours(self) -> "Calendar":
        if (self.opens is None) != (self.closes is None):
            raise ValueError("opens and closes go together: give both, or drop both where it is open all day")
        if self.opens is not None and self.opens == self.closes:
            raise ValueError("opens and closes are the same: drop both where it is open all day")
        return self


class Holiday(Record):
    """A time in which calendars are closed, whatever their hours."""

    id: Id = Field(description="Name of the row")
    name: Text = Field(description="The holiday")
    start: AwareDatetime = Field(description="When it begins: a date is its midnight")
    end: AwareDatetime = Field(description="When it ends: the midnight after the last day")
    calendars: CalendarIds = Field((), description="Calendars that keep it; empty for all")

    @model_validator(mode="after")
    def _forwards(self) -> "Holiday":
        if self.end <= self.start:
            raise ValueError("it ends before it begins: end must be later than start")
        return self


@dataclass(frozen=True)
class WorkingTime:
    """The open times of a calendar as sorted minutes `opens` and `closes` from `origin`, in pairs, none touching.

    Before the first and after the last of them nothing is open. All methods take and give minutes from `origin`, one
    number or an array of them; not a number or infinite where there is no such moment.
    """

    origin: datetime
    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    worked: NDArray[np.float64]  # minutes of open time before each opening

    @classmethod
    def of(
        cls, terminal: Terminal, calendar: Calendar, holidays: Sequence[Holiday], start: datetime, end: datetime
    ) -> "WorkingTime":
        """The open times of a calendar between two moments; minutes count from `start`."""
        spans = [
            (max(0.0, (opens - start) / _MINUTE), min((end - start) / _MINUTE, (closes - start) / _MINUTE))
            for opens, closes in _open_days(terminal, calendar, start, end)
        ]
        spans = [span for span in spans if span[0] < span[1]]
        for holiday in holidays:
            if not holiday.calendars or calendar.id in holiday.calendars:
                spans = _without(spans, (holiday.start - start) / _MINUTE, (holiday.end - start) / _MINUTE)
        joined_spans: list[tuple[float, float]] = []
        for opens, closes in sorted(spans):
            if joined_spans and opens <= joined_spans[-1][1]:
                opens, closes = joined_spans[-1][0], max(closes, joined_spans.pop()[1])
            joined_spans.append((opens, closes))
        begins = np.array([opens for opens, _ in joined_spans])
        ends = np.array([closes for _, closes in joined_spans])
        return cls(start, begins, ends, np.concatenate(([0.0], np.cumsum(ends - begins)))[:-1])

    def opening(self, moment: NDArray[np.float64]) -> NDArray[np.float64]:
        """The first open moment that is not before `moment`; infinite where there is none. Closing time counts."""
        place = np.searchsorted(self.closes, np.asarray(moment) - _SAME, side="left")
        first: NDArray[np.float64] = np.maximum(moment, np.append(self.opens, np.inf)[place])
        return first

    def closing(self, moment: NDArray[np.float64]) -> NDArray[np.float64]:
        """The last open moment that is not after `moment`; minus infinity where there is none. Closing time counts."""
        place = np.searchsorted(self.opens, np.asarray(moment) + _SAME, side="right")
        last: NDArray[np.float64] = np.minimum(moment, np.append(-np.inf, self.closes)[place])
        return last

    def finish(self, start: NDArray[np.float64], minutes: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """The first moment by which so many minutes of open time have passed since `start`."""
        begun = self.opening(start)
        done = self._worked_by(begun) + minutes
        place = np.searchsorted(self.worked, done - _SAME, side="left")
        # The opening before it; work that is done at a closing is not put off to the next opening.
        place = np.maximum(place - 1, 0)
        end = self.opens[place] + (done - self.worked[place]) if len(self.opens) else np.full_like(begun, np.inf)
        total = self.worked[-1] + self.closes[-1] - self.opens[-1] if len(self.opens) else 0.0
        return np.where(np.isfinite(begun) & (done <= total + _SAME), np.maximum(end, begun), np.inf)

    def start(self, finish: NDArray[np.float64], minutes: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """The last moment from which `finish` sees so many minutes of open time passed: the other way round."""
        ended = self.closing(finish)
        rest = self._worked_by(ended) - minutes
        if not len(self.opens):
            return np.full_like(ended, -np.inf)
        place = np.maximum(np.searchsorted(self.worked, rest + _SAME, side="right") - 1, 0)
        begin = self.opens[place] + (rest - self.worked[place])
        return np.where(np.isfinite(ended) & (rest >= -_SAME), np.minimum(begin, ended), -np.inf)

    def between(self, start: float, end: float) -> float:
        """Minutes of open time from one moment to a later one."""
        begun, done = self._worked_by(np.array([start, end]))
        return float(done - begun)

    def _worked_by(self, moment: NDArray[np.float64]) -> NDArray[np.float64]:
        """Open minutes before a moment."""
        if not len(self.opens):
            return np.zeros_like(moment)
        place = np.maximum(np.searchsorted(self.opens, moment, side="right") - 1, 0)
        return self.worked[place] + np.clip(moment - self.opens[place], 0.0, (self.closes - self.opens)[place])


@lru_cache(maxsize=16)  # calendars that open at one hour share their days, and a plan is told by several clocks
def _daily(opens: time, zone: ZoneInfo, start: datetime, end: datetime) -> tuple[datetime, ...]:
    return tuple(daily(opens, zone, start, end))


def _open_days(
    terminal: Terminal, calendar: Calendar, start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """From opening to closing of every day that has some of the time from `start` to `end`."""
    opens = calendar.opens or time()
    spans = []
    for opening in _daily(opens, terminal.zone, start - timedelta(days=2), end):
        if WEEKDAYS[opening.weekday()] not in calendar.days:
            continue
        day = datetime.combine(opening.date(), calendar.closes or time())
        if calendar.closes is None or calendar.closes <= opens:
            day += timedelta(days=1)
        spans.append((opening, terminal.local(day)))
    return spans


def _without(spans: list[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """Spans in order, less the time from start to end; those outside of it are not looked at one by one."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, lo=first, key=lambda span: span[0])
    cut = [
        piece
        for opens, closes in spans[first:last]
        for piece in ((opens, min(closes, start)), (max(opens, end), closes))
    ]
    return [*spans[:first], *sorted(piece for piece in cut if piece[0] < piece[1]), *spans[last:]]
