"""The file of a backup: all tables of a database, the same from SQLite and from PostgreSQL.

It is a zip: `manifest.json` says what it is, of which version its tables are, and of each table its columns, the number
of its rows and the SHA-256 of its lines; `tables/<name>.jsonl` has a row a line, a JSON array. Bytes are in base64,
moments in ISO 8601 with their zone. The checksums find damage; they are no seal against who wants to change it.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import DateTime, LargeBinary, Table

from data.errors import DermagaError

FORMAT = "dermaga-backup-1"
_MANIFEST = "manifest.json"
_NO_BACKUP = "is no backup of Dermaga, or only a part of one; take another copy of it"


class TableEntry(BaseModel):
    """What an archive has of a table."""

    model_config = ConfigDict(extra="forbid")

    columns: list[str]
    rows: int
    sha256: str


class Manifest(BaseModel):
    """What an archive is."""

    model_config = ConfigDict(extra="forbid")

    format: str
    dermaga: str  # the version of the program that made it
    revision: str  # of the tables
    made: datetime
    tables: dict[str, TableEntry]


@dataclass(frozen=True)
class Archive:
    """An archive that is whole: every line was read once, and is as it was written."""

    path: Path
    manifest: Manifest

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table as its columns take them."""
        names = self.manifest.tables[table.name].columns
        read = {name: _reader(table, name) for name in names}
        with zipfile.ZipFile(self.path) as file, file.open(_member(table.name)) as lines:
            for line in lines:
                yield {name: read[name](value) for name, value in zip(names, json.loads(line), strict=True)}


def write_archive(
    path: Path, version: str, revision: str, tables: Iterable[tuple[Table, Iterable[Iterable[Any]]]]
) -> Manifest:
    """Write tables with their rows to a file that nobody else may read: all of it or nothing.

    Raises OSError.
    """
    entries: dict[str, TableEntry] = {}
    with _whole(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table, rows in tables:
            count, digest = 0, hashlib.sha256()
            with archive.open(_member(table.name), "w", force_zip64=True) as member:
                for row in rows:
                    line = json.dumps([_written(value) for value in row], separators=(",", ":")).encode() + b"\n"
                    digest.update(line)
                    member.write(line)
                    count += 1
            entries[table.name] = TableEntry(columns=table.columns.keys(), rows=count, sha256=digest.hexdigest())
        made = datetime.now(UTC)
        manifest = Manifest(format=FORMAT, dermaga=version, revision=revision, made=made, tables=entries)
        archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def open_archive(path: Path) -> Archive:
    """An archive, after all of it was compared with its checksums. Raises DermagaError where it is not whole."""
    try:
        with zipfile.ZipFile(path) as file:
            manifest = Manifest.model_validate_json(file.read(_MANIFEST))
            if manifest.format != FORMAT:
                raise DermagaError(
                    f"{path} is a backup of another kind ({manifest.format}): restore it with its Dermaga"
                )
            for name, entry in manifest.tables.items():
                with file.open(_member(name)) as lines:
                    _compare(path, name, entry, lines)
    except OSError as error:
        raise DermagaError(f"{path} can't be read ({os.strerror(error.errno or 0)})") from error
    except (zipfile.BadZipFile, KeyError, ValidationError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DermagaError(f"{path} {_NO_BACKUP}") from error
    return Archive(path, manifest)


def _compare(path: Path, name: str, entry: TableEntry, lines: IO[bytes]) -> None:
    count, digest = 0, hashlib.sha256()
    try:
        for line in lines:
            digest.update(line)
            count += 1
    except zipfile.BadZipFile as error:
        raise DermagaError(f"{path} is damaged in its table {name}; take another copy of it") from error
    if (count, digest.hexdigest()) != (entry.rows, entry.sha256):
        raise DermagaError(f"{path} is damaged in its table {name}; take another copy of it")


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _written(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case _:
            return value


def _reader(table: Table, name: str) -> Any:
    kind = table.c[name].type
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    if isinstance(kind, DateTime):
        # SQLite keeps moments in UTC, without their zone.
        zone = UTC if kind.timezone else None
        return lambda value: None if value is None else datetime.fromisoformat(value).replace(tzinfo=zone)
    return lambda value: value


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes its name once it is whole and on the disk. What had the name is replaced."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
