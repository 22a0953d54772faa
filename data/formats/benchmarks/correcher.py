"""The set correcher: continuous berth allocation with specific cranes (BACASP), also with crane set-up (BACASP-S).

Correcher, Alvarez-Valdes and Tamarit, EJOR 275, 2019; with set-up Correcher, Perea and Alvarez-Valdes, SSRN 4382754.
Whole numbers between blanks. The first line is the quay's length in segments of 10 m, the horizon in hours, cranes and
vessels; then a line a vessel: length in segments, arrival, due, cost of a segment of deviation, of an hour of waiting,
of an hour of delay, wanted leftmost segment (from 1), least and most cranes, and the hours with each number of cranes.

A vessel that ends within the hour after `due` is not late: the ETD is due + 1. The horizon is the latest departure.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from data.case import Case
from data.costs import Costs
from data.formats.assemble import name_of
from data.formats.benchmarks.lines import Line, Lines
from data.formats.benchmarks.setting import (
    LAST_HOUR,
    LONGEST_QUAY_M,
    LONGEST_SHIP_M,
    LONGEST_STAY_H,
    MOST_CRANES,
    PORT,
    berthed,
    call,
    cranes,
    decimal_text,
    hour_of,
    quay,
    sections,
    ship,
    ship_id,
    table_text,
    terminal,
)
from data.handling import Handling
from data.operations import CraneWork
from data.plans import BerthPlan

Variant = Literal["BACASP", "BACASP-S"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)

SEGMENT_M = 10
# BACASP-S: 0.1 h of set-up, and 240 segments an hour on the rail.
SETUP_MIN, TRAVEL_M_MIN = 6, 40
_MOST_COST = 10**6
_BEFORE_HOURS = ("length", "arrival", "due", "three costs", "wanted segment", "least cranes", "most cranes")


@dataclass(frozen=True)
class _Size:
    """The first line: what all vessels share."""

    segments: int
    horizon: int
    cranes: int
    vessels: int


@dataclass(frozen=True)
class _Vessel:
    """A vessel's line."""

    line: Line
    length: int
    arrival: int
    due: int
    costs: tuple[int, int, int]
    wanted: int
    least: int
    most: int
    hours: tuple[int, ...]

    @property
    def etd(self) -> int:
        """The hour from which on it is late: the due hour is a whole one."""
        return self.due + 1


def read(path: Path, variant: Variant = "BACASP") -> Case:
    """The case of a file of the set. Raises BadInput where it is none."""
    lines = Lines(path)
    size = _size(lines.take("the line of sizes"))
    vessels = [_vessel(lines.take(f"vessel {number}"), size) for number in range(1, size.vessels + 1)]
    lines.end()
    quay_m = size.segments * SEGMENT_M
    setup = {"setup_min": SETUP_MIN, "travel_m_min": TRAVEL_M_MIN} if variant == "BACASP-S" else {}
    return Case(
        name=name_of(path.stem),
        terminal=terminal(
            path,
            quay(quay_m),
            _costs(size, vessels),
            CraneWork(gross_moves_per_hour=30, cycle_s=120, **setup),
        ),
        berths=sections(1, quay_m),
        quay_cranes=cranes(size.cranes, quay_m),
        ports=(PORT,),
        vessels=tuple(ship(number, vessel.length * SEGMENT_M) for number, vessel in enumerate(vessels, start=1)),
        calls=tuple(
            call(
                number,
                vessel.arrival,
                vessel.etd,
                latest=size.horizon,
                cranes=(vessel.least, vessel.most),
                preferred_m=(vessel.wanted - 1) * SEGMENT_M,
            )
            for number, vessel in enumerate(vessels, start=1)
        ),
        handling=tuple(
            Handling(call=ship_id(number), cranes=count, hours=hours)
            for number, vessel in enumerate(vessels, start=1)
            for count, hours in enumerate(vessel.hours, start=vessel.least)
        ),
    )


def _size(line: Line) -> _Size:
    segments, horizon, count, vessels = line.numbers("quay length, horizon, cranes, vessels", 4)
    return _Size(
        line.within("the quay's length in segments", segments, 1, LONGEST_QUAY_M // SEGMENT_M),
        line.within("the horizon", horizon, 1, LAST_HOUR),
        line.within("the number of cranes", count, 1, 1000),
        line.within("the number of vessels", vessels, 1, 10_000),
    )


def _vessel(line: Line, size: _Size) -> _Vessel:
    numbers = line.numbers("a vessel")
    if len(numbers) < 10:
        raise line.wrong(
            f"the line of a vessel has {len(numbers)} values", f"give {', '.join(_BEFORE_HOURS)} and hours"
        )
    length, arrival, due, position, waiting, delay, wanted, least, most, *hours = numbers
    line.within("the vessel's length in segments", length, 1, min(size.segments, LONGEST_SHIP_M // SEGMENT_M))
    line.within("arrival", arrival, 0, size.horizon - 1)
    line.within("due", due, arrival, LAST_HOUR)
    for cost in (position, waiting, delay):
        line.within("a cost", cost, 0, _MOST_COST)
    if position % SEGMENT_M:
        raise line.wrong(
            "the cost of a segment is no whole cost of its metres", f"give a multiple of {SEGMENT_M}", position
        )
    line.within("the wanted segment", wanted, 1, size.segments)
    line.within("the least number of cranes", least, 1, min(size.cranes, MOST_CRANES))
    line.within("the most number of cranes", most, least, min(size.cranes, MOST_CRANES))
    if len(hours) != most - least + 1:
        raise line.wrong(
            f"the line has hours for {len(hours)} numbers of cranes",
            f"give them for each from {least} to {most}",
        )
    for each in hours:
        line.within("handling hours", each, 1, LONGEST_STAY_H)
    return _Vessel(line, length, arrival, due, (position, waiting, delay), wanted, least, most, tuple(hours))


def _costs(size: _Size, vessels: list[_Vessel]) -> Costs:
    """The costs that all vessels share. One that is left out costs more than any plan that has them all."""
    position, waiting, delay = vessels[0].costs
    for vessel in vessels:
        if vessel.costs != vessels[0].costs:
            raise vessel.line.wrong(
                "the vessel's costs are not those of the first one", "give every vessel the same", vessel.costs
            )
    dearest = sum(
        position * size.segments + waiting * (size.horizon - vessel.arrival) + delay * max(0, size.horizon - vessel.etd)
        for vessel in vessels
    )
    return Costs(
        waiting_per_hour=waiting,
        lateness_per_hour=delay,
        position_per_metre=position // SEGMENT_M,
        unserved_per_call=dearest + 1,
        shipment_unserved=1,
    )


def answer(case: Case, plan: BerthPlan) -> str:
    """The plan as the set writes it: segments, vessels and cranes from 1, hours from 0."""
    place = {crane.id: number for number, crane in enumerate(case.quay_cranes, start=1)}
    return table_text(
        ("vessel", "position", "start", "end", "cranes"),
        (
            (
                number,
                decimal_text(Decimal(str(entry.position_m)) / SEGMENT_M + 1),
                hour_of(entry.start),
                hour_of(entry.end),
                " ".join(map(str, sorted({place[use.crane] for use in entry.cranes}))),
            )
            for number, entry in berthed(case, plan, first=1)
        ),
    )
