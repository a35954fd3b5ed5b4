"""The clock has gone back: what was due stays due, and nobody holds a message for longer."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, update

from storage.statements import Prepared
from storage.tables import outbox

NOTICED = timedelta(seconds=1)

_NOW = bindparam("now", type_=outbox.c.due_at.type)
_STILL_DUE = Prepared(
    update(outbox)
    .where(outbox.c.due_at > _NOW, outbox.c.due_at <= bindparam("was", type_=outbox.c.due_at.type))
    .values(due_at=_NOW)
)
_SHORTER = Prepared(
    update(outbox)
    .where(outbox.c.lease_until > bindparam("until", type_=outbox.c.lease_until.type))
    .values(lease_until=bindparam("until", type_=outbox.c.lease_until.type))
)


def turned_back(connection: Connection, was: datetime, now: datetime, lease: timedelta) -> None:
    """It was `was`, and now it is `now` (UTC). A lease lasts `lease` at most."""
    _STILL_DUE.run(connection, {"now": now, "was": was})
    _SHORTER.run(connection, {"until": now + lease})
