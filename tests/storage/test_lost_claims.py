"""A server that crashes may forget a claim of its last moments: nobody says anything twice then."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.commands import HandOver
from bot.effects import CARD
from storage import schema
from storage.database import Database
from storage.outbox import LEASE
from storage.store import Storage
from tests.storage.moves import ANN, BEN, LAPSED, NOON, TEAM, Postman, claim_one, opened
from tools import postgres


@pytest.fixture(scope="module")
def slow_server() -> Iterator[postgres.Server]:
    """It waits for the disk where it is asked to, and otherwise leaves it alone for long."""
    with postgres.restartable_server(durable=True) as server:
        with postgres.connect(server.host) as connection:
            connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        server.stop()
        server.start()
        yield server


@pytest.fixture
async def storage(
    slow_server: postgres.Server, request: pytest.FixtureRequest
) -> AsyncIterator[Storage]:
    """On a database of its own."""
    name = request.node.name
    with postgres.connect(slow_server.host) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    url = postgres.postgres_url(slow_server.host, name)
    schema.prepare(url)
    database = Database.connect(url)
    yield Storage.over(database, speed=0)
    await database.close()


def crash(server: postgres.Server) -> None:
    """And begin anew."""
    server.stop()
    server.start()


async def test_who_held_a_lost_claim_may_not_post(
    storage: Storage, slow_server: postgres.Server
) -> None:
    await opened(storage)
    await storage.outbox.claim(now=NOON, limit=0)  # the first looks at the clock, and lasts
    lost = await claim_one(storage)
    crash(slow_server)
    again = await claim_one(storage)
    assert again.id == lost.id, "the server has forgotten who holds it"
    assert not await storage.outbox.starting(lost)
    await storage.outbox.give_back([lost])
    assert await storage.outbox.starting(again)


async def test_who_may_post_has_a_claim_that_lasts(
    storage: Storage, slow_server: postgres.Server
) -> None:
    await opened(storage)
    await storage.outbox.claim(now=NOON, limit=0)
    parcel = await claim_one(storage)
    assert await storage.outbox.starting(parcel)
    crash(slow_server)
    assert not await storage.outbox.claim(now=NOON, limit=10)
    [late] = await storage.outbox.claim(now=LAPSED, limit=10)
    assert (late.id, late.unsure) == (parcel.id, True), "whoever is next looks first"
    # That is an edit, perhaps: nothing stands between the claim and it.
    crash(slow_server)
    assert not await storage.outbox.claim(now=LAPSED, limit=10)
    assert len(await storage.outbox.claim(now=LAPSED + LEASE, limit=10)) == 1


async def test_the_claim_of_an_edit_lasts(storage: Storage, slow_server: postgres.Server) -> None:
    incident = await opened(storage)
    for _ in range(3):
        await Postman(storage).round(NOON)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    card = await claim_one(storage)
    assert card.slot == CARD and card.posted
    crash(slow_server)
    assert card.id not in [each.id for each in await storage.outbox.claim(now=NOON, limit=10)]
