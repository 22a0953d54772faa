"""Every limit of a server has its own refusal, and no request that means harm brings a server down."""

import io
import json
import socket
import time as clock
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.settings import Settings
from data.case import Case
from data.formats import write_workbook

SMALL = {
    "most_seconds": 5, "most_replications": 4, "most_scenarios": 1, "most_rows": 3, "most_files": 3, "most_cells": 100,
    "most_unpacked": 50_000, "most_depth": 10, "most_bytes": 200_000, "read_s": 0.5,
}  # fmt: skip
SCENARIO = {"name": "x", "description": "x", "changes": [{"change": "longer_quay", "metres": 130}]}


@pytest.fixture(scope="module")
def limited(serve: Any) -> Iterator[Any]:
    with serve(Settings(port=0, worker=False, **SMALL)) as running:
        yield running


@pytest.mark.parametrize(
    ("resource", "asked", "column", "problem"),
    [
        ("plans", {"seconds": 6}, "seconds", "this server solves for at most 5 s"),
        ("plans", {"effort": 6}, "effort", "this server solves for at most 5 s"),
        ("simulations", {"replications": 5}, "replications", "this server runs at most 4 replications of a simulation"),
        ("simulations", {"replications": 2, "precision": 0.1, "most": 9}, "most", "this server runs at most 4 repl"),
        ("simulations", {"replications": 1, "scenarios": [SCENARIO, SCENARIO | {"name": "y"}]}, "scenarios",
         "this server compares at most 1 scenario in one simulation"),
    ],
)  # fmt: skip
def test_work_that_is_too_much(limited: Any, resource: str, asked: dict[str, Any], column: str, problem: str) -> None:
    answer = limited.client.post(f"/api/v1/{resource}", json={"case": "kariangau-2025"} | asked)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert fault["column"] == column
    assert fault["problem"].startswith(problem)


def uploaded(limited: Any, content: bytes, **headers: str) -> list[str]:
    answer = limited.client.post("/api/v1/cases", params={"name": "x"}, content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    return [fault["problem"] for fault in answer.json()["faults"]]


def test_cases_that_are_too_large(limited: Any, small_case: Case, tmp_path: Any) -> None:
    content = json.loads(small_case.model_dump_json())
    assert "it has more than 3 rows" in uploaded(limited, json.dumps(content).encode())
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", b"x")
    assert uploaded(limited, held.getvalue()) == ["it holds more than 3 files"]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("calls.csv", b"x" * 60_000)
    assert uploaded(limited, held.getvalue()) == ["unpacked it is larger than 0.04768 MB"]
    write_workbook(small_case, tmp_path / "x.xlsx")
    (problem,) = uploaded(limited, (tmp_path / "x.xlsx").read_bytes())
    assert problem == "it holds more than 3 files"


@pytest.mark.parametrize("resource", ["cases?name=x", "plans", "simulations", "checks"])
def test_json_that_nests_too_deep(limited: Any, resource: str) -> None:
    for content in (b"[" * 11 + b"]" * 11, b'{"a":' * 50_00 + b"1" + b"}" * 50_00, b"[" * 100_000):
        answer = limited.client.post(
            f"/api/v1/{resource}", content=content, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 422
        assert "10 deep in each other" in answer.json()["faults"][0]["problem"]


@pytest.mark.parametrize(
    "content",
    [b"1e999", b"NaN", b'{"case": 1e999}', b'{"case": NaN}', b'{"a": 1, "a": 2}', b"9" * 5000, b'"\\ud800"', b"\xff",
     b"\xff\xfe{\x00}\x00", b"", b"null", b'{"case": "\\u0000"}'],
)  # fmt: skip
@pytest.mark.parametrize("resource", ["cases?name=x", "plans", "simulations", "checks"])
def test_odd_json_is_refused(limited: Any, resource: str, content: bytes) -> None:
    answer = limited.client.post(f"/api/v1/{resource}", content=content, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_without_its_length_that_is_too_large(limited: Any) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 10_000

    answer = limited.client.post("/api/v1/plans", content=parts(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert "at most 200,000 bytes" in answer.json()["detail"]


def raw(limited: Any, *parts: bytes, wait: float = 2.5) -> bytes:
    """What a server answers bytes that come in parts, until it closes."""
    url = httpx.URL(limited.client.base_url)
    with socket.create_connection((url.host, url.port), timeout=wait) as peer:
        for part in parts:
            peer.sendall(part)
            clock.sleep(0.1)
        found = b""
        while chunk := peer.recv(65_536):
            found += chunk
        return found


def test_requests_that_do_not_come_in_whole(limited: Any) -> None:
    head = b"POST /api/v1/plans HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    answer = raw(limited, head + b"Content-Length: 100\r\n\r\n", b"{")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"urn:dermaga:problem:too-slow" in answer
    assert raw(limited, head) == b""  # the headers never end
    assert raw(limited) == b""  # nor begin


def test_headers_that_are_too_long(limited: Any) -> None:
    answer = raw(limited, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 100_000)
    assert answer == b"" or b" 400 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "path",
    ["/board/../settings.py", "/board/%2e%2e/settings.py", "/board/..%2fsettings.py", "/board/%2e%2e%2fsettings.py",
     "/board//etc/passwd", "/board/%00", "/board/..%5csettings.py", "/board/%252e%252e/settings.py"],
)  # fmt: skip
def test_paths_that_lead_out_of_the_board(limited: Any, path: str) -> None:
    answer = raw(limited, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in (b"404", b"400")
    assert b"DERMAGA_" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "%2e%2e", "x\x00", "", "a" * 65, "-x", "C:x"])
def test_names_that_are_paths(limited: Any, name: str) -> None:
    answer = limited.client.post("/api/v1/cases", params={"name": name}, content=b"{}")
    assert answer.status_code == 422


def test_long_values_are_not_sent_back(limited: Any) -> None:
    answer = limited.client.post("/api/v1/plans", json={"case": "x" * 100_000})
    assert answer.status_code == 422
    assert len(answer.content) < 2_000


POST = b"POST /api/v1/plans HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "head",
    [
        POST + b"Origin: http://foreign\r\nContent-Length: 100000\r\n\r\n",  # answered at once
        POST + b"Origin: http://foreign\r\nTransfer-Encoding: chunked\r\n\r\n",
        POST + b"Content-Length: 1000000000\r\n\r\n",  # thrown away
    ],
)
def test_a_refused_body_that_never_ends_holds_no_connection(limited: Any, head: bytes) -> None:
    url = httpx.URL(limited.client.base_url)
    with socket.create_connection((url.host, url.port), timeout=5) as peer:
        peer.sendall(head)
        until = clock.monotonic() + 4
        closed = False
        while not closed and clock.monotonic() < until:
            clock.sleep(0.1)
            try:
                peer.sendall(b"1\r\nx\r\n")
            except OSError:
                closed = True
        assert closed


def test_an_answer_that_nobody_reads_holds_no_connection(limited: Any) -> None:
    url = httpx.URL(limited.client.base_url)
    before = len(limited.server.server_state.connections)
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        peer.settimeout(1)
        peer.connect((url.host, url.port))
        ask = f"GET /api/v1/openapi.json HTTP/1.1\r\nHost: {url.host}:{url.port}\r\n\r\n".encode()
        peer.sendall(ask * 40)
        until = clock.monotonic() + 2
        while len(limited.server.server_state.connections) == before and clock.monotonic() < until:
            clock.sleep(0.02)
        until = clock.monotonic() + 8
        while len(limited.server.server_state.connections) > before and clock.monotonic() < until:
            clock.sleep(0.1)
        assert len(limited.server.server_state.connections) <= before
