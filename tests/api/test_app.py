import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import httpx
import pytest

from api import resources
from api.app import create_app
from api.problems import Problem
from api.security.roles import Holder, Role
from api.settings import Settings
from api.store.database import Away
from api.store.opening import open_database, place_of
from api.store.tokens import TokenTable
from api.work import requests
from api.work.requests import PlanRequest, SimulationRequest
from data.case import Case
from data.errors import DermagaError
from data.formats import jit


def document(client: httpx.Client) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").raise_for_status().json()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "dermaga.example"])
def test_an_address_for_others_needs_a_token_first(host: str, tmp_path: Path) -> None:
    settings = Settings(host=host, data=tmp_path, worker=False)
    with pytest.raises(DermagaError, match=f"dermaga token add NAME --role admin --data {tmp_path}"):
        create_app(settings)
    tokens = TokenTable(open_database(place_of(settings)))
    tokens.add(Holder("ayu", Role.PLANNER), by="test")
    with pytest.raises(DermagaError, match="no admin has one yet"):
        create_app(settings)
    made, _ = tokens.add(Holder("budi", Role.ADMIN), by="test")
    create_app(settings)
    tokens.revoke(made.id)
    with pytest.raises(DermagaError, match="no admin has one yet"):
        create_app(settings)


def test_other_origins_need_tokens() -> None:
    with pytest.raises(DermagaError, match="only ask with tokens"):
        create_app(Settings(origins="https://plans.example"))


def test_every_operation_has_an_id_a_tag_and_examples(client: httpx.Client) -> None:
    found = list(operations(document(client)))
    assert len(found) >= 17
    for name, operation in found:
        assert {"operationId", "tags", "description"} <= operation.keys(), name
        for status, response in operation["responses"].items():
            for media in response.get("content", {}).values():
                assert "example" in media, f"{name} {status}"
        for media in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in media or media["schema"] == {"type": "string", "format": "binary"}, name
    ids = [operation["operationId"] for _, operation in found]
    assert len(set(ids)) == len(ids)


def test_examples_keep_to_their_schemas(client: httpx.Client) -> None:
    modules = [import_module(f"{resources.__name__}.{found.name}") for found in iter_modules(resources.__path__)]
    unknown = set()
    for operation in (operation for _, operation in operations(document(client))):
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in operation["responses"].values()]
        for content in contents:
            for media in content.values():
                name = media.get("schema", {}).get("$ref", "").rpartition("/")[2]
                models = (getattr(module, name, None) for module in (*modules, requests, jit))
                model = {"Case": Case, "Problem": Problem}.get(name) or next(filter(None, models), None)
                if model is not None:
                    model.model_validate(media["example"])
                elif name:
                    unknown.add(name)
    assert not unknown


@pytest.mark.parametrize("model", [PlanRequest, SimulationRequest])
def test_examples_of_requests_can_be_asked_for(model: type[PlanRequest | SimulationRequest]) -> None:
    examples = model.model_json_schema()["examples"]
    assert [model.model_validate(example) for example in examples]
    kinds = {example.get("kind") for example in examples}
    assert model is not PlanRequest or {"berth", "loading", "yard"} <= kinds


def test_problems_are_documented_with_their_media_type(client: httpx.Client) -> None:
    for name, operation in operations(document(client)):
        assert {"400", "401", "403", "422", "500"} <= operation["responses"].keys(), name
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], f"{name} {status}"


def test_references_of_the_document_exist(client: httpx.Client) -> None:
    known = document(client)
    text = json.dumps(known)
    for name in {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}:
        assert name in known["components"]["schemas"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/board/../../pyproject.toml", 404),
        ("GET", "/board/nothing.js", 404),
        ("GET", "/api/v1/cases/none", 404),
        ("GET", "/api/v1/plans/none", 404),
        ("GET", "/api/v1/plans/none/events", 404),
        ("POST", "/api/v1/simulations/none/cancel", 404),
        ("PUT", "/api/v1/plans", 405),
        ("POST", "/", 405),
    ],
)
def test_what_is_not_there_is_a_problem(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert problem.status == status
    assert problem.detail
    assert (status != 405) or answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", "GET"),
        ("/api/v1/plans", "GET, POST"),
        ("/api/v1/plans/none", "GET, PATCH"),
        ("/api/v1/simulations/none", "GET"),
        ("/api/v1/checks", "POST"),
        ("/api/v1/openapi.json", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_is_told_all_that_are(client: httpx.Client, path: str, methods: str) -> None:
    for method in ("OPTIONS", "PUT"):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, methods)


def test_a_wrong_request_is_told_every_fault(client: httpx.Client) -> None:
    request = {"case": "a b", "kind": "weather", "start": 5, "days": 367, "seconds": 0, "workers": 999, "sede": 1}
    answer = client.post("/api/v1/plans", json=request)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    faults = {fault["column"]: fault for fault in answer.json()["faults"]}
    assert faults.keys() == request.keys()
    assert all(fault["file"] == "body" and fault["problem"] and fault["remedy"] for fault in faults.values())
    assert faults["days"]["remedy"] == "give at most 366"
    assert faults["kind"]["remedy"] == "give 'berth', 'shipment', 'loading' or 'yard'"
    assert faults["sede"]["value"] == "1"


@pytest.mark.parametrize(
    ("resource", "limit"),
    [
        ("plans", {"seconds": 3600.5}),
        ("plans", {"effort": 3601}),
        ("plans", {"seconds": 1, "effort": 1}),
        ("plans", {"start": "1767600000"}),
        ("plans", {"start": "9999-01-01"}),
        ("simulations", {"replications": 1001}),
        ("simulations", {"days": 366.5}),
        ("simulations", {"workers": 0}),
        ("simulations", {"policy": "plan"}),
        ("simulations", {"plan_id": "x"}),
        ("simulations", {"warmup": -1}),
        ("simulations", {"precision": 0}),
        ("simulations", {"precision": 0.1, "of": "waiting"}),
        ("simulations", {"precision": 0.1, "most": 5}),
    ],
)
def test_limits_of_requests(client: httpx.Client, resource: str, limit: dict[str, Any]) -> None:
    answer = client.post(f"/api/v1/{resource}", json={"case": "small"} | limit)
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe{}", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(client: httpx.Client, content: bytes) -> None:
    answer = client.post("/api/v1/plans", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
    Problem.model_validate(answer.json())


@pytest.mark.parametrize(
    "content", ['{"case": "Réunion"}'.encode("latin-1"), b'{"case": "small", "days": ' + b"1" * 5_000 + b"}"]
)
def test_a_body_that_can_not_be_read_is_told_what_can(client: httpx.Client, content: bytes) -> None:
    answer = client.post("/api/v1/plans", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (
        400, "the body can't be read: give JSON in UTF-8, and no number of thousands of digits",
    )  # fmt: skip


def test_a_large_body_is_refused(serve: Callable[[Settings], Any]) -> None:
    with serve(Settings(port=0, most_bytes=10_000)) as small:
        path = "/api/v1/cases?name=large"

        def in_pieces() -> Iterator[bytes]:
            for _ in range(20):
                yield b"x" * 1000

        for body in (b"x" * 10_001, in_pieces()):
            answer = small.client.post(path, content=body)
            assert answer.status_code == 413
            assert answer.headers["content-type"] == "application/problem+json"
            assert "10,000 bytes" in answer.json()["detail"]
        assert small.client.post(path, content=b"x" * 10_000).status_code == 422


def test_the_board_is_at_the_root(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert client.get("/board/board.js").headers["content-type"].startswith("text/javascript")


def test_an_unexpected_error_shows_nothing_of_the_inside() -> None:
    app = create_app(Settings())

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret")

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/broken")

    # In a thread of its own: the browser of other tests leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, ask()).result()
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:dermaga:problem:internal-error"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_database_that_is_away_is_said(serve: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise Away

    monkeypatch.setattr("api.jobs.table.JobTable.submit", away)
    monkeypatch.setattr("api.jobs.table.JobTable.jobs", away)
    with serve(Settings(port=0, worker=False)) as running:
        for answer in (
            running.client.get("/api/v1/plans"),
            running.client.post("/api/v1/plans", json={"case": "kariangau"}),
        ):
            assert answer.status_code == 503
            assert answer.json()["type"] == "urn:dermaga:problem:database-away"
            assert answer.headers["retry-after"]


def test_health_tells_how_busy_the_server_is(client: httpx.Client) -> None:
    answer = client.get("/api/v1/health/ready").json()
    assert answer["status"] == "ready"
    assert answer["running"] == answer["queued"] == 0


def test_kpis_are_defined(client: httpx.Client) -> None:
    kpis = {kpi["name"]: kpi for kpi in client.get("/api/v1/kpis").json()["items"]}
    assert kpis["waiting_h"]["unit"] == "h"
    assert all(kpi["definition"] and kpi["source"] for kpi in kpis.values())


def test_the_process_of_a_job_imports_no_web_framework() -> None:
    program = "import sys, api.jobs.child; print([name for name in sys.modules if '.' not in name])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "'ortools'" in loaded
    assert not [name for name in ("fastapi", "starlette", "uvicorn", "sqlalchemy") if f"'{name}'" in loaded]
