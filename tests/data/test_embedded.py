"""The embedded cases of KKT are what their generator makes, and what their sources state."""

import pytest

from data.cases import embedded, load
from data.cases.generate import make
from data.cases.kkt import DEMAND


def test_the_embedded_cases() -> None:
    assert embedded() == ["hub", *sorted(DEMAND)]


@pytest.mark.parametrize("name", sorted(DEMAND))
def test_the_tables_are_what_the_generator_makes(name: str) -> None:
    reading = load(name)
    assert reading.case == make(name)
    assert reading.case.hash == make(name).hash
    assert reading.notices == ()


@pytest.mark.parametrize("name", sorted(DEMAND))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_year_comes_near_the_stated_volume(name: str, seed: int) -> None:
    case = make(name, seed)
    boxes_a_year = sum(call.moves for call in case.calls) / 28 * 365.25
    assert boxes_a_year == pytest.approx(DEMAND[name].boxes_a_year, rel=0.08)
    assert len(case.calls) == pytest.approx(4 * DEMAND[name].weekly_services, abs=2)


def test_the_first_shipment_is_damar_to_colombo() -> None:
    case = load("kariangau").case
    first = case.shipments[0]
    assert (first.hs_code, first.destination, first.boxes, first.gross_mass_kg) == ("1301.90", "LKCMB", 1, 13_000)


def test_a_seed_gives_the_same_case_and_another_seed_another() -> None:
    assert make("kariangau", 5) == make("kariangau", 5)
    assert make("kariangau", 5) != make("kariangau", 6)


def test_on_time_at_its_place_every_call_costs_nothing() -> None:
    """No ship of the cases needs longer than its ETD allows, so that no plan starts with a cost."""
    for name in DEMAND:
        case = make(name)
        quay, rate = case.terminal.quay, case.terminal.crane_work.gross_moves_per_hour
        for call in case.calls:
            hours = call.moves / (rate * min(call.max_cranes, len(case.quay_cranes)))
            hours += (quay.mooring_min + quay.unmooring_min) / 60
            assert (call.etd - call.eta).total_seconds() / 3600 >= hours
