"""Two replicas at once on one server, whose reads see one moment for each statement only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.commands import OpenIncident
from bot.incident import may_see
from bot.settings import Settings, SettingsChanged
from storage import incidents
from storage.database import Database
from storage.statements import driver_of
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, TEAM, opened


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[Storage, Storage]]:
    """Two processes, as far as the server can tell."""
    databases = Database.connect(url), Database.connect(url)
    yield Storage.over(databases[0]), Storage.over(databases[1])
    for database in databases:
        await database.close()


async def test_a_private_incident_opened_meanwhile_is_not_listed(ready_postgres_url: str) -> None:
    async with two(ready_postgres_url) as (here, there):
        for number in range(60):
            secret = OpenIncident(ANN, f"Secret {number}", channel=ROOM, private=True)
            opening = asyncio.create_task(there.desk.perform(TEAM, None, secret, now=NOON))
            while not opening.done():
                page = await here.desk.open_incidents(TEAM, BEN, offset=0, limit=100)
                assert all(may_see(each, BEN, None) for each in page.incidents)
            await opening


async def test_of_the_first_settings_of_two_one_is_told(ready_postgres_url: str) -> None:
    async with two(ready_postgres_url) as (here, there):
        for team in (f"T{number}" for number in range(30)):
            base = Settings()
            lead, room = replace(base, lead=ANN), replace(base, incident_channel=ROOM)
            ends = await asyncio.gather(
                here.directory.save_settings(team, lead, before=base, by=ANN, now=NOON),
                there.directory.save_settings(team, room, before=base, by=BEN, now=NOON),
                return_exceptions=True,
            )
            assert sorted(map(type, ends), key=str) == [type(None), SettingsChanged]
            async with two(ready_postgres_url) as (later, _):
                kept = await later.directory.settings(team)
            assert kept == (room if ends[0] else lead)


async def test_what_another_has_changed_since_is_not_overwritten(
    storage: Storage, database: Database
) -> None:
    """Also where nobody had locked it."""
    before = await opened(storage)

    def change(session: Session) -> None:
        incidents.change(session.connection(), before, replace(before, title="Mine"))

    await database.run(change)
    with pytest.raises(incidents.LostRace):
        await database.run(change)


async def test_what_the_driver_raises_is_what_whoever_waits_expects(
    ready_postgres_url: str,
) -> None:
    def work(session: Session) -> None:
        driver_of(session.connection()).execute("SELECT 1 / 0")

    database = Database.connect(ready_postgres_url)
    for door in (database.run, database.read):
        with pytest.raises(SQLAlchemyError, match="division by zero") as raised:
            await door(work)
        assert raised.value.__cause__ is not raised.value
        with pytest.raises(KeyError) as raised_by_work:
            await door(lambda session: session.info["missing"])
        assert raised_by_work.value.__cause__ is None
    await database.close()
