"""The clock has gone back: what was due stays due, what was to wait waits no longer than before,
and nobody holds a message, or keeps a line to Slack silent, until a time that was wrong.

A process sees it by what it read before. One that was started since sees it by the note that is
kept of the time whenever something was claimed or done.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.ports import ParcelKind
from storage.inserts import insert_or_replace
from storage.statements import Prepared, on_sqlite
from storage.tables import meta, outbox
from storage.tables_ops import pace

NOTICED = timedelta(seconds=1)
LATEST = "latest"  # key of `meta`: the time when something was claimed or done last
# What is due later than this after it was promised has an hour of the day to wait for.
SOON = timedelta(hours=1)

_DUE = outbox.c.due_at.type
_NOW, _WAS = bindparam("now", type_=_DUE), bindparam("was", type_=_DUE)
_NOTED = Prepared(select(meta.c.value).where(meta.c.key == bindparam("key")).with_for_update())
_NOTE = insert_or_replace(meta)
_STILL_DUE = Prepared(
    update(outbox).where(outbox.c.due_at > _NOW, outbox.c.due_at <= _WAS).values(due_at=_NOW)
)
_DUE_SOON = Prepared(
    select(outbox.c.id, outbox.c.due_at)
    .where(
        outbox.c.due_at > _WAS,
        outbox.c.due_at <= bindparam("soon", type_=_DUE),
        outbox.c.kind != ParcelKind.QUESTION.value,
    )
    .order_by(outbox.c.id)
    .with_for_update()
)
_DUE_AT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"))
    .values(due_at=bindparam("at", type_=_DUE))
)
_SHORTER = Prepared(
    update(outbox)
    .where(outbox.c.lease_until > bindparam("until", type_=outbox.c.lease_until.type))
    .values(lease_until=bindparam("until", type_=outbox.c.lease_until.type))
)
_SILENT = Prepared(
    select(pace.c.key, pace.c.parked_until_at)
    .where(pace.c.parked_until_at > _NOW)
    .order_by(pace.c.key)
    .with_for_update()
)
_SILENT_UNTIL = Prepared(
    update(pace)
    .where(pace.c.key == bindparam("line"))
    .values(parked_until_at=bindparam("until", type_=pace.c.parked_until_at.type))
)


def note(connection: Connection, now: datetime) -> None:
    """Something was claimed or done at `now` (UTC). To be called last in its transaction: all
    replicas write this one row."""
    _NOTE.run(connection, {"key": LATEST, "value": now.isoformat()})


def look(connection: Connection, own: datetime | None, now: datetime, lease: timedelta) -> None:
    """Put right what the clock has left behind if it went back to `now` (UTC). `own`: what it said
    to this process before, if it was asked. A lease lasts `lease` at most."""
    noted = _NOTED.row(connection, {"key": LATEST})
    was = datetime.fromisoformat(noted["value"]) if noted else own
    if own is not None and was is not None and on_sqlite(connection):
        was = max(was, own)  # otherwise another replica may have noticed before us
    if was is not None and now < was - NOTICED:
        _put_right(connection, was, now, lease)
        note(connection, now)


def _put_right(connection: Connection, was: datetime, now: datetime, lease: timedelta) -> None:
    _SHORTER.run(connection, {"until": now + lease})
    soon = _DUE_SOON.rows(connection, {"was": was, "soon": was + SOON})
    _STILL_DUE.run(connection, {"now": now, "was": was})
    back = was - now
    _DUE_AT.run_all(
        connection, [{"this_id": row["id"], "at": row["due_at"] - back} for row in soon]
    )
    silent = _SILENT.rows(connection, {"now": now})
    _SILENT_UNTIL.run_all(
        connection,
        [{"line": row["key"], "until": max(now, row["parked_until_at"] - back)} for row in silent],
    )
