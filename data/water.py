"""Water under ships: the tide, the depth along the quay, when a ship can move, and which calls nothing can berth.

A moving ship needs its draft and the under-keel clearance, a share of the draft, between its keel's waterline and
the bottom, in the channel and at its berth. It is asked at first line and at last line, and the channel must be open
then.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import ceil, cos, floor, pi
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.clock import daily, on_clock
from data.places import SAME_M, places, sections_under, stretches
from data.terminal import Terminal, Tide
from data.vessels import VesselCall
from data.work import crane_counts, hours_with, least_hours

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_SECOND = timedelta(seconds=1)


def tide_height(tide: Tide, moment: datetime) -> float:
    """Height of the water above chart datum in metres."""
    hours = (moment - tide.high_water).total_seconds() / 3600
    middle, swing = (tide.high_m + tide.low_m) / 2, (tide.high_m - tide.low_m) / 2
    return middle + swing * cos(2 * pi * hours / tide.period_h)


def tide_by_minute(tide: Tide, start: datetime, minutes: int) -> NDArray[np.float64]:
    """Heights in metres above chart datum at each minute from `start`; shape (minutes,)."""
    hours = (start - tide.high_water).total_seconds() / 3600 + np.arange(minutes) / 60
    middle, swing = (tide.high_m + tide.low_m) / 2, (tide.high_m - tide.low_m) / 2
    return middle + swing * np.cos(2 * np.pi * hours / tide.period_h)


def depth_under(case: Case, position_m: float, loa_m: float) -> float:
    """Least depth in metres below chart datum of the sections under a ship. Beyond the quay's ends none is known."""
    return min((section.depth_m for section in sections_under(case, position_m, loa_m)), default=0.0)


def deepest_place(case: Case, loa_m: float) -> float:
    """Depth in metres of the deepest place along the quay where a ship so long may lie; 0 where there is none."""
    return max((depth_under(case, place, loa_m) for place in places(case, loa_m)), default=0.0)


def tide_needed(terminal: Terminal, draft_m: float, berth_depth_m: float) -> float:
    """Height of tide in metres at which a ship of this draft can move between the sea and a berth so deep."""
    depth = min(berth_depth_m, terminal.channel.depth_m)
    return draft_m * (1 + terminal.channel.under_keel_clearance) - depth


def keel_clearance(case: Case, call: VesselCall, position_m: float) -> float:
    """Water in metres under the keel of a ship alongside at low water, with the deeper of its drafts."""
    depth = depth_under(case, position_m, case.ship_of(call).loa_m)
    return depth + case.terminal.tide.low_m - max(call.arrival_draft_m, call.departure_draft_m)


def channel_hours(terminal: Terminal, start: datetime, end: datetime) -> list[tuple[datetime, datetime]] | None:
    """When ships move, by the channel's opening hours, that meet a time: from and until, both included.

    None where they always do. Closures of the channel are another matter.
    """
    opens, closes = terminal.channel.opens, terminal.channel.closes
    if opens is None or closes is None:
        return None
    hours = []
    day = on_clock(start, terminal.zone).date() - 2 * _DAY
    while (hour := _opening(opens, closes, terminal.zone, day))[0] <= end:
        if hour[1] >= start:
            hours.append(hour)
        day += _DAY
    return hours


@lru_cache(maxsize=4096)
def _opening(opens: time, closes: time, zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    """From when until when ships move that may first on a day. The checker asks of every ship, of few days."""
    begin = on_clock(datetime.combine(day, opens), zone)
    return begin, next(daily(closes, zone, begin, begin + 2 * _DAY))


def channel_shut(case: Case, moment: datetime) -> str | None:
    """Why no ship can move through the channel at a moment, or None where it is open."""
    terminal = case.terminal
    for closure in case.closed("channel"):
        if closure.at(moment):
            reason = f": {closure.reason}" if closure.reason else ""
            return f"the channel is closed until {terminal.clock(closure.end)}{reason}"
    if channel_hours(terminal, moment, moment) == []:
        return f"ships move from {terminal.channel.opens:%H:%M} to {terminal.channel.closes:%H:%M} only"
    return None


def channel_open_by_minute(case: Case, start: datetime, minutes: int) -> NDArray[np.bool_]:
    """Whether the channel is open, by its hours and its closures, at each minute from `start`; shape (minutes,)."""
    hours = channel_hours(case.terminal, start, start + minutes * _MINUTE)
    is_open = np.full(minutes, hours is None)
    for begin, until in hours or ():
        is_open[max(0, ceil((begin - start) / _MINUTE)) : max(0, floor((until - start) / _MINUTE) + 1)] = True
    for closure in case.closed("channel"):
        first, last = (max(0, ceil((moment - start) / _MINUTE)) for moment in (closure.start, closure.end))
        is_open[first:last] = False
    return is_open


def why_never(case: Case, call: VesselCall) -> str | None:
    """Why no plan can berth a call, whatever else is at the quay, or None where one may be able to."""
    rules = (_too_long, _too_few_cranes, _nowhere, _too_short)
    return next((reason for rule in rules if (reason := rule(case, call)) is not None), None)


def _too_long(case: Case, call: VesselCall) -> str | None:
    ship, quay = case.ship_of(call), case.terminal.quay
    room = quay.length_m + 2 * quay.overhang_m
    if ship.loa_m > room:
        return f"{ship.name} is {ship.loa_m:g} m long and the quay with its overhangs {room:g} m"
    if not places(case, ship.loa_m):
        longest = max(each.high_m - each.low_m for each in stretches(case))
        return f"{ship.name} is {ship.loa_m:g} m long and fits into no section: the longest has {longest:g} m"
    return None


def _too_few_cranes(case: Case, call: VesselCall) -> str | None:
    ship, cranes = case.ship_of(call), len(case.quay_cranes)
    counts = crane_counts(case, call)
    gangs = max((shift.gangs for shift in case.shifts), default=cranes)
    if not counts and call.id in case.handling_by_call:
        return f"{ship.name} has handling times for more quay cranes only than the {cranes} that there are"
    if not counts:
        return f"{ship.name} wants at least {call.min_cranes} quay cranes and there are {cranes}"
    if min(counts) > gangs:
        return f"{ship.name} wants at least {min(counts)} quay cranes and no shift has more than {gangs} gangs"
    return None


def _nowhere(case: Case, call: VesselCall) -> str | None:
    """Of the places that are long enough, first those drop out where she can't be worked, then the shallow ones."""
    ship, terminal = case.ship_of(call), case.terminal
    draft = max(call.arrival_draft_m, call.departure_draft_m)
    left = places(case, ship.loa_m)
    counts = crane_counts(case, call)
    left = [place for place in left if any(hours_with(case, call, count, place) is not None for count in counts)]
    if not left:
        berths = ", ".join(sorted({row.berth for row in case.handling_by_call[call.id] if row.berth is not None}))
        return f"{ship.name} has handling times for {berths} only and does not fit there"
    deepest = max(depth_under(case, place, ship.loa_m) for place in left)
    lacking = tide_needed(terminal, draft, deepest) - terminal.tide.high_m
    if lacking > 0:
        return f"{ship.name} draws {draft:g} m and lacks {lacking:.2f} m of water under its keel even at high water"
    wanted = terminal.quay.keel_clearance_m
    clearance = max(keel_clearance(case, call, place) for place in left)
    if wanted is not None and clearance < wanted - SAME_M:
        return (
            f"{ship.name} draws {draft:g} m and would have {clearance:.2f} m under its keel alongside at low water; "
            f"{wanted:g} m is wanted"
        )
    return None


def _too_short(case: Case, call: VesselCall) -> str | None:
    """That the ship must leave before it can be worked off, in the best place and with the most cranes."""
    if call.latest_departure is None:
        return None
    ship, quay = case.ship_of(call), case.terminal.quay
    least = timedelta(hours=least_hours(case, call), minutes=quay.mooring_min + quay.unmooring_min)
    if call.earliest + least <= call.latest_departure + _SECOND:
        return None
    first, last, done = (
        case.terminal.clock(moment) for moment in (call.earliest, call.latest_departure, call.earliest + least)
    )
    return f"{ship.name} can berth at {first} and leave at {done}, and must leave by {last}"


def touches_ground(case: Case, call: VesselCall) -> str | None:
    """That a ship would touch the bottom alongside at low water, or None.

    Plans look at the water only as it moves, unless the quay wants some under the keel all the time.
    """
    ship = case.ship_of(call)
    draft = max(call.arrival_draft_m, call.departure_draft_m)
    water = deepest_place(case, ship.loa_m) + case.terminal.tide.low_m
    if draft <= water:
        return None
    return f"{ship.name} draws {draft:g} m and lies in {water:g} m at low water: it would touch the bottom"
