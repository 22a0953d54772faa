from io import BytesIO
from typing import Any

import httpx
import pandas as pd
import pytest
from icalendar import Calendar

from api.resources.shipments import BookingAnswer, BookingEdges, ExportReportAnswer, TaskList, TimetableChanges
from data.case import Case


@pytest.fixture(scope="module")
def plan(running: Any, export_case: Case) -> str:
    """The address of a shipment plan of the case with an export chain, done."""
    content = export_case.model_dump_json()
    assert running.client.post("/api/v1/cases", params={"name": "export"}, content=content).status_code == 201
    address: str = running.submit("plans", case="export", kind="shipment")
    running.wait(address, "done")
    return address


def test_the_tasks_of_all_parties_or_of_one(client: httpx.Client, plan: str) -> None:
    items = TaskList.model_validate(client.get(f"{plan}/tasks").json()).items
    assert [task.party for task in items] == ["exporter", "forwarder", "depot", "terminal", "bank"]
    of_one = client.get(f"{plan}/tasks", params={"party": "forwarder"}).json()["items"]
    assert [task["step"] for task in of_one] == ["peb"]
    assert client.get(f"{plan}/tasks", params={"party": "ppjk"}).status_code == 422


def test_tasks_as_a_calendar(client: httpx.Client, plan: str) -> None:
    answer = client.get(f"{plan}/tasks.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 5
    answer = client.get(f"{plan}/tasks.ics", params={"party": "bank"})
    assert answer.headers["content-disposition"] == 'attachment; filename="tasks-bank.ics"'
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1


def test_one_booking_in_full(client: httpx.Client, plan: str) -> None:
    told = client.get(f"{plan}/shipments/SHIP-1").json()
    BookingAnswer.model_validate(told)
    assert told["shipment"]["shipment"] == "SHIP-1"
    assert [step["step"] for step in told["steps"]] == ["empty", "stuffing", "peb", "gate_in", "papers"]
    missing = client.get(f"{plan}/shipments/SHIP-11")
    assert missing.status_code == 404
    assert "did you mean SHIP-1?" in missing.json()["detail"]


def test_a_month_as_a_workbook(client: httpx.Client, plan: str) -> None:
    answer = client.get(f"{plan}/export-report.xlsx", params={"month": "2026-01"})
    assert answer.headers["content-disposition"] == 'attachment; filename="exports-2026-01.xlsx"'
    assert list(pd.read_excel(BytesIO(answer.content), "bookings")["shipment"]) == ["SHIP-1"]
    thirteenth = client.get(f"{plan}/export-report.xlsx", params={"month": "2026-13"})
    assert thirteenth.json()["faults"][0]["remedy"] == "give a month, as 2026-01"
    # Digits of other scripts are none here.
    assert client.get(f"{plan}/export-report.xlsx", params={"month": "\u0662026-01"}).status_code == 422


def test_other_plans_have_no_tasks(running: Any) -> None:
    berths = running.submit("plans", case="small", kind="berth", days=3, start="2026-01-05", seconds=1)
    running.wait(berths, "done")
    assert running.client.get(f"{berths}/tasks").status_code == 404


def test_bookings_are_told_as_of_a_moment(client: httpx.Client, plan: str) -> None:
    answer = client.get(f"{plan}/shipments", params={"now": "2026-01-05T15:00"})
    told = BookingEdges.model_validate(answer.json())
    assert told.now.isoformat() == "2026-01-05T15:00:00+08:00"
    assert {item.shipment for item in told.items} == {"SHIP-1", "SHIP-2"}
    assert next(item for item in told.items if item.steps).next is not None
    late = {"now": "2026-01-09T15:00"}
    assert client.get(f"{plan}/tasks", params=late).json()["items"][0]["state"] == "overdue"
    assert client.get(f"{plan}/shipments", params={"now": "soon"}).status_code == 422
    # Long past by the server's clock, it is looked at from its beginning.
    assert BookingEdges.model_validate(client.get(f"{plan}/shipments").json()).now.year == 2026


def test_a_plan_is_told_against_the_one_before(running: Any, client: httpx.Client, plan: str) -> None:
    first = client.get(f"{plan}/changes").json()
    assert first == {"since": None, "made": None, "items": []}
    other = running.submit("plans", case="export", kind="shipment", seconds=2, now="2026-01-06T20:00")
    running.wait(other, "done")
    told = TimetableChanges.model_validate(client.get(f"{other}/changes").json())
    assert told.since == plan.rpartition("/")[2]
    [change] = told.items
    assert (change.shipment, change.change, change.before["status"], change.after["status"]) == (
        "SHIP-1", "changed", "routed", "unserved"
    )  # fmt: skip
    assert client.get(f"{other}/changes", params={"since": "nothing"}).status_code == 404


def test_a_month_by_destination_goods_and_exporter(client: httpx.Client, plan: str) -> None:
    told = ExportReportAnswer.model_validate(client.get(f"{plan}/export-report").json())
    assert (told.month, told.months, told.totals.bookings) == ("2026-01", ["2026-01"], 1)
    assert [row.destination for row in told.destinations] == ["LKCMB"]
    assert [row.exporter for row in told.exporters] == [told.bookings[0]["exporter"]]
    none = client.get(f"{plan}/export-report", params={"month": "2026-03"}).json()
    assert none["totals"]["declared_here_share"] is None
    assert none["goods"] == []
