"""A reminder that may not come now: what it was to say is told anew when it may.

Its ladders wait with it. So what falls due meanwhile comes in the same message, a heads-up that has
become late is none any more, and nobody further up hears of it before them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.context import Context
from bot.incident import Incident
from bot.ports import ChaseItem, Parcel
from bot.quiet import is_left, rested
from storage import changes, incidents, queue
from storage.delivery import LET_GO, OURS
from storage.folding import ask_again
from storage.known import Known
from storage.mapping import Values, items_json, items_of
from storage.statements import Prepared
from storage.tables import outbox

_SAYS = Prepared(select(outbox.c.payload).where(*OURS).with_for_update())
_REST = Prepared(update(outbox).where(*OURS).values(**LET_GO, attempts=0, error=""))


def rest(
    connection: Connection, known: Known, parcel: Parcel, now: datetime, until: datetime
) -> None:
    """See `Outbox.rest`. What a ladder has gone on about meanwhile stays in it."""
    ids = sorted({item.incident_id for item in items_of(parcel.payload.get("items", ()))})
    # Locked before the outbox, in the same order as everywhere.
    found = [each for i in ids if (each := incidents.by_id(connection, i, lock=True))]
    key = {"this_id": parcel.id, "this_token": parcel.token}
    row = _SAYS.row(connection, key)
    if row is None:  # it is somebody else's by now
        return
    seen = [
        (each, changes.context_for(connection, known, each, now, parcel.target)) for each in found
    ]
    items = items_of(row["payload"].get("items", ()))
    changed, again = _told_anew(seen, items, parcel.target, until)
    # It would be told twice if they stayed.
    kept = tuple(item for item in items if item not in again)
    waits: Values = {"due_at": until, "place": queue.place_at(until)}
    if not any(is_left(each, kept, parcel.target, context) for each, context in seen):
        kept, waits = (), {"due_at": None}
    _REST.run(connection, key | waits | {"payload": {"items": items_json(kept)}})
    for old, new in changed:
        incidents.change(connection, old, new)
    # Until then there is no newer reminder than the one before it.
    ask_again(connection, parcel.team, parcel.target, again, now)


def _told_anew(
    seen: Sequence[tuple[Incident, Context]], items: Sequence[ChaseItem], user: str, until: datetime
) -> tuple[list[tuple[Incident, Incident]], list[ChaseItem]]:
    """Each incident in which a ladder waits, as it was and as it is then, and what is told anew."""
    changed: list[tuple[Incident, Incident]] = []
    told: list[ChaseItem] = []
    for old, context in seen:
        new, again = rested(old, items, user, until, context)
        if again:
            changed.append((old, new))
            told += again
    return changed, told
