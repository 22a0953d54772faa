"""How a ship with tanks and a hull of sections floats: exactly at a displacement, and linearly around one.

Moments are tonne metres from the bow and from the middle line; sections count from the bow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import radians, tan

import numpy as np
from numpy.typing import NDArray

from data.profiles import Hydrostatics
from data.ship_layouts import Layout

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A value that is nearly `at + slope * (tonnes - around)`."""

    at: float
    slope: float


@dataclass(frozen=True)
class Hull:
    """A ship's hull by its layout, whose loads are tonnes by section."""

    layout: Layout

    @cached_property
    def places(self) -> Reals:
        """The middles of the sections, metres from the bow."""
        return np.array([section.from_bow_m for section in self.layout.sections])

    @cached_property
    def light(self) -> Reals:
        """The ship without boxes and ballast, by section."""
        return np.array([section.light_t for section in self.layout.sections])

    @cached_property
    def index(self) -> dict[int, int]:
        """The place of each listed bay's section among them."""
        at = {section.section: place for place, section in enumerate(self.layout.sections)}
        return {bay: at[section] for bay, section in self.layout.section_of.items()}

    @cached_property
    def shares(self) -> Reals:
        """What of a tank each section bears: tanks x sections."""
        at = {section.section: place for place, section in enumerate(self.layout.sections)}
        found = np.zeros((len(self.layout.tanks), len(self.layout.sections)))
        for row, tank in enumerate(self.layout.tanks):
            for section in tank.sections:
                found[row, at[section]] = 1 / len(tank.sections)
        return found

    def at(self, tonnes: float) -> Hydrostatics | None:
        """The hydrostatics at a displacement; beyond the table, its first or last row."""
        return self.layout.hydrostatics_at(tonnes, beyond=True)

    def buoyancy(self, tonnes: float) -> Reals:
        """What lifts the sections at a displacement."""
        return np.array(self.layout.buoyancy_at(tonnes))

    def shear(self, loads: Sequence[float] | Reals, tonnes: float) -> Reals:
        """What the ship weighs more than what lifts her, from each section to the stern, by section."""
        return np.cumsum((np.asarray(loads) - self.buoyancy(tonnes))[::-1])[::-1]

    def bending(self, loads: Sequence[float] | Reals, tonnes: float) -> Reals:
        """The moments of that about the sections."""
        return self.arms @ (np.asarray(loads) - self.buoyancy(tonnes))

    @cached_property
    def arms(self) -> Reals:
        """By what the tonnes of each section (columns) count in the bending of each (rows), in metres.

        Their distance, for a section behind the other one; and what is left at the bow is taken off evenly from there
        to the stern.
        """
        found: Reals = np.maximum(0.0, self.places[None, :] - self.places[:, None])
        length = self.places[-1] - self.places[0]
        if length > 0:
            found = found - np.outer((self.places[-1] - self.places) / length, found[0])
        return found

    def moments(self, tonnes: float) -> tuple[float, float, float, float]:
        """Least and most moment of the centre of gravity from the bow, most off the middle, and that of the metacentre.

        The last is that of heights above the keel with the least metacentric height taken off.
        """
        floats, profile = self.at(tonnes), self.layout.profile
        assert floats is not None
        least = -np.inf if floats.min_centre_from_bow_m is None else tonnes * floats.min_centre_from_bow_m
        most = np.inf if floats.max_centre_from_bow_m is None else tonnes * floats.max_centre_from_bow_m
        if None not in (profile.max_trim_m, floats.buoyancy_from_bow_m, floats.trim_moment_tm):
            even, trims = tonnes * (floats.buoyancy_from_bow_m or 0.0), floats.trim_moment_tm or 0.0
            least = max(least, even - (profile.max_trim_m or 0.0) * trims)
            most = min(most, even + (profile.max_trim_m or 0.0) * trims)
        aside = np.inf if profile.max_off_middle_m is None else tonnes * profile.max_off_middle_m
        stiff = profile.min_metacentric_m or 0.0
        if profile.max_list_deg is not None:
            aside = min(aside, tonnes * stiff * tan(radians(profile.max_list_deg)))
        return float(least), float(most), float(aside), tonnes * (floats.metacentre_m - stiff)
