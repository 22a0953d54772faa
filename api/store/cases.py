"""Cases by name, with their versions: the embedded ones, which never change, and uploaded ones in the database."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Lock

from sqlalchemy import Connection, Engine, func, insert, select, text

from api.jobs.job import unpacked_text
from api.problems import Refusal
from api.store.at_hand import AtHand
from api.store.case_versions import LIVE, CaseVersion, StoredCase, embedded, found, newest_of, unknown, version_of
from api.store.contents import Content, stored
from api.store.database import reading, writing
from api.store.etags import require, wanted
from api.store.tables import MOST_NUMBER, case_versions, contents
from data import cases
from data.case import Case
from data.errors import DermagaError, NotFound
from data.formats.as_read import as_read

# Of PostgreSQL, the number of the lock under which versions of cases are made: one at a time.
_CHANGING = 0x44455243
# Bytes of JSON of the cases that are kept at hand, and how often a small change is tried.
_AT_HAND, _TRIES = 32_000_000, 20


class CaseStore:
    """Cases by name. May be used from any thread, and by any number of servers on one database. Raises Away."""

    def __init__(self, engine: Engine, most: int, most_versions: int = 10_000) -> None:
        self._engine = engine
        self._most = most
        self._most_versions = most_versions
        self._at_hand = AtHand[Case](_AT_HAND)
        self._changing = Lock()

    def entries(self, most: int, after: str = "") -> list[CaseVersion]:
        """The newest version of each case with a name behind `after`, embedded or uploaded, by name."""
        name = case_versions.c.name.collate("C" if self._engine.dialect.name == "postgresql" else "BINARY")
        query = LIVE.where(name > after).order_by(name).limit(most)
        with reading(self._engine) as connection:
            found = {row.name: version_of(row) for row in connection.execute(query)}
        for each in cases.embedded():
            if each > after and each not in found:
                found[each] = embedded(each).version
        return [found[each] for each in sorted(found)[:most]]

    def version(self, name: str, number: int | None = None) -> CaseVersion:
        """A version that has content, the newest where no number is given. Raises NotFound."""
        with reading(self._engine) as connection:
            return found(connection, name, number)

    def get(self, name: str, number: int | None = None) -> StoredCase:
        """A version with its content, the newest where no number is given. Raises NotFound."""
        with reading(self._engine) as connection:
            version = found(connection, name, number)
            if version.embedded:
                return embedded(name)
            assert version.key is not None
            case = self._at_hand.get(version.key)
            if case is not None:
                return StoredCase(case, version)
            query = select(contents.c.content).where(contents.c.key == version.key)
            content = unpacked_text(connection.execute(query).scalar_one())
        try:
            case = Case.model_validate_json(content)
        except ValueError as error:
            raise DermagaError(
                f"version {version.version} of {name} is of another Dermaga, and this one can't read it; upload it anew"
            ) from error
        self._at_hand.keep(version.key, case, len(content))
        return StoredCase(case, version)

    def versions(self, name: str, most: int, before: int | None = None) -> list[CaseVersion]:
        """Versions of a case with a number below `before`, the newest first, removals too. Raises NotFound."""
        query = select(case_versions).where(case_versions.c.name == name).order_by(case_versions.c.version.desc())
        below = query if before is None else query.where(case_versions.c.version < min(before, MOST_NUMBER))
        with reading(self._engine) as connection:
            newest = newest_of(connection, name)
            rows = connection.execute(below.limit(most)).all()
        if newest is None:
            raise unknown(name)
        if newest.embedded:
            return [newest] if before is None or before > newest.version else []
        return [version_of(row) for row in rows]

    def refuse_many(self, name: str, by: str, most: int) -> None:
        """Raise Refusal where somebody has made so many versions of a case within a day."""
        since = datetime.now(UTC) - timedelta(days=1)
        mine = (case_versions.c.name == name, case_versions.c.made_by == by, case_versions.c.made > since)
        with reading(self._engine) as connection:
            count = connection.execute(select(func.count()).select_from(case_versions).where(*mine)).scalar_one()
        if count >= most:
            raise Refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-many-marks",
                f"you have marked steps {count} times within a day; go on tomorrow, or ask a planner",
                {"Retry-After": "3600"},
            )

    def before(self, name: str, number: int) -> CaseVersion:
        """The last version with content before another. Raises NotFound."""
        earlier = (
            select(case_versions)
            .where(case_versions.c.name == name, case_versions.c.version < number, case_versions.c.hash.is_not(None))
            .order_by(case_versions.c.version.desc())
        )
        with reading(self._engine) as connection:
            row = connection.execute(earlier.limit(1)).first()
        if row is None:
            raise NotFound(f"{name} has no version before {number}; give from")
        return version_of(row)

    # Changes ----------------------------------------------------------------------------------------------------------

    def check_new(self, name: str) -> None:
        """Raise Refusal where the name is taken, or there is no room for another case."""
        with reading(self._engine) as connection:
            self._check_new(connection, name)

    def check_change(self, name: str, if_match: str | None) -> None:
        """Raise Refusal where a change of this state of a case could not be made. Raises NotFound."""
        with reading(self._engine) as connection:
            _check_change(connection, name, if_match)

    def add(self, case: Case, by: str, note: str = "") -> CaseVersion:
        """Store a case under its name, which is free. Raises Refusal as `check_new` does."""
        content = _packed(case)
        with writing(self._engine) as connection:
            _alone(connection)
            self._check_new(connection, case.name)
            made = _next(connection, case.name, case, content, by, note)
        self._at_hand.keep(content.key, case, len(content.text))
        return made

    def replace(self, case: Case, by: str, note: str, if_match: str | None) -> CaseVersion:
        """Make the next version of the case of this name, or leave the newest one where it holds the same.

        Raises NotFound, and Refusal where the newest version is none that `if_match` names, or there are as many as may
        be.
        """
        content = _packed(case)
        with writing(self._engine) as connection:
            _alone(connection)
            newest = _check_change(connection, case.name, if_match)
            if newest.hash == case.hash:
                return newest
            if newest.version >= self._most_versions:
                raise Refusal(
                    HTTPStatus.INSUFFICIENT_STORAGE,
                    "versions-full",
                    f"{case.name} has {newest.version} versions, and no more are kept; go on with a copy of it",
                )
            made = _next(connection, case.name, case, content, by, note)
        self._at_hand.keep(content.key, case, len(content.text))
        return made

    def remove(self, name: str, by: str, note: str, if_match: str | None) -> CaseVersion:
        """Make a version without content. Raises as `replace` does."""
        with writing(self._engine) as connection:
            _alone(connection)
            _check_change(connection, name, if_match)
            return _next(connection, name, None, None, by, note)

    def update(self, name: str, change: Callable[[Case], Case], by: str, note: str = "") -> CaseVersion:
        """Make a small change to the newest version, whatever that is by now, as the next one.

        `change` is called again where somebody else was faster, and must do nothing else. Raises NotFound, Refusal
        where the case is embedded, and what `change` raises.
        """
        self.version(name)  # of one that was removed this says by whom
        self.check_change(name, "*")
        with self._changing:  # those of one server would only get in each other's way
            for _ in range(_TRIES):
                before = self.get(name)
                after = as_read(change(before.case).model_copy(update={"name": name}))
                try:
                    return self.replace(after, by, note, before.version.etag)
                except Refusal as refusal:
                    if refusal.status != HTTPStatus.PRECONDITION_FAILED:
                        raise
                time.sleep(random.uniform(0, 0.1))
        raise Refusal(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "case-busy",
            f"others change {name} all the time; try again in a moment",
            {"Retry-After": "5"},
        )

    def _check_new(self, connection: Connection, name: str) -> None:
        newest = newest_of(connection, name)
        if newest is not None and not newest.removed:
            detail = f"there is a case {name} already; upload it under another name, or put a new version of it"
            raise Refusal(HTTPStatus.CONFLICT, "name-taken", detail)
        live = select(func.count()).select_from(LIVE.subquery())
        if connection.execute(live).scalar_one() >= self._most:
            detail = f"the server holds {self._most} uploaded cases already; remove one that nobody needs"
            raise Refusal(HTTPStatus.INSUFFICIENT_STORAGE, "store-full", detail)


def _alone(connection: Connection) -> None:
    """Let this transaction be the only one that makes versions. In SQLite every transaction that writes is alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHANGING})


def _packed(case: Case) -> Content:
    content = Content(case.model_dump_json())
    _ = content.key, content.packed, case.hash  # made here, before others wait for the transaction
    return content


def _next(
    connection: Connection, name: str, case: Case | None, content: Content | None, by: str, note: str
) -> CaseVersion:
    last = select(func.max(case_versions.c.version)).where(case_versions.c.name == name)
    new = insert(case_versions).values(
        name=name,
        version=(connection.execute(last).scalar() or 0) + 1,
        content_key=None if content is None else stored(connection, content),
        hash=None if case is None else case.hash,
        made=datetime.now(UTC),
        made_by=by,
        note=note,
        title="" if case is None else case.terminal.name,
        calls=0 if case is None else len(case.calls),
        shipments=0 if case is None else len(case.shipments),
    )
    return version_of(connection.execute(new.returning(case_versions)).one())


def _check_change(connection: Connection, name: str, if_match: str | None) -> CaseVersion:
    """The newest version, if it may be changed by somebody who has seen what `if_match` says."""
    newest = newest_of(connection, name)
    if newest is None:
        raise unknown(name)
    if newest.embedded:
        detail = f"{name} came with Dermaga and never changes; upload it under another name, or copy it there"
        raise Refusal(HTTPStatus.CONFLICT, "embedded", detail)
    # Of what was removed nobody can have seen the newest state, not even by *.
    require('""' if newest.removed else wanted(if_match), newest.etag, newest.made_by, newest.made)
    return newest
