"""Reminders that ask for what is settled meanwhile: they are edited to say so, without buttons.

Whatever ends a chase, wherever it was done, has every message shown afresh that reminded of it; and
a reminder that comes later takes the place of the earlier ones. An edit wakes nobody.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Text, bindparam, cast, or_, select, update

from bot.chasing import LADDER
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.ports import ChaseItem, ParcelKind
from storage import queue
from storage.columns import NEVER
from storage.mapping import items_json, items_of
from storage.statements import Prepared, PreparedAmong
from storage.tables import outbox

# A reminder may have been begun before what it took in was owed, and by another clock (drills).
EARLIER = timedelta(days=2)
# How long before something is due somebody may have been told of it first (`bot.owing.warn_at`), or
# else in parts of the time its ladder divides: two, as days that are no working days do not count.
AHEAD, AT_LEAST = 2, timedelta(days=8)
_DAY_ONE = "0" * 32
_LAST = "f" * 32

# Nothing of it was ever posted, or it was taken away; or it waits until somebody has helped.
STANDS = (
    or_(outbox.c.due_at.is_not(None), outbox.c.ts.is_not(None)),
    or_(outbox.c.due_at.is_(None), outbox.c.due_at != NEVER),
)
_said = cast(outbox.c.payload, Text)
# Asked in words, because there may be thousands that speak of something else: those are not read
# out. What is found is looked at closely.
_CONCERNS = or_(_said.like(bindparam("concerning")), _said.like(bindparam("as_once_written")))
# The reminders one person had, between two of their slots.
TOLD = select(outbox.c.id, outbox.c.payload).where(
    outbox.c.incident_id.is_(None),
    outbox.c.slot >= bindparam("first"),
    outbox.c.slot <= bindparam("last"),
    outbox.c.team_id == bindparam("of_team"),
    outbox.c.target == bindparam("user"),
    outbox.c.kind == ParcelKind.REMINDER.value,
    *STANDS,
)
_TOLD = Prepared(TOLD.where(_CONCERNS))
_HELD = PreparedAmong(
    outbox.c.id,
    lambda among: (
        select(outbox.c.id, outbox.c.payload)
        .where(among, *STANDS)
        .order_by(outbox.c.id)
        .with_for_update()
    ),
)
_AGAIN = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"), *STANDS)
    .values(
        queue.again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type))
        | {"payload": bindparam("new_payload", type_=outbox.c.payload.type)}
    )
)
_THREAD_AGAIN = Prepared(
    update(outbox)
    .where(outbox.c.key == bindparam("this_key"), *STANDS)
    .values(queue.again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type)))
)


def thread_slot(key: str, since: datetime) -> str:
    """The slot of the reminder in the thread of what is owed under `key` since then."""
    return f"thread:{key}:{queue.place_at(since)}"


def fold(
    connection: Connection, before: Incident, after: Incident, lead: str | None, now: datetime
) -> None:
    """Show afresh whatever reminds of something that a change to a locked incident has settled,
    moved or put to rest."""
    over = [chase for chase in before.chases.values() if _over(chase, after.chases.get(chase.key))]
    if not over:
        return
    keys = {chase.key for chase in over}
    users = {chase.who for chase in over} | ({lead} if lead else set())
    since = min(_first_told(chase) for chase in over)
    told = [
        row_id
        for user in users
        for row_id in _told(connection, before.team, user, before.id, keys, since)
    ]
    for row_id, items in _held(connection, told):
        _show(connection, row_id, items, queue.place_at(now), now)
    threads = [
        {
            "this_key": queue.thread_key(before.id, thread_slot(chase.key, chase.since)),
            "at_place": queue.place_at(now),
            "from_due": now,
        }
        for chase in over
    ]
    _THREAD_AGAIN.run_all(connection, threads)


def _over(old: Chase, new: Chase | None) -> bool:
    """Whether somebody may have been told of it, and what they were told holds no more."""
    if old.rung is Rung.HEADS_UP:
        return False
    if new is None or (new.who, new.since) != (old.who, old.since):
        return True
    if LADDER.index(new.rung) < LADDER.index(old.rung):  # it begins again: due at another time
        return True
    if new.state is ChaseState.SNOOZED:
        return (old.state, old.next_at) != (new.state, new.next_at)
    return new.state is ChaseState.STOPPED and new.state is not old.state


def _first_told(chase: Chase) -> datetime:
    """Before then nobody was told of it: it may be owed since long, and due only now."""
    return max(chase.since, chase.due - max(AHEAD * chase.interval, AT_LEAST))


def make_room(connection: Connection, told: queue.Told, now: datetime) -> None:
    """What people are about to be told again of takes the place of what they were told before."""
    due = now + queue.GATHER  # not before the one that takes its place
    for (team, user), items in sorted(told.items()):
        again = [item for item in items if item.rung is not LADDER[0]]
        earlier: list[str] = []
        for incident_id in {item.incident_id for item in again}:
            those = [item for item in again if item.incident_id == incident_id]
            keys, since = {item.key for item in those}, min(item.since for item in those)
            earlier += _told(connection, team, user, incident_id, keys, since)
        whole = {(item.incident_id, item.key) for item in again}
        for row_id, before in _held(connection, earlier):
            marked = tuple(
                replace(item, later=True) if (item.incident_id, item.key) in whole else item
                for item in before
            )
            if marked != before:
                _show(connection, row_id, marked, queue.place_at(due) + 1, due)


def ask_again(
    connection: Connection, team: str, user: str, items: Sequence[ChaseItem], now: datetime
) -> None:
    """A reminder will never reach that person: of what it was to say, the one before it in which
    they read of it asks again."""
    for item in items:
        keys = (item.key,)
        earlier = [*_told(connection, team, user, item.incident_id, keys, item.since)]
        last = max(earlier, default=None)
        for row_id, before in _held(connection, [last] if last else ()):
            asks = tuple(
                replace(each, later=False)
                if (each.incident_id, each.key) == (item.incident_id, item.key)
                else each
                for each in before
            )
            if asks != before:
                _show(connection, row_id, asks, queue.place_at(now), now)


def _told(
    connection: Connection,
    team: str,
    user: str,
    incident_id: int,
    keys: Collection[str],
    since: datetime,
) -> Iterator[str]:
    """The reminders since then that told that person of what is owed there under `keys`."""
    begun = f"{max(0, int((since - EARLIER).timestamp() * 1000)):012x}"
    key = {
        "of_team": team,
        "user": user,
        "first": queue.reminder_slot(team, user, begun + _DAY_ONE[len(begun) :]),
        "last": queue.reminder_slot(team, user, _LAST),
        "concerning": f'%"incident_id":{incident_id},%',
        "as_once_written": f'%"incident_id": {incident_id},%',
    }
    for row in _TOLD.rows(connection, key):
        items = items_of(row["payload"].get("items", ()))
        if any(item.incident_id == incident_id and item.key in keys for item in items):
            yield row["id"]


def _held(
    connection: Connection, ids: Collection[str]
) -> Iterator[tuple[str, tuple[ChaseItem, ...]]]:
    """What those say, locked, so that nobody else changes them meanwhile."""
    for row in _HELD.among(connection, sorted(set(ids))):
        yield row["id"], items_of(row["payload"].get("items", ()))


def _show(
    connection: Connection, row_id: str, items: Sequence[ChaseItem], place: int, due: datetime
) -> None:
    payload = {"items": items_json(items)}
    key = {"this_id": row_id, "at_place": place, "from_due": due, "new_payload": payload}
    _AGAIN.run(connection, key)
