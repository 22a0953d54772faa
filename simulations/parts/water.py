"""Tide and channel in the simulation's minutes: when a ship can move between the sea and a place along the quay.

As in plans, tide, depth and channel are asked at first line and at last line.
"""

from bisect import bisect_right
from math import acos, cos, inf, tau

from data.case import Case
from data.vessels import VesselCall
from data.water import channel_hours, depth_under, tide_needed
from simulations.clock import Clock

# A height reached to within this many metres is reached: at the edge of a tide rounding must not stop the clock.
_TOLERANCE_M = 1e-6
# And a moment to within so many minutes.
_TOLERANCE_MIN = 1e-6


class Water:
    """The tide of the case over the run's minutes, and what ships need of it."""

    def __init__(self, case: Case, clock: Clock) -> None:
        tide = case.terminal.tide
        self._case = case
        self._middle = (tide.high_m + tide.low_m) / 2
        self._swing = (tide.high_m - tide.low_m) / 2
        self._period = tide.period_h * 60
        self._high_water = clock.minutes(tide.high_water)
        self._horizon = clock.horizon
        hours = channel_hours(case.terminal, clock.moment(clock.begin), clock.end_of_arrivals)
        # From and until when ships move by the channel's hours, both included; None where they always do.
        self._hours = (
            None if hours is None else [(clock.minutes(opens), clock.minutes(shuts)) for opens, shuts in hours]
        )
        self._closures = [(clock.minutes(each.start), clock.minutes(each.end)) for each in case.closed("channel")]
        # Depths that have been asked for, by place and length: ships come to the same places again and again.
        self._depths: dict[tuple[float, float], float] = {}

    def height(self, minute: float) -> float:
        """Height of the tide in metres."""
        return self._middle + self._swing * cos(tau * (minute - self._high_water) / self._period)

    def tide_to_berth(self, call: VesselCall, position_m: float, loa_m: float) -> float:
        """Height of tide in metres that the ship needs to come to a place."""
        return tide_needed(self._case.terminal, call.arrival_draft_m, self._depth(position_m, loa_m))

    def tide_to_leave(self, call: VesselCall, position_m: float, loa_m: float) -> float:
        """Height of tide in metres that the ship needs to leave a place."""
        return tide_needed(self._case.terminal, call.departure_draft_m, self._depth(position_m, loa_m))

    def _depth(self, position_m: float, loa_m: float) -> float:
        depth = self._depths.get((position_m, loa_m))
        if depth is None:
            depth = self._depths[position_m, loa_m] = depth_under(self._case, position_m, loa_m)
        return depth

    def reached(self, needed_m: float, minute: float) -> bool:
        """Whether the tide stands at least so high."""
        return needed_m <= self.height(minute) + _TOLERANCE_M

    def always(self, needed_m: float) -> bool:
        """Whether the tide never stands lower."""
        return needed_m <= self._middle - self._swing + _TOLERANCE_M

    def ever(self, needed_m: float) -> bool:
        """Whether the tide ever stands so high."""
        return needed_m <= self._middle + self._swing + _TOLERANCE_M

    def next_reached(self, needed_m: float, minute: float) -> float:
        """The first minute, from `minute`, at which the tide stands at least so high; infinite where it never does."""
        if self.reached(needed_m, minute):
            return minute
        if not self.ever(needed_m):
            return inf
        # The tide stands so high for `half` before and after each high water.
        half = acos(min(1.0, (needed_m - self._middle) / self._swing)) / tau * self._period
        since_high_water = (minute - self._high_water) % self._period
        return minute + self._period - half - since_high_water

    def is_open(self, minute: float) -> bool:
        """Whether ships move through the channel."""
        return self.next_open(minute) == minute

    def next_open(self, minute: float) -> float:
        """The first minute, from `minute`, at which ships move through the channel; infinite after the last hours."""
        before = None
        while minute != before:
            before = minute
            if self._hours is not None:
                minute = self._in_hours(minute)
            for start, end in self._closures:
                if start <= minute < end - _TOLERANCE_MIN:
                    minute = end
        return minute

    def next_passage(self, needed_m: float, minute: float) -> float:
        """The first minute, from `minute`, at which the tide stands so high and the channel is open; or infinite."""
        while minute < self._horizon:
            later = self.next_open(self.next_reached(needed_m, minute))
            if later == minute:
                return minute
            minute = later
        return inf

    def _in_hours(self, minute: float) -> float:
        hours = self._hours or []
        place = bisect_right(hours, (minute + _TOLERANCE_MIN, inf))
        if place and minute <= hours[place - 1][1] + _TOLERANCE_MIN:
            return minute
        return hours[place][0] if place < len(hours) else inf
