"""The session of a browser: it changes a token for a cookie that no script can read.

An EventSource can send no headers, and a token in the page's storage could be read by any script that gets into it. The
cookie holds a random secret of its own, of which the database keeps the hash with the token that it stands for: it ends
with that token, after hours, or by signing out, on all servers, and the token can't be had from it.
"""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from api.problems import Refusal
from api.resources.access import SessionAnswer
from api.routes.dependencies import TheCallers, Tokens
from api.security.access import TheCaller, needs, unknown
from api.security.callers import COOKIE, SECURE_COOKIE, by_https, session_of
from api.security.roles import Caller, Role
from api.store.tokens import SESSION_H
from api.web.answers import problems

router = APIRouter(prefix="/session", tags=["access"], dependencies=[needs(Role.VIEWER, parties=True)])


@router.get("", operation_id="get_session", response_model=SessionAnswer)
def get_session(request: Request, caller: TheCaller) -> dict[str, Any]:
    """Who calls, and what they may do."""
    by_cookie = caller.token is not None and "authorization" not in request.headers
    return _session_json(caller, by_cookie)


@router.post("", operation_id="sign_in", response_model=SessionAnswer, responses=problems(409))
def sign_in(request: Request, response: Response, tokens: Tokens, caller: TheCaller) -> dict[str, Any]:
    """Open a session with the token of the Authorization header: the answer sets a cookie that is good for 12 hours."""
    if caller.token is None:
        raise Refusal(
            HTTPStatus.CONFLICT, "no-tokens", "this server asks for no tokens: there is nothing to sign in to"
        )
    if "authorization" not in request.headers:
        raise unknown("a session is opened with a token; send Authorization: Bearer dermaga_...")
    https = by_https(request.headers)
    response.set_cookie(
        SECURE_COOKIE if https else COOKIE,
        tokens.open_session(caller.token),
        max_age=SESSION_H * 3600,
        httponly=True,
        samesite="strict",
        secure=https,
    )
    return _session_json(caller, True)


@router.delete("", operation_id="sign_out", status_code=204, response_class=Response)
def sign_out(request: Request, tokens: Tokens, callers: TheCallers) -> Response:
    """End the session of the cookie, everywhere. Without one, nothing is done."""
    if (secret := session_of(request.headers)) is not None:
        tokens.close_session(secret)
        callers.forget()
    https = by_https(request.headers)
    response = Response(status_code=204)
    response.delete_cookie(SECURE_COOKIE if https else COOKIE, httponly=True, samesite="strict", secure=https)
    return response


def _session_json(caller: Caller, signed_in: bool) -> dict[str, Any]:
    return {
        "name": caller.name,
        "role": caller.role,
        "party": caller.party,
        "of": caller.of,
        "signed_in": signed_in,
    }
