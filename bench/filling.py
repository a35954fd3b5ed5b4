"""Databases with as many open incidents, obligations and waiting messages as are asked for.

The first incident is opened as every other; the rest are copies of its rows, made by the database.
Every tenth is private.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    true,
    type_coerce,
    update,
)
from sqlmodel import Session

from bench.payloads import TEAM
from bot.commands import OpenIncident
from bot.incident import Incident, Rung
from bot.ports import ParcelKind
from storage import schema
from storage.database import Database
from storage.store import Storage
from storage.tables import chases, counters, incidents, outbox, seen
from storage.tables_learning import incident_words

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
LATER = NOW + timedelta(days=30)
MUCH_LATER = NOW + timedelta(days=300)
OWNERS = 500
DUE = 100  # reminders that come due at once


@asynccontextmanager
async def storage_of(url: str) -> AsyncIterator[tuple[Storage, Database]]:
    """The doors to an empty database that is set up."""
    schema.prepare(url)
    database = Database.connect(url)
    try:
        yield Storage.over(database), database
    finally:
        await database.close()


async def opened(storage: Storage, number: int) -> Incident:
    """One more incident, as `/mistake …` opens it."""
    words = f"We sent invoice {number} to the wrong address, and Acme paid it twice"
    command = OpenIncident("U1", words, channel="C1")
    outcome = await storage.desk.perform(TEAM, None, command, now=NOW, key=f"bench:{number}")
    assert outcome.incident is not None
    return outcome.incident


async def fill(storage: Storage, database: Database, count: int) -> None:
    """That many open incidents, each with what it owes and nothing to send."""
    first = await opened(storage, 0)

    def work(session: Session) -> None:
        _copy_incident(session.connection(), first, count - 1)

    await database.run(work, in_thread=True)


async def come_due(storage: Storage, database: Database, times: int) -> datetime:
    """More incidents, of which `DUE` reminders come due at once, that many times, a minute apart.
    Nothing else does. Returns when they do first (UTC)."""
    first = await opened(storage, 1)
    count = times * DUE // len(first.chases)
    begins = min(each.next_at for each in first.chases.values() if each.next_at)

    def work(session: Session) -> None:
        connection = session.connection()
        at, theirs = chases.c.next_at, chases.c.incident_id >= first.id
        soon = update(chases).where(~theirs, at < MUCH_LATER)
        connection.execute(soon.values(next_at=MUCH_LATER))
        _copy_incident(connection, first, count - 1)
        minutes = (chases.c.incident_id - first.id) * len(first.chases) // DUE
        later = _later(connection, at, minutes * 60)
        connection.execute(update(chases).where(theirs).values(next_at=later))

    await database.run(work, in_thread=True)
    return begins


async def untold(database: Database) -> int:
    """Of how many obligations nobody has been reminded yet."""
    at_first = select(func.count()).where(chases.c.rung == Rung.HEADS_UP.value)
    return await database.read(lambda session: session.connection().scalar(at_first) or 0)


async def owe(database: Database, each: int) -> None:
    """Every incident owes that much more, much later."""

    def work(session: Session) -> None:
        connection, numbers = session.connection(), _numbers(each)
        step = select(func.min(chases.c.key)).scalar_subquery()
        key = literal("promise:") + cast(numbers.c.i, String)
        changed = {"key": key, "next_at": literal(MUCH_LATER, chases.c.next_at.type)}
        _copy(connection, chases, numbers, changed, chases.c.key == step)
        _settle(connection)

    await database.run(work, in_thread=True)


async def promise_messages(storage: Storage, database: Database, count: int) -> None:
    """That many messages wait to be sent, each to somebody else, asked for a second apart: all are
    due at `LATER`."""
    first = await opened(storage, 0)

    def work(session: Session) -> None:
        connection, numbers = session.connection(), _numbers(count)
        name = literal("b") + cast(numbers.c.i, String)
        due = _later(connection, outbox.c.due_at, numbers.c.i)
        changed = {"id": name, "key": name, "lane": name, "due_at": due}
        changed |= {"kind": literal(ParcelKind.REMINDER.value), "target": name}
        one = select(func.min(outbox.c.id)).scalar_subquery()
        _copy(connection, outbox, numbers, changed, outbox.c.id == one)
        connection.execute(
            update(outbox)
            .where(outbox.c.incident_id == first.id, outbox.c.lane.not_like("b%"))
            .values(due_at=None)
        )
        _settle(connection)

    await database.run(work, in_thread=True)


def _copy_incident(connection: Connection, first: Incident, count: int) -> None:
    """That many more like the first of them, with what they owe. Nothing is to be sent."""
    numbers = _numbers(count)
    connection.execute(update(outbox).values(due_at=None))
    owner = literal("U") + cast(numbers.c.i % OWNERS, String)
    private = (numbers.c.i + numbers.c.i // OWNERS) % 10 == 0  # of each owner's, too
    others = {
        "id": first.id + numbers.c.i,
        "number": first.number + numbers.c.i,
        "owner": owner,
        "private": private,
        # Those of a real team are due at different times.
        "next_promise_at": _later(connection, incidents.c.next_promise_at, numbers.c.i),
    }
    _copy(connection, incidents, numbers, others, incidents.c.id == first.id)
    owed = {"incident_id": first.id + numbers.c.i, "who": owner}
    _copy(connection, chases, numbers, owed, chases.c.incident_id == first.id)
    readers = case((private, " " + owner + f" {first.reporter} "))
    found = {"incident_id": first.id + numbers.c.i, "readers": readers}
    _copy(connection, incident_words, numbers, found, incident_words.c.incident_id == first.id)
    connection.execute(update(counters).values(value=first.number + count + 1))
    _settle(connection)


def _later(
    connection: Connection, at: ColumnElement[Any], seconds: ColumnElement[int]
) -> ColumnElement[Any]:
    if connection.dialect.name != "sqlite":
        return at + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    moved = func.strftime("%Y-%m-%d %H:%M:%f", at, cast(seconds, String) + literal(" seconds"))
    return type_coerce(moved + literal("000"), String)  # its instants are texts


def _numbers(count: int) -> CTE:
    """1, 2, … count, as a table."""
    first = select(literal(1).label("i")).where(literal(count) > 0)
    numbers = first.cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < count))


def _copy(
    connection: Connection,
    table: Table,
    numbers: CTE,
    changed: Mapping[str, ColumnElement[Any]],
    which: ColumnElement[bool] | None = None,
) -> None:
    """Each row once for every number, with these columns changed."""
    columns = [changed.get(column.name, column).label(column.name) for column in table.columns]
    found = select(*columns).select_from(table.join(numbers, true()))
    names = [column.name for column in table.columns]
    rows = found if which is None else found.where(which)
    connection.execute(insert(table).from_select(names, rows, include_defaults=False))


def _settle(connection: Connection) -> None:
    """What a server works out about its tables by and by."""
    if connection.dialect.name != "sqlite":
        last = select(func.max(incidents.c.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence("incidents", "id")
        connection.execute(select(func.setval(sequence, last)))
    for table in (incidents, incident_words, chases, outbox, seen):
        connection.exec_driver_sql(f"ANALYZE {table.name}")
