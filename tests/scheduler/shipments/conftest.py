"""Tiny cases of shipments: an origin, a hub and an end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.bookings import Empties, Shipment
from data.case import Case
from data.sailings import Sailing
from data.terminal import Port

Make = Callable[..., Any]


@pytest.fixture(scope="session")
def start(small_case: Case) -> datetime:
    """Day 0."""
    return small_case.first_day


@pytest.fixture(scope="session")
def leg(start: datetime) -> Make:
    """A leg, by days from day 0."""

    def make(name: str, way: str, leaves: float, days: float, **more: Any) -> Sailing:
        origin, destination = way.split()
        departure = start + timedelta(days=leaves)
        return Sailing.model_validate({
            "id": name, "voyage": name, "line": "ANY", "flag": "ID", "origin": origin, "destination": destination,
            "departure": departure, "arrival": departure + timedelta(days=days), "capacity_teu": 100, **more,
        })  # fmt: skip

    return make


@pytest.fixture(scope="session")
def goods(start: datetime) -> Make:
    """A shipment, by days from day 0."""

    def make(name: str, ready: float = 0.0, due: float = 30.0, **more: Any) -> Shipment:
        return Shipment.model_validate({
            "id": name, "exporter": "Somebody", "commodity": "goods", "hs_code": "0904.11", "gross_mass_kg": 1_000,
            "origin": "IDKRG", "destination": "LKCMB", "ready": start + timedelta(days=ready),
            "latest_arrival": start + timedelta(days=due), **more,
        })  # fmt: skip

    return make


@pytest.fixture(scope="session")
def row(start: datetime) -> Make:
    """A row of empty boxes, from day 0 on."""

    def make(name: str, port: str = "IDKRG", **more: Any) -> Empties:
        fields = {"line": "ANY", "box_type": "22G1", "boxes": 10, "available": start - timedelta(days=30)}
        return Empties.model_validate({"id": name, "port": port, **fields, **more})

    return make


@pytest.fixture(scope="session")
def tiny(small_case: Case) -> Make:
    """A case of these legs and shipments."""

    def make(sailings: Any, shipments: Any, **more: Any) -> Case:
        ports = (
            Port(unlocode="IDKRG", name="Kariangau"),
            Port(unlocode="IDSUB", name="Surabaya", **more.pop("hub", {})),
            Port(unlocode="LKCMB", name="Colombo", connection_h=36),
        )
        return small_case.changed(ports=ports, sailings=tuple(sailings), shipments=tuple(shipments), **more)

    return make
