"""The trade of the embedded cases of KKT: chains, offices, bookings."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from data.case import Case
from data.cases import load
from data.cases.generate import make
from data.cases.kkt import DEMAND
from data.export_chain import ChainStep, conditions, steps_of


@pytest.fixture(scope="module", params=sorted(DEMAND))
def case(request: pytest.FixtureRequest) -> Case:
    return load(request.param).case


def _steps(case: Case, shipment_id: str, *, restuffed: bool = False) -> tuple[ChainStep, ...]:
    shipment = case.shipment_by_id[shipment_id]
    chain = case.chain_by_shipment[shipment_id]
    facts = conditions(shipment, transhipped=True, restuffed=restuffed)
    states = case.states_by_shipment.get(shipment_id, {})
    return steps_of(case.steps_by_chain[chain.id], facts, states)


def _names(case: Case, shipment_id: str, *, restuffed: bool = False) -> list[str]:
    return [step.step for step in _steps(case, shipment_id, restuffed=restuffed)]


def test_every_booking_has_a_chain_and_damar_to_sri_lanka_its_own(case: Case) -> None:
    assert set(case.chain_by_shipment) == set(case.shipment_by_id)
    by_chain = {shipment: chain.id for shipment, chain in case.chain_by_shipment.items()}
    assert by_chain["DAMAR-01"] == "DAMAR-LK"
    assert by_chain["DAMAR-02"] == "PLANTS"
    assert by_chain["CHARCOAL-01"] == "WOOD"


def test_the_worked_example_has_every_step_in_order(case: Case) -> None:
    assert _names(case, "DAMAR-01") == [
        "readiness", "ska-account", "lartas", "import-permit", "forest-paper", "booking", "quality", "pick-up",
        "stuffing", "fumigation", "phytosanitary", "documents", "instruction", "vgm", "peb", "answer", "gate-in",
        "loading", "hub-onward", "hub-transfer", "hub-loading", "bill-of-lading", "ska", "presentation",
    ]  # fmt: skip


def test_an_inspected_box_gates_in_without_its_approval_and_is_not_loaded_before(case: Case) -> None:
    steps = {step.step: step for step in case.steps_by_chain["DAMAR-LK"]}
    assert {"answer", "gate-in"} <= set(steps["inspection"].after)
    assert "npe" not in steps["gate-in"].after
    assert {"npe", "inspection", "answer"} <= set(steps["loading"].after)
    assert {"inspection", "npe"} <= set(_names(case, "PLYWOOD-01"))
    assert "inspection" not in _names(case, "DAMAR-01")


def test_shared_dangerous_and_other_declarations_have_their_steps(case: Case) -> None:
    shared = _names(case, "MIX-01")
    assert {"delivery", "consolidation", "pkbe", "forest-paper"} <= set(shared)
    assert "stuffing" not in shared
    assert "forest-paper" not in _names(case, "MIX-02")
    assert "dangerous" in _names(case, "CHARCOAL-01")
    declared = _names(case, "SEAWEED-01")
    assert "hub-peb" in declared
    assert "peb" not in declared
    assert {"hub-restuffing", "hub-fumigation", "hub-amendment", "hub-gate-in"} <= set(
        _names(case, "DAMAR-03", restuffed=True)
    )


def test_the_declaration_is_within_seven_days_and_holidays_are_the_governments(case: Case) -> None:
    steps = {step.step: step for step in case.steps_by_chain["GENERAL"]}
    assert steps["peb"].earliest_h == 7 * 24
    closed = {
        holiday.start.date() + timedelta(days=day)
        for holiday in case.holidays
        for day in range((holiday.end - holiday.start).days)
    }
    days = {(day.month, day.day) for day in closed if day.year == 2026 and day.month <= 3}
    assert days == {
        (1, 1), (1, 16), (2, 16), (2, 17), (3, 18), (3, 19), (3, 20), (3, 21), (3, 22), (3, 23), (3, 24),
    }  # fmt: skip


def test_bookings_go_to_six_countries_and_the_confirmed_ones_name_voyages_from_here(case: Case) -> None:
    assert {"LK", "CN", "BD", "IN", "JP", "NL"} <= {shipment.destination[:2] for shipment in case.shipments}
    first = case.shipment_by_id["DAMAR-01"]
    assert first.first_time
    assert first.booked is not None
    assert first.booked < first.ready
    leaving = {leg.voyage: leg for leg in case.sailings if leg.call is not None}
    confirmed = [shipment for shipment in case.shipments if shipment.status == "CONFIRMED"]
    assert {shipment.id for shipment in confirmed} == {"DAMAR-02", "PLYWOOD-01"}
    for shipment in confirmed:
        assert leaving[shipment.voyage or ""].departure > shipment.ready


def test_boxes_of_a_booked_mixed_box_fit_into_it(case: Case) -> None:
    mixed = [shipment for shipment in case.shipments if shipment.part_of_box is not None]
    assert len({(shipment.destination, shipment.box_type) for shipment in mixed}) == 1
    assert sum(shipment.share for shipment in mixed) <= 1
    assert sum(shipment.gross_mass_kg for shipment in mixed) == 13_000


def test_foreign_trade_closes_two_days_before_the_ship_and_the_gate_opens_five_days_before(case: Case) -> None:
    for leg in case.sailings:
        if leg.call is None:
            continue
        cutoffs = case.cutoffs_by_sailing[leg.id]
        assert cutoffs["FCO"] == leg.departure - timedelta(hours=48)
        assert cutoffs["EFC"] == case.call_by_id[leg.call].eta - timedelta(days=5)
        in_order = [cutoffs[code] for code in ("STA", "DCO", "FCO", "CUA")]
        assert all(one <= other for one, other in pairwise(in_order))


def test_ships_onward_are_named_as_invented_and_storage_is_kkts(case: Case) -> None:
    onward = [leg for leg in case.sailings if leg.line.startswith(("OCEAN", "FEEDER"))]
    assert onward
    assert all("(invented)" in (leg.ship or "") and "(invented)" in (leg.service or "") for leg in onward)
    port = case.port_by_code["IDKRG"]
    assert (port.free_days, port.storage_per_day) == (5, 16_000)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_seeds_make_cases_with_the_same_bookings(seed: int) -> None:
    case = make("kariangau", seed)
    assert case.shipments[0].id == "DAMAR-01"
    assert all(isinstance(shipment.booked, datetime) for shipment in case.shipments)


def test_routine_bookings_are_fewer_than_a_direct_call_wants(case: Case) -> None:
    """A line wanted 100 boxes a week in 2018: what comes again here stays below, so that consolidation has to ask."""
    monday = case.first_day + timedelta(days=7 - case.first_day.weekday())
    boxes = [
        booking.shipment(case.shipment_by_id[booking.like], ready).boxes
        for booking in case.recurring_bookings
        for ready in booking.ready(case.terminal, monday, monday + timedelta(weeks=1))
    ]
    assert 30 < sum(boxes) < 100
