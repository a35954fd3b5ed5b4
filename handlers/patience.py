"""Waiting for what we posted a moment ago to be written down as ours.

A quick person may react before Slack's reply to our post has been kept, and where that reply was
lost, it takes a minute until the message is found again. Their gesture must not be lost meanwhile:
it is looked up a few times, and then left for Slack to deliver again (Slack: "The Events API",
retries: almost at once, after one minute, after five).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from handlers.deps import Deps

T = TypeVar("T")

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.75)  # seconds; well within the three Slack gives us to answer
RECENT = timedelta(minutes=10)
JUST_NOW = timedelta(minutes=1)


class NotYetKnown(Exception):
    """A message that looks like ours is not known yet. The event is to be delivered again."""


async def known_soon(
    deps: Deps, look: Callable[[], Awaitable[T | None]], *, author: str, ts: str
) -> T | None:
    """What `look` finds; asked again for a while where the message at `ts` was written by us just
    now. Raises NotYetKnown where it is still unknown then."""
    found = await look()
    if found is not None or author != deps.bot_user or not _younger(ts, deps.clock(), RECENT):
        return found
    found = await _again(look)
    if found is None:
        raise NotYetKnown
    return found


async def seen_soon(deps: Deps, look: Callable[[], Awaitable[T | None]], *, ts: str) -> T | None:
    """What `look` finds; asked again for a while where a person wrote the message at `ts` just now:
    Slack promises no order, so a mark on it may arrive before the message itself."""
    found = await look()
    if found is not None or not _younger(ts, deps.clock(), JUST_NOW):
        return found
    return await _again(look)


async def _again(look: Callable[[], Awaitable[T | None]]) -> T | None:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        found = await look()
        if found is not None:
            return found
    return None


def _younger(ts: str, now: datetime, than: timedelta) -> bool:
    try:
        return now - datetime.fromtimestamp(float(ts), UTC) < than
    except (ValueError, OverflowError, OSError):
        return False
