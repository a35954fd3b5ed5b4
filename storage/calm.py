"""What nobody waits for lets people go first.

People ask in waves: all who were answered together ask again together, a moment later. So it is
calm only once nobody has asked for anything for a while, not already in the gap between two waves.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

QUIET = 0.005  # seconds since the last person was answered
HOLD_BACK = 0.25  # seconds that what can wait is held up at most


class Calm:
    """Knows whether people wait for something. For one event loop."""

    def __init__(self) -> None:
        self._people = 0  # pieces of work under way for which people wait
        self._last = float("-inf")  # when the last of them ended, by `time.monotonic()`
        self._reached: asyncio.Task[None] | None = None

    @contextmanager
    def somebody_waits(self) -> Iterator[None]:
        """Around a piece of work that somebody waits for."""
        self._people += 1
        try:
            yield
        finally:
            self._people -= 1
            self._last = time.monotonic()

    async def wait(self) -> None:
        """Until it is calm, or for `HOLD_BACK`."""
        if self._is_calm():
            return
        if self._reached is None:
            self._reached = asyncio.create_task(self._until_calm(), name="calm")
        with suppress(TimeoutError):
            async with asyncio.timeout(HOLD_BACK):
                await asyncio.shield(self._reached)

    def _is_calm(self) -> bool:
        return not self._people and time.monotonic() - self._last >= QUIET

    async def _until_calm(self) -> None:
        try:
            while not self._is_calm():
                quiet_for = 0.0 if self._people else time.monotonic() - self._last
                await asyncio.sleep(QUIET - quiet_for)
        finally:
            self._reached = None
