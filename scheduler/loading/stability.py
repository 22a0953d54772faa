"""How the loaded ship floats: centres of gravity and hydrostatics between the rows of their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, radians, tan

import numpy as np

from data.profiles import ShipProfile
from data.ship_layouts import Layout
from scheduler.loading.ship import Aboard, Column

# The usual height of a box, where the boxes are not known yet.
_TIER_M = 2.6


def floating(layout: Layout, mass_t: float) -> tuple[float, float, float, float] | None:
    """Mass (t), metacentre (m), centre of buoyancy from the bow (m), trim moment (t m / m) of a ship so heavy.

    None where the profile sets no least metacentric height or has no hydrostatics. Beyond the table, its last row.
    Where no trim is limited, any moment may be missing and trims her by nothing.
    """
    afloat = layout.hydrostatics_at(mass_t, beyond=True)
    if layout.profile.min_metacentric_m is None or afloat is None:
        return None
    even_m = afloat.even_from_bow_m
    return (
        mass_t,
        afloat.metacentre_m,
        layout.profile.light_from_bow_m if even_m is None else even_m,
        inf if afloat.trim_moment_tm is None else afloat.trim_moment_tm,
    )


@dataclass(frozen=True)
class Afloat:
    """How a ship floats with what stands on board: tonnes and metres, and the moment that trims her by one metre."""

    mass_t: float
    metacentre_m: float
    buoyancy_m: float
    trim_moment_tm: float
    up: float
    along: float
    across: float

    @property
    def stiffness_m(self) -> float:
        """Her metacentric height."""
        return self.metacentre_m - self.up / self.mass_t

    def keeps(self, profile: ShipProfile) -> bool:
        """Whether she keeps the limits of her profile."""
        least = profile.min_metacentric_m or 0.0
        trim_m = abs(self.along - self.buoyancy_m * self.mass_t) / self.trim_moment_tm
        stiff = self.stiffness_m >= least
        upright = profile.max_list_deg is None or (
            abs(self.across) <= tan(radians(profile.max_list_deg)) * max(0.0, self.stiffness_m) * self.mass_t
        )
        return stiff and upright and (profile.max_trim_m is None or trim_m <= profile.max_trim_m)


def afloat(ship: Aboard) -> Afloat | None:
    """How a ship floats; None where nobody asks."""
    floats = floating(ship.layout, ship.layout.profile.light_t + standing_t(ship))
    return None if floats is None else Afloat(*floats, *standing_moments(ship))


def place_of(layout: Layout, column: Column, tier: int) -> tuple[float, float, float]:
    """The middle of a cell so many tiers above the bottom: metres above the keel, from the bow and to starboard."""
    return (
        column.stack.above_keel_m + _TIER_M * (tier + 0.5),
        layout.bay_by_number[column.stack.bay].from_bow_m,
        layout.across_m(column.stack),
    )


def middle_of(layout: Layout, columns: Sequence[Column]) -> tuple[float, float, float]:
    """The middle of the free cells of some columns, as `place_of`."""
    places = [
        place_of(layout, column, column.filled(half) + tier)
        for column in columns
        for half in column.halves
        for tier in range(column.room(half))
    ]
    height, length, side = np.mean(places, axis=0) if places else (0.0, 0.0, 0.0)
    return float(height), float(length), float(side)


def standing_t(ship: Aboard) -> float:
    """Tonnes of the boxes on board."""
    return sum(box.mass_kg for column in ship.columns for box in column.boxes) / 1000


def standing_moments(ship: Aboard) -> tuple[float, float, float]:
    """Moments of the light ship and of what stands on board in tonne metres: up, along and across."""
    profile = ship.layout.profile
    up = profile.light_t * profile.light_above_keel_m
    along = profile.light_t * profile.light_from_bow_m
    across = 0.0
    for column in ship.columns:
        _, length, side = place_of(ship.layout, column, 0)
        for half in column.halves:
            floor = column.stack.above_keel_m
            for _, box in column.carried(half):
                tonnes = box.mass_kg / (2000 if box.long else 1000)
                up += tonnes * (floor + box.height_m / 2)
                along, across = along + tonnes * length, across + tonnes * side
                floor += box.height_m
    return up, along, across


def leans(ship: Aboard) -> float:
    """The moment to starboard of what stands on board, in tonne metres."""
    return standing_moments(ship)[2]
