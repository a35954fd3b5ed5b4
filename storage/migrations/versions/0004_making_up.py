"""A team's own playbook, kept with the incident that was opened on it; make-ups; when it was first
noticed and told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incidents", sa.Column("own_playbook", sa.JSON(), nullable=True))
    op.add_column("incidents", sa.Column("making_up", sa.JSON(), nullable=True))
    for name in ("noticed_at", "first_told_at"):
        op.add_column("incidents", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
