"""Killed from outside at random moments under load: one on a file, four on one PostgreSQL."""

from random import Random

import pytest

from tests.faults.place import LEASE, Place, until
from tests.faults.troupe import Troupe, under_fire

SHORT, LONG = 4.0, 30.0  # seconds of killing
SEEDS = [
    pytest.param(1, marks=pytest.mark.timeout(200)),  # what waits, waits for so long at most
    *(
        pytest.param(seed, marks=[pytest.mark.long, pytest.mark.timeout(400)])
        for seed in range(2, 12)
    ),
]


async def survives(place: Place, seed: int, *, surplus: bool = False) -> None:
    """After the killing all is there once, and goes on."""
    several = place.database_url.startswith("postgresql")
    long = seed > 1
    troupe = Troupe(place, (4 if long else 2) if several else 1, Random(seed))
    await troupe.begin()
    try:
        await under_fire(troupe, LONG if long else SHORT, people=6 if long else 3)
        await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 90)
        await troupe.end()
        place.time.pass_by(LEASE)
        place.sandbox.faults.history_lags = 0.0
        await troupe.begin()
        await until(lambda: not place.kept().unsent(), "all is sent", 300 if long else 40)
        await place.settle()
        place.check(surplus=troupe.kills if surplus else 0)
    finally:
        await troupe.end()


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_lost_or_doubled(place: Place, seed: int) -> None:
    await survives(place, seed)


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", range(20, 24))
async def test_a_stale_history_doubles_one_for_a_kill_at_most(place: Place, seed: int) -> None:
    """Slack does not list yet what was posted in the last seconds."""
    place.sandbox.faults.history_lags = 5.0
    await survives(place, seed, surplus=True)
