"""Voyages as carriers sell them: their legs, what is free on each, and the cut-offs at the ports where boxes board."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from data.codes import Country, Id, Text, UnLocode
from data.record import Hours, Money, Record, unit

# What must have happened when, by the codes of DCSA's commercial schedules 1.0.3: documents, verified gross mass, full
# box, less than a box at the freight station, port, earliest empty pick-up, earliest full delivery (the gate opens),
# reefer, dangerous goods, out of gauge and breakbulk, transhipment, standard booking acceptance, special booking
# acceptance, customs, advance filing.
CutoffCode = Literal[
    "DCO", "VCO", "FCO", "LCO", "PCO", "ECP", "EFC", "RCO", "DGC", "OBC", "TCO", "STA", "SPA", "CUA", "AFC"
]

CUTOFF_WORDS: dict[CutoffCode, str] = {
    "DCO": "documents cut-off",
    "VCO": "VGM cut-off",
    "FCO": "full delivery cut-off",
    "LCO": "freight station's cut-off",
    "PCO": "port's cut-off",
    "ECP": "earliest empty pick-up",
    "EFC": "gate's opening",
    "RCO": "reefer cut-off",
    "DGC": "dangerous goods cut-off",
    "OBC": "out-of-gauge cut-off",
    "TCO": "transhipment cut-off",
    "STA": "booking acceptance",
    "SPA": "special booking acceptance",
    "CUA": "customs acceptance",
    "AFC": "advance filing cut-off",
}

# Between two ports of this country only ships under its flag carry (Law 17/2008, article 8).
HOME = "ID"


def may_carry(flag: str, origin: str, destination: str) -> bool:
    """Whether a ship under a flag may take a box aboard at one port and land it at another."""
    return flag == HOME or not (origin.startswith(HOME) and destination.startswith(HOME))


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
        24,
        description="Hours before departure at which full boxes must be delivered (DCSA cut-off FCO), where the table "
        "cutoffs has no such row for it",
    )
    freight_per_teu: Money = Field(0, description="Freight of the leg")
    service: Text | None = Field(None, description="The carrier's service that the voyage is one of")
    ship: Text | None = Field(None, description="Name of the ship")
    capacity_plugs: int | None = Field(
        None,
        ge=0,
        le=30_000,
        description="Plugs for the case's reefers; empty where there are as many as reefers",
        json_schema_extra=unit("plugs"),
    )
    capacity_kg: int | None = Field(
        None,
        ge=0,
        le=10**9,
        description="Gross mass of the case's shipments that it can take; empty where any is taken",
        json_schema_extra=unit("kg"),
    )

    @model_validator(mode="after")
    def _forwards(self) -> "Sailing":
        if self.arrival <= self.departure:
            raise ValueError("the arrival is not after the departure: arrival must be later than departure")
        if self.origin == self.destination:
            raise ValueError("the leg ends where it starts: give two different ports")
        return self


class Cutoff(Record):
    """By when something must have happened for a ship; or, of ECP and EFC, from when on it may.

    It is so many hours before the ship's departure, and moves with her, or a moment that does not. Of several rows of a
    code for a leg, the one that names the leg counts, else the one with its line and port, else with its line, else
    with its port, else the one that names nothing; of two that say as much, the last.
    """

    id: Id = Field(description="Name of the row")
    code: CutoffCode = Field(description="What it is, by its DCSA code")
    line: Id | None = Field(None, description="The carrier whose ships it is for; empty for all")
    port: UnLocode | None = Field(None, description="The port where they are boarded; empty for all")
    sailing: Id | None = Field(None, description="The one leg that it is for, by id; empty for all")
    hours_before: Hours | None = Field(None, description="Hours before the departure from the port")
    at: AwareDatetime | None = Field(None, description="The moment, where it does not move with the ship")

    @model_validator(mode="after")
    def _one_moment(self) -> "Cutoff":
        if (self.hours_before is None) == (self.at is None):
            raise ValueError("it needs a moment, and one only: give hours_before or at")
        if self.sailing is not None and (self.line is not None or self.port is not None):
            raise ValueError("a leg has its line and port: drop line and port, or sailing")
        if self.at is not None and self.sailing is None:
            raise ValueError("a moment is for one ship: give sailing, or hours_before instead of at")
        return self

    def for_leg(self, leg: Sailing) -> bool:
        """Whether it is for the ship of a leg."""
        return self.sailing in (None, leg.id) and self.line in (None, leg.line) and self.port in (None, leg.origin)

    @property
    def precision(self) -> tuple[bool, bool, bool]:
        """Of several rows for a leg, the one with the greatest counts."""
        return self.sailing is not None, self.line is not None, self.port is not None

    def moment(self, leg: Sailing) -> datetime:
        """When it is, for the ship of a leg."""
        return self.at if self.at is not None else leg.departure - timedelta(hours=self.hours_before or 0)


def cutoffs_of(leg: Sailing, rows: Iterable[Cutoff]) -> dict[CutoffCode, Cutoff]:
    """The rows that count for boarding at the beginning of a leg, by code."""
    found: dict[CutoffCode, Cutoff] = {}
    for row in sorted((row for row in rows if row.for_leg(leg)), key=lambda row: row.precision):
        found[row.code] = row
    return found
