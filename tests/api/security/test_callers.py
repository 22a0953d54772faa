import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers

from api.problems import Refusal
from api.security import callers as module
from api.security.callers import Callers
from api.security.roles import LOCAL, Holder, Role
from api.store.database import Away
from api.store.opening import open_database
from api.store.tokens import TokenTable


@pytest.fixture
def table(tmp_path: Path) -> Any:
    engine = open_database(str(tmp_path / "jobs.sqlite"))
    yield TokenTable(engine)
    engine.dispose()


def ask(callers: Callers, **headers: str) -> Any:
    """Who sends these headers. In a thread of its own: the browser of other tests leaves an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, callers.caller_of(Headers(headers))).result()


def test_without_tokens_everybody_is_local(table: TokenTable) -> None:
    assert ask(Callers(table, asks=False), authorization="Bearer x") is LOCAL


def test_the_header_goes_before_the_cookie(table: TokenTable) -> None:
    ayu, secret = table.add(Holder("ayu", Role.PLANNER), by="test")
    _, other = table.add(Holder("budi", Role.VIEWER), by="test")
    callers = Callers(table, asks=True)
    cookie = f"dermaga={table.open_session(ayu.id)}"
    assert ask(callers, cookie=cookie).name == "ayu"
    assert ask(callers, authorization=f"bearer {other}", cookie=cookie).name == "budi"
    with pytest.raises(Refusal):
        ask(callers, authorization="Bearer wrong", cookie=cookie)
    assert ask(callers) is None
    assert ask(callers, cookie=f"dermaga={secret}") is None


def test_a_cookie_of_https_is_good_over_https_alone(table: TokenTable) -> None:
    ayu, _ = table.add(Holder("ayu", Role.PLANNER), by="test")
    callers, session = Callers(table, asks=True), table.open_session(ayu.id)
    https = {"x-forwarded-proto": "https"}
    assert ask(callers, cookie=f"__Host-dermaga={session}", **https).name == "ayu"
    assert ask(callers, cookie=f"dermaga={session}", **https) is None
    assert ask(callers, cookie=f"__Host-dermaga={session}") is None


def test_a_caller_is_remembered_for_seconds(table: TokenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    ayu, secret = table.add(Holder("ayu", Role.PLANNER), by="test")
    callers, headers = Callers(table, asks=True), {"authorization": f"Bearer {secret}"}
    assert 0 < module._FOR_S <= 5
    now = 1_000.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    assert ask(callers, **headers).name == "ayu"
    table.revoke(ayu.id)  # by another server
    now += module._FOR_S - 0.1
    assert ask(callers, **headers).name == "ayu"
    with pytest.raises(Refusal):  # a token is no session, though it is remembered
        ask(callers, authorization=f"Bearer {secret[:-1]}")
    now += 0.2
    with pytest.raises(Refusal, match="revoked"):
        ask(callers, **headers)


def test_forgetting_asks_the_database_again(table: TokenTable) -> None:
    ayu, secret = table.add(Holder("ayu", Role.PLANNER), by="test")
    callers, headers = Callers(table, asks=True), {"authorization": f"Bearer {secret}"}
    assert ask(callers, **headers).name == "ayu"
    table.revoke(ayu.id)
    callers.forget()
    with pytest.raises(Refusal):
        ask(callers, **headers)


def test_the_memory_has_an_end(table: TokenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    callers = Callers(table, asks=True)
    for number in range(8):
        _, secret = table.add(Holder(f"user{number}", Role.VIEWER), by="test")
        ask(callers, authorization=f"Bearer {secret}")
        assert len(callers._known) <= 3


def test_a_database_that_is_away_lets_nobody_in(table: TokenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise Away

    _, secret = table.add(Holder("ayu", Role.PLANNER), by="test")
    monkeypatch.setattr(table, "caller_of_token", away)
    with pytest.raises(Away):
        ask(Callers(table, asks=True), authorization=f"Bearer {secret}")
