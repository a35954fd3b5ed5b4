"""What follows from a message being in Slack: it is known as ours, and the card is where the
incident lives."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, null, update

from bot.closing import open_prompts
from bot.commands import MessageRef
from bot.effects import CARD, STORY, Show
from bot.incident import Home, Incident
from bot.ports import Parcel, ParcelKind
from storage import incidents, queue
from storage.queue import STUCK
from storage.statements import insert_or_leave
from storage.tables import incidents as incidents_table
from storage.tables import outbox, posted

IN_THREAD = (ParcelKind.SLOT, ParcelKind.NOTE, ParcelKind.THREAD_REMINDER)
OURS = (outbox.c.id == bindparam("this_id"), outbox.c.token == bindparam("this_token"))
LET_GO = {"token": null(), "lease_until": null()}

_FINISH = (
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
_BECAME = update(outbox).where(outbox.c.id == bindparam("this_id"))
_POSTED = insert_or_leave(posted)
_NO_TROUBLE = (
    update(incidents_table)
    .where(incidents_table.c.id == bindparam("this_id"), incidents_table.c.trouble != "")
    .values(trouble="", version=incidents_table.c.version + 1)
)


def finish(connection: Connection, parcel: Parcel) -> bool:
    """The parcel is dealt with. False: it is not ours any more, and nothing is changed."""
    key = {"this_id": parcel.id, "this_token": parcel.token, "sent_wanted": parcel.wanted}
    return connection.execute(_FINISH, key).rowcount == 1


def sent(connection: Connection, parcel: Parcel, message: MessageRef | None, now: datetime) -> None:
    """See `Outbox.sent`."""
    in_thread = parcel.kind is ParcelKind.SLOT and parcel.incident_id is not None
    new = message is not None and message != parcel.posted
    freed = parcel.attempts >= STUCK and parcel.kind in IN_THREAD
    incident = None
    if parcel.incident_id is not None and (freed or (in_thread and new)):
        # Locked before the outbox, in the same order as everywhere.
        incident = incidents.by_id(connection, parcel.incident_id, lock=True)
    if not finish(connection, parcel):
        return
    card = in_thread and parcel.slot == CARD
    if parcel.incident_id is not None and (freed or card) and not (card and new):
        _trouble_is_over(connection, parcel.incident_id, now)
    if message is not None and new:
        _remember(connection, parcel, message)
        if incident is not None and in_thread:
            _at_home(connection, incident, parcel, message, now)


def _trouble_is_over(connection: Connection, incident_id: int, now: datetime) -> None:
    if connection.execute(_NO_TROUBLE, {"this_id": incident_id}).rowcount:
        queue.want_trouble_again(connection, incident_id, now)


def _remember(connection: Connection, parcel: Parcel, message: MessageRef) -> None:
    where = {"channel": message.channel, "ts": message.ts}
    _POSTED.run(connection, {"team_id": parcel.team, "outbox_id": parcel.id, **where})
    connection.execute(_BECAME, {"this_id": parcel.id, "thread_ts": parcel.thread_ts, **where})


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
    if incident.home.trouble:
        queue.want_trouble_again(connection, incident.id, now)
