"""The tick: once a second the clock is shown to the core and it is learnt what Slack wants to rest,
and now and then people are looked up.

APScheduler only ticks here: what is due is in the database, so a missed or late tick loses nothing.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Sweeper
from handlers.logs import outline
from handlers.metrics import age

log = logging.getLogger(__name__)

EVERY = 1.0  # real seconds
LOOK_UP_EVERY = 60.0
BATCH = 200  # incidents looked at in one go


class Ticker:
    """Runs the sweep once a second, never twice at once, whatever happens in it."""

    def __init__(
        self,
        sweeper: Sweeper,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        look_up: Callable[[], Awaitable[object]],
        learn: Callable[[], Awaitable[None]] | None = None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """`wake` tells the sender that something may have been promised; `look_up` refreshes what
        is known of people who will soon be reminded; `learn`, which raises nothing, learns what
        Slack has told others; `failed` hears of sweeps that failed."""
        self._sweeper = sweeper
        self._clock = clock
        self._wake = wake
        self._look_up = look_up
        self._learn = learn
        self._failed = failed
        self._quiet = asyncio.Lock()  # held while a tick runs
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # Heartbeat: when a sweep last got through, in seconds on the event loop's clock.
        self.swept_at: float | None = None

    def silence(self) -> float:
        """For how long no sweep has got through, in real seconds: at first since the start, and not
        a number before it. In the running event loop."""
        return age(asyncio.get_running_loop().time, lambda: self.swept_at)()

    def start(self) -> None:
        """Begin to tick, in the running event loop."""
        self.swept_at = asyncio.get_running_loop().time()
        self._scheduler.add_job(self.tick, "interval", seconds=EVERY)
        if self._learn:
            self._scheduler.add_job(self._learn, "interval", seconds=EVERY)
        self._scheduler.add_job(self.look_up, "interval", seconds=LOOK_UP_EVERY)
        self._scheduler.start()

    async def tick(self) -> None:
        """One sweep over what is due. What goes wrong is logged, and the next tick comes."""
        async with self._quiet:
            try:
                looked_at = BATCH
                while looked_at >= BATCH:
                    looked_at = await self._sweeper.sweep(now=self._clock(), limit=BATCH)
                    # After each batch: a long backlog is work, not a standstill.
                    self.swept_at = asyncio.get_running_loop().time()
                    if looked_at:
                        self._wake()
            except Exception as error:  # the next tick must come, whatever this one met
                log.error("a sweep failed: %s", outline(error))
                self._failed()

    async def look_up(self) -> None:
        """Refresh what is known of people who will soon be reminded."""
        try:
            await self._look_up()
        except Exception as error:  # as above
            log.error("looking people up failed: %s", outline(error))

    async def close(self, seconds: float) -> None:
        """Tick no more, and give a running sweep that long (real seconds) to end. One that goes on
        is undone or finished by its own transaction."""
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._quiet:
                pass
        self._scheduler.shutdown(wait=False)
