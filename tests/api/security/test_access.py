"""Who may do what: every operation is asked for by everybody, so that none can be forgotten."""

import re
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import create_app, needs_of
from api.security.roles import LOCAL, RANKS, Caller, Role
from api.settings import Settings
from tests.api.conftest import Guarded

# Operations that anybody may call who reaches the server: they tell nothing of the terminal.
OPEN = {"get_health"}
# Operations that parties may call: each keeps from them what is another's, and has a test of that.
OF_PARTIES = {"sign_in", "sign_out", "get_session"} | {
    *("list_plans", "list_tasks", "download_tasks", "get_booking", "mark_step", "unmark_step")
}


@pytest.fixture(scope="module")
def operations(guarded: Guarded) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every operation of the document by its id: method, path, and what the document says of it."""
    document = guarded.ask(None, "GET", "/api/v1/openapi.json").raise_for_status().json()
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def _address(path: str) -> str:
    return re.sub(r"{\w+}", "1", path)


def test_every_route_says_once_whom_it_is_for() -> None:
    for route, need in needs_of(create_app(Settings(worker=False))):
        if not route.include_in_schema and route.path == "/":
            continue  # the board
        said = [each.dependency for each in route.dependencies if each.dependency is not None]
        roles = [each for each in said if type(each).__name__ == "Needs"]
        assert len(roles) == 1, f"{route.operation_id}: dependencies=[needs(Role...)] is missing, or there twice"
        assert roles[0] is need


def test_there_are_no_other_ways_in() -> None:
    app = create_app(Settings(worker=False))
    others = {route.path for route in iter_route_contexts(app.routes) if not isinstance(route.original_route, APIRoute)}
    assert others == {"/api/v1/openapi.json", "/board"}


def test_every_operation_of_the_document_is_a_route_that_says_it(
    operations: dict[str, tuple[str, str, dict[str, Any]]],
) -> None:
    known = {route.operation_id: need for route, need in needs_of(create_app(Settings(worker=False)))}
    for name, (_, _, operation) in operations.items():
        need = known[name]
        assert need is not None
        if name in OPEN:
            assert need.role is None
            assert operation["security"] == []
            continue
        assert need.role in RANKS
        assert operation["x-role"] == need.role
        assert operation["x-parties"] == need.parties == (name in OF_PARTIES), name
        assert operation["security"] == [{"token": []}, {"session": []}]
        assert {"401", "403"} <= operation["responses"].keys(), name
    for name, need in known.items():
        assert name in operations or need is None or need.role is not None


def test_nobody_is_let_in(guarded: Guarded, operations: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    wrong = {
        "nothing": {},
        "a wrong token": {"Authorization": "Bearer dermaga_" + "A" * 43},
        "no token at all": {"Authorization": "Bearer x"},
        "another scheme": {"Authorization": "Basic YXl1OmF5dQ=="},
        "a wrong session": {"Cookie": "dermaga=dermagas_" + "A" * 43},
        "a token as a session": {"Cookie": f"dermaga={guarded.tokens[Role.ADMIN]}"},
    }
    with guarded.client() as client:
        for name, (method, path, _) in operations.items():
            for what, headers in wrong.items():
                answer = client.request(method, _address(path), headers=headers)
                if name in OPEN and "Authorization" not in headers:
                    assert answer.status_code != 401, name
                    continue
                assert answer.status_code == 401, f"{name} with {what}"
                assert answer.json()["type"] == "urn:dermaga:problem:no-token"
                assert answer.headers["www-authenticate"].startswith('Bearer realm="dermaga"')


def test_each_lower_role_is_refused(guarded: Guarded, operations: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    for role in RANKS:
        with guarded.client(role) as client:
            for name, (method, path, operation) in operations.items():
                if "x-role" in operation and RANKS.index(role) < RANKS.index(operation["x-role"]):
                    refuse(client, method, path, f"{name} as {role}")


def test_parties_are_refused_where_nothing_is_theirs(
    guarded: Guarded, operations: dict[str, tuple[str, str, dict[str, Any]]]
) -> None:
    with guarded.client(Role.PARTY) as client:
        for name, (method, path, _) in operations.items():
            if name not in OPEN | OF_PARTIES:
                refuse(client, method, path, name)


def refuse(client: httpx.Client, method: str, path: str, what: str) -> None:
    answer = client.request(method, _address(path))
    assert answer.status_code == 403, what
    assert answer.json()["type"] == "urn:dermaga:problem:not-allowed", what


def test_who_may_is_let_in(guarded: Guarded, operations: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    for role in RANKS:
        with guarded.client(role) as client:
            for name, (method, path, operation) in operations.items():
                enough = "x-role" in operation and RANKS.index(role) >= RANKS.index(operation["x-role"])
                if enough and method == "GET" and "{" not in path:
                    assert client.get(path).status_code in (200, 422, 503), f"{name} as {role}"


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/nowhere", "/api/v1/cases/", "/docs"])
def test_what_is_not_there_is_not_told_to_nobody(guarded: Guarded, path: str) -> None:
    assert guarded.ask(None, "GET", path).status_code == 401
    assert guarded.ask(Role.VIEWER, "GET", path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/board/board.js", "/api/v1/openapi.json"])
def test_what_holds_no_data_is_open(guarded: Guarded, path: str) -> None:
    assert guarded.ask(None, "GET", path).status_code == 200


def test_a_server_without_tokens_says_that_they_are_not_needed(client: httpx.Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert paths["/api/v1/cases"]["get"]["security"] == [{}, {"token": []}, {"session": []}]


def test_roles_may_what_those_before_them_may() -> None:
    for place, role in enumerate(RANKS):
        assert [Caller("ayu", role).may(each) for each in RANKS] == [each <= place for each in range(len(RANKS))]
    assert not any(Caller("rimba", Role.PARTY, "exporter", "PT Rimba").may(role) for role in RANKS)
    assert LOCAL.may(Role.ADMIN)


def test_others_jobs_are_cancelled_by_planners_alone(guarded: Guarded) -> None:
    request = {"case": "kariangau", "days": 1, "replications": 1, "workers": 1}
    mine = guarded.ask(Role.PLANNER, "POST", "/api/v1/simulations", json=request).headers["location"]
    refused = guarded.ask(Role.ANALYST, "POST", f"{mine}/cancel")
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:dermaga:problem:not-allowed"
    theirs = guarded.ask(Role.ANALYST, "POST", "/api/v1/simulations", json=request).headers["location"]
    own = guarded.ask(Role.ANALYST, "POST", "/api/v1/simulations", json=request).headers["location"]
    assert guarded.ask(Role.ANALYST, "POST", f"{own}/cancel").json()["state"] == "cancelled"
    for job in (mine, theirs):
        assert guarded.ask(Role.PLANNER, "POST", f"{job}/cancel").json()["state"] == "cancelled"
