"""How long what was delivered is known again: Slack repeats itself for hours, and once in a while
for a day and more."""

from datetime import timedelta

import pytest

from bot.commands import HandOver
from storage.seen import KEPT_FOR
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened


@pytest.mark.parametrize("hours", [1, 25, 47, 71])
async def test_what_is_delivered_again_days_later_does_nothing(
    storage: Storage, hours: int
) -> None:
    """However often it was tidied up meanwhile."""
    number = (await opened(storage)).number
    for by, to, key in ((ANN, BEN, "first"), (BEN, ANN, "second")):
        await storage.desk.perform(TEAM, number, HandOver(by, to), now=NOON, key=key)
    for passed in range(1, hours + 1):
        await storage.sweeper.sweep(now=NOON + timedelta(hours=passed), limit=10)
    again = NOON + timedelta(hours=hours)
    await storage.desk.perform(TEAM, number, HandOver(ANN, BEN), now=again, key="first")
    assert (await storage.desk.incident(TEAM, number, ANN)).owner == ANN


async def test_after_three_days_it_is_forgotten(storage: Storage) -> None:
    """A moment before it is not; nor is it known for longer by being asked about."""
    number = (await opened(storage)).number
    await storage.desk.perform(TEAM, number, HandOver(ANN, BEN), now=NOON, key="first")
    for passed, kept in ((KEPT_FOR, True), (KEPT_FOR + timedelta(hours=2), False)):
        await storage.sweeper.sweep(now=NOON + passed, limit=10)
        assert await storage.desk.dealt_with(TEAM, "first") is kept
