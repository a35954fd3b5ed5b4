"""Leases: a message is in one sender's hands at a time, and what another says does not count."""

import asyncio
from datetime import timedelta

import pytest

from bot.commands import MessageRef, OpenIncident
from bot.effects import CARD
from storage.database import Database
from storage.outbox import LEASE
from storage.store import Storage
from tests.storage.moves import (
    ANN,
    LAPSED,
    NOON,
    PROMPT,
    ROOM,
    TEAM,
    claim_one,
    claimed,
    opened,
)


async def test_a_lapsed_lease_is_claimed_again_and_is_unsure_once_begun(storage: Storage) -> None:
    await opened(storage)
    idle = await claim_one(storage)
    assert await claimed(storage) == []
    [again] = await storage.outbox.claim(now=LAPSED, limit=10)
    assert (again.id, again.unsure, again.attempts) == (idle.id, False, 0)
    assert await storage.outbox.starting(again)
    assert not await storage.outbox.starting(idle)
    [third] = await storage.outbox.claim(now=LAPSED + LEASE, limit=10)
    assert (third.unsure, third.attempts) == (True, 0)
    await storage.outbox.sent(third, MessageRef(ROOM, "1"), now=LAPSED)
    assert await claimed(storage, LAPSED + LEASE) == [PROMPT]


async def test_a_stale_token_changes_nothing(storage: Storage) -> None:
    incident = await opened(storage)
    stale = await claim_one(storage)
    [fresh] = await storage.outbox.claim(now=LAPSED, limit=10)
    ref = MessageRef(ROOM, "5")
    await storage.outbox.sent(stale, ref, now=LAPSED)
    await storage.outbox.retry(stale, at=NOON, error="x", unsure=True, failed=True)
    await storage.outbox.gone(stale, now=LAPSED)
    await storage.outbox.give_up(stale, now=LAPSED, error="x", barred=False)
    assert await storage.desk.our_message(TEAM, ref) is None
    assert await storage.desk.incident(TEAM, incident.number, ANN) == incident
    assert await storage.outbox.starting(fresh)


async def test_what_is_given_back_is_free_at_once_and_unsure_once_begun(storage: Storage) -> None:
    await opened(storage)
    idle = await claim_one(storage)
    await storage.outbox.give_back([idle])
    begun = await claim_one(storage)
    assert (begun.id, begun.unsure) == (idle.id, False)
    assert await storage.outbox.starting(begun)
    await storage.outbox.give_back([idle])
    assert await claimed(storage) == [], "who holds it no longer cannot give it back"
    await storage.outbox.give_back([begun])
    assert (await claim_one(storage)).unsure


async def test_a_restart_on_sqlite_frees_what_was_claimed(ready_url: str) -> None:
    database = Database.connect(ready_url)
    storage = Storage.over(database, speed=0)
    await opened(storage)
    parcel = await claim_one(storage)
    assert await storage.outbox.starting(parcel)
    await database.close()
    database = Database.connect(ready_url)
    storage = Storage.over(database, speed=0)
    await storage.outbox.take_over()
    found = await storage.outbox.claim(now=NOON, limit=10)
    # On PostgreSQL another replica may hold it: its lease has to run out.
    assert [(each.id, each.unsure) for each in found] == (
        [] if database.shared else [(parcel.id, True)]
    )
    await database.close()


async def test_a_retry_holds_its_thread_up_until_its_time(storage: Storage) -> None:
    await opened(storage)
    later = NOON + timedelta(seconds=30)
    parcel = await claim_one(storage)
    await storage.outbox.retry(parcel, at=later, error="ratelimited", unsure=False, failed=False)
    assert await claimed(storage) == []
    [again] = await storage.outbox.claim(now=later, limit=10)
    assert (again.slot, again.unsure, again.attempts) == (CARD, False, 0)
    await storage.outbox.retry(again, at=later, error="timeout", unsure=True, failed=True)
    [unsure] = await storage.outbox.claim(now=later, limit=10)
    assert (unsure.unsure, unsure.attempts) == (True, 1)


@pytest.mark.parametrize("limit", [1, 7])
async def test_several_senders_claim_each_message_once(database: Database, limit: int) -> None:
    senders = [Storage.over(database, speed=0) for _ in range(4)]
    asked = OpenIncident(ANN, "Wrong invoice", ROOM)
    for _ in range(30):
        await senders[0].desk.perform(TEAM, None, asked, now=NOON)

    async def all_of(storage: Storage) -> list[str]:
        found: list[str] = []
        while parcels := await storage.outbox.claim(now=NOON, limit=limit):
            found += [parcel.id for parcel in parcels]
        return found

    ids = [found for each in await asyncio.gather(*map(all_of, senders)) for found in each]
    # Each sender stops where the others hold what is left, so all may end before all is claimed.
    assert len(ids) == len(set(ids))
    ids += await all_of(senders[0])
    assert len(set(ids)) == len(ids) == 30
