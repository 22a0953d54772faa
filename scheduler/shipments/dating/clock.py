"""Office hours of a case's export chains, in minutes: when a step that begins then ends, and the other way round."""

from datetime import datetime, timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from data.calendars import WorkingTime
from data.case import Case
from data.errors import DermagaError
from data.export_chain import ChainStep, begins
from scheduler.stopping import Ended, never, unless

Minutes = NDArray[np.float64]

_MINUTE = timedelta(minutes=1)
# Steps follow the last arrival, and precede the first booking, by less.
_MARGIN = timedelta(days=90)
# Plans from a moment that is farther from all of it have no use, and days without end.
_FARTHEST = timedelta(days=366)
# Floats of minutes that differ by less are the same moment.
SAME = 1e-6


class ChainClock:
    """Office hours of a case's calendars, and its moments as minutes. Before `now` nothing begins that has not begun.

    Minutes count from `origin`, a midnight before all that happens to the case's shipments. Raises DermagaError where
    `now` is more than a year apart from all of it, and OutOfTime where it has `ended`.
    """

    def __init__(self, case: Case, now: datetime | None = None, ended: Ended = never) -> None:
        self._terminal = case.terminal
        moments = [begins(shipment) for shipment in case.shipments]
        moments += [moment for leg in case.sailings for moment in (leg.departure, leg.arrival)]
        if now is not None and moments:
            _near(case, now, min(moments), max(moments))
        moments += [] if now is None else [now]
        first = case.terminal.local(min(moments, default=datetime.fromisoformat("2026-01-01T00:00+00:00")) - _MARGIN)
        self.origin = first.replace(hour=0, minute=0, second=0, microsecond=0)
        self._end = max(moments, default=self.origin) + _MARGIN
        self.now = None if now is None else self.minute(now)
        self._hours: dict[str, WorkingTime] = {}
        for calendar in case.calendars:
            unless(ended)
            hours = WorkingTime.of(case.terminal, calendar, case.holidays, self.origin, self._end)
            self._hours[calendar.id] = hours

    def minute(self, moment: datetime) -> float:
        """A moment in minutes from the origin."""
        return (moment - self.origin) / _MINUTE

    def moment(self, minute: float) -> datetime:
        """So many minutes from the origin, on the terminal's clock, to the second."""
        return self._terminal.local(self.origin + timedelta(seconds=round(minute * 60)))

    def end_of(self, step: ChainStep, start: Minutes, minutes: Minutes | float) -> Minutes:
        """When a step ends that is begun at open moments and takes so long."""
        hours = self._hours.get(step.calendar or "")
        return start + minutes if hours is None or step.goes_on else hours.finish(start, minutes)

    def start_for(self, step: ChainStep, end: Minutes, minutes: Minutes | float) -> Minutes:
        """The last moment at which a step can begin to end by `end`."""
        hours = self._hours.get(step.calendar or "")
        if hours is None:
            return end - minutes
        return hours.closing(end - minutes) if step.goes_on else hours.start(end, minutes)

    def lasted(self, step: ChainStep, begun: datetime, until: datetime) -> float:
        """Minutes of its own hours that a step has taken from when it began to a later moment."""
        start, end = self.minute(begun), self.minute(until)
        hours = self._hours.get(step.calendar or "")
        return end - start if hours is None or step.goes_on else hours.between(start, end)

    def opening(self, step: ChainStep, moment: Minutes) -> Minutes:
        """The first moment from `moment` on at which a step can begin."""
        hours = self._hours.get(step.calendar or "")
        return moment if hours is None else hours.opening(moment)

    def first_end(self, step: ChainStep, start: Minutes, minutes: Minutes | float, least: Minutes) -> Minutes:
        """The first start from `start` on with which a step ends at `least` or later."""
        hours = self._hours.get(step.calendar or "")
        if hours is None:
            return np.fmax(start, least - minutes)  # no number: the ship is not known, and holds nothing up
        if step.goes_on:
            return hours.opening(np.fmax(start, least - minutes))
        # Work that ends at a closing before `least` has to go on for a minute after the next opening.
        known = np.where(np.isfinite(least), least, start)
        begun = np.maximum(start, hours.start(hours.opening(known), minutes))
        short = np.isfinite(least) & (hours.finish(begun, minutes) < least - SAME)
        return hours.opening(np.where(short, begun + 1, begun))


def _near(case: Case, now: datetime, first: datetime, last: datetime) -> None:
    for beyond, what in ((now - last, "after the last"), (first - now, "before the first")):
        if beyond > _FARTHEST:
            clock = case.terminal.clock
            raise DermagaError(
                f"now, {clock(now)}, is {beyond.days:,} days {what} that happens to the shipments of {case.name}: "
                f"give a moment between {clock(first)} and {clock(last)}, or a case of that time"
            )


def minutes_of(step: ChainStep) -> float:
    """The mean duration of a step in whole minutes, rounded up."""
    return float(ceil(step.duration_h * 60 - SAME))
