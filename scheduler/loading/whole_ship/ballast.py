"""What is in a ship's tanks at departure, once her boxes have their slots.

For a fixed total the displacement is known, and with it all limits: what is left is a small linear programme. The least
total is taken with which she keeps every limit; where there is none, that with which she breaks them least.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


def ballast_of(layout: Layout, standing: Iterable[tuple[Container, str]]) -> tuple[Ballast, ...]:
    """The tanks that have something in them, for boxes with their slots; none for a ship without tanks."""
    if not layout.tanks or not layout.hydrostatics:
        return ()
    hull = Hull(layout)
    loads, moments = _carried(layout, hull, list(standing))
    best: tuple[float, Reals] | None = None
    most = sum(tank.capacity_t for tank in layout.tanks)
    for total in np.linspace(0.0, most, _TOTALS):
        found = _filled(hull, loads, moments, float(total))
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


def _filled(hull: Hull, loads: Reals, moments: tuple[float, float, float], total: float) -> tuple[float, Reals] | None:
    """How far she is from her limits with so many tonnes of ballast at best, and the tanks."""
    layout = hull.layout
    tanks = layout.tanks
    tonnes = float(loads.sum()) + total
    if not layout.hydrostatics[0].displacement_t <= tonnes <= layout.hydrostatics[-1].displacement_t:
        return None
    least, most, aside, top = hull.moments(tonnes)
    along, across, up = moments
    rows: list[Reals] = []
    limits: list[float] = []

    def within(factors: Reals, at: float, low: float, high: float, kept: float) -> None:
        if np.isfinite(high):
            rows.append(factors)
            limits.append(high - kept - at)
        if np.isfinite(low):
            rows.append(-factors)
            limits.append(at - low - kept)

    narrow = min(_TENTH_TM, 0.25 * (most - least)) if np.isfinite(most - least) else _TENTH_TM
    within(np.array([tank.from_bow_m for tank in tanks]), along, least, most, max(0.0, narrow))
    within(np.array([tank.across_m for tank in tanks]), across, -aside, aside, 0.02 * min(aside, tonnes))
    within(np.array([tank.full_above_keel_m for tank in tanks]), up, -np.inf, top, _HIDDEN_M * tonnes)
    if layout.buoyancy:
        shear, bending = hull.shear(loads, tonnes), hull.bending(loads, tonnes)
        per_shear = np.cumsum(hull.shares[:, ::-1], axis=1)[:, ::-1].T
        per_bending = hull.arms @ hull.shares.T
        for place, section in enumerate(layout.sections):
            for factors, at, low, high in (
                (per_shear[place], shear[place], section.min_shear_t, section.max_shear_t),
                (per_bending[place], bending[place], section.min_bending_tm, section.max_bending_tm),
            ):
                scale = max(abs(low or 0.0), abs(high or 0.0))
                within(
                    factors, float(at), -np.inf if low is None else low, np.inf if high is None else high,
                    (1 - _KEPT) * scale,
                )  # fmt: skip
    count = len(tanks)
    # Each row by its own size, with a slack of its own.
    matrix = np.array(rows)
    sizes = np.maximum(1.0, np.abs(matrix).max(axis=1))
    slack = np.eye(len(rows))
    found = linprog(
        c=np.concatenate([np.full(count, 0.0), np.ones(len(rows))]),
        A_ub=np.hstack([matrix / sizes[:, None], -slack]),
        b_ub=np.array(limits) / sizes,
        A_eq=np.concatenate([np.ones(count), np.zeros(len(rows))])[None, :],
        b_eq=[total],
        bounds=[*((0.0, tank.capacity_t) for tank in tanks), *((0.0, None) for _ in rows)],
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
