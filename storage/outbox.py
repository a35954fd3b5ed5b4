"""The outbox: promised messages, from the claim to what became of them.

Whoever claims a row holds it until the lease ends; what they report afterwards counts only while
nobody else has claimed it since.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, bindparam, null, update
from sqlmodel import Session

from bot.commands import MessageRef
from bot.effects import CARD
from bot.ports import Parcel, ParcelKind, Scene
from storage import changes, claims, delivery, incidents, scenes
from storage.columns import NEVER
from storage.database import Database
from storage.delivery import LET_GO, OURS, Sending
from storage.gathering import Gathering
from storage.known import Known
from storage.statements import Prepared
from storage.tables import outbox, timeline

LEASE = timedelta(seconds=60)

_START = Prepared(update(outbox).where(*OURS).values(tried=True))
_RETRY = Prepared(update(outbox).where(*OURS).values(LET_GO))
_GONE = Prepared(
    update(outbox)
    .where(*OURS)
    .values(**LET_GO, tried=False, channel=null(), ts=null(), thread_ts=null())
)
_DEAD = Prepared(update(outbox).where(*OURS).values(**LET_GO, tried=False))
_END_LEASES = Prepared(update(outbox).where(outbox.c.lease_until.is_not(None)).values(LET_GO))
_WORDS = Prepared(
    update(timeline).where(
        timeline.c.incident_id == bindparam("this_incident"),
        timeline.c.kind == bindparam("this_kind"),
        timeline.c.channel == bindparam("this_channel"),
        timeline.c.ts == bindparam("this_ts"),
    )
)


def _starting(connection: Connection, parcels: Sequence[Parcel]) -> list[bool]:
    keys = [{"this_id": parcel.id, "this_token": parcel.token} for parcel in parcels]
    return [count == 1 for count in _START.counts(connection, keys)]


class SqlOutbox:
    """Implements `bot.ports.Outbox`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known, *, lease: timedelta = LEASE) -> None:
        """`lease` is measured by the clock whose `now` is passed in."""
        self._database = database
        self._known = known
        self._lease = lease
        write = partial(database.run, patient=True)
        self._starts = Gathering[Parcel, bool](
            write, lambda session, parcels: _starting(session.connection(), parcels)
        )
        self._sent = Gathering[Sending, None](
            write, lambda session, sendings: delivery.sent(session.connection(), sendings)
        )
        self._scenes = Gathering[Parcel, Scene](
            partial(database.read, patient=True, in_thread=False),
            lambda session, parcels: scenes.scenes(session.connection(), known, parcels),
        )

    async def take_over(self) -> None:
        """To be called once at the start: on SQLite we are alone, so what an earlier process had
        claimed is free at once. On PostgreSQL others may be alive, so its lease runs out."""
        if not self._database.shared:
            await self._database.run(lambda session: _END_LEASES.run(session.connection(), {}))

    async def claim(self, *, now: datetime, limit: int) -> Sequence[Parcel]:
        def work(session: Session) -> Sequence[Parcel]:
            connection = session.connection()
            return claims.claim(connection, now=now, lease=self._lease, limit=limit)

        return await self._database.run(work, patient=True, in_thread=True)

    async def scene(self, parcel: Parcel) -> Scene:
        return await self._scenes.ask(parcel)

    async def starting(self, parcel: Parcel) -> bool:
        return await self._starts.ask(parcel)

    async def sent(self, parcel: Parcel, message: MessageRef | None, *, now: datetime) -> None:
        await self._sent.ask(Sending(parcel, message, now))

    async def retry(self, parcel: Parcel, *, at: datetime, error: str, unsure: bool) -> None:
        await self._change(_RETRY, parcel, due_at=at, error=error, tried=unsure)

    async def gone(self, parcel: Parcel, *, now: datetime) -> None:
        if parcel.kind in (ParcelKind.REMINDER, ParcelKind.TROUBLE):
            # Nobody sees it any more, and what it said was said.
            await self._change(_GONE, parcel, due_at=None)
        else:
            await self._change(_GONE, parcel, due_at=now)

    async def give_up(self, parcel: Parcel, *, now: datetime, error: str) -> None:
        if parcel.slot == CARD and parcel.incident_id is not None:
            await self._database.run(
                self._park(parcel, parcel.incident_id, now, error), patient=True
            )
        else:
            await self._change(_DEAD, parcel, due_at=None, dead_at=now, error=error)

    async def words_found(self, parcel: Parcel, text: str, *, now: datetime) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            if delivery.finish(connection, [parcel]) == [True]:
                about = {name: parcel.payload[name] for name in ("kind", "channel", "ts")}
                key = {f"this_{name}": value for name, value in about.items()}
                _WORDS.run(connection, key | {"this_incident": parcel.incident_id, "text": text})

        await self._database.run(work, patient=True)

    async def _change(self, statement: Prepared, parcel: Parcel, **values: object) -> bool:
        """Whether the row was still ours, and is changed."""

        def work(session: Session) -> bool:
            key = {"this_id": parcel.id, "this_token": parcel.token}
            return statement.run(session.connection(), key | values) == 1

        return await self._database.run(work, patient=True)

    def _park(
        self, parcel: Parcel, incident_id: int, now: datetime, error: str
    ) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            connection = session.connection()
            incident = incidents.by_id(connection, incident_id, lock=True)
            key = {"this_id": parcel.id, "this_token": parcel.token}
            values = {"due_at": NEVER, "error": error}
            ours = _DEAD.run(connection, key | values) == 1
            if ours and incident is not None:
                changes.trouble(connection, self._known, incident, error, now)

        return work
