"""Tables for running it: how fast we may speak to Slack, and what is held for review."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.tables import Row, table_of


class PaceRow(Row, table=True):
    """One line of calls to Slack, shared by all replicas: `key` is a method, or a method in a
    channel. The next call may go at `free_at`, and none before `parked_until_at`."""

    __tablename__ = "pace"

    key: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcDateTime)
    parked_until_at: datetime = Field(sa_type=UtcDateTime)


class HeldRow(Row, table=True):
    """Something that came due at `due_at`, long before anybody was there to say it, and is held
    until a person has decided. `kind` is chase or message; `ref` is the chase's key or the id of a
    row of the outbox, whose incident is not named here (0)."""

    __tablename__ = "held"

    team_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    incident_id: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)


pace = table_of(PaceRow)
held = table_of(HeldRow)
