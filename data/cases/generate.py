"""Makes the embedded cases from a seed: what the sources state of Kaltim Kariangau Terminal, and what is assumed.

    python -m data.cases.generate NAME [--seed K] --out DIR

`SOURCES.md` beside each case says which figure is which. Ships, names, days, boxes and shipments are invented.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from data.cargo import Sailing, Shipment
from data.case import Case
from data.cases import kkt
from data.services import recurring_calls
from data.terminal import BerthSection, QuayCrane, YardCrane
from data.vessels import Service, Vessel, VesselCall


def make(name: str, seed: int = 1) -> Case:
    """The embedded case of a name ("kariangau" or "kariangau-2025") from a seed. Raises KeyError for another name."""
    demand = kkt.DEMAND[name]
    random = np.random.default_rng(seed)
    terminal = kkt.TERMINAL.model_copy(update={"seed": seed})
    fleet, services = _services(demand, random)
    quiet = Case(
        name=name,
        terminal=terminal,
        berths=(BerthSection(id="quay", start_m=0, end_m=terminal.quay.length_m, depth_m=kkt.DEPTH_ALONGSIDE_M),),
        quay_cranes=tuple(
            QuayCrane(id=f"QC{number}", rail_from_m=0, rail_to_m=terminal.quay.length_m)
            for number in range(1, kkt.QUAY_CRANES + 1)
        ),
        yard_blocks=kkt.YARD,
        yard_cranes=tuple(YardCrane(id=f"RTG{block.id[1:]}", block=block.id) for block in kkt.YARD),
        ports=kkt.PORTS,
        vessels=fleet,
        services=services,
    )
    first, last = kkt.FIRST_DAY, kkt.FIRST_DAY + timedelta(weeks=kkt.WEEKS)
    calls = tuple(call for call in recurring_calls(quiet, last) if first <= call.eta < last)
    rotation = {service.id: service.rotation for service in services}
    return quiet.changed(
        calls=calls,
        sailings=(
            *(leg for call in calls for leg in _feeder_legs(call, fleet, rotation[call.service or ""])),
            *(leg for service in kkt.OCEAN_SERVICES for leg in _ocean_legs(service)),
        ),
        shipments=tuple(_shipments(demand.shipments, random)),
    )


def _services(demand: kkt.Demand, random: np.random.Generator) -> tuple[tuple[Vessel, ...], tuple[Service, ...]]:
    """Weekly services that together bring the year's boxes, and their ships."""
    count = demand.weekly_services
    weights = [ship_class.weight for ship_class in kkt.SHIP_CLASSES]
    classes = [kkt.SHIP_CLASSES[pick] for pick in random.choice(len(weights), size=count, p=weights)]
    exchanges = [ship_class.exchange for ship_class in classes]
    week = demand.boxes_a_year * 7 / 365.25
    # Each service has its own stretch of the week, and comes somewhere in it.
    hours = (random.permutation(count) + random.uniform(size=count)) * 168 / count
    vessels: list[Vessel] = []
    services: list[Service] = []
    for number, (ship_class, hour) in enumerate(zip(classes, hours, strict=True)):
        line = kkt.LINES[number % len(kkt.LINES)]
        ships = [
            Vessel(
                id=f"{kkt.SHIP_NAMES[number]}-{place}".upper(),
                name=f"{kkt.SHIP_NAMES[number]} {ordinal}",
                line=line,
                flag="ID",
                loa_m=int(random.integers(ship_class.loa_m[0], ship_class.loa_m[1] + 1)),
                beam_m=ship_class.beam_m,
                capacity_teu=ship_class.capacity_teu,
                max_draft_m=ship_class.draft_m,
            )
            for place, ordinal in enumerate(kkt.SHIP_NUMBERS, start=1)
        ]
        boxes = week * ship_class.exchange / sum(exchanges)
        # Contracted places: at one end of the quay or the other, so that two ships can lie side by side.
        longest = max(ship.loa_m for ship in ships)
        preferred = 0.0 if number % 2 == 0 else kkt.TERMINAL.quay.length_m - longest
        parts = [round(boxes * share) for share in kkt.BOX_SHARES]
        # Half of the cranes work it, and an hour is kept in hand.
        work_h = boxes / (kkt.TERMINAL.crane_work.gross_moves_per_hour * kkt.QUAY_CRANES / 2)
        moorings_h = (kkt.TERMINAL.quay.mooring_min + kkt.TERMINAL.quay.unmooring_min) / 60
        vessels += ships
        services.append(
            Service(
                id=f"{line}-{number + 1:02d}",
                line=line,
                vessels=tuple(ship.id for ship in ships),
                rotation=kkt.ROTATIONS[int(random.integers(len(kkt.ROTATIONS)))],
                first_eta=kkt.FIRST_DAY + timedelta(hours=int(hour)),
                stay_h=round(moorings_h + work_h + 1),
                discharge_full=parts[0],
                discharge_empty=parts[1],
                load_full=parts[2],
                load_empty=parts[3],
                preferred_position_m=preferred,
            )
        )
    return tuple(vessels), tuple(services)


def _hour(moment: datetime) -> datetime:
    """The next full hour."""
    return moment + (-(moment - kkt.FIRST_DAY)) % timedelta(hours=1)


def _feeder_legs(call: VesselCall, fleet: tuple[Vessel, ...], rotation: tuple[str, ...]) -> Iterator[Sailing]:
    ship = next(vessel for vessel in fleet if vessel.id == call.vessel)
    origin, departure = kkt.TERMINAL.unlocode, call.etd
    for number, destination in enumerate(rotation, start=1):
        arrival = _hour(departure + timedelta(hours=kkt.sailing_hours(origin, destination, kkt.FEEDER_KNOTS)))
        yield Sailing(
            id=f"{call.id}-{number}",
            voyage=call.id,
            line=ship.line,
            flag=ship.flag,
            call=call.id if number == 1 else None,
            origin=origin,
            destination=destination,
            departure=departure,
            arrival=arrival,
            capacity_teu=kkt.FEEDER_ROOM_TEU,
            cutoff_h=kkt.FEEDER_CUTOFF_H,
            freight_per_teu=kkt.FEEDER_FREIGHT_PER_TEU,
        )
        origin, departure = destination, arrival + timedelta(hours=kkt.PORT_STAY_H)


def _ocean_legs(service: kkt.OceanService) -> Iterator[Sailing]:
    for week in range(kkt.OCEAN_WEEKS):
        departure = kkt.FIRST_DAY + timedelta(weeks=week, days=service.weekday, hours=18)
        voyage = f"{service.id}-{week + 1:02d}"
        for number, (origin, destination) in enumerate(zip(service.ports, service.ports[1:], strict=False), start=1):
            arrival = _hour(departure + timedelta(hours=kkt.sailing_hours(origin, destination, kkt.OCEAN_KNOTS)))
            yield Sailing(
                id=f"{voyage}-{number}",
                voyage=voyage,
                line=service.id,
                flag=service.flag,
                origin=origin,
                destination=destination,
                departure=departure,
                arrival=arrival,
                capacity_teu=kkt.OCEAN_ROOM_TEU,
                cutoff_h=kkt.OCEAN_CUTOFF_H,
                freight_per_teu=service.freight_per_teu,
            )
            departure = arrival + timedelta(hours=kkt.PORT_STAY_H)


# Days that a shipment to a destination is given from ready to arrival: the usual transit and two weeks.
_DAYS_ALLOWED = {"LKCMB": 35, "INNSA": 38, "BDCGP": 38, "CNSHA": 35, "JPYOK": 40, "NLRTM": 60}


def _shipments(count: int, random: np.random.Generator) -> Iterator[Shipment]:
    """The box of damar batu to Colombo, then others drawn from the goods of the region."""
    for number in range(1, count + 1):
        goods = kkt.DAMAR if number == 1 else kkt.GOODS[int(random.integers(len(kkt.GOODS)))]
        destination = goods.destinations[0 if number == 1 else int(random.integers(len(goods.destinations)))]
        boxes = 1 if number == 1 else int(random.integers(1, 4))
        day = 1 if number == 1 else int(random.integers(0, 15))
        ready = kkt.FIRST_DAY + timedelta(days=day, hours=10)
        yield Shipment(
            id="DAMAR-01" if number == 1 else f"EXP-{number:02d}",
            exporter=f"Exporter {number:02d} (invented)",
            commodity=goods.commodity,
            hs_code=goods.hs_code,
            box_type="22G1",
            boxes=boxes,
            gross_mass_kg=boxes * goods.box_kg,
            origin=kkt.TERMINAL.unlocode,
            destination=destination,
            ready=ready,
            latest_arrival=ready + timedelta(days=_DAYS_ALLOWED[destination]),
        )


def main() -> None:
    """Write a case as a folder of tables."""
    from data.formats import write_folder

    parser = argparse.ArgumentParser(description="Make an embedded case from a seed.")
    parser.add_argument("name", choices=sorted(kkt.DEMAND))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    write_folder(make(arguments.name, arguments.seed), arguments.out)


if __name__ == "__main__":
    main()
