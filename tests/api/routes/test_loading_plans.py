"""Loading plans and yard plans as jobs."""

import csv
import time
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from api.resources.loading_plans import StowageAnswer
from api.resources.plans import PlanJob
from data.case import Case
from data.plans import BerthPlan, LoadingPlan, YardPlan
from tests.api.routes.test_plans import events
from tests.data.checker.loading.conftest import CALL, case

__all__ = ["case"]


@pytest.fixture(scope="module")
def loading(running: Any, case: Case) -> dict[str, Any]:
    """The job of a loading plan, done. It is of the case of the checker's tests, which the server knows as loading."""
    stored = running.client.post("/api/v1/cases", params={"name": "loading"}, content=case.model_dump_json())
    assert stored.status_code == 201, stored.text
    return running.wait(running.submit("plans", case="loading", kind="loading", call=CALL, effort=0.02), "done")


def test_a_loading_plan(loading: dict[str, Any], running: Any) -> None:
    PlanJob.model_validate(loading)
    assert loading["kind"] == "loading"
    result = loading["result"]
    plan = LoadingPlan.model_validate(result["plan"])
    assert plan.call == CALL
    assert result["baseline"] is None
    summary = result["summary"]
    assert summary["checked"]
    assert summary["broken"] == []
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert summary["bound"] <= summary["cost"]
    assert [stage["stage"] for stage in summary["stages"]] == ["stowage", "cranes", "sequence"]
    assert (summary["discharged"], summary["loaded"], summary["ashore"]) == (5, 8, 1)
    rows = result["view"]["sequence"]
    assert len(rows) == sum(max(1, len(lift.boxes)) for lift in plan.lifts)
    checked = running.client.post("/api/v1/checks", json={"case": "loading", "plan": result["plan"]})
    assert checked.status_code == 200
    assert checked.json()["feasible"]


def test_the_files_of_a_loading_plan(client: httpx.Client, loading: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{loading['id']}"
    file = client.get(f"{address}/plan.json")
    assert LoadingPlan.model_validate_json(file.content) == LoadingPlan.model_validate(loading["result"]["plan"])
    rows = list(csv.DictReader(client.get(f"{address}/plan.csv").text.splitlines()))
    assert list(rows[0]) == ["crane", "order", "box", "from", "slot", "kind", "start", "end", "type", "tonnes", "port"]
    assert rows == [{name: str(value) for name, value in row.items()} for row in loading["result"]["view"]["sequence"]]


def test_a_loading_plan_at_the_berth_of_a_berth_plan(running: Any, loading: dict[str, Any]) -> None:
    berths = running.wait(running.submit("plans", case="loading", kind="berth", days=3, effort=0.2), "done")
    request = {"case": "loading", "kind": "loading", "call": CALL, "effort": 0.02}
    job = running.wait(running.submit("plans", **request, berth_plan_id=berths["id"]), "done")
    entry = next(entry for entry in berths["result"]["plan"]["calls"] if entry["call"] == CALL)
    assert job["result"]["plan"]["position_m"] == entry["position_m"]
    wrong = running.client.post("/api/v1/plans", json=request | {"berth_plan_id": loading["id"]})
    assert wrong.status_code == 404


def test_loading_plans_are_listed_and_followed(client: httpx.Client, loading: dict[str, Any]) -> None:
    assert loading["id"] in [item["id"] for item in client.get("/api/v1/plans").json()["items"]]
    told = events(client, f"/api/v1/plans/{loading['id']}")
    assert told[-1][1:] == ("state", {"state": "done"})
    assert [name for _, name, _ in told[:-1]] == ["progress"] * (len(told) - 1)
    assert told[-2][2] == loading["progress"]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"kind": "loading"}, "call belongs to loading plans, and each has one"),
        ({"kind": "berth", "call": CALL}, "call belongs to loading plans"),
        ({"kind": "shipment", "cranes": 2}, "cranes belongs to loading plans"),
        ({"kind": "shipment", "berth_plan_id": "x"}, "berth_plan_id belongs to loading and yard plans"),
        ({"kind": "loading", "call": CALL, "days": 3}, "a loading plan lasts until the last lift"),
        ({"kind": "loading", "call": CALL, "import_share": 0.2}, "import_share belongs to yard plans"),
        ({"kind": "yard", "call": CALL}, "call belongs to loading plans"),
        ({"kind": "yard", "cranes": 2}, "cranes belongs to loading plans"),
        ({"kind": "yard", "import_share": 1.5}, "import_share"),
        ({"instructions": "first"}, "instructions belongs to loading plans"),
        ({"kind": "loading", "call": CALL, "berth_plan_id": "x", "cranes": 2}, "drop cranes and start"),
        ({"kind": "loading", "call": CALL, "cranes": 0}, "cranes"),
        (
            {"kind": "loading", "call": CALL, "now": "2026-01-05T12:00", "previous_id": "x"},
            "now belongs to berth plans",
        ),
    ],
)
def test_half_a_request_for_a_loading_plan_is_refused(
    client: httpx.Client, request_: dict[str, Any], says: str
) -> None:
    answer = client.post("/api/v1/plans", json={"case": "small", **request_})
    assert answer.status_code == 422
    assert says in str(answer.json()["faults"])


@pytest.mark.parametrize(
    ("case_name", "request_", "status", "says"),
    [
        ("loading", {"call": "NOBODY-1"}, 404, "no call 'NOBODY-1'"),
        ("loading", {"call": "BURU-1"}, 422, "Buru (BURU-1) has no vessel profile"),
        ("small", {"call": "ARU-1"}, 422, "Aru (ARU-1) has no vessel profile"),
        ("loading", {"call": CALL, "cranes": 20}, 422, "takes at most"),
    ],
)
@pytest.mark.usefixtures("loading")
def test_a_loading_plan_that_cannot_be_made_is_refused_at_once(
    client: httpx.Client, case_name: str, request_: dict[str, Any], status: int, says: str
) -> None:
    before = client.get("/api/v1/plans").json()
    answer = client.post("/api/v1/plans", json={"case": case_name, "kind": "loading", **request_})
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert client.get("/api/v1/plans").json() == before


@pytest.mark.parametrize("request_", [{"kind": "loading", "call": CALL}, {"kind": "yard"}])
@pytest.mark.usefixtures("loading")
def test_a_berth_plan_of_another_case_is_refused_at_once(
    client: httpx.Client, berths: dict[str, Any], request_: dict[str, Any]
) -> None:
    answer = client.post("/api/v1/plans", json={"case": "loading", "berth_plan_id": berths["id"], **request_})
    assert answer.status_code == 422
    assert "the berth plan was made for the case small" in answer.json()["detail"]


def test_a_yard_plan(running: Any, client: httpx.Client, loading: dict[str, Any]) -> None:
    """Of the calls of a berth plan's first day, as a job with its files; later ones do not fit their ship."""
    berths = running.wait(running.submit("plans", case="loading", kind="berth", days=1, effort=0.2), "done")
    request = {"case": "loading", "kind": "yard", "import_share": 0.2, "effort": 0.1, "berth_plan_id": berths["id"]}
    job = running.wait(running.submit("plans", **request), "done")
    PlanJob.model_validate(job)
    assert job["kind"] == "yard"
    plan = YardPlan.model_validate(job["result"]["plan"])
    assert plan.import_share == 0.2
    assert (plan.start, plan.end) == tuple(BerthPlan.model_validate(berths["result"]["plan"]).model_dump()[name]
                                           for name in ("start", "end"))  # fmt: skip
    assert job["result"]["summary"]["checked"]
    assert len(job["result"]["view"]["reservations"]) == len(plan.reservations) > 0
    rows = list(csv.DictReader(client.get(f"/api/v1/plans/{job['id']}/plan.csv").text.splitlines()))
    assert len(rows) == len(plan.reservations)
    assert job["id"] in [item["id"] for item in client.get("/api/v1/plans").json()["items"]]
    checked = client.post("/api/v1/checks", json={"case": "loading", "plan": job["result"]["plan"]})
    assert checked.status_code == 200
    followed = {"case": "loading", "policy": "plan", "plan_id": job["id"]}
    assert client.post("/api/v1/simulations", json=followed).status_code == 404
    assert loading["kind"] == "loading"


def test_a_cancelled_loading_plan_is_the_best_so_far(running: Any) -> None:
    """The embedded case's largest ship: the first plan is there within seconds."""
    address = running.submit("plans", case="kariangau", kind="loading", call="MERATUS-02-001", seconds=300)
    with running.client.stream("GET", f"{address}/events") as stream:
        assert next(line for line in stream.iter_lines() if line.startswith("event")) == "event: progress"
        asked = time.monotonic()
        job = running.client.post(f"{address}/cancel").json()
    assert time.monotonic() - asked < 2.5
    assert job["state"] == "cancelled"
    assert LoadingPlan.model_validate(job["result"]["plan"]).lifts
    assert job["result"]["summary"]["checked"]


def test_the_ship_of_a_loading_plan_is_told_for_pictures(client: httpx.Client, loading: dict[str, Any]) -> None:
    answer = client.get(f"/api/v1/plans/{loading['id']}/stowage")
    assert answer.status_code == 200, answer.text
    told = StowageAnswer.model_validate(answer.json(), extra="forbid")
    plan = LoadingPlan.model_validate(loading["result"]["plan"])
    assert told.call == CALL
    assert len(told.lifts) == len(plan.lifts)
    assert [left.box for left in told.ashore] == [left.box for left in plan.ashore]
    assert told.broken == []
    assert told.version == 1
    summary = loading["result"]["summary"]
    figures = told.figures.model_dump()
    assert figures == {name: summary[name] for name in figures}
    berths = client.get("/api/v1/plans?kind=berth").json()["items"]
    assert client.get(f"/api/v1/plans/{berths[0]['id']}/stowage").status_code in (404, 409)


def test_a_loading_plan_is_given_to_cranes_and_to_the_ship(client: httpx.Client, loading: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{loading['id']}"
    sheets = load_workbook(BytesIO(client.get(f"{address}/sheets.xlsx").content))
    assert {"bays arrival", "bays departure", "stowage remarks"} <= set(sheets.sheetnames)
    message = client.get(f"{address}/departure.edi")
    assert message.headers["content-type"].startswith("application/edifact")
    assert "BAPLIE" in message.text
    assert message.text.count("LOC+147+") == 10


def test_nobody_is_given_a_loading_plan_that_breaks_rules(client: httpx.Client, loading: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{loading['id']}"
    plan = client.get(f"{address}/plan.json").json()
    plan["lifts"] = [lift for lift in plan["lifts"] if lift["kind"] != "load"]
    tag = client.get(address).headers["etag"]
    saved = client.put(f"{address}/plan", json=plan, headers={"If-Match": tag})
    assert saved.status_code in (200, 201), saved.text
    draft = {"version": 2}
    for name in ("sheets.xlsx", "departure.edi"):
        answer = client.get(f"{address}/{name}", params=draft)
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:dermaga:problem:rules-broken"
    told = StowageAnswer.model_validate(client.get(f"{address}/stowage", params=draft).json())
    assert told.broken
    assert (told.version, told.figures.crane_hours) == (2, None)
    assert client.get(f"{address}/stowage").json()["version"] == 1  # the last that breaks no rule
