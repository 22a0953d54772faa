"""Versions of cases and plans, and what stands of a plan. Jobs of before belong to whoever sat at the machine."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """From 0001."""
    op.create_table(
        "case_versions",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content_key", sa.String(64)),
        sa.Column("hash", sa.String(64)),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("shipments", sa.Integer(), nullable=False),
        sa.Column("made", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_case_versions"),
        sa.ForeignKeyConstraint(["content_key"], ["contents.key"], name="fk_case_versions_content_key"),
    )
    op.create_table(
        "plan_versions",
        sa.Column("job", _NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content_key", sa.String(64), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("made", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job", "version", name="pk_plan_versions"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name="fk_plan_versions_job", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["content_key"], ["contents.key"], name="fk_plan_versions_content_key"),
    )
    op.create_table(
        "plan_standings",
        sa.Column("job", _NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("accepted", sa.Integer()),
        sa.Column("accepted_by", sa.String(64)),
        sa.Column("accepted_at", _MOMENT),
        sa.Column("locked_by", sa.String(64)),
        sa.Column("locked_at", _MOMENT),
        sa.PrimaryKeyConstraint("job", name="pk_plan_standings"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name="fk_plan_standings_job", ondelete="CASCADE"),
    )
    op.add_column("jobs", sa.Column("case_version", sa.Integer()))
    op.execute("UPDATE jobs SET owner = 'local' WHERE owner = ''")
