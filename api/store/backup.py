"""Backup and restore of a database; a backup also while servers and workers are at work on it.

A backup is what one transaction sees: every table as it was at one moment. SQLite (by its write-ahead log) and
PostgreSQL (REPEATABLE READ) let others write meanwhile, so one way serves both, and a backup of one can be restored
into the other. SQLite's own online backup would copy pages that only SQLite reads.

A restore is one transaction too. What ran is put back into the queue with its best answer and its parts.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from api.jobs.queue import put_back_all
from api.jobs.table import alive
from api.store.archive import Archive, Manifest, open_archive, write_archive
from api.store.database import answered, writing
from api.store.opening import knows_revision, revision_at, upgrade
from api.store.tables import workers
from data.errors import DermagaError

# Alembic's own table, which says the version of the others; and who works on the database, which no backup restores.
_VERSION, _WORKERS = "alembic_version", "workers"
_BATCH = 100
# What comes of rows that no backup has: they are no JSON, of other columns, or what the tables do not take.
_NO_ROW = (
    *(ValueError, TypeError, KeyError, RecursionError, OverflowError),
    *(IntegrityError, DataError, ProgrammingError),
)


def backup(engine: Engine, path: Path) -> Manifest:
    """Write all tables to a file that nobody else may read, in place of what has its name.

    The tables may be those of an earlier version. Raises DermagaError, and Away.
    """
    with _snapshot(engine) as connection:
        revision = revision_at(connection)
        if revision is None:
            raise DermagaError("there are no tables of Dermaga in this database: there is nothing to back up")
        tables = ((table, _rows(connection, table)) for table in _tables(connection))
        try:
            return write_archive(path, version("dermaga"), revision, tables)
        except OSError as error:
            raise DermagaError(f"the backup {path} can't be written: {error.strerror or error}") from error


def restore(engine: Engine, path: Path, *, replace: bool = False) -> Manifest:
    """Fill a database from a backup, and bring its tables to this version; all of it or nothing.

    Raises DermagaError where the file is not whole or of a later version, where there is something in the database that
    is not to be replaced, or where somebody is at work on it; and Away.
    """
    archive = open_archive(path)
    if not knows_revision(archive.manifest.revision):
        raise DermagaError(
            f"{path} was made by a later version of Dermaga ({archive.manifest.dermaga}); restore it with that one"
        )
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        _empty(connection, replace)
        upgrade(connection, archive.manifest.revision)
        _fill(connection, archive)
        upgrade(connection)
        put_back_all(connection)
    return archive.manifest


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment for as long as it takes, and holds up nobody."""
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with answered(), engine.connect() as raw, raw.execution_options(**options) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        yield connection


def _tables(connection: Connection) -> list[Table]:
    """The tables that there are, each after those that it refers to, without those that are of no use elsewhere."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in (_VERSION, _WORKERS)]


def _rows(connection: Connection, table: Table) -> Iterable[Sequence[Any]]:
    rows = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(rows, execution_options={"yield_per": _BATCH})


def _empty(connection: Connection, replace: bool) -> None:
    """Drop all tables, if there is nothing in them, or nothing that is to be kept. Raises DermagaError."""
    if inspect(connection).has_table(_WORKERS) and (
        connection.execute(select(func.count()).select_from(workers).where(alive())).scalar_one()
    ):
        raise DermagaError(
            "workers are at work on this database, or were a minute ago; stop all servers and workers before a restore"
        )
    full = [
        table.name
        for table in _tables(connection)
        if connection.execute(select(func.count()).select_from(table)).scalar_one()
    ]
    if full and not replace:
        raise DermagaError(
            f"the database is not empty ({', '.join(full)}); restore into a new one, or give --replace to lose what is "
            "there"
        )
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)


def _fill(connection: Connection, archive: Archive) -> None:
    """Insert the rows of an archive into its tables, which are empty. Raises DermagaError."""
    tables = _tables(connection)
    if {table.name for table in tables} != archive.manifest.tables.keys():
        raise DermagaError(f"{archive.path} has other tables than its version {archive.manifest.revision} of Dermaga")
    for table in tables:
        try:
            rows = archive.rows(table)
            while batch := list(islice(rows, _BATCH)):
                connection.execute(insert(table), batch)
        except _NO_ROW as error:
            raise DermagaError(
                f"{archive.path} has rows in its table {table.name} that can't be: it was changed by hand, or its disk "
                "is at fault; take another backup"
            ) from error
        if connection.dialect.name == "postgresql":
            _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that there are, as SQLite does by itself."""
    for column in table.primary_key.columns:
        of = {"table": table.name, "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), of).scalar()
        last = connection.execute(select(func.max(column))).scalar()
        if sequence is not None and last is not None:
            connection.execute(select(func.setval(sequence, last)))
