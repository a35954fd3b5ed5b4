"""What whoever looks after Amends decides about messages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from bot.ports import ParcelKind
from bot.postroom import Decision
from storage import holding, lacking, notices, queue
from storage.database import Database
from storage.known import Known
from storage.mapping import Values
from storage.queue import place_at
from storage.statements import Prepared
from storage.tables import outbox

_BY_ID = Prepared(select(outbox).where(outbox.c.id == bindparam("this_id")))


class SqlPostroom:
    """Implements `bot.postroom.Postroom`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known

    async def try_again(self, team: str, message: str, *, now: datetime) -> int | None:
        def work(session: Session) -> int | None:
            connection = session.connection()
            notice = _ours(connection, team, message, ParcelKind.UNDELIVERED)
            if notice is None:
                return None
            tried = notices.try_again(connection, self._known, notice, now=now)
            queue.want_again(connection, notice["id"], place_at(now), now + notices.SOON)
            return tried

        return await self._database.run(work)

    async def lacking(self, team: str, scopes: Sequence[str], *, now: datetime) -> bool:
        def work(session: Session) -> bool:
            return lacking.tell(session.connection(), self._known, team, scopes, now=now)

        return await self._database.run(work, patient=True)

    async def decide(
        self, team: str, message: str, decision: Decision, *, by: str, now: datetime
    ) -> int | None:
        def work(session: Session) -> int | None:
            connection = session.connection()
            if _ours(connection, team, message, ParcelKind.REVIEW) is None:
                return None
            return holding.decide(connection, team, decision, by, now)

        return await self._database.run(work, in_thread=True)


def _ours(connection: Connection, team: str, message: str, kind: ParcelKind) -> Values | None:
    row = _BY_ID.row(connection, {"this_id": message})
    return row if row and (row["team_id"], row["kind"]) == (team, kind.value) else None
