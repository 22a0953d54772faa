"""What a ship's hull bears along its length, and the ballast tanks that she trims herself with.

A hull is cut into sections from the bow on. Each has a weight without boxes, a buoyancy by displacement, and limits of
the shear force behind it and of the bending moment there. Lengths are metres from the bow, heights metres above the
keel, distances across metres from the middle line, positive to starboard.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from data.codes import Id
from data.record import Metres, Record, unit
from data.words import joined, words

Tonnes = Annotated[float, Field(ge=0, le=1_000_000, json_schema_extra=unit("t"))]
AcrossMetres = Annotated[float, Field(ge=-100, le=100, json_schema_extra=unit("m"))]
Shear = Annotated[float, Field(ge=-1_000_000, le=1_000_000, json_schema_extra=unit("t"))]
Bending = Annotated[float, Field(ge=-100_000_000, le=100_000_000, json_schema_extra=unit("t m"))]
Section = Annotated[int, Field(ge=1, le=99)]
SectionNumbers = Annotated[
    tuple[Section, ...],
    BeforeValidator(words),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]


class ShipTank(Record):
    """A ballast tank of a profile. What is in it is no part of the profile's `light_t`."""

    profile: Id = Field(description="The profile, by id")
    tank: Id = Field(description="Its name, as on board")
    capacity_t: Tonnes = Field(gt=0, description="What it holds")
    from_bow_m: Metres = Field(description="Its centre from the bow")
    across_m: AcrossMetres = Field(0, description="Its centre from the middle line, positive to starboard")
    empty_above_keel_m: Metres = Field(description="The centre of the first water in it above the keel")
    full_above_keel_m: Metres = Field(description="Its centre above the keel when it is full")
    sections: SectionNumbers = Field(
        (), description="Sections of the hull that bear it, to equal shares; empty where the profile has no sections"
    )

    def above_keel_m(self, tonnes: float) -> float:
        """The centre of so much water in it above the keel: it rises evenly with what is in the tank."""
        return self.empty_above_keel_m + (self.full_above_keel_m - self.empty_above_keel_m) * tonnes / self.capacity_t

    @model_validator(mode="after")
    def _rises(self) -> "ShipTank":
        if self.full_above_keel_m < self.empty_above_keel_m:
            raise ValueError("its centre sinks while it is filled: exchange empty_above_keel_m and full_above_keel_m")
        if len(set(self.sections)) < len(self.sections):
            raise ValueError("a section is named twice: name each once")
        return self


class ShipSection(Record):
    """A section of a profile's hull; a bay with its boxes is borne by the section whose middle is nearest to its own.

    Shear is what weight exceeds buoyancy by from the stern up to the section, its own included: below zero where the
    part of the ship that lies behind is lifted. Bending is above zero where she hogs, her ends hanging down.
    """

    profile: Id = Field(description="The profile, by id")
    section: Section = Field(description="Its number, counted from the bow")
    from_bow_m: Metres = Field(description="Its middle from the bow")
    light_t: Tonnes = Field(description="Its share of the ship without boxes and ballast in tanks")
    min_shear_t: Shear | None = Field(None, description="Least shear force; empty for any")
    max_shear_t: Shear | None = Field(None, description="Most shear force; empty for any")
    min_bending_tm: Bending | None = Field(
        None, description="Least bending moment, below zero where she sags; empty for any"
    )
    max_bending_tm: Bending | None = Field(None, description="Most bending moment, where she hogs; empty for any")

    @model_validator(mode="after")
    def _limits_in_order(self) -> "ShipSection":
        for least, most, what in (
            (self.min_shear_t, self.max_shear_t, "shear_t"),
            (self.min_bending_tm, self.max_bending_tm, "bending_tm"),
        ):
            if least is not None and most is not None and least > most:
                raise ValueError(f"min_{what} is above max_{what}: exchange them")
        return self


class SectionBuoyancy(Record):
    """What lifts a section at one displacement of the ship; between two rows it is interpolated."""

    profile: Id = Field(description="The profile, by id")
    section: Section = Field(description="The section, by number")
    displacement_t: Tonnes = Field(gt=0, description="Displacement of the whole ship")
    buoyancy_t: Tonnes = Field(description="What the water carries of it")


def buoyancy_at(rows: Sequence[SectionBuoyancy], tonnes: float) -> float:
    """What lifts a section at a displacement by its rows, from the lightest; of the first or last row beyond them."""
    return float(np.interp(tonnes, [row.displacement_t for row in rows], [row.buoyancy_t for row in rows]))
