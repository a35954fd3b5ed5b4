"""What comes at the same time is done together, and nobody notices but by the clock."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from bot.commands import OpenIncident
from bot.effects import Outcome
from storage.database import Database
from storage.gathering import MOST, Gathering
from storage.store import Storage
from storage.tables import incidents
from tests.storage.moves import ANN, NOON, ROOM, TEAM


async def opening(storage: Storage, key: str, text: str = "Wrong invoice") -> Outcome:
    command = OpenIncident(ANN, f"{text} {key}", channel=ROOM)
    return await storage.desk.perform(TEAM, None, command, now=NOON, key=key)


async def test_all_who_open_at_once_get_their_own_number(
    storage: Storage, database: Database
) -> None:
    keys = [str(n % 90) for n in range(120)]  # thirty of them come twice
    outcomes = await asyncio.gather(*(opening(storage, key) for key in keys))
    opened = {
        key: outcome.incident
        for key, outcome in zip(keys, outcomes, strict=True)
        if outcome.incident
    }
    assert len(opened) == 90
    assert sorted(each.number for each in opened.values()) == list(range(1, 91))
    for key, incident in opened.items():
        assert incident.title == f"Wrong invoice {key}"
        assert await storage.desk.incident(TEAM, incident.number, ANN) == incident
    found = select(incidents.c.id)
    ids = await database.read(lambda session: session.connection().execute(found).scalars().all())
    assert sorted(ids) == sorted(incident.id for incident in opened.values())


async def test_words_that_say_nothing_hold_up_nobody(storage: Storage) -> None:
    silent = storage.desk.perform(
        TEAM, None, OpenIncident(ANN, "…", channel=ROOM), now=NOON, key="silent"
    )
    said, kept = await asyncio.gather(silent, opening(storage, "kept"))
    assert said.incident is None and said.answer is not None
    assert kept.incident is not None


async def test_one_that_fails_takes_nobody_with_it(database: Database) -> None:
    batches: list[int] = []

    def together(_session: Session, asked: Sequence[int]) -> Sequence[int]:
        batches.append(len(asked))
        if 13 in asked:
            raise ValueError(13)
        return [number * 2 for number in asked]

    twice = Gathering(database.run, together)
    asked = (twice.ask(number) for number in range(2 * MOST + 2))
    came = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(came.pop(13), ValueError)
    assert came == [number * 2 for number in range(2 * MOST + 2) if number != 13]
    assert max(batches) == MOST
    assert batches.count(1) >= MOST  # those that stood with the one that fails, each alone


async def test_what_can_wait_waits_a_while_and_no_longer(database: Database) -> None:
    def nothing(_session: Session) -> None:
        pass

    async def people() -> None:
        while True:
            await database.run(nothing)

    busy = [asyncio.create_task(people()) for _ in range(4)]
    async with asyncio.timeout(10):
        await database.run(nothing, patient=True)
    assert not any(task.done() for task in busy)
    for task in busy:
        task.cancel()
    await asyncio.gather(*busy, return_exceptions=True)
