from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from api.problems import Refusal
from api.security.credentials import hash_of
from api.security.roles import Holder, Role
from api.store import tokens as module
from api.store.database import reading, writing
from api.store.tables import sessions, tokens
from api.store.tokens import TokenTable
from data.errors import NotFound

AYU = Holder("ayu", Role.PLANNER)
RIMBA = Holder("rimba", Role.PARTY, "exporter", "PT Rimba", days=30)


@pytest.fixture
def table(engine: Engine) -> TokenTable:
    return TokenTable(engine)


@pytest.fixture
def over(engine: Engine) -> Callable[..., None]:
    """Let what is in a table have expired."""

    def expire(which: object) -> None:
        with writing(engine) as connection:
            connection.execute(update(which).values(expires=datetime.now(UTC) - timedelta(seconds=1)))  # type: ignore[arg-type]

    return expire


def test_a_token_is_known_by_its_hash_alone(table: TokenTable, engine: Engine) -> None:
    token, secret = table.add(RIMBA, by="budi")
    caller = table.caller_of_token(secret)
    assert caller is not None
    assert (caller.name, caller.role, caller.party, caller.of) == ("rimba", Role.PARTY, "exporter", "PT Rimba")
    assert caller.token == token.id
    with reading(engine) as connection:
        kept = connection.execute(select(tokens)).one()
    assert secret not in str(kept)
    assert kept.hash == hash_of(secret)
    assert kept.made_by == "budi"
    assert table.page(10) == [token]
    assert token.expires == token.made + timedelta(days=30)


def test_secrets_are_never_the_same(table: TokenTable) -> None:
    found = {table.add(AYU, by="test")[1] for _ in range(5)}
    assert len(found) == 5
    assert all(secret.startswith("dermaga_") and len(secret) == 51 for secret in found)


@pytest.mark.parametrize("secret", ["", "dermaga_", "dermaga_" + "A" * 43, "dermaga_" + "A" * 44, "é", "' OR 1=1"])
def test_a_wrong_token_is_nobodys(table: TokenTable, secret: str) -> None:
    _, right = table.add(AYU, by="test")
    for wrong in (secret, f"{right} ", right[:-1], right.upper()):
        assert table.caller_of_token(wrong) is None
        assert table.caller_of_session(wrong) is None


def test_a_revoked_token_is_nobodys(table: TokenTable) -> None:
    token, secret = table.add(AYU, by="test")
    revoked = table.revoke(token.id)
    assert revoked.state == "revoked"
    assert table.caller_of_token(secret) is None
    assert table.revoke(token.id) == revoked
    with pytest.raises(NotFound):
        table.revoke("none")


def test_an_expired_token_is_nobodys(table: TokenTable, over: Callable[..., None]) -> None:
    _, secret = table.add(RIMBA, by="test")
    session = table.open_session(table.page(1)[0].id)
    over(tokens)
    assert table.page(1)[0].state == "expired"
    assert table.caller_of_token(secret) is None
    assert table.caller_of_session(session) is None


def test_a_session_is_its_tokens_callers(table: TokenTable, over: Callable[..., None], engine: Engine) -> None:
    token, secret = table.add(AYU, by="test")
    session, other = table.open_session(token.id), table.open_session(token.id)
    assert table.caller_of_session(session) == table.caller_of_token(secret)
    assert table.caller_of_token(session) is None
    assert table.caller_of_session(secret) is None
    table.close_session(session)
    assert table.caller_of_session(session) is None
    assert table.caller_of_session(other) is not None
    over(sessions)
    assert table.caller_of_session(other) is None
    again = table.open_session(token.id)
    with reading(engine) as connection:
        assert [row.hash for row in connection.execute(select(sessions))] == [hash_of(again)]
    table.revoke(token.id)
    assert table.caller_of_session(again) is None


def test_tokens_of_a_user_have_the_same_rights(table: TokenTable) -> None:
    first, _ = table.add(AYU, by="test")
    second, _ = table.add(AYU, by="test")
    assert table.named("ayu") == [first, second]
    with pytest.raises(Refusal, match="with other rights"):
        table.add(Holder("ayu", Role.ADMIN), by="test")
    for each in table.named("ayu"):
        table.revoke(each.id)
    table.add(Holder("ayu", Role.ADMIN), by="test")


def test_an_admin_is_somebody_with_a_valid_token(table: TokenTable, over: Callable[..., None]) -> None:
    table.add(AYU, by="test")
    assert not table.has_admin()
    token, _ = table.add(Holder("budi", Role.ADMIN, days=1), by="test")
    assert table.has_admin()
    over(tokens)
    assert not table.has_admin()
    table.add(Holder("citra", Role.ADMIN), by="test")
    assert table.has_admin()
    assert token.id in {each.id for each in table.page(10)}


def test_pages_hold_every_token_once(table: TokenTable) -> None:
    made = [table.add(Holder(f"user{number}", Role.VIEWER), by="test")[0] for number in range(5)]
    assert table.page(2) == made[:2]
    assert table.page(2, made[1].id) == made[2:4]
    assert table.page(2, made[3].id) == made[4:]
    assert table.page(2, "none") == []


def test_a_token_opens_so_many_sessions(table: TokenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SESSIONS", 2)
    (one, _), (other, _) = table.add(AYU, by="budi"), table.add(AYU, by="budi")
    kept = table.open_session(other.id)
    first, second, third = (table.open_session(one.id) for _ in range(3))
    assert table.caller_of_session(first) is None
    assert None not in (table.caller_of_session(second), table.caller_of_session(third), table.caller_of_session(kept))
