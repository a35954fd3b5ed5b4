"""A reminder that may not come now: what it was to say is told anew when it may.

Its ladders wait with it. So what falls due meanwhile comes in the same message, a heads-up that has
become late is none any more, and nobody further up hears of it before them.
"""

from datetime import datetime

from sqlalchemy import Connection, update

from bot.ports import Parcel
from bot.quiet import is_left, rested
from storage import incidents, queue
from storage.delivery import LET_GO, OURS
from storage.mapping import Values, items_of
from storage.statements import Prepared
from storage.tables import outbox

_REST = Prepared(update(outbox).where(*OURS).values(**LET_GO, attempts=0, error=""))
_TELLS_NOTHING: Values = {"due_at": None, "payload": {"items": []}}


def rest(connection: Connection, parcel: Parcel, until: datetime) -> None:
    """See `Outbox.rest`. What may be in Slack already stays the message it is, and so does one of
    which a ladder has gone on meanwhile."""
    items = items_of(parcel.payload.get("items", ()))
    ids = sorted({item.incident_id for item in items})
    # Locked before the outbox, in the same order as everywhere.
    found = [each for i in ids if (each := incidents.by_id(connection, i, lock=True))]
    after = found if parcel.unsure else [rested(each, items, until) for each in found]
    waits = parcel.unsure or any(is_left(each, items) for each in after)
    at = {"due_at": until, "place": queue.place_at(until)}
    key = {"this_id": parcel.id, "this_token": parcel.token}
    ours = _REST.run(connection, key | (at if waits else _TELLS_NOTHING)) == 1
    for old, new in zip(found, after, strict=True):
        if ours and new != old:
            incidents.change(connection, old, new)
