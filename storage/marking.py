"""Marks on messages that we do not know yet: kept in the outbox until Slack has shown the message.

Only who comes later by Slack's clock counts (`storage.seen`): a mark that is made and one that is
taken off meet there, whichever comes first.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import Session

from bot.commands import MessageRef
from bot.effects import CARD, Outcome
from bot.marks import Mark, mark_json, mark_of
from bot.ports import Parcel, ParcelKind, ThreadMessage, UnknownIncident
from storage import changes, incidents, questions, queue, seen
from storage.database import Database
from storage.delivery import OURS
from storage.inserts import InsertOrLeave
from storage.known import Known
from storage.statements import Prepared
from storage.tables import incidents as incidents_table
from storage.tables import outbox, posted, thread_messages

log = logging.getLogger(__name__)

_SAW = InsertOrLeave(thread_messages)
_POSTED = InsertOrLeave(posted)
_CARD_BY_ID = (
    select(outbox.c.id, incidents_table.c.number)
    .join(incidents_table, incidents_table.c.id == outbox.c.incident_id)
    .where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.slot == CARD,
        outbox.c.id.in_(bindparam("ids", expanding=True)),
    )
)
_BY_ID = select(outbox.c.id).where(
    outbox.c.team_id == bindparam("team"), outbox.c.id.in_(bindparam("ids", expanding=True))
)
_OWED = Prepared(
    select(outbox.c.id, outbox.c.payload)
    .where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.kind == ParcelKind.MARK.value,
        outbox.c.due_at.is_not(None),
    )
    .with_for_update(skip_locked=True)  # what is just being made waits for us, and is not made
)
# A row that is done with is not kept: it says who marked what, also where that is none of ours.
_LET_GO = Prepared(delete(outbox).where(outbox.c.id == bindparam("this_id")))
_DONE = Prepared(delete(outbox).where(*OURS))


class _IsKnown(Exception):
    """The message is known by now, so nothing of this is kept."""

    def __init__(self, found: ThreadMessage) -> None:
        super().__init__(found)
        self.found = found


class SqlMarks:
    """Implements `bot.marks.Marks`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known

    async def owe(
        self, team: str, mark: Mark, *, key: str | None, now: datetime
    ) -> ThreadMessage | None:
        def work(session: Session) -> ThreadMessage | None:
            connection = session.connection()
            found = questions.thread_message(connection, team, mark.message)
            if found is None and _is_news(connection, team, mark, key, now):
                queue.SAY_ONCE.run(connection, _row(team, mark, key, now))
            return found

        return await self._database.run(work)

    async def take_back(self, team: str, mark: Mark) -> ThreadMessage | None:
        def work(session: Session) -> None:
            connection = session.connection()
            # First, so that a mark that is just being made is waited for, and then known.
            if mark.happened is not None and not seen.later(connection, team, mark.happened):
                return
            if found := questions.thread_message(connection, team, mark.message):
                raise _IsKnown(found)
            for row in _OWED.rows(connection, {"team": team}):
                if _is_over(mark_of(row["payload"]), mark):
                    _LET_GO.run(connection, {"this_id": row["id"]})

        try:
            await self._database.run(work)
        except _IsKnown as known:
            return known.found
        return None

    async def make(
        self, parcel: Parcel, mark: Mark, found: ThreadMessage, *, now: datetime
    ) -> Outcome | None:
        outcome = await self._database.run(
            lambda session: _make(session.connection(), self._known, parcel, mark, found, now),
            patient=True,
        )
        if outcome is not None and outcome.changed:
            log.info("MarkMessage", extra={"incident": found.number})
        return outcome

    async def is_our_card(self, team: str, message: MessageRef, ids: Sequence[str]) -> int | None:
        def work(session: Session) -> int | None:
            connection = session.connection()
            row = connection.execute(_CARD_BY_ID, {"team": team, "ids": list(ids)}).first()
            if row is None:
                return None
            at = {"team_id": team, "channel": message.channel, "ts": message.ts}
            _POSTED.run(connection, at | {"outbox_id": row.id})
            return int(row.number)

        return await self._database.run(work, patient=True)

    async def remember(self, team: str, message: MessageRef, ids: Sequence[str]) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            row = connection.execute(_BY_ID, {"team": team, "ids": list(ids)}).first()
            if row is not None:
                at = {"team_id": team, "channel": message.channel, "ts": message.ts}
                _POSTED.run(connection, at | {"outbox_id": row.id})

        await self._database.run(work, patient=True)

    async def let_be(self, parcel: Parcel) -> None:
        await self._database.run(
            lambda session: is_done(session.connection(), parcel), patient=True
        )


def saw(
    connection: Connection,
    team: str,
    incident_id: int,
    message: MessageRef,
    author: str,
    now: datetime,
) -> None:
    """Remember that this message belongs to that incident's thread."""
    row = {
        "team_id": team,
        "channel": message.channel,
        "ts": message.ts,
        "incident_id": incident_id,
        "author": author,
        "seen_at": now,
    }
    _SAW.run(connection, row)


def is_done(connection: Connection, parcel: Parcel) -> bool:
    """Forget that look. False: it was not ours any more."""
    return _DONE.run(connection, {"this_id": parcel.id, "this_token": parcel.token}) == 1


def _make(
    connection: Connection,
    known: Known,
    parcel: Parcel,
    mark: Mark,
    found: ThreadMessage,
    now: datetime,
) -> Outcome | None:
    # Locked before the outbox, as everywhere.
    incident = incidents.by_number(connection, parcel.team, found.number, lock=True)
    if not is_done(connection, parcel) or incident is None:
        return None
    saw(connection, parcel.team, incident.id, mark.message, found.author, now)
    try:
        return changes.perform(
            connection,
            known,
            mark.command(found.author),
            team=parcel.team,
            number=found.number,
            now=now,
            key=None,
            pressed=None,
            at=mark.message.channel,
            happened=mark.happened,
        )
    except UnknownIncident:
        return None


def _is_news(connection: Connection, team: str, mark: Mark, key: str | None, now: datetime) -> bool:
    if seen.overtaken(connection, team, mark.happened):
        return False
    return key is None or seen.first_time(connection, team, key, now)


def _row(team: str, mark: Mark, key: str | None, now: datetime) -> dict[str, object]:
    message, by_slack = mark.message, mark.happened.at if mark.happened else now
    which = key or f"{message.channel}:{message.ts}:{mark.by}:{mark.as_words}:{by_slack}"
    return queue.new_row(
        team=team,
        key=f"mark:{team}:{which}",
        kind=ParcelKind.MARK,
        slot="mark",
        # Nobody knows the thread yet. What is marked twice is looked at in the order it was marked.
        lane=f"mark:{team}:{message.channel}:{message.ts}",
        place=queue.place_at(by_slack),
        due=now,
        target=message.channel,
        payload=mark_json(mark),
    )


def _is_over(owed: Mark, taken_back: Mark) -> bool:
    """Whether that mark is one that was taken back later."""
    same = (owed.by, owed.message, owed.as_words)
    if same != (taken_back.by, taken_back.message, taken_back.as_words):
        return False
    if owed.happened is None or taken_back.happened is None:
        return True
    return owed.happened.at < taken_back.happened.at
