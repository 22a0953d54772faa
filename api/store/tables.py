"""The tables of the database. Migrations make them; a test holds both against each other."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

# SQLite counts rows by itself in a column of its plain type alone.
Number = BigInteger().with_variant(Integer, "sqlite")
# The largest that a column of numbers of versions or events holds; PostgreSQL compares it with no larger one.
MOST_NUMBER = 2**31 - 1


class Moment(TypeDecorator[datetime]):
    """A moment with its zone. SQLite knows none: there it is kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From UTC."""
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Cases and plans of jobs and of versions, each once: JSON, compressed by zlib, under its SHA-256.
contents = Table(
    "contents",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),  # in the order of submission
    Column("id", String(16), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    # Whose it is, the key under which it was submitted, and a fingerprint of what was submitted.
    Column("owner", String(64), nullable=False),
    Column("key", String(200)),
    Column("fingerprint", String(64), nullable=False),
    Column("request", Text, nullable=False),
    Column("case_key", ForeignKey("contents.key"), nullable=False),
    Column("case_version", Integer),  # its number among the versions of the case
    Column("plan_key", ForeignKey("contents.key")),
    # What the claim asks for: cores that it needs, and 0 where it takes minutes at most or 1 where it may take long.
    Column("cores", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created", Moment, nullable=False),
    Column("queued", Moment, nullable=False),  # since when it waits, or has waited
    Column("started", Moment),
    Column("finished", Moment),
    Column("progress", Text, nullable=False),
    Column("result", LargeBinary),  # JSON, compressed by zlib
    Column("error", Text),
    Column("cancel", Boolean, nullable=False),  # somebody asked to cancel it
    # Which attempt may write: its fencing token. `beat` grows with every renewal of its lease.
    Column("attempt", Integer, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("worker", String(32)),
    Column("lapses", Integer, nullable=False),  # attempts whose worker was not heard of any more
    Column("spent", Float, nullable=False),  # seconds of all attempts
    Column("served", BigInteger, nullable=False),  # ascends with every claim of any job
    Column("events", Integer, nullable=False),  # the number of its last event
    UniqueConstraint("owner", "key"),
    Index(None, "state", "priority"),
    Index(None, "owner", "served"),
    Index(None, "served"),
)

job_events = Table(
    "job_events",
    metadata,
    Column("job", ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(16), nullable=False),
    Column("data", Text, nullable=False),
    Column("attempt", Integer, nullable=False),  # that told it
)

# What a job has done for good, to go on from: finished replications. They go when it ends.
job_parts = Table(
    "job_parts",
    metadata,
    Column("job", ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("cores", Integer, nullable=False),
    Column("seen", Moment, nullable=False),
)

# Uploaded cases: each change makes a version, which never changes. A case that was removed has a version without
# content as its last.
case_versions = Table(
    "case_versions",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content_key", ForeignKey("contents.key")),
    Column("hash", String(64)),  # of the case
    # What a list of cases says of it.
    Column("title", Text, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("shipments", Integer, nullable=False),
    Column("made", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("note", Text, nullable=False),
)

# Plans as people have changed them. Version 1 is what the job found; it is not here.
plan_versions = Table(
    "plan_versions",
    metadata,
    Column("job", ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content_key", ForeignKey("contents.key"), nullable=False),
    Column("cost", Float, nullable=False),
    Column("broken", Integer, nullable=False),  # faults that the checker finds: with any, it is a draft
    Column("made", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("note", Text, nullable=False),
)

# What stands of a plan beside its versions. Plans that are here are never forgotten with their jobs.
plan_standings = Table(
    "plan_standings",
    metadata,
    Column("job", ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),  # counts changes of any kind
    Column("changed", Moment, nullable=False),
    Column("changed_by", String(64), nullable=False),
    Column("accepted", Integer),  # the version that the terminal works to
    Column("accepted_by", String(64)),
    Column("accepted_at", Moment),
    Column("locked_by", String(64)),
    Column("locked_at", Moment),
    Column("remark", Text),  # of planners for each other
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),  # by which people speak of it
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256 of the token, which is 256 random bits
    Column("name", String(64), nullable=False),  # of the user
    Column("role", String(16), nullable=False),
    Column("party", String(32)),
    Column("of", Text),
    Column("made", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("expires", Moment),
    Column("revoked", Moment),
)

# Browsers that are signed in with a token.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of what the cookie holds, 256 random bits too
    Column("token", ForeignKey("tokens.id", ondelete="CASCADE"), nullable=False),
    Column("expires", Moment, nullable=False),
)

# Who did what and when. Rows are only added; the oldest go when there are too many.
audit = Table(
    "audit",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("who", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("action", String(40), nullable=False),  # the operation's id, or the command
    Column("target", Text, nullable=False),
    Column("outcome", Integer, nullable=False),  # HTTP status
    Column("detail", Text, nullable=False),  # JSON
    Index(None, "who"),
    Index(None, "target"),
)
