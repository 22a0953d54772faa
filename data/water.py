"""Water under ships: the tide, the depth along the quay, and when a ship can move.

A moving ship needs its draft and the under-keel clearance, a share of the draft, between its keel's waterline and
the bottom, in the channel and at its berth. It is asked at first line and at last line.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.terminal import Terminal, Tide
from data.vessels import VesselCall


def tide_height(tide: Tide, moment: datetime) -> float:
    """Height of the water above chart datum in metres."""
    return float(tide_by_minute(tide, moment, 1)[0])


def tide_by_minute(tide: Tide, start: datetime, minutes: int) -> NDArray[np.float64]:
    """Heights in metres above chart datum at each minute from `start`; shape (minutes,)."""
    hours = (start - tide.high_water).total_seconds() / 3600 + np.arange(minutes) / 60
    middle, swing = (tide.high_m + tide.low_m) / 2, (tide.high_m - tide.low_m) / 2
    return middle + swing * np.cos(2 * np.pi * hours / tide.period_h)


def depth_under(case: Case, position_m: float, loa_m: float) -> float:
    """Least depth in metres below chart datum of the sections under a ship. Beyond the quay's ends none is known."""
    depths = [
        section.depth_m
        for section in case.berths
        if section.start_m < position_m + loa_m and position_m < section.end_m
    ]
    return min(depths, default=0.0)


def deepest_place(case: Case, loa_m: float) -> float:
    """Depth in metres of the deepest place along the quay where a ship so long can lie, overhangs included."""
    quay = case.terminal.quay
    lowest, highest = -quay.overhang_m, quay.length_m + quay.overhang_m - loa_m
    edges = [lowest, highest]
    edges += [place for section in case.berths for place in (section.start_m, section.end_m - loa_m)]
    return max((depth_under(case, place, loa_m) for place in edges if lowest <= place <= highest), default=0.0)


def tide_needed(terminal: Terminal, draft_m: float, berth_depth_m: float) -> float:
    """Height of tide in metres at which a ship of this draft can move between the sea and a berth so deep."""
    depth = min(berth_depth_m, terminal.channel.depth_m)
    return draft_m * (1 + terminal.channel.under_keel_clearance) - depth


def why_never(case: Case, call: VesselCall) -> str | None:
    """Why no plan can berth a call, whatever else is at the quay, or None where one can."""
    ship, quay = case.ship_of(call), case.terminal.quay
    room = quay.length_m + 2 * quay.overhang_m
    if ship.loa_m > room:
        return f"{ship.name} is {ship.loa_m:g} m long and the quay with its overhangs {room:g} m"
    if call.min_cranes > len(case.quay_cranes):
        return f"{ship.name} wants at least {call.min_cranes} quay cranes and there are {len(case.quay_cranes)}"
    draft = max(call.arrival_draft_m, call.departure_draft_m)
    lacking = tide_needed(case.terminal, draft, deepest_place(case, ship.loa_m)) - case.terminal.tide.high_m
    if lacking > 0:
        return f"{ship.name} draws {draft:g} m and lacks {lacking:.2f} m of water under its keel even at high water"
    return None


def touches_ground(case: Case, call: VesselCall) -> str | None:
    """That a ship would touch the bottom alongside at low water, or None: plans look at the water only as it moves."""
    ship = case.ship_of(call)
    draft = max(call.arrival_draft_m, call.departure_draft_m)
    water = deepest_place(case, ship.loa_m) + case.terminal.tide.low_m
    if draft <= water:
        return None
    return f"{ship.name} draws {draft:g} m and lies in {water:g} m at low water: it would touch the bottom"
