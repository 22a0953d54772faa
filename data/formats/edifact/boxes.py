"""What messages say, whatever their kind and version: a voyage and boxes, each with all that is said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["full", "empty"]
Purpose = Literal[
    "stowage", "instructions", "discharge list", "load list", "booking", "verified masses", "discharged", "loaded",
    "gate in", "gate out",
]  # fmt: skip
Handling = Literal["load", "discharge", "restow"]


@dataclass(frozen=True)
class Goods:
    """Dangerous goods: their class (IMDG) and, where it is given, their UN number."""

    hazard: str
    un_number: str | None = None


@dataclass(frozen=True)
class EdiBox:
    """A box of a message, or in a booking so many boxes of one kind. What the message does not say is None.

    Masses are kilograms, dimensions centimetres beyond the box, the temperature degrees Celsius. `bill` is its bill of
    lading. `segment` is the number of the segment that it begins with; in messages made here it is 0.
    """

    number: str | None = None
    box_type: str | None = None
    status: Status | None = None
    slot: str | None = None
    gross_kg: int | None = None
    verified_kg: int | None = None
    least_kg: int | None = None
    most_kg: int | None = None
    load_port: str | None = None
    discharge_port: str | None = None
    final_port: str | None = None
    plug: bool = False
    temperature_c: float | None = None
    goods: tuple[Goods, ...] = ()
    over_height_cm: int = 0
    over_width_cm: int = 0
    over_length_cm: int = 0
    operator: str | None = None
    booking: str | None = None
    bill: str | None = None
    handling: Handling | None = None
    units: int = 1
    bundled: tuple[str, ...] = ()
    moment: datetime | None = None
    segment: int = 0


@dataclass(frozen=True)
class Voyage:
    """The ship and voyage that a message is about: names and codes as they are sent."""

    number: str | None = None
    vessel: str | None = None
    imo: str | None = None
    call_sign: str | None = None
    carrier: str | None = None
    departure_port: str | None = None
    next_port: str | None = None


@dataclass(frozen=True)
class EdiMessage:
    """A message that was read.

    `function` is its code of data element 1225 (9 an original, 5 a replacement, 2 an addition, 1 a cancellation) or "".
    `bare` are slots of a stowage plan that it names without a box: empty ones, or such as cargo beside them takes.
    """

    file: str
    type: str
    release: str
    association: str
    purpose: Purpose
    document: str
    function: str
    voyage: Voyage
    boxes: tuple[EdiBox, ...]
    bare: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Its type with directory and guide, as BAPLIE D.95B SMDG22."""
        return " ".join(filter(None, (self.type, self.release, self.association)))
