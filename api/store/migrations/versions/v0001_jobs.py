"""Jobs, their events and parts, what they work on, and the workers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "contents",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_contents"),
    )
    op.create_table(
        "jobs",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("case_key", sa.String(64), nullable=False),
        sa.Column("plan_key", sa.String(64)),
        sa.Column("cores", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("queued", _MOMENT, nullable=False),
        sa.Column("started", _MOMENT),
        sa.Column("finished", _MOMENT),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("error", sa.Text()),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.Column("worker", sa.String(32)),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Float(), nullable=False),
        sa.Column("served", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_jobs"),
        sa.UniqueConstraint("id", name="uq_jobs_id"),
        sa.UniqueConstraint("owner", "key", name="uq_jobs_owner_key"),
        sa.ForeignKeyConstraint(["case_key"], ["contents.key"], name="fk_jobs_case_key"),
        sa.ForeignKeyConstraint(["plan_key"], ["contents.key"], name="fk_jobs_plan_key"),
    )
    op.create_index("ix_jobs_state_priority", "jobs", ["state", "priority"])
    op.create_index("ix_jobs_owner_served", "jobs", ["owner", "served"])
    op.create_index("ix_jobs_served", "jobs", ["served"])
    op.create_table(
        "job_events",
        sa.Column("job", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("job", "number", name="pk_job_events"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name="fk_job_events_job", ondelete="CASCADE"),
    )
    op.create_table(
        "job_parts",
        sa.Column("job", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job", "number", name="pk_job_parts"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name="fk_job_parts_job", ondelete="CASCADE"),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("cores", sa.Integer(), nullable=False),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )
