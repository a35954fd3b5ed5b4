"""A reminder that may not come now: what it was to say is told anew when it may.

Its ladders wait with it. So what falls due meanwhile comes in the same message, a heads-up that has
become late is none any more, and nobody further up hears of it before them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.incident import Incident
from bot.ports import ChaseItem, Parcel
from bot.quiet import is_left, rested
from storage import incidents, queue
from storage.delivery import LET_GO, OURS
from storage.mapping import Values, items_json, items_of
from storage.statements import Prepared
from storage.tables import outbox

_SAYS = Prepared(select(outbox.c.payload).where(*OURS).with_for_update())
_REST = Prepared(update(outbox).where(*OURS).values(**LET_GO, attempts=0, error=""))


def rest(connection: Connection, parcel: Parcel, until: datetime) -> None:
    """See `Outbox.rest`. What may be in Slack already stays the message it is, and what a ladder
    has gone on about meanwhile stays in it."""
    ids = sorted({item.incident_id for item in items_of(parcel.payload.get("items", ()))})
    # Locked before the outbox, in the same order as everywhere.
    found = [each for i in ids if (each := incidents.by_id(connection, i, lock=True))]
    key = {"this_id": parcel.id, "this_token": parcel.token}
    row = _SAYS.row(connection, key)
    if row is None:  # it is somebody else's by now
        return
    waits: Values = {"due_at": until, "place": queue.place_at(until)}
    if parcel.unsure:
        _REST.run(connection, key | waits)
        return
    items = items_of(row["payload"].get("items", ()))
    changed, kept = _told_anew(found, items, until)
    if not any(is_left(each, kept) for each in found):
        kept, waits = (), {"due_at": None}
    _REST.run(connection, key | waits | {"payload": {"items": items_json(kept)}})
    for old, new in changed:
        incidents.change(connection, old, new)


def _told_anew(
    found: Sequence[Incident], items: Sequence[ChaseItem], until: datetime
) -> tuple[list[tuple[Incident, Incident]], tuple[ChaseItem, ...]]:
    """Each incident in which a ladder waits, as it was and as it is then, and what the message
    keeps: it would be told twice if that were all."""
    changed, kept = [], tuple(items)
    for old in found:
        new, again = rested(old, items, until)
        if again:
            changed.append((old, new))
            kept = tuple(item for item in kept if item not in again)
    return changed, kept
