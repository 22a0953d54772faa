"""Everything that changes something, or was refused that, goes into the audit log before its answer goes out."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.security.guard import SAFE
from api.store.audit import AuditLog

# What changes nothing and is asked ten times a second, by whoever drags a ship: only refusals are worth a line.
_TRIES = ("try_move",)
_METHODS = ("DELETE", "PATCH", "POST", "PUT")


class Audited:
    """Writes down who asked for what, and how it was answered: no body, no query, no secret."""

    def __init__(self, app: ASGIApp, log: AuditLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write down its outcome if it may change something."""
        if scope["type"] != "http" or scope["method"] in SAFE:
            await self._app(scope, receive, send)
            return

        async def write(status: int, place: str | None = None) -> None:
            route = scope.get("route")
            if getattr(route, "operation_id", None) in _TRIES and status < HTTPStatus.BAD_REQUEST:
                return
            caller = scope.get("state", {}).get("caller")
            await asyncio.to_thread(
                self._log.write,
                caller,
                # Nobody's requests are refused before it is known what they ask for.
                getattr(route, "operation_id", None) or (scope["method"] if scope["method"] in _METHODS else "-"),
                place or scope["path"],  # what was made, where something was
                status,
                {"token": caller.token} if caller is not None and caller.token is not None else {},
            )

        async def send_written(message: Message) -> None:
            if message["type"] == "http.response.start":
                await write(message["status"], Headers(raw=message["headers"]).get("location"))
            await send(message)

        try:
            await self._app(scope, receive, send_written)
        except Exception:
            await write(500)
            raise
