"""Invented terminals of any size: what somebody wants of one, and the profile that its case is made from.

No figure here has a source. `invented_sources.py` says of those that matter which are usual in the trade, and why.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil, floor
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from data.box_kinds import BOX_KINDS, BoxKind
from data.case import Case
from data.cases.kkt import SHIP_NAMES, TRUCK_DAYS, TRUCK_HOURS
from data.cases.maker import Home, Profile, make_case
from data.cases.ship_classes import ShipClass
from data.clock import on_clock
from data.closures import Closure
from data.costs import Costs
from data.customs import Customs
from data.errors import DermagaError
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
from data.shifts import Shift
from data.terminal import BerthSection, Channel, Port, Quay, QuayCrane, Terminal, Tide, YardBlock, YardCrane

Ships = Literal["feeder", "regional", "mainline", "mixed"]
Layout = Literal["continuous", "discrete", "hybrid"]
Grow = Literal["boxes", "calls", "both"]

# Each kind of ship in two sizes. The weights are shares of a mixed terminal's services.
FAMILIES: dict[str, tuple[ShipClass, ...]] = {
    "mainline": (
        ShipClass(
            8500, 0.10, 2.2, (328, 338), 43, 14.3, ships=4, flag="PA", min_cranes=2, max_cranes=5, usual_cranes=3.5,
            hours_in_hand=4, priority=3, window_h=6, clear_shares=(0.06, 0.05), other_side=True,
        ),
        ShipClass(
            14000, 0.20 / 3, 3.0, (358, 366), 51, 15.5, ships=4, flag="LR", min_cranes=2, max_cranes=5,
            usual_cranes=3.5, hours_in_hand=4, priority=4, window_h=6, clear_shares=(0.06, 0.05), other_side=True,
        ),
    ),
    "regional": (
        ShipClass(
            2800, 0.20, 0.95, (208, 222), 30, 11.5, ships=3, flag="SG", min_cranes=1, max_cranes=3, usual_cranes=2,
            hours_in_hand=3, priority=1.5, window_h=8, clear_shares=(0.07, 0.09), other_side=True,
        ),
        ShipClass(
            4250, 0.40 / 3, 1.2, (255, 268), 32, 12.5, ships=3, flag="LR", min_cranes=1, max_cranes=3, usual_cranes=2,
            hours_in_hand=3, priority=2, window_h=8, clear_shares=(0.07, 0.08), other_side=True,
        ),
    ),
    "feeder": (
        ShipClass(
            900, 0.30, 0.4, (134, 148), 22, 8.4, min_cranes=1, max_cranes=2, hours_in_hand=2,
            clear_shares=(0.08, 0.15), gear_moves_per_hour=14, other_side=True,
        ),
        ShipClass(
            1700, 0.20, 0.55, (168, 180), 27, 9.5, min_cranes=1, max_cranes=2, hours_in_hand=2,
            clear_shares=(0.08, 0.13), gear_moves_per_hour=16, other_side=True,
        ),
    ),
}  # fmt: skip

TEU_PER_BOX = 1.5
RATE = 27
GAP_M, OVERHANG_M, MOORING_MIN = 20, 10, 60
KEEL_CLEARANCE_M, UNDER_KEEL = 0.5, 0.1
# service_call draws drafts up to this share of the laden draft.
_DEEPEST_SHARE = 0.95
# A crane's legs and the way between two of them.
_CRANE_ROOM_M = 20
_WEEK_H = 168
_MOST_WEEKS_APART = 8
# Of the time at most, on the mean, in which a berth of a zone should be taken.
_ZONE_USE = 0.65
_SECOND_NAMES = ("Merah", "Putih", "Hitam", "Biru", "Hijau", "Kuning", "Ungu", "Jingga", "Kelabu")


@dataclass(frozen=True)
class Wanted:
    """An invented terminal as somebody wants it. The defaults are those of the embedded case `hub`.

    With growth, the terminal, its first services and its closures are those of the same wishes without growth.
    """

    quay_m: float = 1500
    cranes: int = 12
    calls: int = 60
    boxes: float = 500
    ships: Ships = "mixed"
    services: int | None = None
    weeks: int = 4
    growth: float = 0
    years: int = 0
    grow: Grow = "both"
    layout: Layout = "continuous"
    tide: bool = True
    closures: bool = True
    shifts: bool = True
    hourly: bool = True
    windows: bool = True
    start: date = date(2026, 1, 5)  # a Monday
    time_zone: str = "Asia/Makassar"
    seed: int = 1

    @property
    def families(self) -> dict[str, tuple[ShipClass, ...]]:
        """The kinds of ships, the deepest first."""
        return {name: classes for name, classes in FAMILIES.items() if self.ships in (name, "mixed")}

    @property
    def first_day(self) -> datetime:
        """Midnight at which the first week begins."""
        return on_clock(datetime.combine(self.start, time()), ZoneInfo(self.time_zone))

    @property
    def growing(self) -> float:
        """Factor by which all boxes together have grown."""
        return float((1 + self.growth) ** self.years)

    @property
    def first_services(self) -> int:
        """Services without growth: one for every call of a week unless said."""
        return self.services or self.calls

    @property
    def more_services(self) -> int:
        """Services that growth adds, or takes away where it is negative."""
        share = {"boxes": 0.0, "calls": 1.0, "both": 0.5}[self.grow]
        added = self.first_services * (float(self.growing**share) - 1)
        return max(round(added), 1 - self.first_services)

    @property
    def grown_boxes(self) -> float:
        """Mean boxes of a call: what services in whole numbers don't bring of the growth, their calls bring."""
        return self.boxes * self.growing * self.first_services / (self.first_services + self.more_services)

    def boxes_of(self, ship_class: ShipClass) -> float:
        """Mean boxes of a call of a class."""
        classes = [each for family in self.families.values() for each in family]
        mean = sum(each.weight * each.exchange for each in classes) / sum(each.weight for each in classes)
        return self.grown_boxes * ship_class.exchange / mean

    def refuse(self) -> None:
        """Raise DermagaError where no terminal can be so. What is merely too much work for it is not refused."""
        if self.time_zone not in available_timezones():
            raise DermagaError(
                f"there is no time zone {self.time_zone}: give --time-zone a name of the IANA database, as "
                "Asia/Makassar"
            )
        if bool(self.years) != bool(self.growth):
            raise DermagaError("growth needs a yearly share and years: give both --growth, as 0.05, and --years, as 3")
        if self.first_services > _MOST_WEEKS_APART * self.calls:
            raise DermagaError(
                f"{self.services} services for {self.calls} calls a week come less than once in {_MOST_WEEKS_APART} "
                f"weeks: give at most --services {_MOST_WEEKS_APART * self.calls}, or more --calls"
            )
        for name, classes in self.families.items():
            _refuse_family(self, name, classes)
        _refuse_boxes(self)
        if self.cranes * _CRANE_ROOM_M > self.quay_m:
            raise DermagaError(
                f"{self.cranes} quay cranes do not stand on {self.quay_m:g} m, as each takes {_CRANE_ROOM_M} m: give "
                f"at most --cranes {floor(self.quay_m / _CRANE_ROOM_M)}, or --quay {self.cranes * _CRANE_ROOM_M}"
            )


def _refuse_family(wanted: Wanted, name: str, classes: tuple[ShipClass, ...]) -> None:
    needed = _quay_needed(wanted, name)
    if wanted.quay_m < needed:
        others = [other for other in FAMILIES if _quay_needed(wanted, other) <= wanted.quay_m]
        remedy = f", or --ships {others[0]}" if others else ""
        raise DermagaError(
            f"the quay of {wanted.quay_m:g} m is too short: {name} ships are up to "
            f"{max(each.loa_m[1] for each in classes)} m long; give at least --quay {needed:g}{remedy}"
        )
    least = max(each.min_cranes for each in classes)
    if wanted.cranes < least:
        raise DermagaError(
            f"{name} ships want at least {least} quay cranes: give --cranes {least} or more, or other --ships"
        )


def _quay_needed(wanted: Wanted, family: str) -> int:
    """Metres of quay for the longest ship of a kind; in a discrete layout her section has room for the gap too."""
    return max(each.loa_m[1] for each in FAMILIES[family]) + (GAP_M if wanted.layout == "discrete" else 0)


def _refuse_boxes(wanted: Wanted) -> None:
    """Refuse more boxes than the class can take that is filled first."""
    classes = [(name, each) for name, family in wanted.families.items() for each in family]
    share, name, tight = max(
        ((wanted.boxes_of(each) / _most_boxes(each), name, each) for name, each in classes), key=lambda item: item[0]
    )
    if share > 1:
        raise DermagaError(
            f"{wanted.grown_boxes:,.0f} boxes a call are {wanted.boxes_of(tight):,.0f} for {name} ships of "
            f"{tight.capacity_teu} TEU, which can discharge and load {_most_boxes(tight):,.0f}: give at most --boxes "
            f"{floor(wanted.boxes / share)}, or larger --ships"
        )


def _most_boxes(ship_class: ShipClass) -> float:
    """Boxes of a call that comes full and leaves full."""
    return 2 * ship_class.capacity_teu / TEU_PER_BOX


# The embedded case `hub`: this seed's first week has the mean volume to one part in a hundred.
HUB = Wanted(seed=3)


@dataclass(frozen=True)
class _Zone:
    """A stretch of the quay that is deep enough for some kinds of ships, and who has places there."""

    families: tuple[str, ...]
    start_m: float
    end_m: float


def invent(name: str, wanted: Wanted) -> Case:
    """The case of this name as wanted. Raises DermagaError where no terminal can be so."""
    wanted.refuse()
    return make_case(profile(name, wanted), np.random.default_rng(wanted.seed))


def profile(name: str, wanted: Wanted) -> Profile:
    """The profile of an invented terminal."""
    services, more = wanted.first_services, wanted.more_services
    # To the quarter of an hour, as calls come on quarters.
    every_days = max(1, round(_WEEK_H * 4 * services / wanted.calls)) / 96
    zones = _zones(wanted)
    sections = {zone: _sections(wanted, zone) for zone in zones}
    homes = {family: _homes(wanted, zone, sections[zone]) for zone in zones for family in zone.families}
    kinds = [(family, each) for family, classes in wanted.families.items() for each in classes]
    blocks = _yard(wanted)
    return Profile(
        name=name,
        terminal=_terminal(wanted),
        berths=tuple(section for zone in zones for section in sections[zone]),
        quay_cranes=tuple(
            QuayCrane(id=f"QC{number:02d}", rail_from_m=0, rail_to_m=wanted.quay_m)
            for number in range(1, wanted.cranes + 1)
        ),
        yard_blocks=blocks,
        yard_cranes=tuple(YardCrane(id=f"RTG{block.id[1:]}", block=block.id) for block in blocks),
        ports=(
            Port(unlocode="XXHUB", name="The terminal's own port (invented)"),
            Port(unlocode="XXAAA", name="Port Alfa (invented)"),
            Port(unlocode="XXBBB", name="Port Bravo (invented)"),
            Port(unlocode="XXCCC", name="Port Charlie (invented)"),
        ),
        classes=tuple(each if wanted.windows else replace(each, window_h=None) for _, each in kinds),
        homes=tuple(homes[family] for family, _ in kinds),
        lines=("ALFA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLF"),
        rotations=(("XXAAA", "XXBBB"), ("XXBBB",), ("XXCCC", "XXAAA"), ("XXAAA",)),
        ship_names=tuple(_ship_name(number) for number in range(services + max(more, 0))),
        ship_numbers=("Satu", "Dua", "Tiga", "Empat"),
        box_shares=(0.42, 0.08, 0.40, 0.10),
        first_day=wanted.first_day,
        weeks=wanted.weeks,
        services=services,
        more_services=more,
        boxes=(services + more) * wanted.grown_boxes,
        every_days=every_days,
        closures=_closures(wanted) if wanted.closures else (),
        shifts=_shifts(wanted) if wanted.shifts else (),
    )


def _ship_name(number: int) -> str:
    round_, place = divmod(number, len(SHIP_NAMES))
    if round_ == 0:
        return SHIP_NAMES[place]
    second = _SECOND_NAMES[round_ - 1] if round_ <= len(_SECOND_NAMES) else str(round_)
    return f"{SHIP_NAMES[place]} {second}"


def _zones(wanted: Wanted) -> list[_Zone]:
    """The quay from its zero mark on in zones, the deepest first: as long as its ships want them.

    The deepest zone has what its ships want, since they can lie nowhere else; the rest share what is left. Where the
    quay is too short for a zone, its ships have their places in the deeper one before it.
    """
    groups: list[tuple[str, ...]] = [(family,) for family in wanted.families]
    while True:
        slots = [max(each.loa_m[1] for name in group for each in FAMILIES[name]) + GAP_M for group in groups]
        if len(groups) == 1 or sum(slots) <= wanted.quay_m:
            break
        groups[-2:] = [(*groups[-2], *groups[-1])]
    wishes = [
        slot * max(1, ceil(sum(_at_once(wanted, name) for name in group) / _ZONE_USE))
        for group, slot in zip(groups, slots, strict=True)
    ]
    zones: list[_Zone] = []
    start = 0.0
    for place, group in enumerate(groups):
        left = wanted.quay_m - start
        length = left * wishes[place] / sum(wishes[place:])
        if place == 0:
            length = max(length, wishes[0])
        length = min(max(length, slots[place]), left - sum(slots[place + 1 :]))
        end = wanted.quay_m if place == len(groups) - 1 else round(start + length, -1)
        zones.append(_Zone(group, start, end))
        start = end
    return zones


def _at_once(wanted: Wanted, family: str) -> float:
    """How many ships of a kind lie at the quay at once on the mean, before growth."""
    weights = sum(each.weight for classes in wanted.families.values() for each in classes)
    base = replace(wanted, growth=0, years=0)
    return sum(
        wanted.calls * each.weight / weights * (base.boxes_of(each) / (RATE * each.usual_cranes) + 2) / _WEEK_H
        for each in FAMILIES[family]
    )


def _sections(wanted: Wanted, zone: _Zone) -> tuple[BerthSection, ...]:
    """One section a zone where ships may lie anywhere in it, or else one for each ship that it holds."""
    classes = [each for family in zone.families for each in FAMILIES[family]]
    draft = max(each.draft_m for each in classes)
    wet = draft + KEEL_CLEARANCE_M - _tide(wanted).low_m
    depth = ceil(2 * (wet if wanted.tide else max(wet, draft * (1 + UNDER_KEEL)))) / 2
    slot = max(each.loa_m[1] for each in classes) + GAP_M
    count = 1 if wanted.layout == "continuous" else max(1, floor((zone.end_m - zone.start_m) / slot))
    edges = [round(zone.start_m + (zone.end_m - zone.start_m) * place / count) for place in range(count)] + [zone.end_m]
    names = [f"{zone.families[0]}-{place}" if count > 1 else zone.families[0] for place in range(1, count + 1)]
    return tuple(
        BerthSection(id=name, start_m=start, end_m=end, depth_m=depth)
        for name, start, end in zip(names, edges, edges[1:], strict=False)
    )


def _homes(wanted: Wanted, zone: _Zone, sections: tuple[BerthSection, ...]) -> tuple[Home, ...]:
    """Contracted places: side by side along the zone, the last one at its end, or one in each section."""
    if wanted.layout != "continuous":
        return tuple(Home(section.start_m) for section in sections)
    lengths = [sum(each.loa_m) / 2 for family in zone.families for each in FAMILIES[family]]
    room = zone.end_m - zone.start_m
    count = max(1, floor((room + GAP_M) / (sum(lengths) / len(lengths) + GAP_M)))
    lower = [Home(float(round(zone.start_m + room * place / count))) for place in range(max(1, count - 1))]
    return (*lower, Home(zone.end_m, high=True)) if count > 1 else tuple(lower)


_LADEN: tuple[BoxKind, ...] = ("full",)
_REEFERS: tuple[BoxKind, ...] = ("full", "reefer")
_DANGEROUS: tuple[BoxKind, ...] = ("full", "dangerous")
_EMPTY: tuple[BoxKind, ...] = ("empty",)
# What one block after the other takes, again from the first; in a yard with fewer blocks, each takes all kinds.
_TAKES: tuple[tuple[BoxKind, ...], ...] = (
    *(_REEFERS, _LADEN, _LADEN, _EMPTY, _DANGEROUS, _LADEN),
    *(_REEFERS, _EMPTY, _LADEN, _LADEN, _LADEN, _EMPTY),
)


def _yard(wanted: Wanted) -> tuple[YardBlock, ...]:
    """Three times the boxes of a week as places for 20-foot boxes; three blocks a quay crane, or more.

    Of six blocks one has plugs in a sixth of its bays; of twelve, one takes dangerous goods and three empty boxes only.
    """
    rows, tiers, longest = 7, 6, 60
    slots = 3 * wanted.calls * wanted.boxes
    count = max(3 * wanted.cranes, ceil(slots / (rows * tiers * longest)))
    bays = max(1, ceil(slots / (count * rows * tiers)))
    return tuple(
        YardBlock(
            id=f"B{number + 1:02d}", bays=bays, rows=rows, tiers=tiers,
            takes=_TAKES[number % len(_TAKES)] if count >= len(_TAKES) else BOX_KINDS,
            plug_bays=ceil(bays / 6) if number % 6 == 0 else 0,
        )
        for number in range(count)
    )  # fmt: skip


def _tide(wanted: Wanted) -> Tide:
    high_water = wanted.first_day + timedelta(hours=6)
    low, high = (0.4, 2.8) if wanted.tide else (0.0, 0.0)
    return Tide(low_m=low, high_m=high, period_h=12.42, high_water=high_water)


def _channel(wanted: Wanted) -> Channel:
    """Without tide deep enough for all; else the deepest ships wait for the upper third of it."""
    draft = max(each.draft_m for classes in wanted.families.values() for each in classes)
    tide = _tide(wanted)
    depth = draft * (1 + UNDER_KEEL)
    if wanted.tide:
        depth = depth * _DEEPEST_SHARE - (tide.low_m + 0.7 * (tide.high_m - tide.low_m))
    hours = {"opens": time(5), "closes": time(1)} if wanted.closures else {}
    return Channel(length_nm=12, depth_m=ceil(10 * depth) / 10, under_keel_clearance=UNDER_KEEL, **hours)


def _terminal(wanted: Wanted) -> Terminal:
    boxes_an_hour = wanted.calls * wanted.boxes / _WEEK_H
    gate_min = 2.5
    return Terminal(
        name=f"Invented terminal, {wanted.quay_m:g} m and {wanted.cranes} quay cranes",
        code="INVENTED",
        unlocode="XXHUB",
        time_zone=wanted.time_zone,
        currency="USD",
        seed=wanted.seed,
        quay=Quay(
            length_m=wanted.quay_m,
            width_m=40,
            mooring_gap_m=GAP_M,
            overhang_m=OVERHANG_M if wanted.layout == "continuous" else 0,
            mooring_min=MOORING_MIN,
            unmooring_min=MOORING_MIN,
            layout=wanted.layout,
            keel_clearance_m=KEEL_CLEARANCE_M,
        ),
        channel=_channel(wanted),
        tide=_tide(wanted),
        crane_work=CraneWork(
            gross_moves_per_hour=RATE,
            # With its stops and covers, the simulated crane does what one with 130 s and none of them did.
            cycle_s=108,
            cycle_spread=0.4,
            hours_between_failures=60,
            repair_h=1,
            assignment="hourly" if wanted.hourly else "constant",
            interference_exponent=0.9,
            deviation_per_100m=0.01,
            setup_min=15,
            travel_m_min=45,
            twin_lift_kg=50_000,
            twin_lift_longer=0.2,
            dual_cycle=1.5,
            hatch_cover_min=4,
            clearance_m=28,
            boxes_per_cover=40,
            restow_share=0.01,
            twin_share=0.3,
            dual_share=0.2,
        ),
        breaks=Breaks(change_min=15, meal_min=30, meal_after_h=4),
        weather=Weather(rain_between_h=60, rain_h=1, wind_between_h=720, wind_h=3),
        pilotage=Pilotage(
            knots=10,
            pilots=max(3, ceil(wanted.calls / 10)),
            return_min=30,
            tugs=max(4, ceil(wanted.calls / 10)),
            tugs_per_ship=2,
            tug_min=30,
        ),
        yard_work=YardWork(
            move_s=120,
            move_spread=0.3,
            bay_travel_s=3,
            stacks=True,
            stacking="segregated",
            rehandle_s=90,
            hours_between_failures=80,
            repair_h=1,
        ),
        tractors=Tractors(count=5 * wanted.cranes, speed_km_h=20, quay_to_yard_m=600),
        gate=Gate(
            # Every box comes or goes by a truck that passes twice; the lanes are busy half of the time, and nine tenths
            # of it in the busiest hours.
            lanes=max(2, min(100, ceil(2 * boxes_an_hour * gate_min / 60 / 0.5))),
            service_min=gate_min,
            gate_to_yard_m=800,
            opens_days_before=5,
            closes_hours_before=6,
            foreign_closes_hours_before=48,
            hour_weights=TRUCK_HOURS,
            day_weights=TRUCK_DAYS,
            appointments_per_hour=min(10_000, ceil(1.5 * boxes_an_hour)),
            appointment_tolerance_h=4,
            punctuality_sd_min=20,
            no_show_share=0.05,
            dual_share=0.2,
        ),
        dwell=Dwell(
            import_h=86,
            import_spread=0.7,
            import_least_h=3,
            export_h=74,
            export_spread=0.5,
            export_least_h=12,
            empty_in_h=312,
            empty_in_spread=0.4,
        ),
        cargo=Cargo(
            forty_foot_share=round(TEU_PER_BOX - 1, 3), foreign_share=0.5, transhipment_share=0.3, reefer_share=0.07
        ),
        arrivals=Arrivals(
            proforma_sd_h=4, lateness_sd_h=3, forecast_h=24, lateness="gamma", lateness_shape=4, volume_spread=0.2
        ),
        customs=Customs(
            clearance_h=24,
            import_inspection_share=0.05,
            export_inspection_share=0.02,
            inspection_h=4,
            opens=time(8),
            closes=time(20),
            quarantine_share=0.05,
            quarantine_h=24,
        ),
        costs=Costs(
            waiting_per_hour=1_000,
            lateness_per_hour=1_500,
            position_per_metre=3,
            unserved_per_call=1_000_000,
            quay_crane_hour=140,
            yard_crane_hour=35,
            tractor_hour=6,
            quay_metre_year=5_300,
            yard_teu_year=155,
            shipment_late_per_day=100,
            shipment_unserved=20_000,
            transit_per_day=10,
            window_missed_per_hour=2_000 if wanted.windows else 0,
            crane_change=200,
            work_per_hour=2_500,
            ashore_per_box=3_000,
            overstow_per_box=100,
            restow_per_box=100,
            rehandle_per_box=10,
            yard_bay=10,
            haul_per_km=4,
            change_per_metre=2,
            change_per_hour=400,
            change_per_crane=300,
        ),
    )


def _shifts(wanted: Wanted) -> tuple[Shift, ...]:
    """Three shifts of eight hours; at night, gangs for seven cranes of ten."""
    return (
        Shift(id="day", start=time(7), gangs=wanted.cranes),
        Shift(id="evening", start=time(15), gangs=wanted.cranes),
        Shift(id="night", start=time(23), gangs=ceil(0.7 * wanted.cranes)),
    )


def _closures(wanted: Wanted) -> tuple[Closure, ...]:
    """A stretch of the quay for 30 hours and the channel for five in every week, each crane for 16 hours in four."""
    closures = []
    for week in range(wanted.weeks):
        monday = wanted.first_day + timedelta(weeks=week)
        # From week to week, the works move along the quay and through the days.
        low = round(wanted.quay_m * (0.1 + 0.23 * week) % (0.85 * wanted.quay_m))
        works = monday + timedelta(days=(1 + 2 * week) % 6, hours=8)
        closures.append(
            Closure(
                id=f"quay-{week + 1:02d}",
                what="quay",
                start=works,
                end=works + timedelta(hours=30),
                from_m=low,
                to_m=low + round(0.12 * wanted.quay_m),
                reason="dredging alongside" if week % 2 == 0 else "repair of fenders",
            )
        )
        survey = monday + timedelta(days=(3 + week) % 7, hours=10)
        closures.append(
            Closure(
                id=f"channel-{week + 1:02d}",
                what="channel",
                start=survey,
                end=survey + timedelta(hours=5),
                reason="survey of the channel",
            )
        )
        for number in range(week % 4, wanted.cranes, 4):
            stop = monday + timedelta(days=(number // 4 * 2 + 1) % 7, hours=7)
            crane = f"QC{number + 1:02d}"
            closures.append(
                Closure(
                    id=f"{crane}-{week + 1:02d}",
                    what="crane",
                    start=stop,
                    end=stop + timedelta(hours=16),
                    crane=crane,
                    reason="maintenance",
                )
            )
    return tuple(closures)
