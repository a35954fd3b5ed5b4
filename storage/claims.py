"""Claiming rows of the outbox: each to one sender at a time, one of a lane at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update

from bot.commands import MessageRef
from bot.effects import CARD
from bot.ports import Parcel, ParcelKind
from storage import pacing
from storage.mapping import Values
from storage.queue import STUCK, new_id
from storage.statements import Prepared, PreparedAmong, pipelined, pipelined_to_the_end
from storage.tables import incidents, outbox

_NOW = bindparam("now", type_=outbox.c.due_at.type)
_before = outbox.alias("before")
_WAITS_BEHIND = exists().where(
    _before.c.lane == outbox.c.lane,
    _before.c.due_at.is_not(None),
    _before.c.id != outbox.c.id,
    or_(
        and_(
            or_(
                _before.c.place < outbox.c.place,
                and_(_before.c.place == outbox.c.place, _before.c.id < outbox.c.id),
            ),
            # What is stuck holds up nobody, but without a card there is no thread.
            or_(_before.c.attempts < STUCK, and_(_before.c.slot == CARD, _before.c.ts.is_(None))),
        ),
        _before.c.lease_until > _NOW,
    ),
)
_TOLD = (  # of a row: what a parcel says
    outbox.c.id,
    outbox.c.team_id,
    outbox.c.kind,
    outbox.c.slot,
    outbox.c.target,
    outbox.c.channel,
    outbox.c.ts,
    outbox.c.incident_id,
    outbox.c.payload,
    outbox.c.wanted,
    outbox.c.attempts,
    outbox.c.tried,
)
_DUE = Prepared(
    select(
        *_TOLD,
        incidents.c.channel.label("home_channel"),
        incidents.c.thread_ts.label("home_thread_ts"),
    )
    .join(incidents, incidents.c.id == outbox.c.incident_id, isouter=True)
    .where(
        outbox.c.due_at <= _NOW,
        or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= _NOW),
        ~_WAITS_BEHIND,
    )
    .order_by(outbox.c.due_at, outbox.c.place, outbox.c.id)
    .limit(bindparam("count"))
    .with_for_update(of=outbox, skip_locked=True)
)
_LEASE = PreparedAmong(
    outbox.c.id,
    lambda among: (
        update(outbox)
        .where(among)
        .values(
            token=bindparam("new_token"),
            lease_until=bindparam("until", type_=outbox.c.lease_until.type),
            gathering=None,
        )
    ),
)
# What a newer version has put there is left to it.
_KNOWN = {kind.value: kind for kind in ParcelKind}
# Posted in the incident's thread; the rest goes where its own row says.
_AT_HOME = frozenset(
    kind.value
    for kind in (
        ParcelKind.SLOT,
        ParcelKind.NOTE,
        ParcelKind.THREAD_REMINDER,
        ParcelKind.FETCH_WORDS,
    )
)


def claim(
    connection: Connection, *, now: datetime, lease: timedelta, limit: int, speed: float = 1.0
) -> Sequence[Parcel]:
    """See `Outbox.claim`. The lease ends at `now` plus `lease`; the clock that `now` comes from
    runs `speed` times as fast as real time. Ends the transaction where it finds something."""
    token, until = new_id(now), now + lease
    with pipelined(connection):
        due = _DUE.asked(connection, {"now": now, "count": limit})
    found = [_parcel(row, token, until) for row in due() if row["kind"] in _KNOWN]
    if not found:
        return ()
    turns = pacing.turns(connection, found, now, speed)
    held = [each.id for each in turns.admitted]
    with pipelined_to_the_end(connection):
        turns.keep(connection)
        leased = {"among": held, "new_token": token, "until": until}
        _LEASE.run_all(connection, [leased] if held else [])
    return tuple(turns.admitted)


def _parcel(row: Values, token: str, until: datetime) -> Parcel:
    at_home = row["kind"] in _AT_HOME
    target = row["home_channel"] if at_home else row["target"]
    posted: Any = MessageRef(row["channel"], row["ts"]) if row["ts"] else None
    if posted and row["kind"] == ParcelKind.SLOT.value and posted.channel != target:
        posted = None  # the incident lives somewhere else now: it is posted there
    return Parcel(
        id=row["id"],
        team=row["team_id"],
        kind=_KNOWN[row["kind"]],
        slot=row["slot"],
        target=target,
        thread_ts=row["home_thread_ts"] if at_home and row["slot"] != CARD else None,
        posted=posted,
        incident_id=row["incident_id"],
        payload=row["payload"],
        wanted=row["wanted"],
        attempts=row["attempts"],
        token=token,
        unsure=row["tried"],
        held_until=until,
    )
