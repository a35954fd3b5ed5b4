"""What the coach has to remember, and no more: whom it leaves in peace for now, and which ways of
saying something a workspace calls no blame. Never a message's words, never how often anyone was
spoken to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.incident import Incident

PAUSE = timedelta(minutes=10)  # at most one nudge per author and incident in that time
SHAPE_LIMIT = 500  # characters; a longer shape would never be met again


@dataclass(frozen=True)
class PhraseException:
    """A way of saying something that is no blame here. `shape` is the phrase without names and
    numbers, `category` what it had been taken for."""

    shape: str
    category: str


class Coachbook(Protocol):
    """The coach's memory. Every change is one transaction and holds for all replicas."""

    async def may_nudge(
        self, incident: Incident, author: str, *, now: datetime, key: str | None = None
    ) -> bool:
        """Whether the author may be spoken to about this incident at `now` (UTC). If so, they are
        left in peace for `PAUSE`: of several who ask at once, one is told yes. `key` is the dedupe
        key of what made us ask: a second time it is no."""
        ...

    async def mute(self, incident: Incident, author: str) -> None:
        """Leave the author in peace for the rest of this incident."""
        ...

    async def unmute(self, incident: Incident, author: str) -> None:
        """Speak to the author again."""
        ...

    async def exceptions(self, team: str) -> Sequence[PhraseException]:
        """What is no blame in that workspace, newest first."""
        ...

    async def add_exception(self, team: str, exception: PhraseException, *, now: datetime) -> None:
        """Keep it. One with the same shape stays as it is."""
        ...

    async def remove_exceptions(self, team: str, shapes: Sequence[str]) -> None:
        """Forget these."""
        ...
