"""What the coach remembers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import Session

from bot.coachbook import PAUSE, SHAPE_LIMIT, PhraseException
from bot.incident import Incident
from storage.columns import NEVER
from storage.database import Database
from storage.inserts import InsertOrLeave, insert_or_replace
from storage.mapping import Values
from storage.seen import first_time
from storage.statements import Prepared
from storage.tables import coach_rests, phrase_exceptions

_BEGIN_REST = InsertOrLeave(coach_rests)
_MUTE = insert_or_replace(coach_rests)
_THIS = (
    coach_rests.c.incident_id == bindparam("this_incident"),
    coach_rests.c.user_id == bindparam("this_user"),
)
_REST_AGAIN = Prepared(
    update(coach_rests)
    .where(*_THIS, coach_rests.c.until_at <= bindparam("now", type_=coach_rests.c.until_at.type))
    .values(until_at=bindparam("until", type_=coach_rests.c.until_at.type))
)
_UNMUTE = Prepared(delete(coach_rests).where(*_THIS))
_OVER = Prepared(
    delete(coach_rests).where(
        coach_rests.c.until_at <= bindparam("now", type_=coach_rests.c.until_at.type)
    )
)
_ADD = InsertOrLeave(phrase_exceptions)
_ALL = Prepared(
    select(phrase_exceptions.c.shape, phrase_exceptions.c.category)
    .where(phrase_exceptions.c.team_id == bindparam("team"))
    .order_by(phrase_exceptions.c.added_at.desc(), phrase_exceptions.c.shape)
)
_REMOVE = Prepared(
    delete(phrase_exceptions).where(
        phrase_exceptions.c.team_id == bindparam("team"),
        phrase_exceptions.c.shape == bindparam("this_shape"),
    )
)


class SqlCoachbook:
    """Implements `bot.coachbook.Coachbook`, where what each method takes and gives is said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def may_nudge(
        self, incident: Incident, author: str, *, now: datetime, key: str | None = None
    ) -> bool:
        def work(session: Session) -> bool:
            connection = session.connection()
            if key and not first_time(connection, incident.team, key, now):
                return False
            return _claim(connection, incident, author, now)

        return await self._database.run(work)

    async def mute(self, incident: Incident, author: str) -> None:
        row = _rest(incident, author, NEVER)
        await self._database.run(lambda session: _MUTE.run(session.connection(), row))

    async def unmute(self, incident: Incident, author: str) -> None:
        this = {"this_incident": incident.id, "this_user": author}
        await self._database.run(lambda session: _UNMUTE.run(session.connection(), this))

    async def exceptions(self, team: str) -> Sequence[PhraseException]:
        def work(session: Session) -> list[PhraseException]:
            found = _ALL.rows(session.connection(), {"team": team})
            return [PhraseException(row["shape"], row["category"]) for row in found]

        return await self._database.read(work)

    async def add_exception(self, team: str, exception: PhraseException, *, now: datetime) -> None:
        row = {
            "team_id": team,
            "shape": exception.shape[:SHAPE_LIMIT],
            "category": exception.category,
            "added_at": now,
        }
        await self._database.run(lambda session: _ADD.run(session.connection(), row))

    async def remove_exceptions(self, team: str, shapes: Sequence[str]) -> None:
        these = [{"team": team, "this_shape": shape} for shape in shapes]
        await self._database.run(lambda session: _REMOVE.run_all(session.connection(), these))


def _claim(connection: Connection, incident: Incident, author: str, now: datetime) -> bool:
    """An old pause is begun anew by one of those who try; where there is none, one makes it."""
    this = {"this_incident": incident.id, "this_user": author, "now": now, "until": now + PAUSE}
    if _REST_AGAIN.run(connection, this) == 1:
        return True
    return _BEGIN_REST.run(connection, _rest(incident, author, now + PAUSE)) == 1


def _rest(incident: Incident, author: str, until: datetime) -> Values:
    return {
        "incident_id": incident.id,
        "user_id": author,
        "team_id": incident.team,
        "until_at": until,
    }


def forget_rests(connection: Connection, now: datetime) -> None:
    """Delete the pauses that are over."""
    _OVER.run(connection, {"now": now})
