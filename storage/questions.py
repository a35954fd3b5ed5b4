"""What people ask about incidents. Nothing here changes anything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from bot.commands import MessageRef
from bot.effects import CARD, EntryKind
from bot.incident import Status, may_see
from bot.ports import Entry, Mine, OurMessage, Owed, Page, ParcelKind, ThreadMessage
from storage.incidents import by_ids, with_chases
from storage.mapping import chase_of, entry_of
from storage.showing import SHOWN, asked_of
from storage.tables import chases, incidents, outbox, posted, thread_messages, timeline

# The next promise first, then the oldest.
PRESSING: tuple[ColumnElement[Any], ...] = (
    incidents.c.next_promise_at.is_(None),
    incidents.c.next_promise_at,
    incidents.c.opened_at,
    incidents.c.id,
)
_OPEN = (incidents.c.team_id == bindparam("team"), incidents.c.status == Status.OPEN.value)
_LISTED = (*_OPEN, incidents.c.drill.is_(False))
_COUNT = select(func.count()).where(*_LISTED, SHOWN)
# Found by their ids first: what is sorted is then small, however many there are.
_ON_PAGE = (
    select(incidents.c.id)
    .where(*_LISTED, SHOWN)
    .order_by(*PRESSING)
    .limit(bindparam("count"))
    .offset(bindparam("skip"))
)
_PAGE = select(incidents).where(incidents.c.id.in_(_ON_PAGE.scalar_subquery())).order_by(*PRESSING)
_OWED = (
    select(chases)
    .where(chases.c.team_id == bindparam("team"), chases.c.who == bindparam("user"))
    .order_by(chases.c.due, chases.c.incident_id, chases.c.key)
)
_OWNED = select(incidents).where(*_OPEN, incidents.c.owner == bindparam("user")).order_by(*PRESSING)
_LIVING_IN = select(incidents.c.id).where(*_OPEN, incidents.c.channel == bindparam("channel"))
_TIMELINE = (
    select(timeline)
    .where(timeline.c.incident_id == bindparam("incident"))
    .order_by(timeline.c.at, timeline.c.id)
)
_OUR_MESSAGE = (
    select(outbox.c.kind, outbox.c.slot, incidents.c.number)
    .join(posted, posted.c.outbox_id == outbox.c.id)
    .join(incidents, incidents.c.id == outbox.c.incident_id, isouter=True)
    .where(
        posted.c.team_id == bindparam("team"),
        posted.c.channel == bindparam("channel"),
        posted.c.ts == bindparam("ts"),
    )
)
_WHERE = select(outbox.c.channel, outbox.c.ts).where(
    outbox.c.incident_id == bindparam("incident"),
    outbox.c.slot == bindparam("slot"),
    outbox.c.ts.is_not(None),
)
_HAS_CARD = (
    select(posted.c.ts)
    .join(outbox, outbox.c.id == posted.c.outbox_id)
    .where(
        posted.c.team_id == bindparam("team"),
        posted.c.channel == bindparam("channel"),
        outbox.c.slot == CARD,
    )
)
_CARD_ON_ITS_WAY = (
    select(outbox.c.id)
    .join(incidents, incidents.c.id == outbox.c.incident_id)
    .where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.due_at.is_not(None),
        outbox.c.slot == CARD,
        or_(
            incidents.c.channel == bindparam("channel"),
            # Among people: nobody knows yet which conversation that is.
            and_(outbox.c.ts.is_(None), func.substr(incidents.c.channel, 1, 1).in_(("U", "W"))),
        ),
    )
)
# One statement, so that a card that is just being posted is seen in one place or the other.
_HAS_THREADS = select(or_(_HAS_CARD.exists(), _CARD_ON_ITS_WAY.exists()))
_THREAD_MESSAGE = (
    select(incidents.c.number, thread_messages.c.author)
    .join(incidents, incidents.c.id == thread_messages.c.incident_id)
    .where(
        thread_messages.c.team_id == bindparam("team"),
        thread_messages.c.channel == bindparam("channel"),
        thread_messages.c.ts == bindparam("ts"),
    )
)


def open_incidents(
    connection: Connection, team: str, viewer: str, lead: str | None, offset: int, limit: int
) -> Page:
    """See `Desk.open_incidents`."""
    asked = asked_of(team, viewer, everything=viewer == lead)
    total = connection.execute(_COUNT, asked).scalar_one()
    rows = connection.execute(_PAGE, {**asked, "count": limit, "skip": offset}).mappings().all()
    seen = (each for each in with_chases(connection, rows) if may_see(each, viewer, lead))
    return Page(tuple(seen), total, offset)


def mine(connection: Connection, team: str, user: str, lead: str | None) -> Mine:
    """See `Desk.mine`."""
    asked = {"team": team, "user": user}
    rows = connection.execute(_OWED, asked).mappings().all()
    concerned = by_ids(connection, (row["incident_id"] for row in rows))
    owed = tuple(
        Owed(concerned[row["incident_id"]], chase_of(row))
        for row in rows
        if may_see(concerned[row["incident_id"]], user, lead)
    )
    owned = with_chases(connection, connection.execute(_OWNED, asked).mappings().all())
    return Mine(owed, tuple(owned))


def living_in(connection: Connection, team: str, channel: str) -> Sequence[int]:
    """The ids of the open incidents whose thread is in that channel."""
    return connection.execute(_LIVING_IN, {"team": team, "channel": channel}).scalars().all()


def entries(connection: Connection, incident_id: int) -> tuple[Entry, ...]:
    """See `Desk.timeline`. A message that was marked several times stands there once, as words to
    the customer if anybody said so."""
    rows = connection.execute(_TIMELINE, {"incident": incident_id}).mappings()
    found: dict[MessageRef | int, Entry] = {}
    for entry in map(entry_of, rows):
        which = entry.message or entry.id
        known = found.setdefault(which, entry)
        if known.kind is not EntryKind.WORDS and entry.kind is EntryKind.WORDS:
            found[which] = replace(entry, at=known.at)
    return tuple(found.values())


def our_message(connection: Connection, team: str, message: MessageRef) -> OurMessage | None:
    """See `Desk.our_message`."""
    asked = {"team": team, "channel": message.channel, "ts": message.ts}
    row = connection.execute(_OUR_MESSAGE, asked).one_or_none()
    return OurMessage(ParcelKind(row.kind), row.slot, row.number) if row else None


def where(connection: Connection, incident_id: int, slot: str) -> MessageRef | None:
    """See `Desk.where`."""
    row = connection.execute(_WHERE, {"incident": incident_id, "slot": slot}).first()
    return MessageRef(row.channel, row.ts) if row else None


def thread_number(connection: Connection, team: str, channel: str, thread_ts: str) -> int | None:
    """See `Desk.thread_number`. The threads of cards that were posted again since count, too."""
    card = our_message(connection, team, MessageRef(channel, thread_ts))
    return card.number if card and card.slot == CARD else None


def has_threads(connection: Connection, team: str, channel: str) -> bool:
    """See `Desk.has_threads`."""
    return bool(connection.scalar(_HAS_THREADS, {"team": team, "channel": channel}))


def thread_message(connection: Connection, team: str, message: MessageRef) -> ThreadMessage | None:
    """See `Desk.thread_message`."""
    asked = {"team": team, "channel": message.channel, "ts": message.ts}
    row = connection.execute(_THREAD_MESSAGE, asked).one_or_none()
    return ThreadMessage(row.number, row.author) if row else None
