"""The set santini: ships that take one or several neighbouring berths of a quay, and the makespan.

Alberto Santini, bap-solvers-instances (Zenodo 10.5281/zenodo.11180306). JSON: n_ships, n_berths, n_periods, and
for each ship ship_length (berths that it takes), ship_arrival and ship_handling (periods). Numbers count from 0.

An hour is a period, and money is the hours from time 0 to the end of the last ship, max(start + handling), in a plan
that starts at time 0. `n_periods` binds nobody, as not every file is known to fit in it: it is the ETD, and free.
"""

from pathlib import Path

from data.case import Case
from data.costs import Costs
from data.formats.assemble import name_of
from data.formats.benchmarks.fields import Fields
from data.formats.benchmarks.setting import (
    LAST_HOUR,
    LONGEST_QUAY_M,
    LONGEST_SHIP_M,
    LONGEST_STAY_H,
    PORT,
    berth_at,
    berthed,
    call,
    cranes,
    hour_of,
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
_LONGEST = LONGEST_SHIP_M // BERTH_M


def read(path: Path) -> Case:
    """The case of a file of the set. Raises BadInput where it is none."""
    held = Fields(path)
    count = held.number("n_ships", 1, 10_000)
    berths = held.number("n_berths", 1, LONGEST_QUAY_M // BERTH_M)
    periods = held.number("n_periods", 1, LAST_HOUR)
    lengths = held.numbers("ship_length", count, 1, min(berths, _LONGEST))
    arrivals = held.numbers("ship_arrival", count, 0, LAST_HOUR)
    handling = held.numbers("ship_handling", count, 1, LONGEST_STAY_H)
    quay_m = berths * BERTH_M
    return Case(
        name=name_of(path.stem),
        terminal=terminal(
            path,
            quay(quay_m, "hybrid"),
            Costs(
                waiting_per_hour=0,
                lateness_per_hour=0,
                position_per_metre=0,
                finish_per_hour=1,
                # One ship after the other ends before this: who leaves one out pays more.
                unserved_per_call=max(arrivals) + sum(handling) + 1,
                shipment_unserved=1,
            ),
        ),
        berths=sections(berths, BERTH_M, first=0),
        quay_cranes=cranes(1, quay_m),
        ports=(PORT,),
        vessels=tuple(ship(number, length * BERTH_M) for number, length in enumerate(lengths)),
        calls=tuple(
            call(number, arrival, max(periods, arrival + hours))
            for number, (arrival, hours) in enumerate(zip(arrivals, handling, strict=True))
        ),
        handling=tuple(Handling(call=ship_id(number), cranes=0, hours=hours) for number, hours in enumerate(handling)),
    )


def answer(case: Case, plan: BerthPlan) -> str:
    """The plan as the set's own programs write it: vessels, berths and periods from 0, the end exclusive."""
    return table_text(
        ("vessel", "berth", "start", "end"),
        (
            (
                number,
                " ".join(map(str, _covered(entry.position_m, case.vessel_by_id[ship_id(number)].loa_m))),
                hour_of(entry.start),
                hour_of(entry.end),
            )
            for number, entry in berthed(case, plan, first=0)
        ),
    )


def _covered(position_m: float, loa_m: float) -> range:
    """The berths that a ship takes, from the one its low end lies in.

    One that lies across a berth more than it needs has that one alone too, and gives it back.
    """
    first = berth_at(position_m, BERTH_M)
    return range(first, first + round(loa_m / BERTH_M))
