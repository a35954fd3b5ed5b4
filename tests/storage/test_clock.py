"""Clocks that jump, and clocks that differ."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.agreed import Agreed
from storage.database import Database
from storage.store import Storage
from tests.storage.moves import NOON, Postman, claim_one, opened

PROMISED = ["card", "prompt:own_it"]


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=1)])
async def test_what_was_promised_does_not_wait_for_a_clock_that_went_back(
    storage: Storage, back: timedelta
) -> None:
    await storage.outbox.claim(now=NOON, limit=1)
    await opened(storage)
    assert await Postman(storage).round(NOON - back) == PROMISED


async def test_a_lease_does_not_grow_with_the_clock(storage: Storage) -> None:
    await opened(storage)
    held = await claim_one(storage)
    earlier = NOON - timedelta(days=1)
    assert await storage.outbox.claim(now=earlier, limit=5) == ()
    [again] = await storage.outbox.claim(now=earlier + timedelta(seconds=61), limit=5)
    assert again.id == held.id


async def test_all_go_by_the_clock_of_the_database(database: Database) -> None:
    wrong = Agreed(lambda: datetime.now(UTC) + timedelta(minutes=10))  # noqa: TID251
    await wrong.agree(database)
    off = timedelta(minutes=10) if not database.shared else timedelta(0)
    right = datetime.now(UTC) + off  # noqa: TID251
    assert abs(wrong() - right) < timedelta(seconds=5)
