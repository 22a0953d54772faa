"""What is written down of every request: its id, its line in the log, and its place in the metrics."""

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observing.logs import REQUEST
from api.observing.metrics import REQUESTS, operation_of
from api.security.credentials import hidden

log = logging.getLogger("dermaga.requests")

REQUEST_ID = "X-Request-Id"
# An id of a proxy or a client; any other is not taken over, since it is written to logs and answers.
_TAKEN_OVER = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Asked by machines every few seconds: lines about them say nothing.
_QUIET = {"get_health", "get_readiness", "get_metrics"}


class Observed:
    """Stands before all else, so that refused requests are seen too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write down how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = _id_of(Headers(scope=scope))
        began, status, answered = time.perf_counter(), 500, False

        async def send_marked(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = state["request_id"]
                status, answered = message["status"], True
                REQUESTS.labels(operation_of(scope), status).observe(time.perf_counter() - began)
            await send(message)

        token = REQUEST.set(state)
        try:
            await self._app(scope, receive, send_marked)
        finally:
            operation = operation_of(scope)
            if answered and (status >= 500 or not (operation in _QUIET or (operation == "-" and status < 400))):
                _tell(scope, operation, status, time.perf_counter() - began)
            REQUEST.reset(token)


def _id_of(headers: Headers) -> str:
    given = headers.get(REQUEST_ID, "")
    return given if _TAKEN_OVER.fullmatch(given) and hidden(given) == given else secrets.token_hex(8)


def _tell(scope: Scope, operation: str, status: int, seconds: float) -> None:
    """The line of a request. Its address may be anything: it is shown as Python writes it, without its query."""
    path = hidden(ascii(scope["path"])[1:-1])
    log.info(
        "%s %s: %d in %.3f s",
        scope["method"],
        path,
        status,
        seconds,
        extra={
            "operation": operation,
            "method": scope["method"],
            "path": path,
            "status": status,
            "duration_s": round(seconds, 6),
        },
    )
