"""Marks on messages that we do not know yet: kept, and made once Slack has shown the message.

A 📌 or 📣 may be put on something that was said while we were away. It is taken in like any other
gesture; what is owed then is a look at the message (`ParcelKind.MARK`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.commands import MarkMessage, MessageRef
from bot.effects import Outcome
from bot.ports import Happened, Parcel, ThreadMessage


@dataclass(frozen=True)
class Mark:
    """📌 (or 📣, if `as_words`) on `message`, put on or taken off by `by`. `at` (UTC) is when we
    heard of it; `happened` when it was by Slack's clock, if Slack says so."""

    by: str
    message: MessageRef
    as_words: bool
    at: datetime
    happened: Happened | None

    def command(self, author: str) -> MarkMessage:
        """What it asks for, once it is known who wrote the message."""
        return MarkMessage(self.by, self.message, author, self.as_words, self.at)


class Marks(Protocol):
    """Marks that wait for a look at their message. Each method is one transaction."""

    async def owe(
        self, team: str, mark: Mark, *, key: str | None, now: datetime
    ) -> ThreadMessage | None:
        """Keep a mark that was put on, unless Slack says that it has been taken off since. The same
        `key` is kept once. Where the message is known by now, nothing is kept, and what is known
        of it is returned."""
        ...

    async def take_back(self, team: str, mark: Mark) -> ThreadMessage | None:
        """A mark was taken off: what is owed of it, or comes late, is not made any more. Where the
        message is known by now, nothing is done, and what is known of it is returned."""
        ...

    async def make(
        self, parcel: Parcel, mark: Mark, found: ThreadMessage, *, now: datetime
    ) -> Outcome | None:
        """The message has been found in the thread of that incident: remember it and decide about
        the mark, and forget `parcel`. None where the parcel is not ours any more, or `mark.by` may
        not see the incident."""
        ...

    async def is_our_card(self, team: str, message: MessageRef, ids: Sequence[str]) -> int | None:
        """Whose card that message of ours is, by what is written on it: `ids`, of which one may be
        an id of the outbox. From now on it is known. Returns the incident's number; None where it
        is no card."""
        ...

    async def remember(self, team: str, message: MessageRef, ids: Sequence[str]) -> None:
        """If one of `ids`, which are written on that message of ours, is an id of the outbox, it is
        known from now on whose message it is."""
        ...

    async def let_be(self, parcel: Parcel) -> None:
        """There is nothing to mark: forget `parcel`."""
        ...


def mark_json(mark: Mark) -> dict[str, Any]:
    """A mark as the payload of its parcel."""
    happened = mark.happened
    return {
        "by": mark.by,
        "channel": mark.message.channel,
        "ts": mark.message.ts,
        "as_words": mark.as_words,
        "at": mark.at.isoformat(),
        "what": happened.what if happened else "",
        "happened_at": happened.at.isoformat() if happened else "",
    }


def mark_of(payload: Mapping[str, Any]) -> Mark:
    """The mark in the payload of its parcel."""
    happened = None
    if payload["what"]:
        happened = Happened(payload["what"], datetime.fromisoformat(payload["happened_at"]))
    return Mark(
        by=payload["by"],
        message=MessageRef(payload["channel"], payload["ts"]),
        as_words=payload["as_words"],
        at=datetime.fromisoformat(payload["at"]),
        happened=happened,
    )
