"""Problems as HTTP answers: who raises what is answered how."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE, Problem, Refusal, problem_of, problem_of_status, request_faults
from api.security.credentials import hidden
from data.errors import BadInput, DermagaError

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
log = logging.getLogger("dermaga.api")

# What the web framework says more briefly.
_CLEARER = {
    400: "the body can't be read: give JSON in UTF-8, and no number of thousands of digits",
    404: "there is nothing at this address; /api/v1/openapi.json lists what there is",
    405: "this address does not take that method; the Allow header lists those that it takes",
}


def problem_response(answer: Problem, path: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as the response to a request for a path."""
    content = hidden(answer.model_copy(update={"instance": path}).model_dump_json(exclude_none=True))
    return Response(content, status_code=answer.status, headers=headers, media_type=MEDIA_TYPE)


def answer_errors(app: FastAPI) -> None:
    """Let an application answer every error with a problem."""

    @app.exception_handler(RequestValidationError)
    def bad_request(request: Request, error: RequestValidationError) -> Response:
        return problem_response(problem_of(BadInput(request_faults(error.errors()))), request.url.path)

    @app.exception_handler(HTTPException)
    def of_status(request: Request, error: HTTPException) -> Response:
        detail = _CLEARER.get(error.status_code, error.detail)
        headers = dict(error.headers) if error.headers else None
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers = {"Allow": ", ".join(_methods_of(request))}
        return problem_response(problem_of_status(error.status_code, detail), request.url.path, headers)

    @app.exception_handler(DermagaError)
    def refused(request: Request, error: DermagaError) -> Response:
        headers = error.headers if isinstance(error, Refusal) else None
        return problem_response(problem_of(error), request.url.path, headers)

    app.add_middleware(Caught)


class Caught:
    """Answers what nobody has foreseen, inside whatever marks answers; a client that has gone gets none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except ClientDisconnect:
            log.info("the client went away before it had sent everything; nothing was stored")
        except Exception as error:
            answer = problem_response(problem_of(error), scope.get("path", ""))
            if begun or scope["type"] != "http":
                raise
            await answer(scope, receive, send)


def _methods_of(request: Request) -> list[str]:
    """Every method that the address of a request takes. The framework tells those of its first route alone."""
    scope = {"type": "http", "path": request.scope["path"], "root_path": "", "headers": []}
    return [
        method
        for method in _METHODS
        if any(route.matches(scope | {"method": method})[0] is Match.FULL for route in request.app.routes)
    ]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The statuses of an operation that are answered with a problem, for its OpenAPI entry."""
    return {status: {"model": Problem} for status in statuses}
