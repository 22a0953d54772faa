"""Where along the quay a ship can lie and what it finds there: depth, handling times, cranes' reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, gcd

from data.case import Case
from data.places import stretches
from data.terminal import CRANE_STANDS_M
from data.vessels import VesselCall
from data.water import depth_under
from data.work import handling_at


def millimetres(metres: float) -> int:
    """A length in whole millimetres, finer ones rounded up."""
    return ceil(metres * 1000 - 1e-6)


def unit_of(case: Case, calls: list[VesselCall]) -> int:
    """The largest unit, in millimetres, that divides every length of the problem.

    For given times the places are a system of differences, so that nothing is lost: some best plan has every ship
    at a multiple of it. Where cranes travel, the middles of ships are multiples too; then that is no more than likely.
    """
    quay = case.terminal.quay
    metres = [quay.length_m, quay.overhang_m, quay.mooring_gap_m, CRANE_STANDS_M if case.quay_cranes else 0.0]
    metres += [edge for section in case.berths for edge in (section.start_m, section.end_m)]
    metres += [edge for closed in case.closed("quay") for edge in (closed.from_m or 0.0, closed.to_m or 0.0)]
    ships = [case.ship_of(call) for call in calls]
    if _everywhere(case):
        # Cranes that reach every metre say nothing about places.
        metres.remove(CRANE_STANDS_M)
    else:
        metres += [edge for crane in case.quay_cranes for edge in (crane.rail_from_m, crane.rail_to_m)]
        metres += [clear for ship in ships for clear in (ship.bow_clear_m, ship.stern_clear_m)]
    metres += [ship.loa_m for ship in ships]
    metres += [call.preferred_position_m or 0.0 for call in calls]
    if case.terminal.crane_work.travel_m_min:
        metres += [ship.loa_m / 2 for ship in ships]
    return gcd(*(millimetres(value) for value in metres)) or 1


def _everywhere(case: Case) -> bool:
    quay = case.terminal.quay
    return quay.overhang_m == 0 and all(
        crane.rail_from_m == 0 and crane.rail_to_m == quay.length_m for crane in case.quay_cranes
    )


@dataclass(frozen=True)
class Range:
    """Places of a ship's low end, in units, that have one depth and, where the call has them, one set of hours."""

    low: int
    high: int
    depth_m: float
    hours: tuple[tuple[int, float], ...]


def ranges_of(case: Case, call: VesselCall, unit: int) -> list[Range]:
    """The ranges of places that the layout leaves a ship, those with water under its keel only."""
    quay, loa = case.terminal.quay, case.ship_of(call).loa_m
    length = millimetres(loa) // unit
    wanted = quay.keel_clearance_m
    draft = max(call.arrival_draft_m, call.departure_draft_m)
    merged: list[Range] = []
    for low, high in _stretches(case, unit, length):
        place_m = low * unit / 1000
        depth = depth_under(case, place_m, loa)
        if wanted is not None and depth + case.terminal.tide.low_m - draft < wanted - 1e-6:
            continue
        hours = tuple(sorted(handling_at(case, call, place_m).items())) if call.id in case.handling_by_call else ()
        last = merged[-1] if merged else None
        if last and quay.layout != "discrete" and (last.high + 1, last.depth_m, last.hours) == (low, depth, hours):
            merged[-1] = Range(last.low, high, depth, hours)
        else:
            merged.append(Range(low, high, depth, hours))
    return merged


def _stretches(case: Case, unit: int, length: int) -> Iterator[tuple[int, int]]:
    """Ranges of places that lie over the same sections, with the low end in the same one."""
    quay = case.terminal.quay
    overhang = millimetres(quay.overhang_m) // unit
    if quay.layout == "discrete":
        for stretch in stretches(case):
            low, high = millimetres(stretch.low_m) // unit, millimetres(stretch.high_m) // unit - length
            if low <= high:
                yield from _split(case, unit, length, low, high)
        return
    low, high = -overhang, millimetres(quay.length_m) // unit + overhang - length
    if low <= high:
        yield from _split(case, unit, length, low, high)


def _split(case: Case, unit: int, length: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    edges = {low, high + 1}
    for section in case.berths:
        # From these places on the ship has left a section, or lies over one.
        edges |= {millimetres(section.end_m) // unit, millimetres(section.start_m) // unit - length + 1}
    inside = sorted(edge for edge in edges if low <= edge <= high + 1)
    for begin, end in pairwise(inside):
        yield begin, end - 1


def reach_of(case: Case, call: VesselCall, unit: int) -> list[tuple[int, int]]:
    """For each crane the lowest and the highest place at which it reaches the ship's bays."""
    ship, quay = case.ship_of(call), case.terminal.quay
    low_m, high_m = ship.bays(0.0, quay.bow_of(call.side))
    stands = millimetres(CRANE_STANDS_M)
    return [
        (
            -((millimetres(high_m) - millimetres(crane.rail_from_m) - stands) // unit),
            (millimetres(crane.rail_to_m) - stands - millimetres(low_m)) // unit,
        )
        for crane in case.quay_cranes
    ]
