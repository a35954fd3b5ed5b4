"""The coach: whom it leaves in peace, and what a workspace calls no blame."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "coach_rests",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name="fk_coach_rests_incident_id"
        ),
        sa.PrimaryKeyConstraint("incident_id", "user_id", name="pk_coach_rests"),
    )
    op.create_index("ix_coach_rests_until_at", "coach_rests", ["until_at"], unique=False)
    op.create_table(
        "phrase_exceptions",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "shape", name="pk_phrase_exceptions"),
    )
