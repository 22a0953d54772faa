from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from data.case import Case
from data.plans import BerthPlan
from scheduler.berths import first_come_first_served


@pytest.fixture
def plan(small_case: Case) -> dict[str, Any]:
    return first_come_first_served(small_case, days=3).model_dump(mode="json", by_alias=True)


def ask(client: httpx.Client, plan: dict[str, Any], case: str = "small") -> httpx.Response:
    return client.post("/api/v1/checks", json={"case": case, "plan": plan})


def entry(plan: dict[str, Any], call: str) -> dict[str, Any]:
    return next(entry for entry in plan["calls"] if entry["call"] == call)


def refused(answer: httpx.Response, *rules: str) -> str:
    """The texts of a refusal that names all of these rules."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:dermaga:problem:rules-broken"
    broken = answer.json()["broken"]
    assert set(rules) <= {rule["rule"] for rule in broken}
    return " ".join(rule["text"] for rule in broken)


def test_a_plan_that_breaks_nothing(client: httpx.Client, plan: dict[str, Any]) -> None:
    answer = ask(client, plan)
    assert answer.status_code == 200
    verdict = answer.json()
    assert verdict["feasible"] is True
    assert verdict["cost"] == pytest.approx(sum(verdict["terms"].values()))
    assert verdict["notes"] == []


def test_ships_that_overlap(client: httpx.Client, plan: dict[str, Any]) -> None:
    entry(plan, "BURU-1")["position_m"] = entry(plan, "CERAM-1")["position_m"] + 1
    text = refused(ask(client, plan), "overlap")
    assert "Buru" in text
    assert "Ceram" in text


def test_a_ship_that_berths_before_it_arrives(client: httpx.Client, plan: dict[str, Any]) -> None:
    early = datetime.fromisoformat(entry(plan, "ARU-2")["start"]) - timedelta(hours=5)
    entry(plan, "ARU-2")["start"] = early.isoformat()
    assert "Aru" in refused(ask(client, plan), "before_arrival")


def test_a_crane_at_two_ships(client: httpx.Client, plan: dict[str, Any]) -> None:
    entry(plan, "CERAM-1")["cranes"] = entry(plan, "BURU-1")["cranes"]
    text = refused(ask(client, plan), "crane_at_two_ships")
    assert "Buru" in text
    assert "Ceram" in text


def test_a_plan_for_another_case(client: httpx.Client, plan: dict[str, Any]) -> None:
    assert "call_unknown" in {rule["rule"] for rule in ask(client, plan, "kariangau").json()["broken"]}
    assert ask(client, plan, "nowhere").status_code == 404


@pytest.mark.parametrize(
    "change",
    [{"kind": "loading"}, {"calls": [{}]}, {"start": "yesterday"}, {"start": "2026-01-05T00:00:00"}, {"more": 1}],
)
def test_what_is_no_plan(client: httpx.Client, plan: dict[str, Any], change: dict[str, Any]) -> None:
    answer = ask(client, plan | change)
    assert answer.status_code == 422
    assert answer.json()["faults"]


@pytest.mark.parametrize("end", ["2199-01-01T00:00:00+08:00", "1990-01-01T00:00:00+08:00"])
def test_a_plan_of_more_than_a_year_or_of_less_than_nothing(
    client: httpx.Client, plan: dict[str, Any], end: str
) -> None:
    longer = plan | {"end": end}
    replan = {"case": "small", "previous": longer, "now": "2026-01-05T12:00", "seconds": 1}
    for answer in (ask(client, longer), client.post("/api/v1/plans", json=replan)):
        assert answer.status_code == 422
        assert [fault["column"].split(".")[-1] for fault in answer.json()["faults"]] == ["end"]


def test_the_models_own_document_is_accepted(client: httpx.Client, plan: dict[str, Any]) -> None:
    BerthPlan.model_validate(plan)
    assert ask(client, plan).status_code == 200
