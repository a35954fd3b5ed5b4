"""What follows where Slack will never take a message: somebody hears of it.

Incidents are locked before the outbox, in the same order as everywhere.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from bot.commands import HomeTrouble, TroubleUnheard, Unreached
from bot.effects import CARD
from bot.incident import Incident
from bot.ports import Parcel, ParcelKind
from storage import changes, incidents
from storage.columns import NEVER
from storage.delivery import LET_GO, OURS
from storage.known import Known
from storage.mapping import items_of
from storage.statements import Prepared
from storage.tables import outbox

_LET_GO = Prepared(update(outbox).where(*OURS).values(**LET_GO, tried=False, attempts=0))
_IN_THREAD = (ParcelKind.SLOT, ParcelKind.NOTE, ParcelKind.THREAD_REMINDER)


@dataclass(frozen=True)
class Refused:
    """What was refused at `now` (UTC), and why; see `Outbox.give_up`."""

    parcel: Parcel
    now: datetime
    error: str
    barred: bool


def give_up(connection: Connection, known: Known, refused: Refused) -> None:
    """See `Outbox.give_up`."""
    parcel = refused.parcel
    if parcel.kind in _IN_THREAD:
        _in_thread(connection, known, refused)
    elif parcel.posted is not None:
        _end(connection, refused)  # what it said was said
    elif parcel.kind is ParcelKind.REMINDER:
        _reminder(connection, known, refused)
    elif parcel.kind is ParcelKind.TROUBLE:
        _trouble(connection, known, refused)
    else:
        _end(connection, refused)


def _in_thread(connection: Connection, known: Known, refused: Refused) -> None:
    incident = _locked(connection, refused.parcel.incident_id)
    if incident is None:
        _end(connection, refused)
    elif incident.home.channel != refused.parcel.target:  # it lives somewhere else by now
        _keep(connection, refused, due_at=refused.now)
    elif refused.parcel.slot == CARD:
        if _keep(connection, refused, due_at=NEVER):
            changes.barred(connection, known, incident, refused.error, refused.now)
    elif refused.barred:
        # It is tried again after the card, which waits until somebody has helped.
        if _keep(connection, refused, due_at=refused.now):
            changes.barred(connection, known, incident, refused.error, refused.now)
    elif _end(connection, refused):
        changes.follows(connection, known, incident, HomeTrouble(refused.error), refused.now)


def _reminder(connection: Connection, known: Known, refused: Refused) -> None:
    items = items_of(refused.parcel.payload.get("items", ()))
    concerned = {
        incident_id: _locked(connection, incident_id)
        for incident_id in sorted({item.incident_id for item in items})
    }
    if not _end(connection, refused):
        return
    for item in items:
        incident = concerned[item.incident_id]
        if incident is not None:
            missed = Unreached(refused.parcel.target, item.key, item.rung, item.since)
            after = changes.follows(connection, known, incident, missed, refused.now)
            concerned[item.incident_id] = after


def _trouble(connection: Connection, known: Known, refused: Refused) -> None:
    incident = _locked(connection, refused.parcel.incident_id)
    if _end(connection, refused) and incident is not None:
        unheard = TroubleUnheard(refused.parcel.target)
        changes.follows(connection, known, incident, unheard, refused.now)


def _locked(connection: Connection, incident_id: int | None) -> Incident | None:
    return None if incident_id is None else incidents.by_id(connection, incident_id, lock=True)


def _end(connection: Connection, refused: Refused) -> bool:
    """Nothing more is to be done about the row. False: it was not ours any more."""
    return _keep(connection, refused, due_at=None, dead_at=refused.now)


def _keep(connection: Connection, refused: Refused, **values: object) -> bool:
    """The row waits for its `due_at`. False: it was not ours any more."""
    key = {"this_id": refused.parcel.id, "this_token": refused.parcel.token}
    return _LET_GO.run(connection, key | {"error": refused.error} | values) == 1
