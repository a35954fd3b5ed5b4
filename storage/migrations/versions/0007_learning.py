"""The words of incidents with an index over them, and what people say in private for the debrief.

The index is the database's own, and kept by itself: FTS5 with triggers, or a GIN index over a
tsvector. What older incidents say is filled in by the bot, some at a time (`storage.words`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ON_SQLITE = (
    "CREATE VIRTUAL TABLE incident_words_index USING fts5(words, content='incident_words', "
    "content_rowid='incident_id', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    "CREATE TRIGGER incident_words_index_ins AFTER INSERT ON incident_words BEGIN "
    "INSERT INTO incident_words_index(rowid, words) VALUES (new.incident_id, new.words); END",
    "CREATE TRIGGER incident_words_index_del AFTER DELETE ON incident_words BEGIN "
    "INSERT INTO incident_words_index(incident_words_index, rowid, words) "
    "VALUES ('delete', old.incident_id, old.words); END",
    "CREATE TRIGGER incident_words_index_upd AFTER UPDATE OF words ON incident_words BEGIN "
    "INSERT INTO incident_words_index(incident_words_index, rowid, words) "
    "VALUES ('delete', old.incident_id, old.words); "
    "INSERT INTO incident_words_index(rowid, words) VALUES (new.incident_id, new.words); END",
)
ON_POSTGRES = (
    "CREATE INDEX incident_words_index ON incident_words "
    "USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)


def upgrade() -> None:
    op.create_table(
        "incident_words",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("readers", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name="fk_incident_words_incident_id"
        ),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident_words"),
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if on_sqlite else ON_POSTGRES:
        op.execute(statement)
    op.create_table(
        "debrief_asked",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name="fk_debrief_asked_incident_id"
        ),
        sa.PrimaryKeyConstraint("incident_id", "user_id", name="pk_debrief_asked"),
    )
    op.create_table(
        "debrief_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("possible", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name="fk_debrief_answers_incident_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_debrief_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_debrief_answers_incident", "debrief_answers", ["incident_id"])
