"""Waiting for what we posted a moment ago to be written down as ours.

A quick person may react before Slack's reply to our post has been kept, and where that reply was
lost, it takes a minute until the message is found again. Their gesture must not be lost meanwhile:
it is looked up a few times, and then left for Slack to deliver again (Slack: "The Events API",
retries: almost at once, after one minute, after five).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.commands import MessageRef
from bot.ports import OurMessage
from handlers.deps import Deps
from handlers.payload import is_dm, items, text
from handlers.recognise import ids_on
from handlers.whisper import REFUSED

T = TypeVar("T")

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.75)  # seconds; well within the three Slack gives us to answer
# Seconds of Slack's clock. While Slack is in trouble, or we are down, what we posted may stay
# unknown for long, and who reacts to it meanwhile is not to be passed over.
RECENT = 7200.0


class NotYetKnown(Exception):
    """A message that looks like ours is not known yet. The event is to be delivered again."""


async def known_soon(
    deps: Deps, look: Callable[[], Awaitable[T | None]], *, author: str, ts: str, event_ts: str
) -> T | None:
    """What `look` finds; asked again for a while where the message at `ts` may be one we wrote just
    before what happened to it at `event_ts`. Raises NotYetKnown where it is ours and still unknown
    then. Both times are Slack's, so that our clock, which may run faster, does not matter."""
    found = await look()
    if found is not None or author not in ("", deps.bot_user) or not _soon(ts, event_ts, RECENT):
        return found
    found = await _again(look)
    if found is None and author:
        raise NotYetKnown
    return found


async def ours_soon(
    deps: Deps, team: str, message: MessageRef, *, author: str, event_ts: str
) -> OurMessage | None:
    """Which of our messages that is, also where it is so new that we do not know it yet. Raises
    NotYetKnown as `known_soon` does, but not in a direct message: what we answer there is not kept,
    and never will be known."""
    try:
        return await known_soon(
            deps,
            lambda: deps.desk.our_message(team, message),
            author=author,
            ts=message.ts,
            event_ts=event_ts,
        )
    except NotYetKnown:
        if is_dm(message.channel):
            return None
        deps.tasks.spawn(_read_off(deps, team, message), "look")
        raise


async def _read_off(deps: Deps, team: str, message: MessageRef) -> None:
    """Whose it is stands on it. It may be one that we posted twice, because Slack's answer was lost
    and its history late: then nobody else will ever write it down. The next delivery finds it."""
    try:
        response = await deps.client.conversations_replies(
            channel=message.channel, ts=message.ts, limit=1, include_all_metadata=True
        )
    except REFUSED:
        return
    for found in items(response.data, "messages"):
        if text(found, "ts") == message.ts and text(found, "user") == deps.bot_user:
            await deps.marks.remember(team, message, ids_on(found))


async def _again(look: Callable[[], Awaitable[T | None]]) -> T | None:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        found = await look()
        if found is not None:
            return found
    return None


def _soon(ts: str, event_ts: str, within: float) -> bool:
    """Whether so little time lies between them. Where Slack does not say: yes."""
    try:
        return float(event_ts or ts) - float(ts) < within
    except ValueError:
        return False
