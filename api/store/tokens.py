"""Tokens by which callers are known, and the sessions that browsers open with them."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, Select, delete, or_, select, tuple_, update

from api.problems import Refusal
from api.security.credentials import SESSION, TOKEN, hash_of, is_secret, new_secret
from api.security.roles import Caller, Holder, Role
from api.store.database import reading, writing
from api.store.tables import sessions, tokens
from data.errors import NotFound
from data.export_chain import Party

SESSION_H = 12  # hours that a browser is signed in
MOST_SESSIONS = 50  # of one token, the newest


@dataclass(frozen=True)
class Token:
    """What is known of a token. The token itself is shown once, when it is made."""

    id: str
    name: str
    role: Role
    party: Party | None
    of: str | None
    made: datetime
    made_by: str
    expires: datetime | None
    revoked: datetime | None

    @property
    def state(self) -> str:
        """Whether it is good: valid, expired or revoked."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= datetime.now(UTC) else "valid"

    @property
    def caller(self) -> Caller:
        """Who has it."""
        return Caller(self.name, self.role, self.party, self.of, self.id)


class TokenTable:
    """The tokens of a database. Everything raises Away where the database is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, holder: Holder, by: str) -> tuple[Token, str]:
        """Make a token: what is known of it, and the token itself.

        A user may have several, to change one for another; all of them have the same rights, since what somebody has
        asked for is found by the name. Raises Refusal.
        """
        now = datetime.now(UTC)
        token = Token(
            id=secrets.token_hex(4),
            name=holder.name,
            role=holder.role,
            party=holder.party,
            of=holder.of,
            made=now,
            made_by=by,
            expires=None if holder.days is None else now + timedelta(days=holder.days),
            revoked=None,
        )
        secret = new_secret(TOKEN)
        with writing(self._engine) as connection:
            for row in connection.execute(select(tokens).where(tokens.c.name == holder.name, _valid(now))):
                other = _token(row)
                if (other.role, other.party, other.of) != (token.role, token.party, token.of):
                    raise Refusal(
                        HTTPStatus.CONFLICT,
                        "name-taken",
                        f"{holder.name} has the token {other.id} with other rights ({other.role}); revoke it first, or "
                        "give another name",
                    )
            values = {column.name: getattr(token, column.name) for column in tokens.c if column.name != "hash"}
            connection.execute(tokens.insert().values(hash=hash_of(secret), **values))
        return token, secret

    def page(self, most: int, after: str | None = None) -> list[Token]:
        """At most so many tokens that were made after one (None: the first), revoked ones too."""
        query = select(tokens).order_by(tokens.c.made, tokens.c.id).limit(most)
        if after is not None:
            before = select(tokens.c.made).where(tokens.c.id == after).scalar_subquery()
            query = query.where(tuple_(tokens.c.made, tokens.c.id) > tuple_(before, after))
        with reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(query)]

    def named(self, name: str) -> list[Token]:
        """The valid tokens with an id, or of a user."""
        query = select(tokens).where(or_(tokens.c.id == name, tokens.c.name == name), _valid(datetime.now(UTC)))
        with reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, token_id: str) -> Token:
        """End a token and its sessions for good. Raises NotFound. One that has been revoked stays as it is."""
        with writing(self._engine) as connection:
            mine = tokens.c.id == token_id
            connection.execute(update(tokens).where(mine, tokens.c.revoked.is_(None)).values(revoked=datetime.now(UTC)))
            connection.execute(delete(sessions).where(sessions.c.token == token_id))
            row = connection.execute(select(tokens).where(mine)).one_or_none()
        if row is None:
            raise NotFound(f"there is no token {token_id}")
        return _token(row)

    def has_admin(self) -> bool:
        """Whether there is a valid token of an admin."""
        query = select(tokens.c.id).where(tokens.c.role == Role.ADMIN, _valid(datetime.now(UTC))).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def caller_of_token(self, secret: str) -> Caller | None:
        """Who has this token. None where it is wrong, expired or revoked."""
        if not is_secret(secret, TOKEN):
            return None
        return self._caller(select(tokens).where(tokens.c.hash == hash_of(secret), _valid(datetime.now(UTC))))

    def caller_of_session(self, secret: str) -> Caller | None:
        """Who has opened this session. None where it is wrong or over, or its token expired or revoked."""
        if not is_secret(secret, SESSION):
            return None
        now = datetime.now(UTC)
        query = select(tokens).join(sessions, sessions.c.token == tokens.c.id)
        return self._caller(query.where(sessions.c.hash == hash_of(secret), sessions.c.expires > now, _valid(now)))

    def open_session(self, token_id: str) -> str:
        """Open a session of a token, and remove those that are over or too many. Gives its secret."""
        secret, now = new_secret(SESSION), datetime.now(UTC)
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.expires <= now))
            mine = select(sessions.c.hash).where(sessions.c.token == token_id).order_by(sessions.c.expires.desc())
            old = connection.execute(mine.offset(MOST_SESSIONS - 1)).scalars().all()
            connection.execute(delete(sessions).where(sessions.c.hash.in_(old)))
            connection.execute(
                sessions.insert().values(hash=hash_of(secret), token=token_id, expires=now + timedelta(hours=SESSION_H))
            )
        return secret

    def close_session(self, secret: str) -> None:
        """End a session, if it is one."""
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.hash == hash_of(secret)))

    def _caller(self, query: Select[Any]) -> Caller | None:
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _token(row).caller


def _valid(now: datetime) -> ColumnElement[bool]:
    return tokens.c.revoked.is_(None) & or_(tokens.c.expires.is_(None), tokens.c.expires > now)


def _token(row: Any) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        party=cast(Party | None, row.party),
        of=row.of,
        made=row.made,
        made_by=row.made_by,
        expires=row.expires,
        revoked=row.revoked,
    )
