"""Versions of cases as they are listed: whose they are, since when, and which is the newest.

A change never overwrites: it makes the next version, by whom, when and with a note. A case that was removed has a
version without content as its last; its name can be used again, and its versions go on counting. Embedded cases have
one version, and are in no table.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, func, select

from api.store.contents import Content
from api.store.tables import case_versions
from data import cases
from data.case import Case
from data.codes import ID
from data.errors import NotFound

# Who made the only version of an embedded case.
DERMAGA = "dermaga"
# Held while an embedded case is read, so that nobody reads it twice at once.
_READING = Lock()


@dataclass(frozen=True)
class CaseVersion:
    """A version of a case: whose change it is, and when. Without a hash it is the case's removal."""

    name: str
    version: int
    hash: str | None
    made: datetime | None  # None of an embedded case
    made_by: str
    note: str
    title: str = ""  # the terminal's name
    calls: int = 0
    shipments: int = 0
    embedded: bool = False
    key: str | None = None  # of its content

    @property
    def removed(self) -> bool:
        """Whether it says that the case was removed."""
        return self.hash is None

    @property
    def etag(self) -> str:
        """What clients know it by."""
        return f'"{self.version}-{(self.hash or "removed")[:12]}"'


@dataclass(frozen=True)
class StoredCase:
    """A version of a case, with its content."""

    case: Case
    version: CaseVersion


_LAST = select(case_versions.c.name, func.max(case_versions.c.version).label("version")).group_by(case_versions.c.name)
LIVE = select(case_versions).join(
    last := _LAST.subquery(), (case_versions.c.name == last.c.name) & (case_versions.c.version == last.c.version)
).where(case_versions.c.hash.is_not(None))  # fmt: skip


def newest_of(connection: Connection, name: str) -> CaseVersion | None:
    """The newest version of a case, which may be its removal; the embedded one where none was uploaded."""
    if re.fullmatch(ID, name) is None:
        return None
    query = select(case_versions).where(case_versions.c.name == name).order_by(case_versions.c.version.desc())
    row = connection.execute(query.limit(1)).first()
    if (row is None or row.hash is None) and name in cases.embedded():
        return embedded(name).version
    return None if row is None else version_of(row)


def found(connection: Connection, name: str, number: int | None) -> CaseVersion:
    """A version with content, the newest where no number is given. Raises NotFound."""
    newest = newest_of(connection, name)
    if newest is None:
        raise unknown(name)
    version: CaseVersion | None = newest
    if number is not None and number != newest.version:
        query = select(case_versions).where(case_versions.c.name == name, case_versions.c.version == number)
        row = connection.execute(query).first()
        version = None if row is None else version_of(row)
    if version is None:
        raise NotFound(f"{name} has no version {number}; its newest is {newest.version}")
    if version.removed:
        assert version.made is not None
        raise NotFound(
            f"{name} was removed as version {version.version}, by {version.made_by} at "
            f"{version.made:%Y-%m-%d %H:%M:%S} UTC; ask for an earlier version of it, or upload it anew"
        )
    return version


def unknown(name: str) -> NotFound:
    """What is said of a case that never was."""
    near = get_close_matches(name, cases.embedded(), n=1)
    hint = f"did you mean {near[0]}?" if near else f"embedded ones are {', '.join(cases.embedded())}"
    return NotFound(f"there is no case {name}; {hint}")


def version_of(row: Row[Any]) -> CaseVersion:
    """The version in a row of the table."""
    return CaseVersion(
        name=row.name,
        version=row.version,
        hash=row.hash,
        made=row.made,
        made_by=row.made_by,
        note=row.note,
        title=row.title,
        calls=row.calls,
        shipments=row.shipments,
        key=row.content_key,
    )


def embedded(name: str) -> StoredCase:
    """The embedded case of this name. Reading one takes a second; later it is at hand."""
    with _READING:
        return _embedded(name)


@cache
def _embedded(name: str) -> StoredCase:
    case = cases.load(name).case
    version = CaseVersion(
        name=name,
        version=1,
        hash=case.hash,
        made=None,
        made_by=DERMAGA,
        note="came with Dermaga",
        title=case.terminal.name,
        calls=len(case.calls),
        shipments=len(case.shipments),
        embedded=True,
        key=Content(case.model_dump_json()).key,
    )
    return StoredCase(case, version)
