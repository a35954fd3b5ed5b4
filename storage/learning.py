"""The library: what was learned, found again by words and by likeness, and what goes with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from bot.change import replace
from bot.effects import LEARNINGS
from bot.find import Found, Query
from bot.incident import Incident, Status, may_see
from bot.learned import Asked, Learned, Said
from bot.ports import Parcel, ParcelKind, Scene
from bot.searchable import LESSON_KEY, SYSTEMIC_KEY, number_key
from bot.similarity import Similar, alike, look_for, shown
from storage import debriefs, words
from storage.database import Database
from storage.incidents import by_ids
from storage.known import Known
from storage.scenes import scenes
from storage.searching import Search, all_of, any_of
from storage.tables import incidents

COMPARED = 30  # incidents that are compared with one: those that share the most with it
MANY = 10  # that are alike: more of them may be behind those that were compared
COMPARED_BESIDES = 10  # of those that taught something, and of the systemic ones
LEARNED_KINDS = frozenset({ParcelKind.REPEAT, ParcelKind.QUESTION})
NOBODY = ""  # sees what everyone may see
# Among the open ones, which an index finds: 3 to 5 ms where 10,000 are open.
_OPENED_FROM = (
    select(incidents.c.id)
    .where(
        incidents.c.team_id == bindparam("team"),
        incidents.c.status == Status.OPEN.value,
        incidents.c.source_link.like(bindparam("link")),
        incidents.c.drill.is_(False),
    )
    .order_by(incidents.c.id.desc())
)


class SqlLibrary:
    """Implements `bot.library.Library`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known

    async def find(
        self, team: str, viewer: str, asked: Query, *, offset: int, limit: int, at: str = ""
    ) -> Found:
        def work(session: Session) -> Found:
            connection = session.connection()
            lead = self._known.settings(connection, team).lead
            search = Search(team, viewer, viewer == lead, at)
            return _found(connection, search, asked, lead, offset, limit)

        return await self._database.read(work)

    async def similar(self, incident: Incident, viewer: str, *, at: str = "") -> Sequence[Similar]:
        def work(session: Session) -> Sequence[Similar]:
            connection = session.connection()
            lead = self._known.settings(connection, incident.team).lead
            return similar(connection, incident, viewer, lead, at)

        return await self._database.read(work, patient=True)

    async def opened_from(
        self, team: str, message_path: str, viewer: str, *, at: str = ""
    ) -> Incident | None:
        def work(session: Session) -> Incident | None:
            connection = session.connection()
            lead = self._known.settings(connection, team).lead
            sought = {"team": team, "link": f"%{message_path}%"}
            begun = connection.execute(_OPENED_FROM, sought).scalars().all()
            seen = _seen(connection, begun, viewer, lead, at)
            return next((each for each in seen if each.is_open), None)

        return await self._database.read(work)

    async def took_part(self, incident: Incident) -> frozenset[str]:
        return await self._database.read(
            lambda session: debriefs.took_part(session.connection(), incident)
        )

    async def asked(self, incident_id: int, user: str) -> Asked:
        return await self._database.read(
            lambda session: debriefs.asked(session.connection(), incident_id, user),
            in_thread=False,
        )

    async def said(self, incident_id: int) -> Sequence[Said]:
        return await self._database.read(
            lambda session: debriefs.said(session.connection(), incident_id)
        )

    async def say(self, team: str, number: int, user: str, said: Said, *, now: datetime) -> Asked:
        def work(session: Session) -> Asked:
            return debriefs.say(
                session.connection(),
                self._known,
                team=team,
                number=number,
                user=user,
                words=said,
                now=now,
            )

        return await self._database.run(work)


def _found(
    connection: Connection, search: Search, asked: Query, lead: str | None, offset: int, limit: int
) -> Found:
    if not asked.words:
        return Found((), 0, 0, whole=True)
    every = all_of(connection, asked.words)
    if asked.number is not None:
        every = any_of(connection, asked.words, (number_key(asked.number),))
    total = search.count(connection, every)
    if asked.number is not None:
        ids = search.numbered(connection, every, asked.number, limit, offset)
        whole = True
    elif total or len(asked.words) == 1:
        ids = search.newest(connection, every, limit, offset)
        whole = True
    else:
        some = any_of(connection, asked.words)
        total = search.count(connection, some)
        ids = search.likest(connection, some, limit, offset)
        whole = False
    found = _seen(connection, ids, search.viewer, lead, search.place)
    said = words.said_in(connection, [each.id for each in found])
    return Found(found, total, offset, whole, said)


def _seen(
    connection: Connection, ids: Sequence[int], viewer: str, lead: str | None, at: str
) -> tuple[Incident, ...]:
    """Those incidents, in that order, without what is not for these eyes."""
    found = by_ids(connection, ids)
    return tuple(
        incident
        for each in ids
        if (incident := found.get(each)) and may_see(incident, viewer, lead, at)
    )


def similar(
    connection: Connection, incident: Incident, viewer: str, lead: str | None, at: str = ""
) -> tuple[Similar, ...]:
    """See `Library.similar`."""
    if incident.drill:
        return ()
    wanted = look_for(incident)
    if not wanted.words and not wanted.keys:
        return ()
    search = Search(incident.team, viewer, viewer == lead, at, before=incident.id)
    asked = any_of(connection, wanted.words, wanted.keys)
    ids = search.likest(connection, asked, COMPARED)
    found = _alike(connection, incident, search, ids, lead)
    if len(found) > MANY:  # what taught something is not lost behind the many that did not
        more = [
            other
            for key in (SYSTEMIC_KEY, LESSON_KEY)
            for other in search.likest(connection, asked, COMPARED_BESIDES, with_key=key)
        ]
        new = dict.fromkeys(each for each in more if each not in ids)
        found += _alike(connection, incident, search, list(new), lead)
    return shown(found)


def _alike(
    connection: Connection, incident: Incident, search: Search, ids: Sequence[int], lead: str | None
) -> list[Similar]:
    others = _seen(connection, ids, search.viewer, lead, search.place)
    return alike(incident, (each for each in others if not each.drill))


def learned_scene(connection: Connection, known: Known, parcel: Parcel) -> Scene:
    """A scene with what goes with a debrief; without an incident where it is not, or no longer, for
    whoever it was meant for. In the thread everyone reads along."""
    [scene] = scenes(connection, known, [parcel])
    incident = scene.incident
    if incident is None:
        return scene
    if not _is_theirs(parcel, incident, scene.settings.lead):
        return replace(scene, incident=None)
    if parcel.kind is ParcelKind.QUESTION:
        stands = debriefs.asked(connection, incident.id, parcel.target)
        few = debriefs.few_are_asked(connection, incident.id)
        return replace(scene, learned=Learned(asked=stands, few=few))
    reader = NOBODY if parcel.slot == LEARNINGS else parcel.target
    alike = similar(connection, incident, reader, scene.settings.lead if reader else None)
    said = debriefs.said(connection, incident.id) if parcel.slot == LEARNINGS else ()
    return replace(scene, learned=Learned(said, alike))


def _is_theirs(parcel: Parcel, incident: Incident, lead: str | None) -> bool:
    """Whether what is said to one person may still be said to them: between the promise and the
    sending somebody else may have become lead, or the incident private."""
    if parcel.kind not in LEARNED_KINDS:
        return True
    if parcel.kind is ParcelKind.REPEAT and parcel.target != lead:
        return False
    return may_see(incident, parcel.target, lead)
