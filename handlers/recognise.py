"""Whether a message in Slack is one that we posted without hearing so: pure.

A row's opaque id travels in the message's metadata and as the id of its first block. Where Slack
gives back neither, its words have to do: ours, not long ago, and not known as any other message.
"""

import re
from datetime import datetime, timedelta

from bot.ports import Parcel
from handlers.payload import Payload, instant, items, text
from handlers.views.shapes import Block, Message

NOT_LONG_AGO = timedelta(days=1)
_EMOJI = re.compile(r":[a-z0-9_+-]+:")  # Slack gives back “:tada:” for the character it was sent


def marked(blocks: list[Block], parcel_id: str) -> list[Block]:
    """The blocks with the row's id in the first of them."""
    return [{**block, "block_id": parcel_id} for block in blocks[:1]] + blocks[1:]


def ids_on(found: Payload) -> tuple[str, str]:
    """Where a row's id may stand on the message. What stands there need not be one."""
    first = next(iter(items(found, "blocks")), {})
    return text(found, "metadata", "event_payload", "id"), text(first, "block_id")


def is_that(parcel: Parcel, found: Payload) -> bool:
    """Whether the message carries the parcel's id."""
    return parcel.id in ids_on(found)


def is_like(message: Message, found: Payload, *, bot_user: str, now: datetime) -> bool:
    """Whether the message may be this one, as far as its author, its age and its words tell. One
    that carries another row's id is not. `now` is UTC."""
    at = instant(text(found, "ts"))
    if not bot_user or text(found, "user") != bot_user or at is None or at < now - NOT_LONG_AGO:
        return False
    if text(found, "metadata", "event_payload", "id"):
        return False
    words = _letters(message[0])
    return bool(words) and _letters(text(found, "text")) == words


def _letters(raw: str) -> str:
    return "".join(letter for letter in _EMOJI.sub("", raw) if letter.isalnum())
