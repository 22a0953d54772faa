"""Who sends a request: by its token, by the session of its browser, or because it can only come from this machine."""

import asyncio
from time import monotonic

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from api.problems import Refusal
from api.security.access import unknown
from api.security.credentials import SESSION, TOKEN, hash_of
from api.security.roles import LOCAL, Caller
from api.store.database import Away
from api.store.tokens import TokenTable

COOKIE = "dermaga"
# Over https. Browsers take a cookie of such a name only where it is Secure and of this host alone.
SECURE_COOKIE = "__Host-dermaga"
# Seconds for which a caller who was found is remembered: after so long a token that was revoked is good nowhere.
_FOR_S = 3
_MOST = 1_000


class Callers:
    """Finds out who calls. Wrong tokens are not counted: nobody guesses 256 bits, and each costs one indexed look."""

    def __init__(self, tokens: TokenTable, *, asks: bool) -> None:
        self._tokens = tokens
        self._asks = asks
        self._known: dict[str, tuple[Caller, float]] = {}

    async def caller_of(self, headers: Headers) -> Caller | None:
        """Who sends a request with these headers. None where it shows nothing, or a session that is over.

        Raises Refusal for a token that is not good, and Away where the database is: nobody is let in then.
        """
        if not self._asks:
            return LOCAL
        given = headers.getlist("authorization")
        if not given:
            secret = session_of(headers)
            return None if secret is None else await self._found(SESSION, secret)
        scheme, _, secret = given[0].partition(" ")
        if len(given) > 1 or scheme.lower() != "bearer":
            raise unknown("the Authorization header must be one, of the form Bearer dermaga_...")
        caller = await self._found(TOKEN, secret.strip())
        if caller is None:
            raise unknown("the token is wrong, has expired or was revoked; ask an admin for another", "invalid_token")
        return caller

    async def still_know(self, headers: Headers) -> bool:
        """Whether whoever sent these headers would still be let in. Waits while the database is away."""
        while True:
            try:
                return await self.caller_of(headers) is not None
            except Away:
                await asyncio.sleep(1)
            except Refusal:
                return False

    def forget(self) -> None:
        """Ask the database about everybody again."""
        self._known.clear()

    async def _found(self, kind: str, secret: str) -> Caller | None:
        key = kind + hash_of(secret)
        caller, until = self._known.get(key, (None, 0.0))
        if monotonic() < until:
            return caller
        asked = monotonic()
        look = self._tokens.caller_of_token if kind == TOKEN else self._tokens.caller_of_session
        caller = await asyncio.to_thread(look, secret)
        if caller is None:
            self._known.pop(key, None)
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = (caller, asked + _FOR_S)
        return caller


def session_of(headers: Headers) -> str | None:
    """The secret of a session that a request shows."""
    cookies = cookie_parser(headers.get("cookie", ""))
    name = SECURE_COOKIE if by_https(headers) else COOKIE
    return cookies.get(name)


def by_https(headers: Headers) -> bool:
    """Whether a request came to the proxy by https, as the proxy says.

    Who says so without a proxy deceives nobody but itself: its cookie is kept more strictly.
    """
    return headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower() == "https"
