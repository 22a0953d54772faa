"""The berth problem in whole numbers, and the way back to a plan.

Time is whole minutes from the start of the planned time; lengths are multiples of a unit that divides every length
of the problem, itself a multiple of a decimetre. Money is in sixtieths of a thousandth of the currency's unit, in
which every cost is a whole number for priorities of three decimals.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, floor, gcd
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.vessels import VesselCall
from data.water import depth_under, tide_by_minute, tide_needed, why_never

MONEY = 60_000


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
    """Positions over one depth, and the minutes in which a ship may berth and leave there; as [low, high] ranges.

    None for minutes stands for any time.
    """

    positions: list[tuple[int, int]]
    berthing: list[tuple[int, int]] | None
    leaving: list[tuple[int, int]] | None


@dataclass(frozen=True)
class Ship:
    """A call that can be berthed. The mooring gap is part of no length: two ships need it between them once.

    `latest` is the last minute at which it may berth, or None.
    """

    call: VesselCall
    length: int
    arrival: int
    due: int
    modes: tuple[Mode, ...]
    waters: tuple[Water, ...]
    preferred: int | None
    waiting_cost: int
    lateness_cost: int
    latest: int | None = None

    @property
    def decided(self) -> bool:
        """Whether place, time and cranes are decided already: it is an obstacle to others and costs nothing."""
        return self.latest == self.arrival and len(self.modes) == 1


@dataclass(frozen=True)
class BerthProblem:
    """All calls of the planned time, in whole numbers."""

    case: Case
    start: datetime
    end: datetime
    unit_dm: int
    ships: tuple[Ship, ...]
    unserved: tuple[UnservedCall, ...]
    low: int
    high: int
    gap: int
    mooring: int
    unmooring: int
    cranes: int
    position_cost: int
    horizon: int

    @property
    def unserved_cost(self) -> int:
        """What the calls that nothing can berth cost in every plan."""
        return len(self.unserved) * self.case.terminal.costs.unserved_per_call * MONEY


class Berth(NamedTuple):
    """A decision for a ship: the place of its low end, the minutes of first and last line, and the mode.

    A ship stays longer than its mode asks only to wait for the tide that it leaves with.
    """

    position: int
    start: int
    end: int
    mode: Mode


def cost_of(problem: BerthProblem, ship: Ship, berth: Berth) -> int:
    """Cost of one ship's berth."""
    cost = ship.waiting_cost * (berth.start - ship.arrival) + ship.lateness_cost * max(0, berth.end - ship.due)
    if ship.preferred is not None:
        cost += problem.position_cost * abs(berth.position - ship.preferred)
    return cost


def obstacle(ship: Ship, berth: Berth) -> Ship:
    """A ship that lies as decided, whatever it costs."""
    leaves = None if berth.end == berth.start + berth.mode.minutes else [(berth.end, berth.end)]
    return replace(
        ship,
        arrival=berth.start,
        latest=berth.start,
        modes=(berth.mode._replace(lowest=berth.position, highest=berth.position),),
        waters=(Water([(berth.position, berth.position)], None, leaves),),
        preferred=None,
        waiting_cost=0,
        lateness_cost=0,
    )


def pose(case: Case, start: datetime, end: datetime) -> BerthProblem:
    """The berth problem of the calls that arrive from `start` and before `end`."""
    terminal = case.terminal
    quay = terminal.quay
    calls = [call for call in case.calls if start <= call.eta < end]
    refused = {call.id: reason for call in calls if (reason := why_never(case, call)) is not None}
    unit = _unit_dm(case, calls)
    unserved = [UnservedCall(call=call.id, reason=reason) for call in calls if (reason := refused.get(call.id))]
    low, high = -_units(quay.overhang_m, unit), _units(quay.length_m + quay.overhang_m, unit)
    mooring, unmooring = ceil(quay.mooring_min), ceil(quay.unmooring_min)
    # Late enough for one ship after the other, and a tide before each.
    tide_min = ceil(terminal.tide.period_h * 60)
    longest = sum(ceil(call.moves * 60 / terminal.crane_work.gross_moves_per_hour) + mooring + unmooring + tide_min
                  for call in calls)  # fmt: skip
    horizon = max((_minutes(start, call.eta) for call in calls), default=0) + longest + 2 * tide_min
    tide = tide_by_minute(terminal.tide, start, horizon + 1)
    ships = []
    for call in sorted((call for call in calls if call.id not in refused), key=lambda call: (call.eta, call.id)):
        length = _units_up(case.ship_of(call).loa_m, unit)
        modes = _modes(case, call, length, unit, low, high, mooring + unmooring)
        waters = _waters(case, call, unit, low, high - length, tide)
        modes = tuple(mode for mode in modes if any(_meet(mode, water) for water in waters))
        waters = tuple(water for water in waters if any(_meet(mode, water) for mode in modes))
        if not modes:
            reason = f"no place along the quay has both the water and the cranes for {case.ship_of(call).name}"
            unserved.append(UnservedCall(call=call.id, reason=reason))
            continue
        weight = round(call.priority * 1000)
        preferred = call.preferred_position_m
        ships.append(
            Ship(
                call=call,
                length=length,
                arrival=_minutes(start, call.eta),
                due=floor((call.etd - start) / timedelta(minutes=1)),
                modes=modes,
                waters=waters,
                preferred=None if preferred is None else round(preferred * 10 / unit),
                waiting_cost=terminal.costs.waiting_per_hour * weight,
                lateness_cost=terminal.costs.lateness_per_hour * weight,
            )
        )
    return BerthProblem(
        case=case,
        start=start,
        end=end,
        unit_dm=unit,
        ships=tuple(ships),
        unserved=tuple(unserved),
        low=low,
        high=high,
        gap=_units_up(quay.mooring_gap_m, unit),
        mooring=mooring,
        unmooring=unmooring,
        cranes=len(case.quay_cranes),
        position_cost=terminal.costs.position_per_metre * MONEY * unit // 10,
        horizon=horizon,
    )


def plan_of(problem: BerthProblem, berths: dict[str, Berth]) -> BerthPlan:
    """The plan of decisions by call id, one for every ship of the problem."""

    def clock(minute: int) -> datetime:
        return problem.start + timedelta(minutes=minute)

    calls = []
    for ship in sorted(problem.ships, key=lambda ship: (berths[ship.call.id].start, ship.call.id)):
        berth = berths[ship.call.id]
        cranes = problem.case.quay_cranes[berth.mode.first : berth.mode.first + berth.mode.cranes]
        calls.append(
            BerthedCall(
                call=ship.call.id,
                position_m=berth.position * problem.unit_dm / 10,
                side=ship.call.side,
                start=clock(berth.start),
                end=clock(berth.end),
                cranes=tuple(
                    CraneUse(
                        crane=crane.id,
                        start=clock(berth.start + problem.mooring),
                        end=clock(berth.start + berth.mode.minutes - problem.unmooring),
                    )
                    for crane in cranes
                ),
            )
        )
    return BerthPlan(
        case=problem.case.name,
        case_hash=problem.case.hash,
        start=problem.start,
        end=problem.end,
        calls=tuple(calls),
        unserved=problem.unserved,
    )


def _minutes(start: datetime, moment: datetime) -> int:
    return ceil((moment - start) / timedelta(minutes=1))


def _units(metres: float, unit_dm: int) -> int:
    return floor(metres * 10 / unit_dm + 1e-9)


def _units_up(metres: float, unit_dm: int) -> int:
    return ceil(metres * 10 / unit_dm - 1e-9)


def _unit_dm(case: Case, calls: list[VesselCall]) -> int:
    """The largest unit, in decimetres, that divides every length of the problem.

    For given times the places are a system of differences, so that nothing is lost: some best plan has every ship
    at a multiple of it.
    """
    quay = case.terminal.quay
    metres = [quay.length_m, quay.overhang_m, quay.mooring_gap_m]
    metres += [edge for section in case.berths for edge in (section.start_m, section.end_m)]
    metres += [edge for crane in case.quay_cranes for edge in (crane.rail_from_m, crane.rail_to_m)]
    for call in calls:
        metres += [case.ship_of(call).loa_m, call.preferred_position_m or 0.0]
    return gcd(*(round(value * 10) for value in metres)) or 1


def _modes(
    case: Case, call: VesselCall, length: int, unit: int, low: int, high: int, moorings: int
) -> tuple[Mode, ...]:
    rate = case.terminal.crane_work.gross_moves_per_hour
    modes = []
    for count in range(call.min_cranes, min(call.max_cranes, len(case.quay_cranes)) + 1):
        minutes = ceil(call.moves * 60 / (rate * count) - 1e-9) + moorings
        for first in range(len(case.quay_cranes) - count + 1):
            cranes = case.quay_cranes[first : first + count]
            # A crane reaches a ship when it can stand beside some metre of it.
            lowest = max(_units(crane.rail_from_m, unit) + 1 - length for crane in cranes)
            highest = min(_units_up(crane.rail_to_m, unit) - 1 for crane in cranes)
            mode = Mode(first, count, minutes, max(lowest, low), min(highest, high - length))
            if mode.lowest <= mode.highest:
                modes.append(mode)
    return tuple(modes)


def _waters(
    case: Case,
    call: VesselCall,
    unit: int,
    lowest: int,
    highest: int,
    tide: NDArray[np.float64],
) -> tuple[Water, ...]:
    """The positions of a ship by depth, each with its windows of tide."""
    loa = case.ship_of(call).loa_m
    edges = {lowest, highest + 1}
    for section in case.berths:
        # At these positions the ship's end passes into another section.
        for position in (floor(section.end_m * 10 / unit), floor((section.start_m - loa) * 10 / unit) + 1):
            edges |= {position for position in (position, position + 1) if lowest < position <= highest}
    by_depth: dict[float, list[tuple[int, int]]] = {}
    for begin, end in pairwise(sorted(edges)):
        by_depth.setdefault(depth_under(case, begin * unit / 10, loa), []).append((begin, end - 1))
    waters = []
    for depth, positions in by_depth.items():
        berthing = _windows(tide, tide_needed(case.terminal, call.arrival_draft_m, depth))
        leaving = _windows(tide, tide_needed(case.terminal, call.departure_draft_m, depth))
        if berthing != [] and leaving != []:
            waters.append(Water(positions, berthing, leaving))
    return tuple(waters)


def _meet(mode: Mode, water: Water) -> bool:
    """Whether the mode's cranes reach a place with this water."""
    return any(begin <= mode.highest and mode.lowest <= end for begin, end in water.positions)


def _windows(tide: NDArray[np.float64], needed: float) -> list[tuple[int, int]] | None:
    """The ranges of minutes with enough tide, or None where it always is."""
    enough = tide >= needed
    if enough.all():
        return None
    changes = np.flatnonzero(np.diff(np.concatenate([[False], enough, [False]]).astype(np.int8)))
    return [(int(begin), int(end) - 1) for begin, end in changes.reshape(-1, 2)]
