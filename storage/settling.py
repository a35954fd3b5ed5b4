"""What was decided about all that is held is done some at a time.

There may be thousands, and whoever decides waits for an answer: only the decision is kept at once
(`storage.holding`), the rest is for the sweep.
"""

import logging
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, null, select, update

from bot.commands import StopChase
from bot.incident import ChaseState, Rung
from bot.postroom import Decision
from storage import changes, incidents, reviews
from storage.columns import NEVER
from storage.known import Known
from storage.queue import LET_GO
from storage.reviews import Verdict
from storage.statements import Prepared, database_errors
from storage.tables import chases, outbox
from storage.tables_ops import held

CHASE, MESSAGE = "chase", "message"  # kinds of `held`

log = logging.getLogger(__name__)

# By incident, as incidents are locked everywhere.
_SOME = (
    select(held)
    .where(held.c.team_id == bindparam("team"))
    .order_by(held.c.incident_id, held.c.kind, held.c.ref)
    .limit(bindparam("count"))
)
_FORGET = Prepared(
    delete(held).where(
        held.c.team_id == bindparam("of_team"),
        held.c.kind == bindparam("of_kind"),
        held.c.incident_id == bindparam("of_incident"),
        held.c.ref == bindparam("of_key"),
    )
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
    .values(due_at=null(), dead_at=bindparam("at", type_=outbox.c.dead_at.type), error=LET_GO)
)


def settle(connection: Connection, known: Known, now: datetime, count: int) -> int:
    """Do up to `count` things of one verdict. Returns how many; 0 where nothing is left to do."""
    verdict = reviews.to_do(connection, lock=True)
    if verdict is None:
        return 0
    rows = connection.execute(_SOME, {"team": verdict.team, "count": count}).mappings().all()
    send = verdict.decision is Decision.SEND
    for row in rows:
        about = {"of_incident": row["incident_id"], "of_key": row["ref"]}
        if row["kind"] == MESSAGE:
            done = _WAKE_MESSAGE if send else _DROP_MESSAGE
            done.run(connection, {"this_id": row["ref"], "at": now})
        elif send:
            _WAKE_CHASE.run(connection, about | {"at": now})
        else:
            _stop(connection, known, verdict, row["incident_id"], row["ref"], now)
        _FORGET.run(connection, about | {"of_team": verdict.team, "of_kind": row["kind"]})
    if len(rows) < count:
        reviews.done(connection, verdict)
    return max(1, len(rows))


def _stop(
    connection: Connection,
    known: Known,
    verdict: Verdict,
    incident_id: int,
    key: str,
    now: datetime,
) -> None:
    try:
        incident = incidents.by_id(connection, incident_id, lock=True)
        chase = incident.chases.get(key) if incident else None
        if incident and chase and chase.next_at is None:
            changes.follows(connection, known, incident, StopChase(verdict.by, key), now)
    except database_errors(connection):
        raise
    except Exception as error:  # one that cannot be read does not hold up the others
        # Its kind only: what an error says may quote what a person wrote.
        log.error("a reminder could not be let go (%s): it stays silent", type(error).__name__)
