"""What stands before every request: who sends it is found out, and foreign requests are refused before they are read.

A server that asks for no tokens answers only those who sit at its machine. Web pages of others can make a browser send
requests to 127.0.0.1, directly or by a name of theirs that resolves to it (DNS rebinding). The first carry a foreign
Origin, the second a foreign Host. A server that asks for tokens is reached under names of its own, also through a
proxy; a page that came to it by rebinding has no token, and its browser keeps the cookie for the true name.
"""

import asyncio
import re
from contextlib import suppress
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Refusal, problem_of, problem_of_status
from api.security.access import unknown
from api.security.callers import Callers, by_https
from api.settings import Settings
from api.web.answers import problem_response

SAFE = ("GET", "HEAD", "OPTIONS")  # methods that change nothing
_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' blob:",  # blob: the board makes a picture of a drawing of its own
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Refuses foreign requests, those of nobody and too large ones, and marks answers as meant for this page alone."""

    def __init__(self, app: ASGIApp, settings: Settings, callers: Callers) -> None:
        self._app = app
        self._settings = settings
        self._callers = callers
        self._most_bytes = settings.most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a refused request with its problem; pass any other on, with its caller in its state."""
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
        state = scope.setdefault("state", {})
        state["caller"] = None
        try:
            check_sender(headers, self._settings)
            check_address(scope)
            caller = state["caller"] = await self._callers.caller_of(headers)
            if caller is None and not is_open(scope):
                raise unknown()
            if caller is not None and self._settings.asks_tokens and scope["method"] not in SAFE:
                check_page(headers, self._settings)
        except Refusal as refusal:
            answer = problem_response(problem_of(refusal), scope["path"], refusal.headers)
            await answer(scope, receive, send_marked)
            return
        if self._announced_too_large(headers):
            await self._throw_away(receive)
            answer = problem_response(
                problem_of_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._too_large), scope["path"]
            )
            await answer(scope, receive, send_marked)
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
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.read_s):
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


def is_open(scope: Scope) -> bool:
    """Whether anybody may ask for a path: the board, which holds no data, and what the application says is open."""
    path = scope["path"]
    return path == "/" or path.startswith("/board/") or path in scope["app"].state.open_paths


def check_sender(headers: Headers, settings: Settings) -> None:
    """Raise Refusal for a request to a foreign name, or from a foreign page, or on a way that can't be.

    Where no tokens are asked for, only this machine's own names are not foreign, and nothing may have been forwarded.
    """
    hosts = headers.getlist("host")
    host = hosts[0].lower() if len(hosts) == 1 else ""
    if not _LOOPBACK_HOST.fullmatch(host):
        if not settings.asks_tokens:
            raise _forbidden(
                "foreign-host", "the Host header must be 127.0.0.1, localhost or [::1]; open the server by one of them"
            )
        if not _HOST.fullmatch(host) or (settings.hosts and re.sub(r":\d+$", "", host) not in settings.hosts):
            raise _forbidden("foreign-host", "the server is not reached under this name; add it to its setting hosts")
    for origin in headers.getlist("origin"):
        if origin.lower() not in (_own_origin(headers, settings), *settings.origins):
            raise _forbidden(
                "foreign-origin",
                "the request comes from a page of another server"
                + ("; or a proxy sends another Host, or no X-Forwarded-Proto" if settings.asks_tokens else ""),
            )
    if settings.asks_tokens:
        return
    for name in headers:
        if name in ("forwarded", "x-real-ip") or name.startswith("x-forwarded-"):
            detail = f"the request was forwarded ({name}); behind a proxy, start the server with --tokens"
            raise _forbidden("forwarded", detail)


def check_address(scope: Scope) -> None:
    """Raise Refusal for a path with letters that nothing is named by, and that PostgreSQL could not even look for."""
    if "\0" in scope["path"]:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found", "there is nothing at an address with NUL in it")


def check_page(headers: Headers, settings: Settings) -> None:
    """Raise Refusal for a change that a browser's cookie would allow, unless it is asked for by our own page.

    Browsers send cookies by themselves, also for pages of our neighbours, but never a token.
    """
    if "authorization" not in headers and headers.get("origin", "").lower() != _own_origin(headers, settings):
        raise _forbidden("foreign-origin", "changes with the cookie are for the server's own page; send a token")


def _own_origin(headers: Headers, settings: Settings) -> str:
    scheme = "https" if settings.asks_tokens and by_https(headers) else "http"
    return f"{scheme}://{headers.get('host', '')}".lower()


def _forbidden(kind: str, detail: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, kind, detail)
