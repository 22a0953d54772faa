"""The database: SQLite in one file, or PostgreSQL by its URL, and what is said when it does not answer."""

import logging
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from shutil import disk_usage
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.observing.metrics import DATABASE_ERRORS
from api.problems import Refusal
from data.errors import DermagaError

log = logging.getLogger("dermaga.store")

# Seconds to wait for a lock, for a connection, and for the answer to a statement: less than a lease, so that one slow
# statement loses none.
_LOCK_S, _CONNECT_S, _ANSWER_S = 5, 3, 8
_DISK_FULL = ("53100", sqlite3.SQLITE_FULL)


class Away(Refusal):
    """The database does not answer, or takes nothing more. That is nobody's fault who asks: try again later."""

    def __init__(self, kind: str = "database-away", detail: str = "", status: HTTPStatus | None = None) -> None:
        super().__init__(
            status or HTTPStatus.SERVICE_UNAVAILABLE,
            kind,
            detail or "the database does not answer; try again in a moment, a submission with the same Idempotency-Key",
            {"Retry-After": "5"},
        )


def shown(url: str | URL) -> str:
    """A URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def url_of(database: str) -> URL:
    """The URL of a database: of SQLite where only a file is named. Raises DermagaError."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).absolute()))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise DermagaError("the URL of the database can't be read; give postgresql://user@host/name") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DermagaError(f"{url.drivername} is no database for Dermaga: give a file for SQLite, or postgresql://...")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise DermagaError("jobs in memory are lost with the server: give the path of a file for SQLite")
    return url


def connect(database: str) -> Engine:
    """An engine on a database, which it does not yet speak to. Raises DermagaError for a URL that is none."""
    url = url_of(database)
    if url.get_backend_name() == "sqlite":
        assert url.database is not None
        path = Path(url.database)
        if not path.parent.is_dir():
            raise DermagaError(f"there is no folder {path.parent} for the database; make it, or correct --database")
        # A pool that is used up waits as long as a locked file.
        engine = create_engine(
            url,
            connect_args={"timeout": _LOCK_S},
            pool_size=10,
            max_overflow=40,
            pool_timeout=_ANSWER_S,
            hide_parameters=True,  # what people have sent, and hashes of tokens: errors are logged
        )
        _prepare_sqlite(engine, path)
        return engine
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            pool_timeout=_ANSWER_S,
            hide_parameters=True,
            connect_args={
                "connect_timeout": _CONNECT_S,
                "tcp_user_timeout": _ANSWER_S * 1000,
                "application_name": "dermaga",
                "options": f"-c statement_timeout={_ANSWER_S * 1000} -c lock_timeout={_LOCK_S * 1000} "
                "-c idle_in_transaction_session_timeout=20000 -c timezone=UTC",
            },
        )
    except (ImportError, NoSuchModuleError) as error:
        raise DermagaError("PostgreSQL needs psycopg: pip install dermaga[postgresql]") from error


def _prepare_sqlite(engine: Engine, path: Path) -> None:
    """Let a connection wait for locks, lose nothing at a power cut, and begin to write at the begin of a transaction.

    A transaction that began with reading could find that somebody else has written meanwhile, and would fail.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_LOCK_S * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            # It holds what people have uploaded. SQLite gives its other files the same mode.
            with _unless_others_own_it():
                path.chmod(0o600)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


@contextmanager
def _unless_others_own_it() -> Iterator[None]:
    try:
        yield
    except PermissionError:
        log.warning("the database's file belongs to somebody else: its mode is left as it is")


@contextmanager
def answered() -> Iterator[None]:
    """Let what goes wrong with the database itself be told as Away. What a statement has broken stays as it is."""
    try:
        yield
    except PoolTimeout as error:
        raise _counted(Away("database-busy", "too many wait for the database; try again in a moment")) from error
    except DBAPIError as error:
        if _code(error) in _DISK_FULL:
            detail = "the disk of the database is full; nothing was stored"
            raise _counted(Away("disk-full", detail, HTTPStatus.INSUFFICIENT_STORAGE)) from error
        if error.connection_invalidated or _is_away(error):
            raise _counted(Away()) from error
        raise


def _counted(away: Away) -> Away:
    DATABASE_ERRORS.labels(away.kind).inc()
    return away


def _code(error: DBAPIError) -> object:
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)


def _is_away(error: DBAPIError) -> bool:
    """Whether an error is of the way to the database or of its state, and not of the statement.

    Of PostgreSQL's classes: connections (08), transactions that were in each other's way (40), resources (53), stopped
    by an operator or by a limit of time (57, 55), the system (58), or none since nobody answered.
    """
    if isinstance(error.orig, sqlite3.OperationalError):
        return "no such" not in str(error.orig) and "syntax" not in str(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    unanswered = state is None and type(error.orig).__name__ in ("OperationalError", "InterfaceError")
    return unanswered or (state is not None and state[:2] in ("08", "40", "53", "55", "57", "58", "25"))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it or nothing. Raises Away."""
    with answered(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads. Raises Away."""
    with answered(), engine.connect() as raw, raw.execution_options(reading=True) as connection, connection.begin():
        yield connection


def free_bytes(engine: Engine) -> int | None:
    """Bytes that are free on the disk of SQLite's file; None of PostgreSQL, whose disk is another machine's."""
    if engine.dialect.name == "postgresql" or engine.url.database is None:
        return None
    return disk_usage(Path(engine.url.database).parent).free
