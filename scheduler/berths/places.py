"""Where along the quay and when a ship can lie: lengths in whole units, cranes' reach, depth and tide."""

from itertools import pairwise
from math import ceil, gcd
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.terminal import CRANE_STANDS_M
from data.vessels import VesselCall
from data.water import depth_under, tide_needed

# Ranges [low, high] of whole numbers.
Ranges = list[tuple[int, int]]


class Mode(NamedTuple):
    """Neighbouring cranes that work a ship: the first one's place on the rail, how many, least minutes alongside.

    `lowest` and `highest` bound the ship's position so that every one of the cranes reaches it.
    """

    first: int
    cranes: int
    minutes: int
    lowest: int
    highest: int


class Water(NamedTuple):
    """Positions over one depth, and the minutes in which a ship may berth and leave there; None for any time."""

    positions: Ranges
    berthing: Ranges | None
    leaving: Ranges | None

    def leaves(self, ready: int) -> int | None:
        """The first minute from `ready` at which the ship can leave, or None."""
        if self.leaving is None:
            return ready
        return min((max(begin, ready) for begin, end in self.leaving if end >= ready), default=None)


def millimetres(metres: float) -> int:
    """A length in whole millimetres, finer ones rounded up."""
    return ceil(metres * 1000 - 1e-6)


def unit_of(case: Case, calls: list[VesselCall]) -> int:
    """The largest unit, in millimetres, that divides every length of the problem.

    For given times the places are a system of differences, so that nothing is lost: some best plan has every ship
    at a multiple of it.
    """
    quay = case.terminal.quay
    metres = [quay.length_m, quay.overhang_m, quay.mooring_gap_m, CRANE_STANDS_M]
    metres += [edge for section in case.berths for edge in (section.start_m, section.end_m)]
    metres += [edge for crane in case.quay_cranes for edge in (crane.rail_from_m, crane.rail_to_m)]
    for call in calls:
        metres += [case.ship_of(call).loa_m, call.preferred_position_m or 0.0]
    return gcd(*(millimetres(value) for value in metres))


def modes_of(case: Case, call: VesselCall, unit: int, low: int, high: int, moorings: int) -> tuple[Mode, ...]:
    """The modes of a call on a quay that reaches from `low` to `high`."""
    rate = case.terminal.crane_work.gross_moves_per_hour
    length = millimetres(case.ship_of(call).loa_m) // unit
    stands = millimetres(CRANE_STANDS_M) // unit
    modes = []
    for number in range(call.min_cranes, min(call.max_cranes, len(case.quay_cranes)) + 1):
        minutes = ceil(call.moves * 60 / (rate * number) - 1e-9) + moorings
        for first in range(len(case.quay_cranes) - number + 1):
            cranes = case.quay_cranes[first : first + number]
            lowest = max(millimetres(crane.rail_from_m) // unit + stands - length for crane in cranes)
            highest = min(millimetres(crane.rail_to_m) // unit - stands for crane in cranes)
            mode = Mode(first, number, minutes, max(lowest, low), min(highest, high - length))
            if mode.lowest <= mode.highest:
                modes.append(mode)
    return tuple(modes)


def waters_of(
    case: Case, call: VesselCall, unit: int, lowest: int, highest: int, arrival: int, tide: NDArray[np.float64]
) -> tuple[Water, ...]:
    """The positions of a ship from `lowest` to `highest` by depth, each with its windows of tide from `arrival` on.

    `tide` are heights by the minute of the planned time.
    """
    length = millimetres(case.ship_of(call).loa_m) // unit
    edges = {lowest, highest + 1}
    for section in case.berths:
        # From these positions on the ship has left a section, or lies over one.
        edges |= {millimetres(section.end_m) // unit, millimetres(section.start_m) // unit - length + 1}
    inside = sorted(edge for edge in edges if lowest <= edge <= highest + 1)
    by_depth: dict[float, Ranges] = {}
    for begin, end in pairwise(inside):
        depth = depth_under(case, begin * unit / 1000, length * unit / 1000)
        by_depth.setdefault(depth, []).append((begin, end - 1))
    waters = []
    for depth, positions in by_depth.items():
        berthing = _windows(tide, tide_needed(case.terminal, call.arrival_draft_m, depth), arrival)
        leaving = _windows(tide, tide_needed(case.terminal, call.departure_draft_m, depth), arrival)
        if berthing != [] and leaving != []:
            waters.append(Water(positions, berthing, leaving))
    return tuple(waters)


def _windows(tide: NDArray[np.float64], needed: float, arrival: int) -> Ranges | None:
    """The ranges of minutes from `arrival` on with enough tide, or None where it always is."""
    enough = tide[arrival:] >= needed
    if enough.all():
        return None
    changes = np.flatnonzero(np.diff(np.concatenate([[False], enough, [False]]).astype(np.int8))) + arrival
    return [(int(begin), int(end) - 1) for begin, end in changes.reshape(-1, 2)]


def possible(modes: tuple[Mode, ...], waters: tuple[Water, ...]) -> tuple[tuple[Mode, ...], tuple[Water, ...]]:
    """The modes whose cranes reach some place with water, and the waters that some mode's cranes reach in time."""
    pairs = [(mode, water) for mode in modes for water in waters if _meet(mode, water)]
    return (
        tuple(mode for mode in modes if any(each is mode for each, _ in pairs)),
        tuple(water for water in waters if any(each is water for _, each in pairs)),
    )


def _meet(mode: Mode, water: Water) -> bool:
    reached = any(begin <= mode.highest and mode.lowest <= end for begin, end in water.positions)
    first = 0 if water.berthing is None else water.berthing[0][0]
    return reached and water.leaves(first + mode.minutes) is not None
