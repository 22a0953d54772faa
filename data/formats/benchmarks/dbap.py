"""The sets lalla_ruiz and kramer: discrete dynamic berth allocation (DBAP), with the sum of all turnaround times.

Lalla-Ruiz, Melian-Batista and Moreno-Vega, 2012; Kramer, Lalla-Ruiz, Iori and Voss, EJOR 278, 2019. Whole numbers
between blanks, one block a line: ships; berths; an arrival for each ship; an opening time for each berth; a line a ship
with its handling time at each berth (99999: not allowed there); a closing time for each berth; a latest departure for
each ship. Files of the sets have surplus values at the end of the last two blocks; they are left unread.

A ship is as long as a berth, so that it has one place in it. It waits and stays at 1 an hour, and an hour is a time
unit: money is departure less arrival, summed. Opening and closing times are closures of the quay.
"""

from dataclasses import dataclass
from pathlib import Path

from data.case import Case
from data.closures import Closure
from data.costs import Costs
from data.formats.assemble import name_of
from data.formats.benchmarks.lines import Line, Lines
from data.formats.benchmarks.setting import (
    LAST_HOUR,
    LONGEST_QUAY_M,
    LONGEST_STAY_H,
    PORT,
    berth_at,
    berth_id,
    berthed,
    call,
    cranes,
    hour_of,
    moment,
    quay,
    sections,
    ship,
    ship_id,
    table_text,
    terminal,
)
from data.handling import Handling
from data.plans import BerthPlan

BERTH_M = 100
# The handling time of a ship at a berth that it may not use.
FORBIDDEN = 99_999


@dataclass(frozen=True)
class _Instance:
    """A file, block by block. A ship's handling times have None for a berth that it may not use."""

    arrivals: list[int]
    openings: list[int]
    handling: list[list[int | None]]
    closings: list[int]
    latest: list[int]


def read(path: Path) -> Case:
    """The case of a file of either set. Raises BadInput where it is none."""
    held = _instance(Lines(path))
    ships, quay_m = range(1, len(held.arrivals) + 1), len(held.openings) * BERTH_M
    dearest = sum(latest - arrival for arrival, latest in zip(held.arrivals, held.latest, strict=True))
    return Case(
        name=name_of(path.stem),
        terminal=terminal(
            path,
            quay(quay_m, "discrete"),
            Costs(
                waiting_per_hour=1,
                stay_per_hour=1,
                lateness_per_hour=0,
                position_per_metre=0,
                unserved_per_call=dearest + 1,
                shipment_unserved=1,
            ),
        ),
        berths=sections(len(held.openings), BERTH_M),
        quay_cranes=cranes(1, quay_m),
        ports=(PORT,),
        vessels=tuple(ship(number, BERTH_M) for number in ships),
        calls=tuple(
            call(number, arrival, latest, latest=latest)
            for number, arrival, latest in zip(ships, held.arrivals, held.latest, strict=True)
        ),
        handling=tuple(
            Handling(call=ship_id(number), berth=berth_id(berth), cranes=0, hours=hours)
            for number, times in zip(ships, held.handling, strict=True)
            for berth, hours in enumerate(times, start=1)
            if hours is not None
        ),
        closures=tuple(_closures(held)),
    )


def _instance(lines: Lines) -> _Instance:
    ships = _count(lines, "the number of ships", 10_000)
    berths = _count(lines, "the number of berths", LONGEST_QUAY_M // BERTH_M)
    arrivals = _times(lines.take("the arrivals"), "arrivals", ships, 0)
    openings = _times(lines.take("the opening times"), "opening times", berths, 0)
    handling = [_handling(lines.take(f"the handling times of ship {number}"), berths) for number in range(1, ships + 1)]
    line = lines.take("the closing times")
    closings = _times(line, "closing times", berths, 1, surplus=True)
    for opening, closing in zip(openings, closings, strict=True):
        if closing <= opening:
            raise line.wrong("a berth closes before it opens", f"give more than {opening}", closing)
    line = lines.take("the latest departures")
    latest = _times(line, "latest departures", ships, 1, surplus=True)
    for arrival, departure in zip(arrivals, latest, strict=True):
        if departure <= arrival:
            raise line.wrong("a ship must depart before it arrives", f"give more than {arrival}", departure)
    lines.end()
    return _Instance(arrivals, openings, handling, closings, latest)


def _count(lines: Lines, what: str, most: int) -> int:
    line = lines.take(what)
    return line.within(what, line.numbers(what, 1)[0], 1, most)


def _times(line: Line, what: str, count: int, least: int, *, surplus: bool = False) -> list[int]:
    return [
        line.within(f"one of the {what}", value, least, LAST_HOUR)
        for value in line.numbers(what, count, surplus=surplus)
    ]


def _handling(line: Line, berths: int) -> list[int | None]:
    times = line.numbers("handling times", berths)
    if all(hours == FORBIDDEN for hours in times):
        raise line.wrong("the ship may use no berth", f"give a time other than {FORBIDDEN}")
    return [None if hours == FORBIDDEN else line.within("a handling time", hours, 1, LONGEST_STAY_H) for hours in times]


def _closures(held: _Instance) -> list[Closure]:
    """The times before a berth opens, and after it closes until the last ship must have left."""
    end = max(held.latest)
    closures = []
    for number, (opening, closing) in enumerate(zip(held.openings, held.closings, strict=True), start=1):
        for name, first, last in (("before", 0, opening), ("after", closing, end)):
            if first < last:
                closures.append(
                    Closure(
                        id=f"{berth_id(number)}-{name}",
                        what="quay",
                        start=moment(first),
                        end=moment(last),
                        from_m=(number - 1) * BERTH_M,
                        to_m=number * BERTH_M,
                    )
                )
    return closures


def answer(case: Case, plan: BerthPlan) -> str:
    """The plan as the sets write it: vessels and berths from 1, time units from 0."""
    return table_text(
        ("vessel", "berth", "start", "end"),
        (
            (number, berth_at(entry.position_m, BERTH_M) + 1, hour_of(entry.start), hour_of(entry.end))
            for number, entry in berthed(case, plan, first=1)
        ),
    )
