"""Fixtures that the tests of `data` share."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from data.actuals import Actual
from data.bookings import Empties
from data.calendars import Calendar, Holiday
from data.cargo import Instruction
from data.case import Case
from data.checker import Broken
from data.closures import Closure
from data.errors import Fault
from data.export_chain import Chain, ChainStep, StepState
from data.handling import Handling
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.record import Record
from data.recurring import RecurringBooking
from data.sailings import Cutoff
from data.shifts import Shift
from data.strength import SectionBuoyancy, ShipSection, ShipTank
from data.terminal import BerthSection, Bollard, Terminal
from tests.api.board.said import provoked, speechless

# Files that only the command line reads: the board never tells what is wrong with one.
_NOT_ON_THE_BOARD = ("formats/benchmarks", "formats/edifact", "formats/schedules", "formats/test_conflowgen.py",
                     "formats/test_jit.py", "scenarios/test_files.py")  # fmt: skip


@pytest.fixture(autouse=True)
def in_both_languages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every rule that a test breaks, and every fault that it makes, has its words in Indonesian on the board."""
    with provoked(monkeypatch, {Broken: ("text",), Fault: ("problem", "remedy")}) as sentences:
        yield
    here = request.path.relative_to(Path(__file__).parent).as_posix()
    # A search for examples makes names that nobody has.
    is_search = getattr(getattr(request, "function", None), "is_hypothesis_test", False)
    if not here.startswith(_NOT_ON_THE_BOARD) and not is_search:
        assert speechless(sentences) == []


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
        bollards=(Bollard(id="7", position_m=20), Bollard(id="8A", position_m=45.5)),
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
                id="P400",
                note="drawn by hand",
                light_t=2000,
                light_from_bow_m=50,
                light_above_keel_m=5.5,
                min_metacentric_m=0.3,
                max_trim_m=1.5,
                max_list_deg=2.5,
            ),
        ),
        ship_bays=(ShipBay(profile="P400", bay=1, from_bow_m=15), ShipBay(profile="P400", bay=4, from_bow_m=30.5)),
        ship_stacks=tuple(ShipStack.model_validate(stack) for stack in STACKS),
        hydrostatics=(
            Hydrostatics(
                profile="P400",
                displacement_t=2000,
                draft_m=3.5,
                metacentre_m=8.2,
                buoyancy_from_bow_m=50,
                trim_moment_tm=4000,
            ),
        ),
        ship_tanks=(
            ShipTank(
                profile="P400",
                tank="FORE-P",
                capacity_t=120,
                from_bow_m=22,
                across_m=-4.5,
                empty_above_keel_m=1,
                full_above_keel_m=4,
                sections=(1,),
            ),
        ),
        ship_sections=(
            ShipSection(profile="P400", section=1, from_bow_m=25, light_t=900, min_shear_t=-400, max_shear_t=300),
            ShipSection(profile="P400", section=2, from_bow_m=70.5, light_t=1100, max_bending_tm=15_000),
        ),
        ship_buoyancy=tuple(
            SectionBuoyancy(profile="P400", section=section, displacement_t=tonnes, buoyancy_t=tonnes / 2)
            for section in (1, 2)
            for tonnes in (2000, 2500)
        ),
        instructions=(
            Instruction(call="ARU-2", slot="0040182", port="IDSUB", status="full", min_kg=2000, max_kg=20000),
        ),
    )
    case = case.changed(
        cutoffs=(
            Cutoff(id="VGM", code="VCO", hours_before=30),
            Cutoff(id="GATE", code="EFC", line="LINEA", port="IDKRG", hours_before=120),
            Cutoff(id="PAPERS", code="DCO", sailing="SUB-CMB", at=_at("10 12:00")),
        ),
        empties=(
            Empties(
                id="LINEA-20",
                line="LINEA",
                port="IDKRG",
                box_type="22G1",
                boxes=5,
                available=_at("02 08:00"),
                lead_h=48,
                cost_per_box=30,
                free_days=5,
                detention_per_day=7,
            ),
        ),
        calendars=(
            Calendar(id="OFFICE", days=("mon", "tue", "wed", "thu", "fri"), opens=time(8), closes=time(16, 30)),
            Calendar(id="DAILY"),
        ),
        holidays=(
            Holiday(id="H1", name="A holiday", start=_at("06 00:00"), end=_at("07 00:00"), calendars=("OFFICE",)),
        ),
        chains=(Chain(id="PLANTS", name="Plant products", hs_prefixes=("1301", "12"), countries=("LK",)),),
        chain_steps=(
            ChainStep(
                chain="PLANTS",
                step="empty",
                name="Empty box picked up",
                party="depot",
                duration_h=2,
                distribution="gamma",
                spread=0.5,
                event="pick_up",
                opening="ECP",
                of_box=True,
                late=True,
                buffer_h=12,
            ),
            ChainStep(
                chain="PLANTS",
                step="fumigation",
                name="Fumigation",
                party="fumigator",
                after=("empty", "ready"),
                duration_h=24,
                calendar="OFFICE",
                goes_on=True,
                share=0.9,
                only=("full_box",),
                document="Certificate",
                valid_h=480,
                cost=90,
                cost_per="box",
            ),
            ChainStep(
                chain="PLANTS",
                step="peb",
                name="Declaration",
                party="forwarder",
                event="declaration",
                cutoff="DCO",
                earliest_h=168,
            ),
            ChainStep(
                chain="PLANTS", step="papers", name="Documents", party="bank", after=("departure",), within_h=504
            ),
            ChainStep(
                chain="PLANTS", step="hub", name="Look at the hub", party="line", after=("hub_arrival",), at_hub=True
            ),
        ),
        recurring_bookings=(
            RecurringBooking(
                id="TIMBER",
                like="SHIP-2",
                first=_at("12 12:00"),
                rule="FREQ=WEEKLY;BYDAY=MO",
                until=_at("30 12:00"),
                boxes=3,
                exporter="Another Timber Exporter",
                destination="LKCMB",
                lead_days=10,
                flexible_days=7,
            ),
        ),
        step_states=(
            StepState(
                shipment="SHIP-1", step="empty", state="done", begun=_at("03 08:00"), done=_at("03 10:00"), number="E 1"
            ),
        ),
    )
    case = with_row(
        case,
        "shipments",
        0,
        booked=_at("02 12:00"),
        latest_departure=_at("12 12:00"),
        restuffing=True,
        declared_at="IDSUB",
        late_per_day=50,
        status="CONFIRMED",
        voyage="ARU-1",
        chain="PLANTS",
        first_time=True,
        fob_value=9000,
        part_of_box=0.5,
        plug=True,
        hazards=("3",),
    )
    case = with_row(
        case,
        "ports",
        1,
        most_dwell_h=240,
        handling_per_box=60,
        free_days=3,
        storage_per_day=4,
        restuffing_h=12,
        restuffing_per_box=150,
    )
    case = with_row(case, "sailings", 2, service="West", ship="Serendib", capacity_plugs=4, capacity_kg=900_000)
    case = with_row(case, "vessels", 0, profile="P400")  # fmt: skip
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
