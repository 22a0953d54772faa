import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from api.jobs.child import main
from api.jobs.job import Attempt, Kind
from api.observing.logs import REQUEST, chosen, handler, set_up
from api.security.credentials import TOKEN, new_secret
from api.security.roles import LOCAL


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test says of logging goes with it."""
    root, ours = logging.getLogger(), logging.getLogger("dermaga")
    before = (root.handlers[:], root.level, ours.level)
    monkeypatch.setattr("api.observing.logs._format", None)
    yield
    logging.captureWarnings(False)
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def record(text: str, *values: Any, **extra: Any) -> logging.LogRecord:
    return logging.getLogger("dermaga.jobs").makeRecord(
        "dermaga.jobs", logging.INFO, "worker.py", 1, text, values, None, extra=extra
    )


def line(format: Any, made: logging.LogRecord, **always: Any) -> str:
    found = handler(format, **always)
    assert found.filter(made)
    return found.format(made)


def test_a_line_of_json_says_what_it_is_of() -> None:
    told = json.loads(line("json", record("job %s: attempt %d begins", "a1", 2, job="a1", attempt=2)))
    assert datetime.fromisoformat(told.pop("time")).utcoffset() is not None
    assert told == {
        "level": "INFO", "logger": "dermaga.jobs", "message": "job a1: attempt 2 begins", "job": "a1", "attempt": 2
    }  # fmt: skip


def test_a_line_within_a_request_says_whose_it_is() -> None:
    token = REQUEST.set({"request_id": "r-1", "caller": LOCAL})
    try:
        told = json.loads(line("json", record("submitted")))
        assert (told["request"], told["user"]) == ("r-1", "local")
        assert line("text", record("submitted")).endswith(" INFO dermaga.jobs: submitted (request r-1, user local)")
    finally:
        REQUEST.reset(token)
    assert "request" not in json.loads(line("json", record("submitted")))


@pytest.mark.parametrize("format", ["json", "text"])
def test_a_token_is_in_no_line(format: str) -> None:
    secret = new_secret(TOKEN)
    made = record("no case %s", secret, path=f"/api/v1/cases/{secret}")
    try:
        raise ValueError(secret)
    except ValueError:
        made.exc_info = sys.exc_info()
    told = line(format, made)
    assert "dermaga_***" in told
    assert "Traceback" in told
    assert secret not in told


def test_a_line_of_text_has_its_moment_in_utc() -> None:
    made = record("here")
    made.created, made.msecs = 1_767_225_600.25, 250
    assert line("text", made) == "2026-01-01T00:00:00.250Z INFO dermaga.jobs: here"


@pytest.mark.usefixtures("untouched")
def test_others_are_heard_only_where_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    sys.stderr.flush()
    set_up("json")
    assert chosen() == "json"
    logging.getLogger("alembic.runtime.migration").info("Context impl SQLiteImpl.")
    logging.getLogger("dermaga.store").info("ours")
    logging.getLogger("uvicorn.error").warning("theirs")
    told = [json.loads(text)["message"] for text in capsys.readouterr().err.splitlines()]
    assert told == ["ours", "theirs"]


class _Pipe:
    """A pipe to a worker that says nothing."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def send(self, message: Any) -> None:
        self.told.append(message)


@pytest.mark.usefixtures("untouched")
def test_what_the_process_of_a_job_logs_names_the_job(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("os.setpgid", "os.nice", "api.jobs.child.end_by", "api.jobs.child.Thread"):
        monkeypatch.setattr(name, lambda *_, **__: _Nothing())
    pipe, secret = _Pipe(), b"no case at all"
    attempt = Attempt("a1", 3, Kind.BERTH, '{"case": "small"}', secret, None, 1, 0)
    main(pipe, attempt, 0, None, "json")  # type: ignore[arg-type]
    [said] = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    assert (said["job"], said["attempt"], said["level"]) == ("a1", 3, "ERROR")
    assert "zlib.error" in said["exc_info"]
    assert pipe.told[-1][0] == "failed"


class _Nothing:
    def start(self) -> None:
        pass
