"""Vessel profiles: the bays and stacks of a ship, what they bear, and how she floats.

A profile serves all ships of a class. Lengths along the ship are metres from the bow, heights metres above the keel,
distances across metres from the middle line, positive to starboard.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Annotated, Literal, Protocol, TypeVar

import numpy as np
from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from data.codes import Id, Text
from data.record import Metres, Record, unit
from data.slots import LEVELS, ROW_M, Cell, Level, across
from data.strength import SectionBuoyancy, ShipSection, ShipTank, Tonnes, buoyancy_at
from data.words import joined, words

Kilograms = Annotated[int, Field(ge=0, le=10**9, json_schema_extra=unit("kg"))]
Tiers = Annotated[
    tuple[Annotated[int, Field(ge=2, le=98, multiple_of=2)], ...],
    BeforeValidator(words),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]


# Below this, two displacements are the same: masses of boxes are added up in any order.
_SAME_T = 1e-6


class ShipProfile(Record):
    """A vessel profile.

    Limits of stability are those of the ship as loaded, her ballast as it is in `light_t` and in the tanks by the plan.
    """

    id: Id = Field(description="Name of the profile, which ships give")
    note: Text | None = Field(None, description="Where it comes from")
    light_t: Tonnes = Field(
        0,
        description="The ship without boxes: steel, stores, fuel and ballast of a usual voyage, less that in tanks of "
        "ship_tanks",
    )
    light_from_bow_m: Metres = Field(0, description="Its centre of gravity from the bow")
    light_above_keel_m: Metres = Field(0, description="Its centre of gravity above the keel")
    min_metacentric_m: float | None = Field(
        None,
        ge=0,
        le=20,
        description="Least metacentric height; empty where stability is not looked at",
        json_schema_extra=unit("m"),
    )
    max_trim_m: Metres | None = Field(None, description="Most trim, by the bow or by the stern; empty for any")
    max_list_deg: float | None = Field(
        None, gt=0, le=30, description="Most list to either side; empty for any", json_schema_extra=unit("degrees")
    )
    max_off_middle_m: Metres | None = Field(
        None, description="Most distance of her centre of gravity from the middle line; empty for any"
    )
    row_m: float | None = Field(
        None,
        ge=2,
        le=5,
        description=f"From the middle of one row to that of the next; empty for {ROW_M:g}",
        json_schema_extra=unit("m"),
    )


class ShipBay(Record):
    """A bay of a profile."""

    profile: Id = Field(description="The profile, by id")
    bay: int = Field(
        ge=1,
        le=999,
        description="Its number: even for 40 feet, which are also the two 20-foot bays before and behind it; odd for "
        "one that only 20-foot boxes fit",
    )
    from_bow_m: Metres = Field(description="Its middle from the bow")


class ShipStack(Record):
    """A stack of a bay: the cells above each other in the hold, or on deck."""

    profile: Id = Field(description="The profile, by id")
    bay: int = Field(ge=1, le=999, description="The bay, by number")
    row: int = Field(ge=0, le=99, description="The row: 00 in the middle, odd to starboard, even to port")
    level: Level = Field(description="In the hold, or on deck")
    cover: int | None = Field(
        None,
        ge=1,
        le=20,
        description="The hatch cover of the bay, by number, that closes it (in the hold) or bears it (on deck); empty "
        "where there is none",
    )
    bottom_tier: int = Field(ge=2, le=98, multiple_of=2, description="Its lowest tier")
    tiers: int = Field(ge=1, le=20, description="How many tiers it has; on deck the line of sight is one limit of them")
    twenties: Literal["both", "fore", "aft", "none"] = Field(
        "both", description="Halves in which 20-foot boxes may stand"
    )
    forties: bool = Field(True, description="Whether 40-foot boxes may stand here; not in a bay of an odd number")
    plugs: Tiers = Field((), description="Tiers with a plug for a reefer in each half")
    one_plug: Tiers = Field((), description="Those of plugs that have one in the fore half only")
    max_20_kg: Kilograms = Field(
        description="Most mass that a half of it bears: 20-foot boxes, and half of the 40-foot ones above them"
    )
    max_40_kg: Kilograms = Field(description="Most mass of its 40-foot boxes together")
    height_m: Metres = Field(gt=0, description="Most height of the boxes above each other; below deck to the cover")
    above_keel_m: Metres = Field(0, description="Its floor above the keel")
    lashed_tiers: int = Field(20, ge=1, le=20, description="On deck: tiers from the bottom that lashings hold")
    loose_kg: Kilograms = Field(0, description="On deck: most mass of the boxes above the lashed tiers, in each half")

    def tiers_below(self, tier: int) -> int:
        """Tiers of the stack below the one of this number."""
        return (tier - self.bottom_tier) // 2

    def plugged(self, cell: Cell) -> bool:
        """Whether a reefer in a cell of the stack has a plug; one of 40 feet needs a plug in either half."""
        return cell.tier in self.plugs and not (cell.bay > self.bay and cell.tier in self.one_plug)

    @property
    def numbers(self) -> range:
        """Its tiers by number, from the bottom."""
        return range(self.bottom_tier, self.bottom_tier + 2 * self.tiers, 2)

    @model_validator(mode="after")
    def _on_its_level(self) -> "ShipStack":
        if Cell(self.bay, self.row, self.bottom_tier).level != self.level:
            raise ValueError("tiers of the hold are below 70 and those on deck above: correct level or bottom_tier")
        if Cell(self.bay, self.row, self.numbers[-1]).level != self.level or self.numbers[-1] > 98:
            raise ValueError("the stack ends on another level than it begins on: correct tiers")
        strange = [tier for tier in self.plugs if tier not in self.numbers]
        if strange:
            raise ValueError(f"it has no tier {strange[0]:02d}: correct plugs")
        if not set(self.one_plug) <= set(self.plugs):
            tier = min(set(self.one_plug) - set(self.plugs))
            raise ValueError(f"tier {tier:02d} is in one_plug and not in plugs: add it to plugs, or drop it")
        if self.bay % 2 and (self.forties or self.twenties not in ("both", "none")):
            raise ValueError("a bay of an odd number is 20 feet long: forties must be no and twenties both")
        return self


class Hydrostatics(Record):
    """How a profile floats at one displacement; between two rows values are interpolated."""

    profile: Id = Field(description="The profile, by id")
    displacement_t: Tonnes = Field(gt=0, description="Displacement")
    draft_m: Metres | None = Field(None, description="Mean draft; empty where it is not known")
    metacentre_m: Metres = Field(description="The transverse metacentre above the keel")
    buoyancy_from_bow_m: Metres | None = Field(
        None, description="The centre of buoyancy from the bow on an even keel; needed where a trim is limited"
    )
    trim_moment_tm: float | None = Field(
        None,
        gt=0,
        le=10**7,
        description="Moment that trims her by one metre; needed where a trim is limited",
        json_schema_extra=unit("t m / m"),
    )
    min_centre_from_bow_m: Metres | None = Field(
        None, description="Least distance from the bow of the loaded ship's centre of gravity; empty for any"
    )
    max_centre_from_bow_m: Metres | None = Field(
        None, description="Most distance from the bow of the loaded ship's centre of gravity; empty for any"
    )

    @model_validator(mode="after")
    def _window_open(self) -> "Hydrostatics":
        least, most = self.min_centre_from_bow_m, self.max_centre_from_bow_m
        if least is not None and most is not None and least > most:
            raise ValueError("min_centre_from_bow_m is above max_centre_from_bow_m: exchange them")
        return self

    @property
    def even_from_bow_m(self) -> float | None:
        """Where her centre of gravity had best lie: above that of buoyancy, else in the middle of what is allowed."""
        least, most = self.min_centre_from_bow_m, self.max_centre_from_bow_m
        if self.buoyancy_from_bow_m is not None or least is None or most is None:
            return self.buoyancy_from_bow_m if self.buoyancy_from_bow_m is not None else least or most
        return (least + most) / 2


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
