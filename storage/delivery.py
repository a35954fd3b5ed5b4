"""What follows from a message being in Slack: it is known as ours, and the card is where the
incident lives."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, null, update

from bot.change import replace
from bot.closing import open_prompts
from bot.commands import MessageRef
from bot.effects import CARD, STORY, Show
from bot.incident import Home, Incident
from bot.ports import Parcel, ParcelKind
from storage import incidents, queue
from storage.statements import Prepared, insert_or_leave
from storage.tables import incidents as incidents_table
from storage.tables import outbox, posted

OURS = (outbox.c.id == bindparam("this_id"), outbox.c.token == bindparam("this_token"))
LET_GO = {"token": null(), "lease_until": null()}

_FINISH = Prepared(
    update(outbox)
    .where(*OURS)
    .values(
        **LET_GO,
        tried=False,
        attempts=0,
        error="",
        # Wanted again since it was claimed: it is sent once more.
        due_at=case((outbox.c.wanted == bindparam("sent_wanted"), null()), else_=outbox.c.due_at),
    )
)
_BECAME = Prepared(update(outbox).where(outbox.c.id == bindparam("this_id")))
_POSTED = insert_or_leave(posted)
_NO_TROUBLE = Prepared(
    update(incidents_table)
    .where(incidents_table.c.id == bindparam("this_id"), incidents_table.c.trouble != "")
    .values(trouble="", version=incidents_table.c.version + 1)
)


def finish(connection: Connection, parcel: Parcel) -> bool:
    """The parcel is dealt with. False: it is not ours any more, and nothing is changed."""
    key = {"this_id": parcel.id, "this_token": parcel.token, "sent_wanted": parcel.wanted}
    return _FINISH.run(connection, key) == 1


def sent(connection: Connection, parcel: Parcel, message: MessageRef | None, now: datetime) -> None:
    """See `Outbox.sent`."""
    in_thread = parcel.kind is ParcelKind.SLOT and parcel.incident_id is not None
    new = message is not None and message != parcel.posted
    incident = None
    if in_thread and new and parcel.incident_id is not None:
        # Locked before the outbox, in the same order as everywhere.
        incident = incidents.by_id(connection, parcel.incident_id, lock=True)
    if not finish(connection, parcel):
        return
    if parcel.slot == CARD and in_thread and not new:
        _NO_TROUBLE.run(connection, {"this_id": parcel.incident_id})
    if message is not None and new:
        _remember(connection, parcel, message)
        if incident is not None:
            _at_home(connection, incident, parcel, message, now)


def _remember(connection: Connection, parcel: Parcel, message: MessageRef) -> None:
    where = {"channel": message.channel, "ts": message.ts}
    _POSTED.run(connection, {"team_id": parcel.team, "outbox_id": parcel.id, **where})
    _BECAME.run(connection, {"this_id": parcel.id, "thread_ts": parcel.thread_ts, **where})


def _at_home(
    connection: Connection,
    incident: Incident,
    parcel: Parcel,
    message: MessageRef,
    now: datetime,
) -> None:
    if parcel.slot != CARD:
        if incident.home.thread_ts != parcel.thread_ts:  # the card moved while this was sent
            queue.move(connection, incident, (parcel.slot,), now)
        return
    home = Home(message.channel, message.ts)
    if incident.home != home:
        moved = incidents.change(connection, incident, replace(incident, home=home))
        shown = [show.slot for show in open_prompts(moved) if isinstance(show, Show)]
        queue.move(connection, moved, (STORY, *shown), now)
