from typing import Any

import pytest

from tests.data.formats.schedules.conftest import DEFAULTS, Look, Make, at

CUTOFF = {"cutOffDateTimeCode": "FCO", "cutOffDateTime": "2026-01-06T17:00:00+08:00"}


def stamp(kind: str, classifier: str, moment: str) -> dict[str, str]:
    return {"eventTypeCode": kind, "eventClassifierCode": classifier, "eventDateTime": moment}


def call(port: str, *stamps: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "transportCallReference": f"SR11111X-9321483-2103N-{port}",
        "carrierImportVoyageNumber": "2103N",
        "carrierExportVoyageNumber": "2103N",
        "location": {"UNLocationCode": port},
        "timestamps": list(stamps),
        **more,
    }


VESSEL = {
    "vesselIMONumber": "9321483", "name": "King of the Seas", "flag": "LK", "operatorCarrierCode": "ACME",
    "operatorCarrierCodeListProvider": "SMDG",
}  # fmt: skip


def vessel_schedules(*calls: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "carrierServiceName": "Great Lion Service",
            "carrierServiceCode": "FE1",
            "vesselSchedules": [{"vessel": VESSEL, "isDummyVessel": False, "transportCalls": list(calls)}],
        }
    ]


CALLS = (
    call(
        "IDSUB",
        stamp("DEPA", "PLN", "2026-01-07T08:00:00+07:00"),
        stamp("DEPA", "EST", "2026-01-07T09:00:00+07:00"),
        cutOffTimes=[CUTOFF],
    ),
    call("SGSIN", stamp("ARRI", "PLN", "2026-01-10T09:00:00+08:00"), stamp("DEPA", "PLN", "2026-01-11T09:00:00+08:00")),
    call("LKCMB", stamp("ARRI", "ACT", "2026-01-16T09:00:00+05:30")),
)


def test_vessel_schedules(make: Make, look: Look) -> None:
    found = look(make("s.json", vessel_schedules(*CALLS)), mapping=DEFAULTS)
    assert found.faults == []
    (leg,) = found.understood[0].legs
    assert (leg.voyage, leg.line, leg.origin, leg.destination) == ("ACME-2103N", "ACME", "IDSUB", "LKCMB")
    assert (leg.departure, leg.arrival) == (at("2026-01-07 10:00"), at("2026-01-16 11:30"))
    assert leg.facts == {"ship": "King of the Seas", "service": "FE1", "flag": "LK"}
    assert leg.cutoffs == {"FCO": at("2026-01-06 17:00")}
    assert "times of calls: 1 actual, 1 estimated, 2 planned" in found.understood[0].notices
    assert any("SGSIN (1 x)" in notice for notice in found.understood[0].notices)
    case = found.merged.case
    assert case is not None
    (row,) = case.cutoffs
    assert (row.sailing, row.hours_before, row.at) == ("ACME-2103N-1", 17.0, None)


def test_cut_offs_may_stay_moments(make: Make, look: Look) -> None:
    found = look(make("s.json", vessel_schedules(*CALLS)), mapping=DEFAULTS, keep_at=True)
    assert found.merged.case is not None
    assert [(row.hours_before, row.at) for row in found.merged.case.cutoffs] == [(None, at("2026-01-06 17:00"))]


def test_the_voyage_number_changes_at_a_port(make: Make, look: Look) -> None:
    calls = (
        call("LKCMB", stamp("DEPA", "EST", "2026-01-02T09:00:00+05:30")),
        call(
            "IDSUB",
            stamp("ARRI", "EST", "2026-01-07T09:00:00+07:00"),
            stamp("DEPA", "EST", "2026-01-08T09:00:00+07:00"),
            carrierExportVoyageNumber="2104S",
        ),
        call("LKCMB", stamp("ARRI", "EST", "2026-01-16T09:00:00+05:30"), carrierImportVoyageNumber="2104S"),
    )
    legs = look(make("s.json", vessel_schedules(*calls)), mapping=DEFAULTS).understood[0].legs
    assert [(leg.voyage, leg.origin) for leg in legs] == [("ACME-2103N", "LKCMB"), ("ACME-2104S", "IDSUB")]


def test_port_schedules_of_several_ports_make_legs(make: Make, look: Look) -> None:
    def port(code: str, *stamps: dict[str, str], **more: Any) -> dict[str, Any]:
        partner = {
            "carrierCode": "ACME", "carrierServiceName": "Great Lion Service", "carrierServiceCode": "FE1",
            "carrierImportVoyageNumber": "2103N", "carrierExportVoyageNumber": "2103N",
        }  # fmt: skip
        schedule = {"servicePartners": [partner], "vessel": VESSEL, "isDummyVessel": False, "timestamps": list(stamps)}
        return {"location": {"UNLocationCode": code}, "vesselSchedules": [{**schedule, **more}]}

    content = [
        port("LKCMB", stamp("ARRI", "EST", "2026-01-16T09:00:00+05:30")),
        port("IDSUB", stamp("DEPA", "EST", "2026-01-07T09:00:00+07:00"), cutOffTimes=[CUTOFF]),
    ]
    together = look(make("s.json", content), mapping=DEFAULTS)
    apart = look(make("a.json", content[0]), make("b.json", content[1:]), mapping=DEFAULTS)
    for found in (together, apart):
        (leg,) = found.understood[0].legs
        assert (leg.voyage, leg.origin, leg.destination) == ("ACME-2103N", "IDSUB", "LKCMB")
        assert leg.cutoffs == {"FCO": at("2026-01-06 17:00")}
    assert together.merged.case == apart.merged.case


def routing(*legs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"placeOfReceipt": {}, "placeOfDelivery": {}, "legs": list(legs), **more}


def leg(start: str, end: str, departure: str, arrival: str, number: str, **more: Any) -> dict[str, Any]:
    partner = {"carrierCode": "ACME", "carrierServiceCode": "FE1", "carrierExportVoyageNumber": number}
    return {
        "transport": {"modeOfTransport": "VESSEL", "vessel": VESSEL, "servicePartners": [partner]},
        "departure": {"facilityTypeCode": "POTE", "location": {"UNLocationCode": start}, "dateTime": departure},
        "arrival": {"facilityTypeCode": "POTE", "location": {"UNLocationCode": end}, "dateTime": arrival},
        **more,
    }


def test_point_to_point_routings(make: Make, look: Look) -> None:
    truck = {**leg("IDKRG", "IDKRG", "", "", ""), "transport": {"modeOfTransport": "TRUCK"}}
    feeder = leg("IDKRG", "IDSUB", "2026-01-05T20:00:00+08:00", "2026-01-07T09:00:00+07:00", "12")
    stop = {
        "location": {"UNLocationCode": "IDJKT"},
        "arrivalDateTime": "2026-01-10T09:00:00+07:00",
        "departureDateTime": "2026-01-11T09:00:00+07:00",
    }
    ocean = leg(
        "IDSUB", "LKCMB", "2026-01-09T09:00:00+07:00", "2026-01-18T09:00:00+05:30", "2103N", intermediateCalls=[stop],
        cutOffTimes=[{"cutOffDateTimeCode": "TCO", "cutOffDateTime": "2026-01-08T09:00:00+07:00"}],
    )  # fmt: skip
    first = {"cutOffDateTimeCode": "FCO", "cutOffDateTime": "2026-01-05T08:00:00+08:00"}
    content = [routing(truck, feeder, ocean, cutOffTimes=[first]), routing(feeder, ocean, cutOffTimes=[first])]
    found = look(make("s.json", content), mapping=DEFAULTS)
    assert found.faults == []
    legs = found.understood[0].legs
    assert [(one.voyage, one.origin, one.destination) for one in legs] == [
        ("ACME-12", "IDKRG", "IDSUB"), ("ACME-2103N", "IDSUB", "IDJKT"), ("ACME-2103N", "IDJKT", "LKCMB"),
    ]  # fmt: skip
    assert [set(one.cutoffs) for one in legs] == [{"FCO"}, {"TCO"}, set()]
    assert "1 leg on land left out" in found.understood[0].notices


@pytest.mark.parametrize(
    ("key", "value", "column", "words"),
    [
        (
            "cutOffTimes",
            [{**CUTOFF, "cutOffDateTimeCode": "XXX"}],
            "cutOffTimes.0.cutOffDateTimeCode",
            "no such cut-off",
        ),
        ("cutOffTimes", [{"cutOffDateTimeCode": "FCO"}], "cutOffTimes.0.cutOffDateTime", "missing"),
        ("cutOffTimes", {}, "cutOffTimes", "no JSON list"),
        ("timestamps", [stamp("DEPA", "MAY", "2026-01-07T09:00:00+07:00")], "timestamps.0.eventClassifierCode", "ACT"),
        ("timestamps", [stamp("DEPT", "EST", "2026-01-07T09:00:00+07:00")], "timestamps.0.eventTypeCode", "ARRI"),
        ("timestamps", [stamp("DEPA", "EST", "7 January")], "timestamps.0.eventDateTime", "no date"),
        ("timestamps", [7], "timestamps.0", "no JSON object"),
        ("location", {}, "location.UNLocationCode", "port is not said"),
        ("location", {"locationName": "Atlantis"}, "location", "[ports]"),
        ("carrierExportVoyageNumber", 7, "carrierExportVoyageNumber", "no text"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(
    make: Make, look: Look, key: str, value: object, column: str, words: str
) -> None:
    calls = ({**CALLS[0], key: value}, *CALLS[1:])
    found = look(make("s.json", vessel_schedules(*calls)), mapping=DEFAULTS)
    assert found.merged.case is None
    path = f"0.vesselSchedules.0.transportCalls.0.{column}"
    assert any(fault.column == path and words in str(fault) for fault in found.faults), found.faults


@pytest.mark.parametrize("text", ["", "{", "7", "[7]", '[{"calls": []}]', '{"legs": 1}', '[{"a": 1, "a": 2}]', "null"])
def test_what_is_no_schedule_is_refused(make: Make, look: Look, text: str) -> None:
    found = look(make("s.json", text), mapping=DEFAULTS)
    assert found.faults
    assert all(fault.file == "s.json" for fault in found.faults)


def test_names_that_are_no_ids_are_told(make: Make, look: Look) -> None:
    calls = [{**call, "carrierImportVoyageNumber": "21/03 N", "carrierExportVoyageNumber": "21/03 N"} for call in CALLS]
    found = look(make("s.json", vessel_schedules(*calls)), mapping=DEFAULTS)
    assert found.understood[0].legs[0].voyage == "ACME-21-03-N"
    assert any("'ACME-21/03 N' is ACME-21-03-N" in notice for notice in found.understood[0].notices)


def test_a_line_has_the_name_that_the_mapping_says(make: Make, look: Look) -> None:
    found = look(make("s.json", vessel_schedules(*CALLS)), mapping='[lines]\nACME = "LION"\n' + DEFAULTS)
    assert found.understood[0].legs[0].voyage == "LION-2103N"
