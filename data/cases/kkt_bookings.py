"""Who sends what from Kaltim Kariangau Terminal in the embedded cases: bookings that show something, and drawn ones.

All exporters, days, masses and values are invented; goods and destinations are such as the region has or hopes for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from data.bookings import Shipment
from data.cases.kkt import FIRST_DAY, TERMINAL
from data.export_chain import StepState
from data.recurring import RecurringBooking
from data.sailings import Sailing


@dataclass(frozen=True)
class Goods:
    """What an exporter of East Kalimantan might send: tariff number, where to, mass and value of a 20-foot box."""

    commodity: str
    hs_code: str
    destinations: tuple[str, ...]
    box_kg: int
    rupiah_per_kg: int
    hazards: tuple[str, ...] = ()


DAMAR = Goods("damar batu (stone dammar resin)", "1301.90", ("LKCMB", "INNSA", "BDCGP"), 13_000, 14_000)
_CUBEB = Goods("cubeb pepper", "0904.11", ("BDCGP",), 12_000, 90_000)
_LONG_PEPPER = Goods("long pepper", "0904.11", ("BDCGP",), 12_000, 70_000)
_PLYWOOD = Goods("plywood", "4412.31", ("JPYOK", "CNSHA"), 22_000, 9_500)
_SEAWEED = Goods("dried seaweed", "1212.29", ("CNSHA",), 12_500, 16_000)
# Dangerous goods by the IMDG Code as amended by 42-24, without exception from 2026 on.
_CHARCOAL = Goods("coconut shell charcoal briquettes", "4402.20", ("NLRTM",), 18_000, 11_000, ("4.2",))
_GOODS = (
    DAMAR,
    _PLYWOOD,
    Goods("technically specified natural rubber", "4001.22", ("INNSA", "CNSHA"), 20_500, 27_000),
    _CHARCOAL,
    Goods("black pepper", "0904.11", ("NLRTM", "INNSA"), 14_000, 95_000),
    _SEAWEED,
    Goods("cocoa beans", "1801.00", ("NLRTM",), 16_000, 95_000),
)

# Days that a shipment to a destination is given from ready to arrival: chain, usual transit and two weeks.
_DAYS_ALLOWED = {"LKCMB": 45, "INNSA": 50, "BDCGP": 50, "CNSHA": 45, "JPYOK": 50, "NLRTM": 72}


@dataclass(frozen=True)
class _Booking:
    """A booking that stands for something: days and hours from the case's first day, and what it has that others lack.

    `confirmed` is the hub of the voyage that it is confirmed on: the first to go there so many days after ready.
    """

    id: str
    goods: Goods
    to: str
    ready_day: int
    booked_day: int
    kg: int | None = None
    part: float | None = None
    confirmed: tuple[str, int] | None = None
    states: tuple[tuple[str, str, str], ...] = ()  # step; needed, or its number as a paper that is there
    extra: dict[str, Any] = field(default_factory=dict)


def _done(step: str, number: str = "") -> tuple[str, str, str]:
    return step, "done", number


_NEEDED = tuple((step, "needed", "") for step in ("inspection", "npe"))

_SHOWN = (
    _Booking(
        "DAMAR-01", DAMAR, "LKCMB", 7, -14,
        extra={"first_time": True, "latest_departure": FIRST_DAY + timedelta(days=27)},
    ),
    _Booking(
        "DAMAR-02", DAMAR, "CNSHA", 3, -6, confirmed=("IDSUB", 11),
        states=(_done("lartas", "INSW-0002"), _done("booking", "BK-0002")),
    ),
    # One box for Bangladesh, as on 5 August 2021: ten tonnes of damar, one of cubeb, the rest long pepper.
    _Booking("MIX-01", DAMAR, "BDCGP", 4, -5, kg=10_000, part=0.75),
    _Booking("MIX-02", _CUBEB, "BDCGP", 4, -5, kg=1_000, part=0.08),
    _Booking("MIX-03", _LONG_PEPPER, "BDCGP", 5, -4, kg=2_000, part=0.15),
    # As Ambon's exporters do it: another box from Surabaya on, the declaration stays at home.
    _Booking(
        "DAMAR-03", DAMAR, "INNSA", 5, -3, kg=15_015,
        extra={"restuffing": True},
    ),
    _Booking(
        "PLYWOOD-01", _PLYWOOD, "JPYOK", 2, -7, kg=25_000, confirmed=("IDJKT", 8),
        states=(_done("lartas", "INSW-0007"), _done("v-legal", "VL-0007"), _done("booking", "BK-0007"), *_NEEDED),
        extra={"box_type": "45G1"},
    ),
    _Booking("CHARCOAL-01", _CHARCOAL, "NLRTM", 4, -4),
    _Booking("SEAWEED-01", _SEAWEED, "CNSHA", 3, -4, extra={"declared_at": "IDSUB", "restuffing": True}),
)  # fmt: skip


# Name, the booking that each is like, when its goods are ready, boxes, and where to: damar batu as a routine, and what
# could fill a direct call to Shanghai, some 45 boxes a week. In 2018 they were 20, then 70, of 100 wanted.
_ROUTINE = (
    ("DAMAR-LK", "DAMAR-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 1, "LKCMB"),
    ("DAMAR-CN", "DAMAR-02", "FREQ=WEEKLY;BYDAY=TH", 2, "CNSHA"),
    ("PLYWOOD-CN", "PLYWOOD-01", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 3, "CNSHA"),
    ("CHARCOAL-CN", "CHARCOAL-01", "FREQ=WEEKLY;BYDAY=TU,FR", 5, "CNSHA"),
    ("SEAWEED-CN", "SEAWEED-01", "FREQ=WEEKLY;BYDAY=MO,WE,FR", 6, "CNSHA"),
)


def routine() -> Iterator[RecurringBooking]:
    """Bookings that come again, from the case's second week to its last but one."""
    for name, like, rule, boxes, destination in _ROUTINE:
        yield RecurringBooking(
            id=name,
            like=like,
            first=_at(7, 10),
            rule=rule,
            until=_at(21, 0),
            boxes=boxes,
            destination=destination,
            flexible_days=5,
        )


def bookings(count: int, sailings: Sequence[Sailing], random: np.random.Generator) -> Iterator[Shipment]:
    """So many bookings: those that show something, then others drawn from the goods of the region."""
    for number, booking in enumerate(_SHOWN[:count], start=1):
        yield _shown(booking, number, sailings)
    for number in range(len(_SHOWN) + 1, count + 1):
        goods = _GOODS[int(random.integers(len(_GOODS)))]
        destination = goods.destinations[int(random.integers(len(goods.destinations)))]
        boxes, day = int(random.integers(1, 4)), int(random.integers(0, 14))
        ready = _at(day, 10)
        yield _shipment(
            f"EXP-{number:02d}", number, goods, destination, ready, boxes=boxes, booked=ready - timedelta(days=9),
        )  # fmt: skip


def step_states(shipments: Sequence[Shipment]) -> Iterator[StepState]:
    """What is known of the steps of the bookings that show something, and that damar batu is of the forest."""
    booked = {shipment.id: shipment.booked for shipment in shipments}
    for shipment in shipments:
        # The chain of damar batu to Sri Lanka has the paper anyway.
        if shipment.hs_code == DAMAR.hs_code and shipment.destination[:2] != "LK":
            yield StepState(shipment=shipment.id, step="forest-paper", state="needed")
    for booking in _SHOWN:
        begin = booked.get(booking.id)
        if begin is None:
            continue
        for place, (step, state, number) in enumerate(booking.states):
            if state == "done":
                done = begin + timedelta(days=place, hours=3)
                yield StepState(shipment=booking.id, step=step, state="done", done=done, number=number or None)
            else:
                yield StepState(shipment=booking.id, step=step, state="needed")


def _at(day: int, hour: int) -> datetime:
    return FIRST_DAY + timedelta(days=day, hours=hour)


def _shown(booking: _Booking, number: int, sailings: Sequence[Sailing]) -> Shipment:
    ready = _at(booking.ready_day, 10)
    voyage = None
    if booking.confirmed is not None:
        hub, days = booking.confirmed
        voyage = _voyage(sailings, hub, ready + timedelta(days=days))
    extra = booking.extra | ({} if voyage is None else {"status": "CONFIRMED", "voyage": voyage})
    return _shipment(
        booking.id, number, booking.goods, booking.to, ready,
        booked=_at(booking.booked_day, 9), kg=booking.kg, part_of_box=booking.part, **extra,
    )  # fmt: skip


def _voyage(sailings: Sequence[Sailing], hub: str, after: datetime) -> str | None:
    """The first voyage from the terminal to a hub that leaves after a moment."""
    bound = {leg.voyage for leg in sailings if leg.destination == hub}
    leaving = [leg for leg in sailings if leg.call is not None and leg.departure >= after and leg.voyage in bound]
    return min(leaving, key=lambda leg: leg.departure).voyage if leaving else None


def _shipment(
    name: str,
    number: int,
    goods: Goods,
    destination: str,
    ready: datetime,
    *,
    boxes: int = 1,
    kg: int | None = None,
    **fields: Any,
) -> Shipment:
    mass = boxes * goods.box_kg if kg is None else kg
    return Shipment(
        id=name,
        exporter=f"Exporter {number:02d} (invented)",
        commodity=goods.commodity,
        hs_code=goods.hs_code,
        hazards=goods.hazards,
        boxes=boxes,
        gross_mass_kg=mass,
        origin=TERMINAL.unlocode,
        destination=destination,
        ready=ready,
        latest_arrival=ready + timedelta(days=_DAYS_ALLOWED[destination]),
        fob_value=mass * goods.rupiah_per_kg,
        **{"box_type": "22G1"} | fields,
    )
