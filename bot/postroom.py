"""What whoever looks after Amends is asked or told about messages: those that could not be
delivered, and reminders that came due while nobody was there to send them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.incident import Incident

AWAY = timedelta(days=1)  # after so long, what came due earlier than this ago is asked about first


class Decision(StrEnum):
    """What becomes of reminders that were held."""

    SEND = "send"
    LET_GO = "let_go"


class Fortune(StrEnum):
    """What has become of a message that could not be delivered."""

    FAILED = "failed"
    TRYING = "trying"
    DELIVERED = "delivered"
    OVER = "over"  # there is nothing left to say


@dataclass(frozen=True)
class Held:
    """A reminder that is held: of what is owed under `key`, or a note in the thread ("")."""

    incident: Incident
    key: str
    who: str
    due: datetime


@dataclass(frozen=True)
class Undelivered:
    """A message that could not be delivered. `incident` None: it is about none. `kind` is a
    `ParcelKind`; `target` the channel, or whom it is for; `error` is Slack's code, or our own word
    for what failed."""

    incident: Incident | None
    kind: str
    slot: str
    target: str
    error: str
    fortune: Fortune


class Postroom(Protocol):
    """What the buttons on those messages do. Each is one transaction. A message is named by the id
    of its parcel: a button may be pressed before it is known which message in Slack that became."""

    async def try_again(self, team: str, message: str, *, now: datetime) -> int | None:
        """Send what `message` says could not be delivered. Returns how many will be tried; None
        where it is no such message."""
        ...

    async def lacking(self, team: str, scopes: Sequence[str], *, now: datetime) -> bool:
        """Slack has refused a call because we lack these scopes: tell whoever looks after Amends,
        within a day once. Returns whether they are told now."""
        ...

    async def decide(
        self, team: str, message: str, decision: Decision, *, by: str, now: datetime
    ) -> int | None:
        """Decide about all reminders that are held. Returns about how many; None where `message`
        does not ask for it."""
        ...


def first_and_rest(items: Sequence[Held], most: int) -> tuple[Sequence[Held], int]:
    """The `most` that are due longest, and how many more there are."""
    in_order = sorted(items, key=lambda each: (each.due, each.incident.number, each.key))
    return in_order[:most], max(0, len(in_order) - most)
