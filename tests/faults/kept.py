"""What the database keeps, read beside the bot: the rows the checker compares with Slack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select

from bot.commands import MessageRef
from bot.incident import Incident
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from storage import incidents as incident_rows
from storage.columns import NEVER
from storage.engines import open_for_reading
from storage.known import Known
from storage.mapping import items_of
from storage.scenes import scenes
from storage.tables import chases, incidents, outbox, posted, timeline

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """The rows that matter, as they are at one moment, and each incident as the rules see it."""

    incidents: Mapping[int, Incident]
    chases: Sequence[Row]
    outbox: Sequence[Row]
    posted: frozenset[tuple[str, str]]
    timeline: Sequence[Row]
    scenes: Mapping[str, Scene]

    def waiting(self, now: datetime) -> list[Row]:
        """Rows of the outbox that should have been sent by `now` (UTC)."""
        return [row for row in self.outbox if row["due_at"] and row["due_at"] <= now]

    def unsent(self) -> list[Row]:
        """Rows of the outbox that wait for their time, and not for a person's help."""
        return [row for row in self.outbox if row["due_at"] and row["due_at"] < NEVER]

    def told(self) -> list[tuple[str, ChaseItem]]:
        """Every reminder there is: whom it tells (a person, or the channel of a thread), and of
        what."""
        return [
            (row["target"], item)
            for row in self.outbox
            for item in items_of(row["payload"].get("items", ()))
        ]


def look(url: str, question: Callable[[Connection], T]) -> T:
    """What `question` answers about the database at `url`."""
    with open_for_reading(url) as engine, engine.connect() as connection:
        return question(connection)


def kept(url: str) -> Kept:
    """What is in the database at `url` now."""
    return look(url, _kept)


def parcel_of(row: Row, incident: Incident | None) -> Parcel:
    """The row as a sender that has it in hand sees it."""
    return Parcel(
        id=row["id"],
        team=row["team_id"],
        kind=ParcelKind(row["kind"]),
        slot=row["slot"],
        target=incident.home.channel if incident and not row["target"] else row["target"],
        thread_ts=row["thread_ts"],
        posted=MessageRef(row["channel"], row["ts"]) if row["ts"] else None,
        incident_id=row["incident_id"],
        payload=row["payload"],
        wanted=row["wanted"],
        attempts=row["attempts"],
        token="",
        unsure=row["tried"],
    )


def _kept(connection: Connection) -> Kept:
    ids = [row["id"] for row in _rows(connection, incidents)]
    found = incident_rows.by_ids(connection, ids)
    rows = _rows(connection, outbox)
    parcels = [parcel_of(row, found.get(row["incident_id"] or 0)) for row in rows]
    around = scenes(connection, Known(), parcels)
    return Kept(
        incidents=found,
        chases=_rows(connection, chases),
        outbox=rows,
        posted=frozenset((row["channel"], row["ts"]) for row in _rows(connection, posted)),
        timeline=_rows(connection, timeline),
        scenes={parcel.id: scene for parcel, scene in zip(parcels, around, strict=True)},
    )


def _rows(connection: Connection, table: Table) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]
