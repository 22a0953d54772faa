"""When trucks bring the boxes to load of a call: what share of them has come by each of some moments.

It is what the simulation draws, in the mean: boxes stay as the case's `dwell` says (lognormal, to the middle of the
ship's stay by ETA and ETD), the gate's opening and closing for the call cut that, and where trucks come by the hours
and days of the gate, the part of its time for the call that has gone by is counted in their weights.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import erf, log, sqrt

import numpy as np
import numpy.typing as npt

from data.case import Case
from data.groups import Group
from data.vessels import VesselCall

Shares = npt.NDArray[np.float64]
_HOUR = timedelta(hours=1)


class TruckArrivals:
    """Shares of the boxes to load that have come by the whole hours `moments`, in ascending order."""

    def __init__(self, case: Case, moments: Sequence[datetime]) -> None:
        self._case = case
        self._start = moments[0]
        week = case.terminal.gate.week()
        by_hour = [sum(week[minute : minute + 60]) for minute in range(0, len(week), 60)]
        local = [case.terminal.local(moment) for moment in moments]
        weights = [by_hour[moment.weekday() * 24 + moment.hour] for moment in local]
        # What the trucks' own clock shows at each moment.
        self._trucks = np.concatenate(([0.0], np.cumsum(weights[:-1])))
        self._hours = np.arange(len(moments), dtype=float)
        self._known: dict[tuple[str, bool, bool], Shares] = {}

    def come(self, call: VesselCall, group: Group) -> Shares:
        """The share of a group of a call's boxes that has come by each moment."""
        foreign = group.status == "full" and group.port[:2] != self._case.terminal.unlocode[:2]
        key = call.id, foreign, group.status == "empty"
        if key not in self._known:
            self._known[key] = self._come(call, foreign=foreign, empty=group.status == "empty")
        return self._known[key]

    def _come(self, call: VesselCall, *, foreign: bool, empty: bool) -> Shares:
        gate, least_h = self._case.terminal.gate, self._case.terminal.dwell.export_least_h
        closes_h = gate.closes_hours_before
        if foreign and gate.foreign_closes_hours_before is not None:
            closes_h = gate.foreign_closes_hours_before
        half_h = (call.etd - call.eta) / _HOUR / 2
        latest_h = max(closes_h + half_h, least_h)
        earliest_h = max(latest_h, gate.opens_days_before * 24 + half_h)
        eta_h = (call.eta - self._start) / _HOUR
        middle_h = eta_h + half_h
        gone = self._gone(middle_h - earliest_h, middle_h - latest_h)
        mean, spread = self._stay(foreign=foreign, empty=empty)
        early, late = (lognormal(hours, mean, spread) for hours in (earliest_h, latest_h))
        stays = earliest_h - gone * (earliest_h - latest_h)
        if early - late < 1e-9:
            # No stay that is drawn is within the gate's time: all come where it cuts.
            return np.asarray(gone >= (1.0 if mean <= latest_h else 1e-9), dtype=float)
        found = gone.copy()
        for hour in np.flatnonzero((gone > 0) & (gone < 1)):
            found[hour] = (early - lognormal(float(stays[hour]), mean, spread)) / (early - late)
        return np.clip(found, 0.0, 1.0)

    def _gone(self, first_h: float, last_h: float) -> Shares:
        """The part of a time that has gone by at each moment, by the clock of the trucks."""
        first, last = (float(np.interp(hour, self._hours, self._trucks)) for hour in (first_h, last_h))
        if last - first < 1e-9:
            if last_h - first_h < 1e-9:
                return np.asarray(self._hours >= last_h, dtype=float)
            return np.clip((self._hours - first_h) / (last_h - first_h), 0.0, 1.0)
        return np.clip((self._trucks - first) / (last - first), 0.0, 1.0)

    def _stay(self, *, foreign: bool, empty: bool) -> tuple[float, float]:
        """Mean hours and spread of a flow, which are those of all boxes that leave by ship where it has none."""
        dwell = self._case.terminal.dwell
        mean, spread = (
            (dwell.empty_out_h, dwell.empty_out_spread)
            if empty
            else (dwell.foreign_out_h, dwell.foreign_out_spread)
            if foreign
            else (dwell.domestic_out_h, dwell.domestic_out_spread)
        )
        return (
            dwell.export_h if mean is None else mean,
            dwell.export_spread if spread is None else spread,
        )


def lognormal(value: float, mean: float, spread: float) -> float:
    """The share of a lognormal distribution of this mean and spread (standard deviation / mean) up to a value."""
    if value <= 0:
        return 0.0
    sigma = sqrt(log(1 + spread**2))
    if sigma < 1e-6:
        return float(value >= mean)
    middle = log(mean) - sigma**2 / 2
    return 0.5 * (1 + erf((log(value) - middle) / (sigma * sqrt(2))))
