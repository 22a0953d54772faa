from datetime import timedelta

import numpy as np
import pytest
from pydantic import ValidationError

from data.case import Case
from data.cases.generate import make
from data.operations import Arrivals
from data.services import random_calls, recurring_calls, service_call
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


def test_random_calls_come_by_their_rhythm_and_stand_in_no_plan(case: Case) -> None:
    fields = case.services[0].model_dump() | {"id": "TRAMP", "every_days": 0.5, "rhythm": "random"}
    for spread in (1.0, 0.5, 0.0):
        tramp = Service.model_validate(fields | {"interarrival_spread": spread})
        with_tramp = case.changed(services=(*case.services, tramp))
        until = tramp.first_eta + timedelta(days=2000)
        calls = list(random_calls(with_tramp, tramp, until, np.random.default_rng(1)))
        between = np.diff([call.eta.timestamp() / 86_400 for call in calls])
        assert between.mean() == pytest.approx(0.5, rel=0.06)
        assert between.std() / between.mean() == pytest.approx(spread, abs=0.05)
        near = tramp.first_eta + timedelta(days=100)
        first = list(random_calls(with_tramp, tramp, near, np.random.default_rng(1)))
        assert first == calls[: len(first)]
        assert all(call.eta < near for call in first)
    assert recurring_calls(with_tramp, near) == recurring_calls(case, near)


def test_random_calls_begin_after_the_listed_ones_of_their_service(case: Case) -> None:
    tramp = Service.model_validate(case.services[0].model_dump() | {"rhythm": "random"})
    tramps = case.changed(services=(tramp, *case.services[1:]))
    listed = [call for call in case.calls if call.service == tramp.id]
    until = case.first_day + timedelta(days=365)
    calls = list(random_calls(tramps, tramp, until, np.random.default_rng(1)))
    assert calls[0].eta > max(call.eta for call in listed)
    assert not {call.id for call in calls} & {call.id for call in listed}


@pytest.mark.parametrize("kind", ["discharge_full", "discharge_empty", "load_full", "load_empty"])
def test_a_call_of_one_box_has_exactly_one(case: Case, kind: str) -> None:
    steady = case.terminal.model_copy(update={"arrivals": Arrivals()})
    none = {"discharge_full": 0, "discharge_empty": 0, "load_full": 0, "load_empty": 0}
    tiny = Service.model_validate(case.services[0].model_dump() | none | {kind: 1})
    call = service_call(steady, tiny, case.vessel_by_id, 0)
    assert (call.moves, getattr(call, kind)) == (1, 1)
    # Where the volume is drawn and comes to nothing, the box is of a kind that the service has.
    scattered = case.terminal.model_copy(update={"arrivals": Arrivals(volume_spread=3)})
    calls = [service_call(scattered, tiny, case.vessel_by_id, number) for number in range(20)]
    assert all(getattr(call, kind) == call.moves >= 1 for call in calls)
