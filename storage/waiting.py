"""What waits in the outbox in vain, for an operator; and having it tried again, beside a bot that
may be running."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select

from storage.columns import NEVER
from storage.engines import open_for_reading, opened
from storage.known import Known
from storage.notices import retry
from storage.queue import LET_GO, STUCK
from storage.statements import Prepared
from storage.tables import incidents, outbox
from storage.tables_ops import held

_IN_VAIN = or_(outbox.c.dead_at.is_not(None), outbox.c.due_at == NEVER, outbox.c.attempts >= STUCK)
_HELD = select(held.c.ref).where(held.c.kind == "message")
_ROWS = Prepared(
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.slot,
        outbox.c.target,
        outbox.c.error,
        outbox.c.dead_at,
        outbox.c.due_at,
        incidents.c.number,
        incidents.c.channel,
    )
    .join(incidents, incidents.c.id == outbox.c.incident_id, isouter=True)
    .where(_IN_VAIN, outbox.c.error != LET_GO, outbox.c.id.not_in(_HELD))
    .order_by(outbox.c.place, outbox.c.id)
)
_WAITING = (
    select(func.count())
    .select_from(outbox)
    .where(outbox.c.due_at <= bindparam("now", type_=outbox.c.due_at.type))
)


@dataclass(frozen=True)
class InVain:
    """One message that did not get through. `state`: failed (it is not tried any more), waiting
    (for somebody's help) or stuck (tried seldom)."""

    id: str
    what: str
    where: str
    error: str
    state: str


@dataclass(frozen=True)
class Waiting:
    """How it stands: what did not get through, how much is due now, how much is held for review."""

    in_vain: Sequence[InVain]
    due: int
    held: int


def waiting(url: str, *, now: datetime) -> Waiting:
    """How the outbox of that database stands. Changes nothing."""
    with open_for_reading(url) as engine, engine.connect() as connection:
        return Waiting(
            _in_vain(connection),
            connection.execute(_WAITING, {"now": now}).scalar_one(),
            connection.execute(select(func.count()).select_from(held)).scalar_one(),
        )


def try_again(url: str, ids: Sequence[str], *, now: datetime) -> int:
    """Have these tried again, or all where none are named. Returns how many there were."""
    with opened(url, writes=True) as engine, engine.begin() as connection:
        in_vain = [each.id for each in _in_vain(connection)]
        wanted = [each for each in in_vain if not ids or each in ids]
        return retry(connection, Known(), wanted, now=now)


def _in_vain(connection: Connection) -> list[InVain]:
    return [
        InVain(
            id=row["id"],
            what=f"#{row['number']} {row['slot']}" if row["number"] else row["kind"],
            where=row["channel"] or row["target"],
            error=row["error"] or "?",
            state="failed" if row["dead_at"] else "waiting" if row["due_at"] == NEVER else "stuck",
        )
        for row in _ROWS.rows(connection, {})
    ]
