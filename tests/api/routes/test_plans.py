import csv
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.resources.plans import PlanJob
from api.resources.simulations import SimulationJob
from api.settings import Settings
from data.plans import BerthPlan, ShipmentPlan


@pytest.fixture(scope="module")
def shipments(running: Any) -> dict[str, Any]:
    """The job of a shipment plan of the small case, done."""
    return running.wait(running.submit("plans", case="small", kind="shipment"), "done")


def events(client: httpx.Client, address: str, after: int | None = None) -> list[tuple[int, str, dict[str, Any]]]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    with client.stream("GET", f"{address}/events", headers=headers) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        return [read(event) for event in stream.read().decode().split("\n\n") if event and not event.startswith(":")]


def read(event: str) -> tuple[int, str, dict[str, Any]]:
    fields = dict(line.split(": ", 1) for line in event.splitlines())
    return int(fields["id"]), fields["event"], json.loads(fields["data"])


def test_a_berth_plan(berths: dict[str, Any]) -> None:
    PlanJob.model_validate(berths)
    assert berths["kind"] == "berth"
    result = berths["result"]
    plan = BerthPlan.model_validate(result["plan"])
    assert {call.call for call in plan.calls} == {"ARU-1", "BURU-1", "CERAM-1", "ARU-2"}
    assert plan.start.isoformat() == "2026-01-05T00:00:00+08:00"
    summary = result["summary"]
    assert summary["status"] == "optimal"
    assert summary["checked"]
    assert summary["gap"] == 0
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert summary["cost"] <= summary["baseline"]["cost"] == result["baseline"]["cost"]
    assert result["view"]["cost"] == pytest.approx(summary["cost"])
    assert len(result["view"]["calls"]) == 4
    assert {reason["what"] for reason in result["reasons"]} >= {"ship"}


def test_a_shipment_plan(shipments: dict[str, Any]) -> None:
    PlanJob.model_validate(shipments)
    ShipmentPlan.model_validate(shipments["result"]["plan"])
    assert shipments["result"]["summary"]["checked"]
    assert shipments["result"]["baseline"] is None
    rows = {row["shipment"]: row for row in shipments["result"]["view"]["shipments"]}
    assert [leg["sailing"] for leg in rows["SHIP-1"]["legs"]][-1] == "SUB-CMB"


def test_plans_are_listed_without_results_and_newest_first(
    client: httpx.Client, berths: dict[str, Any], shipments: dict[str, Any]
) -> None:
    items = client.get("/api/v1/plans").json()["items"]
    assert [item["id"] for item in items[:2]] == [shipments["id"], berths["id"]]
    assert all(item["result"] is None for item in items)
    assert client.get(f"/api/v1/simulations/{berths['id']}").status_code == 404


def test_a_re_plan_of_a_plan_by_its_id_or_by_itself(running: Any, berths: dict[str, Any]) -> None:
    """Without actuals all is on plan at noon, and what is locked stays in the other one."""
    request = {"case": "small", "now": "2026-01-05T12:00", "locked": ["ARU-2"], "effort": 0.1}
    plan = berths["result"]["plan"]
    for before in ({"previous_id": berths["id"]}, {"previous": plan}):
        job = running.wait(running.submit("plans", **request, **before), "done")
        PlanJob.model_validate(job)
        assert job["request"]["previous_id"] == before.get("previous_id")
        assert "previous" not in job["request"]
        result = job["result"]
        again = BerthPlan.model_validate(result["plan"])
        assert again.now is not None
        assert again.now.isoformat() == "2026-01-05T12:00:00+08:00"
        assert result["changes"] == []
        assert again.calls == BerthPlan.model_validate(plan).calls
        summary = result["summary"]
        assert summary["terms"]["change"] == 0
        assert summary["changed_calls"] == 0
        assert "taken to be on plan" in summary["notes"][0]
        assert running.client.post("/api/v1/checks", json={"case": "small", "plan": result["plan"]}).status_code == 200


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"now": "2026-01-05T12:00"}, "one of previous_id and previous"),
        ({"previous_id": "x"}, "one of previous_id and previous"),
        ({"locked": ["ARU-1"]}, "locked belongs to re-planning"),
        ({"now": "2026-01-05T12:00", "previous_id": "x", "start": "2026-01-05"}, "drop start"),
        ({"now": "2026-01-05T12:00", "previous_id": "x", "kind": "shipment"}, "berth plans"),
        ({"now": "noon", "previous_id": "x"}, "no date"),
    ],
)
def test_half_a_re_plan_is_refused(client: httpx.Client, request_: dict[str, Any], says: str) -> None:
    answer = client.post("/api/v1/plans", json={"case": "small", **request_})
    assert answer.status_code == 422
    assert says in str(answer.json()["faults"])


def test_the_plan_before_must_be_there(running: Any, shipments: dict[str, Any]) -> None:
    def status(plan_id: str) -> int:
        request = {"case": "small", "now": "2026-01-05T12:00", "previous_id": plan_id}
        return running.client.post("/api/v1/plans", json=request).status_code

    assert status("none") == 404
    assert status(shipments["id"]) == 404


def test_a_re_plan_that_contradicts_itself_fails_with_a_remedy(running: Any, berths: dict[str, Any]) -> None:
    request = {"case": "small", "now": "2026-01-05T12:00", "previous_id": berths["id"], "locked": ["ARU-9"]}
    job = running.wait(running.submit("plans", **request), "failed")
    assert "no call ARU-9 to lock" in job["error"]["detail"]


def test_an_unknown_case_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/v1/plans", json={"case": "nowhere"})
    assert answer.status_code == 404
    assert "no case nowhere" in answer.json()["detail"]


def test_a_submission_with_a_key_is_one_job(running: Any) -> None:
    request = {"case": "small", "seconds": 1, "workers": 1}
    sent = [
        running.client.post("/api/v1/plans", json=request, headers={"Idempotency-Key": "mine"}) for _ in range(2)
    ]  # fmt: skip
    assert [answer.status_code for answer in sent] == [202, 202]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    other = running.client.post("/api/v1/plans", json=request | {"seed": 2}, headers={"Idempotency-Key": "mine"})
    assert other.status_code == 422
    assert other.json()["type"] == "urn:dermaga:problem:key-reused"
    running.wait(sent[0].headers["location"], "done")


def test_the_same_effort_gives_the_same_plan(running: Any) -> None:
    request = {"case": "kariangau-2025", "days": 2, "effort": 1, "workers": 1, "seed": 3}
    jobs = [running.wait(running.submit("plans", **request), "done") for _ in range(2)]
    assert jobs[0]["result"]["plan"] == jobs[1]["result"]["plan"]


def test_events_ascend_and_end_with_the_state(client: httpx.Client, berths: dict[str, Any]) -> None:
    told = events(client, f"/api/v1/plans/{berths['id']}")
    assert [number for number, _, _ in told] == list(range(1, len(told) + 1))
    assert {name for _, name, _ in told[:-1]} == {"progress"}
    assert told[-1][1:] == ("state", {"state": "done"})
    assert told[0][2].keys() == {"seconds", "cost", "bound", "gap", "phase"}
    phases = [data["phase"] for _, _, data in told[:-1]]
    assert phases == ["planning"] * (len(phases) - 1) + ["explaining"]
    assert told[-2][2] == berths["progress"]


@pytest.mark.parametrize("after", [0, 1])
def test_events_are_replayed_after_the_last_one_seen(client: httpx.Client, berths: dict[str, Any], after: int) -> None:
    address = f"/api/v1/plans/{berths['id']}"
    assert events(client, address, after) == events(client, address)[after:]


def test_a_wrong_last_event_id_is_refused(client: httpx.Client, berths: dict[str, Any]) -> None:
    answer = client.get(f"/api/v1/plans/{berths['id']}/events", headers={"Last-Event-ID": "x"})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["file"] == "header"


def test_events_come_while_the_job_runs(running: Any) -> None:
    address = running.submit("simulations", case="small", days=3, replications=1000, workers=1)
    with running.client.stream("GET", f"{address}/events") as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event")) == "event: progress"
        assert running.client.get(address).json()["state"] == "running"
        assert running.client.post(f"{address}/cancel").json()["state"] == "cancelled"
        assert [line for line in lines if line.startswith("data")][-1] == 'data: {"state": "cancelled"}'


def test_streams_end_with_the_server(serve: Callable[[Settings], Any]) -> None:
    with serve(Settings(port=0)) as running:
        address = running.submit("simulations", case="kariangau", days=1, replications=1000, workers=1)
        with running.client.stream("GET", f"{address}/events") as stream:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("event")) == "event: progress"
            asked = time.monotonic()
            running.stop()
            assert "event: state" not in list(lines)
        assert time.monotonic() - asked < 2


def test_the_files_of_a_berth_plan(client: httpx.Client, berths: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{berths['id']}"
    file = client.get(f"{address}/plan.json")
    assert file.headers["content-disposition"] == 'attachment; filename="plan.json"'
    assert BerthPlan.model_validate_json(file.content) == BerthPlan.model_validate(berths["result"]["plan"])
    table = client.get(f"{address}/plan.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.headers["content-disposition"] == 'attachment; filename="plan.csv"'
    rows = list(csv.DictReader(table.text.splitlines()))
    assert " ".join(rows[0]) == (
        "call vessel ship berthed position_m bollards side arrival first_line last_line waiting_h moves cranes reason"
    )
    assert {row["call"] for row in rows} == {"ARU-1", "BURU-1", "CERAM-1", "ARU-2"}


def test_the_table_of_a_shipment_plan(client: httpx.Client, shipments: dict[str, Any]) -> None:
    rows = list(csv.DictReader(client.get(f"/api/v1/plans/{shipments['id']}/plan.csv").text.splitlines()))
    assert [row["shipment"] for row in rows] == ["SHIP-1", "SHIP-2"]
    assert rows[0]["legs"].split()[-1] == "SUB-CMB"


def test_a_plan_that_is_not_there_yet_has_no_files(running: Any) -> None:
    long = running.submit_long()
    waiting = running.submit("plans", case="small", seconds=600)
    for name in ("plan.json", "plan.csv"):
        answer = running.client.get(f"{waiting}/{name}")
        assert answer.status_code == 409
        assert "queued" in answer.json()["detail"]
    running.client.post(f"{waiting}/cancel")
    running.client.post(f"{long}/cancel")


def test_simulating_first_come_first_served(running: Any) -> None:
    job = running.wait(running.submit("simulations", case="small", days=3, replications=1), "done")
    SimulationJob.model_validate(job)
    kpis = {kpi["kpi"]: kpi for kpi in job["result"]["kpis"]}
    assert kpis["calls"]["mean"] == 4
    assert kpis["calls"]["half_width"] is None
    assert kpis["waiting_h"]["replications"] == 1
    assert {value["replication"] for value in job["result"]["replications"]} == {0}
    assert job["progress"] == {"done": 1, "total": 1}


def test_simulating_a_plan(running: Any, berths: dict[str, Any]) -> None:
    request = {"case": "small", "policy": "plan", "plan_id": berths["id"], "replications": 1}
    job = running.wait(running.submit("simulations", **request), "done")
    figures = {kpi["kpi"]: kpi["mean"] for kpi in job["result"]["kpis"]}
    assert figures["calls"] == 4
    # It is simulated over the plan's own three days.
    same = running.wait(running.submit("simulations", **request, days=3), "done")
    assert same["result"] == job["result"]
    longer = running.wait(running.submit("simulations", **request, days=28), "done")
    assert longer["result"] != job["result"]


def test_a_plan_to_simulate_must_be_there_and_of_the_case(running: Any, berths: dict[str, Any], shipments: Any) -> None:
    def status(case: str, plan_id: str) -> int:
        request = {"case": case, "policy": "plan", "plan_id": plan_id}
        return running.client.post("/api/v1/simulations", json=request).status_code

    assert status("small", "none") == 404
    assert status("small", shipments["id"]) == 404
    assert status("kariangau", berths["id"]) == 409
