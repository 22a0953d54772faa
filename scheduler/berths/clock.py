"""Time in whole ticks: how long one is, and when shifts, slots and windows of the water begin and end in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, floor, gcd

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.shifts import ShiftTime, shift_times
from data.vessels import VesselCall
from data.water import channel_open_by_minute, tide_by_minute, tide_needed
from scheduler.berths.kernel import NEVER
from scheduler.berths.places import millimetres

MINUTE_MS = 60_000
_HOUR_MS = 60 * MINUTE_MS
# Ticks are not shorter than this: what is finer than a second is no time of a port.
_LEAST_MS = 1_000
# Where the number of cranes changes, it does so at most once in so many minutes.
SLOT_MIN = 60
_LEAST_SLOT_MIN = 15


def milliseconds(duration: timedelta) -> int:
    """A duration in whole milliseconds."""
    return duration // timedelta(milliseconds=1)


def tick_of(
    case: Case, calls: Sequence[VesselCall], start: datetime, unit_mm: int, more: Sequence[datetime] = ()
) -> int:
    """The length of a tick in milliseconds; `more` are moments that it should count to exactly as well.

    A minute; but where every ship's hours are given and no water is asked, all times of the problem are sums of a few
    durations, and the largest tick that divides those loses nothing.
    """
    terminal = case.terminal
    work = terminal.crane_work
    given = all(call.id in case.handling_by_call for call in calls)
    if not calls or not given or work.assignment == "hourly" or asks_water(case, calls):
        return MINUTE_MS
    lengths = [terminal.quay.mooring_min * MINUTE_MS, terminal.quay.unmooring_min * MINUTE_MS]
    lengths.append(work.setup_min * MINUTE_MS)
    if work.travel_m_min:
        lengths.append(unit_mm / 1000 / work.travel_m_min * MINUTE_MS)
    lengths += [row.hours * _HOUR_MS for call in calls for row in case.handling_by_call[call.id]]
    moments = [
        moment for call in calls for moment in (call.eta, call.etd, call.earliest, call.latest_departure, call.window)
    ]
    moments += [moment for closure in case.closures for moment in (closure.start, closure.end)]
    moments += more
    moments += [time.start for time in shifts_of(case, start, max(call.eta for call in calls))]
    whole = [milliseconds(moment - start) for moment in moments if moment is not None]
    if any(abs(length - round(length)) > 1e-6 for length in lengths):
        return MINUTE_MS
    tick = gcd(*whole, *(round(length) for length in lengths))
    return tick if tick >= _LEAST_MS else MINUTE_MS


def asks_water(case: Case, calls: Sequence[VesselCall]) -> bool:
    """Whether some ship may have to wait for the tide or the channel."""
    terminal = case.terminal
    if terminal.channel.opens is not None or case.closed("channel"):
        return True
    shallow = min(section.depth_m for section in case.berths)
    deepest = max((max(call.arrival_draft_m, call.departure_draft_m) for call in calls), default=0.0)
    return tide_needed(terminal, deepest, shallow) > terminal.tide.low_m


def shifts_of(case: Case, start: datetime, end: datetime) -> list[ShiftTime]:
    """The shifts from one moment to another."""
    return shift_times(case.terminal, case.shifts, start, end) if case.shifts else []


@dataclass(frozen=True)
class Units:
    """Whole ticks and units of moments and lengths; NEVER for none."""

    start: datetime
    tick_ms: int
    unit_mm: int

    def exact(self, duration: timedelta) -> float:
        """Ticks of a duration, not rounded."""
        return duration / timedelta(milliseconds=self.tick_ms)

    def up(self, moment: datetime | None) -> int:
        """Ticks to a moment, a begun one counted."""
        if moment is None:
            return NEVER
        return ceil(self.exact(moment - self.start) - 1e-9)

    def down(self, moment: datetime | None) -> int:
        """Ticks to a moment, a begun one not counted."""
        if moment is None:
            return NEVER
        return floor(self.exact(moment - self.start) + 1e-9)

    def nearest(self, moment: datetime) -> int:
        """Ticks to a moment, rounded."""
        return round(self.exact(moment - self.start))

    def ticks(self, minutes: float) -> int:
        """Ticks of some minutes, a begun one counted."""
        return ceil(minutes * MINUTE_MS / self.tick_ms)

    def length(self, metres: float) -> int:
        """Units of a length."""
        return -(-millimetres(metres) // self.unit_mm)


@dataclass
class Waters:
    """Windows in which the water lets ships move, each height of tide that somebody needs once.

    Asked by the minute of the planned time, whose tide and channel are given by the minute.
    """

    tide: NDArray[np.float64]
    channel: NDArray[np.bool_]
    windows: list[list[tuple[int, int]]] = field(default_factory=list)
    _known: dict[float, int] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, start: datetime, minutes: int) -> "Waters":
        """The waters of so many minutes."""
        return cls(
            tide_by_minute(case.terminal.tide, start, minutes),
            channel_open_by_minute(case, start, minutes),
        )

    def window(self, needed_m: float) -> int:
        """The number of the windows with so much tide and an open channel; -1 where that is always."""
        if needed_m not in self._known:
            enough = (self.tide >= needed_m) & self.channel
            if enough.all():
                self._known[needed_m] = -1
            else:
                edges = np.flatnonzero(np.diff(enough, prepend=False, append=False))
                self.windows.append(list(zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)))
                self._known[needed_m] = len(self.windows) - 1
        return self._known[needed_m]

    def only(self, tick: int) -> int:
        """The number of windows that are one tick, for a ship that moves then and at no other time."""
        self.windows.append([(tick, tick)])
        return len(self.windows) - 1


def slot_of(shifts: Sequence[ShiftTime], start: datetime) -> int:
    """Length of a slot in minutes: an hour, or less where shifts begin between hours."""
    begins = [milliseconds(time.start - start) // MINUTE_MS for time in shifts]
    return max(gcd(SLOT_MIN, *begins), _LEAST_SLOT_MIN)
