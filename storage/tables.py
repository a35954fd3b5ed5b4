"""The tables. Every row that belongs to a workspace carries its `team_id`.

Words such as a severity are stored as plain text: a newer version may know more of them.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, MetaData, Table, UniqueConstraint, inspect, text
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime

# Names that are the same everywhere, so that a later migration can refer to them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What all tables share: one catalogue of names."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index over the rows that wait for something: it stays small however many are done. So it
    is on PostgreSQL, which is said where it is made, in a migration: to say it here would load all
    that SQLAlchemy knows of PostgreSQL (see `storage.inserts`)."""
    return Index(name, *columns, sqlite_where=text(where))


class TeamSettings(Row, table=True):
    """What a team decided, whole, as JSON."""

    __tablename__ = "team_settings"

    team_id: str = Field(primary_key=True)
    settings: dict[str, Any] = Field(sa_type=JSON)
    changed_by: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class PersonRow(Row, table=True):
    """What Slack says about a person."""

    __tablename__ = "people"

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    name: str
    zone: str
    is_admin: bool
    active: bool
    is_bot: bool
    known_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class IncidentRow(Row, table=True):
    """One incident. `channel`, `thread_ts` and `trouble` are its home. `next_promise_at` is the
    sooner of `next_update_at` and the open promises. An older version leaves the last four empty.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index("ix_incidents_list", "team_id", "status", "next_update_at"),
        Index("ix_incidents_pressing", "team_id", "status", "next_promise_at"),
        Index("ix_incidents_owner", "team_id", "owner", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    number: int
    title: str
    story: str
    owner: str
    reporter: str
    severity: str
    status: str
    playbook_key: str
    own_playbook: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    making_up: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    noticed_by: str
    expected: str
    source_link: str
    private: bool
    drill: bool
    channel: str
    thread_ts: str | None = None
    trouble: str
    customers: list[dict[str, Any]] = Field(sa_type=JSON)
    steps: dict[str, Any] = Field(sa_type=JSON)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    happened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    noticed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    update_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_update_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None
    close_reason: str
    version: int
    promises: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    actions: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    next_promise_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    words_given: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)


class ChaseRow(Row, table=True):
    """One thing that is owed. `next_at` None: nobody is told."""

    __tablename__ = "chases"
    __table_args__ = (
        _partial("ix_chases_next_at", "next_at", where="next_at IS NOT NULL"),
        Index("ix_chases_who", "team_id", "who"),
    )

    incident_id: int = Field(primary_key=True, foreign_key="incidents.id")
    key: str = Field(primary_key=True)
    team_id: str
    who: str
    since: datetime = Field(sa_type=UtcDateTime)
    due: datetime = Field(sa_type=UtcDateTime)
    interval_seconds: float
    rung: str
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str
    moved_by: str | None = None


class TimelineRow(Row, table=True):
    """One entry of an incident's timeline; `channel` and `ts` where it stands for a message, and
    `marked_by` who said so. A message that two people marked has two rows."""

    __tablename__ = "timeline"
    __table_args__ = (
        Index("ix_timeline_incident", "incident_id", "at"),
        UniqueConstraint(
            "incident_id", "kind", "channel", "ts", "marked_by", name="uq_timeline_message"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incidents.id")
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    by_user: str
    text: str
    channel: str | None = None
    ts: str | None = None
    marked_by: str


class OutboxRow(Row, table=True):
    """One message of ours, promised or already in Slack.

    `due_at` None: nothing is to be done about it; `NEVER`: it waits until somebody has helped.
    `place` orders a lane. `channel`, `ts`, `thread_ts`: the message it became, and in which thread.
    `tried`: a post was begun and nobody knows yet how it ended. `gathering` is set while a reminder
    may still take in more, and is what makes it the only one of that person.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("gathering"),
        _partial("ix_outbox_due_at", "due_at", where="due_at IS NOT NULL"),
        _partial("ix_outbox_lane", "lane", "place", where="due_at IS NOT NULL"),
        Index("ix_outbox_incident", "incident_id", "slot"),
    )

    id: str = Field(primary_key=True)
    team_id: str
    key: str
    kind: str
    slot: str
    lane: str
    place: int = Field(sa_type=BigInteger)
    incident_id: int | None = Field(default=None, foreign_key="incidents.id")
    target: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    wanted: int
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    gathering: str | None = None
    token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int
    tried: bool
    error: str
    dead_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None


class PostedRow(Row, table=True):
    """Every message of ours there ever was: an old prompt is still recognised."""

    __tablename__ = "posted"

    team_id: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    outbox_id: str = Field(foreign_key="outbox.id")


class ThreadMessageRow(Row, table=True):
    """A person's message in an incident's thread. Its text is not kept."""

    __tablename__ = "thread_messages"

    team_id: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    incident_id: int = Field(foreign_key="incidents.id")
    author: str
    seen_at: datetime = Field(sa_type=UtcDateTime)


class CoachRestRow(Row, table=True):
    """Until when the coach leaves a person in peace about an incident (`NEVER`: for good). It says
    nothing of why or how often, and is deleted once it is over."""

    __tablename__ = "coach_rests"

    incident_id: int = Field(primary_key=True, foreign_key="incidents.id")
    user_id: str = Field(primary_key=True)
    team_id: str
    until_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ExceptionRow(Row, table=True):
    """A way of saying something that a workspace calls no blame; not who said it, nor who so."""

    __tablename__ = "phrase_exceptions"

    team_id: str = Field(primary_key=True)
    shape: str = Field(primary_key=True)
    category: str
    added_at: datetime = Field(sa_type=UtcDateTime)


class SeenRow(Row, table=True):
    """What has been dealt with already: Slack delivers some things twice."""

    __tablename__ = "seen"

    team_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)


class CounterRow(Row, table=True):
    """The last incident number of a team."""

    __tablename__ = "counters"

    team_id: str = Field(primary_key=True)
    value: int


class MetaRow(Row, table=True):
    """What the deployment itself remembers."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


def table_of(row: type[Row]) -> Table:
    """The table of that class."""
    table = inspect(row).local_table
    assert isinstance(table, Table)
    return table


team_settings = table_of(TeamSettings)
people = table_of(PersonRow)
incidents = table_of(IncidentRow)
chases = table_of(ChaseRow)
timeline = table_of(TimelineRow)
outbox = table_of(OutboxRow)
posted = table_of(PostedRow)
thread_messages = table_of(ThreadMessageRow)
coach_rests = table_of(CoachRestRow)
phrase_exceptions = table_of(ExceptionRow)
seen = table_of(SeenRow)
counters = table_of(CounterRow)
meta = table_of(MetaRow)
