"""What learning asks of the records: figures, learnings, everything for an export. Each is shown
what `bot.incident.may_see` says, a channel nothing private; drills are nowhere among it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cases import History
from bot.incident import Incident
from bot.learned import Said
from bot.periods import Period
from bot.ports import Entry
from bot.searchable import debrief


@dataclass(frozen=True)
class Record:
    """An incident with its timeline, oldest entry first, and what those who took part said of it
    without their names, in no order."""

    incident: Incident
    entries: tuple[Entry, ...]
    said: tuple[Said, ...] = ()

    @property
    def answers(self) -> tuple[Said, ...]:
        """What of it others may read: none of it before the debrief is held."""
        return self.said if debrief(self.incident) else ()


class Records(Protocol):
    """All incidents of a workspace, open and closed."""

    async def history(
        self, team: str, viewer: str | None, period: Period, *, now: datetime
    ) -> History:
        """What that period's figures are made from, as it stands at `now` (UTC): what counts for
        `viewer` (None: for a channel)."""
        ...

    async def learnings(self, team: str, viewer: str, *, limit: int) -> Sequence[Incident]:
        """The incidents of which somebody wrote down last what others can learn, the latest lesson
        first. What thousands came after is not looked at any more."""
        ...

    async def count(self, team: str, viewer: str) -> int:
        """How many incidents `viewer` may have exported."""
        ...

    async def page(self, team: str, viewer: str, *, after: int, limit: int) -> Sequence[Record]:
        """The next of them by number, from the one after number `after` on. Empty: no more."""
        ...


class Homes(Protocol):
    """Whose App Home is kept up to date."""

    async def opened(self, team: str, user: str, *, now: datetime) -> None:
        """That person looks at it now."""
        ...

    async def readers(self, team: str, *, since: datetime, limit: int) -> Sequence[str]:
        """Who looked at it since then, the latest first."""
        ...

    async def turn(self, team: str, line: str, *, now: datetime, at_once: bool) -> float:
        """Whether one may be published now, so that all replicas together keep the pace of that
        line (`bot.pace`). Returns 0, and then it counts as published, or for how many real seconds
        to wait. `at_once`: somebody has just opened it, so only Slack's wish for silence counts."""
        ...
