"""The outbox: promised messages, from the claim to what became of them.

Whoever claims a row holds it until the lease ends; what they report afterwards counts only while
nobody else has claimed it since.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, bindparam, null, update
from sqlmodel import Session

from bot.commands import MessageRef
from bot.effects import CARD, LEARNINGS, EntryKind, Show
from bot.incident import Incident
from bot.ports import Parcel, ParcelKind, Scene
from bot.rhythm import quoted
from storage import claims, delivery, incidents, pacing, questions, refusals, resting, scenes, words
from storage.database import Database
from storage.delivery import LET_GO, OURS, Sending
from storage.gathering import Gathering
from storage.keeping import Rows
from storage.known import Known
from storage.learning import LEARNED_KINDS, learned_scene
from storage.refusals import Refused
from storage.statements import Prepared, pipelined_to_the_end
from storage.tables import outbox, timeline
from storage.turned_back import NOTICED, look

LEASE = timedelta(seconds=60)
SAID_TO_ONE = frozenset(
    {
        ParcelKind.REMINDER,
        ParcelKind.TROUBLE,
        ParcelKind.REPEAT,
        ParcelKind.QUESTION,
        ParcelKind.LACKING,
    }
)

_START = Prepared(update(outbox).where(*OURS).values(tried=True))
_LET_GO = Prepared(update(outbox).where(*OURS).values(LET_GO))
_GONE = Prepared(
    update(outbox)
    .where(*OURS)
    .values(**LET_GO, tried=False, channel=null(), ts=null(), thread_ts=null())
)
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
    with pipelined_to_the_end(connection):
        counted = _START.counted(connection, keys)
    return [count == 1 for count in counted()]


class SqlOutbox:
    """Implements `bot.outbox.Outbox`, where what each method takes and gives is said."""

    def __init__(
        self, database: Database, known: Known, *, lease: timedelta = LEASE, speed: float = 1.0
    ) -> None:
        """`lease` is measured by the clock whose `now` is passed in, which runs `speed` times as
        fast as real time."""
        self._database = database
        self._speed = speed
        self._latest: datetime | None = None  # when we last looked
        self._noted: datetime | None = None  # when we last wrote down the time
        self._noticed = NOTICED * max(1.0, speed)
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
        was, noted = self._latest, self._noted
        to_note = noted is None or abs(now - noted) >= self._noticed

        def work(session: Session) -> Sequence[Parcel]:
            connection = session.connection()
            looks = was is None or now < was - self._noticed
            if looks:
                look(connection, was, now, self._lease)
            return claims.claim(
                connection,
                now=now,
                lease=self._lease,
                limit=limit,
                speed=self._speed,
                notes=to_note,
                lasting=looks,  # what it puts right is looked at once
            )

        found = await self._database.run(work, patient=True, in_thread=True)
        self._latest = now
        if found and to_note:
            self._noted = now
        return found

    async def park(self, team: str, line: str, *, now: datetime, seconds: float) -> None:
        until = now + timedelta(seconds=seconds * self._speed)
        await self._database.run(
            lambda session: pacing.park(session.connection(), team, line, until, now),
            patient=True,
        )

    async def silence(self, team: str, line: str, *, now: datetime) -> float:
        return await self._database.read(
            lambda session: pacing.silence(session.connection(), team, line, now, self._speed),
            patient=True,
            in_thread=False,
        )

    async def resting(self, team: str, *, now: datetime) -> Mapping[str, float]:
        return await self._database.read(
            lambda session: pacing.resting(session.connection(), team, now, self._speed),
            in_thread=False,
        )

    async def scene(self, parcel: Parcel) -> Scene:
        if parcel.kind in LEARNED_KINDS or parcel.slot == LEARNINGS:  # a search takes its time
            return await self._database.read(
                lambda session: learned_scene(session.connection(), self._known, parcel),
                patient=True,
            )
        return await self._scenes.ask(parcel)

    async def starting(self, parcel: Parcel) -> bool:
        return await self._starts.ask(parcel)

    async def is_known(self, parcel: Parcel, message: MessageRef) -> bool:
        return await self._database.read(
            lambda session: (
                questions.our_message(session.connection(), parcel.team, message) is not None
            ),
            patient=True,
            in_thread=False,
        )

    async def sent(self, parcel: Parcel, message: MessageRef | None, *, now: datetime) -> None:
        await self._sent.ask(Sending(parcel, message, now))

    async def retry(
        self, parcel: Parcel, *, at: datetime, error: str, unsure: bool, failed: bool
    ) -> None:
        attempts = parcel.attempts + failed
        await self._change(_LET_GO, parcel, due_at=at, error=error, tried=unsure, attempts=attempts)

    async def rest(self, parcel: Parcel, *, now: datetime, until: datetime) -> None:
        await self._database.run(
            lambda session: resting.rest(session.connection(), self._known, parcel, now, until),
            patient=True,
            in_thread=True,  # it may speak of hundreds of things
        )

    async def give_back(self, parcels: Sequence[Parcel]) -> None:
        keys = [{"this_id": parcel.id, "this_token": parcel.token} for parcel in parcels]
        await self._database.run(lambda session: _LET_GO.run_all(session.connection(), keys))

    async def stuck(
        self, parcel: Parcel, *, now: datetime, at: datetime, error: str, unsure: bool
    ) -> None:
        refused = Refused(parcel, now, error)
        await self._database.run(
            lambda session: refusals.stuck(
                session.connection(), self._known, refused, at=at, unsure=unsure
            ),
            patient=True,
        )

    async def gone(self, parcel: Parcel, *, now: datetime) -> None:
        if parcel.kind in SAID_TO_ONE:
            # Nobody sees it any more, and what it said was said.
            await self._change(_GONE, parcel, due_at=None)
        else:
            await self._change(_GONE, parcel, due_at=now)

    async def give_up(self, parcel: Parcel, *, now: datetime, error: str, barred: bool) -> None:
        refused = Refused(parcel, now, error)
        await self._database.run(
            lambda session: refusals.give_up(
                session.connection(), self._known, refused, barred=barred
            ),
            patient=True,
        )

    async def words_found(self, parcel: Parcel, text: str, *, now: datetime) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            incident = _whose(connection, parcel)  # locked before the outbox, as everywhere
            if delivery.finish(connection, [parcel]) == [True]:
                about = {name: parcel.payload[name] for name in ("kind", "channel", "ts")}
                key = {f"this_{name}": value for name, value in about.items()}
                noted = {"this_incident": parcel.incident_id, "text": text}
                marked = _WORDS.run(connection, key | noted) > 0  # the mark may be off by now
                if incident is not None and marked and _told_them(parcel):
                    at = datetime.fromisoformat(parcel.payload["at"])
                    incident = _quoted(connection, incident, quoted(incident, at, text), now)
                if incident is not None:
                    words.retell(connection, incident)

        await self._database.run(work, patient=True)

    async def _change(self, statement: Prepared, parcel: Parcel, **values: object) -> bool:
        """Whether the row was still ours, and is changed."""

        def work(session: Session) -> bool:
            key = {"this_id": parcel.id, "this_token": parcel.token}
            return statement.run(session.connection(), key | values) == 1

        return await self._database.run(work, patient=True)


def _whose(connection: Connection, parcel: Parcel) -> Incident | None:
    """The incident, locked, on whose timeline the words stand that were looked up."""
    if parcel.incident_id is None:
        return None
    return incidents.by_id(connection, parcel.incident_id, lock=True)


def _told_them(parcel: Parcel) -> bool:
    """Whether its customers were told these words."""
    return parcel.payload["kind"] == EntryKind.WORDS.value and "at" in parcel.payload


def _quoted(connection: Connection, before: Incident, quotes: Incident, now: datetime) -> Incident:
    """The locked incident with the words its customers heard. Its card says whether they were the
    same for all."""
    after = incidents.change(connection, before, quotes)
    rows = Rows(now)
    rows.add(after, (Show(CARD),))
    rows.write(connection)
    return after
