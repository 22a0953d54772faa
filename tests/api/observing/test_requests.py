"""What is written down of requests: their ids, their lines, their metrics; also of those that come to no end."""

import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from api.settings import Settings
from api.store.database import Away


def count(operation: str, status: int) -> float:
    labels = {"operation": operation, "status": str(status)}
    return REGISTRY.get_sample_value("dermaga_request_seconds_count", labels) or 0


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_a_request_keeps_its_id_where_that_can_be_written_to_a_log(client: httpx.Client) -> None:
    answer = client.get("/api/v1/kpis", headers={"X-Request-Id": "proxy-17.a_B"})
    assert answer.headers["x-request-id"] == "proxy-17.a_B"
    for bad in ("", "a b", "x" * 65, 'a","level":"ERROR'):
        given = client.get("/api/v1/kpis", headers={"X-Request-Id": bad}).headers["x-request-id"]
        assert given != bad
        assert len(given) == 16
    assert client.get("/api/v1/kpis").headers["x-request-id"] != client.get("/api/v1/kpis").headers["x-request-id"]


def test_refused_requests_have_ids_and_lines_too(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "dermaga.requests"):
        refused = client.get("/api/v1/kpis", headers={"Host": "evil.example"})
        # A line comes after its answer; that of a request before may still come here.
        assert until(lambda: 403 in [record.__dict__["status"] for record in caplog.records])
    assert refused.status_code == 403
    assert refused.headers["x-request-id"]


def test_a_line_says_what_was_asked_without_query_and_body(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "dermaga.requests"):
        client.post("/api/v1/cases?name=hidden-name", content=b"hidden body")
        client.get("/api/v1/plans/nothing%0A2026-01-01 ERROR forged")
        client.get("/api/v1/health")
        client.get("/")
        client.get("/api/v1/kpis")
        assert until(lambda: len(caplog.records) >= 3)
    first, second, _ = caplog.records
    assert (first.__dict__["operation"], first.__dict__["status"]) == ("upload_case", 422)
    assert first.__dict__["duration_s"] > 0
    assert "hidden" not in caplog.text
    assert second.__dict__["path"] == "/api/v1/plans/nothing\\n2026-01-01 ERROR forged"
    assert len(second.getMessage().splitlines()) == 1


def test_requests_are_counted_by_operation_and_not_by_address(client: httpx.Client) -> None:
    before = count("get_plan", 404)
    for name in ("a", "b"):
        client.get(f"/api/v1/plans/{name}")
    assert count("get_plan", 404) == before + 2
    before = count("-", 404)
    client.get("/api/v1/nothing/at/all")
    assert count("-", 404) == before + 1


def test_what_nobody_has_foreseen_is_answered_with_all_headers(
    serve: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.jobs.table.JobTable.jobs", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("api.jobs.table.JobTable.job", lambda *_, **__: 1 / 0)
    with serve(Settings(port=0, worker=False)) as running:
        answer = running.client.get("/api/v1/plans/any")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:dermaga:problem:internal-error"
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [record.name for record in caplog.records if record.exc_info] == ["dermaga.api"], "its trace is told once"


def _metrics(client: httpx.Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = client.get("/metrics").raise_for_status().text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_tell_of_jobs_workers_and_the_process(serve: Callable[[Settings], Any]) -> None:
    with serve(Settings(port=0, cores=1)) as running:
        running.wait(running.submit("simulations", case="kariangau", days=1, replications=1, workers=1), "done")
        found = _metrics(running.client)
        simulation = ("kind", "simulation")
        assert found["dermaga_jobs", (simulation, ("state", "done"))] == 1
        assert found["dermaga_job_seconds_count", (simulation, ("state", "done"))] >= 1
        assert found["dermaga_workers", ()] == found["dermaga_cores", ()] == found["dermaga_database_up", ()] == 1
        assert found["dermaga_oldest_waiting_seconds", ()] == found["dermaga_cores_at_work", ()] == 0
        assert found["process_resident_memory_bytes", ()] > 0


def test_metrics_tell_for_how_long_jobs_wait_and_that_the_database_is_away(
    serve: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Settings(port=0, worker=False)) as running:
        running.submit("plans", case="kariangau")
        assert until(lambda: _metrics(running.client)["dermaga_oldest_waiting_seconds", ()] > 0)

        def away(*_: Any) -> Any:
            raise Away

        monkeypatch.setattr("api.jobs.overview.reading", away)
        found = _metrics(running.client)
        assert found["dermaga_database_up", ()] == 0
        assert not [name for name, _ in found if name == "dermaga_jobs"]


def test_readiness_says_what_is_missing(serve: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(client: httpx.Client) -> tuple[int, str]:
        answer = client.get("/api/v1/health/ready")
        return answer.status_code, answer.json().get("type", "").rpartition(":")[2]

    with serve(Settings(port=0, cores=1)) as running:
        assert asked(running.client) == (200, "")
        with monkeypatch.context() as patched:
            patched.setattr("api.store.database.disk_usage", lambda _: type("Disk", (), {"free": 99_999_999}))
            assert asked(running.client) == (503, "disk-nearly-full")
        with monkeypatch.context() as patched:
            patched.setattr("api.routes.health.newest_revision", lambda: "9999")
            assert asked(running.client) == (503, "other-version")

        def away(*_: Any) -> Any:
            raise Away

        with monkeypatch.context() as patched:
            patched.setattr("api.routes.health.overview", away)
            assert asked(running.client) == (503, "database-away")
            assert running.client.get("/api/v1/health").status_code == 200, "the process itself is well"
    with serve(Settings(port=0, worker=False)) as running:
        assert asked(running.client) == (503, "no-worker")
        assert running.client.get("/api/v1/health").status_code == 200


def _cut_off(client: httpx.Client, target: str, body: bytes, length: int) -> None:
    """Send a part of a body, and hang up."""
    host, port = client.base_url.host, client.base_url.port
    assert port is not None
    with socket.create_connection((host, port)) as raw:
        head = f"POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {length}"
        raw.sendall(f"{head}\r\n\r\n".encode() + body)
        time.sleep(0.1)


@pytest.mark.parametrize("target", ["/api/v1/cases?name=half", "/api/v1/plans"])
def test_of_an_upload_that_is_cut_off_nothing_is_stored(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, target: str
) -> None:
    cases, plans = client.get("/api/v1/cases").json(), client.get("/api/v1/plans").json()
    with caplog.at_level(logging.INFO):
        for _ in range(50):  # more than there are threads for requests
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(time, "sleep", lambda _: None)
                _cut_off(client, target, b'{"case": "kariangau", ', 1_000)
        _cut_off(client, target, b'{"case": "kariangau", ', 1_000)
        assert client.get("/api/v1/cases").json() == cases
    assert client.get("/api/v1/plans").json() == plans
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING or record.exc_info]


def test_a_reader_of_events_that_vanishes_is_let_go(serve: Callable[[Settings], Any]) -> None:
    def streams() -> float:
        return REGISTRY.get_sample_value("dermaga_event_streams") or 0

    with serve(Settings(port=0, worker=False)) as running:
        address = running.submit("plans", case="kariangau")
        before = streams()
        with socket.create_connection((running.client.base_url.host, running.client.base_url.port)) as raw:
            raw.sendall(f"GET {address}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            assert b"text/event-stream" in raw.recv(10_000)
            assert until(lambda: streams() == before + 1)
        assert until(lambda: streams() == before)
        assert not running.server._app.state.followed._readers
