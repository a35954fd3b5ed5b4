"""The tick comes once a second whatever happens in it, and ends cleanly."""

import asyncio
import math
from datetime import UTC, datetime

from handlers.ticker import BATCH, Ticker

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Sweeps:
    """A sweeper that says how many incidents it looked at, from a list."""

    def __init__(self, *looked_at: int | Exception) -> None:
        self.looked_at = list(looked_at)
        self.calls = 0
        self.running = 0
        self.slow = 0.0

    async def sweep(self, *, now: datetime, limit: int) -> int:
        assert (now, limit) == (NOW, BATCH)
        assert self.running == 0, "two at once"
        self.running += 1
        self.calls += 1
        await asyncio.sleep(self.slow)
        self.running -= 1
        found = self.looked_at.pop(0) if self.looked_at else 0
        if isinstance(found, Exception):
            raise found
        return found


def ticker_over(sweeps: Sweeps, woken: list[int], looked_up: list[int]) -> Ticker:
    async def look_up() -> int:
        looked_up.append(1)
        if len(looked_up) == 1:
            raise RuntimeError("Slack is away")
        return 0

    return Ticker(sweeps, lambda: NOW, wake=lambda: woken.append(1), look_up=look_up)


async def test_it_ticks_and_ends() -> None:
    sweeps, woken = Sweeps(3), list[int]()
    ticker = ticker_over(sweeps, woken, [])
    ticker.start()
    await asyncio.sleep(2.3)
    await ticker.close(1)
    ticks = sweeps.calls
    assert 1 <= ticks <= 3
    assert woken == [1]
    assert ticker.swept_at is not None
    await asyncio.sleep(1.2)
    assert sweeps.calls == ticks


async def test_a_tick_that_fails_is_followed_by_the_next() -> None:
    sweeps = Sweeps(RuntimeError("database is locked"), 0)
    ticker = ticker_over(sweeps, [], [])
    await ticker.tick()
    assert ticker.swept_at is None
    await ticker.tick()
    assert ticker.swept_at is not None


async def test_a_database_that_never_lets_a_sweep_through_is_noticed() -> None:
    sweeps = Sweeps(*[RuntimeError("database is locked")] * 9)
    ticker = ticker_over(sweeps, [], [])
    assert math.isnan(ticker.silence())
    ticker.start()
    await asyncio.sleep(1.5)
    silence = ticker.silence()
    await ticker.close(1)
    assert sweeps.calls
    assert 1.5 <= silence < 9


async def test_what_is_due_is_looked_at_to_the_end() -> None:
    sweeps, woken = Sweeps(BATCH, BATCH, 5), list[int]()
    await ticker_over(sweeps, woken, []).tick()
    assert sweeps.calls == 3
    assert len(woken) == 3


async def test_each_batch_of_a_backlog_is_a_sign_of_life() -> None:
    sweeps = Sweeps(BATCH, RuntimeError("database is locked"))
    ticker = ticker_over(sweeps, [], [])
    await ticker.tick()
    assert ticker.swept_at is not None


async def test_looking_people_up_may_fail() -> None:
    looked_up: list[int] = []
    ticker = ticker_over(Sweeps(), [], looked_up)
    await ticker.look_up()
    await ticker.look_up()
    assert len(looked_up) == 2


async def test_closing_waits_for_a_running_sweep() -> None:
    sweeps = Sweeps(1)
    sweeps.slow = 0.3
    ticker = ticker_over(sweeps, [], [])
    ticker.start()
    running = asyncio.create_task(ticker.tick())
    await asyncio.sleep(0.05)
    await ticker.close(1)
    assert running.done() or sweeps.running == 0
    await running
