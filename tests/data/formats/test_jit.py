import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from data.actuals import Actual
from data.case import Case
from data.formats.jit import PortCalls, jit_port_calls
from data.formats.jit.messages import PortCallService, Timestamp
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall


def at(text: str) -> datetime:
    """A moment of January 2026 on the terminal's clock, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


@pytest.fixture
def plan(small_case: Case) -> BerthPlan:
    """Two calls, the second of a service; two are left out."""

    def berthed(call: str, position_m: float, start: str, end: str) -> BerthedCall:
        minutes = timedelta(minutes=30)
        use = CraneUse(crane="QC1", start=at(start) + minutes, end=at(end) - minutes)
        return BerthedCall(
            call=call, position_m=position_m, side="starboard", start=at(start), end=at(end), cranes=(use,)
        )

    return BerthPlan(
        case="small",
        case_hash=small_case.hash,
        start=at("05 00:00"),
        end=at("08 00:00"),
        calls=(
            berthed("BURU-1", 140, "05 10:30", "05 20:00"),
            berthed("ARU-1", 20, "05 08:00", "05 22:00"),
            berthed("NOBODY", 0, "07 08:00", "07 22:00"),
        ),
        unserved=(UnservedCall(call="CERAM-1", reason="full"),),
    )


@pytest.fixture
def case(small_case: Case) -> Case:
    """The small case with a number of a ship, a service of a call, and a passage of three hours."""
    vessels = tuple(
        ship.model_copy(update={"imo": "9074729"}) if ship.id == "BURU" else ship for ship in small_case.vessels
    )
    calls = tuple(
        call.model_copy(update={"service": "SUB"}) if call.id == "BURU-1" else call for call in small_case.calls
    )
    pilotage = small_case.terminal.pilotage.model_copy(update={"knots": 5})
    terminal = small_case.terminal.model_copy(update={"pilotage": pilotage})
    return small_case.changed(vessels=vessels, calls=calls, terminal=terminal)


def stamps(found: PortCalls, call: str) -> dict[tuple[str, str], dict[str, str]]:
    """The moments of a call, by service, event and classifier."""
    (terminal,) = (each for each in found.terminal_calls if each.terminal_call_reference == call)
    told: dict[tuple[str, str], dict[str, str]] = {}
    for service in found.port_call_services:
        if service.terminal_call_id == terminal.terminal_call_id:
            key = service.port_call_service_type_code, service.port_call_service_event_type_code
            told[key] = {
                stamp.classifier_code: f"{stamp.date_time:%d %H:%M}"
                for stamp in found.timestamps
                if stamp.port_call_service_id == service.port_call_service_id
            }
    return told


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_what_the_ship_expects_and_the_terminal_asks_for(case: Case, plan: BerthPlan) -> None:
    assert stamps(jit_port_calls(case, plan, accepted=False), "BURU-1") == {
        ("PILOT_BOARDING_PLACE", "ARRI"): {"EST": "05 06:00", "REQ": "05 07:30"},
        ("BERTH", "ARRI"): {"EST": "05 09:00", "REQ": "05 10:30"},
        ("CARGO_OPERATIONS", "STRT"): {"EST": "05 11:00"},
        ("CARGO_OPERATIONS", "CMPL"): {"EST": "05 19:30"},
        ("BERTH", "DEPA"): {"EST": "05 20:00", "REQ": "05 20:00"},
    }


def test_what_is_agreed_once_the_plan_is_accepted(case: Case, plan: BerthPlan) -> None:
    found = jit_port_calls(case, plan, accepted=True)
    assert stamps(found, "BURU-1") == {
        ("PILOT_BOARDING_PLACE", "ARRI"): {"EST": "05 06:00", "REQ": "05 07:30", "PLN": "05 07:30"},
        ("BERTH", "ARRI"): {"EST": "05 09:00", "REQ": "05 10:30", "PLN": "05 10:30"},
        ("CARGO_OPERATIONS", "STRT"): {"PLN": "05 11:00"},
        ("CARGO_OPERATIONS", "CMPL"): {"PLN": "05 19:30"},
        ("BERTH", "DEPA"): {"EST": "05 20:00", "REQ": "05 20:00", "PLN": "05 20:00"},
    }
    by_id = {stamp.timestamp_id: stamp for stamp in found.timestamps}
    assert len(by_id) == len(found.timestamps)
    for stamp in found.timestamps:
        if stamp.reply_to_timestamp_id is not None:
            before = by_id[stamp.reply_to_timestamp_id]
            assert before.port_call_service_id == stamp.port_call_service_id
            assert (before.classifier_code, stamp.classifier_code) in {("EST", "REQ"), ("REQ", "PLN")}


@pytest.mark.parametrize("accepted", [False, True])
def test_what_has_happened_is_neither_asked_for_nor_planned(case: Case, plan: BerthPlan, accepted: bool) -> None:
    def told(**fields: Any) -> dict[tuple[str, str], dict[str, str]]:
        actual = Actual(call="ARU-1", position_m=20, first_line=at("05 08:10"), **fields)
        return stamps(jit_port_calls(case.changed(actuals=(actual,)), plan, accepted=accepted), "ARU-1")

    working = told(phase="working")
    assert working["BERTH", "ARRI"] == {"EST": "05 08:00", "ACT": "05 08:10"}
    assert "REQ" in working["BERTH", "DEPA"]
    assert ("PILOT_BOARDING_PLACE", "ARRI") not in working
    assert ("CARGO_OPERATIONS", "STRT") not in working
    departed = told(phase="departed", last_line=at("05 21:00"))
    assert departed == {
        ("BERTH", "ARRI"): {"EST": "05 08:00", "ACT": "05 08:10"},
        ("BERTH", "DEPA"): {"EST": "05 22:00", "ACT": "05 21:00"},
    }


def test_the_ship_the_port_and_the_place(case: Case, plan: BerthPlan) -> None:
    found = json.loads(jit_port_calls(case, plan, accepted=False).as_json())
    assert found["standard"] == "DCSA Just in Time Port Call 2.0.0"
    aru, buru = found["portCalls"]
    assert buru["UNLocationCode"] == "IDKRG"
    assert buru["vessel"] == {
        "vesselIMONumber": "9074729", "name": "Buru", "lengthOverall": 130, "width": 22, "dimensionUnit": "MTR",
        "typeCode": "CONT",
    }  # fmt: skip
    assert "vesselIMONumber" not in aru["vessel"]
    of_aru, of_buru = found["terminalCalls"]
    assert of_buru["portCallID"] == buru["portCallID"]
    assert (of_buru["carrierServiceName"], of_buru["carrierServiceCode"]) == ("SUB", "SUB")
    assert of_aru["carrierExportVoyageNumber"] == "ARU-1"
    ids = {service["portCallServiceID"]: service for service in found["portCallServices"]}
    for stamp in found["timestamps"]:
        assert stamp["dateTime"].endswith("+08:00")
        service = ids[stamp["portCallServiceID"]]
        if stamp["classifierCode"] != "REQ":
            assert "portCallServiceLocation" not in stamp
        elif service["portCallServiceTypeCode"] == "BERTH" and service["portCallServiceEventTypeCode"] == "ARRI":
            place = stamp["portCallServiceLocation"]
            assert place["facility"]["facilityCode"] == "SMALL"
            assert place["facility"]["subFacility"].startswith("low end at ")
    remarks = [stamp["remark"] for stamp in found["timestamps"] if "remark" in stamp]
    assert remarks == ["1.5 h after the estimated arrival"] * 2
    assert None not in keys(found)


def test_what_is_not_known_is_left_out_and_told(case: Case, plan: BerthPlan) -> None:
    found = jit_port_calls(case, plan, accepted=False)
    assert {(lack.call, lack.field) for lack in found.lacks} == {
        ("ARU-1", "vesselIMONumber"), ("ARU-1", "carrierServiceName"), ("ARU-1", "carrierServiceCode"),
    }  # fmt: skip
    assert [(out.call, out.reason) for out in found.left_out] == [
        ("CERAM-1", "full"), ("NOBODY", "the case has no such call"),
    ]  # fmt: skip
    renamed = case.changed(terminal=case.terminal.model_copy(update={"code": "INVENTED"}))
    again = jit_port_calls(renamed, plan, accepted=False)
    assert "facilityCode" in {lack.field for lack in again.lacks}
    assert "facility" not in json.loads(again.as_json())["portCallServices"][0]["portCallServiceLocation"]


def test_ids_stay_until_a_moment_changes(case: Case, plan: BerthPlan) -> None:
    first, second = (jit_port_calls(case, plan, accepted=False) for _ in range(2))
    assert first == second
    later = plan.calls[0].model_copy(update={"start": at("05 11:00")})
    third = jit_port_calls(case, plan.model_copy(update={"calls": (later, *plan.calls[1:])}), accepted=False)
    assert [each.port_call_service_id for each in third.port_call_services] == [
        each.port_call_service_id for each in first.port_call_services
    ]
    new = {each.timestamp_id for each in third.timestamps} - {each.timestamp_id for each in first.timestamps}
    assert {each.classifier_code for each in third.timestamps if each.timestamp_id in new} == {"REQ"}


def test_the_conditions_of_the_standard(case: Case, plan: BerthPlan) -> None:
    found = jit_port_calls(case, plan, accepted=True)
    berth = next(each for each in found.port_call_services if each.port_call_service_type_code == "BERTH")
    with pytest.raises(ValidationError, match="give ARRI or DEPA"):
        PortCallService.model_validate(berth.model_dump() | {"port_call_service_event_type_code": "STRT"})
    asked = next(each for each in found.timestamps if each.port_call_service_location is not None)
    with pytest.raises(ValidationError, match="only a requested timestamp"):
        Timestamp.model_validate(asked.model_dump() | {"classifier_code": "PLN"})
    assert PortCalls.model_validate_json(found.as_json()) == found
