"""A vessel profile put together of its rows: what stands where in a ship, and how she floats at any displacement.

Units and directions are those of `data.profiles`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Protocol, TypeVar

import numpy as np

from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.record import Record
from data.slots import LEVELS, ROW_M, Cell, Level, across
from data.strength import SectionBuoyancy, ShipSection, ShipTank, buoyancy_at

# Below this, two displacements are the same: masses of boxes are added up in any order.
_SAME_T = 1e-6
# What is interpolated between rows of hydrostatics, where they give it.
_BETWEEN = (
    "draft_m",
    "metacentre_m",
    "buoyancy_from_bow_m",
    "trim_moment_tm",
    "min_centre_from_bow_m",
    "max_centre_from_bow_m",
)


# The tables of a case that vessel profiles stand in.
PROFILE_TABLES = (
    "ship_profiles", "ship_bays", "ship_stacks", "hydrostatics", "ship_tanks", "ship_sections", "ship_buoyancy",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A profile with its bays, stacks and hydrostatics, and with the tanks and sections of her hull where known."""

    profile: ShipProfile
    bays: tuple[ShipBay, ...]
    stacks: tuple[ShipStack, ...]
    hydrostatics: tuple[Hydrostatics, ...]
    tanks: tuple[ShipTank, ...] = ()
    sections: tuple[ShipSection, ...] = ()
    buoyancy: tuple[SectionBuoyancy, ...] = ()

    @property
    def tables(self) -> dict[str, tuple[Record, ...]]:
        """Its rows by the tables of a case that they stand in."""
        rows = (
            (self.profile,), self.bays, self.stacks, self.hydrostatics, self.tanks, self.sections, self.buoyancy,
        )  # fmt: skip
        return dict(zip(PROFILE_TABLES, rows, strict=True))

    @cached_property
    def stack_by_key(self) -> dict[tuple[int, int, Level], ShipStack]:
        """Stacks by bay, row and level."""
        return {(stack.bay, stack.row, stack.level): stack for stack in self.stacks}

    @cached_property
    def bay_by_number(self) -> dict[int, ShipBay]:
        """Bays by number."""
        return {bay.bay: bay for bay in self.bays}

    @cached_property
    def bay_of(self) -> dict[int, int]:
        """The listed bay in which a box of any bay number stands: 018 in 018, and its halves 017 and 019 in it too."""
        return {number: bay.bay for bay in self.bays for number in (bay.bay, *Cell(bay.bay, 0, 2).twenties)}

    @cached_property
    def _centred(self) -> frozenset[tuple[int, Level]]:
        """Where rows count from one on the middle line; a level that is empty there counts as the other one does."""
        rows: defaultdict[tuple[int, Level], set[int]] = defaultdict(set)
        for stack in self.stacks:
            rows[stack.bay, stack.level].add(stack.row)
        centred = {key for key, its in rows.items() if 0 in its}
        hollow = {key for key, its in rows.items() if not its & {0, 1, 2}}
        return frozenset(
            key for key in rows if key in centred or (key in hollow and any((key[0], its) in centred for its in LEVELS))
        )

    def stack_of(self, cell: Cell) -> ShipStack | None:
        """The stack that a cell of any bay number is in, or None where the ship has no such cell for any box."""
        bay = self.bay_of.get(cell.bay)
        stack = None if bay is None else self.stack_by_key.get((bay, cell.row, cell.level))
        return stack if stack is not None and cell.tier in stack.numbers else None

    def has(self, cell: Cell) -> bool:
        """Whether a box of the cell's length may stand there."""
        stack = self.stack_of(cell)
        if stack is None:
            return False
        if len(cell.twenties) == 2:
            return stack.forties
        half = "both" if cell.bay == stack.bay else "fore" if cell.bay < stack.bay else "aft"
        return stack.twenties == "both" or stack.twenties == half

    def hydrostatics_at(self, tonnes: float, *, beyond: bool = False) -> Hydrostatics | None:
        """The hydrostatics at a displacement, on a straight line between two rows.

        Outside of the table None, or with `beyond` those of its first or last row; None where the profile has none.
        """
        rows = self.hydrostatics
        if not rows:
            return None
        inside = rows[0].displacement_t - _SAME_T <= tonnes <= rows[-1].displacement_t + _SAME_T
        if not (inside or beyond):
            return None
        known = [name for name in _BETWEEN if all(getattr(row, name) is not None for row in rows)]
        at = {name: float(np.interp(tonnes, self._column("displacement_t"), self._column(name))) for name in known}
        return rows[0].model_copy(update={"displacement_t": tonnes, **at})

    def displacement_t(self, draft_m: float) -> float | None:
        """The displacement at a mean draft, of the first or last row beyond the table; None where no draft is known."""
        if not self.hydrostatics or self.hydrostatics[0].draft_m is None:
            return None
        return float(np.interp(draft_m, self._column("draft_m"), self._column("displacement_t")))

    def _column(self, name: str) -> list[float]:
        return [getattr(row, name) for row in self.hydrostatics]

    def across_m(self, stack: ShipStack) -> float:
        """Metres from the middle line to the middle of a stack, positive to starboard."""
        row_m = ROW_M if self.profile.row_m is None else self.profile.row_m
        return row_m * across(stack.row, (stack.bay, stack.level) in self._centred)

    @cached_property
    def tank_by_id(self) -> dict[str, ShipTank]:
        """Tanks by name."""
        return {tank.tank: tank for tank in self.tanks}

    @cached_property
    def section_of(self) -> dict[int, int]:
        """The number of the section that bears each listed bay: of the nearest one. Empty without sections."""
        if not self.sections:
            return {}
        return {
            bay.bay: min(self.sections, key=lambda section: abs(section.from_bow_m - bay.from_bow_m)).section
            for bay in self.bays
        }

    def buoyancy_at(self, tonnes: float) -> tuple[float, ...]:
        """What lifts each section at a displacement, from the bow on; of the first or last row beyond the table."""
        return tuple(buoyancy_at(rows, tonnes) for rows in self._buoyancy_rows)

    @cached_property
    def buoyancy_known(self) -> dict[int, tuple[float, float]]:
        """Between which displacements the buoyancy of each section is known, by its number; nowhere without rows."""
        return {
            section.section: (rows[0].displacement_t, rows[-1].displacement_t) if rows else (inf, -inf)
            for section, rows in zip(self.sections, self._buoyancy_rows, strict=True)
        }

    @cached_property
    def _buoyancy_rows(self) -> list[list[SectionBuoyancy]]:
        return [
            sorted((row for row in self.buoyancy if row.section == section.section), key=lambda row: row.displacement_t)
            for section in self.sections
        ]


class _OfProfile(Protocol):
    @property
    def profile(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfProfile)


def layouts(
    profiles: Iterable[ShipProfile],
    bays: Iterable[ShipBay],
    stacks: Iterable[ShipStack],
    hydrostatics: Iterable[Hydrostatics],
    tanks: Iterable[ShipTank] = (),
    sections: Iterable[ShipSection] = (),
    buoyancy: Iterable[SectionBuoyancy] = (),
) -> dict[str, Layout]:
    """The layouts of all profiles, by id; bays and sections from the bow on, hydrostatics from the lightest."""
    of_bays, of_stacks, of_hydrostatics = _by_profile(bays), _by_profile(stacks), _by_profile(hydrostatics)
    of_tanks, of_sections, of_buoyancy = _by_profile(tanks), _by_profile(sections), _by_profile(buoyancy)
    return {
        profile.id: Layout(
            profile,
            tuple(sorted(of_bays[profile.id], key=lambda bay: bay.from_bow_m)),
            tuple(of_stacks[profile.id]),
            tuple(sorted(of_hydrostatics[profile.id], key=lambda row: row.displacement_t)),
            tuple(of_tanks[profile.id]),
            tuple(sorted(of_sections[profile.id], key=lambda section: section.from_bow_m)),
            tuple(of_buoyancy[profile.id]),
        )
        for profile in profiles
    }


def _by_profile(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.profile].append(row)
    return found
