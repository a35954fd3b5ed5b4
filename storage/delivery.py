"""What follows from a message being in Slack: it is known as ours, and the card is where the
incident lives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, null, update

from bot.closing import open_prompts
from bot.commands import MessageRef
from bot.effects import CARD, STORY, Show
from bot.incident import Home, Incident
from bot.ports import Parcel, ParcelKind
from storage import incidents, queue
from storage.inserts import InsertOrLeave
from storage.queue import STUCK
from storage.statements import Later, Prepared, pipelined, pipelined_to_the_end
from storage.tables import incidents as incidents_table
from storage.tables import outbox, posted

IN_THREAD = (ParcelKind.SLOT, ParcelKind.NOTE, ParcelKind.THREAD_REMINDER)
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
_POSTED = InsertOrLeave(posted)
_NO_TROUBLE = Prepared(
    update(incidents_table)
    .where(incidents_table.c.id == bindparam("this_id"), incidents_table.c.trouble != "")
    .values(trouble="", version=incidents_table.c.version + 1)
)


@dataclass(frozen=True)
class Sending:
    """What became of a parcel: the message it is in Slack (None: there was nothing left to say)."""

    parcel: Parcel
    message: MessageRef | None
    now: datetime

    @property
    def is_new(self) -> bool:
        """Whether that message was not there before."""
        return self.message is not None and self.message != self.parcel.posted

    @property
    def incident_id(self) -> int | None:
        """The incident it shows, if it is one of an incident's own messages."""
        return self.parcel.incident_id if self.parcel.kind is ParcelKind.SLOT else None

    @property
    def is_freed(self) -> bool:
        """Whether it failed for so long that the people of its incident were told."""
        return self.parcel.attempts >= STUCK and self.parcel.kind in IN_THREAD

    @property
    def ends_trouble(self) -> bool:
        """Whether it proves that its incident's trouble is over. (A new card ends it, too: the
        incident then lives where that is.)"""
        is_card = self.incident_id is not None and self.parcel.slot == CARD
        return not self.is_new if is_card else self.is_freed


def finish(connection: Connection, parcels: Sequence[Parcel]) -> list[bool]:
    """The parcels are dealt with. False: that one is not ours any more, and is not changed."""
    with pipelined(connection):
        finished = _finished(connection, parcels)
    return finished()


def _finished(connection: Connection, parcels: Sequence[Parcel]) -> Later[list[bool]]:
    keys = [
        {"this_id": parcel.id, "this_token": parcel.token, "sent_wanted": parcel.wanted}
        for parcel in parcels
    ]
    counted = _FINISH.counted(connection, keys)
    return lambda: [count == 1 for count in counted()]


def sent(connection: Connection, sendings: Sequence[Sending]) -> list[None]:
    """See `Outbox.sent`, for several parcels. Ends the transaction."""
    done = [None] * len(sendings)
    if not any(each.is_new or each.ends_trouble for each in sendings):
        with pipelined_to_the_end(connection):
            _finished(connection, [each.parcel for each in sendings])
        return done
    # Locked before the outbox, in the same order as everywhere.
    concerned = [each.incident_id for each in sendings if each.is_new]
    concerned += [each.parcel.incident_id for each in sendings if each.is_freed]
    with pipelined(connection):
        locked = incidents.asked_by_ids(connection, filter(None, concerned), lock=True)
        finished = _finished(connection, [each.parcel for each in sendings])
    found, ours = locked(), finished()
    kept = [each for each, is_ours in zip(sendings, ours, strict=True) if is_ours]
    new = [each for each in kept if each.is_new]
    ending = [each for each in kept if each.ends_trouble]
    if not ending and all(_is_in_place(each, found) for each in new):
        with pipelined_to_the_end(connection):
            _remember(connection, new)
        return done
    with pipelined(connection):
        _remember(connection, new)
    _settle(connection, found, new)
    _end_trouble(connection, ending)
    return done


def _is_in_place(new: Sending, found: Mapping[int, Incident]) -> bool:
    """Whether nothing follows from where that message is."""
    shown_in = found.get(new.incident_id or 0)
    if shown_in is None:
        return True
    return new.parcel.slot != CARD and shown_in.home.thread_ts == new.parcel.thread_ts


def _remember(connection: Connection, new: Sequence[Sending]) -> None:
    where = [
        (each.parcel, {"channel": each.message.channel, "ts": each.message.ts})
        for each in new
        if each.message is not None
    ]
    _POSTED.run_all(
        connection,
        [{"team_id": parcel.team, "outbox_id": parcel.id, **at} for parcel, at in where],
    )
    _BECAME.run_all(
        connection,
        [{"this_id": parcel.id, "thread_ts": parcel.thread_ts, **at} for parcel, at in where],
    )


def _settle(connection: Connection, found: dict[int, Incident], new: Sequence[Sending]) -> None:
    """An incident lives where its card is; what was said elsewhere of it is said again there.
    `found` are the incidents that `new` messages show."""
    homes = [
        (found[each.incident_id], Home(each.message.channel, each.message.ts), each.now)
        for each in new
        if each.parcel.slot == CARD and each.message and each.incident_id in found
    ]
    moving = [(incident, home, now) for incident, home, now in homes if incident.home != home]
    moved = incidents.move_in(connection, [(incident, home) for incident, home, _ in moving])
    for (before, _, now), incident in zip(moving, moved, strict=True):
        found[incident.id] = incident
        if before.version > 0:  # otherwise nothing has been said about it yet
            shown = [show.slot for show in open_prompts(incident) if isinstance(show, Show)]
            queue.move(connection, incident, (STORY, *shown), now)
        if before.home.trouble:
            queue.want_trouble_again(connection, incident.id, now)
    for each in new:
        if each.parcel.slot != CARD and not _is_in_place(each, found):
            # The card moved while this was sent.
            queue.move(connection, found[each.incident_id or 0], (each.parcel.slot,), each.now)


def _end_trouble(connection: Connection, sendings: Sequence[Sending]) -> None:
    """Those who were told of the trouble see that it is over, if there was any."""
    since = {each.parcel.incident_id: each.now for each in sendings if each.parcel.incident_id}
    ended = _NO_TROUBLE.counts(connection, [{"this_id": incident_id} for incident_id in since])
    for (incident_id, now), count in zip(since.items(), ended, strict=True):
        if count:
            queue.want_trouble_again(connection, incident_id, now)
