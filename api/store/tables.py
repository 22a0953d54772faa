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

# Cases and plans that jobs work on, each once: JSON, compressed by zlib, under its SHA-256.
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
