"""Exporters' lists over HTTP: a preview stores nothing, and taking one is a new version or nothing."""

import httpx
import pytest

from api.resources.booking_sheets import BookingSheetAnswer, ConsolidationAnswer, DirectCallAnswer
from data.case import Case

HEAD = "booking,exporter,commodity,hs_code,gross_mass_kg,destination,ready,latest_arrival\n"
GOOD = (HEAD + "NEW-1,CV Rimba,damar batu,1301.90,17500,Colombo,2026-01-06 10:00,2026-02-20 10:00\n").encode()
BAD = (HEAD + "NEW-1,CV Rimba,damar batu,13,17500,Kolombo,2026-01-06 10:00,2026-02-20 10:00\n").encode()


@pytest.fixture
def case(client: httpx.Client, small_case: Case, request: pytest.FixtureRequest) -> str:
    """The address of a case of its own."""
    name = request.node.name[:40].strip("_")
    client.post("/api/v1/cases", params={"name": name}, content=small_case.model_dump_json()).raise_for_status()
    return f"/api/v1/cases/{name}"


def test_a_preview_stores_nothing(client: httpx.Client, case: str) -> None:
    told = BookingSheetAnswer.model_validate(client.post(f"{case}/bookings/preview", content=GOOD).json())
    assert [(row.row, row.change, row.shipment["destination"]) for row in told.rows] == [(2, "new", "LKCMB")]
    assert told.rows[0].shipment["ready"] == "2026-01-06T10:00+08:00"
    assert [(each.written, each.read) for each in told.understood] == [("Colombo", "LKCMB")]
    assert len(client.get(f"{case}/versions").json()["items"]) == 1
    wrong = BookingSheetAnswer.model_validate(client.post(f"{case}/bookings/preview", content=BAD).json())
    assert {(fault.row, fault.column, fault.value) for fault in wrong.faults} == {
        (2, "hs_code", "13"), (2, "destination", "Kolombo")
    }  # fmt: skip


def test_a_list_is_taken_by_whoever_has_seen_the_newest_version(client: httpx.Client, case: str) -> None:
    seen = client.get(case).headers["etag"]
    assert client.post(f"{case}/bookings", content=GOOD).status_code == 428
    made = client.post(f"{case}/bookings", content=GOOD, headers={"If-Match": seen})
    assert (made.status_code, made.json()["version"]) == (200, 2)
    assert "NEW-1" in {row["id"] for row in client.get(case).json()["shipments"]}
    again = client.post(f"{case}/bookings", content=GOOD, headers={"If-Match": seen})
    assert again.status_code == 412
    refused = client.post(f"{case}/bookings", content=BAD, headers={"If-Match": made.headers["etag"]})
    assert refused.status_code == 422
    assert len(refused.json()["faults"]) == 2
    assert client.get(f"{case}/versions").json()["items"][0]["version"] == 2


def test_an_embedded_case_takes_none(client: httpx.Client) -> None:
    seen = client.get("/api/v1/cases/kariangau").headers["etag"]
    answer = client.post("/api/v1/cases/kariangau/bookings", content=GOOD, headers={"If-Match": seen})
    assert answer.status_code == 409


def test_boxes_by_week(client: httpx.Client, case: str) -> None:
    told = ConsolidationAnswer.model_validate(client.get(f"{case}/consolidation").json())
    assert {row.destination for row in told.weeks} <= {"LKCMB", "IDSUB"}
    assert told.weeks[0].week == told.start
    assert client.get(f"{case}/consolidation", params={"weeks": 500}).status_code == 422
    far = {"start": "2027-01-01"}
    assert client.get(f"{case}/consolidation", params=far).json()["weeks"] == []


def test_a_wished_direct_call(client: httpx.Client, case: str) -> None:
    asked = {"to": ["LKCMB"], "days": [8], "minimum": 1, "weeks": 2, "first": "2026-01-08T12:00"}
    told = DirectCallAnswer.model_validate(client.post(f"{case}/direct-call", json=asked).json())
    assert (told.status, len(told.weeks), told.candidates) == ("optimal", 2, 1)
    assert told.reached == told.most_reached == 1
    unknown = client.post(f"{case}/direct-call", json={"to": ["LKCMB"]})
    assert unknown.status_code == 422
    assert "give days" in unknown.json()["detail"]
    assert client.post(f"{case}/direct-call", json={"to": ["LKCMB"], "weeks": 99}).status_code == 422
    endless = client.post(f"{case}/direct-call", json={"to": ["LKCMB"], "days": [1e300]})
    assert [fault["column"] for fault in endless.json()["faults"]] == ["days.0"]
    far = client.post(f"{case}/direct-call", json={"to": ["LKCMB"], "days": [9], "first": "2199-12-31T23:59"})
    (fault,) = far.json()["faults"]
    assert (fault["column"], fault["value"]) == ("first", "2199-12-31 23:59")
