"""The clock's way into the core: what is due goes the same road as a gesture.

Incidents are taken a few at a time, so that a gesture never waits long behind a thousand chases.
Several replicas may sweep at once: each takes what no other holds.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session

from bot.commands import CheckChases
from bot.decide import decide
from bot.incident import Incident
from storage import changes, incidents, owners, reviews, words
from storage.coachbook import forget_rests
from storage.database import Database
from storage.digests import SqlDigests
from storage.folding import fold
from storage.holding import BEAT, take_note
from storage.keeping import Rows
from storage.known import Known
from storage.ladders import Ladders
from storage.mapping import chase_of, incident_of
from storage.pacing import forget_idle
from storage.seen import AT_ONCE, forget_old
from storage.settling import settle
from storage.statements import database_errors
from storage.tables import chases
from storage.tables import incidents as incidents_table
from storage.turned_back import note

CHUNK = 20  # incidents in one transaction
LATER = timedelta(minutes=5)  # when to look again at an incident that could not be decided about
HOUSEKEEPING = timedelta(hours=1)

log = logging.getLogger(__name__)

_DUE = (
    select(chases.c.incident_id)
    .where(chases.c.next_at <= bindparam("now", type_=chases.c.next_at.type))
    .order_by(chases.c.next_at)
    .limit(bindparam("count"))
)
_TAKE = _DUE.with_for_update(skip_locked=True)
_FREE = (
    select(incidents_table)
    .where(incidents_table.c.id.in_(bindparam("ids", expanding=True)))
    .with_for_update(key_share=True, skip_locked=True)
)
_POSTPONE = (
    update(chases)
    .where(
        chases.c.incident_id == bindparam("this_id"),
        chases.c.next_at <= bindparam("now", type_=chases.c.next_at.type),
    )
    .values(next_at=bindparam("later", type_=chases.c.next_at.type))
)


class SqlSweeper:
    """Implements `bot.ports.Sweeper`."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known
        self._digests = SqlDigests(database, known)
        self._clean_at: datetime | None = None
        self._noted_at: datetime | None = None

    async def take_note(self, *, now: datetime) -> None:
        """We are at work; what came due long ago, while we were not, is held for review. To be done
        before anything is sent, and now and then afterwards, as `sweep` does."""
        if self._noted_at is None or abs(now - self._noted_at) >= BEAT:
            await self._database.run(
                lambda session: take_note(session.connection(), self._known, now),
                patient=True,
                in_thread=True,
            )
            self._noted_at = now

    async def sweep(self, *, now: datetime, limit: int) -> int:
        await self.take_note(now=now)
        looked = await self._some_at_a_time(owners.anything, owners.look, now, limit)
        looked += await self._some_at_a_time(_anything_decided, settle, now, limit)
        due = 0
        while due < limit and await self._anything_due(now):
            count = await self._sweep_some(now, min(CHUNK, limit - due))
            if not count:
                break  # somebody else is at it
            due += count
        looked += due + await self._digests.look(now=now)
        await self._clean(now)
        return looked

    async def _some_at_a_time(
        self,
        anything: Callable[[Connection], bool],
        work: Callable[[Connection, Known, datetime, int], int],
        now: datetime,
        limit: int,
    ) -> int:
        """Do what was put off, because somebody waited for an answer: up to so much of it."""

        def is_left(session: Session) -> bool:
            return anything(session.connection())

        def some(session: Session) -> int:
            return work(session.connection(), self._known, now, min(CHUNK, limit - done))

        done = 0
        while done < limit and await self._database.read(is_left, patient=True):
            count = await self._database.run(some, patient=True, in_thread=True)
            if not count:
                break  # somebody else is at it
            done += count
        return done

    async def _anything_due(self, now: datetime) -> bool:
        def work(session: Session) -> bool:
            due = session.connection().execute(_DUE, {"now": now, "count": 1})
            return due.first() is not None

        return await self._database.read(work, patient=True)

    async def _sweep_some(self, now: datetime, count: int) -> int:
        return await self._database.run(
            lambda session: _sweep(session.connection(), self._known, now, count),
            patient=True,
            in_thread=True,
        )

    async def _clean(self, now: datetime) -> None:
        """Forget what is over, some at a time, now and then: dedupe keys, the coach's pauses. Fill
        in what is missing to find older incidents by."""
        if self._clean_at is not None and now < self._clean_at:
            return

        def work(session: Session) -> bool:
            connection = session.connection()
            forget_rests(connection, now)
            forget_idle(connection, now)
            filled_in = words.fill_in(connection)
            return forget_old(connection, now) == AT_ONCE or filled_in == words.SOME

        more = await self._database.run(work, patient=True, in_thread=True)
        self._clean_at = now if more else now + HOUSEKEEPING


def _sweep(connection: Connection, known: Known, now: datetime, count: int) -> int:
    # The chases are locked first, so that each replica gets others. An incident that somebody
    # holds is left for the next time: two who wait for each other would wait for ever.
    due = connection.execute(_TAKE, {"now": now, "count": count}).scalars().all()
    free = connection.execute(_FREE, {"ids": sorted(set(due))}).mappings().all()
    owed = incidents.owed_rows(connection, [row["id"] for row in free])
    wanted, ladders = Rows(now), Ladders(connection, [row["id"] for row in free])
    for row in free:
        try:
            before = incident_of(row, map(chase_of, owed[row["id"]]))
            looked_at = changes.context_for(connection, known, before, now)
            waits = ladders.waiting(before, looked_at)
            outcome = decide(waits, CheckChases(), looked_at)
        except database_errors(connection):
            raise
        except Exception as error:  # one that cannot be decided about does not hold up the others
            # Its kind only: what an error says may quote what a person wrote.
            kind = type(error).__name__
            about = {"incident": row["number"]}
            log.error("it could not be checked (%s): it is postponed", kind, extra=about)
            _postpone(connection, row["id"], now)
            continue
        if (outcome.changed or waits is not before) and outcome.incident is not None:
            after = incidents.change(connection, before, outcome.incident)
            fold(connection, before, after, looked_at.settings.lead, now)
            wanted.add(after, outcome.effects)
        if _still_due(outcome.incident or before, now):
            about = {"incident": row["number"]}
            log.error("it is due as before: it is postponed", extra=about)
            _postpone(connection, row["id"], now)
    wanted.write(connection)
    if free:
        note(connection, now)
    return len(free)


def _anything_decided(connection: Connection) -> bool:
    return reviews.to_do(connection) is not None


def _still_due(incident: Incident, now: datetime) -> bool:
    return any(chase.next_at and chase.next_at <= now for chase in incident.chases.values())


def _postpone(connection: Connection, incident_id: int, now: datetime) -> None:
    connection.execute(_POSTPONE, {"this_id": incident_id, "now": now, "later": now + LATER})
