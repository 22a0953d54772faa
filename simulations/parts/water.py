"""Tide in the simulation's minutes: when a ship of some draft can move between the sea and a place along the quay.

The channel's passage takes no time of its own: a call's ETA is when it can be alongside. As in plans, tide and depth
are asked at first line and at last line.
"""

from math import acos, cos, inf, tau

from data.case import Case
from data.vessels import VesselCall
from data.water import depth_under, tide_needed
from simulations.clock import Clock

# A height reached to within this many metres is reached: at the edge of a tide rounding must not stop the clock.
_TOLERANCE_M = 1e-6


class Water:
    """The tide of the case over the run's minutes, and what ships need of it."""

    def __init__(self, case: Case, clock: Clock) -> None:
        tide = case.terminal.tide
        self._case = case
        self._middle = (tide.high_m + tide.low_m) / 2
        self._swing = (tide.high_m - tide.low_m) / 2
        self._period = tide.period_h * 60
        self._high_water = clock.minutes(tide.high_water)
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
