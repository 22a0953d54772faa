"""What the benchmark sets share: deep calm water, no time for mooring, hours from a Monday, and answers as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import floor
from pathlib import Path
from typing import Literal

from data.case import Case
from data.costs import Costs
from data.formats.assemble import name_of
from data.gate import Gate
from data.operations import Arrivals, Cargo, CraneWork, Dwell, Tractors, YardWork
from data.plans import BerthedCall, BerthPlan
from data.terminal import BerthSection, Channel, Port, Quay, QuayCrane, Terminal, Tide
from data.vessels import Vessel, VesselCall

# Time 0 of every set.
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# What the types take: metres of quay and ship, hours of a stay, cranes at a ship.
LONGEST_QUAY_M, LONGEST_SHIP_M, LONGEST_STAY_H, MOST_CRANES = 10_000, 500, 8_760, 20
# Sets count in time units of their own; so many are a year.
LAST_HOUR = 8_760
# The sets know no water: it is deep for every ship.
_DEPTH_M, _DRAFT_M = 30, 10
PORT = Port(unlocode="XXBEN", name="Benchmark")


def moment(hour: int) -> datetime:
    """The moment of an hour of the set."""
    return MONDAY + hour * _HOUR


def hour_of(moment: datetime) -> str:
    """A moment in hours of the set: a whole number where it is one, else as many digits as tell it exactly."""
    whole, rest = divmod(moment - MONDAY, _HOUR)
    return str(whole) if not rest else repr((moment - MONDAY) / _HOUR)


def decimal_text(value: Decimal) -> str:
    """A number without an exponent and without zeros that say nothing."""
    return f"{value.normalize():f}"


def planned_days(case: Case) -> int:
    """Whole days from time 0 within which every call of a case arrives."""
    return floor((max(call.eta for call in case.calls) - MONDAY) / _DAY) + 1


def terminal(path: Path, quay: Quay, costs: Costs, crane_work: CraneWork | None = None) -> Terminal:
    """A terminal with this quay and these costs; what the sets do not know is there and costs no time."""
    return Terminal(
        name=name_of(path.stem),
        code="BENCH",
        unlocode=PORT.unlocode,
        time_zone="UTC",
        currency="XXX",
        quay=quay,
        channel=Channel(length_nm=0, depth_m=_DEPTH_M),
        tide=Tide(low_m=0, high_m=0, high_water=MONDAY),
        crane_work=crane_work or CraneWork(gross_moves_per_hour=30, cycle_s=120),
        yard_work=YardWork(move_s=120),
        tractors=Tractors(count=10, quay_to_yard_m=500),
        gate=Gate(lanes=2, service_min=5, gate_to_yard_m=500),
        dwell=Dwell(import_h=72, export_h=72),
        cargo=Cargo(),
        arrivals=Arrivals(),
        costs=costs,
    )


def quay(length_m: int, layout: Literal["continuous", "discrete", "hybrid"] = "continuous") -> Quay:
    """A quay at which ships lie end to end and are worked from first line to last."""
    return Quay(length_m=length_m, mooring_gap_m=0, mooring_min=0, unmooring_min=0, layout=layout)


def sections(count: int, length_m: int, *, first: int = 1) -> tuple[BerthSection, ...]:
    """So many berths of one length, numbered from `first` on."""
    return tuple(
        BerthSection(
            id=berth_id(first + place), start_m=place * length_m, end_m=(place + 1) * length_m, depth_m=_DEPTH_M
        )
        for place in range(count)
    )


def berth_id(number: int) -> str:
    """Name of a berth."""
    return f"B{number}"


def berth_at(position_m: float, length_m: int) -> int:
    """Which of berths of one length holds a place on the quay, from 0; places hold to the millimetre."""
    return int(round(position_m, 3) // length_m)


def cranes(count: int, quay_m: int) -> tuple[QuayCrane, ...]:
    """Cranes that reach all of the quay. A case needs one, also where its ships need none."""
    return tuple(QuayCrane(id=f"QC{number}", rail_from_m=0, rail_to_m=quay_m) for number in range(1, count + 1))


def ship(number: int, loa_m: int) -> Vessel:
    """A ship of this length, named by its number in the set, as its call is."""
    return Vessel(
        id=ship_id(number),
        name=f"Vessel {number}",
        line="NONE",
        flag="XX",
        loa_m=loa_m,
        beam_m=30,
        capacity_teu=1,
        max_draft_m=_DRAFT_M,
    )


def ship_id(number: int) -> str:
    """Name of a ship and of its only call."""
    return f"V{number}"


def call(
    number: int,
    arrival: int,
    due: int,
    *,
    latest: int | None = None,
    cranes: tuple[int, int] = (1, MOST_CRANES),
    preferred_m: int | None = None,
) -> VesselCall:
    """The call of a ship, its times in hours of the set. One box gives it something to do; handling times say the rest.

    `cranes` are the least and the most at the ship.
    """
    return VesselCall(
        id=ship_id(number),
        vessel=ship_id(number),
        eta=moment(arrival),
        etd=moment(due),
        arrival_draft_m=_DRAFT_M,
        departure_draft_m=_DRAFT_M,
        discharge_full=1,
        min_cranes=cranes[0],
        max_cranes=cranes[1],
        preferred_position_m=preferred_m,
        latest_departure=None if latest is None else moment(latest),
    )


def berthed(case: Case, plan: BerthPlan, first: int) -> list[tuple[int, BerthedCall]]:
    """The ships that a plan berths in the order of the set, numbered from `first` on."""
    entries = {entry.call: entry for entry in plan.calls}
    numbered = enumerate(case.calls, start=first)
    return [(number, entries[call.id]) for number, call in numbered if call.id in entries]


def table_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
