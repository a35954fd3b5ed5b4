"""What a team has learned, as its people ask for it, and what was said without a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.find import Found, Query
from bot.incident import Incident
from bot.learned import Asked, Said
from bot.similarity import Similar


class Library(Protocol):
    """Questions about what was learned, and the answers people give in private."""

    async def find(
        self, team: str, viewer: str, asked: Query, *, offset: int, limit: int, at: str = ""
    ) -> Found:
        """What `viewer`, asking in the channel `at`, may see of the incidents that have all these
        words, the newest first; where none has, those that have some. Drills are left out."""
        ...

    async def similar(self, incident: Incident, viewer: str, *, at: str = "") -> Sequence[Similar]:
        """Past incidents like that one which `viewer` may see, the likest first."""
        ...

    async def opened_from(
        self, team: str, message_path: str, viewer: str, *, at: str = ""
    ) -> Incident | None:
        """The open incident that began with a message, the newest that `viewer`, asking in the
        channel `at`, may see. `message_path` is the part that all permalinks of the message share,
        such as `/archives/C0MISTAKE/p1795424340034551`. Drills are left out."""
        ...

    async def took_part(self, incident: Incident) -> frozenset[str]:
        """Everyone who took part: those in `participants`, and whoever wrote in its thread, or what
        stands on the timeline as a message."""
        ...

    async def asked(self, incident_id: int, user: str) -> Asked:
        """Where the private question stands with that person."""
        ...

    async def said(self, incident_id: int) -> Sequence[Said]:
        """What those who took part have said, in no order that tells who."""
        ...

    async def say(self, team: str, number: int, user: str, said: Said, *, now: datetime) -> Asked:
        """Keep what they say, without their name, once. Returns where it stood before: nothing is
        kept unless they were asked and had not answered. Raises UnknownIncident."""
        ...
