from datetime import timedelta

import pytest
from pydantic import ValidationError

from data.case import Case
from data.cases.generate import make
from data.services import recurring_calls, service_call
from data.vessels import Service

DAYS_AHEAD = 120


@pytest.fixture(scope="module")
def case() -> Case:
    return make("kariangau")


def test_an_early_call_comes_although_its_pro_forma_is_later(case: Case) -> None:
    terminal = case.terminal.model_copy(
        update={"arrivals": case.terminal.arrivals.model_copy(update={"proforma_sd_h": 24.0})}
    )
    case = case.changed(terminal=terminal)
    service = case.services[0]
    vessels = case.vessel_by_id
    for number in range(20, 120):
        call = service_call(case.terminal, service, vessels, number)
        pro_forma = service.first_eta + number * timedelta(days=service.every_days)
        if call.eta < pro_forma - timedelta(hours=1):
            break
    else:
        pytest.fail("none of a hundred calls is early")
    until = pro_forma - timedelta(minutes=30)
    assert call.id in {each.id for each in recurring_calls(case, until)}
    assert call.id not in {each.id for each in recurring_calls(case, call.eta)}


def test_calls_have_what_the_service_says_of_them(case: Case) -> None:
    fields = case.services[0].model_dump()
    terms = {"min_cranes": 2, "max_cranes": 3, "side": "port", "priority": 2.5, "window_h": 6}
    service = Service.model_validate(fields | terms)
    for number in range(4):
        call = service_call(case.terminal, service, case.vessel_by_id, number)
        assert {name: getattr(call, name) for name in terms if name != "window_h"} == {
            name: value for name, value in terms.items() if name != "window_h"
        }
        assert call.window_end == service.first_eta + timedelta(days=7 * number, hours=6)
    ordinary = service_call(case.terminal, case.services[0], case.vessel_by_id, 0)
    assert (ordinary.min_cranes, ordinary.side, ordinary.priority, ordinary.window_end) == (1, "starboard", 1, None)
    short = service_call(case.terminal, Service.model_validate(fields | {"min_cranes": 5}), case.vessel_by_id, 0)
    assert (short.min_cranes, short.max_cranes) == (5, 5)
    with pytest.raises(ValidationError, match="max_cranes is below min_cranes"):
        Service.model_validate(fields | {"min_cranes": 3, "max_cranes": 2})


def test_a_longer_horizon_only_adds_calls(case: Case) -> None:
    """What comes before a moment does not depend on how far one looks beyond it."""
    near = case.first_day + timedelta(days=DAYS_AHEAD / 2)
    far = recurring_calls(case, case.first_day + timedelta(days=DAYS_AHEAD))
    assert [call for call in far if call.eta < near] == [
        call for call in recurring_calls(case, near) if call.eta < near
    ]


def test_the_longest_id_of_a_service_leaves_room_for_the_number_of_a_call(case: Case) -> None:
    fields = case.services[0].model_dump()
    longest = Service.model_validate(fields | {"id": "S" * 56})
    assert service_call(case.terminal, longest, case.vessel_by_id, 9_998).id == "S" * 56 + "-9999"
    with pytest.raises(ValidationError):
        Service.model_validate(fields | {"id": "S" * 57})
