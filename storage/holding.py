"""What came due while nobody was there to say it: held, and shown to somebody who decides.

Amends takes note of the time now and then. Where much time has passed since (it was off, or a
backup was restored), reminders that came due long ago are not sent in a burst: some are settled
outside, and all at once help nobody. What shows how an incident stands now, its card and prompts,
is not held.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, null, or_, select, update

from bot.ports import ParcelKind
from bot.postroom import AWAY, Decision
from storage import queue, reviews, settling
from storage.columns import NEVER
from storage.inserts import InsertOrLeave, insert_or_replace
from storage.known import Known
from storage.mapping import Values
from storage.overseers import overseers
from storage.queue import STUCK, person_lane, place_at
from storage.reviews import Review, Verdict
from storage.settling import CHASE, MESSAGE
from storage.statements import Prepared
from storage.tables import chases, meta, outbox, seen
from storage.tables_ops import held

ALIVE = "alive"  # key of `meta`: when we last took note of the time
BEAT = timedelta(minutes=10)
ASK_EVERY = timedelta(days=1)  # the lead, then the lead again, then the admins as well
WAITS = timedelta(days=3)  # for an answer, from when it was first asked; then it is sent
AT_ONCE = 1_000

log = logging.getLogger(__name__)

_ALIVE = select(meta.c.value).where(meta.c.key == ALIVE).with_for_update()
_KEEP = insert_or_replace(meta)
_HOLD = InsertOrLeave(held)
_LAST_SEEN = select(func.max(seen.c.seen_at))
_LAST_ROW = select(func.max(outbox.c.id))  # which begins with its time
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
_OF_TEAM = select(held).where(held.c.team_id == bindparam("team")).order_by(held.c.due_at)
_HOW_MANY = select(func.count()).select_from(held).where(held.c.team_id == bindparam("team"))
_TEAMS = select(held.c.team_id).distinct().order_by(held.c.team_id)
_ASKED = Prepared(
    select(outbox.c.id, outbox.c.payload).where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.kind == ParcelKind.REVIEW.value,
        or_(outbox.c.due_at.is_not(None), outbox.c.ts.is_not(None)),
    )
)
_DECIDED = Prepared(update(outbox).where(outbox.c.id == bindparam("this_id")))


def take_note(connection: Connection, known: Known, now: datetime) -> None:
    """We are at work at `now` (UTC). Where we were not for long, what is long due is held. Whoever
    has not answered what they were asked about it is asked again."""
    noted = connection.execute(_ALIVE).scalar()
    since = datetime.fromisoformat(noted) if noted else _last_sign(connection, now)
    if now - since >= AWAY:
        _hold(connection, known, since, now)
    else:
        _ask_again(connection, known, now)
    if noted is None or abs(now - since) >= BEAT:
        _KEEP.run(connection, {"key": ALIVE, "value": now.isoformat()})


def of_team(connection: Connection, team: str) -> Sequence[Values]:
    """The rows of `held` of that team."""
    return [dict(row) for row in connection.execute(_OF_TEAM, {"team": team}).mappings()]


def decide(connection: Connection, team: str, decision: Decision, by: str, now: datetime) -> int:
    """What is held is to be sent, or let go, by the next sweeps (`storage.settling`). Returns how
    much that is; 0 where that was decided before. `by` is empty where nobody did."""
    reviews.begun(connection, team, now)
    if reviews.decided(connection, team):
        return 0
    count = int(connection.execute(_HOW_MANY, {"team": team}).scalar_one())
    reviews.close(connection, Verdict(team, decision, by))
    for asked in _ASKED.rows(connection, {"team": team}):
        if "decision" not in asked["payload"]:
            told = asked["payload"] | {"decision": decision.value, "by": by}
            _DECIDED.run(connection, {"this_id": asked["id"], "payload": told})
            queue.want_again(connection, asked["id"], place_at(now), now)
    return count


def unheard(connection: Connection, known: Known, team: str, user: str, now: datetime) -> None:
    """`user` cannot be asked: somebody else is, or else what is held is sent as it always was."""
    others = overseers(connection, known, team, but=user)
    open_still = _is_open(connection, team)
    if open_still and others:
        _ask(connection, team, others, now, now)
    elif open_still:
        decide(connection, team, Decision.SEND, user, now)


def _is_open(connection: Connection, team: str) -> bool:
    """Whether something is held of that team that nobody has decided about."""
    held_of = connection.execute(_HOW_MANY, {"team": team}).scalar_one()
    return bool(held_of) and not reviews.decided(connection, team)


def _last_sign(connection: Connection, now: datetime) -> datetime:
    """When we were last at work, from what was done then: a database of an earlier version has no
    note of the time."""
    last_seen = connection.execute(_LAST_SEEN).scalar()
    last_row = connection.execute(_LAST_ROW).scalar()
    signs = [last_seen] if last_seen else []
    signs += [queue.moment_of(last_row)] if last_row else []
    return min(now, max(signs, default=now))


def _ask_again(connection: Connection, known: Known, now: datetime) -> None:
    """A direct message is easily overlooked. In the end what is held is sent: late is better than
    never."""
    for team in connection.execute(_TEAMS).scalars().all():
        if not _is_open(connection, team):
            continue
        review = reviews.begun(connection, team, now)
        asked = overseers(connection, known, team)
        if now - review.first >= WAITS or not asked:
            log.warning("nobody decided about what came due: it is sent")
            decide(connection, team, Decision.SEND, "", now)
        elif now - review.last >= ASK_EVERY:
            if now - review.first >= 2 * ASK_EVERY:
                asked += overseers(connection, known, team, but=asked[0])
            _ask(connection, team, tuple(dict.fromkeys(asked)), review.first, now)
            reviews.keep(connection, team, Review(review.first, now))


def _hold(connection: Connection, known: Known, since: datetime, now: datetime) -> None:
    while settling.settle(connection, known, now, AT_ONCE):
        pass  # what was decided before is not decided again
    before = {"before": now - AWAY}
    late = {
        CHASE: connection.execute(_CHASES, before).mappings().all(),
        MESSAGE: connection.execute(_MESSAGES, before).mappings().all(),
    }
    undecided = set(connection.execute(_TEAMS).scalars())
    for team in sorted(undecided | {row["team_id"] for rows in late.values() for row in rows}):
        asked = overseers(connection, known, team)
        owed = [row for row in late[CHASE] if row["team_id"] == team]
        messages = [row for row in late[MESSAGE] if row["team_id"] == team]
        if not asked:
            log.warning("nobody is known who could decide about what came due: it is sent")
            if team in undecided:
                decide(connection, team, Decision.SEND, "", now)
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
        reviews.keep(connection, team, Review(now, now))


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
