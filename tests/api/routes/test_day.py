"""Actuals, notes and visits over HTTP."""

from typing import Any

import httpx
import pytest

from api.resources.day import ActualsTaken, ActualStored, VisitList
from api.security.roles import Role
from tests.api.conftest import Guarded

API = "/api/v1"
FILE = "call,arrived,first_line,moves_done\nARU-1,2026-01-05 07:40,2026-01-05 08:10,75\n"


@pytest.fixture
def case(client: httpx.Client, request: pytest.FixtureRequest) -> str:
    """A copy of the small case for one test."""
    name = f"day-{abs(hash(request.node.name)) % 10**8}"
    assert client.post(f"{API}/cases", params={"name": name, "copy_of": "small"}).status_code == 201
    return f"{API}/cases/{name}"


def test_entered_replaced_and_taken_back(client: httpx.Client, case: str) -> None:
    first = client.put(f"{case}/actuals/ARU-1", json={"first_line": "2026-01-05T08:10", "position_m": 20})
    told = ActualStored.model_validate(first.json())
    assert (told.version, told.phase) == (2, "working")
    assert str(told.first_line) == "2026-01-05 08:10:00+08:00"
    again = client.put(f"{case}/actuals/ARU-1", json={"arrived": "2026-01-05T07:40"}).json()
    assert (again["phase"], again["first_line"], again["position_m"]) == ("arrived", None, None)
    assert client.delete(f"{case}/actuals/ARU-1").status_code == 204
    assert client.delete(f"{case}/actuals/ARU-1").status_code == 404
    assert client.get(case).json()["actuals"] == []
    assert [each["note"] for each in client.get(f"{case}/versions").json()["items"]][:2] == [
        "ARU-1: actual times taken back",
        "ARU-1: actual times",
    ]


def test_refused_with_the_field(client: httpx.Client, case: str) -> None:
    wrong = client.put(
        f"{case}/actuals/ARU-1", json={"first_line": "2026-01-05T08:10", "arrived": "2026-01-05T09:00", "position_m": 1}
    )
    assert wrong.status_code == 422
    assert [(fault["file"], fault["column"]) for fault in wrong.json()["faults"]] == [("body", "first_line")]
    missing = client.put(f"{case}/actuals/ARU-11", json={})
    assert missing.status_code == 404
    assert "did you mean ARU-1?" in missing.json()["detail"]


def test_embedded_cases_never_change(client: httpx.Client) -> None:
    for answer in (
        client.put(f"{API}/cases/kariangau/actuals/SPIL-01-001", json={}),
        client.post(f"{API}/cases/kariangau/actuals", content=FILE),
        client.patch(f"{API}/cases/kariangau/calls/SPIL-01-001", json={"remark": "x"}),
        client.delete(f"{API}/cases/kariangau/actuals/SPIL-01-001"),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:dermaga:problem:embedded")


def test_a_file_is_looked_at_and_then_taken(client: httpx.Client, case: str, berths: dict[str, Any]) -> None:
    params = {"preview": True, "plan_id": berths["id"]}
    seen = ActualsTaken.model_validate(client.post(f"{case}/actuals", params=params, content=FILE).json())
    assert (seen.version, seen.faults) == (None, [])
    (row,) = seen.rows
    assert (row.call, row.name, row.row, row.before) == ("ARU-1", "Aru", 2, None)
    planned = next(entry for entry in berths["result"]["plan"]["calls"] if entry["call"] == "ARU-1")
    assert row.after.position_m == planned["position_m"]
    assert client.get(case).json()["actuals"] == []
    stored = client.post(f"{case}/actuals", params={"plan_id": berths["id"]}, content=FILE).json()
    assert stored["version"] == 2
    assert client.get(case).json()["actuals"][0]["moves_done"] == 75


def test_a_file_with_a_fault_changes_nothing(client: httpx.Client, case: str) -> None:
    content = FILE + "BURU-9,2026-01-05 07:40,,\n"
    seen = client.post(f"{case}/actuals", params={"preview": True}, content=content).json()
    # Nobody says where Aru lies.
    assert [(fault["row"], fault["column"]) for fault in seen["faults"]] == [(2, "position_m"), (3, "call")]
    refused = client.post(f"{case}/actuals", content=content)
    assert refused.status_code == 422
    assert [fault["problem"] for fault in refused.json()["faults"]] == [fault["problem"] for fault in seen["faults"]]
    assert client.get(case).json()["actuals"] == []


def test_notes_and_tentative_calls(client: httpx.Client, case: str) -> None:
    said = client.patch(f"{case}/calls/ARU-2", json={"remark": "Pilot at six", "tentative": True}).json()
    assert (said["version"], said["remark"], said["tentative"]) == (2, "Pilot at six", True)
    kept = client.patch(f"{case}/calls/ARU-2", json={"remark": None}).json()
    assert (kept["remark"], kept["tentative"]) == (None, True)
    assert client.patch(f"{case}/calls/ARU-2", json={}).status_code == 422
    assert client.patch(f"{case}/calls/ARU-2", json={"remark": "two\nlines"}).status_code == 422


def test_visits_of_a_plan(client: httpx.Client, berths: dict[str, Any]) -> None:
    path = f"{API}/plans/{berths['id']}/visits"
    client.put(f"{API}/cases/small/actuals/ARU-1", json={"first_line": "2026-01-05T08:10", "position_m": 20})
    try:
        told = VisitList.model_validate(client.get(path, params={"now": "2026-01-05T09:00"}).json())
    finally:
        client.delete(f"{API}/cases/small/actuals/ARU-1")
    assert str(told.now) == "2026-01-05 09:00:00+08:00"
    first = next(item for item in told.items if item.call == "ARU-1")
    assert (first.phase, first.moves, first.moves_left) == ("alongside", 400, 400)
    assert first.planned is not None
    assert {item.phase for item in told.items if item.call != "ARU-1"} <= {"expected"}
    assert client.get(path, params={"now": "yesterday"}).status_code == 422


def test_who_may(guarded: Guarded) -> None:
    path = f"{API}/cases/none/actuals/ARU-1"
    assert guarded.ask(Role.ANALYST, "PUT", path, json={}).status_code == 403
    assert guarded.ask(Role.PLANNER, "PUT", path, json={}).status_code == 404
    assert guarded.ask(Role.PARTY, "GET", f"{API}/plans/none/visits").status_code == 403
    assert guarded.ask(Role.VIEWER, "GET", f"{API}/plans/none/visits").status_code == 404


def test_shift_sheets(client: httpx.Client, berths: dict[str, Any]) -> None:
    path = f"{API}/plans/{berths['id']}/shift-sheet"
    book, page = client.get(f"{path}.xlsx"), client.get(f"{path}.pdf", params={"language": "id"})
    assert book.content.startswith(b"PK")
    assert page.content.startswith(b"%PDF-")
    assert page.headers["content-disposition"] == 'attachment; filename="shift-sheet.pdf"'
    assert client.get(f"{path}.pdf", params={"language": "fr"}).status_code == 422


def test_a_plan_by_other_costs(running: Any, client: httpx.Client) -> None:
    asked = {"case": "small", "days": 3, "start": "2026-01-05", "seconds": 1}
    rate = client.get(f"{API}/cases/small").json()["terminal"]["costs"]["position_per_metre"]
    job = running.wait(running.submit("plans", **asked, costs={"position_per_metre": 10 * rate}), "done")
    assert job["request"]["costs"] == {"position_per_metre": 10 * rate}
    off = sum(
        abs(call["position_m"] - call["preferred_position_m"])
        for call in job["result"]["view"]["calls"]
        if call["preferred_position_m"] is not None
    )
    assert job["result"]["summary"]["terms"]["position"] == pytest.approx(10 * rate * off)
    again = {"case": "small", "previous_id": job["id"], "now": "2026-01-05T12:00", "seconds": 1}
    assert client.post(f"{API}/plans", json=again).json()["request"]["costs"] == job["request"]["costs"]
    assert client.post(f"{API}/plans", json=again | {"costs": {}}).json()["request"]["costs"] == {}
    wrong = client.post(f"{API}/plans", json=asked | {"costs": {"waiting": 1}})
    assert wrong.status_code == 422
