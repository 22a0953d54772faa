"""Bookings and empty boxes: what they are to a plan, and which of them cannot be."""

from datetime import datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from data.bookings import CLOSED, BookingStatus, Shipment


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


FIELDS: dict[str, Any] = {
    "id": "B-1", "exporter": "Damar Exporter", "commodity": "Damar", "hs_code": "1301.90.90", "gross_mass_kg": 20_000,
    "origin": "IDKRG", "destination": "LKCMB", "ready": _at("05 08:00"), "latest_arrival": _at("25 08:00"),
}  # fmt: skip


def booking(**fields: Any) -> Shipment:
    return Shipment.model_validate(FIELDS | fields)


def test_closed_bookings_are_not_planned() -> None:
    statuses = {status: booking(status=status).open for status in get_args(BookingStatus)}
    assert {status for status, is_open in statuses.items() if not is_open} == CLOSED
    assert {"REJECTED", "DECLINED", "CANCELLED", "COMPLETED"} == CLOSED


@pytest.mark.parametrize(
    ("fields", "teu", "share"),
    [
        ({}, 1, 1),
        ({"boxes": 3}, 3, 3),
        ({"boxes": 3, "box_type": "45G1"}, 6, 3),
        ({"boxes": 1, "box_type": "L5G1"}, 2, 1),
        ({"part_of_box": 0.25}, 1, 0.25),
        ({"part_of_box": 0.25, "box_type": "42G1"}, 2, 0.25),
    ],
)
def test_room_and_share(fields: dict[str, Any], teu: int, share: float) -> None:
    assert (booking(**fields).teu, booking(**fields).share) == (teu, share)


@pytest.mark.parametrize(("place", "elsewhere"), [(None, False), ("IDKRG", False), ("IDSUB", True)])
def test_declared_elsewhere(place: str | None, elsewhere: bool) -> None:
    assert booking(declared_at=place).declared_elsewhere is elsewhere


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"latest_arrival": _at("05 08:00")}, "latest_arrival must be later than ready"),
        ({"booked": _at("05 08:01")}, "booked must not be later than ready"),
        ({"latest_departure": _at("05 08:00")}, "latest_departure must be later than ready"),
        ({"destination": "IDKRG"}, "give two different ports"),
        ({"gross_mass_kg": 32_501}, "at most 32500 kg for 1"),
        ({"gross_mass_kg": 65_001, "boxes": 2}, "at most 65000 kg for 2"),
        ({"boxes": 2, "part_of_box": 0.5}, "part of a box is not 2 boxes"),
        ({"part_of_box": 1}, "less than 1"),
        ({"part_of_box": 0}, "greater than 0"),
        ({"boxes": 0}, "greater than or equal to 1"),
        ({"declared_at": "LKCMB"}, "declared_at is a port of export"),
        ({"hs_code": "13019"}, "an HS code is six or eight digits"),
        ({"status": "SHIPPED"}, "RECEIVED"),
        ({"hazards": "10"}, "one of the IMDG code"),
    ],
)
def test_bookings_that_cannot_be_are_refused(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        booking(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"booked": _at("05 08:00")},
        {"gross_mass_kg": 32_500},
        {"gross_mass_kg": 65_000, "boxes": 2},
        {"latest_departure": _at("05 08:01")},
        {"hs_code": "1301.90"},
    ],
)
def test_bookings_at_the_limit_are_taken(fields: dict[str, Any]) -> None:
    assert booking(**fields).open
