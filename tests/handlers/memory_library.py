"""A library over the incidents of a `MemoryDesk`, found and compared by the real rules."""

from collections.abc import Sequence
from datetime import datetime

from bot.effects import EntryKind
from bot.find import Found, Query
from bot.incident import Incident, may_see, participants
from bot.learned import Asked, Said
from bot.ports import UnknownIncident
from bot.searchable import kept
from bot.similarity import Similar, ranked
from tests.handlers.memory import MemoryDesk


class MemoryLibrary:
    """What was learned, and what was said without a name."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.desk = desk
        self.stands: dict[tuple[int, str], Asked] = {}
        self.answers: list[tuple[int, Said]] = []
        self.looked_for: list[Query] = []

    def _seen_by(self, viewer: str, at: str) -> list[Incident]:
        lead = self.desk.directory.kept.lead
        found = (each for each in self.desk.incidents.values() if may_see(each, viewer, lead, at))
        return [each for each in found if not each.drill]

    async def find(
        self, team: str, viewer: str, asked: Query, *, offset: int, limit: int, at: str = ""
    ) -> Found:
        self.looked_for.append(asked)
        hits = [
            incident
            for incident in reversed(self._seen_by(viewer, at))
            if asked.number == incident.number or _has_all(incident, asked)
        ]
        return Found(tuple(hits[offset : offset + limit]), len(hits), offset, whole=True)

    async def similar(self, incident: Incident, viewer: str, *, at: str = "") -> Sequence[Similar]:
        return ranked(incident, self._seen_by(viewer, at))

    async def opened_from(
        self, team: str, message_path: str, viewer: str, *, at: str = ""
    ) -> Incident | None:
        seen = (each for each in reversed(self._seen_by(viewer, at)) if each.is_open)
        return next((each for each in seen if message_path in each.source_link), None)

    async def took_part(self, incident: Incident) -> frozenset[str]:
        wrote = {each.by for each in self.desk.entries if each.kind is not EntryKind.STATE}
        thread = self.desk.thread.values()
        spoke = {each.author for each in thread if each.number == incident.number}
        return participants(incident) | wrote | spoke

    async def asked(self, incident_id: int, user: str) -> Asked:
        return self.stands.get((incident_id, user), Asked.NOT_ASKED)

    async def said(self, incident_id: int) -> Sequence[Said]:
        return tuple(said for of, said in self.answers if of == incident_id)

    async def say(self, team: str, number: int, user: str, said: Said, *, now: datetime) -> Asked:
        if number not in self.desk.incidents:
            raise UnknownIncident
        incident = self.desk.incidents[number]
        stood = await self.asked(incident.id, user)
        if stood is Asked.WAITING:
            self.answers.append((incident.id, said))
            self.stands[incident.id, user] = Asked.ANSWERED
        return stood


def _has_all(incident: Incident, asked: Query) -> bool:
    found = kept(incident)
    typed = [each for each in found.words.split() if "_" not in each] if found else []
    return all(any(map(Query((one,)).matches, typed)) for one in asked.words)
