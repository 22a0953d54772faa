"""Bookings at random on voyages that are nearly full, against first-fit in the order of booking.

    python -m benchmarks.shipments [--seeds 1 2 3] [--seconds 60] [--workers 2] [--bookings 2000] [--json]

Every seed is a case: feeders from the origin to three transhipment ports and between them, ocean ships from these to
twelve destinations, and a few direct ones; 150 voyages in ten weeks. The room of each leg is what the bookings would
take of it if each had its first choice, scaled so that they take 90 % of half of the legs and 95 to 115 % of the
others, but no less than half of what is usual. One in twenty is part of a box, one in ten a reefer, one in ten has a
letter of credit, one in five a chain of four steps, and one in ten is confirmed on the voyage of its first choice.
Empty boxes come in rows by line and type. Time counts from the case to the plan, options and all. `cpu_seconds` are
those of all threads, for machines that have something else to do.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import isclose
from pathlib import Path
from time import monotonic, process_time

import numpy as np

from data.bookings import Empties, Shipment
from data.calendars import Calendar
from data.case import Case
from data.checker import check
from data.codes import BoxType
from data.costs import Costs
from data.export_chain import Chain, ChainStep
from data.formats.benchmarks.setting import MONDAY, cranes, quay, sections, terminal
from data.sailings import Cutoff, Sailing
from data.shipment_plans import ShipmentPlan
from data.terminal import Port
from scheduler.result import Incumbent, Status, gap
from scheduler.shipments import solve
from scheduler.shipments.baseline import first_fit
from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.columns.relaxation import Prices
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.option import Option
from scheduler.shipments.plan import plan_of, reason
from scheduler.shipments.routes import Network
from scheduler.stopping import Stop

ORIGIN, HUBS = "XXBEN", ("SGSIN", "MYPKG", "HKHKG")
DESTINATIONS = (
    "CNSHA", "CNNGB", "JPYOK", "KRPUS", "INNSA", "LKCMB", "BDCGP", "AEJEA", "NLRTM", "DEHAM", "USLAX", "AUSYD",
)  # fmt: skip
_DAYS_AWAY = dict(zip(DESTINATIONS, (6, 7, 9, 8, 9, 7, 8, 14, 26, 28, 19, 13), strict=True))
FEEDERS, OCEANS, DIRECTS = 75, 72, 3
LINES = ("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA")
_TYPES: tuple[BoxType, ...] = ("22G1", "45G1", "45R1")
_WEEKS = 10
# Bookings' first choices fill a leg so far; every other leg that is loaded so much more.
_USUAL_LOAD, _HIGH_LOAD = 0.9, (0.95, 1.15)
# Share of bookings that are confirmed on a voyage.
_CONFIRMED = 0.1


def made(seed: int, bookings: int = 2_000) -> Case:
    """The case of a seed."""
    rng = np.random.default_rng([seed, bookings])
    wide = _case(seed, _sailings(rng), _bookings(rng, bookings))
    first = cheapest_options(Pricing(Network(wide, ChainClock(wide))))
    load = _loads(wide, first)
    usual = int(np.mean([teu for teu in load.values() if teu]))
    legs = []
    for leg in wide.sailings:
        full = _USUAL_LOAD if rng.random() < 0.5 else rng.uniform(*_HIGH_LOAD)
        room = max(usual // 2, int(load[leg.id] / full))
        legs.append(
            leg.model_copy(
                update={"capacity_teu": room, "capacity_plugs": max(12, room // 4), "capacity_kg": room * 14_000}
            )
        )
    empties = _empties(rng, wide)
    confirmed = tuple(
        shipment.model_copy(update={"voyage": first[shipment.id].route.sailings[0].voyage, "status": "CONFIRMED"})
        if rng.random() < _CONFIRMED and shipment.id in first
        else shipment
        for shipment in wide.shipments
    )
    return wide.changed(sailings=tuple(legs), empties=empties, shipments=confirmed)


def _case(seed: int, sailings: Sequence[Sailing], shipments: Sequence[Shipment]) -> Case:
    ports = [Port(unlocode=ORIGIN, name="Origin", handling_per_box=90, free_days=5, storage_per_day=6)]
    ports += [
        Port(unlocode=hub, name=hub, connection_h=24, handling_per_box=70, free_days=5, storage_per_day=8,
             restuffing_h=36, restuffing_per_box=300, most_dwell_h=24 * 21)
        for hub in HUBS
    ]  # fmt: skip
    ports += [Port(unlocode=port, name=port, connection_h=36, handling_per_box=120) for port in DESTINATIONS]
    costs = Costs(
        waiting_per_hour=0, lateness_per_hour=0, position_per_metre=0, unserved_per_call=1, shipment_late_per_day=150,
        shipment_unserved=8_000, transit_per_day=25, roll_over_per_box=200,
    )  # fmt: skip
    return Case(
        name=f"bookings-{seed}",
        terminal=terminal(Path("bookings"), quay(1_000), costs).model_copy(update={"unlocode": ORIGIN}),
        berths=sections(1, 1_000),
        quay_cranes=cranes(1, 1_000),
        ports=tuple(ports),
        sailings=tuple(sailings),
        cutoffs=(Cutoff(id="DOCUMENTS", code="DCO", port=ORIGIN, hours_before=36),
                 Cutoff(id="REEFERS", code="RCO", port=ORIGIN, hours_before=18)),
        calendars=(Calendar(id="OFFICE", opens=time(8), closes=time(17)),
                   Calendar(id="DEPOT", days=("mon", "tue", "wed", "thu", "fri", "sat"), opens=time(7),
                            closes=time(19))),
        chains=(Chain(id="SIMPLE", name="Four steps", hs_prefixes=("09",)),),
        chain_steps=_STEPS,
        shipments=tuple(shipments),
    )  # fmt: skip


_STEPS = (
    ChainStep(chain="SIMPLE", step="pick_up", name="Empty boxes picked up", party="depot", duration_h=3,
              calendar="DEPOT", event="pick_up", of_box=True),
    ChainStep(chain="SIMPLE", step="stuffing", name="Boxes stuffed", party="exporter", after=("pick_up", "ready"),
              duration_h=8, calendar="OFFICE", of_box=True, cost=60, cost_per="box"),
    ChainStep(chain="SIMPLE", step="declaration", name="Export declared", party="forwarder", after=("ready",),
              duration_h=4, calendar="OFFICE", event="declaration", cutoff="DCO", earliest_h=168, cost=40),
    ChainStep(chain="SIMPLE", step="gate_in", name="Boxes handed in", party="forwarder",
              after=("stuffing", "declaration"), duration_h=2, event="gate_in", cutoff="FCO", opening="EFC",
              of_box=True),
)  # fmt: skip


def _sailings(rng: np.random.Generator) -> list[Sailing]:
    """Feeders in three services, ocean ships in twelve, and a few direct ships."""
    legs: list[Sailing] = []
    for number in range(FEEDERS):
        service = number % 3
        leaves = (number // 3 + service / 3) * _WEEKS * 7 / (FEEDERS // 3) + rng.uniform(0, 0.8)
        calls = [ORIGIN, HUBS[service], HUBS[(service + 1) % 3]]
        legs += _voyage(rng, f"F{number:02}", LINES[service], calls, leaves, [4, 2.5], [180, 110])
    for number in range(OCEANS):
        service = number % 12
        leaves = 5 + (number // 12) * _WEEKS * 7 / (OCEANS // 12) + rng.uniform(0, 7) + service / 2
        first = DESTINATIONS[service]
        others = [DESTINATIONS[(service + step) % 12] for step in (5, 8)]
        calls = [HUBS[service % 3], *sorted([first, *others], key=lambda port: _DAYS_AWAY[port])]
        away = [_DAYS_AWAY[port] for port in calls[1:]]
        hours = [away[0], *(max(2, after - before) for before, after in pairwise(away))]
        freight = [60 + 45 * days for days in hours]
        legs += _voyage(rng, f"O{number:02}", LINES[service % 6], calls, leaves, hours, freight)
    for number in range(DIRECTS):
        leaves = 14 + number * 18 + rng.uniform(0, 4)
        port = DESTINATIONS[number]
        legs += _voyage(rng, f"D{number}", LINES[3 + number], [ORIGIN, port], leaves, [_DAYS_AWAY[port] + 2], [450])
    return legs


def _voyage(
    rng: np.random.Generator, name: str, line: str, calls: Sequence[str], leaves: float, days: Sequence[float],
    freight: Sequence[float],
) -> list[Sailing]:  # fmt: skip
    legs, at = [], MONDAY + timedelta(hours=round(leaves * 24))
    for place, (origin, destination) in enumerate(pairwise(calls)):
        arrival = at + timedelta(hours=round(float(days[place]) * 24 * rng.uniform(0.95, 1.1)))
        legs.append(Sailing(
            id=f"{name}-{place + 1}", voyage=name, line=line, flag="XX", origin=origin, destination=destination,
            departure=at, arrival=arrival, capacity_teu=30_000,
            freight_per_teu=int(freight[place] * rng.uniform(0.9, 1.1)),
        ))  # fmt: skip
        at = arrival + timedelta(hours=24)
    return legs


def _bookings(rng: np.random.Generator, count: int) -> list[Shipment]:
    found = []
    for number in range(count):
        destination = str(rng.choice(DESTINATIONS))
        ready = MONDAY + timedelta(hours=int(rng.integers(24 * 3, 24 * 38)))
        part = rng.random() < 0.05
        reefer = not part and rng.random() < 0.1
        boxes = 1 if part else int(min(8, rng.geometric(0.4)))
        chained = rng.random() < 0.2
        letter = rng.random() < 0.1
        days = _DAYS_AWAY[destination] + rng.uniform(14, 26)
        share = round(float(rng.uniform(0.15, 0.7)), 2) if part else None
        found.append(Shipment(
            id=f"B{number:05}", exporter=f"Exporter {number % 300}", commodity="goods",
            hs_code="0904.11" if chained else "4407.29", box_type="45R1" if reefer else str(rng.choice(_TYPES[:2])),
            boxes=boxes, part_of_box=share, gross_mass_kg=int(boxes * (share or 1) * rng.uniform(6_000, 24_000)),
            plug=reefer, origin=ORIGIN, destination=destination,
            booked=ready - timedelta(hours=int(rng.integers(24, 24 * 21))), ready=ready,
            latest_arrival=ready + timedelta(days=days),
            latest_departure=ready + timedelta(days=float(rng.uniform(9, 16))) if letter else None,
            restuffing=rng.random() < 0.1,
        ))  # fmt: skip
    return found


def _loads(case: Case, first: dict[str, Option]) -> Counter[str]:
    """The TEU on each leg if every booking had its first choice."""
    load: Counter[str] = Counter({leg.id: 0 for leg in case.sailings})
    for option in first.values():
        for leg in option.route.sailings:
            load[leg.id] += option.shipment.teu
    return load


def cheapest_options(pricing: Pricing) -> dict[str, Option]:
    """The first choice of each shipment: the cheapest of its options, if it were alone."""
    found = pricing.search(Prices.none(pricing.case), None, 12, lambda: False)
    first: dict[str, Option] = {}
    for column in found.columns:
        option, name = column.first, column.first.shipment.id
        if name not in first or option.cost < first[name].cost:
            first[name] = option
    return first


def _empties(rng: np.random.Generator, case: Case) -> tuple[Empties, ...]:
    """Two rows a line and type at the origin, and some at the hubs."""
    wanted = Counter[str]()
    for shipment in case.shipments:
        wanted[shipment.box_type] += shipment.boxes
    rows = []
    for line in LINES:
        for box_type in _TYPES:
            for row, (day, share, cost) in enumerate(((-10, 0.14, 0), (12, 0.14, 120))):
                rows.append(Empties(
                    id=f"{line}-{box_type}-{row}", line=line, port=ORIGIN, box_type=box_type,
                    boxes=int(wanted[box_type] * share), available=MONDAY + timedelta(days=day), lead_h=24,
                    cost_per_box=cost + int(rng.integers(0, 40)), free_days=7, detention_per_day=8,
                ))  # fmt: skip
    rows += [
        Empties(id=f"{line}-{hub}-{box_type}", line=line, port=hub, box_type=box_type, boxes=200,
                available=MONDAY - timedelta(days=10), lead_h=48, cost_per_box=30)
        for line in LINES for hub in HUBS for box_type in _TYPES
    ]  # fmt: skip
    return tuple(rows)


@dataclass(frozen=True)
class Row:
    """What a solve came to, and first-fit beside it.

    `demand_on_capacity` is the TEU that first choices want of the `full_legs`, those wanted for more than 90 % of their
    room, by that room; `not_first_choice` the share of bookings that the plan sends otherwise than if they were alone.
    """

    seed: int
    bookings: int
    voyages: int
    legs: int
    demand_on_capacity: float
    full_legs: int
    not_first_choice: float
    cost: float
    bound: float
    gap: float
    status: str
    seconds: float
    cpu_seconds: float
    seconds_to_1_percent: float | None
    seconds_to_optimal: float | None
    late_days: float
    rolled_over: int
    unserved: int
    checked: str
    first_fit_cost: float
    first_fit_late_days: float
    first_fit_rolled_over: int
    first_fit_unserved: int
    first_fit_checked: str
    saved: float


def late_days(case: Case, plan: ShipmentPlan) -> float:
    """Box-days after the latest arrival."""
    late = 0.0
    for routed in plan.shipments:
        shipment, arrival = case.shipment_by_id[routed.shipment], case.sailing_by_id[routed.sailings[-1]].arrival
        late += max(0.0, (arrival - shipment.latest_arrival) / timedelta(days=1)) * shipment.share
    return late


def rolled_over(case: Case, plan: ShipmentPlan) -> int:
    """Bookings that sail later than with the voyage that they are confirmed on, or with none."""
    sails = {routed.shipment: case.sailing_by_id[routed.sailings[0]] for routed in plan.shipments}
    leaves = {(leg.voyage, leg.origin): leg.departure for leg in case.sailings}
    confirmed = [shipment for shipment in case.shipments if shipment.voyage is not None]
    return sum(
        shipment.id not in sails or sails[shipment.id].departure > leaves[str(shipment.voyage), shipment.origin]
        for shipment in confirmed
    )


def run(seed: int, asked: argparse.Namespace) -> Row:
    """Make the case of a seed, solve it, and plan it by hand."""
    case = made(seed, asked.bookings)
    began, worked = monotonic(), process_time()
    curve: list[Incumbent] = []
    result = solve(case, stop=Stop(seconds=asked.seconds), seed=1, workers=asked.workers, report=curve.append)
    seconds, worked = monotonic() - began, process_time() - worked
    network = Network(case, ChainClock(case))
    pricing = Pricing(network)
    hand = plan_of(case, first_fit(pricing), None, lambda name: reason(pricing.offers[name]))
    verdict, by_hand = check(case, result.plan), check(case, hand)
    first = cheapest_options(pricing)
    otherwise = sum(
        1 for routed in result.plan.shipments
        if routed.shipment in first and routed.sailings != first[routed.shipment].route.key
    ) + sum(entry.shipment in first for entry in result.plan.unserved)  # fmt: skip
    load = _loads(case, first)
    wanted = [(load[leg.id], leg.capacity_teu) for leg in case.sailings if load[leg.id] > 0.9 * leg.capacity_teu]
    near = next((point.seconds for point in curve if gap(point.cost, result.bound) <= 0.01), None)
    return Row(
        seed=seed,
        bookings=len(case.shipments),
        voyages=len({leg.voyage for leg in case.sailings}),
        legs=len(case.sailings),
        demand_on_capacity=round(sum(teu for teu, _ in wanted) / max(1, sum(room for _, room in wanted)), 3),
        full_legs=len(wanted),
        not_first_choice=round(otherwise / len(case.shipments), 4),
        cost=round(result.cost, 2),
        bound=round(result.bound, 2),
        gap=result.gap,
        status=str(result.status),
        seconds=round(seconds, 1),
        cpu_seconds=round(worked, 1),
        seconds_to_1_percent=None if near is None else round(near, 1),
        seconds_to_optimal=round(seconds, 1) if result.status is Status.OPTIMAL else None,
        late_days=round(late_days(case, result.plan), 1),
        rolled_over=rolled_over(case, result.plan),
        unserved=len(result.plan.unserved),
        checked=_accepted(verdict.feasible, verdict.cost, result.cost),
        first_fit_cost=round(by_hand.cost, 2),
        first_fit_late_days=round(late_days(case, hand), 1),
        first_fit_rolled_over=rolled_over(case, hand),
        first_fit_unserved=len(hand.unserved),
        first_fit_checked="yes" if by_hand.feasible else "no",
        saved=round(1 - verdict.cost / by_hand.cost, 4),
    )


def _accepted(feasible: bool, cost: float, told: float) -> str:
    return "yes" if feasible and isclose(cost, told, rel_tol=1e-9, abs_tol=0.01) else "no"


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status is 1 where a plan is refused."""
    parser = argparse.ArgumentParser(prog="benchmarks.shipments", description="Plan bookings on voyages nearly full.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--bookings", type=int, default=2_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(given)
    if min(asked.seconds, asked.workers, asked.bookings) <= 0 or min(asked.seeds) < 0:
        parser.error("--seconds, --workers and --bookings must be above 0, and --seeds not below 0")
    rows = []
    for seed in asked.seeds:
        rows.append(run(seed, asked))
        if not asked.json:
            print("\n".join(f"{name}: {value}" for name, value in asdict(rows[-1]).items()), flush=True)
            print()
    if asked.json:
        head = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "cores": os.cpu_count(), "workers": asked.workers}
        print(json.dumps(head | {"rows": [asdict(row) for row in rows]}, indent=1))
    return 0 if all(row.checked == "yes" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
