"""The weekly digest of each team, wanted once when it is due: by whichever replica looks first."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Select, bindparam, func, null, or_, select, update
from sqlmodel import Session

from bot import digest
from bot.insights import insights
from bot.people import person
from bot.ports import ParcelKind
from storage import queue, records
from storage.database import Database
from storage.known import Known
from storage.mapping import Values
from storage.seen import first_times
from storage.statements import Prepared, database_errors
from storage.tables import incidents, outbox, team_settings

LOOK_EVERY = timedelta(minutes=1)
COMMAND = "/mistake"

FORMER = 26  # weeks; who has not sent a digest for longer gets at most one old one beside the new

log = logging.getLogger(__name__)

_TEAMS = select(team_settings.c.team_id).order_by(team_settings.c.team_id)
_COUNT = (
    select(func.count())
    .select_from(incidents)
    .where(
        incidents.c.team_id == bindparam("team"),
        incidents.c.drill.is_(False),
        incidents.c.private.is_(False),
    )
)


def _during(name: str) -> Select[int]:
    column = incidents.c[name]
    return _COUNT.where(
        column >= bindparam("since", type_=column.type),
        column < bindparam("until", type_=column.type),
    )


_REPORTED, _CLOSED = _during("opened_at"), _during("closed_at")


# One that never got out is news no more once there is a newer one: nobody is to get several at once
# when the channel, or Slack, can be written to again.
_LET_GO = Prepared(
    update(outbox)
    .where(
        outbox.c.key == bindparam("old"),
        outbox.c.ts.is_(None),
        or_(outbox.c.due_at.is_not(None), outbox.c.dead_at.is_not(None)),
    )
    .values(
        due_at=null(),
        dead_at=null(),
        token=null(),
        lease_until=null(),
        attempts=0,
        error=queue.LET_GO,
    )
)


@dataclass(frozen=True)
class _Due:
    """A team's digest, due at that moment (UTC), in that channel. `week` is its Monday."""

    team: str
    channel: str
    at: datetime
    week: date

    @property
    def key(self) -> str:
        """The same for every replica that looks, and for every hour of that week."""
        return _key(self.week)


class SqlDigests:
    """Looks now and then whether a digest is due."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known
        self._look_at: datetime | None = None
        self._done: set[_Due] = set()

    async def look(self, *, now: datetime) -> bool:
        """Put what is due by `now` (UTC) into the outbox. Whether there was anything."""
        if self._look_at is not None and now < self._look_at:
            return False
        due = await self._database.read(
            lambda session: self._due(session.connection(), now), patient=True
        )
        for each in due:
            try:
                await self._want(each, now)
            except Exception as error:  # one team's does not hold up the others'; it is tried again
                # Its kind only: what an error says may quote what a person wrote.
                log.error("a digest could not be made (%s)", type(error).__name__)
        self._done = {each for each in self._done if now - each.at < 2 * digest.LATEST}
        self._look_at = now + LOOK_EVERY
        return bool(due)

    async def _want(self, due: _Due, now: datetime) -> None:
        """Put one into the outbox, if there is something to say and nobody else has."""
        # Counting takes a while, so it is done before anything is locked.
        row = await self._database.read(
            lambda session: self._row(session.connection(), due, now), patient=True
        )
        await self._database.run(lambda session: _keep(session, due, row, now), patient=True)
        self._done.add(due)

    def _due(self, connection: Connection, now: datetime) -> list[_Due]:
        found = []
        for team in connection.execute(_TEAMS).scalars().all():
            try:
                due = self._due_of(connection, team, now)
            except database_errors(connection):
                raise
            except Exception as error:  # as above
                log.error("a digest could not be looked at (%s)", type(error).__name__)
                continue
            if due is not None and now - due.at < digest.LATEST and due not in self._done:
                found.append(due)
        return found

    def _due_of(self, connection: Connection, team: str, now: datetime) -> _Due | None:
        settings = self._known.settings(connection, team)
        if not settings.digest.on or settings.incident_channel is None:
            return None
        lead = settings.lead or ""
        zone = person(self._known.people(connection, team, [lead]), lead).zone
        at = digest.due_at(settings.digest, now, zone)
        week = digest.week_of(settings.digest, at, zone)
        return _Due(team, settings.incident_channel, at, week)

    def _row(self, connection: Connection, due: _Due, now: datetime) -> Values | None:
        """The message; None where there is nothing to say."""
        asked = {"team": due.team, "since": due.at - digest.WEEK, "until": due.at}
        reported, closed = (
            int(connection.execute(counting, asked).scalar() or 0)
            for counting in (_REPORTED, _CLOSED)
        )
        if not digest.worth_saying(reported, closed):
            return None
        period = digest.period(due.at)
        history = records.history(connection, self._known, due.team, None, period, now)
        found = insights(history, period)
        return queue.new_row(
            team=due.team,
            key=f"{due.team}:{due.key}",
            kind=ParcelKind.DIGEST,
            slot=due.key,
            lane=f"channel:{due.team}:{due.channel}",
            place=queue.place_at(now),
            due=now,
            target=due.channel,
            payload={
                "text": digest.text(found, due.at, reported, closed, COMMAND),
                "due": due.at.isoformat(),
            },
        )


def _keep(session: Session, due: _Due, row: Values | None, now: datetime) -> None:
    """Whoever moves the day from Monday to Sunday was due yesterday, in the week before: that one
    does not come after this. What is remembered is forgotten after some days; the outbox, which
    takes each key once, is not."""
    connection = session.connection()
    weeks = (due.key, _key(due.week - digest.WEEK))
    [is_new, _] = first_times(connection, [(due.team, key) for key in weeks], now)()
    if is_new and row is not None and queue.SAY_ONCE.run(connection, row):
        for ago in range(1, FORMER + 1):
            _LET_GO.run(connection, {"old": f"{due.team}:{_key(due.week - ago * digest.WEEK)}"})


def _key(week: date) -> str:
    return f"digest:{week}"
