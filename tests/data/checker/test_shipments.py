"""Each rule of shipment plans: a plan made by hand that keeps it, and one that breaks it."""

from datetime import timedelta

import pytest

from data.case import Case
from data.checker import Verdict, check
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment


def _plan(case: Case, first: tuple[str, ...], second: tuple[str, ...]) -> ShipmentPlan:
    return ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        shipments=(Routed(shipment="SHIP-1", sailings=first), Routed(shipment="SHIP-2", sailings=second)),
    )


def _rules(verdict: Verdict) -> set[str]:
    return {broken.rule for broken in verdict.broken}


def _changed(case: Case, table: str, row_id: str, **fields: object) -> Case:
    rows = tuple(row.model_copy(update=fields) if row.id == row_id else row for row in getattr(case, table))
    return case.changed(**{table: rows})


# SHIP-1 is ready on the 5th at 12:00 and ARU-1 closes on the 4th at 22:00, so that it takes ARU-2.
GOOD = (("ARU-2-SUB", "SUB-CMB"), ("ARU-1-SUB",))


def test_a_plan_made_by_hand_is_feasible_and_costs_what_paper_says(small_case: Case) -> None:
    verdict = check(small_case, _plan(small_case, *GOOD))
    assert verdict.broken == ()
    # One box 15 days under way for 10 a day, two boxes 4 days; 900 of freight for the one TEU to Colombo.
    assert {name: cost for name, cost in verdict.terms.items() if cost} == {"freight": 900, "transit": 150 + 80}


def test_cutoff(small_case: Case) -> None:
    verdict = check(small_case, _plan(small_case, ("ARU-1-SUB", "SUB-CMB"), GOOD[1]))
    assert _rules(verdict) == {"cutoff"}
    assert "SHIP-1" in verdict.broken[0].text


def test_way(small_case: Case) -> None:
    assert _rules(check(small_case, _plan(small_case, ("ARU-2-SUB",), GOOD[1]))) == {"way"}


def test_connection(small_case: Case) -> None:
    slow = tuple(port.model_copy(update={"connection_h": 49}) for port in small_case.ports)
    assert _rules(check(small_case.changed(ports=slow), _plan(small_case, *GOOD))) == {"connection"}
    just = tuple(port.model_copy(update={"connection_h": 48}) for port in small_case.ports)
    assert check(small_case.changed(ports=just), _plan(small_case, *GOOD)).feasible


def test_direct_only(small_case: Case) -> None:
    case = _changed(small_case, "shipments", "SHIP-1", direct_only=True)
    assert _rules(check(case, _plan(case, *GOOD))) == {"direct_only"}


def test_cabotage(small_case: Case) -> None:
    case = _changed(small_case, "sailings", "ARU-1-SUB", flag="SG")
    verdict = check(case, _plan(case, *GOOD))
    assert _rules(verdict) == {"cabotage"}
    assert "from IDKRG to IDSUB under a foreign flag" in verdict.broken[0].text


@pytest.mark.parametrize(("room", "feasible"), [(3, False), (4, True)])
def test_capacity(small_case: Case, room: int, feasible: bool) -> None:
    case = _changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=room)
    assert ("capacity" not in _rules(check(case, _plan(case, *GOOD)))) is feasible


def test_lateness_costs_by_box_and_day(small_case: Case) -> None:
    latest = small_case.sailing_by_id["SUB-CMB"].arrival - timedelta(days=2)
    case = _changed(small_case, "shipments", "SHIP-1", latest_arrival=latest)
    assert check(case, _plan(case, *GOOD)).terms["lateness"] == 200


def test_every_shipment_once(small_case: Case) -> None:
    plan = _plan(small_case, *GOOD)
    half = plan.model_copy(update={"shipments": plan.shipments[:1]})
    assert _rules(check(small_case, half)) == {"shipment_once"}
    left = half.model_copy(update={"unserved": (UnservedShipment(shipment="SHIP-2", reason="no room"),)})
    assert check(small_case, left).terms["unserved"] == 20_000
    unknown = plan.model_copy(update={"unserved": (UnservedShipment(shipment="NOBODY", reason="no room"),)})
    assert _rules(check(small_case, unknown)) == {"shipment_unknown"}
    assert "sailing_unknown" in _rules(check(small_case, _plan(small_case, ("NOWHERE",), GOOD[1])))
