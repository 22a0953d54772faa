"""What planners say of a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003."""
    op.add_column("plan_standings", sa.Column("remark", sa.Text()))
