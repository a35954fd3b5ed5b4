"""Rows of the outbox: new ones, and ones that are wanted again.

A message of an incident is one row for good. Wanting it again makes the row wait in the queue once
more; it is rendered when it is sent, so however often it was wanted, it is sent once.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, null, or_, select, update

from bot.commands import MessageRef
from bot.incident import Incident
from bot.ports import ChaseItem, ParcelKind
from storage.columns import NEVER
from storage.inserts import InsertOrLeave, PreparedInsert
from storage.mapping import Values, items_json, items_of
from storage.statements import Prepared
from storage.tables import outbox, posted

# What one person is to be told within this time goes into one message.
GATHER = timedelta(seconds=60)
STUCK = 1_000  # `attempts` of a row that fails for long: it is tried seldom and holds up nobody
LET_GO = "let_go"  # stands where the error was of what is not to be said any more
PLACES = 1_000  # messages that one version of an incident may want at most
_PERSON = 16  # signs that stand for one person in the slot of a reminder
_ids = Random()  # seeded by the system
if hasattr(os, "register_at_fork"):  # on Windows nothing forks
    os.register_at_fork(after_in_child=_ids.seed)  # or two processes would give the same

Told = Mapping[tuple[str, str], Sequence[ChaseItem]]  # (team, user) -> what they are told of


def again(place: Any, due: Any) -> dict[str, ColumnElement[Any]]:
    """What makes a row wait in the queue once more, at `place`, due at `due`. One that waits
    already keeps its place and its time; one that waited for help, or is tried seldom, is due."""
    idle = outbox.c.due_at.is_(None)
    helpless = or_(idle, outbox.c.due_at == NEVER)
    seldom = or_(helpless, outbox.c.attempts >= STUCK)
    return {
        "wanted": outbox.c.wanted + 1,
        "place": case((idle, place), else_=outbox.c.place),
        "due_at": case((seldom, due), else_=outbox.c.due_at),
        "attempts": case((helpless, 0), else_=outbox.c.attempts),
        "dead_at": null(),
    }


WANT = PreparedInsert(
    outbox,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_=again(insert.excluded.place, insert.excluded.due_at)
    ),
)
SAY_ONCE = InsertOrLeave(outbox)
_WANT_AGAIN = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"))
    .values(again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type)))
)
_TROUBLE_AGAIN = Prepared(
    update(outbox)
    .where(
        outbox.c.incident_id == bindparam("this_incident"),
        outbox.c.kind == ParcelKind.TROUBLE.value,
        outbox.c.ts.is_not(None),
    )
    .values(again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type)))
)
_WITH_BUTTONS = [
    kind.value for kind in (ParcelKind.REMINDER, ParcelKind.THREAD_REMINDER, ParcelKind.TROUBLE)
]
_UNCONFIRMED = Prepared(
    update(outbox)
    .where(
        or_(outbox.c.lane == bindparam("of_person"), outbox.c.lane == bindparam("of_thread")),
        outbox.c.due_at.is_not(None),
        outbox.c.tried.is_(True),
        or_(*(outbox.c.kind == kind for kind in _WITH_BUTTONS)),
    )
    .values(wanted=outbox.c.wanted + 1)
)
_MOVE = Prepared(
    update(outbox)
    .where(
        outbox.c.incident_id == bindparam("this_incident"),
        outbox.c.slot == bindparam("this_slot"),
        # Neither what is there already nor what has never been posted and waits for its turn.
        or_(outbox.c.due_at.is_(None), outbox.c.ts.is_not(None)),
        or_(outbox.c.thread_ts.is_(None), outbox.c.thread_ts != bindparam("new_thread")),
    )
    .values(
        again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type))
        | {"channel": null(), "ts": null(), "thread_ts": null()}
    )
)
_LOSE = Prepared(
    update(outbox).where(
        outbox.c.incident_id == bindparam("this_incident"), outbox.c.slot == bindparam("this_slot")
    )
)
_OPEN_REMINDER = Prepared(
    select(outbox.c.id, outbox.c.payload)
    .where(outbox.c.gathering == bindparam("open_for"))
    .with_for_update()
)
_TAKE_IN = Prepared(update(outbox).where(outbox.c.id == bindparam("this_id")))
_POSTED = Prepared(
    select(outbox)
    .join(posted, posted.c.outbox_id == outbox.c.id)
    .where(
        posted.c.team_id == bindparam("team"),
        posted.c.channel == bindparam("in_channel"),
        posted.c.ts == bindparam("at_ts"),
    )
)


def thread_key(incident_id: int, slot: str) -> str:
    """The idempotency key of that message of an incident."""
    return f"incident:{incident_id}:{slot}"


def reminder_slot(team: str, user: str, row_id: str) -> str:
    """The slot of that reminder: those of one person are neighbours in an index, by time."""
    who = sha256(f"{team}:{user}".encode()).hexdigest()[:_PERSON]
    return f"reminder:{who}:{row_id}"


def thread_lane(incident_id: int) -> str:
    """The lane of all that is posted in that incident's thread."""
    return f"incident:{incident_id}"


def person_lane(team: str, user: str) -> str:
    """The lane of that person's direct messages."""
    return f"dm:{team}:{user}"


def place_at(moment: datetime) -> int:
    """A place in a lane that is ordered by time."""
    return int(moment.timestamp() * 1_000_000)


def new_id(moment: datetime) -> str:
    """An id that nobody else gives. Those of one time are neighbours in an index; they are no
    secret, so asking the system for each would only take time."""
    return f"{int(moment.timestamp() * 1000):012x}{_ids.getrandbits(80):020x}"


def moment_of(row_id: str) -> datetime:
    """The moment that id was given for (UTC)."""
    return datetime.fromtimestamp(int(row_id[:12], 16) / 1000, UTC)


def new_row(
    *,
    team: str,
    key: str,
    kind: ParcelKind,
    slot: str,
    lane: str,
    place: int,
    due: datetime,
    target: str = "",
    incident_id: int | None = None,
    payload: Values | None = None,
    gathering: str | None = None,
) -> Values:
    """A row that waits in the queue. `key` is its idempotency key."""
    return {
        "id": new_id(due),
        "team_id": team,
        "key": key,
        "kind": kind.value,
        "slot": slot,
        "lane": lane,
        "place": place,
        "incident_id": incident_id,
        "target": target,
        "payload": payload or {},
        "wanted": 1,
        "due_at": due,
        "gathering": gathering,
        "attempts": 0,
        "tried": False,
        "error": "",
    }


def tell(connection: Connection, told: Told, now: datetime) -> None:
    """Put what each person is told of into their open reminder, or into a new one."""
    for (team, user), items in sorted(told.items()):
        while not _begin_reminder(connection, team, user, items, now):
            if _add_to_reminder(connection, team, user, items):
                break  # otherwise it was claimed between the two


def _open_for(team: str, user: str) -> str:
    return f"{team}:{user}"


def _begin_reminder(
    connection: Connection, team: str, user: str, items: Sequence[ChaseItem], now: datetime
) -> bool:
    row_id, due = new_id(now), now + GATHER
    slot = reminder_slot(team, user, row_id)
    row = new_row(
        team=team,
        key=slot,
        kind=ParcelKind.REMINDER,
        slot=slot,
        lane=person_lane(team, user),
        place=place_at(due),
        due=due,
        target=user,
        payload={"items": items_json(items)},
        gathering=_open_for(team, user),
    )
    return SAY_ONCE.run(connection, row) == 1


def _add_to_reminder(
    connection: Connection, team: str, user: str, items: Sequence[ChaseItem]
) -> bool:
    key = {"open_for": _open_for(team, user)}
    row = _OPEN_REMINDER.row(connection, key)
    if row is None:
        return False
    # A later rung of the same thing takes the place of the earlier one.
    whole = {(item.incident_id, item.key): item for item in items_of(row["payload"]["items"])}
    whole.update({(item.incident_id, item.key): item for item in items})
    payload = {"items": items_json(whole.values())}
    _TAKE_IN.run(connection, {"this_id": row["id"], "payload": payload})
    return True


def posted_row(connection: Connection, team: str, message: MessageRef) -> Values | None:
    """The row that message belongs to, now or at an earlier time; None for someone else's."""
    key = {"team": team, "in_channel": message.channel, "at_ts": message.ts}
    return _POSTED.row(connection, key)


def is_current(row: Values, message: MessageRef) -> bool:
    """Whether the row's message is that one still, not one that was posted again since."""
    return (row["channel"], row["ts"]) == (message.channel, message.ts)


def want_again(connection: Connection, row_id: str, place: int, now: datetime) -> None:
    """Have that row sent once more."""
    key = {"this_id": row_id, "at_place": place, "from_due": now}
    _WANT_AGAIN.run(connection, key)


def want_unconfirmed_again(connection: Connection, team: str, user: str, incident_id: int) -> bool:
    """Have what is just being posted, to that person or in that thread, sent once more: a button
    may be pressed before it is known which message it is in. False: nothing is."""
    lanes = {"of_person": person_lane(team, user), "of_thread": thread_lane(incident_id)}
    return _UNCONFIRMED.run(connection, lanes) > 0


def want_trouble_again(connection: Connection, incident_id: int, now: datetime) -> None:
    """Have those who were told of an incident's trouble see that it is over."""
    key = {"this_incident": incident_id, "at_place": place_at(now), "from_due": now}
    _TROUBLE_AGAIN.run(connection, key)


def move(connection: Connection, incident: Incident, slots: Iterable[str], now: datetime) -> None:
    """Post these messages of an incident again, in the thread it has now."""
    first = incident.version * PLACES
    keys = [
        {
            "this_incident": incident.id,
            "this_slot": slot,
            "new_thread": incident.home.thread_ts,
            "at_place": first + index,
            "from_due": now,
        }
        for index, slot in enumerate(slots)
    ]
    _MOVE.run_all(connection, keys)


def lose(connection: Connection, incident_id: int, slot: str) -> bool:
    """Forget which message that slot became. False: there never was one."""
    key = {"this_incident": incident_id, "this_slot": slot}
    lost = {"channel": None, "ts": None, "thread_ts": None}
    return _LOSE.run(connection, key | lost) == 1
