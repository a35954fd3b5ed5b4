"""A workspace's settings and people."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from bot.incident import Rung
from bot.people import DEFAULT_ZONE, People, Person
from bot.settings import Settings, SettingsChanged
from storage import leading, repeats
from storage.database import Database
from storage.inserts import InsertOrLeave, insert_or_replace
from storage.known import Known
from storage.mapping import person_values, settings_json, settings_of
from storage.owners import has_left, is_met
from storage.tables import chases, people, team_settings

SOON = timedelta(hours=1)
OLD = timedelta(days=1)

_STORED = (
    select(team_settings.c.settings)
    .where(team_settings.c.team_id == bindparam("team"))
    .with_for_update()
)
_FIRST_SETTINGS = InsertOrLeave(team_settings)
_SAVE_SETTINGS = insert_or_replace(team_settings)
_SAVE_PERSON = insert_or_replace(people)
_IS_KNOWN = select(people.c.user_id).where(
    people.c.team_id == bindparam("team"),
    people.c.user_id == bindparam("user"),
    people.c.known_at.is_not(None),
)
_SOON = chases.c.next_at <= bindparam("soon", type_=chases.c.next_at.type)
_WHO = (
    select(chases.c.team_id, chases.c.who)
    .join(
        people,
        (people.c.team_id == chases.c.team_id) & (people.c.user_id == chases.c.who),
        isouter=True,
    )
    .where(
        _SOON,
        people.c.known_at.is_(None)
        | (people.c.known_at < bindparam("old", type_=people.c.known_at.type)),
    )
    .distinct()
    .limit(bindparam("count"))
)
_TEAMS = (
    select(chases.c.team_id)
    .where(_SOON, chases.c.rung.in_((Rung.OWNER.value, Rung.LEAD.value)))
    .distinct()
)


class SqlDirectory:
    """Implements `bot.ports.Directory`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known

    async def settings(self, team: str) -> Settings:
        return await self._database.read(
            lambda session: self._known.settings(session.connection(), team),
            in_thread=False,
        )

    async def save_settings(
        self,
        team: str,
        settings: Settings,
        *,
        before: Settings | None = None,
        by: str,
        now: datetime,
    ) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            # So that there is a row to lock also the first time, and nobody's is lost.
            row = {"team_id": team, "changed_by": by, "changed_at": now}
            _FIRST_SETTINGS.run(connection, row | {"settings": settings_json(Settings())})
            stored = settings_of(connection.execute(_STORED, {"team": team}).scalar_one())
            if before is not None and stored != before:
                raise SettingsChanged
            _SAVE_SETTINGS.run(connection, row | {"settings": settings_json(settings)})
            if stored.lead and stored.lead != settings.lead:
                leading.hand_over(connection, team, stored.lead, now)
                if settings.lead:
                    repeats.hand_over(connection, team, stored.lead, settings.lead, now)
            self._known.settings_changed(team)

        try:
            await self._database.run(work)
        finally:
            self._known.settings_changed(team)

    async def people(self, team: str, users: Sequence[str]) -> People:
        return await self._database.read(
            lambda session: self._known.people(session.connection(), team, users),
            in_thread=False,
        )

    async def save_person(self, team: str, person: Person) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            known = connection.execute(_IS_KNOWN, {"team": team, "user": person.user}).first()
            _SAVE_PERSON.run(connection, person_values(team, person))
            if known is None and person.zone != DEFAULT_ZONE:
                is_met(connection, team, person.user)
            if not person.active and person.known_at is not None:
                has_left(connection, team, person.user)
            self._known.person_changed(team, person.user)

        await self._database.run(work)
        self._known.person_changed(team, person.user)

    async def people_to_look_up(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        def work(session: Session) -> list[tuple[str, str]]:
            connection = session.connection()
            asked = {"soon": now + SOON, "old": now - OLD, "count": limit}
            found = dict.fromkeys((team, user) for team, user in connection.execute(_WHO, asked))
            found.update(dict.fromkeys(self._leads(connection, now)))
            return list(found)[:limit]

        return await self._database.read(work)

    def _leads(self, connection: Connection, now: datetime) -> list[tuple[str, str]]:
        """The leads who may be reminded within the hour and are not known, or not any more."""
        found = []
        for team in connection.execute(_TEAMS, {"soon": now + SOON}).scalars():
            lead = self._known.settings(connection, team).lead
            if lead is None:
                continue
            person = self._known.people(connection, team, (lead,)).get(lead)
            if person is None or person.known_at is None or person.known_at < now - OLD:
                found.append((team, lead))
        return found
