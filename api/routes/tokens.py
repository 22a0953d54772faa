"""Tokens: made, listed and revoked by admins."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from api.resources.access import MadeToken, TokenEntry, TokenList, TokenRequest
from api.routes.dependencies import TheCallers, Tokens
from api.security.access import TheCaller, needs
from api.security.roles import Role
from api.store.tokens import Token
from api.web.answers import problems
from api.web.pages import USUAL, After, Limit, page_of

router = APIRouter(prefix="/tokens", tags=["access"])


@router.get("", operation_id="list_tokens", response_model=TokenList, dependencies=[needs(Role.ADMIN)])
def list_tokens(tokens: Tokens, limit: Limit = USUAL, after: After = None) -> dict[str, Any]:
    """All tokens, in the order in which they were made, those that are no longer good too."""
    return page_of(tokens.page(limit + 1, after), limit, cursor=lambda token: token.id, shown=token_json)


@router.post(
    "",
    operation_id="add_token",
    status_code=201,
    response_model=MadeToken,
    responses=problems(409, 413),
    dependencies=[needs(Role.ADMIN)],
)
def add_token(request: TokenRequest, response: Response, tokens: Tokens, caller: TheCaller) -> dict[str, Any]:
    """Make a token. It is told in this answer and never again: only its hash is kept."""
    token, secret = tokens.add(request.holder, by=caller.name)
    response.headers["Location"] = f"/api/v1/tokens/{token.id}"
    response.headers["Cache-Control"] = "no-store"
    return token_json(token) | {"token": secret}


@router.delete(
    "/{token_id}",
    operation_id="revoke_token",
    response_model=TokenEntry,
    responses=problems(404),
    dependencies=[needs(Role.ADMIN)],
)
def revoke_token(token_id: str, tokens: Tokens, callers: TheCallers) -> dict[str, Any]:
    """End a token and the sessions that were opened with it: here at once, on other servers within seconds."""
    token = tokens.revoke(token_id)
    callers.forget()
    return token_json(token)


def token_json(token: Token) -> dict[str, Any]:
    """The fields of a token's resource."""
    return asdict(token) | {"state": token.state}
