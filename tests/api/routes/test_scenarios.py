"""Simulations with scenarios: compared with the case, or refused at once."""

from typing import Any

import httpx
import pytest

from api.resources.simulations import SimulationJob
from data.scenarios import shipped


def scenario(name: str, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "what if", "changes": list(changes), **more}


MORE = scenario("more", {"change": "add_yard_cranes", "count": 5})
LATE = scenario("late", {"change": "ship_late", "call": "ARU-1", "hours": 20})


def test_scenarios_are_compared_with_the_case(running: Any) -> None:
    asked = {"case": "small", "days": 3, "replications": 2, "workers": 1, "seed": 4}
    job = running.wait(running.submit("simulations", **asked, scenarios=[MORE, LATE]), "done")
    SimulationJob.model_validate(job)
    assert job["progress"] == {"done": 6, "total": 6}
    assert [each["name"] for each in job["request"]["scenarios"]] == ["more", "late"]
    rows = {(row["scenario"], row["kpi"]): row for row in job["result"]["comparison"]}
    alone = running.wait(running.submit("simulations", **asked), "done")["result"]
    assert alone.get("comparison") is None
    assert alone["kpis"] == job["result"]["kpis"]
    assert alone["replications"] == job["result"]["replications"]
    base = {row["kpi"]: row["mean"] for row in alone["kpis"]}
    assert rows["more", "berth_time_h"]["base_mean"] == pytest.approx(base["berth_time_h"])
    assert rows["more", "berth_time_h"]["difference"] < -1
    assert 0 <= rows["late", "waiting_h"]["p_value"] <= 1


def test_scenarios_of_a_plan_work_by_the_plan(running: Any) -> None:
    plan = running.wait(
        running.submit("plans", case="small", kind="berth", days=3, start="2026-01-05", seconds=2), "done"
    )
    asked = {"case": "small", "replications": 1, "policy": "plan", "plan_id": plan["id"]}
    alone = running.wait(running.submit("simulations", **asked), "done")["result"]["kpis"]
    same = scenario("same")
    job = running.wait(running.submit("simulations", **asked, scenarios=[same]), "done")["result"]
    assert job["kpis"] == alone
    assert {row["difference"] for row in job["comparison"]} <= {0, None}


def test_scenarios_are_made_on_a_base(running: Any) -> None:
    asked = {"case": "small", "days": 3, "replications": 2, "workers": 1}
    more = running.wait(running.submit("simulations", **asked, scenarios=[MORE]), "done")["result"]["comparison"]
    based = running.wait(running.submit("simulations", **asked, base=MORE, scenarios=[LATE]), "done")["result"]
    berth_time = next(row["mean"] for row in more if row["kpi"] == "berth_time_h")
    assert next(row["base_mean"] for row in based["comparison"] if row["kpi"] == "berth_time_h") == berth_time
    alone = running.wait(running.submit("simulations", **asked, base=MORE), "done")["result"]
    assert alone["kpis"] == based["kpis"]
    assert alone["comparison"] == []
    bad = scenario("late", {"change": "ship_late", "call": "ARU1", "hours": 20})
    refused = running.client.post("/api/v1/simulations", json=asked | {"base": bad})
    assert refused.status_code == 422
    assert "did you mean ARU-1?" in refused.json()["faults"][0]["remedy"]


@pytest.mark.parametrize(
    ("bad", "file", "column", "says"),
    [
        (
            [scenario("late", {"change": "ship_late", "call": "ARU1", "hours": 20})],
            "scenarios, scenario late, change 1 (ship_late)", "call", "did you mean ARU-1?",
        ),
        (
            [MORE, scenario("long", {"change": "longer_quay", "metres": -1})],
            "body", "scenarios.1.changes.0.longer_quay.metres", "give at least 0",
        ),
        (
            [scenario("what", {"change": "longer_key", "metres": 1})],
            "body", "scenarios.0.changes.0.change", "longer_quay",
        ),
        (
            [scenario("odd", {"change": "set", "field": "gate.lanes", "value": [{"a": 1}, [2]]})],
            "body", "scenarios.0.changes.0.set.value", "a list of numbers or texts",
        ),
        ([MORE, MORE], "scenarios", "name", "give each its own"),
        ([scenario("base")], "scenarios", "name", "give each its own"),
        ([scenario("p", policy="plan:/etc/passwd")], "scenarios, scenario p", "policy", "command line"),
        ([scenario("p", policy="best")], "scenarios, scenario p", "policy", "fcfs"),
        ([scenario("r", rules={"berthing": "os:system"})], "scenarios, scenario r", "rules", "command line"),
    ],
)  # fmt: skip
def test_bad_scenarios_are_refused_at_once(
    client: httpx.Client, bad: list[dict[str, Any]], file: str, column: str, says: str
) -> None:
    answer = client.post("/api/v1/simulations", json={"case": "small", "scenarios": bad})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    (fault,) = answer.json()["faults"]
    assert (fault["file"], fault["column"]) == (file, column)
    assert says in fault["remedy"]


def test_shipped_scenarios_are_requests(client: httpx.Client) -> None:
    items = client.get("/api/v1/scenarios", params={"case": "kariangau"}).json()["items"]
    assert items == client.get("/api/v1/scenarios").json()["items"]
    assert client.get("/api/v1/scenarios", params={"case": "hub"}).json() == {"items": [], "next": None}
    scenarios = [item["scenario"] for item in items]
    assert {scenario["name"] for scenario in scenarios} == {each.scenario.name for each in shipped("kariangau")}
    answer = client.post(
        "/api/v1/simulations", json={"case": "kariangau", "days": 1, "replications": 1, "scenarios": scenarios}
    )
    assert answer.status_code == 202, answer.text
    assert client.post(f"{answer.headers['location']}/cancel").status_code == 200


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"replications": 1000, "days": 366}, "1 case x 1,000 runs x 366 days are 366,000 days"),
        ({"replications": 500, "days": 100, "warmup": 266, "scenarios": [MORE]}, "2 cases x 500 runs x 366 days"),
        ({"precision": 0.01, "most": 10_000, "days": 31}, "1 case x 10,000 runs x 31 days are 310,000 days"),
    ],
)
def test_more_than_a_server_simulates_in_one_request(client: httpx.Client, more: dict[str, Any], says: str) -> None:
    answer = client.post("/api/v1/simulations", json={"case": "small"} | more)
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["faults"]
    assert says in fault["problem"]
    assert fault["column"] == ("most" if "precision" in more else "replications")
    assert "lower" in fault["remedy"]
