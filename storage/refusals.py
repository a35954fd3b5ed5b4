"""What follows where a message does not get through, for long or for ever: somebody hears of it.

Incidents are locked before the outbox, in the same order as everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from bot.commands import Command, HomeTrouble, TroubleUnheard, Unreached
from bot.effects import CARD
from bot.incident import TRYING, Incident
from bot.ports import ChaseItem, Parcel, ParcelKind
from storage import changes, holding, incidents, lacking, marking, notices
from storage.columns import NEVER
from storage.delivery import IN_THREAD, LET_GO, OURS
from storage.folding import ask_again
from storage.known import Known
from storage.mapping import items_of
from storage.queue import STUCK
from storage.statements import Prepared
from storage.tables import outbox

_LET_GO = Prepared(update(outbox).where(*OURS).values(LET_GO))


@dataclass(frozen=True)
class Refused:
    """What did not get through, last at `now` (UTC), and why."""

    parcel: Parcel
    now: datetime
    error: str


Concerned = dict[int, Incident | None]  # incidents by id, locked


def give_up(connection: Connection, known: Known, refused: Refused, *, barred: bool) -> None:
    """See `Outbox.give_up`."""
    parcel, now = refused.parcel, refused.now
    if parcel.kind is ParcelKind.MARK:
        marking.is_done(connection, parcel)
        return
    concerned = _concerned(connection, parcel)
    lives_in = concerned.get(parcel.incident_id or 0) if parcel.kind in IN_THREAD else None
    if lives_in is not None and lives_in.home.channel != parcel.target:
        _keep(connection, refused, due_at=now)  # it lives somewhere else by now
    elif lives_in is not None and (barred or parcel.slot == CARD):
        # What is not the card is tried again after it, which waits until somebody has helped.
        due = NEVER if parcel.slot == CARD else now
        if _keep(connection, refused, due_at=due):
            changes.barred(connection, known, lives_in, refused.error, now)
            notices.add(connection, known, parcel, now=now, waits=True)
    elif _keep(connection, refused, due_at=None, dead_at=now):
        if lives_in is None:
            if parcel.kind is ParcelKind.REMINDER and parcel.posted is None:
                ask_again(connection, parcel.team, parcel.target, _items(parcel), now)
            _tell(connection, known, refused, concerned)
        if barred and parcel.kind is ParcelKind.QUESTION:
            return  # they cannot be written to, and nobody waits for what they would have said
        # Of one message alone, it says nothing about the place: its people could do nothing
        # there, and that their card is fine would be no news.
        about = concerned.get(parcel.incident_id or 0)
        owner = about.owner if about else ""
        notices.add(connection, known, parcel, now=now, waits=False, otherwise=owner)


def stuck(
    connection: Connection, known: Known, refused: Refused, *, at: datetime, unsure: bool
) -> None:
    """See `Outbox.stuck`."""
    concerned = _concerned(connection, refused.parcel)
    ours = _keep(connection, refused, due_at=at, tried=unsure, attempts=STUCK)
    first = refused.parcel.attempts < STUCK
    if ours and (first or _was_asked_for(refused.parcel, concerned)):
        _tell(connection, known, refused, concerned)
    if ours and first:
        notices.add(connection, known, refused.parcel, now=refused.now, waits=False)


def _was_asked_for(parcel: Parcel, concerned: Concerned) -> bool:
    """Whether it is the card of which somebody has said **Try again**: they hear how that went."""
    incident = concerned.get(parcel.incident_id or 0)
    return parcel.slot == CARD and incident is not None and incident.home.trouble == TRYING


def _tell(connection: Connection, known: Known, refused: Refused, concerned: Concerned) -> None:
    parcel = refused.parcel
    if parcel.kind is ParcelKind.REVIEW and parcel.posted is None:
        holding.unheard(connection, known, parcel.team, parcel.target, refused.now)
    if parcel.kind is ParcelKind.UNDELIVERED and parcel.posted is None:
        notices.unheard(connection, known, parcel, now=refused.now)
    if parcel.kind is ParcelKind.LACKING and parcel.posted is None:
        lacking.unheard(connection, known, parcel, now=refused.now)
    for incident_id, command in _heard_by(refused):
        incident = concerned.get(incident_id)
        if incident is not None:
            after = changes.follows(connection, known, incident, command, refused.now)
            concerned[incident_id] = after


def _heard_by(refused: Refused) -> Iterator[tuple[int, Command]]:
    """What happened, for each incident it happened to."""
    parcel = refused.parcel
    if parcel.kind in IN_THREAD:
        yield parcel.incident_id or 0, HomeTrouble(refused.error)
    elif parcel.posted is not None:
        return  # what it said was said
    elif parcel.kind is ParcelKind.REMINDER:
        for item in _items(parcel):
            yield item.incident_id, Unreached(parcel.target, item.key, item.rung, item.since)
    elif parcel.kind is ParcelKind.TROUBLE:
        yield parcel.incident_id or 0, TroubleUnheard(parcel.target)


def _concerned(connection: Connection, parcel: Parcel) -> Concerned:
    ids = {item.incident_id for item in _items(parcel)}
    ids |= {parcel.incident_id} if parcel.incident_id is not None else set()
    return {each: incidents.by_id(connection, each, lock=True) for each in sorted(ids)}


def _items(parcel: Parcel) -> Sequence[ChaseItem]:
    return items_of(parcel.payload.get("items", ()))


def _keep(connection: Connection, refused: Refused, **values: object) -> bool:
    """Let go of the row, which waits for its `due_at`. False: it was not ours any more."""
    key = {"this_id": refused.parcel.id, "this_token": refused.parcel.token}
    values = {"error": refused.error, "tried": False, "attempts": 0} | values
    return _LET_GO.run(connection, key | values) == 1
