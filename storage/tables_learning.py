"""The tables of what is learned. The index over `incident_words` is each database's own (FTS5, or
GIN over a tsvector): the migration makes it, and the database keeps it."""

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables import Row, table_of


class WordsRow(Row, table=True):
    """The words of an incident, to find it by (see `bot.searchable.Kept`). `readers` None:
    everyone may find it."""

    __tablename__ = "incident_words"

    incident_id: int = Field(primary_key=True, foreign_key="incidents.id")
    team_id: str
    words: str
    readers: str | None = None


class DebriefAskedRow(Row, table=True):
    """Who was asked about an incident, and whether they have answered: not to ask twice. Nothing
    here leads to what they said."""

    __tablename__ = "debrief_asked"

    incident_id: int = Field(primary_key=True, foreign_key="incidents.id")
    user_id: str = Field(primary_key=True)
    team_id: str
    answered: bool


class DebriefAnswerRow(Row, table=True):
    """What somebody said about an incident. Not who, and not when: the id is drawn by lot, and the
    rows are kept in its order."""

    __tablename__ = "debrief_answers"
    __table_args__ = (
        Index("ix_debrief_answers_incident", "incident_id"),
        {"sqlite_with_rowid": False},
    )

    id: str = Field(primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incidents.id")
    possible: str
    better: str


incident_words = table_of(WordsRow)
debrief_asked = table_of(DebriefAskedRow)
debrief_answers = table_of(DebriefAnswerRow)
