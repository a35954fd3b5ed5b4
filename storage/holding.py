"""What came due while nobody was there to say it: held, and shown to somebody who decides.

Amends takes note of the time now and then. Where much time has passed since (it was off, or a
backup was restored), reminders that came due long ago are not sent in a burst: some are settled
outside, and all at once help nobody. What shows how an incident stands now, its card and prompts,
is not held.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, null, or_, select, update

from bot.commands import StopChase
from bot.incident import ChaseState, Rung
from bot.ports import ParcelKind
from bot.postroom import AWAY, Decision
from storage import changes, incidents, queue
from storage.columns import NEVER
from storage.inserts import InsertOrLeave, insert_or_replace
from storage.known import Known
from storage.mapping import Values
from storage.overseers import overseers
from storage.queue import STUCK, person_lane, place_at
from storage.statements import Prepared
from storage.tables import chases, meta, outbox
from storage.tables_ops import held

ALIVE = "alive"  # key of `meta`: when we last took note of the time
BEAT = timedelta(minutes=10)
CHASE, MESSAGE = "chase", "message"  # kinds of `held`

log = logging.getLogger(__name__)

_ALIVE = select(meta.c.value).where(meta.c.key == ALIVE).with_for_update()
_KEEP = insert_or_replace(meta)
_HOLD = InsertOrLeave(held)
_PAST = [ParcelKind.NOTE.value, ParcelKind.REMINDER.value, ParcelKind.THREAD_REMINDER.value]
_CHASES = (
    select(chases.c.team_id, chases.c.incident_id, chases.c.key, chases.c.next_at, chases.c.due)
    .where(
        chases.c.next_at <= bindparam("before", type_=chases.c.due.type),
        chases.c.due <= bindparam("before", type_=chases.c.due.type),
    )
    .with_for_update()
)
_MESSAGES = (
    select(outbox.c.team_id, outbox.c.id, outbox.c.due_at)
    .where(
        outbox.c.due_at <= bindparam("before", type_=outbox.c.due_at.type),
        outbox.c.kind.in_(_PAST),
        outbox.c.ts.is_(None),
    )
    .with_for_update()
)
_REST_CHASE = Prepared(
    update(chases)
    .where(chases.c.incident_id == bindparam("of_incident"), chases.c.key == bindparam("of_key"))
    .values(next_at=null())
)
_REST_MESSAGE = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"))
    # It holds up nobody: see `storage.claims`.
    .values(due_at=NEVER, attempts=STUCK, gathering=null(), token=null(), lease_until=null())
)
_WAKE_CHASE = Prepared(
    update(chases)
    .where(
        chases.c.incident_id == bindparam("of_incident"),
        chases.c.key == bindparam("of_key"),
        chases.c.next_at.is_(None),
        chases.c.state != ChaseState.STOPPED.value,
        chases.c.rung != Rung.OVER.value,
    )
    .values(next_at=bindparam("at", type_=chases.c.next_at.type))
)
_HELD_STILL = (outbox.c.id == bindparam("this_id"), outbox.c.due_at == NEVER)
_WAKE_MESSAGE = Prepared(
    update(outbox)
    .where(*_HELD_STILL)
    .values(due_at=bindparam("at", type_=outbox.c.due_at.type), attempts=0)
)
_DROP_MESSAGE = Prepared(
    update(outbox)
    .where(*_HELD_STILL)
    .values(due_at=null(), dead_at=bindparam("at", type_=outbox.c.dead_at.type), error="let_go")
)
_OF_TEAM = select(held).where(held.c.team_id == bindparam("team")).order_by(held.c.due_at)
_FORGET = Prepared(delete(held).where(held.c.team_id == bindparam("team")))
_ASKED = Prepared(
    select(outbox.c.id, outbox.c.payload).where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.kind == ParcelKind.REVIEW.value,
        or_(outbox.c.due_at.is_not(None), outbox.c.ts.is_not(None)),
    )
)
_DECIDED = Prepared(update(outbox).where(outbox.c.id == bindparam("this_id")))


def take_note(connection: Connection, known: Known, now: datetime) -> None:
    """We are at work at `now` (UTC). Where we were not for long, what is long due is held."""
    noted = connection.execute(_ALIVE).scalar()
    since = datetime.fromisoformat(noted) if noted else now
    if now - since >= AWAY:
        _hold(connection, known, since, now)
    if noted is None or abs(now - since) >= BEAT:
        _KEEP.run(connection, {"key": ALIVE, "value": now.isoformat()})


def of_team(connection: Connection, team: str, *, lock: bool = False) -> Sequence[Values]:
    """The rows of `held` of that team."""
    found = _OF_TEAM.with_for_update() if lock else _OF_TEAM
    return [dict(row) for row in connection.execute(found, {"team": team}).mappings()]


def decide(
    connection: Connection, known: Known, team: str, decision: Decision, by: str, now: datetime
) -> int:
    """What is held is sent, or let go. Returns how much that was."""
    rows = of_team(connection, team, lock=True)
    owed = [row for row in rows if row["kind"] == CHASE]
    for row in owed:
        if decision is Decision.SEND:
            about = {"of_incident": row["incident_id"], "of_key": row["ref"]}
            _WAKE_CHASE.run(connection, about | {"at": now})
        else:
            _stop(connection, known, row["incident_id"], row["ref"], by, now)
    done = _WAKE_MESSAGE if decision is Decision.SEND else _DROP_MESSAGE
    messages = [{"this_id": row["ref"], "at": now} for row in rows if row["kind"] == MESSAGE]
    done.run_all(connection, messages)
    _FORGET.run(connection, {"team": team})
    for asked in _ASKED.rows(connection, {"team": team}):
        if "decision" not in asked["payload"]:
            told = asked["payload"] | {"decision": decision.value, "by": by}
            _DECIDED.run(connection, {"this_id": asked["id"], "payload": told})
            queue.want_again(connection, asked["id"], place_at(now), now)
    return len(rows)


def unheard(connection: Connection, known: Known, team: str, user: str, now: datetime) -> None:
    """`user` cannot be asked: somebody else is, or else what is held is sent as it always was."""
    rows = of_team(connection, team, lock=True)
    others = overseers(connection, known, team, but=user)
    if rows and others:
        _ask(connection, team, others, now, now)
    elif rows:
        decide(connection, known, team, Decision.SEND, user, now)


def _hold(connection: Connection, known: Known, since: datetime, now: datetime) -> None:
    before = {"before": now - AWAY}
    late = {
        CHASE: connection.execute(_CHASES, before).mappings().all(),
        MESSAGE: connection.execute(_MESSAGES, before).mappings().all(),
    }
    for team in sorted({row["team_id"] for rows in late.values() for row in rows}):
        asked = overseers(connection, known, team)
        owed = [row for row in late[CHASE] if row["team_id"] == team]
        messages = [row for row in late[MESSAGE] if row["team_id"] == team]
        if not asked:
            log.warning("nobody is known who could decide about what came due: it is sent")
            continue
        log.info("away since %s: %s reminders held", since, len(owed) + len(messages))
        rows = [
            {"kind": CHASE, "incident_id": row["incident_id"], "ref": row["key"]}
            | {"team_id": team, "due_at": row["due"]}
            for row in owed
        ] + [
            {"kind": MESSAGE, "incident_id": 0, "ref": row["id"]}
            | {"team_id": team, "due_at": row["due_at"]}
            for row in messages
        ]
        _HOLD.run_all(connection, rows)
        _REST_CHASE.run_all(
            connection,
            [{"of_incident": row["incident_id"], "of_key": row["key"]} for row in owed],
        )
        _REST_MESSAGE.run_all(connection, [{"this_id": row["id"]} for row in messages])
        _ask(connection, team, asked, since, now)


def _ask(
    connection: Connection, team: str, users: Sequence[str], since: datetime, now: datetime
) -> None:
    for user in users:
        slot = f"review:{place_at(now)}:{user}"
        row = queue.new_row(
            team=team,
            key=f"{team}:{slot}",
            kind=ParcelKind.REVIEW,
            slot=slot,
            lane=person_lane(team, user),
            place=place_at(now),
            due=now,
            target=user,
            payload={"since": since.isoformat()},
        )
        queue.SAY_ONCE.run(connection, row)


def _stop(
    connection: Connection, known: Known, incident_id: int, key: str, by: str, now: datetime
) -> None:
    incident = incidents.by_id(connection, incident_id, lock=True)
    chase = incident.chases.get(key) if incident else None
    if incident and chase and chase.next_at is None:
        changes.follows(connection, known, incident, StopChase(by, key), now)
