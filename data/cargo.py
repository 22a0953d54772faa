"""Single boxes, and what lines instruct terminals to load."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, PlainSerializer, model_validator

from data.box_kinds import BoxKind, kinds_of
from data.codes import (
    BoxNumber,
    BoxType,
    HazardClass,
    Id,
    LineCode,
    Reference,
    UnLocode,
    UnNumber,
    height_m,
    is_forty_foot,
)
from data.record import Record, unit
from data.slots import BOX_WIDTH_M, ROW_M, Cell, Place, Slot, YardPlace
from data.words import joined, words

Over = Annotated[int, Field(ge=0, le=1_000, json_schema_extra=unit("cm"))]
_LISTED = BeforeValidator(words), PlainSerializer(joined, return_type=str), Field(json_schema_extra={"list": True})
HazardClasses = Annotated[tuple[HazardClass, ...], *_LISTED]
UnNumbers = Annotated[tuple[UnNumber, ...], *_LISTED]
BoxNumbers = Annotated[tuple[BoxNumber, ...], *_LISTED]

# Stands in a list of UN numbers for goods of which none is known.
NO_UN_NUMBER = "0000"


def _to_a_tenth(value: float) -> float:
    if abs(value * 10 - round(value * 10)) > 1e-6:
        raise ValueError("messages have temperatures to a tenth of a degree: round it")
    return value


Celsius = Annotated[float, Field(ge=-99, le=99, json_schema_extra=unit("degrees Celsius")), AfterValidator(_to_a_tenth)]


class Container(Record):
    """One box that the case knows by number. Calls need no such list; where it is given, it is checked."""

    id: BoxNumber = Field(description="Box number with a right check digit")
    box_type: BoxType = Field(description="ISO 6346 size and type")
    status: Literal["full", "empty"] = Field(description="Laden or empty")
    gross_mass_kg: int = Field(gt=0, le=60_000, description="Gross mass as booked", json_schema_extra=unit("kg"))
    call: Id = Field(description="The call that brings or takes it")
    direction: Literal["discharge", "load", "remain"] = Field(
        description="Whether the call brings it, takes it, or has it on board before and after"
    )
    port: UnLocode = Field(description="Where it was loaded, if it is discharged here; else where it leaves the ship")
    shipment: Id | None = Field(None, description="The shipment that it carries, or empty")
    verified_kg: int | None = Field(
        None,
        gt=0,
        le=60_000,
        description="Verified gross mass (VGM, SOLAS VI/2); empty where there is none yet: a laden box to load stays "
        "ashore without it",
        json_schema_extra=unit("kg"),
    )
    final_port: UnLocode | None = Field(
        None, description="Where it is bound in the end, as if it changes ships at port; need not be in the table ports"
    )
    plug: bool = Field(False, description="Whether it is a reefer that wants a plug")
    hazards: HazardClasses = Field(
        (), description="Classes of its dangerous goods (IMDG), as 3 or 2.1; with un_numbers one for each of these"
    )
    over_height_cm: Over = Field(0, description="Out of gauge: above the box")
    over_width_cm: Over = Field(
        0, description="Out of gauge: beyond either side, or beyond the one where it is more; rows beside it stay empty"
    )
    over_length_cm: Over = Field(0, description="Out of gauge: beyond either end")
    slot: Slot | None = Field(None, description="On board when the ship arrives: its slot")
    place: YardPlace | None = Field(None, description="In the yard: its place")
    gate_at: AwareDatetime | None = Field(
        None,
        description="When its truck comes to the gate, to bring a box to load or to collect a discharged one; empty "
        "where the simulation draws it. Of a call with such boxes it simulates those that are listed",
    )
    temperature_c: Celsius | None = Field(None, description="Temperature that a reefer with a plug keeps")
    un_numbers: UnNumbers = Field(
        (),
        description="UN numbers of its dangerous goods, in the order of hazards and as many; 0000 for one without",
    )
    operator: LineCode | None = Field(None, description="Line that operates the box, by its code")
    loaded_at: UnLocode | None = Field(
        None,
        description="Where a box that remains was loaded (of one that is discharged, port says it); need not be in "
        "the table ports",
    )
    booking: Reference | None = Field(None, description="Number of its booking")
    bill_of_lading: Reference | None = Field(None, description="Number of its bill of lading")
    bundled: BoxNumbers = Field(
        (), description="Boxes bundled with it, as empty flat racks on one another: they go where it goes"
    )

    @model_validator(mode="after")
    def _where_it_can_be(self) -> "Container":
        if self.direction == "load" and self.slot is not None:
            raise ValueError("a box to load is not on board yet: drop slot, or correct direction")
        if self.direction != "load" and self.place is not None:
            raise ValueError("a box on board is not in the yard: drop place, or correct direction")
        if self.direction == "remain" and self.gate_at is not None:
            raise ValueError("no truck comes for a box that remains on board: drop gate_at, or correct direction")
        for column, bays in (
            ("slot", Cell.of(self.slot).twenties if self.slot else None),
            ("place", Place.of(self.place).twenties if self.place else None),
        ):
            if bays is not None and (len(bays) == 2) != is_forty_foot(self.box_type):
                raise ValueError(f"20-foot boxes stand in odd bays and longer ones in even ones: correct {column}")
        return self

    @model_validator(mode="after")
    def _what_it_can_have(self) -> "Container":
        if self.temperature_c is not None and not self.plug:
            raise ValueError("a temperature needs a plug: set plug, or drop temperature_c")
        if self.un_numbers and len(self.un_numbers) != len(self.hazards):
            raise ValueError(
                f"{len(self.un_numbers)} UN numbers stand beside {len(self.hazards)} classes: in un_numbers give one "
                f"for each of hazards, {NO_UN_NUMBER} where there is none"
            )
        if self.loaded_at is not None and self.direction != "remain":
            raise ValueError("it is loaded here, or port says where it was: drop loaded_at, or correct direction")
        if self.id in self.bundled or len(set(self.bundled)) < len(self.bundled):
            raise ValueError("a box is bundled with itself, or twice: correct bundled")
        return self

    @property
    def goods(self) -> tuple[tuple[str, str | None], ...]:
        """Its dangerous goods: class and UN number, or None where that is not known."""
        numbers = self.un_numbers or (NO_UN_NUMBER,) * len(self.hazards)
        return tuple(
            (hazard, None if number == NO_UN_NUMBER else number)
            for hazard, number in zip(self.hazards, numbers, strict=True)
        )

    @property
    def mass_kg(self) -> int:
        """Its mass: the verified one where there is one."""
        return self.gross_mass_kg if self.verified_kg is None else self.verified_kg

    @property
    def long(self) -> bool:
        """Whether it takes a 40-foot slot."""
        return is_forty_foot(self.box_type)

    @property
    def kinds(self) -> tuple[BoxKind, ...]:
        """Its kinds, as a yard keeps them apart."""
        return kinds_of(self.status, plug=self.plug, dangerous=bool(self.hazards))

    @property
    def out_of_gauge(self) -> bool:
        """Whether its cargo reaches beyond the box."""
        return bool(self.over_height_cm or self.over_width_cm or self.over_length_cm)

    @property
    def beside_m(self) -> float:
        """So far across from the middle of its row, in metres, rows stay empty beside it; 0 where nothing stands out.

        The two next rows at least, however little stands out and on whichever side: what is free between two rows is a
        matter of centimetres that no profile tells, and messages of each side are kept as the larger number.
        """
        return max(ROW_M, BOX_WIDTH_M + self.over_width_cm / 100) if self.over_width_cm else 0.0

    @property
    def height_m(self) -> float:
        """Its height, with what stands out above it."""
        return height_m(self.box_type) + self.over_height_cm / 100


# What a loading plan makes of the instructions of its call: only what they want is loaded; they come first, and all
# other boxes are stowed around them; or they are passed over.
InstructionUse = Literal["only", "first", "none"]


class Instruction(Record):
    """The line's instruction for one slot of a call (MOVINS): what kind of box it wants there."""

    call: Id = Field(description="The call, by id")
    slot: Slot = Field(description="The slot; its bay says whether the box is 20 or 40 feet long")
    port: UnLocode = Field(description="Where the box leaves the ship")
    status: Literal["full", "empty"] | None = Field(None, description="Laden or empty; empty for either")
    min_kg: int = Field(0, ge=0, le=60_000, description="Least mass", json_schema_extra=unit("kg"))
    max_kg: int = Field(60_000, gt=0, le=60_000, description="Most mass", json_schema_extra=unit("kg"))
    plug: bool = Field(False, description="Whether it is for a reefer that wants a plug")
    box: BoxNumber | None = Field(None, description="The very box, where the line names it")

    @model_validator(mode="after")
    def _limits(self) -> "Instruction":
        if self.max_kg < self.min_kg:
            raise ValueError("max_kg is below min_kg: exchange them")
        return self

    def takes(self, box: Container) -> bool:
        """Whether a box is of the wanted kind."""
        return (
            (self.box is None or self.box == box.id)
            and box.port == self.port
            and (self.status is None or box.status == self.status)
            and box.plug == self.plug
            and self.min_kg <= box.mass_kg <= self.max_kg
            and box.long == (int(self.slot[:3]) % 2 == 0)
        )
