"""When the cranes of a ship may work her: their windows, less closures and the shifts that have too few gangs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.case import Case
from data.plans import CraneUse
from data.shifts import shift_times

_FOR_EVER_S = 60 * 24 * 3600


@dataclass(frozen=True)
class CraneTime:
    """A crane at the ship: its name, its reach in metres, and its windows in seconds from the start of the plan.

    One that stands between hers and does not work her has no window.
    """

    name: str
    reach: tuple[float, float]
    windows: tuple[tuple[int, int], ...]

    def fit(self, start: int, seconds: int) -> int:
        """The earliest moment from `start` on at which it can work for so long; far ahead where it never can."""
        for begin, end in self.windows:
            if max(start, begin) + seconds <= end:
                return max(start, begin)
        return max(start, _FOR_EVER_S)


def crane_times(case: Case, uses: Sequence[CraneUse], start: datetime) -> list[CraneTime]:
    """The cranes of a ship in rail order, with those that stand between them.

    In a shift with fewer gangs than she has cranes, those lowest on the rail work.
    """
    rail = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
    end = max(use.end for use in uses)
    hers = sorted({rail[use.crane] for use in uses})
    shifts = list(shift_times(case.terminal, case.shifts, start, end)) if case.shifts else []
    found = []
    for place in range(hers[0], hers[-1] + 1):
        crane = case.quay_cranes[place]
        windows = _joined((use.start, use.end) for use in uses if use.crane == crane.id)
        for closure in case.closed("crane"):
            if closure.crane == crane.id:
                windows = _without(windows, closure.start, closure.end)
        for shift in shifts:
            if place in hers and hers.index(place) >= shift.shift.gangs:
                windows = _without(windows, shift.start, shift.end)
        seconds = sorted((_seconds(begin, start), _seconds(until, start)) for begin, until in windows)
        found.append(
            CraneTime(
                crane.id,
                (crane.rail_from_m, crane.rail_to_m),
                tuple((max(0, begin), until) for begin, until in seconds if until > 0),
            )
        )
    return found


def _joined(windows: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Windows in order; those that touch are one."""
    joined: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(windows):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _seconds(moment: datetime, start: datetime) -> int:
    return (moment - start) // timedelta(seconds=1)


def _without(
    windows: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    left = []
    for begin, until in windows:
        left += [(begin, min(until, start)), (max(begin, end), until)]
    return [(begin, until) for begin, until in left if begin < until]
