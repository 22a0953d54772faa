import httpx
import pytest
from starlette.datastructures import Headers

from api.problems import Refusal
from api.security.guard import check_page, check_sender
from api.settings import Settings

HEALTH = "/api/v1/health"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8400", "localhost:1", "LOCALHOST", "[::1]:8400"])
def test_hosts_of_this_machine_are_let_in(host: str) -> None:
    check_sender(Headers({"host": host, "origin": f"http://{host}"}), Settings())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "evil.example:8400"},
        {"host": "localhost.:8400"},
        {"host": "127.0.0.1:8400@evil.example"},
        {"host": "0.0.0.0:8400"},
        {"host": "127.0.0.1:8400", "origin": "http://evil.example"},
        {"host": "127.0.0.1:8400", "origin": "http://127.0.0.1:9999"},
        {"host": "127.0.0.1:8400", "origin": "https://127.0.0.1:8400"},
        {"host": "127.0.0.1:8400", "origin": "http://localhost:8400"},
        {"host": "127.0.0.1:8400", "origin": "null"},
        {"host": "127.0.0.1:8400", "forwarded": "for=10.0.0.1"},
        {"host": "127.0.0.1:8400", "x-forwarded-for": "10.0.0.1"},
        {"host": "127.0.0.1:8400", "x-forwarded-host": "dermaga.example"},
        {"host": "127.0.0.1:8400", "x-real-ip": "10.0.0.1"},
    ],
)
def test_all_others_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        check_sender(Headers(headers), Settings())


def test_two_hosts_are_refused() -> None:
    with pytest.raises(Refusal):
        check_sender(Headers(raw=[(b"host", b"127.0.0.1"), (b"host", b"localhost")]), Settings())


NAMED = Settings(tokens=True, hosts="dermaga.example,10.0.0.5", origins="https://plans.example")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "dermaga.example"},
        {"host": "DERMAGA.example:8400", "x-forwarded-for": "10.0.0.1", "forwarded": "for=10.0.0.1"},
        {"host": "10.0.0.5:8400", "origin": "http://10.0.0.5:8400"},
        {"host": "127.0.0.1:8400"},
        {"host": "dermaga.example", "x-forwarded-proto": "https", "origin": "https://dermaga.example"},
        {"host": "dermaga.example", "origin": "https://plans.example"},
    ],
)
def test_with_tokens_a_server_is_reached_by_its_names(headers: dict[str, str]) -> None:
    check_sender(Headers(headers), NAMED)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "foreign-host"),
        ({"host": "evil.example"}, "foreign-host"),
        ({"host": "evil.example", "x-forwarded-host": "dermaga.example"}, "foreign-host"),
        ({"host": "dermaga.example@evil.example"}, "foreign-host"),
        ({"host": "dermaga.example", "origin": "http://evil.example"}, "foreign-origin"),
        ({"host": "dermaga.example", "origin": "null"}, "foreign-origin"),
        ({"host": "dermaga.example", "origin": "http://plans.example"}, "foreign-origin"),
        ({"host": "dermaga.example", "origin": "https://dermaga.example"}, "foreign-origin"),
        (
            {"host": "dermaga.example", "x-forwarded-proto": "https", "origin": "http://dermaga.example"},
            "foreign-origin",
        ),
    ],
)
def test_and_by_no_others(headers: dict[str, str], kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_sender(Headers(headers), NAMED)
    assert refused.value.kind == kind


def test_without_a_list_any_name_will_do() -> None:
    check_sender(Headers({"host": "any.example", "origin": "http://any.example"}), Settings(tokens=True))


@pytest.mark.parametrize("origin", [{}, {"origin": "https://plans.example"}, {"origin": "null"}])
def test_a_cookie_changes_nothing_for_pages_of_others(origin: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        check_page(Headers({"host": "dermaga.example", "cookie": "dermaga=x"} | origin), NAMED)
    check_page(Headers({"host": "dermaga.example", "authorization": "Bearer x"} | origin), NAMED)
    check_page(Headers({"host": "dermaga.example", "cookie": "x", "origin": "http://dermaga.example"}), NAMED)


@pytest.mark.parametrize("path", [HEALTH, "/", "/board/board.js", "/nowhere"])
@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("Host", "evil.example", "foreign-host"),
        ("Origin", "http://evil.example", "foreign-origin"),
        ("X-Forwarded-For", "10.0.0.1", "forwarded"),
    ],
)
def test_every_path_refuses_with_a_problem(client: httpx.Client, path: str, name: str, value: str, kind: str) -> None:
    answer = client.get(path, headers={name: value})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:dermaga:problem:{kind}"
    assert answer.json()["instance"] == path


def test_a_foreign_page_starts_no_job(client: httpx.Client) -> None:
    before = client.get("/api/v1/plans").json()
    refused = client.post("/api/v1/plans", json={"case": "small"}, headers={"Origin": "http://evil.example"})
    assert refused.status_code == 403
    assert client.get("/api/v1/plans").json() == before


def test_its_own_page_is_let_in(client: httpx.Client) -> None:
    own = f"http://{client.base_url.host}:{client.base_url.port}"
    assert client.get(HEALTH, headers={"Origin": own}).status_code == 200


@pytest.mark.parametrize("path", [HEALTH, "/", "/nowhere"])
def test_answers_are_for_this_page_alone(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-cache"
    assert "access-control-allow-origin" not in headers
