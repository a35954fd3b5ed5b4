"""Who opens something before we know who they are lives by their own clock in the end."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import create_engine

from bot.people import Person
from storage import owners
from storage.database import Database
from storage.mapping import person_values
from storage.store import Storage
from storage.tables import meta, people
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened

HERE = Person(ANN, "Ann", "America/New_York", known_at=NOON)


async def by_her_clock(storage: Storage, number: int) -> bool:
    """Whether that incident is owed at the time at which one is that she opens, known, now."""
    found = await storage.desk.incident(TEAM, number, ANN)
    right = await opened(storage, "The chair broke", owner=ANN)
    due = {key: chase.due for key, chase in right.chases.items()}
    return {key: chase.due for key, chase in found.chases.items()} == due


async def lines(database: Database) -> int:
    """How many people the sweep has still to look at."""
    about = select(meta.c.key).where(meta.c.key.startswith("met:"))
    return len(await database.run(lambda s: s.connection().execute(about).all()))


async def sweep(storage: Storage) -> int:
    return await storage.sweeper.sweep(now=NOON, limit=10)


async def test_another_replica_heard_of_them_a_moment_ago(
    storage: Storage, database: Database
) -> None:
    assert not await storage.directory.people(TEAM, [ANN])  # and so it remembers for a moment
    other = Storage.over(database)
    await other.directory.save_person(TEAM, HERE)
    assert await sweep(other) == 0
    mine = await opened(storage)
    assert await sweep(other) == 1
    assert await by_her_clock(other, mine.number)


async def test_slack_says_who_they_are_while_they_open_it(ready_postgres_url: str) -> None:
    """Neither transaction sees the other, and the sweep comes before both have ended."""
    database, engine = Database.connect(ready_postgres_url), create_engine(ready_postgres_url)
    storage = Storage.over(database)
    with engine.connect() as connection:
        connection.execute(insert(people).values(person_values(TEAM, HERE)))
        owners.is_met(connection, TEAM, ANN)
        mine = await opened(storage)
        assert await sweep(storage) == 0
        connection.commit()
    assert await sweep(storage) == 1
    assert await by_her_clock(storage, mine.number)
    engine.dispose()
    await database.close()


@pytest.mark.parametrize("count", [1, 60])
async def test_of_whom_slack_says_nothing_is_not_looked_at_for_ever(
    storage: Storage, database: Database, count: int
) -> None:
    for number in range(count):
        await opened(storage, owner=f"U{number}")
    await opened(storage, owner=BEN)
    assert await lines(database) == count + 1
    for _ in range(4):
        assert await sweep(storage) == 0
    assert await lines(database) == 0
    await storage.directory.save_person(TEAM, Person(BEN, "Ben", "Asia/Tokyo", known_at=NOON))
    assert await sweep(storage) == 1
