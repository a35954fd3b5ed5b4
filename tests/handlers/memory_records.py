"""Records and readers of App Home that keep everything in memory, over a desk that does."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.cases import History, case_of, past_of
from bot.incident import Incident, may_see
from bot.insights import since
from bot.periods import Period
from bot.records import Record
from handlers.pacer import Pacer
from storage.mapping import incident_values
from tests.handlers.memory import MemoryDesk


class MemoryRecords:
    """All incidents of one workspace."""

    def __init__(self, desk: MemoryDesk) -> None:
        self._desk = desk

    async def history(
        self, team: str, viewer: str | None, period: Period, *, now: datetime
    ) -> History:
        lead = self._desk.directory.kept.lead
        found = [each for each in self._all() if may_see(each, viewer or "", lead)]
        return History(
            [
                case_of(incident_values(each), now)
                for each in found
                if period.before <= each.opened_at < period.end
            ],
            [
                past_of(incident_values(each))
                for each in found
                if since(period) <= each.opened_at < period.before
            ],
        )

    def _all(self) -> list[Incident]:
        return [each for each in self._desk.incidents.values() if not each.drill]

    def _seen(self, viewer: str) -> list[Incident]:
        lead = self._desk.directory.kept.lead
        return [each for each in self._all() if may_see(each, viewer, lead)]

    async def learnings(self, team: str, viewer: str, *, limit: int) -> Sequence[Incident]:
        found = [
            (state.settled_at or each.opened_at, each.number, each)
            for each in self._seen(viewer)
            for state in each.steps.values()
            if state.artefact.get("learned")
        ]
        return [each for *_, each in sorted(found, key=lambda one: one[:2], reverse=True)][:limit]

    async def count(self, team: str, viewer: str) -> int:
        return len(self._seen(viewer))

    async def page(self, team: str, viewer: str, *, after: int, limit: int) -> Sequence[Record]:
        found = [each for each in self._seen(viewer) if each.number > after]
        return [Record(each, tuple(self._desk.entries)) for each in found[:limit]]


class MemoryHomes:
    """Who looked at their App Home."""

    def __init__(self) -> None:
        self.opened_at: dict[str, datetime] = {}
        self._pacer = Pacer(asyncio.get_running_loop().time)

    async def opened(self, team: str, user: str, *, now: datetime) -> None:
        self.opened_at[user] = now

    async def readers(self, team: str, *, since: datetime, limit: int) -> Sequence[str]:
        found = sorted(self.opened_at.items(), key=lambda each: each[1], reverse=True)
        return [user for user, at in found if at >= since][:limit]

    async def turn(self, team: str, line: str, *, now: datetime, at_once: bool) -> float:
        wait = self._pacer.wait(line, "", "next")
        if wait and not at_once:
            return wait
        self._pacer.went(line, "", "next")
        return 0.0
