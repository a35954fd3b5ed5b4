"""A postroom that remembers what it was asked to do."""

from collections.abc import Sequence
from datetime import datetime

from bot.postroom import Decision


class MemoryPostroom:
    """Knows the messages it was told of, and has so many things waiting."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.waiting = 0
        self.asked: list[str] = []

    async def try_again(self, team: str, message: str, *, now: datetime) -> int | None:
        return self._take("again", message)

    async def lacking(self, team: str, scopes: Sequence[str], *, now: datetime) -> bool:
        self.asked.append(f"lacking {', '.join(scopes)}")
        return True

    async def decide(
        self, team: str, message: str, decision: Decision, *, by: str, now: datetime
    ) -> int | None:
        return self._take(f"{decision} by {by}", message)

    def _take(self, asked: str, message: str) -> int | None:
        if message not in self.known:
            return None
        self.asked.append(asked)
        found, self.waiting = self.waiting, 0
        return found
