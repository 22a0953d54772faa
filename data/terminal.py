"""A container terminal: quay, water, cranes, yard, gate, and what its time costs.

Lengths are metres along the quay from its zero mark, water depths metres below chart datum, tide metres above
it. The values of `terminal.toml` are the fields of `Terminal`; each table beside it is a list of one of the
other types. Defaults that no source states are marked as assumed in the embedded case's SOURCES.md.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from data.box_kinds import BOX_KINDS, BoxKind, BoxKinds
from data.clock import TimeOfDay, on_clock
from data.codes import Id, Text, UnLocode
from data.costs import Costs
from data.customs import Customs
from data.gate import Gate
from data.operations import (
    Arrivals,
    Breaks,
    Cargo,
    CraneWork,
    Dwell,
    Pilotage,
    Tractors,
    Weather,
    YardWork,
)
from data.record import Days, Hours, Metres, Minutes, Money, Record, Share, unit


def _zone_exists(value: str) -> str:
    # What the machine is set to is in the list where its files are, and is another zone on another machine.
    if value not in available_timezones() - {"localtime", "Factory"}:
        raise ValueError("no such time zone: use a name of the IANA database, as Asia/Makassar")
    return value


ZoneName = Annotated[str, AfterValidator(_zone_exists)]
# The long side of a ship that lies at the quay, and an end of the quay or of a ship that lies there.
Side = Literal["port", "starboard"]
End = Literal["low", "high"]


class Quay(Record):
    """The quay line, where ships lie one behind the other."""

    length_m: Metres = Field(gt=0, description="Length of the quay line")
    width_m: Metres = Field(0, description="Width of the quay deck; for the record, no rule uses it")
    mooring_gap_m: Metres = Field(description="Least free water between two ships, bow to stern")
    overhang_m: Metres = Field(0, description="How far a ship may reach beyond either end of the quay")
    mooring_min: Minutes = Field(description="From first line ashore to the first lift")
    unmooring_min: Minutes = Field(description="From the last lift to last line off")
    layout: Literal["continuous", "discrete", "hybrid"] = Field(
        "continuous",
        description="Where ships may lie. continuous: anywhere; discrete: each inside one section of berths, alone in "
        "it; hybrid: over one or several neighbouring sections, alone in all of them",
    )
    keel_clearance_m: Metres | None = Field(
        None,
        description="Least water under the keel of a ship alongside at low water; empty where it may touch the bottom",
    )
    zero: Literal["left", "right"] = Field(
        "left",
        description="End at which the zero mark lies for one who stands on the quay and faces the water; says which "
        "way a bow points",
    )

    def bow_of(self, side: Side) -> End:
        """The end at which the bow of a ship lies that is alongside with this side.

        With the zero mark on the left, a ship port side alongside has her bow to low metres.
        """
        return "low" if (side == "port") == (self.zero == "left") else "high"


class Channel(Record):
    """The way in from the sea."""

    length_nm: float = Field(ge=0, le=500, description="Length", json_schema_extra=unit("nautical miles"))
    depth_m: Metres = Field(gt=0, description="Least depth below chart datum")
    under_keel_clearance: Share = Field(
        0.1, description="Water that a moving ship needs under its keel, as a share of its draft"
    )
    opens: TimeOfDay | None = Field(
        None, description="Time of day from which ships move (first line, last line); empty where they always may"
    )
    closes: TimeOfDay | None = Field(
        None, description="Time of day until which ships move; before opens where that is past midnight"
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> "Channel":
        if self.opens is None and self.closes is not None:
            raise ValueError("closes is given and opens is not: give opens too, or drop closes")
        if self.opens is not None and self.closes is None:
            raise ValueError("opens is given and closes is not: give closes too, or drop opens")
        if self.opens is not None and self.opens == self.closes:
            raise ValueError("opens and closes are the same: drop closes and opens where ships always move")
        return self


class Tide(Record):
    """A tide that rises and falls as a cosine between low and high water."""

    low_m: float = Field(ge=-20, le=20, description="Height of low water", json_schema_extra=unit("m"))
    high_m: float = Field(ge=-20, le=20, description="Height of high water", json_schema_extra=unit("m"))
    period_h: Hours = Field(12.42, gt=0, description="From high water to high water")
    high_water: AwareDatetime = Field(description="The moment of any one high water")

    @model_validator(mode="after")
    def _low_below_high(self) -> "Tide":
        if self.low_m > self.high_m:
            raise ValueError("low water stands above high water: exchange low_m and high_m")
        return self


class Terminal(Record):
    """Everything about the terminal that is not a list."""

    name: Text = Field(description="The terminal's name")
    code: Id = Field(description="SMDG terminal code or the port's own")
    unlocode: UnLocode = Field(description="UN/LOCODE of the port")
    time_zone: ZoneName = Field(description="IANA time zone; times without a zone are in it")
    date_order: Literal["iso", "day-first", "month-first"] = Field(
        "iso", description="How dates such as 05/01/2026 are meant; iso refuses those that can be read two ways"
    )
    currency: Id = Field(description="ISO 4217 code of the money that costs are in")
    seed: int = Field(1, ge=0, description="Seed from which services recur beyond the listed calls")
    quay: Quay
    channel: Channel
    tide: Tide
    crane_work: CraneWork
    breaks: Breaks = Breaks()
    weather: Weather = Weather()
    pilotage: Pilotage = Pilotage()
    yard_work: YardWork
    tractors: Tractors
    gate: Gate
    dwell: Dwell
    cargo: Cargo
    arrivals: Arrivals
    costs: Costs
    customs: Customs = Customs()

    @property
    def zone(self) -> ZoneInfo:
        """The terminal's time zone."""
        return ZoneInfo(self.time_zone)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the terminal's clock, with its offset of then; one without a zone is on that clock."""
        return on_clock(moment, self.zone)

    def clock(self, moment: datetime) -> str:
        """A moment on the terminal's clock, for sentences."""
        return f"{self.local(moment):%Y-%m-%d %H:%M}"


class BerthSection(Record):
    """A stretch of the quay with its depth. The sections of a case cover its quay without gap or overlap."""

    id: Id = Field(description="Name of the section")
    start_m: Metres = Field(description="Where it begins")
    end_m: Metres = Field(description="Where it ends")
    depth_m: Metres = Field(gt=0, description="Depth alongside below chart datum")

    @model_validator(mode="after")
    def _forwards(self) -> "BerthSection":
        if self.end_m <= self.start_m:
            raise ValueError("the section ends before it starts: end_m must be above start_m")
        return self


class Bollard(Record):
    """A bollard of the quay. People at the quay say by bollards where a ship lies."""

    id: Id = Field(description="Its number or name, as painted on it")
    position_m: Metres = Field(description="Where it stands")


# A crane works a ship when it can stand beside so much of it.
CRANE_STANDS_M = 1.0


class QuayCrane(Record):
    """A ship-to-shore crane. The order of the rows is their order on the rail, from the quay's zero mark.

    It reaches a ship when it can stand beside at least a metre of it.
    """

    id: Id = Field(description="Name of the crane")
    rail_from_m: Metres = Field(description="Lowest metre that it reaches")
    rail_to_m: Metres = Field(description="Highest metre that it reaches")

    @model_validator(mode="after")
    def _forwards(self) -> "QuayCrane":
        if self.rail_to_m <= self.rail_from_m:
            raise ValueError("the rail ends before it starts: rail_to_m must be above rail_from_m")
        return self

    def reaches(self, low_m: float, high_m: float) -> bool:
        """Whether it can work a ship that lies from `low_m` to `high_m`."""
        beside = min(self.rail_to_m, high_m) - max(self.rail_from_m, low_m)
        return beside >= CRANE_STANDS_M - 1e-6


class YardBlock(Record):
    """A block of stacks under yard cranes. Where no block of a case has plugs, reefers may stand in any bay."""

    id: Id = Field(description="Name of the block")
    bays: int = Field(ge=1, le=200, description="20-foot bays along the block")
    rows: int = Field(ge=1, le=40, description="Rows across")
    tiers: int = Field(ge=1, le=12, description="Boxes on top of each other")
    takes: BoxKinds = Field(
        BOX_KINDS,
        description="Kinds of boxes that are put there: reefer (that wants a plug), dangerous (goods), and of the "
        "others full and empty",
    )
    plug_bays: int = Field(
        0,
        ge=0,
        le=200,
        description="20-foot bays with plugs for reefers in all tiers, counted from bay 1 on; a 40-foot bay has plugs "
        "where both of its halves do",
    )

    @model_validator(mode="after")
    def _plugs_inside(self) -> "YardBlock":
        if self.plug_bays > self.bays:
            raise ValueError(f"more bays have plugs than there are: plug_bays is at most {self.bays}")
        return self

    @property
    def capacity_teu(self) -> int:
        """Places for 20-foot boxes when every stack is full."""
        return self.bays * self.rows * self.tiers

    def takes_all(self, kinds: Iterable[BoxKind]) -> bool:
        """Whether a box of these kinds is put there."""
        return set(kinds) <= set(self.takes)

    def has_plugs(self, bay: int) -> bool:
        """Whether a bay has plugs: an odd one of 20 feet, or an even one, which is the two beside it."""
        return (bay + 1) // 2 + (bay % 2 == 0) <= self.plug_bays


class YardCrane(Record):
    """A yard crane (RTG, straddle carrier, reach stacker) and the block that it works in."""

    id: Id = Field(description="Name of the crane")
    block: Id = Field(description="The block that it works in")


class Port(Record):
    """A port that ships and shipments of the case name."""

    unlocode: UnLocode = Field(description="UN/LOCODE")
    name: Text = Field(description="Name")
    connection_h: Hours = Field(24, description="Least time between two ships for a transhipped box")
    most_dwell_h: Hours | None = Field(
        None, description="Longest time between two ships for a transhipped box; empty for any"
    )
    handling_per_box: Money = Field(
        0, description="Terminal handling of a shipment's box that boards its first ship here, or changes ships here"
    )
    free_days: Days = Field(0, description="Days that a box may wait here for a ship without storage")
    storage_per_day: Money = Field(0, description="Storage of a box for a day after these")
    restuffing_h: Hours | None = Field(
        None,
        description="Time to move goods from one box into another, in addition to connection_h; empty where that "
        "cannot be done",
    )
    restuffing_per_box: Money = Field(0, description="What it costs, for each box that is emptied")
    latitude: float | None = Field(
        None,
        ge=-90,
        le=90,
        description="Where it is, north above 0, south below; empty where no distances are wanted",
        json_schema_extra=unit("degrees"),
    )
    longitude: float | None = Field(
        None, ge=-180, le=180, description="Where it is, east above 0, west below", json_schema_extra=unit("degrees")
    )
    also_called: Text | None = Field(
        None, description="Other names that schedules have for it, with a semicolon between them, as Tanjung Perak; SUB"
    )

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, its name first."""
        others = (self.also_called or "").split(";")
        return (self.name, *(name.strip() for name in others if name.strip()))

    @model_validator(mode="after")
    def _on_the_map(self) -> "Port":
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a place has both latitude and longitude: give both, or neither")
        return self

    @property
    def country(self) -> str:
        """ISO 3166 code of the country: the first two letters of the UN/LOCODE."""
        return self.unlocode[:2]
