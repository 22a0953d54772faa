"""Seasons by hand: what recurring bookings become, and supply and demand by month."""

from datetime import datetime
from typing import Any

import pytest

from data.bookings import Empties
from data.case import Case
from data.errors import DermagaError
from data.recurring import RecurringBooking
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.shipments.routine import season as seasons
from scheduler.shipments.routine.season import season, with_recurring


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


START, END = at("01-01 00:00"), at("04-01 00:00")


def weekly(**fields: Any) -> RecurringBooking:
    usual = {"id": "R", "like": "SHIP-1", "first": at("01-05 12:00"), "rule": "FREQ=WEEKLY", "until": at("02-10 00:00")}
    return RecurringBooking.model_validate(usual | fields)


def test_recurring_bookings_become_shipments_once(small_case: Case) -> None:
    case = small_case.changed(recurring_bookings=(weekly(boxes=2),))
    grown = with_recurring(case, START, END)
    made = [shipment for shipment in grown.shipments if shipment.id.startswith("R-")]
    assert [shipment.id for shipment in made] == [
        f"R-2026{day}" for day in ("0105", "0112", "0119", "0126", "0202", "0209")
    ]
    assert {shipment.boxes for shipment in made} == {2}
    assert with_recurring(grown, START, END).shipments == grown.shipments
    assert with_recurring(small_case, START, END) is small_case


def test_too_many_are_refused(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seasons, "MOST_SHIPMENTS", 3)
    with pytest.raises(DermagaError, match="shorter season"):
        with_recurring(small_case.changed(recurring_bookings=(weekly(),)), START, END)


def test_supply_and_demand_by_month(small_case: Case) -> None:
    empties = tuple(
        Empties(id=name, line="LINEA", port="IDKRG", box_type="22G1", boxes=boxes, available=at(available))
        for name, boxes, available in (("E1", 4, "01-01 00:00"), ("E2", 6, "02-03 00:00"))
    )
    # SHIP-1 closed, SHIP-2 (2 forty-foot boxes) ready in January; four weekly boxes in January, two in February.
    shipments = (small_case.shipments[0].model_copy(update={"status": "COMPLETED"}), small_case.shipments[1])
    case = with_recurring(
        small_case.changed(recurring_bookings=(weekly(),), empties=empties, shipments=shipments), START, END
    )
    plan = ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        shipments=(
            Routed(shipment="SHIP-2", sailings=("ARU-1-SUB",), empties="E1"),
            Routed(shipment="R-20260105", sailings=("ARU-2-SUB", "SUB-CMB"), empties="E1"),
        ),
        unserved=tuple(
            UnservedShipment(shipment=f"R-2026{day}", reason="no sailing")
            for day in ("0112", "0119", "0126", "0202", "0209")
        ),
    )
    january, february, march = season(case, plan, START, END)
    assert (january.month, january.bookings, january.demanded, january.planned) == ("2026-01", 5, 6, 3)
    assert (january.shortfall, january.reason, january.late) == (3, "no sailing", 0)
    assert (january.empties_new, january.empties_taken, january.empties_left) == (4, 3, 1)
    assert (january.room_teu, january.taken_teu) == (200, 5)
    assert (february.demanded, february.shortfall, february.empties_new, february.empties_left) == (2, 2, 6, 7)
    assert (march.month, march.demanded, march.room_teu, march.reason) == ("2026-03", 0, 0, "")


def test_parts_of_a_shared_box_count_as_filled_and_take_its_room_once(small_case: Case) -> None:
    shipments = tuple(
        small_case.shipments[0].model_copy(update={"id": name, "part_of_box": 0.4}) for name in ("A", "B")
    )
    case = small_case.changed(shipments=shipments)
    routed = tuple(Routed(shipment=name, sailings=("ARU-2-SUB", "SUB-CMB"), shared_box="X") for name in ("A", "B"))
    plan = ShipmentPlan(case=case.name, case_hash=case.hash, shipments=routed)
    (january,) = season(case, plan, START, at("01-31 00:00"))
    assert (january.demanded, january.planned, january.taken_teu) == (0.8, 0.8, 1)
    assert january.empties_left is None
