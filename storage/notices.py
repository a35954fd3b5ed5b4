"""Word to whoever looks after Amends of messages that could not be delivered, and another try."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, null, or_, select, update

from bot.effects import CARD
from bot.incident import Incident
from bot.ports import Parcel, ParcelKind
from bot.postroom import Fortune, Undelivered
from storage import incidents, queue
from storage.columns import NEVER
from storage.delivery import IN_THREAD
from storage.known import Known
from storage.mapping import Values
from storage.overseers import overseers
from storage.queue import GATHER, LET_GO, STUCK, person_lane, place_at
from storage.statements import Prepared
from storage.tables import outbox

SOON = timedelta(seconds=5)  # until another try has had its chance, and the notice says how it went
HELP_FIRST = timedelta(hours=1)  # where an owner was asked to help, the lead hears of it after that
# Of reminders, and of words like these, whoever is next hears in their place; a hello that nobody
# has asked for is missed by nobody.
SAID_BY_NOBODY_ELSE = frozenset(
    {ParcelKind.DIGEST, ParcelKind.REPEAT, ParcelKind.QUESTION, ParcelKind.FETCH_WORDS}
)

_OPEN = Prepared(
    select(outbox.c.id, outbox.c.payload)
    .where(outbox.c.gathering == bindparam("open_for"))
    .with_for_update()
)
_TAKE_IN = Prepared(update(outbox).where(outbox.c.id == bindparam("this_id")))
_BY_ID = Prepared(select(outbox).where(outbox.c.id == bindparam("this_id")))
_NOT_THERE = or_(
    outbox.c.dead_at.is_not(None), outbox.c.due_at == NEVER, outbox.c.attempts >= STUCK
)
_AGAIN = {
    "due_at": bindparam("at", type_=outbox.c.due_at.type),
    "attempts": 0,
    "dead_at": null(),
    "error": "",
}
_TRY_AGAIN = Prepared(
    update(outbox).where(outbox.c.id == bindparam("this_id"), _NOT_THERE).values(_AGAIN)
)
_REDIRECT = Prepared(
    update(outbox)
    .where(
        outbox.c.id == bindparam("this_id"),
        outbox.c.kind == ParcelKind.DIGEST.value,
        outbox.c.dead_at.is_not(None),
    )
    .values(target=bindparam("to_channel"))
)
_TRY_CARD = Prepared(
    update(outbox)
    .where(
        outbox.c.incident_id == bindparam("of_incident"),
        outbox.c.slot == CARD,
        outbox.c.due_at == NEVER,
    )
    .values(_AGAIN)
)


def add(
    connection: Connection,
    known: Known,
    parcel: Parcel,
    *,
    now: datetime,
    waits: bool,
    otherwise: str = "",
) -> None:
    """Somebody hears that this parcel could not be delivered: soon, together with what fails at the
    same time, or later where it `waits` for its owner's help. `otherwise`: who hears where we know
    nobody who looks after Amends."""
    if parcel.kind not in IN_THREAD and (parcel.posted or parcel.kind not in SAID_BY_NOBODY_ELSE):
        return
    wait = HELP_FIRST if waits else GATHER
    told = overseers(connection, known, parcel.team)
    for user in told or filter(None, (otherwise,)):
        key = f"undelivered:{'later' if waits else 'soon'}:{parcel.team}:{user}"
        _announce(connection, parcel.team, [parcel.id], user, key, now + wait)


def unheard(connection: Connection, known: Known, notice: Parcel, *, now: datetime) -> None:
    """Whom that notice was for cannot be told: somebody else is."""
    for user in overseers(connection, known, notice.team, but=notice.target):
        key = f"undelivered:instead:{notice.team}:{user}"
        _announce(connection, notice.team, notice.payload["ids"], user, key, now)


def _announce(
    connection: Connection, team: str, ids: Sequence[str], user: str, key: str, due: datetime
) -> None:
    while not _begin(connection, team, ids, user, key, due):
        if _take_in(connection, ids, key):
            break  # otherwise it was claimed between the two


def _begin(
    connection: Connection, team: str, ids: Sequence[str], user: str, key: str, due: datetime
) -> bool:
    slot = f"undelivered:{queue.new_id(due)}"
    row = queue.new_row(
        team=team,
        key=slot,
        kind=ParcelKind.UNDELIVERED,
        slot=slot,
        lane=f"{person_lane(team, user)}:undelivered",
        place=place_at(due),
        due=due,
        target=user,
        payload={"ids": list(ids)},
        gathering=key,
    )
    return queue.SAY_ONCE.run(connection, row) == 1


def _take_in(connection: Connection, ids: Sequence[str], key: str) -> bool:
    row = _OPEN.row(connection, {"open_for": key})
    if row is None:
        return False
    together = [*dict.fromkeys([*row["payload"]["ids"], *ids])]
    _TAKE_IN.run(connection, {"this_id": row["id"], "payload": {"ids": together}})
    return True


def undelivered(connection: Connection, parcel: Parcel) -> list[Undelivered]:
    """What such a message speaks of, as it stands."""
    rows = _rows(connection, parcel.payload.get("ids", ()))
    about = {row["incident_id"] for row in rows if row["incident_id"]}
    found = incidents.by_ids(connection, about)
    return [
        Undelivered(
            incident=(incident := found.get(row["incident_id"])),
            kind=row["kind"],
            slot=row["slot"],
            target=_where(row, incident),
            error=row["error"],
            fortune=_fortune(row),
        )
        for row in rows
        if row["incident_id"] is None or row["incident_id"] in found
    ]


def _where(row: Values, incident: Incident | None) -> str:
    """The channel it is in or belongs into, or whom it is for. What is to be looked up says where
    that is."""
    where = row["channel"] or row["payload"].get("channel") or row["target"]
    return str(where or (incident.home.channel if incident else ""))


def _fortune(row: Values) -> Fortune:
    if row["dead_at"] or row["due_at"] == NEVER or row["attempts"] >= STUCK:
        return Fortune.FAILED
    if row["error"] == LET_GO:
        return Fortune.OVER
    return Fortune.DELIVERED if row["due_at"] is None else Fortune.TRYING


def try_again(connection: Connection, known: Known, notice: Values, *, now: datetime) -> int:
    """Have what that notice speaks of sent once more. Returns how much that is."""
    rows = _rows(connection, notice["payload"].get("ids", ()))
    tried = retry(connection, known, [row["id"] for row in rows], now=now)
    for incident_id in sorted({row["incident_id"] for row in rows if row["incident_id"]}):
        tried += _TRY_CARD.run(connection, {"of_incident": incident_id, "at": now})
    return tried


def retry(connection: Connection, known: Known, ids: Sequence[str], *, now: datetime) -> int:
    """Have these rows sent once more, as far as they wait in vain; a digest goes to what is the
    incident channel by now. Returns how many did."""
    for row in _rows(connection, ids):
        if channel := known.settings(connection, row["team_id"]).incident_channel:
            _REDIRECT.run(connection, {"this_id": row["id"], "to_channel": channel})
    each = [{"this_id": row_id, "at": now} for row_id in ids]
    return sum(_TRY_AGAIN.counts(connection, each))


def _rows(connection: Connection, ids: Iterable[str]) -> list[Values]:
    found = (_BY_ID.row(connection, {"this_id": row_id}) for row_id in ids)
    return [row for row in found if row is not None]
