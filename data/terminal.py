"""A container terminal: quay, water, cranes, yard, gate, and what its time costs.

Lengths are metres along the quay from its zero mark, water depths metres below chart datum, tide metres above
it. The values of `terminal.toml` are the fields of `Terminal`; each table beside it is a list of one of the
other types. Defaults that no source states are marked as assumed in the embedded case's SOURCES.md.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from data.box_kinds import BOX_KINDS, BoxKind, BoxKinds
from data.clock import TimeOfDay, on_clock
from data.codes import Id, Text, UnLocode


class Record(BaseModel):
    """A frozen, fully validated part of a case. Unknown fields are refused: a typing error is not a wish."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, populate_by_name=True
    )


def unit(name: str) -> dict[str, Any]:
    """The unit of a field, for the documents that are made from the types."""
    return {"unit": name}


def _zone_exists(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("no such time zone: use a name of the IANA database, as Asia/Makassar")
    return value


Metres = Annotated[float, Field(ge=0, le=10_000, json_schema_extra=unit("m"))]
Minutes = Annotated[float, Field(ge=0, le=10_080, json_schema_extra=unit("min"))]
Seconds = Annotated[float, Field(ge=0, le=36_000, json_schema_extra=unit("s"))]
Hours = Annotated[float, Field(ge=0, le=8_760, json_schema_extra=unit("h"))]
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra=unit("share of 1"))]
Spread = Annotated[float, Field(ge=0, le=3, json_schema_extra=unit("standard deviation / mean"))]
Money = Annotated[int, Field(ge=0, le=10**12, json_schema_extra=unit("money"))]
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


class CraneWork(Record):
    """How quay cranes work: what planners count on, and the cycle that the simulation draws from."""

    gross_moves_per_hour: float = Field(
        gt=0,
        le=100,
        description="Boxes per crane and hour at the ship, idle time and breakdowns included: the planner's rate",
        json_schema_extra=unit("boxes/h"),
    )
    cycle_s: float = Field(
        ge=1,
        le=36_000,
        description="Mean cycle of a crane that is not waiting for anything",
        json_schema_extra=unit("s"),
    )
    cycle_spread: Spread = Field(0.4, description="Spread of the cycle (gamma distributed)")
    hours_between_failures: Hours = Field(0, description="Mean working hours between breakdowns; 0 for none")
    repair_h: Hours = Field(0, description="Mean hours of a repair")
    assignment: Literal["constant", "hourly"] = Field(
        "constant",
        description="constant: the same neighbouring cranes work a ship from the end of mooring to the last lift; "
        "hourly: their number may change",
    )
    interference_exponent: float = Field(
        1,
        gt=0,
        le=1,
        description="Cranes at one ship are in each other's way: q of them work like q to this power (Meisel and "
        "Bierwirth, OR Spectrum 31, 2009)",
        json_schema_extra=unit("exponent"),
    )
    deviation_per_100m: float = Field(
        0,
        ge=0,
        le=10,
        description="Share by which a ship's work grows for each 100 m away from its preferred position (the same "
        "source)",
        json_schema_extra=unit("share of 1"),
    )
    setup_min: Minutes = Field(0, description="Time that a crane needs to go from one ship to another, without its way")
    travel_m_min: float = Field(
        0,
        ge=0,
        le=1_000,
        description="Speed of a crane on the rail from one ship to another; 0 where its way takes no time",
        json_schema_extra=unit("m/min"),
    )

    twin_lift_kg: int = Field(
        0,
        ge=0,
        le=200_000,
        description="Most mass of two 20-foot boxes that are lifted in one cycle; 0 where cranes lift one at a time",
        json_schema_extra=unit("kg"),
    )
    twin_lift_longer: Share = Field(0.2, description="Share by which such a cycle is longer than one with one box")
    dual_cycle: float = Field(
        2,
        ge=1,
        le=2,
        description="A load and a discharge on the same way to and fro take so many cycles; 2 where that is not done",
        json_schema_extra=unit("cycles"),
    )
    hatch_cover_min: Minutes = Field(5, gt=0, description="Time to take off a hatch cover, or to put it on")
    clearance_m: Metres = Field(25, description="Least distance between the middles of two cranes on the rail")

    def lift_s(self, boxes: int) -> int:
        """Seconds of a planned cycle with one box or two: gross, so that what holds cranes up is in it on the mean."""
        single = 3600 / self.gross_moves_per_hour
        return round(single * (1 + self.twin_lift_longer) if boxes > 1 else single)

    def dual_s(self) -> int:
        """Seconds of a planned cycle that loads one box and discharges another."""
        return round(self.dual_cycle * 3600 / self.gross_moves_per_hour)

    def like(self, cranes: int) -> float:
        """How many cranes that nobody hinders do the work of so many at one ship."""
        return float(cranes**self.interference_exponent)

    def growth(self, deviation_m: float) -> float:
        """Factor by which the work of a ship grows that lies so far from its preferred position."""
        return 1 + self.deviation_per_100m * deviation_m / 100

    def change_min(self, distance_m: float) -> float:
        """Minutes between the uses of a crane at two ships whose middles are so far apart."""
        return self.setup_min + (distance_m / self.travel_m_min if self.travel_m_min else 0.0)


class YardWork(Record):
    """How yard cranes work."""

    # Plans count in whole seconds: a shorter move would take no time.
    move_s: float = Field(
        ge=1,
        le=36_000,
        description="Mean time of one yard crane move, travel in the block included",
        json_schema_extra=unit("s"),
    )
    move_spread: Spread = Field(0.3, description="Spread of the move time (gamma distributed)")
    bay_travel_s: Seconds = Field(
        0, description="More for every 20-foot bay that a yard crane goes to a planned move; 0 where move_s has it all"
    )


class Tractors(Record):
    """The terminal tractors between quay and yard."""

    count: int = Field(ge=1, le=1000, description="Tractors in service")
    speed_km_h: float = Field(20, gt=0, le=100, description="Mean speed", json_schema_extra=unit("km/h"))
    quay_to_yard_m: Metres = Field(description="Mean way from the quay to a yard block, one direction")


class Gate(Record):
    """The landside gate and the trucks that come through it."""

    lanes: int = Field(ge=1, le=100, description="Lanes, each working in both directions")
    service_min: Minutes = Field(gt=0, description="Mean time of a truck in a lane")
    gate_to_yard_m: Metres = Field(description="Mean way of a truck from the gate to a yard block")
    opens_days_before: float = Field(
        5,
        ge=0,
        le=60,
        description="Days before a ship from which its boxes may come in",
        json_schema_extra=unit("days"),
    )
    closes_hours_before: float = Field(
        0,
        ge=-48,
        le=720,
        description="Hours before a ship at which its domestic boxes must be in",
        json_schema_extra=unit("h"),
    )


class Dwell(Record):
    """How long boxes stay in the yard (lognormal)."""

    import_h: Hours = Field(gt=0, description="Mean stay of a box that came by ship")
    import_spread: Spread = Field(0.7, description="Its spread")
    export_h: Hours = Field(gt=0, description="Mean stay of a box that leaves by ship")
    export_spread: Spread = Field(0.5, description="Its spread")


class Cargo(Record):
    """What the boxes are, where a call gives only their number."""

    forty_foot_share: Share = Field(0, description="Share of 40-foot boxes; TEU per box is 1 more than this")
    foreign_share: Share = Field(0, description="Share of boxes in foreign trade, which customs may inspect")


class Arrivals(Record):
    """How ships keep their times."""

    proforma_sd_h: Hours = Field(0, description="Standard deviation of a recurring call's ETA around its service's day")
    lateness_sd_h: Hours = Field(0, description="Standard deviation of arrival against ETA, in the simulation")
    volume_spread: Spread = Field(0, description="Spread of a call's boxes around its service's mean")


class Costs(Record):
    """What a plan is judged by, in whole units of the terminal's currency."""

    waiting_per_hour: Money = Field(description="A ship waiting from its ETA to first line")
    lateness_per_hour: Money = Field(description="A ship leaving after its ETD")
    position_per_metre: Money = Field(description="A metre away from the preferred position")
    unserved_per_call: Money = Field(description="A call that cannot be berthed at all")
    shipment_late_per_day: Money = Field(0, description="A box one day after its latest arrival")
    shipment_unserved: Money = Field(gt=0, description="A box that no voyage takes; more than its dearest way")
    transit_per_day: Money = Field(0, description="A box one day under way: what chooses between routes")
    stay_per_hour: Money = Field(0, description="A ship's hour from first to last line, times its priority")
    finish_per_hour: Money = Field(0, description="An hour from the plan's start to the last line of the last ship")
    window_missed_per_hour: Money = Field(
        0, description="An hour of first line after the call's window_end, times its priority"
    )
    crane_change: Money = Field(
        0, description="A crane that goes to another ship while no shift begins; without shifts, every such change"
    )
    work_per_hour: Money = Field(1_000, description="Loading: an hour from the start of work to a ship's last lift")
    ashore_per_box: Money = Field(100_000, description="Loading: a box left ashore that could go")
    overstow_per_box: Money = Field(200, description="Loading: a box above one that leaves the ship before it")
    restow_per_box: Money = Field(200, description="Loading: a box of a later port taken off and put back")
    rehandle_per_box: Money = Field(20, description="Loading: a box of the yard moved out of the way of another")
    yard_bay: Money = Field(20, description="Yard: a 20-foot bay kept for boxes of a ship; a 40-foot bay is two")
    haul_per_km: Money = Field(5, description="Yard: a box driven a kilometre along the quay between block and ship")
    change_per_metre: Money = Field(0, description="Re-planning: a metre away from the place in the plan before")
    change_per_hour: Money = Field(0, description="Re-planning: an hour away from first line in the plan before")
    change_per_crane: Money = Field(0, description="Re-planning: a crane more or less than in the plan before")


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
    yard_work: YardWork
    tractors: Tractors
    gate: Gate
    dwell: Dwell
    cargo: Cargo
    arrivals: Arrivals
    costs: Costs

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

    @property
    def country(self) -> str:
        """ISO 3166 code of the country: the first two letters of the UN/LOCODE."""
        return self.unlocode[:2]
