"""What the server answers parties of the export chain, and what becomes of steps that they mark."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar
from sqlalchemy import insert, update

from api.app import API
from api.client import Dermaga
from api.jobs.job import State, Work, packed
from api.resources.shipments import StepMark
from api.security.roles import LOCAL, Caller, Role
from api.settings import Settings
from api.store.database import writing
from api.store.tables import jobs, plan_standings
from api.work.planning import as_json
from api.work.requests import ServerPlanRequest
from data.case import Case
from data.shipment_plans import ShipmentPlan

EXPORTER = Caller("damar", Role.PARTY, "exporter", "Damar Exporter")
COMPETITOR = Caller("timber", Role.PARTY, "exporter", "Timber Exporter")
FORWARDER = Caller("ppjk", Role.PARTY, "forwarder")
PLANNER = Caller("ani", Role.PLANNER)
# What parties may ask for: an operation that is added here must keep from them what is another's.
OF_PARTIES = {"list_plans", "list_tasks", "download_tasks", "get_booking", "mark_step", "unmark_step"}
OPEN = {"sign_in", "sign_out", "get_session", "get_health"}
As = Callable[[Caller], httpx.Client]


@pytest.fixture
def running(serve: Any, export_case: Case) -> Iterator[Any]:
    """A server without a worker, with the case stored as `export`."""
    with serve(Settings(port=0, worker=False)) as running:
        running.server._app.state.cases.add(export_case, "test")
        yield running


@pytest.fixture
def app(running: Any) -> FastAPI:
    found: FastAPI = running.server._app
    return found


@pytest.fixture
def plan(app: FastAPI, export_case: Case, export_plan: ShipmentPlan) -> Callable[..., str]:
    """Store a shipment plan as its job would, accepted or not, and give its id."""

    def stored(*, accepted: bool = True, found: ShipmentPlan = export_plan) -> str:
        table = app.state.jobs
        job = table.submit(Work(ServerPlanRequest(case="export", kind="shipment", workers=1), export_case, None))
        result = {"plan": as_json(found), "summary": {}, "baseline": None, "view": {}}
        with writing(table._engine) as connection:
            row = connection.execute(
                update(jobs)
                .where(jobs.c.id == job.id)
                .values(state=State.DONE, result=packed(result))
                .returning(jobs.c.number)
            ).one()
            if accepted:
                connection.execute(
                    insert(plan_standings).values(
                        job=row.number,
                        revision=1,
                        accepted=1,
                        changed=datetime.now(UTC),
                        changed_by="ani",
                        accepted_by="ani",
                        accepted_at=datetime.now(UTC),
                    )
                )
        return job.id

    return stored


@pytest.fixture
def as_(running: Any, app: FastAPI) -> As:
    """A client of the server as somebody."""

    def client(caller: Caller) -> httpx.Client:
        async def caller_of(_: Any) -> Caller:
            return caller

        app.state.callers.caller_of = caller_of
        found: httpx.Client = running.client
        return found

    return client


def refused(answer: Any) -> None:
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"] == "urn:dermaga:problem:not-yours"


def test_a_party_lists_accepted_plans_that_concern_it(as_: As, plan: Callable[..., str]) -> None:
    plan(accepted=False)
    ids = [plan() for _ in range(3)]
    listed = as_(EXPORTER).get(f"{API}/plans").json()
    assert [entry["id"] for entry in listed["items"]] == ids[::-1]
    assert set(listed["items"][0]) == {"id", "case", "kind", "accepted_at", "time_zone", "currency", "bookings"}
    assert listed["items"][0]["bookings"] == ["SHIP-1"]
    assert as_(FORWARDER).get(f"{API}/plans").json()["items"][0]["bookings"] == []
    assert listed["next"] is None
    first = as_(EXPORTER).get(f"{API}/plans", params={"limit": 2}).json()
    rest = as_(EXPORTER).get(f"{API}/plans", params={"limit": 2, "after": first["next"]}).json()
    assert [entry["id"] for entry in rest["items"]] == ids[:1]
    assert rest["next"] is None
    nobody = Caller("x", Role.PARTY, "exporter", "Nobody")
    assert as_(nobody).get(f"{API}/plans").json()["items"] == []


def test_a_party_works_with_the_client(as_: As, plan: Callable[..., str]) -> None:
    made = plan()
    with Dermaga(str(as_(EXPORTER).base_url)) as server:
        (own,) = server.own_plans()
        assert (own.entry.id, own.entry.case, own.entry.bookings) == (made, "export", ["SHIP-1"])
        assert [task.step for task in own.tasks()] == ["stuffing"]
        assert own.booking("SHIP-1").steps
        assert own.tasks_calendar().startswith(b"BEGIN:VCALENDAR")
        server.cases.mark("export", "SHIP-1", "stuffing", StepMark(state="begun"))
        assert [task.state for task in own.tasks()] == ["begun"]


def test_a_party_gets_its_own_tasks(as_: As, plan: Callable[..., str]) -> None:
    address = f"{API}/plans/{plan()}"
    assert [task["step"] for task in as_(EXPORTER).get(f"{address}/tasks").json()["items"]] == ["stuffing"]
    assert [task["step"] for task in as_(FORWARDER).get(f"{address}/tasks").json()["items"]] == ["peb"]
    calendar = Calendar.from_ical(as_(FORWARDER).get(f"{address}/tasks.ics").content)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["PEB filed: SHIP-1"]
    assert as_(EXPORTER).get(f"{address}/tasks", params={"party": "exporter"}).status_code == 200
    refused(as_(EXPORTER).get(f"{address}/tasks", params={"party": "forwarder"}))
    assert as_(COMPETITOR).get(f"{address}/tasks").json() == {"items": []}


def test_what_is_anothers_and_what_is_not_there_look_the_same(as_: As, plan: Callable[..., str]) -> None:
    accepted, other = plan(), plan(accepted=False)
    client = as_(COMPETITOR)
    answers = [
        client.get(f"{API}/plans/{accepted}/shipments/SHIP-1"),
        client.get(f"{API}/plans/{accepted}/shipments/SHIP-11"),
        client.get(f"{API}/plans/{other}/shipments/SHIP-2"),
        client.get(f"{API}/plans/none/shipments/SHIP-2"),
        client.get(f"{API}/plans/{other}/tasks"),
        client.get(f"{API}/plans/none/tasks"),
        client.get(f"{API}/plans/none/tasks.ics"),
        *(
            client.put(f"{API}/cases/{case}/shipments/{shipment}/steps/{step}", json={"state": "done"})
            for case, shipment, step in (
                ("export", "SHIP-1", "stuffing"),
                ("export", "SHIP-1", "none"),
                ("export", "SHIP-9", "stuffing"),
                ("none", "SHIP-1", "stuffing"),
                ("kariangau", "SHIP-1", "stuffing"),
            )
        ),
        client.delete(f"{API}/cases/export/shipments/SHIP-1/steps/empty"),
    ]
    for answer in answers:
        refused(answer)
    bodies = [answer.json() | {"instance": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert as_(COMPETITOR).get(f"{API}/plans/{accepted}/shipments/SHIP-2").json()["steps"] == []
    assert as_(EXPORTER).get(f"{API}/plans/{accepted}/shipments/SHIP-1").status_code == 200


def test_every_other_operation_is_closed_to_parties(app: FastAPI, as_: As, plan: Callable[..., str]) -> None:
    client, found = as_(EXPORTER), plan()
    tried = 0
    for path, operations in app.openapi()["paths"].items():
        address = re.sub(r"{\w+}", found, path)
        for method, operation in operations.items():
            if operation["operationId"] in OPEN:
                continue
            answer = client.request(method, address)
            if operation["operationId"] not in OF_PARTIES:
                assert answer.status_code == 403, (path, method, answer.text)
                tried += 1
    assert tried > 10


def test_a_step_that_is_marked_shows_in_plans_of_before(as_: As, plan: Callable[..., str]) -> None:
    found = plan()
    step = f"{API}/cases/export/shipments/SHIP-1/steps/peb"
    answer = as_(FORWARDER).put(step, json={"state": "begun", "begun": "2026-01-05T16:10"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["begun"] == "2026-01-05T16:10:00+08:00"
    answer = as_(FORWARDER).put(step, json={"state": "done", "done": "2026-01-05T17:30+08:00", "number": "000123"})
    assert answer.json()["begun"] == "2026-01-05T16:10:00+08:00"  # stays as it is known
    for caller in (FORWARDER, PLANNER, LOCAL):
        tasks = {task["step"]: task for task in as_(caller).get(f"{API}/plans/{found}/tasks").json()["items"]}
        assert (tasks["peb"]["state"], tasks["peb"]["number"]) == ("done", "000123")
    steps = as_(EXPORTER).get(f"{API}/plans/{found}/shipments/SHIP-1").json()["steps"]
    assert [task["state"] for task in steps if task["step"] == "peb"] == ["done"]
    assert as_(FORWARDER).delete(step).status_code == 204
    tasks = as_(FORWARDER).get(f"{API}/plans/{found}/tasks").json()["items"]
    assert [task["state"] for task in tasks] == ["open"]
    assert as_(FORWARDER).delete(step).status_code == 404


def test_a_mark_is_later_than_the_plans_now(as_: As, plan: Callable[..., str], export_plan: ShipmentPlan) -> None:
    now = datetime.fromisoformat("2026-01-05T12:00+08:00")
    found = plan(found=export_plan.model_copy(update={"now": now}))
    step = f"{API}/cases/export/shipments/SHIP-1/steps/peb"
    assert as_(FORWARDER).put(step, json={"state": "done", "done": "2026-01-05T17:30+08:00"}).status_code == 200
    tasks = as_(FORWARDER).get(f"{API}/plans/{found}/tasks").json()["items"]
    assert [task["state"] for task in tasks] == ["done"]


def test_a_booking_that_is_gone_has_no_names_like_it(
    as_: As, app: FastAPI, plan: Callable[..., str], export_case: Case
) -> None:
    plan()
    other = export_case.shipments[0].model_copy(update={"id": "SHIP-11", "exporter": "Timber Exporter"})
    app.state.cases.replace(
        export_case.changed(shipments=(other, export_case.shipments[1]), step_states=()), "ani", "", "*"
    )
    step = f"{API}/cases/export/shipments/SHIP-1/steps/peb"
    for caller in (FORWARDER, EXPORTER):
        mine = step if caller is FORWARDER else step.replace("peb", "stuffing")
        refused(as_(caller).put(mine, json={"state": "done"}))
        refused(as_(caller).delete(mine))
    app.state.cases.remove("export", "ani", "", "*")
    refused(as_(FORWARDER).put(step, json={"state": "done"}))


def test_a_party_marks_so_often_a_day(as_: As, app: FastAPI, plan: Callable[..., str]) -> None:
    plan()
    app.state.settings = app.state.settings.model_copy(update={"most_marks": 2})
    step = f"{API}/cases/export/shipments/SHIP-1/steps/peb"
    assert as_(FORWARDER).put(step, json={"state": "done"}).status_code == 200
    assert as_(FORWARDER).delete(step).status_code == 204
    answer = as_(FORWARDER).put(step, json={"state": "done"})
    assert answer.status_code == 429
    assert answer.json()["type"] == "urn:dermaga:problem:too-many-marks"
    assert as_(PLANNER).put(step, json={"state": "done"}).status_code == 200


@pytest.mark.parametrize(
    ("step", "mark", "column", "problem"),
    [
        ("peb", {"state": "done", "done": "2026-01-05", "begun": "2026-01-06"}, "done", "it was done before it began"),
        ("peb", {"state": "done", "done": "2099-01-05T00:00Z"}, "done", "still to come"),
        ("peb", {"state": "begun", "begun": "2099-01-05T00:00Z"}, "begun", "still to come"),
        ("peb", {"state": "begun", "done": "2026-01-05"}, "done", "what has only begun is not done"),
        ("stuffing", {"state": "done", "number": "1"}, "number", "the step stuffing brings no paper"),
        ("peb", {"state": "done", "number": "=1+1"}, "number", "a spreadsheet would run this text"),
        ("peb", {"state": "done", "done": 1767571200}, "done", "it is no date"),
        ("peb", {"state": "needed"}, "state", ""),
    ],
)
def test_marks_that_cannot_be(as_: As, step: str, mark: dict[str, Any], column: str, problem: str) -> None:
    answer = as_(PLANNER).put(f"{API}/cases/export/shipments/SHIP-1/steps/{step}", json=mark)
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["faults"]
    assert fault["column"] == column
    assert problem in fault["problem"]


def test_marks_of_what_is_not_there(as_: As) -> None:
    client = as_(PLANNER)

    def answer(case: str, shipment: str, step: str) -> tuple[int, str]:
        told = client.put(f"{API}/cases/{case}/shipments/{shipment}/steps/{step}", json={"state": "done"})
        return told.status_code, told.json()["detail"]

    assert answer("export", "SHIP-11", "peb") == (
        404,
        "the case export has no shipment 'SHIP-11'; did you mean SHIP-1?",
    )
    assert answer("export", "SHIP-1", "pebb") == (404, "the chain of SHIP-1 has no step pebb; did you mean peb?")
    assert answer("export", "SHIP-2", "peb")[0] == 404
    status, detail = answer("kariangau", "SHIP-1", "peb")
    assert status == 409
    assert "upload it under another name, or copy it there" in detail
