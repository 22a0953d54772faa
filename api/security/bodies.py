"""Bodies of requests are read whole before anybody works on them: in time, and no deeper than JSON of ours is."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Refusal, problem_of, problem_of_status
from api.web.answers import problem_response
from data.errors import BadInput
from data.formats.sizes import refuse_deep


class Bodies:
    """Reads each body within some seconds, so that senders who dawdle hold nothing up, and refuses JSON bombs."""

    def __init__(self, app: ASGIApp, read_s: float, most_depth: int) -> None:
        self._app = app
        self._read_s = read_s
        self._most_depth = most_depth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a refused body with its problem; pass any other on."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        if headers is None or not ("content-length" in headers or "transfer-encoding" in headers):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._read_s):
                body = await _whole(receive)
            if body is None:  # whoever sent it has gone
                return
            if "json" in headers.get("content-type", ""):
                await asyncio.to_thread(refuse_deep, "body", body, self._most_depth)
        except TimeoutError:
            refusal = Refusal(
                HTTPStatus.REQUEST_TIMEOUT,
                "too-slow",
                f"the body did not come in whole within {self._read_s:g} s; send it at once, or less of it",
            )
            await problem_response(problem_of(refusal), scope["path"], {"Connection": "close"})(scope, receive, send)
            return
        except HTTPException as error:  # larger than a body may be
            answer = problem_of_status(error.status_code, error.detail)
            await problem_response(answer, scope["path"], {"Connection": "close"})(scope, receive, send)
            return
        except BadInput as error:
            await problem_response(problem_of(error), scope["path"])(scope, receive, send)
            return
        given = False

        async def replayed() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replayed, send)


async def _whole(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
