"""Clocks that jump, and clocks that differ."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.pace import POST, line_of
from storage.agreed import Agreed
from storage.database import Database
from storage.outbox import LEASE
from storage.store import Storage
from tests.storage.moves import NOON, TEAM, Postman, claim_one, opened

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


ANOTHER_ROOM = "C0OTHER"
WRONG = [timedelta(minutes=10), timedelta(days=1)]


@pytest.mark.parametrize("back", WRONG)
async def test_one_that_is_started_after_the_clock_was_put_right(
    ready_url: str, back: timedelta
) -> None:
    """What the one before had promised is due, and what it held, or was told to wait with, waits no
    longer than it would have."""
    database = Database.connect(ready_url)
    before = Storage.over(database)
    begun = await opened(before)
    [held] = await before.outbox.claim(now=NOON, limit=1)
    assert await before.outbox.starting(held)
    waits = await opened(before, channel=ANOTHER_ROOM)
    [card] = await before.outbox.claim(now=NOON, limit=1)
    later = NOON + timedelta(seconds=20)
    await before.outbox.park(TEAM, line_of(POST, ANOTHER_ROOM), now=NOON, seconds=20)
    await before.outbox.retry(card, at=later, error="ratelimited", unsure=False, failed=False)
    await opened(before, channel="C0THIRD")
    await database.close()
    database = Database.connect(ready_url)
    after = Storage.over(database)
    await after.outbox.take_over()
    right = NOON - back
    seen = await _seen(after, right, 5)
    assert begun.id + 2 in seen, "what was promised is due"
    assert waits.id not in seen, "Slack's wish is kept"
    assert waits.id in await _seen(after, right + timedelta(seconds=20), 5)
    assert begun.id in seen | await _seen(after, right + LEASE, 5)
    await database.close()


async def _seen(storage: Storage, now: datetime, seconds: int) -> set[int | None]:
    """Of which incidents something is claimed in the seconds from `now`."""
    return {
        parcel.incident_id
        for second in range(seconds)
        for parcel in await storage.outbox.claim(now=now + timedelta(seconds=second), limit=10)
    }


@pytest.mark.parametrize("back", WRONG)
async def test_a_line_keeps_its_pace_when_the_clock_goes_back(
    ready_postgres_url: str, back: timedelta
) -> None:
    """Nobody waits until the time that was wrong, and no two go at once."""
    database = Database.connect(ready_postgres_url)
    replicas = [Storage.over(database) for _ in range(2)]
    for number in range(6):
        await opened(replicas[0], f"Wrong invoice {number}")
    turns = []
    for now in range(0, 12):
        at = NOON + timedelta(seconds=now) - (back if now > 2 else timedelta(0))
        for storage in replicas:
            turns += [now + each.wait for each in await storage.outbox.claim(now=at, limit=1)]
    assert len(turns) == 6
    assert min(later - earlier for earlier, later in pairwise(turns)) > 1.04
    await database.close()


@pytest.mark.parametrize("off", [0.0, 600.0, -86400.0])
async def test_a_slow_answer_of_the_server_counts_only_after_a_jump(off: float) -> None:
    own = datetime(2026, 11, 24, 12, tzinfo=UTC)
    agreed = Agreed(lambda: own)
    agreed.hear(own + timedelta(seconds=5.5), own, own + timedelta(seconds=1))
    assert agreed.ahead == timedelta(seconds=5)
    slow = own + timedelta(seconds=8 + off)
    agreed.hear(slow, own, own + timedelta(seconds=4))
    assert agreed.ahead == timedelta(seconds=6 + off if off else 5)
