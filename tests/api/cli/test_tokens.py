import json
from pathlib import Path

import pytest

from api.store.opening import open_database
from api.store.tokens import TokenTable
from tests.api.cli.conftest import Run


@pytest.fixture
def place(tmp_path: Path) -> str:
    return f"--data {tmp_path / 'data'}"


def test_a_token_is_made_listed_and_revoked(dermaga: Run, place: str, tmp_path: Path) -> None:
    made = dermaga(f"token add ayu --role planner --expires 90 {place}")
    secret = made.out.strip()
    assert made.status == 0
    assert secret.startswith("dermaga_")
    assert secret not in made.err
    exporter = json.loads(dermaga(f"token add rimba --role party --party exporter --of 'PT Rimba' --json {place}").out)
    assert (exporter["party"], exporter["of"], exporter["state"]) == ("exporter", "PT Rimba", "valid")
    listed = dermaga(f"token list --json {place}")
    assert [each["name"] for each in json.loads(listed.out)] == ["ayu", "rimba"]
    assert secret not in listed.out
    assert "PT Rimba" in dermaga(f"token list {place}").out
    engine = open_database(str(tmp_path / "data" / "dermaga.sqlite"))
    table = TokenTable(engine)
    assert table.caller_of_token(secret) is not None
    assert "is revoked" in dermaga(f"token revoke ayu {place}").out
    assert table.caller_of_token(secret) is None
    assert json.loads(dermaga(f"token revoke {exporter['id']} --json {place}").out)[0]["state"] == "revoked"
    assert table.caller_of_token(exporter["token"]) is None
    engine.dispose()
    again = dermaga(f"token revoke ayu {place}")
    assert again.status == 1
    assert "there is no valid token ayu" in again.err


@pytest.mark.parametrize("command", ["token list", "token revoke ayu", "audit"])
def test_a_database_that_is_not_there_is_not_made(dermaga: Run, place: str, tmp_path: Path, command: str) -> None:
    ran = dermaga(f"{command} {place}")
    assert ran.status == 1
    assert "give the --data or --database of the server" in ran.err
    assert not (tmp_path / "data").exists()


def test_what_commands_did_is_in_the_audit_log(dermaga: Run, place: str) -> None:
    dermaga(f"token add ayu --role admin {place}")
    dermaga(f"token revoke ayu {place}")
    rows = json.loads(dermaga(f"audit --json {place}").out)
    assert [(each["who"], each["action"]) for each in rows] == [("local", "token revoke"), ("local", "token add")]
    shown = dermaga(f"audit --most 1 --who local --target /api/v1/tokens {place}").out
    assert "token revoke" in shown
    assert "token add" not in shown
    assert json.loads(dermaga(f"audit --json --who budi {place}").out) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--role party", "give party with the role party"),
        ("--role party --party exporter", "give of with the parties exporter and line"),
        ("--role party --party smuggler", "party"),
        ("--role viewer --of 'PT Rimba'", "give of"),
    ],
)
def test_a_token_for_nobody_is_refused(dermaga: Run, place: str, options: str, says: str) -> None:
    ran = dermaga(f"token add ayu {options} {place}")
    assert (ran.status, ran.out) == (1, "")
    assert says in ran.err


def test_a_server_that_asks_for_tokens_needs_an_admin_first(dermaga: Run, place: str) -> None:
    for options in ("--host 0.0.0.0", "--tokens"):
        ran = dermaga(f"serve --port 0 {options} {place}")
        assert ran.status == 1
        assert f"make one with: dermaga token add NAME --role admin {place}" in ran.err
