"""What exporters of East Kalimantan need to send their goods: voyages, cut-offs, boxes, offices and export chains."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from data.case import Case
from data.cases import kkt, kkt_sea
from data.cases.kkt_bookings import bookings, routine, step_states
from data.cases.kkt_chain import CHAINS, chain_steps
from data.cases.kkt_offices import CALENDARS, HOLIDAYS
from data.sailings import Sailing
from data.vessels import Vessel, VesselCall

# Weeks in which the invented services onward sail.
_OCEAN_WEEKS = kkt.WEEKS + 6


def with_trade(case: Case, shipments: int, random: np.random.Generator) -> Case:
    """The case with the voyages of its calls, those of services onward, and so many shipments with all they need."""
    rotation = {service.id: service.rotation for service in case.services}
    sailings = (
        *(leg for call in case.calls for leg in _feeder_legs(call, case.vessels, rotation[call.service or ""])),
        *(leg for service in kkt_sea.OCEAN_SERVICES for leg in _ocean_legs(service)),
    )
    booked = tuple(bookings(shipments, sailings, random))
    return case.changed(
        sailings=sailings,
        cutoffs=tuple(kkt_sea.cutoffs()),
        empties=tuple(kkt_sea.empties(kkt.FIRST_DAY)),
        calendars=CALENDARS,
        holidays=HOLIDAYS,
        chains=CHAINS,
        chain_steps=tuple(chain_steps()),
        shipments=booked,
        recurring_bookings=tuple(routine()),
        step_states=tuple(step_states(booked)),
    )


def _hour(moment: datetime) -> datetime:
    """The next full hour."""
    return moment + (-(moment - kkt.FIRST_DAY)) % timedelta(hours=1)


def _feeder_legs(call: VesselCall, fleet: tuple[Vessel, ...], rotation: tuple[str, ...]) -> Iterator[Sailing]:
    ship = next(vessel for vessel in fleet if vessel.id == call.vessel)
    origin, departure = kkt.TERMINAL.unlocode, call.etd
    for number, destination in enumerate(rotation, start=1):
        hours = kkt_sea.sailing_hours(origin, destination, kkt_sea.FEEDER_KNOTS)
        arrival = _hour(departure + timedelta(hours=hours))
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
            capacity_teu=kkt_sea.FEEDER_ROOM_TEU,
            capacity_plugs=kkt_sea.FEEDER_PLUGS,
            capacity_kg=kkt_sea.FEEDER_ROOM_TEU * kkt_sea.MOST_KG_PER_TEU,
            cutoff_h=kkt_sea.FEEDER_CUTOFF_H,
            freight_per_teu=kkt_sea.FEEDER_FREIGHT_PER_TEU,
            service=call.service,
            ship=ship.name,
        )
        origin, departure = destination, arrival + timedelta(hours=kkt_sea.PORT_STAY_H)


def _ocean_legs(service: kkt_sea.OceanService) -> Iterator[Sailing]:
    for week in range(_OCEAN_WEEKS):
        departure = kkt.FIRST_DAY + timedelta(weeks=week, days=service.weekday, hours=18)
        voyage = f"{service.id}-{week + 1:02d}"
        for number, (origin, destination) in enumerate(zip(service.ports, service.ports[1:], strict=False), start=1):
            hours = kkt_sea.sailing_hours(origin, destination, kkt_sea.OCEAN_KNOTS)
            arrival = _hour(departure + timedelta(hours=hours))
            yield Sailing(
                id=f"{voyage}-{number}",
                voyage=voyage,
                line=service.line,
                flag=service.flag,
                origin=origin,
                destination=destination,
                departure=departure,
                arrival=arrival,
                capacity_teu=kkt_sea.OCEAN_ROOM_TEU,
                capacity_plugs=kkt_sea.OCEAN_PLUGS,
                capacity_kg=kkt_sea.OCEAN_ROOM_TEU * kkt_sea.MOST_KG_PER_TEU,
                cutoff_h=kkt_sea.OCEAN_CUTOFF_H,
                freight_per_teu=service.freight_per_teu,
                service=f"{service.id} (invented)",
                ship=f"{service.id.title()} {week % 4 + 1} (invented)",
            )
            departure = arrival + timedelta(hours=kkt_sea.PORT_STAY_H)
