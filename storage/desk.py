"""The desk: changes to incidents, each one transaction, and questions about them."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, tuple_, update
from sqlmodel import Session

from bot.change import replace
from bot.chasing import recipient, reminded_at
from bot.commands import Command, MessageRef, MoveHome, OpenIncident
from bot.effects import Outcome
from bot.incident import Incident, Rung, may_see
from bot.ports import (
    Entry,
    Happened,
    Mine,
    OurMessage,
    Owed,
    Page,
    ParcelKind,
    ThreadMessage,
    UnknownIncident,
)
from storage import changes, incidents, questions, queue, seen, words
from storage.database import Database
from storage.gathering import Gathering
from storage.known import Known
from storage.marking import saw
from storage.opening import Opening, open_all
from storage.renaming import rename
from storage.tables import timeline

log = logging.getLogger(__name__)

_MARKED = select(timeline.c.channel, timeline.c.ts).where(timeline.c.id == bindparam("this_entry"))
# A message that was marked several times is one entry to its readers.
_CORRECT = update(timeline).where(
    timeline.c.incident_id == bindparam("this_incident"),
    or_(
        timeline.c.id == bindparam("this_entry"),
        tuple_(timeline.c.channel, timeline.c.ts).in_(_MARKED),
    ),
)


class SqlDesk:
    """Implements `bot.ports.Desk`, where what each method takes and gives is said."""

    def __init__(
        self, database: Database, known: Known, *, repeated: Callable[[], None] = lambda: None
    ) -> None:
        """`repeated` hears of everything that is asked for again after it was dealt with."""
        self._repeated = repeated
        self._database = database
        self._known = known
        self._openings: Gathering[Opening, Outcome] = Gathering(
            database.run, lambda session, asked: open_all(session.connection(), known, asked)
        )

    async def perform(
        self,
        team: str,
        number: int | None,
        command: Command,
        *,
        now: datetime,
        key: str | None = None,
        pressed: MessageRef | None = None,
        at: str = "",
        happened: Happened | None = None,
    ) -> Outcome:
        if isinstance(command, OpenIncident):
            return self._noted(command, await self._openings.ask(Opening(team, command, now, key)))
        if number is None:
            raise UnknownIncident(number)

        def work(session: Session) -> Outcome:
            return changes.perform(
                session.connection(),
                self._known,
                command,
                team=team,
                number=number,
                now=now,
                key=key,
                pressed=pressed,
                at=at,
                happened=happened,
            )

        return self._noted(command, await self._database.run(work))

    def _noted(self, command: Command, outcome: Outcome) -> Outcome:
        """The log says what was done, never in which words."""
        if outcome.repeated:
            self._repeated()
        elif outcome.changed and outcome.incident is not None:
            log.info(type(command).__name__, extra={"incident": outcome.incident.number})
        return outcome

    async def incident(self, team: str, number: int, viewer: str, *, at: str = "") -> Incident:
        def work(session: Session) -> Incident:
            connection = session.connection()
            found = incidents.by_number(connection, team, number)
            lead = self._known.settings(connection, team).lead
            if found is None or not may_see(found, viewer, lead, at):
                raise UnknownIncident(number)
            return found

        return await self._database.read(work, in_thread=False)

    async def open_incidents(self, team: str, viewer: str, *, offset: int, limit: int) -> Page:
        def work(session: Session) -> Page:
            connection = session.connection()
            lead = self._known.settings(connection, team).lead
            return questions.open_incidents(connection, team, viewer, lead, offset, limit)

        return await self._database.read(work)

    async def mine(self, team: str, user: str) -> Mine:
        def work(session: Session) -> Mine:
            connection = session.connection()
            lead = self._known.settings(connection, team).lead
            mine = questions.mine(connection, team, user, lead)
            return replace(mine, owed=tuple(self._as_told(connection, each) for each in mine.owed))

        return await self._database.read(work)

    def _as_told(self, connection: Connection, owed: Owed) -> Owed:
        """What is owed, with the moment at which its reminder can come, and whether to the lead."""
        incident, chase = owed.incident, owed.chase
        looked_at = changes.context_for(connection, self._known, incident, incident.opened_at)
        moment = reminded_at(incident, chase, looked_at)
        _, rung = recipient(replace(chase, rung=Rung.LEAD), looked_at)
        lead = rung is Rung.LEAD
        return replace(owed, chase=replace(chase, next_at=moment), lead=lead)

    async def timeline(self, incident_id: int) -> Sequence[Entry]:
        return await self._database.read(
            lambda session: questions.entries(session.connection(), incident_id)
        )

    async def correct_entry(
        self, incident_id: int, entry_id: int, *, at: datetime, text: str
    ) -> None:
        key = {"this_incident": incident_id, "this_entry": entry_id}

        def work(session: Session) -> None:
            connection = session.connection()
            incident = incidents.by_id(connection, incident_id, lock=True)
            connection.execute(_CORRECT, key | {"at": at, "text": text})
            if incident is not None:
                words.retell(connection, incident)

        await self._database.run(work)

    async def our_message(self, team: str, message: MessageRef) -> OurMessage | None:
        return await self._database.read(
            lambda session: questions.our_message(session.connection(), team, message),
            in_thread=False,
        )

    async def where(self, incident_id: int, slot: str) -> MessageRef | None:
        return await self._database.read(
            lambda session: questions.where(session.connection(), incident_id, slot)
        )

    async def thread_number(self, team: str, channel: str, thread_ts: str) -> int | None:
        return await self._database.read(
            lambda session: questions.thread_number(session.connection(), team, channel, thread_ts),
            in_thread=False,
        )

    async def has_threads(self, team: str, channel: str) -> bool:
        return await self._database.read(
            lambda session: questions.has_threads(session.connection(), team, channel)
        )

    async def saw_thread_message(
        self, team: str, number: int, message: MessageRef, author: str, now: datetime
    ) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            found = incidents.id_of(connection, team, number)
            if found is not None:
                saw(connection, team, found, message, author, now)

        await self._database.run(work)

    async def thread_message(self, team: str, message: MessageRef) -> ThreadMessage | None:
        return await self._database.read(
            lambda session: questions.thread_message(session.connection(), team, message),
            in_thread=False,
        )

    async def first_time(self, team: str, key: str, *, now: datetime) -> bool:
        first = await self._database.run(
            lambda session: seen.first_time(session.connection(), team, key, now)
        )
        if not first:
            self._repeated()
        return first

    async def dealt_with(self, team: str, key: str) -> bool:
        known = await self._database.read(
            lambda session: seen.known(session.connection(), team, key), in_thread=False
        )
        if known:
            self._repeated()
        return known

    async def welcome(self, team: str, channel: str, *, now: datetime) -> None:
        row = queue.new_row(
            team=team,
            key=f"welcome:{team}:{channel}",
            kind=ParcelKind.WELCOME,
            slot="welcome",
            lane=f"channel:{team}:{channel}",
            place=queue.place_at(now),
            due=now,
            target=channel,
        )

        def work(session: Session) -> None:
            queue.SAY_ONCE.run(session.connection(), row)

        await self._database.run(work)
        await self._each_living_in(team, channel, now, self._at_home)

    async def channel_barred(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        def bar(connection: Connection, incident: Incident, now: datetime) -> None:
            changes.barred(connection, self._known, incident, error, now)

        await self._each_living_in(team, channel, now, bar)

    async def channel_freed(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        def free(connection: Connection, incident: Incident, now: datetime) -> None:
            if incident.home.trouble == error:
                self._at_home(connection, incident, now)

        await self._each_living_in(team, channel, now, free)

    async def channel_renamed(self, team: str, old: str, new: str) -> None:
        def work(session: Session) -> bool:
            return rename(session.connection(), self._known, team, old, new)

        if await self._database.run(work, in_thread=True):
            self._known.settings_changed(team)

    async def _each_living_in(
        self,
        team: str,
        channel: str,
        now: datetime,
        change: Callable[[Connection, Incident, datetime], None],
    ) -> None:
        """Change every open incident that lives in that channel, each in its own transaction."""
        living = await self._database.read(
            lambda session: questions.living_in(session.connection(), team, channel)
        )
        for incident_id in living:

            def work(session: Session, incident_id: int = incident_id) -> None:
                connection = session.connection()
                incident = incidents.by_id(connection, incident_id, lock=True)
                if incident is not None and incident.is_open and incident.home.channel == channel:
                    change(connection, incident, now)

            await self._database.run(work)

    def _at_home(self, connection: Connection, incident: Incident, now: datetime) -> None:
        again = MoveHome(incident.owner, to_dm=False)
        changes.follows(connection, self._known, incident, again, now)
