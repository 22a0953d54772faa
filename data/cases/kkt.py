"""Kaltim Kariangau Terminal: the figures that its embedded cases are made from, and their profile.

Where a figure has a public source, `SOURCES.md` in each case names it; the others are assumed and named there too.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from data.box_kinds import BoxKind
from data.cases.kkt_sea import PORTS
from data.cases.maker import Home, Profile
from data.cases.ship_classes import ShipClass
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
from data.shifts import Shift
from data.terminal import BerthSection, Channel, Quay, QuayCrane, Terminal, Tide, YardBlock, YardCrane

FIRST_DAY = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=8)))  # a Monday, on the terminal's clock
WEEKS = 4

TEU_PER_BOX = 1.106  # 208,084 TEU in 188,091 boxes, 2020


@dataclass(frozen=True)
class Demand:
    """What a case's services bring: weekly services, and boxes over the quay in a year."""

    title: str
    weekly_services: int
    boxes_a_year: int
    shipments: int


DEMAND = {
    "kariangau": Demand("Kaltim Kariangau Terminal, at the volume of 2020", 8, 188_091, 12),
    # The operator's target for 2025 in TEU; whether it was reached is not known.
    "kariangau-2025": Demand("Kaltim Kariangau Terminal, at its target for 2025", 19, round(500_000 / TEU_PER_BOX), 24),
}

# Trucks by hour of the day and day of the week: fewest at night, a dip at noon, half a day's trucks on Sundays. The
# busiest hours have 1.8 times the mean hour's.
TRUCK_HOURS = (0.4,) * 6 + (0.8, 1.2, 1.7, 1.7, 1.7, 1.7, 1.2, 1.7, 1.7, 1.7, 1.7, 1.3, 1.0, 0.8, 0.8, 0.8, 0.4, 0.4)
TRUCK_DAYS = (1.1,) * 6 + (0.5,)

TERMINAL = Terminal(
    name="Kaltim Kariangau Terminal",
    code="KKT",
    unlocode="IDKRG",
    time_zone="Asia/Makassar",
    currency="IDR",
    quay=Quay(length_m=270, width_m=30, mooring_gap_m=10, overhang_m=10, mooring_min=60, unmooring_min=60),
    channel=Channel(length_nm=15, depth_m=13.5, under_keel_clearance=0.1),
    tide=Tide(low_m=0.3, high_m=2.8, period_h=12.42, high_water=FIRST_DAY + timedelta(hours=6)),
    crane_work=CraneWork(
        gross_moves_per_hour=27,
        cycle_s=94.7,
        cycle_spread=0.4,
        hours_between_failures=60,
        repair_h=1,
        hatch_cover_min=5,
        clearance_m=25,
        boxes_per_cover=40,
        restow_share=0.01,
    ),
    breaks=Breaks(change_min=30, meal_min=30, meal_after_h=4),
    weather=Weather(rain_between_h=60, rain_h=1, wind_between_h=720, wind_h=3),
    pilotage=Pilotage(knots=8, pilots=3, return_min=30, tugs=4, tugs_per_ship=2, tug_min=30),
    yard_work=YardWork(
        area_ha=8,
        move_s=90,
        move_spread=0.3,
        bay_travel_s=3,
        stacks=True,
        stacking="segregated",
        rehandle_s=90,
        hours_between_failures=80,
        repair_h=1,
    ),
    tractors=Tractors(count=14, speed_km_h=20, quay_to_yard_m=400),
    gate=Gate(
        lanes=6,
        service_min=2.5,
        gate_to_yard_m=500,
        opens_days_before=5,
        closes_hours_before=-3,
        foreign_closes_hours_before=48,
        hour_weights=TRUCK_HOURS,
        day_weights=TRUCK_DAYS,
    ),
    # Means of foreign and empty boxes, and the least stay, from ConFlowGen: its variance is 50 hours times the mean.
    dwell=Dwell(
        import_h=86,
        import_spread=0.7,
        import_least_h=3,
        export_h=74,
        export_spread=0.5,
        foreign_in_h=72,
        foreign_in_spread=0.83,
        foreign_out_h=156,
        foreign_out_spread=0.57,
        empty_in_h=312,
        empty_in_spread=0.4,
    ),
    cargo=Cargo(
        forty_foot_share=round(TEU_PER_BOX - 1, 3), foreign_share=0.05, transhipment_share=0.02, reefer_share=0.035
    ),
    arrivals=Arrivals(
        proforma_sd_h=4, lateness_sd_h=3, forecast_h=24, lateness="gamma", lateness_shape=4, volume_spread=0.2
    ),
    customs=Customs(
        clearance_h=24,
        import_inspection_share=0.1,
        export_inspection_share=0.05,
        inspection_h=4,
        opens=time(8),
        closes=time(16),
        quarantine_share=0.2,
        quarantine_h=24,
    ),
    costs=Costs(
        waiting_per_hour=6_000_000,
        lateness_per_hour=9_000_000,
        position_per_metre=30_000,
        unserved_per_call=5_000_000_000,
        # What an hour of each costs to own, to keep and to run, at some 16,000 rupiah a dollar.
        quay_crane_hour=2_200_000,
        yard_crane_hour=560_000,
        tractor_hour=90_000,
        quay_metre_year=85_000_000,
        yard_teu_year=2_500_000,
        shipment_late_per_day=2_000_000,
        shipment_unserved=100_000_000,
        roll_over_per_box=2_000_000,
        transit_per_day=100_000,
        work_per_hour=15_000_000,
        ashore_per_box=20_000_000,
        overstow_per_box=600_000,
        restow_per_box=600_000,
        rehandle_per_box=60_000,
        yard_bay=60_000,
        haul_per_km=20_000,
    ),
)

DEPTH_ALONGSIDE_M = 14.0
QUAY_CRANES = 3
# A gang for every crane, all day.
SHIFTS = tuple(
    Shift(id=name, start=time(hour), gangs=QUAY_CRANES) for name, hour in (("NIGHT", 0), ("DAY", 8), ("EVENING", 16))
)
# Nine blocks, one RTG each: 7,128 TEU hold the published 6,400 boxes or so at 1.106 TEU a box.
# What each takes, and how many bays have plugs, is assumed.
_BLOCKS: tuple[tuple[tuple[BoxKind, ...], int], ...] = (
    *((("full", "reefer"), 4),) * 2,
    *((("full",), 0),) * 3,
    (("full", "dangerous"), 0),
    *((("empty",), 0),) * 3,
)
YARD = tuple(
    YardBlock(id=f"B{number}", bays=33, rows=6, tiers=4, takes=takes, plug_bays=plugs)
    for number, (takes, plugs) in enumerate(_BLOCKS, start=1)
)


SHIP_CLASSES = (
    ShipClass(400, 0.30, 0.7, (97, 115), 19, 6.5),
    ShipClass(700, 0.35, 1.0, (120, 130), 21, 7.5),
    ShipClass(1000, 0.25, 1.2, (135, 140), 23, 8.2),
    ShipClass(1700, 0.10, 1.6, (168, 172), 27, 9.5),
)

# SPIL has some 40 % of the terminal's boxes; the others' shares are assumed.
LINES = ("SPIL", "MERATUS", "TEMAS", "SPIL", "TANTO", "MERATUS", "SPIL", "TEMAS", "SPIL", "TANTO")
ROTATIONS = (("IDSUB", "IDJKT"), ("IDSUB",), ("IDMAK", "IDSUB"), ("IDJKT", "IDSUB"))

# Shares of a call's boxes: laden and empty boxes to discharge, laden and empty boxes to load.
BOX_SHARES = (0.48, 0.02, 0.22, 0.28)

# Trees, birds and rivers of Borneo; no ship is known to be meant by any of these names with a number behind it.
SHIP_NAMES = (
    "Ulin", "Meranti", "Keruing", "Gaharu", "Jelutung", "Bangkirai", "Kapur", "Nyatoh", "Rengas", "Ramin",
    "Tengkawang", "Enggang", "Bekantan", "Pesut", "Belibis", "Elang", "Kuau", "Mahakam", "Wain", "Somber",
)  # fmt: skip
SHIP_NUMBERS = ("Satu", "Dua")


def profile(name: str, seed: int) -> Profile:
    """The profile of the embedded case of a name. Raises KeyError for another name."""
    demand = DEMAND[name]
    length_m = TERMINAL.quay.length_m
    return Profile(
        name=name,
        terminal=TERMINAL.model_copy(update={"seed": seed}),
        berths=(BerthSection(id="quay", start_m=0, end_m=length_m, depth_m=DEPTH_ALONGSIDE_M),),
        quay_cranes=tuple(
            QuayCrane(id=f"QC{number}", rail_from_m=0, rail_to_m=length_m) for number in range(1, QUAY_CRANES + 1)
        ),
        shifts=SHIFTS,
        yard_blocks=YARD,
        yard_cranes=tuple(YardCrane(id=f"RTG{block.id[1:]}", block=block.id) for block in YARD),
        ports=PORTS,
        classes=SHIP_CLASSES,
        # Contracted places: at one end of the quay or the other, so that two ships can lie side by side.
        homes=((Home(0.0), Home(length_m, high=True)),) * len(SHIP_CLASSES),
        lines=LINES,
        rotations=ROTATIONS,
        ship_names=SHIP_NAMES,
        ship_numbers=SHIP_NUMBERS,
        box_shares=BOX_SHARES,
        first_day=FIRST_DAY,
        weeks=WEEKS,
        services=demand.weekly_services,
        boxes=demand.boxes_a_year * 7 / 365.25,
        drawn=True,
    )
