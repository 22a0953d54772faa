"""Fixtures that every layer's tests share."""

import sys
from datetime import datetime

import pytest
from absl import logging as absl_logging

from data.bookings import Shipment
from data.case import Case
from data.cases.generate import make
from data.costs import Costs
from data.gate import Gate
from data.operations import Arrivals, Cargo, CraneWork, Dwell, Tractors, YardWork
from data.sailings import Sailing
from data.terminal import BerthSection, Channel, Port, Quay, QuayCrane, Terminal, Tide, YardBlock, YardCrane
from data.vessels import Service, Vessel, VesselCall

# OR-Tools brings a log handler that closes the stream it was made with, which in a test is pytest's capture.
absl_logging.get_absl_handler().python_handler.stream = sys.__stderr__


def _at(moment: str) -> datetime:
    """A moment on the clock of Asia/Makassar, written 2026-01-05 08:00."""
    return datetime.fromisoformat(f"{moment}+08:00")


def _terminal() -> Terminal:
    return Terminal(
        name="Small Terminal",
        code="SMALL",
        unlocode="IDKRG",
        time_zone="Asia/Makassar",
        currency="USD",
        seed=1,
        quay=Quay(length_m=270, width_m=30, mooring_gap_m=10, overhang_m=0, mooring_min=30, unmooring_min=30),
        channel=Channel(length_nm=15, depth_m=13.5, under_keel_clearance=0.1),
        tide=Tide(low_m=0.3, high_m=2.8, high_water=_at("2026-01-05 06:00")),
        crane_work=CraneWork(gross_moves_per_hour=27, cycle_s=110),
        yard_work=YardWork(move_s=150),
        tractors=Tractors(count=6, quay_to_yard_m=500),
        gate=Gate(lanes=2, service_min=3, gate_to_yard_m=700),
        dwell=Dwell(import_h=72, export_h=48),
        cargo=Cargo(forty_foot_share=0.11),
        arrivals=Arrivals(lateness_sd_h=3, volume_spread=0.1),
        costs=Costs(
            waiting_per_hour=500,
            lateness_per_hour=300,
            position_per_metre=1,
            unserved_per_call=200_000,
            shipment_late_per_day=100,
            shipment_unserved=10_000,
            transit_per_day=10,
        ),
    )


def _call(name: str, vessel: str, eta: str, etd: str, boxes: int, position_m: float | None = None) -> VesselCall:
    return VesselCall(
        id=name,
        vessel=vessel,
        eta=_at(eta),
        etd=_at(etd),
        arrival_draft_m=6,
        departure_draft_m=6.5,
        discharge_full=boxes,
        load_full=boxes // 2,
        load_empty=boxes // 2,
        max_cranes=2,
        preferred_position_m=position_m,
    )


def _leg(name: str, voyage: str, line: str, flag: str, way: str, times: tuple[str, str], **more: object) -> Sailing:
    origin, destination = way.split()
    return Sailing.model_validate(
        {
            "id": name,
            "voyage": voyage,
            "line": line,
            "flag": flag,
            "origin": origin,
            "destination": destination,
            "departure": _at(times[0]),
            "arrival": _at(times[1]),
            "capacity_teu": 100,
            **more,
        }
    )


@pytest.fixture(scope="session")
def small_case() -> Case:
    """A quay of 270 m with three cranes; four calls in three days.

    The first two come on the same morning and do not fit side by side: 150 m, 130 m and the gap. Two shipments: one
    box by Surabaya to Colombo, two boxes to Surabaya.
    """
    return Case(
        name="small",
        terminal=_terminal(),
        berths=(BerthSection(id="B1", start_m=0, end_m=270, depth_m=14),),
        quay_cranes=tuple(QuayCrane(id=name, rail_from_m=0, rail_to_m=270) for name in ("QC1", "QC2", "QC3")),
        yard_blocks=(YardBlock(id="A", bays=40, rows=6, tiers=4),),
        yard_cranes=(YardCrane(id="RTG1", block="A"),),
        ports=(
            Port(unlocode="IDKRG", name="Kariangau"),
            Port(unlocode="IDSUB", name="Surabaya"),
            Port(unlocode="LKCMB", name="Colombo", connection_h=36),
        ),
        vessels=(
            Vessel(
                id="ARU", name="Aru", line="LINEA", flag="ID", loa_m=150, beam_m=24, capacity_teu=1000, max_draft_m=8
            ),
            Vessel(
                id="BURU", name="Buru", line="LINEB", flag="ID", loa_m=130, beam_m=22, capacity_teu=800, max_draft_m=8
            ),
            Vessel(
                id="CERAM", name="Ceram", line="LINEB", flag="ID", loa_m=115, beam_m=20, capacity_teu=600, max_draft_m=7
            ),
        ),
        services=(
            Service(
                id="SUB",
                line="LINEB",
                vessels=("BURU", "CERAM"),
                rotation=("IDSUB",),
                first_eta=_at("2026-01-12 08:00"),
                stay_h=18,
                discharge_full=100,
                load_full=80,
            ),
        ),
        calls=(
            _call("ARU-1", "ARU", "2026-01-05 08:00", "2026-01-05 22:00", 200, 0),
            _call("BURU-1", "BURU", "2026-01-05 09:00", "2026-01-05 20:00", 120, 140),
            _call("CERAM-1", "CERAM", "2026-01-05 18:00", "2026-01-06 08:00", 100),
            _call("ARU-2", "ARU", "2026-01-07 08:00", "2026-01-07 22:00", 180, 0),
        ),
        sailings=(
            _leg(
                "ARU-1-SUB",
                "ARU-1",
                "LINEA",
                "ID",
                "IDKRG IDSUB",
                ("2026-01-05 22:00", "2026-01-07 12:00"),
                call="ARU-1",
            ),
            _leg(
                "ARU-2-SUB",
                "ARU-2",
                "LINEA",
                "ID",
                "IDKRG IDSUB",
                ("2026-01-07 22:00", "2026-01-09 12:00"),
                call="ARU-2",
            ),
            _leg(
                "SUB-CMB",
                "MAIN-7",
                "LINEC",
                "SG",
                "IDSUB LKCMB",
                ("2026-01-11 12:00", "2026-01-20 12:00"),
                freight_per_teu=900,
            ),
        ),
        shipments=(
            Shipment(
                id="SHIP-1",
                exporter="Damar Exporter",
                commodity="Damar batu (stone dammar resin)",
                hs_code="1301.90",
                gross_mass_kg=13_000,
                origin="IDKRG",
                destination="LKCMB",
                ready=_at("2026-01-05 12:00"),
                latest_arrival=_at("2026-01-25 12:00"),
            ),
            Shipment(
                id="SHIP-2",
                exporter="Timber Exporter",
                commodity="Plywood",
                hs_code="4412.31",
                box_type="45G1",
                boxes=2,
                gross_mass_kg=50_000,
                origin="IDKRG",
                destination="IDSUB",
                ready=_at("2026-01-03 12:00"),
                latest_arrival=_at("2026-01-10 12:00"),
            ),
        ),
    )


@pytest.fixture(scope="session")
def kariangau() -> Case:
    """The embedded case at the volume of 2020."""
    return make("kariangau")


@pytest.fixture(scope="session")
def kariangau_2025() -> Case:
    """The embedded case at the target for 2025."""
    return make("kariangau-2025")
