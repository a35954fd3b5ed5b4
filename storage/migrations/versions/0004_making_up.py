"""Playbooks of a team's own, kept with the incident that was opened on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incidents", sa.Column("own_playbook", sa.JSON(), nullable=True))
