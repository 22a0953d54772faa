"""What travels: shipments, the sailings that take them, and single boxes."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from data.codes import BoxNumber, BoxType, Country, HsCode, Id, Text, UnLocode, is_forty_foot
from data.terminal import Hours, Money, Record, unit


class Sailing(Record):
    """One leg of a voyage, from a port to the next one. A voyage is all legs of one `voyage` name, in order."""

    id: Id = Field(description="Name of the leg")
    voyage: Id = Field(description="Name of the voyage; a box stays on board between legs of one voyage")
    line: Id = Field(description="The carrier")
    flag: Country = Field(
        description="ISO 3166 code of the ship's flag: between two Indonesian ports only Indonesian ships carry"
    )
    call: Id | None = Field(None, description="The call of this terminal that it leaves from, or empty")
    origin: UnLocode = Field(description="Port of departure")
    destination: UnLocode = Field(description="Port of arrival")
    departure: AwareDatetime = Field(description="Departure")
    arrival: AwareDatetime = Field(description="Arrival")
    capacity_teu: int = Field(
        ge=0, le=30_000, description="Room for the case's shipments", json_schema_extra=unit("TEU")
    )
    cutoff_h: Hours = Field(
        24, description="Hours before departure at which full boxes must be delivered (DCSA cut-off FCO)"
    )
    freight_per_teu: Money = Field(0, description="Freight of the leg")

    @model_validator(mode="after")
    def _forwards(self) -> "Sailing":
        if self.arrival <= self.departure:
            raise ValueError("the arrival is not after the departure: arrival must be later than departure")
        if self.origin == self.destination:
            raise ValueError("the leg ends where it starts: give two different ports")
        return self

    @property
    def closing(self) -> datetime:
        """The cut-off: until when a full box must be delivered for it."""
        return self.departure - timedelta(hours=self.cutoff_h)


class Shipment(Record):
    """An exporter's goods that leave through the terminal."""

    id: Id = Field(description="Name of the shipment")
    exporter: Text = Field(description="Who sends it")
    commodity: Text = Field(description="What it is")
    hs_code: HsCode = Field(description="Customs tariff number of the goods, six or eight digits")
    box_type: BoxType = Field("22G1", description="ISO 6346 size and type of its boxes")
    boxes: int = Field(1, ge=1, le=1_000, description="Number of boxes", json_schema_extra=unit("boxes"))
    gross_mass_kg: int = Field(
        gt=0, le=40_000_000, description="Gross mass of all its boxes", json_schema_extra=unit("kg")
    )
    origin: UnLocode = Field(description="Port where it is loaded first")
    destination: UnLocode = Field(description="Port where it is bound")
    ready: AwareDatetime = Field(description="When it can be at the terminal, papers done")
    latest_arrival: AwareDatetime = Field(description="When it should be there; later is lateness")
    direct_only: bool = Field(False, description="Whether transhipment is refused")

    @model_validator(mode="after")
    def _forwards(self) -> "Shipment":
        if self.latest_arrival <= self.ready:
            raise ValueError("it should arrive before it is ready: latest_arrival must be later than ready")
        if self.origin == self.destination:
            raise ValueError("it is bound for where it starts: give two different ports")
        most = 32_500 * self.boxes  # gross mass limit of a box: 30,480 kg by ISO 668, 32,500 kg as built
        if self.gross_mass_kg > most:
            raise ValueError(f"more than 32,500 kg a box: at most {most} kg for {self.boxes}")
        return self

    @property
    def teu(self) -> int:
        """Room that it takes."""
        return self.boxes * (2 if is_forty_foot(self.box_type) else 1)


class Container(Record):
    """One box that the case knows by number. Calls need no such list; where it is given, it is checked."""

    id: BoxNumber = Field(description="Box number with a right check digit")
    box_type: BoxType = Field(description="ISO 6346 size and type")
    status: Literal["full", "empty"] = Field(description="Laden or empty")
    gross_mass_kg: int = Field(gt=0, le=60_000, description="Gross mass", json_schema_extra=unit("kg"))
    call: Id = Field(description="The call that brings or takes it")
    direction: Literal["discharge", "load"] = Field(description="Whether the call brings or takes it")
    port: UnLocode = Field(description="Where it comes from, or where it is bound")
    shipment: Id | None = Field(None, description="The shipment that it carries, or empty")
