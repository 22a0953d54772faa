"""Fixtures that the tests of `data` share."""

from datetime import datetime, time
from typing import Any

import pytest

from data.actuals import Actual
from data.cargo import Instruction
from data.case import Case
from data.closures import Closure
from data.handling import Handling
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.record import Record
from data.shifts import Shift
from data.terminal import BerthSection, Terminal

CLOSURES = (
    {"id": "BUOY", "what": "channel", "start": "2026-01-09T08:00+08:00", "end": "2026-01-09T12:00+08:00"},
    {
        "id": "FENDER",
        "what": "quay",
        "start": "2026-01-08T08:00+08:00",
        "end": "2026-01-09T08:00+08:00",
        "from_m": 200.5,
        "reason": "A fender is renewed",
    },
    {
        "id": "ROPES",
        "what": "crane",
        "start": "2026-01-08T08:00+08:00",
        "end": "2026-01-08T20:00+08:00",
        "crane": "QC3",
    },
)


STACKS = (
    {
        "profile": "P400",
        "bay": 1,
        "row": 0,
        "level": "deck",
        "bottom_tier": 82,
        "tiers": 2,
        "twenties": "both",
        "forties": False,
        "max_20_kg": 40_000,
        "max_40_kg": 0,
        "height_m": 5.8,
    },
    {
        "profile": "P400",
        "bay": 4,
        "row": 1,
        "level": "deck",
        "cover": 1,
        "bottom_tier": 82,
        "tiers": 3,
        "twenties": "aft",
        "plugs": (82, 84),
        "max_20_kg": 60_000,
        "max_40_kg": 80_000,
        "height_m": 8.7,
        "above_keel_m": 10.5,
        "lashed_tiers": 2,
        "loose_kg": 9_000,
    },
)


def with_terminal(case: Case, **parts: dict[str, object]) -> Case:
    """The case with fields of parts of its terminal changed, as `quay={"layout": "discrete"}`."""
    data: dict[str, Any] = case.terminal.model_dump()
    for part, fields in parts.items():
        data[part] |= fields
    return case.changed(terminal=Terminal.model_validate(data))


def with_row(case: Case, table: str, row: int, **fields: object) -> Case:
    """The case with fields of one row of a table changed; rows count from 0."""
    rows: list[Record] = list(getattr(case, table))
    rows[row] = type(rows[row]).model_validate(rows[row].model_dump() | fields)
    return case.changed(**{table: rows})


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


@pytest.fixture(scope="session")
def full_case(small_case: Case) -> Case:
    """The small case with a value in every field and a row in every table that it leaves empty, but for boxes."""
    case = small_case.changed(
        berths=(
            BerthSection(id="B1", start_m=0, end_m=150, depth_m=14),
            BerthSection(id="B2", start_m=150, end_m=270, depth_m=12.5),
        ),
        closures=tuple(Closure.model_validate(closure) for closure in CLOSURES),
        shifts=(
            Shift(id="DAY", start=time(7), gangs=3),
            Shift(id="LATE", start=time(15), gangs=2),
            Shift(id="NIGHT", start=time(23, 30), gangs=0),
        ),
        handling=(
            Handling(call="BURU-1", berth="B2", cranes=1, hours=9),
            Handling(call="BURU-1", cranes=1, hours=10.5),
            Handling(call="BURU-1", cranes=2, hours=5),
            Handling(call="CERAM-1", cranes=0, hours=20),
        ),
        actuals=(
            Actual(
                call="ARU-1", phase="departed", first_line=_at("05 08:10"), position_m=-0.5, last_line=_at("05 21:00")
            ),
            Actual(
                call="BURU-1",
                phase="working",
                arrived=_at("05 08:30"),
                first_line=_at("05 09:00"),
                position_m=140,
                moves_done=75,
            ),
            Actual(call="CERAM-1", phase="arrived", arrived=_at("05 17:00")),
            Actual(call="ARU-2", phase="inbound"),
        ),
    )
    case = case.changed(
        ship_profiles=(
            ShipProfile(
                id="P400", note="drawn by hand", light_t=2000, light_from_bow_m=50, light_above_keel_m=5.5,
                min_metacentric_m=0.3, max_trim_m=1.5, max_list_deg=2.5,
            ),
        ),
        ship_bays=(ShipBay(profile="P400", bay=1, from_bow_m=15), ShipBay(profile="P400", bay=4, from_bow_m=30.5)),
        ship_stacks=tuple(ShipStack.model_validate(stack) for stack in STACKS),
        hydrostatics=(
            Hydrostatics(
                profile="P400", displacement_t=2000, draft_m=3.5, metacentre_m=8.2, buoyancy_from_bow_m=50,
                trim_moment_tm=4000,
            ),
        ),
        instructions=(
            Instruction(call="ARU-2", slot="0040182", port="IDSUB", status="full", min_kg=2000, max_kg=20000),
        ),
    )  # fmt: skip
    case = with_row(case, "vessels", 0, profile="P400")
    case = with_row(case, "vessels", 0, bow_clear_m=30, stern_clear_m=20.5, gear_moves_per_hour=12.5)
    case = with_row(
        case,
        "calls",
        3,
        earliest_start=_at("07 09:00"),
        latest_departure=_at("08 09:00"),
        window_end=_at("07 12:00"),
        stowage_listed=True,
    )
    return with_terminal(
        case,
        quay={"layout": "hybrid", "keel_clearance_m": 0.5, "zero": "right"},
        channel={"opens": time(6), "closes": time(0, 30)},
        crane_work={
            "assignment": "hourly",
            "interference_exponent": 0.9,
            "deviation_per_100m": 0.01,
            "setup_min": 20,
            "travel_m_min": 45.5,
        },
        costs={
            "stay_per_hour": 1,
            "finish_per_hour": 2,
            "window_missed_per_hour": 3,
            "crane_change": 4,
            "change_per_metre": 5,
            "change_per_hour": 6,
            "change_per_crane": 7,
        },
    )
