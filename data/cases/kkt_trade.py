"""What exporters of East Kalimantan send from Kaltim Kariangau Terminal, and the voyages that can take it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.cases import kkt
from data.sailings import Sailing
from data.vessels import Vessel, VesselCall


def with_trade(case: Case, shipments: int, random: np.random.Generator) -> Case:
    """The case with the voyages of its calls, those of services onward, and so many shipments."""
    rotation = {service.id: service.rotation for service in case.services}
    return case.changed(
        sailings=(
            *(leg for call in case.calls for leg in _feeder_legs(call, case.vessels, rotation[call.service or ""])),
            *(leg for service in kkt.OCEAN_SERVICES for leg in _ocean_legs(service)),
        ),
        shipments=tuple(_shipments(shipments, random)),
    )


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
