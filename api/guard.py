"""What stands before every request: a server without passwords answers only those who sit at its machine.

Web pages of others can make a browser send requests to 127.0.0.1, directly or by a name of theirs that resolves to it
(DNS rebinding). The first carry a foreign Origin, the second a foreign Host.
"""

import re
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import LOCAL
from api.answers import problem_response
from api.problems import Refusal, problem_of, problem_of_status

_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Refuses foreign requests and too large ones, and marks every answer as meant for this page alone."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a refused request with its problem; pass any other on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        headers = Headers(scope=scope)
        try:
            check_sender(headers)
        except Refusal as refusal:
            await problem_response(problem_of(refusal), scope["path"])(scope, receive, send_marked)
            return
        scope.setdefault("state", {})["caller"] = LOCAL
        if self._announced_too_large(headers):
            await self._throw_away(receive)
            answer = problem_of_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._too_large)
            await problem_response(answer, scope["path"])(scope, receive, send_marked)
            return
        await self._app(scope, self._counted(receive), send_marked)

    @property
    def _too_large(self) -> str:
        return f"the body is too large; this server takes at most {self._most_bytes:,} bytes"

    def _announced_too_large(self, headers: Headers) -> bool:
        length = headers.get("content-length", "0")
        return length.isdecimal() and int(length) > self._most_bytes

    async def _throw_away(self, receive: Receive) -> None:
        """Read a body for nothing, within limits: most senders read an answer only when they have sent it all."""
        thrown, more = 0, True
        while more and thrown <= 5 * self._most_bytes:
            message = await receive()
            thrown += len(message.get("body", b""))
            more = message.get("more_body", False)

    def _counted(self, receive: Receive) -> Receive:
        """Count a body that comes without its length."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most_bytes:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._too_large)
            return message

        return counted


def check_sender(headers: Headers) -> None:
    """Raise Refusal unless a request comes from this machine and from a page of this server, if from any page."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _LOOPBACK_HOST.fullmatch(hosts[0]):
        raise _forbidden(
            "foreign-host", "the Host header must be 127.0.0.1, localhost or [::1]; open the server by one of them"
        )
    if any(origin.lower() != f"http://{hosts[0]}".lower() for origin in headers.getlist("origin")):
        raise _forbidden("foreign-origin", "the request comes from a page of another server")
    for name in headers:
        if name in ("forwarded", "x-real-ip") or name.startswith("x-forwarded-"):
            raise _forbidden("forwarded", f"the request was forwarded ({name}); this server has no passwords yet")


def _forbidden(kind: str, detail: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, kind, detail)
