import json
import time
from collections.abc import Callable

import httpx
import pytest

from api.client import Dermaga, PlanRequest, Refused, Unreachable
from api.client.streams import parse

JOB = {
    "id": "a",
    "kind": "berth",
    "state": "running",
    "created": "2026-01-05T00:00:00Z",
    "request": {"case": "small"},
    "progress": {},
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that were waited for, without waiting."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def server_of(
    *answers: Callable[[httpx.Request], httpx.Response], patience: float = 60
) -> tuple[Dermaga, list[httpx.Request]]:
    """A client of a server that gives one answer after the other, and what it was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[len(asked) - 1](request)

    return Dermaga(patience=patience, token="secret", transport=httpx.MockTransport(answer)), asked


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("connection reset", request=request)


def unsent(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


def busy(_: httpx.Request) -> httpx.Response:
    return httpx.Response(503, headers={"Retry-After": "5"}, text="away")


def job(_: httpx.Request) -> httpx.Response:
    return httpx.Response(202, json=JOB)


def stream(*lines: str, end: bool = True) -> Callable[[httpx.Request], httpx.Response]:
    class Broken(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield "".join(lines).encode()
            if not end:
                raise httpx.ReadError("cut off")

    return lambda _: httpx.Response(200, stream=Broken())


def test_a_submission_is_sent_again_under_its_key(no_waiting: list[float]) -> None:
    server, asked = server_of(lost, busy, unsent, job)
    assert server.plan(PlanRequest(case="small")).id == "a"
    keys = {request.headers["idempotency-key"] for request in asked}
    assert (len(asked), len(keys)) == (4, 1)
    assert 5.0 in no_waiting
    assert {request.headers["authorization"] for request in asked} == {"Bearer secret"}
    server, asked = server_of(job, job)
    server.plan(PlanRequest(case="small"), key="mine")
    server.plan(PlanRequest(case="small"))
    assert [request.headers["idempotency-key"] == "mine" for request in asked] == [True, False]


def test_what_could_be_done_twice_is_not_sent_again(small_case: object) -> None:
    server, asked = server_of(unsent, lost)
    with pytest.raises(Unreachable):
        server.cases.upload("x", small_case)  # type: ignore[arg-type]
    assert len(asked) == 2


def test_patience_ends() -> None:
    server, asked = server_of(lost, patience=0)
    with pytest.raises(Unreachable, match="does not answer"):
        server.health()
    server, asked = server_of(busy, patience=4)
    with pytest.raises(Refused, match="away"):
        server.health()
    assert len(asked) == 1


def test_only_what_was_said_is_sent() -> None:
    server, asked = server_of(job)
    server.plan(PlanRequest(case="small", days=3))
    assert json.loads(asked[0].content) == {"case": "small", "days": 3}


def test_an_id_stays_one_part_of_the_address() -> None:
    server, asked = server_of(lambda _: httpx.Response(404, json={"detail": "?"}))
    with pytest.raises(Refused):
        server.planning("../cases?x=1")
    assert asked[0].url.raw_path == b"/api/v1/plans/..%2Fcases%3Fx%3D1"


def test_events_go_on_where_the_connection_broke() -> None:
    first = (
        'event: progress\ndata: {"cost": 2}\nid: 1\n\n: ping\n\nevent: progress\ndata: {"cost": 1}\nid: 2\n\nevent: st'
    )
    last = 'event: state\ndata: {"state": "done"}\nid: 3\n\n'
    server, asked = server_of(job, stream(first, end=False), busy, stream(), stream(last))
    events = list(server.plan(PlanRequest(case="small")).events())
    assert [event.number for event in events] == [1, 2, 3]
    assert [request.headers["last-event-id"] for request in asked[1:]] == ["0", "2", "2", "2"]


def test_events_of_an_unknown_job_are_refused() -> None:
    server, _ = server_of(job, lambda _: httpx.Response(404, json={"detail": "?"}))
    with pytest.raises(Refused):
        list(server.plan(PlanRequest(case="small")).events())


def test_a_stream_without_an_end_has_no_half_event() -> None:
    assert list(parse(iter(["id: 1", "data: {}"]))) == []
