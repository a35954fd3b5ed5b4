"""Killed from outside at random moments under load: one on a file, four on one PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from tests.faults.chases import all_swept, are_told, before_work
from tests.faults.checker import said_by_bot
from tests.faults.kept import Row
from tests.faults.place import GATHER, LEASE, SHIFT, Place, until
from tests.faults.troupe import Troupe, under_fire
from tests.stories.cast import TOM

# Seconds of killing, and how much later it is then. What is open since before the working day is
# due in the evening, and told of beforehand.
EVENING = timedelta(hours=15)
SHORT = ((0.0, EVENING), (0.0, GATHER), (4.0, LEASE))
LONG = ((8.0, EVENING), (4.0, GATHER), (4.0, SHIFT), (4.0, GATHER), (4.0, SHIFT), (6.0, LEASE))
SEEDS = [
    pytest.param(1, marks=pytest.mark.timeout(200)),  # what waits, waits for so long at most
    *(
        pytest.param(seed, marks=[pytest.mark.long, pytest.mark.timeout(400)])
        for seed in range(2, 12)
    ),
]


def owed(place: Place) -> list[Row]:
    """What waits for something else than the time at which its reader is to hear of it."""
    rows, now = place.kept().unsent(), place.time()
    return [row for row in rows if not row["payload"].get("items") or row["due_at"] <= now]


async def survives(place: Place, seed: int, *, surplus: bool = False) -> int:
    """After the killing all is there once, and goes on. With `surplus`, a message for each kill may
    be there once more; how many are."""
    several = place.database_url.startswith("postgresql")
    long = seed > 1
    troupe = Troupe(place, (4 if long else 2) if several else 1, Random(seed))
    before_work(place)
    await troupe.begin()
    try:
        await place.report(TOM)
        for seconds, length in LONG if long else SHORT:
            await until(lambda: all_swept(place), "all is swept", 40)
            if seconds:
                await under_fire(troupe, seconds, people=6 if long else 3)
            if length == LEASE:
                await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 90)
                place.sandbox.faults.history_lags = 0.0
            await troupe.sleep(length)
        await until(lambda: all_swept(place), "all is swept", 40)
        await until(lambda: not owed(place), "all is sent", 300 if long else 40)
        await place.settle()
        place.check(surplus=troupe.kills if surplus else 0)
        assert are_told(place), "somebody was told of something that is due"
        said = said_by_bot(place.sandbox.slack)
        return sum(len(messages) - 1 for row_id, messages in said.items() if row_id)
    finally:
        await troupe.end()


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_lost_or_doubled(place: Place, seed: int) -> None:
    await survives(place, seed)


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", range(20, 24))
async def test_a_stale_history_doubles_one_for_a_kill_at_most(
    place: Place, seed: int, record_property: Callable[[str, object], None]
) -> None:
    """Slack does not list yet what was posted in the last seconds."""
    place.sandbox.faults.history_lags = 5.0
    record_property("doubled", await survives(place, seed, surplus=True))
