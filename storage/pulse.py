"""How well we keep up, read from the rows that wait: a look at two small indexes."""

from sqlalchemy import bindparam, case, func, select
from sqlmodel import Session

from bot.vitals import MANY, Vitals
from storage.columns import NEVER
from storage.database import Database
from storage.statements import Prepared
from storage.tables import chases, outbox

_first = (
    select(outbox.c.due_at, outbox.c.attempts)
    .where(outbox.c.due_at < bindparam("never", type_=outbox.c.due_at.type))
    .order_by(outbox.c.due_at)
    .limit(MANY)
    .subquery()
)
_WAITING = Prepared(
    select(
        func.count().label("waiting"),
        func.coalesce(func.sum(case((_first.c.attempts > 0, 1), else_=0)), 0).label("retried"),
        func.min(_first.c.due_at).label("oldest"),
    ).select_from(_first)
)
_OVERDUE = Prepared(
    select(chases.c.next_at)
    .where(chases.c.next_at.is_not(None))
    .order_by(chases.c.next_at)
    .limit(1)
)


class SqlPulse:
    """Implements `bot.vitals.Pulse`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vitals(self) -> Vitals:
        def work(session: Session) -> Vitals:
            connection = session.connection()
            [found] = _WAITING.rows(connection, {"never": NEVER})
            chase = _OVERDUE.row(connection, {})
            return Vitals(
                int(found["waiting"]),
                int(found["retried"]),
                found["oldest"],
                chase["next_at"] if chase else None,
            )

        return await self._database.read(work, patient=True)
