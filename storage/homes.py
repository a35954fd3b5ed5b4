"""Whose App Home is kept up to date: whoever opened it lately."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlmodel import Session

from storage import pacing
from storage.database import Database
from storage.inserts import insert_or_replace
from storage.statements import Prepared
from storage.tables_home import home_readers

KEPT_FOR = timedelta(days=2)

_OPENED = insert_or_replace(home_readers)
_AT = home_readers.c.opened_at
_FORGET = Prepared(
    delete(home_readers).where(
        home_readers.c.team_id == bindparam("team"), bindparam("old", type_=_AT.type) > _AT
    )
)
_READERS = (
    select(home_readers.c.user_id)
    .where(home_readers.c.team_id == bindparam("team"), bindparam("since", type_=_AT.type) <= _AT)
    .order_by(_AT.desc(), home_readers.c.user_id)
    .limit(bindparam("count"))
)


class SqlHomes:
    """Implements `bot.records.Homes`, where what each method takes and gives is said."""

    def __init__(self, database: Database, *, speed: float = 1.0) -> None:
        """`speed`: how much faster than real time the clock runs whose `now` is passed in."""
        self._database = database
        self._speed = speed
        # Where another replica holds the line for long, one of our threads waits for it, not all.
        self._turn = asyncio.Lock()

    async def opened(self, team: str, user: str, *, now: datetime) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            row = {"team_id": team, "user_id": user, "opened_at": now}
            _OPENED.run(connection, row)
            _FORGET.run(connection, {"team": team, "old": now - KEPT_FOR})

        await self._database.run(work)

    async def readers(self, team: str, *, since: datetime, limit: int) -> Sequence[str]:
        asked = {"team": team, "since": since, "count": limit}
        return await self._database.read(
            lambda session: session.connection().execute(_READERS, asked).scalars().all(),
            in_thread=False,
        )

    async def turn(self, team: str, line: str, *, now: datetime, at_once: bool) -> float:
        key = pacing.kept_as(team, line)
        async with self._turn:
            return await self._database.run(
                lambda session: pacing.take_turn(
                    session.connection(), key, now, self._speed, at_once=at_once
                )
            )
