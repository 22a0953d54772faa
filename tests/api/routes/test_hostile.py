"""Odd numbers, letters and lengths in requests, on both kinds of database: refused, never an error of the server."""

import time as clock
from collections.abc import Iterator
from typing import Any

import pytest

from api.app import API
from api.jobs.table import MOST_REQUEST
from api.resources.plans import PLAN_EXAMPLE
from api.settings import Settings
from data.case import Case

HUGE = "999999999999999999"


@pytest.fixture
def running(serve: Any, database: str, small_case: Case) -> Iterator[Any]:
    with serve(Settings(port=0, worker=False, database=database)) as running:
        running.server._app.state.cases.add(small_case, "test")
        yield running


def test_odd_addresses_and_numbers(running: Any) -> None:
    job = running.submit("plans", case="small", days=1, seconds=1)
    asked: list[tuple[str, str, int]] = [
        *(("GET", f"{API}/{path}?after={HUGE}", 200) for path in ("cases", "plans", "simulations", "tokens", "audit")),
        ("GET", f"{API}/cases/small/versions?after={HUGE}", 200),
        ("GET", f"{job}/versions?after={HUGE}", 409),
        ("GET", f"{API}/cases/small?version={HUGE}", 422),
        ("GET", f"{API}/audit?who=%00", 422),
        ("GET", f"{API}/audit?target=a%00", 422),
        ("GET", f"{API}/plans/%00", 404),
        ("GET", f"{API}/plans/a%00/tasks", 404),
        ("DELETE", f"{API}/tokens/%00", 404),
        ("POST", f"{API}/%00", 404),
    ]
    for method, path, status in asked:
        answer = running.client.request(method, path)
        assert answer.status_code == status, (method, path, answer.text)
    follow = running.client.get(f"{job}/events", headers={"Last-Event-ID": HUGE})
    assert follow.status_code == 422
    for body in ({"kind": "yard", "berth_plan_id": "\0"}, {"now": "2026-01-06", "previous_id": "a\0"}):
        assert running.client.post(f"{API}/plans", json={"case": "small"} | body).status_code == 422
    assert running.client.post(f"{API}/simulations", json={"case": "small", "plan_id": "\0"}).status_code == 422


def test_a_request_is_not_so_long_that_lists_of_jobs_are(running: Any, small_case: Case) -> None:
    plan = {"case": "small", "case_hash": small_case.hash, "start": "2026-01-05T00:00+08:00"}
    plan |= {"end": "2026-01-08T00:00+08:00", "calls": []}
    asked = {"case": "small", "now": "2026-01-05T12:00", "previous": plan, "locked": ["C-1"] * (MOST_REQUEST // 5)}
    answer = running.client.post(f"{API}/plans", json=asked)
    assert answer.status_code == 422, answer.text
    assert answer.json()["faults"][0]["problem"].endswith(f"a request has at most {MOST_REQUEST:,}")


def test_a_plan_of_far_too_many_calls_is_not_checked(serve: Any, small_case: Case) -> None:
    plan = PLAN_EXAMPLE | {"case_hash": small_case.hash, "calls": PLAN_EXAMPLE["calls"][:1] * 200}
    with serve(Settings(port=0, worker=False)) as running:
        running.server._app.state.cases.add(small_case, "test")
        answer = running.client.post(f"{API}/checks", json={"case": "small", "plan": plan})
        assert answer.status_code == 422
        assert "no more than 108 calls" in answer.text
        token = "dermaga_" + "A" * 43
        copied = running.client.post(f"{API}/cases", params={"name": "x", "copy_of": "small", "note": token})
        assert copied.status_code == 201
        assert token not in running.client.get(f"{API}/cases/x/versions").text


def test_a_user_reads_so_many_streams(serve: Any, small_case: Case) -> None:
    with serve(Settings(port=0, worker=False, most_streams_each=2)) as running:
        running.server._app.state.cases.add(small_case, "test")
        events = running.submit("plans", case="small", days=1, seconds=1) + "/events"
        followed = running.server._app.state.followed
        with running.client.stream("GET", events), running.client.stream("GET", events):
            until = clock.monotonic() + 5
            while followed.streams_of("local") < 2 and clock.monotonic() < until:
                clock.sleep(0.01)
            refused = running.client.get(events)
            assert refused.status_code == 429
            assert refused.json()["type"] == "urn:dermaga:problem:own-streams-full"
        until = clock.monotonic() + 5
        while followed.streams_of("local") and clock.monotonic() < until:
            clock.sleep(0.01)
        with running.client.stream("GET", events) as again:
            assert again.status_code == 200
