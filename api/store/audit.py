"""The audit log: who did what and when, also what was refused."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, select

from api.security.credentials import hidden
from api.security.roles import Caller
from api.store.database import reading, writing
from api.store.tables import audit
from data.errors import DermagaError

log = logging.getLogger("dermaga.audit")

NOBODY = "-"  # who has shown no token, or a wrong one; no user can have this name
# Of nobody's requests, rows that a server writes in a minute, and the newest that are kept: strangers can neither fill
# the disk nor push out what users did.
MOST_A_MINUTE, MOST_OF_NOBODY = 30, 1_000
# Rows are counted, and the oldest removed, each time so many were added.
_EVERY = 100


@dataclass(frozen=True)
class Entry:
    """Something that was done, or refused."""

    number: int
    at: datetime
    who: str
    role: str
    action: str
    target: str
    outcome: int
    detail: dict[str, Any]


class AuditLog:
    """The audit log of a database, of which so many rows are kept."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._most = most
        self._lock = Lock()
        self._minute = 0
        self._strange = 0  # rows of nobody in this minute

    def write(
        self, caller: Caller | None, action: str, target: str, outcome: int, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write down what was done. What can't be written is told to the log of the server: the deed is done."""
        values = {
            "at": datetime.now(UTC),
            "who": NOBODY if caller is None else caller.name,
            "role": "" if caller is None else caller.role,
            "action": action[:40],
            "target": _printable(hidden(target))[:500],
            "outcome": outcome,
            "detail": json.dumps({} if detail is None else dict(detail), ensure_ascii=False),
        }
        if caller is None and self._too_many_strangers():
            return
        try:
            with writing(self._engine) as connection:
                insert = audit.insert().values(**values).returning(audit.c.number)
                number = connection.execute(insert).scalar_one()
                if number % _EVERY == 0:
                    _keep_newest(connection, audit.c.who == NOBODY, MOST_OF_NOBODY)
                    _make_room(connection, self._most)
        except DermagaError as error:
            log.error("not in the audit log (%s): %s", error, json.dumps(values, default=str))

    def page(
        self, most: int, *, who: str | None = None, target: str | None = None, before: int | None = None
    ) -> list[Entry]:
        """At most so many rows, the newest first: of a user, of targets that begin so, older than a number."""
        wanted: list[ColumnElement[bool]] = []
        if who is not None:
            wanted.append(audit.c.who == who)
        if target is not None:
            wanted.append(func.substr(audit.c.target, 1, len(target)) == target)
        if before is not None:
            wanted.append(audit.c.number < before)
        query = select(audit).where(*wanted).order_by(audit.c.number.desc()).limit(most)
        with reading(self._engine) as connection:
            return [Entry(**{**row._mapping, "detail": json.loads(row.detail)}) for row in connection.execute(query)]

    def _too_many_strangers(self) -> bool:
        with self._lock:
            minute = int(monotonic() // 60)
            if minute != self._minute:
                self._minute, self._strange = minute, 0
            self._strange += 1
            return self._strange > MOST_A_MINUTE


def _keep_newest(connection: Connection, rows: ColumnElement[bool], most: int) -> None:
    last = select(audit.c.number).where(rows).order_by(audit.c.number.desc())
    oldest = connection.execute(last.offset(most).limit(1)).scalar()
    if oldest is not None:
        connection.execute(delete(audit).where(rows, audit.c.number <= oldest))


def _make_room(connection: Connection, most: int) -> None:
    """Remove rows of users beyond so many: the oldest of whatever somebody has done the most often.

    Were it the oldest of all, anybody with a token could push out what others did, or they themselves, by asking for
    something again and again.
    """
    alike = (audit.c.who, audit.c.action, audit.c.outcome)
    count = func.count().label("count")
    counted = select(*alike, count).where(audit.c.who != NOBODY).group_by(*alike)
    groups = [list(row) for row in connection.execute(counted)]
    over = sum(row[-1] for row in groups) - most
    while over > 0:
        groups.sort(key=lambda row: -row[-1])
        second = groups[1][-1] if len(groups) > 1 else 0
        *named, held = groups[0]
        gone = min(over, max(held - second, 1))
        rows = and_(*(column == value for column, value in zip(alike, named, strict=True)))
        _keep_newest(connection, rows, held - gone)
        groups[0][-1] = held - gone
        over -= gone


def _printable(text: str) -> str:
    """A text without what a database can't keep, or would break lines of those who read it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
