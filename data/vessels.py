"""Ships, the services they run and the calls they make at the terminal."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, model_validator

from data.codes import Country, Id, ImoNumber, Text, UnLocode
from data.record import Hours, Metres, Record, Spread, unit
from data.terminal import CRANE_STANDS_M, End, Side
from data.words import joined, words

# The largest exchanges on record are below 20,000 boxes; more is a typing error.
MOST_BOXES_A_CALL = 25_000
# What a tentative call weighs against a confirmed one of the same priority.
TENTATIVE_WEIGHT = 0.1

Boxes = Annotated[int, Field(ge=0, le=MOST_BOXES_A_CALL, json_schema_extra=unit("boxes"))]


Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(words),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]
PortList = Annotated[
    tuple[UnLocode, ...],
    BeforeValidator(words),
    PlainSerializer(joined, return_type=str),
    Field(json_schema_extra={"list": True}),
]


class Vessel(Record):
    """A container ship."""

    id: Id = Field(description="Short name that calls use")
    name: Text = Field(description="The ship's name")
    imo: ImoNumber | None = Field(None, description="IMO number with a right check digit, or empty")
    line: Id = Field(description="The carrier")
    flag: Country = Field(description="ISO 3166 code of the flag; cabotage law looks at it")
    loa_m: float = Field(gt=0, le=500, description="Length over all", json_schema_extra=unit("m"))
    beam_m: float = Field(gt=0, le=80, description="Breadth", json_schema_extra=unit("m"))
    capacity_teu: int = Field(gt=0, le=30_000, description="Nominal capacity", json_schema_extra=unit("TEU"))
    max_draft_m: float = Field(gt=0, le=25, description="Draft when fully laden", json_schema_extra=unit("m"))
    bow_clear_m: Metres = Field(0, description="Length at the bow without bays: cranes stand beside the rest")
    stern_clear_m: Metres = Field(0, description="Length at the stern without bays")
    profile: Id | None = Field(
        None, description="Her profile, by id: her bays and stacks. Empty where her loading is not planned"
    )
    gear_moves_per_hour: float = Field(
        0,
        ge=0,
        le=200,
        description="Boxes that the ship's own gear moves in an hour where no quay crane works it; 0 for none",
        json_schema_extra=unit("boxes/h"),
    )

    @model_validator(mode="after")
    def _bays(self) -> "Vessel":
        clear = self.bow_clear_m + self.stern_clear_m
        if clear > 0 and self.loa_m - clear < CRANE_STANDS_M:
            raise ValueError(
                f"bow_clear_m and stern_clear_m leave less than {CRANE_STANDS_M:g} m for bays: correct bow_clear_m or "
                "stern_clear_m"
            )
        return self

    def bays(self, position_m: float, bow: End) -> tuple[float, float]:
        """The stretch of the quay beside which cranes work the ship: its low and its high end in metres.

        `position_m` is the place of the ship's low end and `bow` the end at which her bow lies.
        """
        low, high = self.bow_clear_m, self.stern_clear_m
        if bow == "high":
            low, high = high, low
        return position_m + low, position_m + self.loa_m - high


class Service(Record):
    """A carrier's service: a pro-forma call that recurs, or calls that come at random."""

    # The ids of its calls are this one and a number, and are ids themselves.
    id: Id = Field(max_length=56, description="Name of the service")
    line: Id = Field(description="The carrier")
    vessels: Ids = Field(min_length=1, description="Ships that take turns, by id")
    rotation: PortList = Field(min_length=1, description="Ports after this terminal, in order")
    first_eta: AwareDatetime = Field(description="Pro-forma ETA of the first call")
    every_days: float = Field(
        7,
        gt=0,
        le=90,
        description="From call to call; the mean where they come at random",
        json_schema_extra=unit("days"),
    )
    rhythm: Literal["regular", "random"] = Field(
        "regular",
        description="regular: calls recur around their pro-forma day; random: nobody knows them before, they are drawn "
        "anew in each replication of a simulation and stand in no plan",
    )
    interarrival_spread: Spread = Field(
        1,
        description="Spread of the time between random calls (gamma distributed): 1 for a Poisson process, 0.7071 for "
        "Erlang-2",
    )
    stay_h: Hours = Field(gt=0, description="Pro-forma stay; ETD is ETA and this")
    discharge_full: Boxes = Field(0, description="Mean laden boxes to discharge")
    discharge_empty: Boxes = Field(0, description="Mean empty boxes to discharge")
    load_full: Boxes = Field(0, description="Mean laden boxes to load")
    load_empty: Boxes = Field(0, description="Mean empty boxes to load")
    preferred_position_m: Metres | None = Field(
        None, description="Contracted place of the ship's low end; empty where any is as good"
    )
    min_cranes: int = Field(1, ge=1, le=20, description="Least cranes at each of its ships")
    max_cranes: int | None = Field(
        None,
        ge=1,
        le=20,
        description="Most cranes at each of its ships; empty for one in every 45 m of a ship's length",
    )
    side: Side = Field("starboard", description="Side alongside")
    priority: float = Field(
        1,
        gt=0,
        le=100,
        description="Weight of its calls' waiting and lateness against others",
        json_schema_extra=unit("factor"),
    )
    window_h: Hours | None = Field(
        None,
        description="Hours after the pro-forma ETA until which the contract guarantees first line; empty for no window",
    )

    @model_validator(mode="after")
    def _crane_limits(self) -> "Service":
        if self.max_cranes is not None and self.max_cranes < self.min_cranes:
            raise ValueError("max_cranes is below min_cranes: exchange them")
        return self


class VesselCall(Record):
    """One call of one ship at the terminal.

    `eta` is when the ship can be alongside, pilot and channel behind it (DCSA: ETA-Berth); waiting counts from it.
    """

    id: Id = Field(description="Name of the call")
    vessel: Id = Field(description="The ship, by id")
    service: Id | None = Field(None, description="The service, by id, or empty")
    eta: AwareDatetime = Field(description="Earliest first line: when the ship can be alongside")
    etd: AwareDatetime = Field(description="When the ship should leave; later is lateness")
    arrival_draft_m: float = Field(gt=0, le=25, description="Draft on arrival", json_schema_extra=unit("m"))
    departure_draft_m: float = Field(gt=0, le=25, description="Draft on departure", json_schema_extra=unit("m"))
    discharge_full: Boxes = Field(0, description="Laden boxes to discharge")
    discharge_empty: Boxes = Field(0, description="Empty boxes to discharge")
    load_full: Boxes = Field(0, description="Laden boxes to load")
    load_empty: Boxes = Field(0, description="Empty boxes to load")
    min_cranes: int = Field(1, ge=1, le=20, description="Least cranes at the ship")
    max_cranes: int = Field(20, ge=1, le=20, description="Most cranes at the ship")
    preferred_position_m: float | None = Field(
        None,
        ge=-1_000,
        le=10_000,
        description="Wanted place of the ship's low end; empty where any is as good",
        json_schema_extra=unit("m"),
    )
    side: Side = Field("starboard", description="Side alongside")
    priority: float = Field(
        1,
        gt=0,
        le=100,
        description="Weight of this call's waiting and lateness against others",
        json_schema_extra=unit("factor"),
    )
    earliest_start: AwareDatetime | None = Field(None, description="First line must not be before; or empty")
    latest_departure: AwareDatetime | None = Field(None, description="Last line must not be after; or empty")
    window_end: AwareDatetime | None = Field(
        None,
        description="Latest first line that the contract guarantees, or empty; a ship with a later ETA has lost it",
    )
    late_h: float | None = Field(
        None,
        ge=-168,
        le=720,
        description="Hours from the ETA to her arrival in the simulation; empty where chance has it",
        json_schema_extra=unit("h"),
    )
    stowage_listed: bool = Field(
        False,
        description="Whether the table containers has all boxes that remain on board; else some are invented where it "
        "has none of them, nor all to discharge and to load",
    )
    tentative: bool = Field(
        False,
        description="Whether the line has not confirmed the call yet: it is planned, with a tenth of its priority",
    )
    remark: Text | None = Field(None, description="What planners tell each other of the call; no rule reads it")

    @model_validator(mode="after")
    def _times_and_cranes(self) -> "VesselCall":
        if self.etd <= self.eta:
            raise ValueError("the departure is not after the arrival: etd must be later than eta")
        if self.max_cranes < self.min_cranes:
            raise ValueError("max_cranes is below min_cranes: exchange them")
        first, last = self.earliest_start, self.latest_departure
        if first is not None and last is not None and last <= first:
            raise ValueError(
                "the ship must leave before it may berth: latest_departure must be later than earliest_start"
            )
        if self.moves == 0:
            raise ValueError("the call has no boxes: give discharge or load")
        if self.moves > MOST_BOXES_A_CALL:
            raise ValueError(f"more than {MOST_BOXES_A_CALL} boxes in one call: look for a typing error")
        return self

    @property
    def weight(self) -> float:
        """Weight of its waiting and lateness against others: a call that may not come holds up none that will."""
        return self.priority * TENTATIVE_WEIGHT if self.tentative else self.priority

    @property
    def earliest(self) -> datetime:
        """The earliest first line: the ETA, or the later start that the call must wait for."""
        return self.eta if self.earliest_start is None else max(self.eta, self.earliest_start)

    @property
    def window(self) -> datetime | None:
        """The latest first line that the contract guarantees; None where there is none, or the ship came too late."""
        return None if self.window_end is None or self.eta > self.window_end else self.window_end

    @property
    def discharge(self) -> int:
        """Boxes to discharge."""
        return self.discharge_full + self.discharge_empty

    @property
    def load(self) -> int:
        """Boxes to load."""
        return self.load_full + self.load_empty

    @property
    def moves(self) -> int:
        """Quay crane moves of the call: every box once."""
        return self.discharge + self.load
