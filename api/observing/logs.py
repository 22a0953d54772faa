"""Logs: one line an event on the standard error, as text or as JSON, with the moment in UTC.

A line says which job and attempt it is of, or which request of whom. Names, numbers and addresses are logged: no body,
no query of an address, no token.
"""

import logging
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Literal, TextIO

from pythonjsonlogger.json import JsonFormatter

from api.security.credentials import hidden

LogFormat = Literal["text", "json"]

# What is known of the request that this thread or task answers: its `request_id`, and its `caller` once that is known.
REQUEST: ContextVar[Mapping[str, Any] | None] = ContextVar("request", default=None)
# How this process logs, for the processes that it starts.
_format: LogFormat | None = None


def set_up(format: LogFormat, **always: Any) -> None:
    """Let this process log in a format, on every line with some fields of its own."""
    global _format
    _format = format
    logging.basicConfig(handlers=[handler(format, **always)], level=logging.WARNING, force=True)
    logging.getLogger("dermaga").setLevel(logging.INFO)
    logging.captureWarnings(True)


def chosen() -> LogFormat | None:
    """How this process logs, None where nobody has said."""
    return _format


def handler(format: LogFormat, **always: Any) -> logging.Handler:
    """What writes lines on the standard error."""
    found = _Discreet(sys.stderr)
    found.setFormatter(_Json() if format == "json" else _Text())
    found.addFilter(_Known(always))
    return found


class _Discreet(logging.StreamHandler[TextIO]):
    """Writes no token, wherever somebody has put one: into an address, or what an unexpected error tells."""

    def format(self, record: logging.LogRecord) -> str:
        return hidden(super().format(record))


class _Known(logging.Filter):
    """Adds what is known wherever a line is logged."""

    def __init__(self, always: Mapping[str, Any]) -> None:
        super().__init__()
        self._always = always

    def filter(self, record: logging.LogRecord) -> bool:
        known = dict(self._always)
        if (request := REQUEST.get()) is not None:
            known["request"] = request.get("request_id")
            if (caller := request.get("caller")) is not None:
                known["user"] = caller.name
        for name, value in known.items():
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


class _Json(JsonFormatter):
    """A JSON object a line: time, level, logger, message, and whatever else the line has."""

    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            json_ensure_ascii=False,
        )


class _Text(logging.Formatter):
    """A line for people; what a job's own process says, and what belongs to a request, says so at the end."""

    converter = staticmethod(time.gmtime)
    default_msec_format = "%s.%03dZ"
    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """The line, before a trace if there is one."""
        found = [f"{name} {getattr(record, name)}" for name in ("job", "request", "user") if hasattr(record, name)]
        line = super().formatMessage(record)
        return f"{line} ({', '.join(found)})" if found else line
