"""When trucks come: the profile of the week, and appointments.

**The profile.** Trucks come by a clock of their own, which runs as fast as the weight of the moment (`hour_weights` and
`day_weights` of the gate, on average 1) and stands still while the gate is closed. A box's stay is counted on that
clock: a truck that would come 40 hours after the stacking comes when the trucks' clock has gone on by 40 hours. So
trucks keep their order, none comes while the gate is closed or before its box is there, the mean stay is the same over
a week, and where trucks would come evenly they come exactly in the shares of the profile. Trucks that bring boxes come
in a stretch of time, from the opening to the closing for the ship; the part of it that has gone by when a truck comes
is the same by both clocks. A flat profile changes nothing.

**Appointments.** A truck takes the free hour nearest to its own time, at most `gate.appointment_tolerance_h` away; if
none is free, the first free one after that. It comes at the minute of the hour that it had in mind, give or take
`gate.punctuality_sd_min`. The week is that of the terminal's clock at the start of the run.
"""

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate

import numpy as np

from data.case import Case
from data.gate import Gate
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.streams import Samples, Streams
from simulations.visit import Box

_WEEK = 7 * DAY
# Minutes within which the clock has come to a moment: floats round.
_TINY = 1e-6
# How long after its own time a truck may get an appointment.
_LONGEST_SEARCH_H = 28 * 24


def _in_week(minutes: float) -> tuple[float, float]:
    """Whole weeks, and the minutes of the next one: less than a week also where floats round."""
    weeks, rest = divmod(minutes, _WEEK)
    return (weeks, rest) if rest < _WEEK else (weeks + 1, 0.0)


class TruckClock:
    """The clock by which trucks come."""

    def __init__(self, gate: Gate, monday: float) -> None:
        """`monday` is the minute of the run at which some Monday begins."""
        self.monday = monday
        week = gate.week()
        # The moments of the week at which the weight changes, and what the trucks' clock shows then.
        self._moments = [0.0] + [float(minute) for minute in range(1, len(week)) if week[minute] != week[minute - 1]]
        ends = [*self._moments[1:], _WEEK]
        mean = sum(week) / len(week)
        speeds = [week[int(moment)] / mean for moment in self._moments]
        gone = [speed * (end - moment) for speed, moment, end in zip(speeds, self._moments, ends, strict=True)]
        # To the last digit a week in a week, also where it stands still at its end.
        *_, total = accumulate(gone)
        self._shown = [0.0, *(shown / total * _WEEK for shown in accumulate(gone))]
        self._moments.append(_WEEK)
        self._speeds = speeds

    @property
    def flat(self) -> bool:
        """Whether it runs as every clock."""
        return len(self._speeds) == 1

    def is_open(self, minute: float) -> bool:
        """Whether trucks come at a minute of the run."""
        _, rest = _in_week(minute - self.monday)
        return self._speeds[bisect_right(self._moments, rest) - 1] > 0

    def shows(self, minute: float) -> float:
        """What it shows at a minute of the run."""
        weeks, rest = _in_week(minute - self.monday)
        place = bisect_right(self._moments, rest) - 1
        return weeks * _WEEK + self._shown[place] + (rest - self._moments[place]) * self._speeds[place]

    def when(self, shown: float) -> float:
        """The last minute of the run at which it shows so much: where it stands still, the end of that."""
        weeks, rest = _in_week(shown + _TINY)
        place = bisect_right(self._shown, rest) - 1
        since = max(0.0, rest - _TINY - self._shown[place]) / self._speeds[place]
        return self.monday + weeks * _WEEK + self._moments[place] + since

    def later(self, start: float, minutes: float) -> float:
        """The minute of the run at which it has gone on by so many minutes since `start`."""
        return self.when(self.shows(start) + minutes)

    def between(self, first: float, last: float, minutes: Samples) -> Samples:
        """Minutes of the run from `first` to `last`, moved to where the trucks' clock has gone through the same part.

        Where it stands still all the time, trucks come when it goes on.
        """
        low, high = self.shows(first), self.shows(last)
        if high <= low:
            return np.full(len(minutes), self.when(high))
        parts = np.clip((minutes - first) / (last - first), 0, 1)
        return np.array([self.when(shown) for shown in (low + parts * (high - low)).tolist()])


def truck_clock(case: Case, clock: Clock) -> TruckClock:
    """The clock by which a case's trucks come."""
    start = case.terminal.local(clock.start)
    since_monday = start.weekday() * DAY + start.hour * HOUR + start.minute + start.second / 60
    return TruckClock(case.terminal.gate, -since_monday)


def draw_trucks(case: Case, streams: Streams, call: str, boxes: list[Box]) -> None:
    """Draw what else there is to know of the trucks of a call's boxes, where the gate asks for it."""
    gate, size = case.terminal.gate, len(boxes)
    if gate.dual_share:
        for box, draw in zip(boxes, streams.of("dual", call).random(size).tolist(), strict=True):
            box.dual = draw < gate.dual_share
    if gate.appointments_per_hour:
        misses = streams.of("no-show", call).random(size) < gate.no_show_share
        off_min = streams.of("punctuality", call).normal(0, gate.punctuality_sd_min, size)
        for box, misses_it, off in zip(boxes, misses.tolist(), off_min.tolist(), strict=True):
            box.misses, box.off_min = misses_it, off


class Appointments:
    """The appointments of each hour of the terminal's clock that are taken."""

    def __init__(self, gate: Gate, trucks: TruckClock) -> None:
        self._trucks = trucks
        self._room = gate.appointments_per_hour
        tolerance = int(gate.appointment_tolerance_h)
        self._near = sorted(range(-tolerance, tolerance + 1), key=lambda hours: (abs(hours), hours))
        self._later = range(tolerance + 1, _LONGEST_SEARCH_H)
        self._taken: defaultdict[int, int] = defaultdict(int)

    def take(self, minute: float, earliest: float, latest: float) -> float | None:
        """Take an appointment near a minute of the run, at one between two others; None where none is free.

        The answer is the minute of the run at which the truck means to come.
        """
        for hours in self._near:
            at = minute + hours * HOUR
            if earliest <= at <= latest and self._takes(at):
                return at
        for hours in self._later:
            at = minute + hours * HOUR
            if at > latest:
                break
            if self._takes(at):
                return at
        return None

    def _takes(self, minute: float) -> bool:
        hour = int((minute - self._trucks.monday) // HOUR)
        if self._taken[hour] >= self._room or not self._trucks.is_open(minute):
            return False
        self._taken[hour] += 1
        return True
