"""Promises to customers, and actions that prevent, on the incident they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incidents", sa.Column("promises", sa.JSON(), nullable=True))
    op.add_column("incidents", sa.Column("actions", sa.JSON(), nullable=True))
    soonest = sa.Column("next_promise_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("incidents", soonest)
    op.execute("UPDATE incidents SET next_promise_at = next_update_at")
    op.create_index("ix_incidents_pressing", "incidents", ["team_id", "status", "next_promise_at"])
