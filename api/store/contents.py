"""Contents: cases and plans as JSON, each stored once under its hash, whoever uses it."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, delete, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from api.jobs.job import packed_text
from api.store.tables import case_versions, contents, jobs, plan_versions

# Every column that holds the key of a content.
_USES = (jobs.c.case_key, jobs.c.plan_key, case_versions.c.content_key, plan_versions.c.content_key)


@dataclass(frozen=True)
class Content:
    """A JSON text as it is stored: packed before a transaction begins, which others wait for."""

    text: str

    @cached_property
    def key(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def packed(self) -> bytes:
        """The text, compressed."""
        return packed_text(self.text)


def stored(connection: Connection, content: Content) -> str:
    """Store a content unless it is there, and give its key. Nobody deletes it before the transaction has ended."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(contents).values(key=content.key, content=content.packed)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"key": new.excluded.key}))
    return content.key


def drop_unused(connection: Connection) -> None:
    """Delete the contents that nothing uses any more."""
    used = union_all(*(select(column).where(column.is_not(None)) for column in _USES))
    try:
        with connection.begin_nested():
            connection.execute(delete(contents).where(contents.c.key.not_in(used)))
    except IntegrityError:  # somebody has just stored something that uses one of them: another time
        pass
