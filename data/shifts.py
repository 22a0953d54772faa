"""Shifts: how many cranes can be worked at once at which time of day, and when a new shift begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from pydantic import Field

from data.clock import TimeOfDay, daily
from data.codes import Id
from data.record import Record, unit
from data.terminal import Terminal

_DAY = timedelta(days=1)


class Shift(Record):
    """A shift, every day. It lasts until the next one begins."""

    id: Id = Field(description="Name of the shift")
    start: TimeOfDay = Field(description="Time of day at which it begins")
    gangs: int = Field(
        ge=0, le=200, description="Cranes that can be worked at once in it", json_schema_extra=unit("cranes")
    )


@dataclass(frozen=True)
class ShiftTime:
    """One shift of one day: from `start` on, and before `end`."""

    shift: Shift
    start: datetime
    end: datetime


def shift_times(terminal: Terminal, shifts: Sequence[Shift], start: datetime, end: datetime) -> list[ShiftTime]:
    """The shifts that are worked at some time between two moments, in order; the first may begin before `start`."""
    begins = sorted(
        (
            (moment, shift)
            for shift in shifts
            for moment in daily(shift.start, terminal.zone, start - 2 * _DAY, end + 2 * _DAY)
        ),
        key=lambda begin: begin[0],
    )
    times = [ShiftTime(shift, begin, after) for (begin, shift), (after, _) in pairwise(begins)]
    return [each for each in times if each.start < end and start < each.end]


def shift_begins(terminal: Terminal, shifts: Sequence[Shift], start: datetime, end: datetime) -> list[datetime]:
    """The moments between two, both included, at which a shift begins, in order.

    A crane that leaves one ship and comes to another with one of them in between changes between shifts, which costs
    nothing.
    """
    return sorted(moment for shift in shifts for moment in daily(shift.start, terminal.zone, start, end))
