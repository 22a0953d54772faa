"""How a terminal works: its cranes, yard and tractors, what comes to it, and how its ships keep their times.

What a planner counts on and what the simulation draws from stand side by side.
"""

from typing import Literal

from pydantic import Field, model_validator

from data.record import Hours, HoursBetween, Metres, Minutes, Record, Seconds, Share, Spread, unit


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
    hours_between_failures: HoursBetween = Field(0, description="Mean working hours between breakdowns; 0 for none")
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
    boxes_per_cover: float = Field(
        0,
        ge=0,
        le=1_000,
        description="Boxes of a call for which the simulation takes one hatch cover off and puts it on again; at most "
        "the covers of the ship's profile, where she has one; 0 for no covers",
        json_schema_extra=unit("boxes"),
    )
    restow_share: Share = Field(
        0, description="Boxes that the simulation takes off and puts back, for each one discharged or loaded"
    )
    twin_share: Share = Field(
        0,
        description="Share of the simulated lifts of a 20-foot box that take the next one too, where that is a 20-foot "
        "box; none where twin_lift_kg is 0",
    )
    dual_share: Share = Field(
        0,
        description="Share of the simulated discharge lifts that load a box on the way, where one is ready; none where "
        "dual_cycle is 2",
    )

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


class Breaks(Record):
    """When all quay cranes rest as planned, by the shifts of the case; without shifts they never do."""

    change_min: Minutes = Field(0, description="Lost at the beginning of each shift")
    meal_min: Minutes = Field(0, description="A break in each shift")
    meal_after_h: Hours = Field(4, description="Hours from the beginning of the shift to its break")


class Weather(Record):
    """Rain and wind, each of which stops all quay cranes: exponential times between and durations."""

    rain_between_h: HoursBetween = Field(0, description="Mean hours from the end of a rain to the next; 0 for none")
    rain_h: Hours = Field(1, gt=0, description="Mean hours of a rain that stops work")
    wind_between_h: HoursBetween = Field(0, description="Mean hours from the end of a storm to the next; 0 for none")
    wind_h: Hours = Field(2, gt=0, description="Mean hours of a storm that stops work")


class Pilotage(Record):
    """Pilots, tugs, and the passage between the pilot station and the quay."""

    knots: float = Field(
        0,
        ge=0,
        le=40,
        description="Speed in the channel; 0 where the passage takes no time of its own",
        json_schema_extra=unit("knots"),
    )
    pilots: int = Field(0, ge=0, le=200, description="Pilots on duty; 0 where there is always one")
    return_min: Minutes = Field(0, description="From the end of a pilot's passage until the next may begin")
    tugs: int = Field(0, ge=0, le=200, description="Tugs on duty; 0 where there are always enough")
    tugs_per_ship: int = Field(2, ge=1, le=10, description="Tugs at a ship that berths or leaves")
    tug_min: Minutes = Field(30, description="How long they are with her")
    one_way: bool = Field(False, description="Whether ships in the channel must all go the same way")

    @model_validator(mode="after")
    def _enough_tugs(self) -> "Pilotage":
        if 0 < self.tugs < self.tugs_per_ship:
            raise ValueError("a ship needs more tugs than there are: raise tugs or lower tugs_per_ship")
        return self


class YardWork(Record):
    """How large the yard is, and how its cranes work."""

    area_ha: float = Field(
        0,
        ge=0,
        le=10_000,
        description="Area of the yard, ways included: by it a scenario says how much larger it is; 0 where nobody says",
        json_schema_extra=unit("ha"),
    )

    # Plans count in whole seconds: a shorter move would take no time.
    move_s: float = Field(
        ge=1,
        le=36_000,
        description="Mean time of one yard crane move, travel in the block included",
        json_schema_extra=unit("s"),
    )
    move_spread: Spread = Field(0.3, description="Spread of the move time (gamma distributed)")
    bay_travel_s: Seconds = Field(
        0,
        description="More for every 20-foot bay that a yard crane goes to a planned move, or to one of boxes in "
        "stacks; 0 where move_s has it all",
    )
    bay_setup_s: Seconds = Field(
        0, description="More for a move of boxes in stacks in another bay than the crane's last one"
    )
    stacks: bool = Field(
        False,
        description="true: each box stands in a stack of the simulated yard, below or above others, where its block "
        "takes its kind; false: a block is room for so many TEU",
    )
    stacking: Literal["random", "lowest", "segregated"] = Field(
        "lowest",
        description="Where a box is put in its block. random: on any stack with room; lowest: on one of the lowest; "
        "segregated: with those of its ship, or with others that trucks collect, where fewest are expected to be moved "
        "again",
    )
    loading_order: Literal["top", "arrival"] = Field(
        "top",
        description="Which box for a ship is fetched next. top: the one that has been ready longest, or one for the "
        "same ship that stands above it; arrival: the one that has been ready longest",
    )
    rehandle_s: Seconds = Field(90, description="Time of a yard crane for each box that it moves to get at another")
    hours_between_failures: HoursBetween = Field(
        0, description="Mean working hours between a yard crane's breakdowns; 0: none"
    )
    repair_h: Hours = Field(0, description="Mean hours of a yard crane's repair")
    roaming: bool = Field(False, description="Whether a yard crane without work goes to help in a block with a queue")
    roaming_queue: int = Field(
        4,
        ge=1,
        le=1000,
        description="Moves that wait for each crane of a block before another comes",
        json_schema_extra=unit("moves"),
    )
    roaming_min: Minutes = Field(15, description="Time that a yard crane needs from block to block")


class Tractors(Record):
    """The terminal tractors between quay and yard."""

    count: int = Field(ge=1, le=1000, description="Tractors in service")
    speed_km_h: float = Field(20, gt=0, le=100, description="Mean speed", json_schema_extra=unit("km/h"))
    quay_to_yard_m: Metres = Field(description="Mean way from the quay to a yard block, one direction")
    assignment: Literal["pooled", "gang"] = Field(
        "pooled",
        description="pooled: any tractor serves any ship; gang: each quay crane has its own, as equal in number as can "
        "be, that go where it goes",
    )


class Dwell(Record):
    """How long boxes stay in the yard (lognormal): in general, and for a flow of boxes where it differs."""

    import_h: Hours = Field(gt=0, description="Mean stay of a box that came by ship")
    import_spread: Spread = Field(0.7, description="Its spread")
    import_least_h: Hours = Field(0, description="Least stay of a box that came by ship, until its truck comes")
    export_h: Hours = Field(gt=0, description="Mean stay of a box that leaves by ship")
    export_spread: Spread = Field(0.5, description="Its spread")
    export_least_h: Hours = Field(0, description="Least stay of a box that leaves by ship, to the middle of her stay")
    foreign_in_h: Hours | None = Field(
        None, gt=0, description="Mean stay of a laden box from abroad; empty for as others"
    )
    foreign_in_spread: Spread | None = Field(None, description="Its spread")
    foreign_out_h: Hours | None = Field(
        None, gt=0, description="Mean stay of a laden box for abroad; empty for as others"
    )
    foreign_out_spread: Spread | None = Field(None, description="Its spread")
    domestic_in_h: Hours | None = Field(
        None, gt=0, description="Mean stay of a laden box from another port of the country; empty for as others"
    )
    domestic_in_spread: Spread | None = Field(None, description="Its spread")
    domestic_out_h: Hours | None = Field(
        None, gt=0, description="Mean stay of a laden box for another port of the country; empty for as others"
    )
    domestic_out_spread: Spread | None = Field(None, description="Its spread")
    empty_in_h: Hours | None = Field(
        None, gt=0, description="Mean stay of an empty box that came by ship; empty for as others"
    )
    empty_in_spread: Spread | None = Field(None, description="Its spread")
    empty_out_h: Hours | None = Field(
        None, gt=0, description="Mean stay of an empty box that leaves by ship; empty for as others"
    )
    empty_out_spread: Spread | None = Field(None, description="Its spread")
    transhipment_most_h: Hours = Field(
        720, gt=0, description="Longest that a box waits for a ship to take it on; then a truck collects it"
    )


class Cargo(Record):
    """What the boxes are, where a call gives only their number."""

    forty_foot_share: Share = Field(0, description="Share of 40-foot boxes; TEU per box is 1 more than this")
    foreign_share: Share = Field(0, description="Share of boxes in foreign trade, which customs may inspect")
    transhipment_share: Share = Field(
        0, description="Share of discharged boxes that another ship takes on instead of a truck, in the simulation"
    )
    reefer_share: Share = Field(
        0,
        description="Share of laden boxes that are reefers, in the simulation with stacks, which wants plugs for them",
    )


class Arrivals(Record):
    """How ships keep their times."""

    proforma_sd_h: Hours = Field(0, description="Standard deviation of a recurring call's ETA around its service's day")
    lateness_sd_h: Hours = Field(0, description="Standard deviation of arrival against ETA, in the simulation")
    lateness_mean_h: float = Field(
        0,
        ge=-1_000,
        le=1_000,
        description="Mean of arrival against ETA, in the simulation; negative where ships are early",
        json_schema_extra=unit("h"),
    )
    lateness: Literal["normal", "gamma"] = Field(
        "normal",
        description="Its distribution. normal: cut at three standard deviations from the mean; gamma: shifted so that "
        "mean and standard deviation are those above, with a long tail of late ships",
    )
    lateness_shape: float = Field(
        4,
        gt=0,
        le=1_000,
        description="Shape k of the gamma distribution, Erlang's where whole: no ship is earlier than its mean less "
        "sqrt(k) standard deviations, and the skewness is 2 / sqrt(k)",
        json_schema_extra=unit("shape"),
    )
    forecast_h: Hours = Field(
        0,
        description="Hours before her arrival from which a ship's ETA gets better, hour by hour, until it is right as "
        "she comes; 0 where nobody knows more than the ETA before. For plans that are made anew in the simulation",
    )
    volume_spread: Spread = Field(0, description="Spread of a call's boxes around its service's mean")
    growth_per_year: float = Field(
        0,
        ge=-0.5,
        le=1,
        description="Share by which the boxes of a call that no table lists are more for each year between the case's "
        "first day and its ETA, compounded, in the simulation",
        json_schema_extra=unit("share of 1"),
    )
