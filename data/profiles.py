"""Vessel profiles: the bays and stacks of a ship, what they bear, and how she floats.

A profile serves all ships of a class. Lengths along the ship are metres from the bow, heights metres above the keel,
distances across metres from the middle line, positive to starboard.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from data.codes import Id, Text
from data.record import Metres, Record, unit
from data.slots import ROW_M, Cell, Level
from data.strength import Tonnes
from data.words import joined, words

Kilograms = Annotated[int, Field(ge=0, le=10**9, json_schema_extra=unit("kg"))]
Tiers = Annotated[
    tuple[Annotated[int, Field(ge=2, le=98, multiple_of=2)], ...],
    BeforeValidator(words),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]


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
        if self.buoyancy_from_bow_m is not None:
            return self.buoyancy_from_bow_m
        if least is None or most is None:
            return most if least is None else least
        return (least + most) / 2
