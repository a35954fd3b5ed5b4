"""Reminders that ask for what is settled meanwhile: they are edited to say so, without buttons.

Whatever ends a chase, wherever it was done, has every message shown afresh that reminded of it; and
a reminder that comes later takes the place of the earlier ones. An edit wakes nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.chasing import LADDER
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.ports import ChaseItem, ParcelKind
from storage import queue
from storage.columns import NEVER
from storage.mapping import items_json, items_of
from storage.statements import Prepared
from storage.tables import outbox

# A reminder may have been begun before what it took in was owed, and by another clock (drills).
EARLIER = timedelta(days=2)
_DAY_ONE = "0" * 32
_LAST = "f" * 32

# Nothing of it was ever posted, or it was taken away; or it waits until somebody has helped.
_STANDS = (
    or_(outbox.c.due_at.is_not(None), outbox.c.ts.is_not(None)),
    or_(outbox.c.due_at.is_(None), outbox.c.due_at != NEVER),
)
_TOLD = Prepared(
    select(outbox.c.id, outbox.c.payload)
    .where(
        outbox.c.incident_id.is_(None),
        outbox.c.slot >= bindparam("first"),
        outbox.c.slot <= bindparam("last"),
        outbox.c.team_id == bindparam("of_team"),
        outbox.c.target == bindparam("user"),
        outbox.c.kind == ParcelKind.REMINDER.value,
        *_STANDS,
    )
    .order_by(outbox.c.id)
    .with_for_update()
)
_AGAIN = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"), *_STANDS)
    .values(
        queue.again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type))
        | {"payload": bindparam("new_payload", type_=outbox.c.payload.type)}
    )
)
_THREAD_AGAIN = Prepared(
    update(outbox)
    .where(outbox.c.key == bindparam("this_key"), *_STANDS)
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
    keys = {(before.id, chase.key) for chase in over}
    users = {chase.who for chase in over} | ({lead} if lead else set())
    since = min(chase.since for chase in over)
    for user in sorted(users):
        for row_id, items in _told(connection, before.team, user, since):
            if any((item.incident_id, item.key) in keys for item in items):
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


def make_room(connection: Connection, told: queue.Told, now: datetime) -> None:
    """What people are about to be told again of takes the place of what they were told before."""
    first = LADDER[0]
    for (team, user), items in sorted(told.items()):
        again = {(item.incident_id, item.key): item for item in items if item.rung is not first}
        if not again:
            continue
        since = min(item.since for item in again.values())
        for row_id, earlier in _told(connection, team, user, since):
            marked = tuple(_marked(item, again) for item in earlier)
            if marked != earlier:
                due = now + queue.GATHER  # not before the one that takes its place
                _show(connection, row_id, marked, queue.place_at(due) + 1, due)


def _marked(item: ChaseItem, again: Mapping[tuple[int, str], ChaseItem]) -> ChaseItem:
    return replace(item, later=True) if (item.incident_id, item.key) in again else item


def _told(
    connection: Connection, team: str, user: str, since: datetime
) -> Iterable[tuple[str, tuple[ChaseItem, ...]]]:
    begun = f"{max(0, int((since - EARLIER).timestamp() * 1000)):012x}"
    key = {
        "of_team": team,
        "user": user,
        "first": queue.reminder_slot(team, user, begun + _DAY_ONE[len(begun) :]),
        "last": queue.reminder_slot(team, user, _LAST),
    }
    for row in _TOLD.rows(connection, key):
        yield row["id"], items_of(row["payload"].get("items", ()))


def _show(
    connection: Connection, row_id: str, items: Sequence[ChaseItem], place: int, due: datetime
) -> None:
    payload = {"items": items_json(items)}
    key = {"this_id": row_id, "at_place": place, "from_due": due, "new_payload": payload}
    _AGAIN.run(connection, key)
