from io import BytesIO
from typing import Any

import httpx
import pandas as pd
import pytest
from icalendar import Calendar

from api.resources.shipments import BookingAnswer, TaskList
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
    assert client.get(f"{plan}/export-report.xlsx", params={"month": "2026-13"}).status_code == 422
    # Digits of other scripts are none here.
    assert client.get(f"{plan}/export-report.xlsx", params={"month": "\u0662026-01"}).status_code == 422


def test_other_plans_have_no_tasks(running: Any) -> None:
    berths = running.submit("plans", case="small", kind="berth", days=3, start="2026-01-05", seconds=1)
    running.wait(berths, "done")
    assert running.client.get(f"{berths}/tasks").status_code == 404
