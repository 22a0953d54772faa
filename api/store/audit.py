"""The audit log: who did what and when, also what was refused."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, select

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
    """The audit log of a database, of which the newest rows are kept."""

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
            "target": hidden(target)[:500],
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
                    nobodys = audit.c.who == NOBODY
                    for rows, most in ((nobodys, MOST_OF_NOBODY), (~nobodys, self._most)):
                        last = select(audit.c.number).where(rows).order_by(audit.c.number.desc())
                        oldest = connection.execute(last.offset(most).limit(1)).scalar()
                        if oldest is not None:
                            connection.execute(delete(audit).where(rows, audit.c.number <= oldest))
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
