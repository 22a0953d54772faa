"""Tokens, sessions and the audit log over HTTP."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.security import callers
from api.security.roles import RANKS, Holder, Role
from api.settings import Settings
from api.store.opening import open_database, place_of
from api.store.tokens import TokenTable
from tests.api.conftest import Guarded

API = "/api/v1"


@pytest.fixture
def admin(guarded: Guarded) -> Iterator[httpx.Client]:
    with guarded.client(Role.ADMIN) as client:
        yield client


def signed_in(guarded: Guarded, role: Role, **headers: str) -> httpx.Response:
    return guarded.ask(role, "POST", f"{API}/session", headers=headers)


def own(guarded: Guarded) -> dict[str, str]:
    """The header of the server's own page."""
    return {"Origin": guarded.url.rstrip("/")}


def test_a_token_is_told_once_and_good_until_it_is_revoked(guarded: Guarded, admin: httpx.Client) -> None:
    made = admin.post(f"{API}/tokens", json={"name": "citra", "role": "viewer", "days": 9})
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    token = made.json()
    assert made.headers["location"] == f"{API}/tokens/{token['id']}"
    assert (token["state"], token["made_by"]) == ("valid", "admin")
    with guarded.client(headers={"Authorization": f"Bearer {token['token']}"}) as citra:
        assert citra.get(f"{API}/session").json()["name"] == "citra"
        entries = {each["id"]: each for each in admin.get(f"{API}/tokens").json()["items"]}
        assert "token" not in entries[token["id"]]
        assert admin.delete(f"{API}/tokens/{token['id']}").json()["state"] == "revoked"
        assert citra.get(f"{API}/session").status_code == 401
    assert admin.delete(f"{API}/tokens/none").status_code == 404


@pytest.mark.parametrize(
    "request_",
    [
        {"name": "a b", "role": "viewer"},
        {"name": "-", "role": "viewer"},
        {"name": "x", "role": "boss"},
        {"name": "x", "role": "party"},
        {"name": "x", "role": "viewer", "party": "customs"},
        {"name": "x", "role": "party", "party": "exporter"},
        {"name": "x", "role": "party", "party": "customs", "of": "PT Rimba"},
        {"name": "x", "role": "party", "party": "line", "of": ""},
        {"name": "x", "role": "viewer", "days": 0},
        {"name": "x", "role": "viewer", "token": "dermaga_" + "A" * 43},
    ],
)
def test_a_token_for_nobody_is_refused(admin: httpx.Client, request_: dict[str, Any]) -> None:
    answer = admin.post(f"{API}/tokens", json=request_)
    assert answer.status_code == 422
    assert answer.json()["faults"]
    assert "A" * 43 not in answer.text


def test_a_name_with_other_rights_is_taken(admin: httpx.Client) -> None:
    answer = admin.post(f"{API}/tokens", json={"name": "viewer", "role": "planner"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:dermaga:problem:name-taken"


@pytest.mark.parametrize("path", ["tokens", "audit"])
def test_lists_come_in_pages(admin: httpx.Client, path: str) -> None:
    for _ in range(3):
        admin.delete(f"{API}/tokens/none")
    found, after = [], None
    while True:
        page = admin.get(f"{API}/{path}", params={"limit": 2} | ({"after": after} if after else {})).json()
        assert len(page["items"]) <= 2
        found += [each.get("id", each.get("number")) for each in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(found) == len(set(found)) >= 3


@pytest.mark.parametrize("role", [*RANKS, Role.PARTY])
def test_everybody_is_told_who_they_are(guarded: Guarded, role: Role) -> None:
    found = guarded.ask(role, "GET", f"{API}/session").json()
    assert (found["role"], found["signed_in"]) == (role, False)
    if role is Role.PARTY:
        assert (found["party"], found["of"]) == ("exporter", "PT Rimba")


def test_a_session_is_a_cookie_that_no_script_reads(guarded: Guarded) -> None:
    answer = signed_in(guarded, Role.PLANNER)
    assert answer.json() == {"name": "planner", "role": "planner", "party": None, "of": None, "signed_in": True}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dermaga=dermagas_")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert guarded.tokens[Role.PLANNER] not in cookie
    with guarded.client(cookies=answer.cookies) as browser:
        assert browser.get(f"{API}/session").json()["signed_in"]
        assert browser.get(f"{API}/kpis").status_code == 200
        assert browser.get(f"{API}/audit").status_code == 403
        assert browser.post(f"{API}/session", headers=own(guarded)).status_code == 401
        assert browser.delete(f"{API}/session", headers=own(guarded)).status_code == 204
    with guarded.client(cookies=answer.cookies) as browser:
        assert browser.get(f"{API}/session").status_code == 401


def test_over_https_a_cookie_is_secure_and_of_this_host_alone(guarded: Guarded) -> None:
    cookie = signed_in(guarded, Role.PLANNER, **{"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert cookie.startswith("__Host-dermaga=dermagas_")
    assert {"Secure", "Path=/", "HttpOnly"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_cookie_alone_changes_nothing_for_other_pages(guarded: Guarded) -> None:
    cookies = signed_in(guarded, Role.PLANNER).cookies
    request = {"case": "kariangau", "kind": "weather"}
    with guarded.client(cookies=cookies) as browser:
        for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            answer = browser.post(f"{API}/plans", json=request, headers=headers)
            assert answer.status_code == 403
            assert answer.json()["type"] == "urn:dermaga:problem:foreign-origin"
        assert browser.post(f"{API}/plans", json=request, headers=own(guarded)).status_code == 422


def test_a_session_ends_with_its_token(guarded: Guarded, admin: httpx.Client) -> None:
    token = admin.post(f"{API}/tokens", json={"name": "dewi", "role": "viewer"}).json()
    with guarded.client(headers={"Authorization": f"Bearer {token['token']}"}) as dewi:
        cookies = dewi.post(f"{API}/session").cookies
    with guarded.client(cookies=cookies) as browser:
        assert browser.get(f"{API}/session").status_code == 200
        admin.delete(f"{API}/tokens/{token['id']}")
        assert browser.get(f"{API}/session").status_code == 401


def test_a_stream_ends_with_its_token(guarded: Guarded, admin: httpx.Client) -> None:
    token = admin.post(f"{API}/tokens", json={"name": "eka", "role": "viewer"}).json()
    request = {"case": "kariangau", "days": 1, "replications": 1, "workers": 1}
    job = admin.post(f"{API}/simulations", json=request).headers["location"]
    with (
        guarded.client(headers={"Authorization": f"Bearer {token['token']}"}) as eka,
        eka.stream("GET", f"{job}/events") as stream,
    ):
        assert stream.status_code == 200
        admin.delete(f"{API}/tokens/{token['id']}")
        admin.post(f"{job}/cancel")
        assert "cancelled" not in "".join(stream.iter_lines())


def test_a_server_without_tokens_has_nothing_to_sign_in_to(client: httpx.Client) -> None:
    assert client.get(f"{API}/session").json()["name"] == "local"
    answer = client.post(f"{API}/session")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:dermaga:problem:no-tokens"
    assert "set-cookie" not in answer.headers


def test_a_large_body_of_nobody_is_answered(guarded: Guarded) -> None:
    headers = {"Authorization": "Bearer dermaga_" + "A" * 43}
    with guarded.client(headers=headers) as client:
        assert client.post(f"{API}/cases?name=x", content=b"x" * 19_000_000).status_code == 401


def test_what_changes_something_is_written_down(guarded: Guarded, admin: httpx.Client) -> None:
    request = {"case": "kariangau", "days": 1, "replications": 1, "workers": 1}
    job = guarded.ask(Role.ANALYST, "POST", f"{API}/simulations", json=request).headers["location"]
    guarded.ask(Role.ANALYST, "POST", f"{job}/cancel")
    guarded.ask(Role.VIEWER, "POST", f"{API}/simulations?seed=1", json=request)
    guarded.ask(Role.ANALYST, "POST", f"{API}/simulations", json={})
    guarded.ask(Role.ANALYST, "GET", job)
    guarded.ask(None, "POST", f"{API}/simulations", json=request)
    guarded.ask(Role.ANALYST, "PUT", f"{API}/nowhere")
    found = admin.get(f"{API}/audit").json()["items"][:6]
    assert [(each["who"], each["role"], each["action"], each["target"], each["outcome"]) for each in found] == [
        ("analyst", "analyst", "PUT", f"{API}/nowhere", 404),
        ("-", "", "POST", f"{API}/simulations", 401),
        ("analyst", "analyst", "simulate", f"{API}/simulations", 422),
        ("viewer", "viewer", "simulate", f"{API}/simulations", 403),
        ("analyst", "analyst", "cancel_simulation", f"{job}/cancel", 200),
        ("analyst", "analyst", "simulate", job, 202),
    ]
    assert len(found[0]["detail"]["token"]) == 8
    assert found[1]["detail"] == {}
    only = admin.get(f"{API}/audit", params={"who": "viewer", "target": f"{API}/sim"}).json()["items"]
    assert {(each["who"], each["target"]) for each in only} == {("viewer", f"{API}/simulations")}


def test_what_a_foreign_page_tried_is_written_down(client: httpx.Client) -> None:
    client.post(f"{API}/plans", json={}, headers={"Origin": "http://evil.example"})
    newest = client.get(f"{API}/audit").json()["items"][0]
    assert (newest["who"], newest["action"], newest["outcome"]) == ("-", "POST", 403)


def test_a_secret_is_nowhere(guarded: Guarded, admin: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    made = admin.post(f"{API}/tokens", json={"name": "fajar", "role": "analyst"}).json()["token"]
    header = {"Authorization": f"Bearer {made}"}
    session = guarded.ask(None, "POST", f"{API}/session", headers=header).cookies["dermaga"]
    answers = []
    with caplog.at_level(logging.DEBUG), guarded.client() as client:
        for secret in (made, session):
            for headers in ({}, {"Authorization": f"Bearer {secret}"}, {"Cookie": f"dermaga={secret}"}):
                for method, path in (
                    ("GET", f"cases/{secret}"),
                    ("GET", f"plans?token={secret}"),
                    ("GET", f"tokens?limit={secret}"),
                    ("POST", f"plans?access_token={secret}"),
                    ("POST", f"cases?name={secret}!"),
                    ("POST", f"plans/{secret}/cancel"),
                    ("PUT", f"{secret}"),
                ):
                    answers.append(
                        client.request(
                            method, f"{API}/{path}", headers=own(guarded) | {"X-Request-Id": secret} | headers
                        )
                    )
    assert {answer.status_code for answer in answers} >= {401, 403, 404, 422}
    audit = admin.get(f"{API}/audit", params={"limit": 200})
    assert audit.json()["items"][0]["target"] == f"{API}/dermagas_***"
    # What a client sends is logged by the client itself, which is httpx here.
    logged = "\n".join(each.getMessage() for each in caplog.records if not each.name.startswith(("httpx", "httpcore")))
    kept = b"".join(path.read_bytes() for path in Path(place_of(guarded.settings)).parent.iterdir())
    for secret in (made, session):
        assert secret.encode() not in kept
        assert secret not in logged
        assert secret not in audit.text
        assert not [answer.text for answer in answers if secret in answer.text]
        assert not [answer.headers for answer in answers if secret in str(answer.headers)]


def test_pages_of_listed_origins_may_ask_with_a_token(serve: Callable[[Settings], Any], tmp_path: Path) -> None:
    settings = Settings(port=0, tokens=True, worker=False, data=tmp_path, origins="https://plans.example")
    _, token = TokenTable(open_database(place_of(settings))).add(Holder("ayu", Role.ADMIN), by="test")
    listed, other = {"Origin": "https://plans.example"}, {"Origin": "https://evil.example"}
    asks = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization, if-match"}
    with serve(settings) as running:
        client: httpx.Client = running.client
        preflight = client.options(f"{API}/cases/x", headers=listed | asks)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == "https://plans.example"
        assert "access-control-allow-credentials" not in preflight.headers
        refused = client.options(f"{API}/cases/x", headers=other | asks)
        assert refused.status_code in (400, 403)
        assert "access-control-allow-origin" not in refused.headers
        bearer = {"Authorization": f"Bearer {token}"}
        answer = client.get(f"{API}/kpis", headers=listed | bearer)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://plans.example"
        assert client.get(f"{API}/kpis", headers=other | bearer).status_code == 403
        nobody = client.get(f"{API}/kpis", headers=listed)
        assert nobody.status_code == 401
        assert nobody.headers["access-control-allow-origin"] == "https://plans.example"


def test_a_revoked_token_is_good_nowhere_after_seconds(
    guarded: Guarded, admin: httpx.Client, serve: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a second server on the same database."""
    assert callers._FOR_S < 5, "what users are told"
    monkeypatch.setattr(callers, "_FOR_S", 0.3)
    token = admin.post(f"{API}/tokens", json={"name": "gita", "role": "viewer"}).json()
    header = {"Authorization": f"Bearer {token['token']}"}
    with serve(guarded.settings) as other:
        assert other.client.get(f"{API}/session", headers=header).status_code == 200
        admin.delete(f"{API}/tokens/{token['id']}")
        until = time.monotonic() + 2
        while other.client.get(f"{API}/session", headers=header).status_code != 401:
            assert time.monotonic() < until
            time.sleep(0.05)
