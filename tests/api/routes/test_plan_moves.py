"""Moves of one call of a berth plan over HTTP: tried, checked and costed, never stored."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.client import Dermaga
from api.client.jobs import Planning
from api.resources.plan_moves import CallMove
from api.settings import Settings
from benchmarks.finished_plans import finish
from data.case import Case
from data.checker import check
from data.plans import BerthPlan
from scheduler.berths import first_come_first_served
from tests.api.conftest import at


@pytest.fixture(scope="module")
def plan(small_case: Case) -> BerthPlan:
    return first_come_first_served(small_case, days=3)


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Settings], Any], small_case: Case, plan: BerthPlan
) -> Iterator[httpx.Client]:
    """A client at the address of a finished plan."""
    place = str(tmp_path_factory.mktemp("moves") / "dermaga.sqlite")
    with serve(Settings(port=0, database=place, worker=False)) as running:
        job = finish(place, small_case, plan)
        with httpx.Client(base_url=f"{running.url}/api/v1/plans/{job}", timeout=30) as client:
            yield client


def tried(client: httpx.Client, **request: Any) -> dict[str, Any]:
    answer = client.post("/moves", json=request)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_version_is_shown_as_a_diagram_has_it(client: httpx.Client, plan: BerthPlan, small_case: Case) -> None:
    told = client.get("/view").json()
    assert told["version"] == 1
    assert told["feasible"] is True
    assert {call["call"] for call in told["view"]["calls"]} == {entry.call for entry in plan.calls}
    assert told["view"]["cost"] == pytest.approx(check(small_case, plan).cost)
    assert told["view"]["closures"] == []
    assert client.get("/view", params={"version": 9}).status_code == 404


def test_a_move_that_breaks_nothing_is_costed(client: httpx.Client, plan: BerthPlan) -> None:
    there = next(entry for entry in plan.calls if entry.call == "ARU-2")
    later = at("07 22:00")
    told = tried(client, version=1, change={"call": "ARU-2", "start": later.isoformat()})
    assert told["feasible"] is True
    assert told["entry"]["end"] != there.end.isoformat()
    assert told["shown"]["waiting_h"] > 0
    assert told["cost"] > tried(client, version=1)["cost"]
    assert client.get("/versions").json()["items"][0]["version"] == 1


def test_a_move_that_breaks_rules_says_which_and_of_whom(client: httpx.Client, plan: BerthPlan) -> None:
    other = next(entry for entry in plan.calls if entry.call == "CERAM-1")
    change = {"call": "BURU-1", "start": other.start.isoformat(), "position_m": other.position_m}
    told = tried(client, change=change)
    assert told["feasible"] is False
    overlap = next(rule for rule in told["broken"] if rule["rule"] == "overlap")
    assert set(overlap["calls"]) == {"BURU-1", "CERAM-1"}
    assert "Ceram" in overlap["text"]


def test_a_draft_is_a_version_with_some_calls_otherwise(client: httpx.Client) -> None:
    first = tried(client, change={"call": "ARU-2", "start": at("07 22:00").isoformat()})
    both = tried(client, calls=[first["entry"]], change={"call": "BURU-1", "cranes": 1})
    assert tried(client, calls=[first["entry"], both["entry"]])["cost"] == pytest.approx(both["cost"])
    assert len({use["crane"] for use in both["entry"]["cranes"]}) == 1
    # Without a zone it is on the terminal's clock.
    assert tried(client, change={"call": "ARU-2", "start": "2026-01-07T22:00"})["entry"] == first["entry"]
    left_out = tried(client, unserved=[{"call": "ARU-2", "reason": "by hand"}])
    assert left_out["terms"]["unserved"] > 0
    named = tried(client, change={"call": "BURU-1", "crane_ids": ["QC1"]})
    assert {use["crane"] for use in named["entry"]["cranes"]} == {"QC1"}


def test_a_call_that_is_left_out_is_berthed_where_the_server_proposes(client: httpx.Client, plan: BerthPlan) -> None:
    out = [{"call": "ARU-2", "reason": "by hand"}]
    told = tried(client, unserved=out, change={"call": "ARU-2"})
    assert told["feasible"]
    assert told["terms"]["unserved"] == 0
    assert told["entry"]["start"] >= next(entry.eta for entry in plan.calls if entry.call == "ARU-2").isoformat()
    half = client.post("/moves", json={"unserved": out, "change": {"call": "ARU-2", "position_m": 0}})
    assert (half.status_code, "give start and position_m" in half.text) == (422, True)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"call": "NOBODY"}, 404),
        ({"call": "BURU-1", "crane_ids": ["QC9"]}, 422),
        ({"call": "BURU-1", "cranes": []}, 422),
        ({"call": "BURU-1", "start": "yesterday"}, 422),
        ({"call": "BURU-1", "more": 1}, 422),
    ],
)
def test_what_is_no_move_is_refused(client: httpx.Client, change: dict[str, Any], status: int) -> None:
    assert client.post("/moves", json={"change": change}).status_code == status


@pytest.mark.parametrize("field", ["start", "until"])
@pytest.mark.parametrize("moment", ["1990-01-01T00:00+14:00", "2199-12-31T23:59", "2028-01-01"])
def test_a_move_to_another_year_is_a_typing_error(client: httpx.Client, field: str, moment: str) -> None:
    answer = client.post("/moves", json={"change": {"call": "BURU-1", field: moment}})
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["faults"]
    assert (fault["column"], fault["remedy"]) == (f"change.{field}", "look for a typing error")
    assert "the plan, which is from 2026-01-05" in fault["problem"]


def test_a_draft_of_another_age_is_a_typing_error(client: httpx.Client) -> None:
    asked = {
        "now": "2199-12-31T23:00:00Z",
        "unserved": [{"call": "BURU-1", "reason": "x"}],
        "change": {"call": "BURU-1"},
    }
    answer = client.post("/moves", json=asked)
    assert answer.status_code == 422, answer.text
    assert [fault["column"] for fault in answer.json()["faults"]] == ["now"]


def test_drafts_are_no_larger_than_a_checker_can_bear(client: httpx.Client, plan: BerthPlan) -> None:
    calls = plan.model_dump(mode="json", by_alias=True)["calls"]
    ages = {"crane": "QC1", "from": "1990-01-01T00:00:00Z", "to": "2199-12-31T00:00:00Z"}
    long = client.post("/moves", json={"calls": [calls[1] | {"cranes": [ages]}]})
    assert [(fault["column"], fault["value"]) for fault in long.json()["faults"]] == [
        ("calls.1.cranes.0.from", "1990-01-01 08:00"),
        ("calls.1.cranes.0.to", "2199-12-31 08:00"),
    ]
    many = client.post("/moves", json={"calls": [entry | {"cranes": entry["cranes"][:1] * 1000} for entry in calls]})
    assert many.json()["faults"][0]["problem"] == "the calls of small are given cranes at most 1,080 times together"


def test_faults_name_fields_as_they_are_sent(client: httpx.Client) -> None:
    wrong = client.post("/moves", json={"change": {"call": "BURU-1", "cranes": 51}})
    assert {fault["column"] for fault in wrong.json()["faults"]} == {"change.cranes"}
    plain = client.post("/moves", content="{}", headers={"Content-Type": "text/plain"})
    assert [(fault["value"], fault["problem"]) for fault in plain.json()["faults"]] == [("{}", "it is no JSON object")]
    root = str(client.base_url).split("/plans/")[0]
    rate = httpx.post(f"{root}/plans", json={"case": "small", "costs": {"foo": 1}})
    assert [fault["column"] for fault in rate.json()["faults"]] == ["costs.foo"]
    version = client.post("/moves", json={"version": 2**40})
    assert version.json()["faults"][0]["remedy"] == "give at most 2147483647"


def test_moves_are_not_written_into_the_audit_log_but_refusals_are(client: httpx.Client) -> None:
    tried(client, change={"call": "BURU-1"})
    assert client.post("/moves", json={"change": {"call": "NOBODY"}}).status_code == 404
    root = str(client.base_url).split("/plans/")[0]
    items = httpx.get(f"{root}/audit", params={"limit": 200}).json()["items"]
    assert {entry["outcome"] for entry in items if entry["action"] == "try_move"} <= {404, 422}
    assert any(entry["action"] == "try_move" for entry in items)


def test_the_python_client_tries_moves_too(client: httpx.Client) -> None:
    url, name = str(client.base_url).rstrip("/").split("/api/v1/plans/")
    with Dermaga(url) as server:
        job: Planning = server.planning(name)
        told = job.try_move(CallMove(call="ARU-2", start=at("07 22:00")))
        assert told.feasible
        assert job.view(1).view["cost"] < told.cost
        assert told.entry is not None
        assert told.entry.start == at("07 22:00")
        assert job.try_move(CallMove(call="BURU-1", cranes=1), calls=[told.entry]).cost > 0
