"""Marks that wait for a look at their message, in memory, over a desk that decides."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands import MessageRef
from bot.effects import Outcome
from bot.marks import Mark
from bot.ports import Parcel, ThreadMessage, UnknownIncident
from tests.handlers.memory import MemoryDesk


class MemoryMarks:
    """What is owed, oldest first."""

    def __init__(self, desk: MemoryDesk) -> None:
        self._desk = desk
        self.owed: list[Mark] = []
        self.keys: set[str | None] = set()
        self.let_go: list[str] = []

    async def owe(
        self, team: str, mark: Mark, *, key: str | None, now: datetime
    ) -> ThreadMessage | None:
        found = await self._desk.thread_message(team, mark.message)
        if found is None and key not in self.keys:
            self.keys.add(key)
            self.owed.append(mark)
        return found

    async def take_back(self, team: str, mark: Mark) -> ThreadMessage | None:
        found = await self._desk.thread_message(team, mark.message)
        if found is None:
            over = (mark.by, mark.message, mark.as_words)
            self.owed = [
                each for each in self.owed if (each.by, each.message, each.as_words) != over
            ]
        return found

    async def is_our_card(self, team: str, message: MessageRef, ids: Sequence[str]) -> int | None:
        return None

    async def remember(self, team: str, message: MessageRef, ids: Sequence[str]) -> None:
        return None

    async def let_be(self, parcel: Parcel) -> None:
        self.let_go.append(parcel.id)

    async def make(
        self, parcel: Parcel, mark: Mark, found: ThreadMessage, *, now: datetime
    ) -> Outcome | None:
        await self._desk.saw_thread_message("", found.number, mark.message, found.author, now)
        command, at = mark.command(found.author), mark.message.channel
        try:
            return await self._desk.perform(
                "", found.number, command, now=now, at=at, happened=mark.happened
            )
        except UnknownIncident:
            return None
