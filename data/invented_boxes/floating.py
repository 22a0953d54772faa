"""How the ship floats with invented boxes, and their masses exchanged until she floats within her limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees

import numpy as np

from data.invented_boxes.stacks import Standing, Weight
from data.ship_layouts import Layout

# What of the limits of trim and list is used at most, and how far above the least metacentric height she stays.
_USED, _ABOVE_M = 0.4, 0.25
_TRIES = 20_000


@dataclass(slots=True)
class Moments:
    """Mass of a ship with boxes in tonnes, and its moments about bow, middle line and keel in t m."""

    mass_t: float
    along: float
    across: float
    up: float

    def add(self, mass_t: float, along_m: float, across_m: float, up_m: float) -> None:
        """Add a mass at a place."""
        self.mass_t += mass_t
        self.along += mass_t * along_m
        self.across += mass_t * across_m
        self.up += mass_t * up_m


def moments(layout: Layout, listed: Sequence[Weight], boxes: Sequence[Standing]) -> Moments:
    """Those of the ship without boxes, of listed ones and of these."""
    light = layout.profile
    total = Moments(0.0, 0.0, 0.0, 0.0)
    total.add(light.light_t, light.light_from_bow_m, 0.0, light.light_above_keel_m)
    for weight in listed:
        total.add(weight.mass_t, weight.along_m, weight.across_m, weight.up_m)
    for each in boxes:
        total.add(each.box.mass_kg / 1000, each.along_m, each.across_m, each.up_m)
    return total


class _Limits:
    """What keeps a ship from floating as she should, at the displacement that she has."""

    def __init__(self, layout: Layout, mass_t: float) -> None:
        profile, afloat = layout.profile, layout.hydrostatics_at(mass_t, beyond=True)
        assert afloat is not None
        self.metacentre_m = afloat.metacentre_m
        # Where no trim is limited, the hydrostatics need not tell of it.
        self.even_m, self.trim_moment = afloat.even_from_bow_m or 0.0, afloat.trim_moment_tm or float("inf")
        self.least_m = (profile.min_metacentric_m or 0.0) + _ABOVE_M
        self.trim_m = _USED * profile.max_trim_m if profile.max_trim_m else float("inf")
        self.list_deg = _USED * profile.max_list_deg if profile.max_list_deg else float("inf")

    def excess(self, now: Moments) -> tuple[float, float, float]:
        """How far trim and list are beyond what is wanted, 1 at that, and metres that the metacentric height lacks."""
        metacentric_m = self.metacentre_m - now.up / now.mass_t
        trim_m = (now.along - now.mass_t * self.even_m) / self.trim_moment
        list_deg = degrees(abs(now.across) / now.mass_t / max(metacentric_m, 0.1))
        return abs(trim_m) / self.trim_m, list_deg / self.list_deg, max(0.0, self.least_m - metacentric_m)


def floats(layout: Layout, listed: Sequence[Weight], boxes: Sequence[Standing]) -> bool:
    """Whether the ship floats within the limits of her profile."""
    if layout.profile.min_metacentric_m is None or not layout.hydrostatics:
        return True
    now = moments(layout, listed, boxes)
    trim, heel, lacking_m = _Limits(layout, now.mass_t).excess(now)
    return max(trim, heel) * _USED <= 1 and lacking_m <= _ABOVE_M


def even_out(
    layout: Layout,
    listed: Sequence[Weight],
    boxes: Sequence[Standing],
    movable: Sequence[Standing],
    random: np.random.Generator,
) -> None:
    """Exchange masses of movable boxes of one kind until the ship floats well with all these boxes.

    Where no exchange helps she stays as near to it as she came.
    """
    if layout.profile.min_metacentric_m is None or not layout.hydrostatics:
        return
    now = moments(layout, listed, boxes)
    limits = _Limits(layout, now.mass_t)
    kinds = [
        [each for each in movable if each.box.full and each.box.long == long and not each.box.plug]
        for long in (False, True)
    ]
    kinds = [kind for kind in kinds if len(kind) > 1]
    if not kinds:
        return
    chances = np.array([len(kind) for kind in kinds]) / sum(len(kind) for kind in kinds)
    bad = _badness(limits.excess(now))
    for draw, first, second in zip(
        random.choice(len(kinds), size=_TRIES, p=chances), random.random(_TRIES), random.random(_TRIES), strict=True
    ):
        if bad == 0:
            return
        kind = kinds[int(draw)]
        one, other = kind[int(first * len(kind))], kind[int(second * len(kind))]
        by_kg = one.box.mass_kg - other.box.mass_kg
        if by_kg == 0 or one.stack is other.stack:
            continue
        after = Moments(now.mass_t, now.along, now.across, now.up)
        after.add(-by_kg / 1000, one.along_m, one.across_m, one.up_m)
        after.add(by_kg / 1000, other.along_m, other.across_m, other.up_m)
        better = _badness(limits.excess(after))
        if better < bad and _bear(one, -by_kg) and _bear(other, by_kg):
            _weigh(one, -by_kg)
            _weigh(other, by_kg)
            now, bad = after, better


def _badness(excess: tuple[float, float, float]) -> float:
    trim, heel, lacking_m = excess
    return max(0.0, trim - 1) + max(0.0, heel - 1) + 10 * lacking_m


def _bear(each: Standing, more_kg: int) -> bool:
    return each.stack.bears(more_kg, each.half, each.place)


def _weigh(each: Standing, more_kg: int) -> None:
    each.stack.add_kg(more_kg, each.half, each.place)
    each.box.mass_kg += more_kg
