"""How the loaded ship floats: centres of gravity and hydrostatics between the rows of their table."""

from collections.abc import Sequence

import numpy as np

from data.profiles import Layout
from scheduler.loading.ship import Aboard, Column

# The usual height of a box, where the boxes are not known yet.
_TIER_M = 2.6


def floating(layout: Layout, mass_t: float) -> tuple[float, float, float, float] | None:
    """Mass (t), metacentre (m), centre of buoyancy from the bow (m), trim moment (t m / m) of a ship so heavy.

    None where the profile sets no least metacentric height or has no hydrostatics. Beyond the table, its last row.
    """
    afloat = layout.hydrostatics_at(mass_t, beyond=True)
    if layout.profile.min_metacentric_m is None or afloat is None:
        return None
    return mass_t, afloat.metacentre_m, afloat.buoyancy_from_bow_m, afloat.trim_moment_tm


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
