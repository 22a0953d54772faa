"""Bookings: what exporters want to send, and the empty boxes that there are for it."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from data.cargo import HazardClasses
from data.codes import BoxType, HsCode, Id, Text, UnLocode, is_forty_foot
from data.record import Days, Hours, Money, Record, unit

# As DCSA's booking standard (BKG 2.0.5) names them.
BookingStatus = Literal[
    "RECEIVED",
    "PENDING_UPDATE",
    "UPDATE_RECEIVED",
    "CONFIRMED",
    "PENDING_AMENDMENT",
    "REJECTED",
    "DECLINED",
    "CANCELLED",
    "COMPLETED",
]
# Bookings that nothing is planned for.
CLOSED: frozenset[BookingStatus] = frozenset({"REJECTED", "DECLINED", "CANCELLED", "COMPLETED"})


class Shipment(Record):
    """An exporter's goods that leave through the terminal, as booked."""

    id: Id = Field(description="Name of the shipment: the number of its booking")
    exporter: Text = Field(description="Who sends it")
    commodity: Text = Field(description="What it is")
    hs_code: HsCode = Field(description="Customs tariff number of the goods, six or eight digits")
    box_type: BoxType = Field("22G1", description="ISO 6346 size and type of its boxes")
    boxes: int = Field(1, ge=1, le=1_000, description="Number of boxes", json_schema_extra=unit("boxes"))
    part_of_box: float | None = Field(
        None,
        gt=0,
        lt=1,
        description="Share of one box that it fills, where it is less than a box and goes through a freight station; "
        "empty for whole boxes",
        json_schema_extra=unit("share of 1"),
    )
    gross_mass_kg: int = Field(
        gt=0, le=40_000_000, description="Gross mass of all its boxes", json_schema_extra=unit("kg")
    )
    plug: bool = Field(False, description="Whether its boxes are reefers that want plugs")
    hazards: HazardClasses = Field((), description="Classes of its dangerous goods (IMDG), as 3 or 2.1")
    origin: UnLocode = Field(description="Port where it is loaded first")
    destination: UnLocode = Field(description="Port where it is bound")
    booked: AwareDatetime | None = Field(
        None, description="From when on its export chain may be worked at; empty for the same as ready"
    )
    ready: AwareDatetime = Field(
        description="When the goods are ready: to be stuffed where the case has an export chain for them, else at the "
        "terminal with their papers done"
    )
    latest_arrival: AwareDatetime = Field(description="When it should be there; later is lateness")
    latest_departure: AwareDatetime | None = Field(
        None, description="Latest date of shipment by its letter of credit: it must have left by then; empty for none"
    )
    direct_only: bool = Field(False, description="Whether transhipment is refused")
    restuffing: bool = Field(
        False, description="Whether the goods may change boxes at the first port where they change ships"
    )
    declared_at: UnLocode | None = Field(
        None,
        description="Port whose customs office takes the export declaration (PEB), where the export is counted; empty "
        "for the origin's. Elsewhere it must be where the shipment first changes ships",
    )
    late_per_day: Money | None = Field(
        None, description="Value of a day of lateness of one box; empty for the terminal's costs.shipment_late_per_day"
    )
    status: BookingStatus = Field("RECEIVED", description="Status of the booking (DCSA BKG 2.0.5)")
    voyage: Id | None = Field(
        None, description="The voyage that it is confirmed on from its origin; any later one is a roll-over"
    )
    chain: Id | None = Field(None, description="Its export chain; empty for the one that its goods and country have")
    first_time: bool = Field(False, description="Whether it is its exporter's first export")
    fob_value: Money = Field(0, description="Value of the goods free on board, for the reports")

    @model_validator(mode="after")
    def _forwards(self) -> "Shipment":
        if self.latest_arrival <= self.ready:
            raise ValueError("it should arrive before it is ready: latest_arrival must be later than ready")
        if self.booked is not None and self.booked > self.ready:
            raise ValueError("it is ready before it is booked: booked must not be later than ready")
        if self.latest_departure is not None and self.latest_departure <= self.ready:
            raise ValueError("it must leave before it is ready: latest_departure must be later than ready")
        if self.origin == self.destination:
            raise ValueError("it is bound for where it starts: give two different ports")
        most = 32_500 * self.boxes  # gross mass limit of a box: 30,480 kg by ISO 668, 32,500 kg as built
        if self.gross_mass_kg > most:
            raise ValueError(f"more than 32,500 kg a box: at most {most} kg for {self.boxes}")
        if self.part_of_box is not None and self.boxes != 1:
            raise ValueError(f"part of a box is not {self.boxes} boxes: drop part_of_box, or give 1 for boxes")
        if self.declared_at == self.destination:
            raise ValueError("it is declared where it is bound: declared_at is a port of export")
        return self

    @property
    def open(self) -> bool:
        """Whether a plan has to care for it."""
        return self.status not in CLOSED

    @property
    def teu(self) -> int:
        """Room that its boxes take; of part of a box, the whole box."""
        return self.boxes * (2 if is_forty_foot(self.box_type) else 1)

    @property
    def share(self) -> float:
        """Boxes that it fills: the share of one, or their number."""
        return float(self.boxes) if self.part_of_box is None else self.part_of_box

    @property
    def declared_elsewhere(self) -> bool:
        """Whether its export is declared, and counted, at another port than where it is loaded first."""
        return self.declared_at not in (None, self.origin)


class Empties(Record):
    """Empty boxes of export grade that a line has for shipments at a port."""

    id: Id = Field(description="Name of the row")
    line: Id = Field(description="The line whose boxes they are")
    port: UnLocode = Field(description="Where they are picked up")
    box_type: BoxType = Field(description="ISO 6346 size and type")
    boxes: int = Field(ge=0, le=100_000, description="How many", json_schema_extra=unit("boxes"))
    available: AwareDatetime = Field(description="From when on they are there")
    lead_h: Hours = Field(
        0, description="Hours from a shipment's booking until they can be there: they are repositioned for it"
    )
    cost_per_box: Money = Field(0, description="What a box of them costs, repositioning included")
    free_days: Days = Field(7, description="Days from pick-up to gate-in without detention")
    detention_per_day: Money = Field(0, description="A box a day after these")
