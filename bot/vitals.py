"""How well we keep up, as far as the database knows: for whoever watches over the bot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MANY = 10_000


@dataclass(frozen=True)
class Vitals:
    """Over all workspaces and replicas on that database (instants in UTC).

    `waiting` counts the messages that are promised and not in Slack yet (at most `MANY`: more are
    not counted), `retried` those of them that failed before. `oldest` is since when the first of
    them could have been sent, `overdue` since when the first chase could have been looked at; None
    where nothing waits, and in the future where something waits for its time.
    """

    waiting: int = 0
    retried: int = 0
    oldest: datetime | None = None
    overdue: datetime | None = None


class Pulse(Protocol):
    """Feels it."""

    async def vitals(self) -> Vitals:
        """How things stand. Cheap, however much there is."""
        ...
