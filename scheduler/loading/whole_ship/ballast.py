"""What is in a ship's tanks at departure, and what must change bays where no tanks are enough.

For a fixed total the displacement is known, and with it all limits: what is left is a small linear programme. The least
total is taken with which she keeps every limit; where there is none, that with which she breaks them least.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import linprog

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.plans import Ballast
from data.ship_layouts import Layout
from data.slots import Cell
from data.vessels import VesselCall
from scheduler.loading.whole_ship.hull import Hull, Reals

# Totals that are tried, of which the last is all that her tanks hold.
_TOTALS = 60
# Kept from every limit, in shares of it: masses are added up in any order, and tanks are told to a tenth of a tonne.
_KEPT = 0.999
_TENTH_TM = 60.0
# Metres of the metacentric height that heights of stacks may hide.
_HIDDEN_M = 0.02
_NONE = 1e-6
# The same where boxes change bays: boxes never weigh quite what was asked for.
_KEPT_SHIFTING, _SHIFTING_TM, _HIDDEN_SHIFTING_M, _ASIDE_SHIFTING = 0.985, 500.0, 0.05, 0.5
# What so many tonnes cost each that a bay has more or less, against a tonne beyond a limit, and then so many more.
_PIECES = ((30.0, 0.01), (60.0, 0.02), (inf, 0.04))
# Totals that are tried then.
_TOTALS_SHIFTING = 32


def ballast_of(layout: Layout, standing: Iterable[tuple[Container, str]]) -> tuple[Ballast, ...]:
    """The tanks that have something in them, for boxes with their slots; none for a ship without tanks."""
    if not layout.tanks or not layout.hydrostatics:
        return ()
    hull = Hull(layout)
    loads, moments = _carried(layout, hull, list(standing))
    best: tuple[float, Reals] | None = None
    most = sum(tank.capacity_t for tank in layout.tanks)
    tanks = _movable(hull)
    for total in np.linspace(0.0, most, _TOTALS):
        found = _filled(hull, loads, moments, float(total), tanks)
        if found is not None and (best is None or found[0] < best[0] - _NONE):
            best = found
        if best is not None and best[0] <= _NONE:
            break
    if best is None:
        return ()
    held = [
        (tank.tank, min(round(float(tonnes), 1), tank.capacity_t))
        for tank, tonnes in zip(layout.tanks, best[1], strict=True)
    ]
    return tuple(Ballast(tank=tank, tonnes=tonnes) for tank, tonnes in held if tonnes > 0)


def _carried(
    layout: Layout, hull: Hull, standing: list[tuple[Container, str]]
) -> tuple[Reals, tuple[float, float, float]]:
    """Tonnes by section, the light ship's included, and their moments along, across and up."""
    profile = layout.profile
    loads = hull.light.copy() if layout.sections else np.array([profile.light_t])
    along, across = profile.light_t * profile.light_from_bow_m, 0.0
    up = profile.light_t * profile.light_above_keel_m
    floors: dict[tuple[int, int, str], float] = {}
    for box, slot in sorted(standing, key=lambda each: Cell.of(each[1]).tier):
        cell = Cell.of(slot)
        stack = layout.stack_of(cell)
        if stack is None:
            continue
        tonnes = box.mass_kg / 1000
        loads[hull.index[stack.bay] if layout.sections else 0] += tonnes
        along += tonnes * layout.bay_by_number[stack.bay].from_bow_m
        across += tonnes * layout.across_m(stack)
        halves = [(half, cell.row, cell.level) for half in cell.twenties]
        floor = max(floors.get(half, 0.0) for half in halves)
        up += tonnes * (stack.above_keel_m + floor + box.height_m / 2)
        for half in halves:
            floors[half] = floor + box.height_m
    return loads, (along, across, up)


@dataclass(frozen=True)
class Bays:
    """Bays that may have so many tonnes more or less than they have."""

    numbers: Sequence[int]
    more_t: Reals
    less_t: Reals


def shifts_of(hull: Hull, loads: Reals, moments: tuple[float, float, float], bays: Bays) -> Reals | None:
    """The tonnes that each bay should have more, or less, for a ship that keeps every limit with some ballast.

    None where she does already, with no bay changed. `moments` are along, across and up.
    """
    totals = np.linspace(0.0, sum(tank.capacity_t for tank in hull.layout.tanks), _TOTALS_SHIFTING)
    movable = _movable(hull, bays)
    tried: dict[int, tuple[float, Reals] | None] = {}

    def cost(place: int) -> float:
        if place not in tried:
            tried[place] = _filled(hull, loads, moments, float(totals[place]), movable)
        found = tried[place]
        return np.inf if found is None else found[0]

    # With more ballast it is better up to some total, and then worse.
    first, last = 0, _TOTALS_SHIFTING - 1
    while last - first > 1 and cost(first) > _NONE:
        middle = (first + last) // 2
        if cost(middle) <= cost(middle + 1) and np.isfinite(cost(middle)):
            last = middle
        elif np.isfinite(cost(middle)) or middle < _TOTALS_SHIFTING // 2:
            first = middle + 1
        else:
            last = middle
    best = min((found for found in tried.values() if found is not None), key=lambda found: found[0], default=None)
    if best is None or best[0] <= _NONE:
        return None
    moved = best[1][len(hull.layout.tanks) :].reshape(2, len(_PIECES), len(bays.numbers)).sum(axis=1)
    return np.asarray(moved[0] - moved[1])


@dataclass(frozen=True)
class _Movable:
    """What the programme may put on board, tanks first: by one tonne of each, and the most of it and its cost.

    After the tanks what bays have more, piece by piece of `_PIECES`, and then what they have less.
    """

    along: Reals
    across: Reals
    up: Reals
    sections: Reals
    most: Reals
    costs: Reals


def _movable(hull: Hull, bays: Bays | None = None) -> _Movable:
    layout, tanks = hull.layout, hull.layout.tanks
    numbers = () if bays is None else bays.numbers
    at = np.tile([layout.bay_by_number[bay].from_bow_m for bay in numbers], len(_PIECES))
    where = np.zeros((len(at), len(layout.sections)))
    for row, bay in enumerate((*numbers,) * len(_PIECES)):
        where[row, hull.index[bay]] = 1.0
    most, costs = [np.array([tank.capacity_t for tank in tanks])], [np.zeros(len(tanks))]
    for room in () if bays is None else (bays.more_t, bays.less_t):
        left = np.maximum(0.0, room)
        for size, cost in _PIECES:
            most.append(np.minimum(left, size))
            costs.append(np.full(len(left), cost))
            left = left - most[-1]
    still = np.zeros(2 * len(at))
    return _Movable(
        along=np.concatenate([[tank.from_bow_m for tank in tanks], at, -at]),
        across=np.concatenate([[tank.across_m for tank in tanks], still]),
        up=np.concatenate([[tank.full_above_keel_m for tank in tanks], still]),
        sections=np.vstack([hull.shares, where, -where]),
        most=np.concatenate(most),
        costs=np.concatenate(costs),
    )


def _filled(
    hull: Hull, loads: Reals, moments: tuple[float, float, float], total: float, movable: _Movable
) -> tuple[float, Reals] | None:
    """How far she is from her limits with so many tonnes of ballast at best, and what is moved of what may be."""
    layout = hull.layout
    tonnes = float(loads.sum()) + total
    if not layout.hydrostatics[0].displacement_t <= tonnes <= layout.hydrostatics[-1].displacement_t:
        return None
    least, most, aside, top = hull.moments(tonnes)
    along, across, up = moments
    tanks, bays = len(layout.tanks), len(movable.costs) > len(layout.tanks)
    rows: list[Reals] = []
    limits: list[float] = []

    def within(factors: Reals, at: float, low: float, high: float, kept: float) -> None:
        if np.isfinite(high):
            rows.append(factors)
            limits.append(high - kept - at)
        if np.isfinite(low):
            rows.append(-factors)
            limits.append(at - low - kept)

    ends = _SHIFTING_TM if bays else _TENTH_TM
    narrow = min(ends, 0.25 * (most - least)) if np.isfinite(most - least) else ends
    within(movable.along, along, least, most, max(0.0, narrow))
    within(movable.across, across, -aside, aside, min(aside, tonnes) * (_ASIDE_SHIFTING if bays else 0.02))
    within(movable.up, up, -np.inf, top, (_HIDDEN_SHIFTING_M if bays else _HIDDEN_M) * tonnes)
    if layout.buoyancy:
        shear, bending = hull.shear(loads, tonnes), hull.bending(loads, tonnes)
        per_shear = np.cumsum(movable.sections[:, ::-1], axis=1)[:, ::-1].T
        per_bending = hull.arms @ movable.sections.T
        kept = 1 - (_KEPT_SHIFTING if bays else _KEPT)
        for place, section in enumerate(layout.sections):
            for factors, at, low, high in (
                (per_shear[place], shear[place], section.min_shear_t, section.max_shear_t),
                (per_bending[place], bending[place], section.min_bending_tm, section.max_bending_tm),
            ):
                scale = max(abs(low or 0.0), abs(high or 0.0))
                within(
                    factors, float(at), -np.inf if low is None else low, np.inf if high is None else high,
                    kept * scale,
                )  # fmt: skip
    count = len(movable.costs)
    # Each row by its own size, with a slack of its own.
    matrix = np.array(rows)
    sizes = np.maximum(1.0, np.abs(matrix).max(axis=1))
    slack = np.eye(len(rows))
    held, even = np.zeros(count + len(rows)), np.zeros(count + len(rows))
    held[:tanks] = 1.0
    even[tanks:count] = np.repeat([1.0, -1.0], (count - tanks) // 2)
    found = linprog(
        c=np.concatenate([movable.costs, np.ones(len(rows))]),
        A_ub=np.hstack([matrix / sizes[:, None], -slack]),
        b_ub=np.array(limits) / sizes,
        A_eq=np.array([held, even] if bays else [held]),
        b_eq=[total, 0.0] if bays else [total],
        bounds=[*((0.0, float(high)) for high in movable.most), *((0.0, None) for _ in rows)],
    )
    if found.x is None:
        return None
    return float(found.fun or 0.0), np.asarray(found.x[:count])


@dataclass(frozen=True)
class Condition:
    """How a ship floats: metacentric height, centre of gravity from the bow, and the most used shares of her limits."""

    metacentric_m: float
    centre_m: float
    shear: float
    bending: float


def condition_of(case: Case, call: VesselCall, slots: Mapping[str, str], ballast: Sequence[Ballast]) -> Condition:
    """How the ship of a call floats with boxes in their slots and ballast in her tanks."""
    layout, boxes = case.needed_layout(call), boxes_of(case, call).by_number
    hull = Hull(layout)
    loads, (along, _, up) = _carried(layout, hull, [(boxes[box], slot) for box, slot in slots.items()])
    held = {each.tank: each.tonnes for each in ballast}
    tonnes = np.array([held.get(tank.tank, 0.0) for tank in layout.tanks])
    along += float(tonnes @ [tank.from_bow_m for tank in layout.tanks])
    up += sum(held.get(tank.tank, 0.0) * tank.above_keel_m(held.get(tank.tank, 0.0)) for tank in layout.tanks)
    loads = loads + tonnes @ hull.shares
    total = float(loads.sum())
    floats = hull.at(total)
    used = [
        max(
            (value / high if high and value > 0 else value / low if low and value < 0 else 0.0)
            for value, low, high in rows
        )
        for rows in (
            [(v, s.min_shear_t, s.max_shear_t) for v, s in zip(hull.shear(loads, total), layout.sections, strict=True)],
            [
                (v, s.min_bending_tm, s.max_bending_tm)
                for v, s in zip(hull.bending(loads, total), layout.sections, strict=True)
            ],
        )
    ]
    metacentre = 0.0 if floats is None else floats.metacentre_m
    return Condition(metacentre - up / total, along / total, used[0], used[1])
