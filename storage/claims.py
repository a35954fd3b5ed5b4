"""Claiming rows of the outbox: each to one sender at a time, one of a lane at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    update,
)

from bot.commands import MessageRef
from bot.effects import CARD
from bot.ports import Parcel, ParcelKind
from storage import pacing
from storage.mapping import Values
from storage.queue import STUCK, new_id
from storage.statements import (
    Prepared,
    PreparedAmong,
    on_sqlite,
    pipelined,
    pipelined_to_the_end,
)
from storage.tables import incidents, outbox
from storage.turned_back import note

_NOW = bindparam("now", type_=outbox.c.due_at.type)
_before = outbox.alias("b")
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
# What a newer version has put there is left to it.
_KNOWN = {kind.value: kind for kind in ParcelKind}
# Posted in the incident's thread; the rest goes where its own row says.
_AT_HOME = (ParcelKind.SLOT, ParcelKind.NOTE, ParcelKind.THREAD_REMINDER, ParcelKind.FETCH_WORDS)
# What is done about them is not asked for once more by `Outbox.starting`.
_LOOKED_AT = (ParcelKind.FETCH_WORDS, ParcelKind.MARK)


def _is_one_of(kinds: Iterable[ParcelKind]) -> ColumnElement[bool]:
    return outbox.c.kind.in_([literal_column(f"'{kind.value}'") for kind in kinds])


_is_at_home = _is_one_of(_AT_HOME)
_target = case((_is_at_home, incidents.c.channel), else_=outbox.c.target)
# What was posted somewhere else than where the incident lives now is posted there.
_is_there = or_(outbox.c.kind != ParcelKind.SLOT.value, outbox.c.channel == incidents.c.channel)
_is_posted = and_(outbox.c.ts.is_not(None), _is_there)
_ORDER = (outbox.c.due_at, outbox.c.place, outbox.c.id)
_due = (
    select(
        outbox.c.id,
        outbox.c.team_id,
        outbox.c.kind,
        outbox.c.slot,
        _target.label("target"),
        case((_is_at_home, incidents.c.thread_ts)).label("thread_ts"),
        case((_is_posted, outbox.c.channel)).label("channel"),
        case((_is_posted, outbox.c.ts)).label("ts"),
        outbox.c.incident_id,
        outbox.c.payload,
        outbox.c.wanted,
        outbox.c.attempts,
        outbox.c.tried,
        pacing.line_in(
            outbox.c.team_id, _target, looks_up=_is_one_of(_LOOKED_AT), edits=_is_posted
        ).label("line"),
    )
    .join(incidents, incidents.c.id == outbox.c.incident_id, isouter=True)
    .where(
        outbox.c.due_at <= _NOW,
        or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= _NOW),
        _is_one_of(ParcelKind),
        ~_WAITS_BEHIND,
    )
    .with_for_update(of=outbox, skip_locked=True)
)
_DUE = Prepared(_due.order_by(*_ORDER).limit(bindparam("count")))
_DUE_IN_TURN = Prepared(lambda: pacing.in_turn(_due, _ORDER, _NOW))  # on PostgreSQL
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


def claim(
    connection: Connection,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    speed: float = 1.0,
    notes: bool = False,
    lasting: bool = False,
) -> Sequence[Parcel]:
    """See `Outbox.claim`. The lease ends at `now` plus `lease`; the clock that `now` comes from
    runs `speed` times as fast as real time. Where it finds something, it ends the transaction,
    taking note of the time if it `notes`; `lasting`: that waits for the disk in any case."""
    token, until = new_id(now), now + lease
    wanted: dict[str, Any] = {"now": now, "count": limit}
    with pipelined(connection):
        if on_sqlite(connection):
            due = _DUE.asked(connection, wanted)
        else:
            due = _DUE_IN_TURN.asked(connection, wanted | {"unit": timedelta(seconds=speed)})
    found = due()
    if not found:
        return ()
    turns = pacing.turns(connection, found, now, speed)
    admitted = [row for row, _ in turns.admitted]
    may_be_lost = not lasting and all(map(_is_asked_for_again, admitted))
    with pipelined_to_the_end(connection, lasting=not may_be_lost):
        turns.keep(connection)
        leased = {"among": [row["id"] for row in admitted], "new_token": token, "until": until}
        _LEASE.run_all(connection, [leased] if admitted else [])
        if notes:
            note(connection, now)
        # While a server is at it.
        held = [_parcel(row, token, until, wait) for row, wait in turns.admitted]
    return held


def _is_asked_for_again(row: Values) -> bool:
    """Whether people see nothing of a message before `Outbox.starting` has found its lease, and has
    waited for the disk: then the lease is on the disk, too, for the server writes in order. Were it
    lost with the server, its holder would be refused there, and whoever looks next would claim the
    message once more. An edit is made without it: with a lost lease, two would make one, and the
    older could come last."""
    return not (row["ts"] or row["tried"] or row["kind"] in _LOOKED_AT)


def _parcel(row: Values, token: str, until: datetime, wait: float) -> Parcel:
    return Parcel(
        id=row["id"],
        team=row["team_id"],
        kind=_KNOWN[row["kind"]],
        slot=row["slot"],
        target=row["target"],
        thread_ts=row["thread_ts"] if row["slot"] != CARD else None,
        posted=MessageRef(row["channel"], row["ts"]) if row["ts"] else None,
        incident_id=row["incident_id"],
        payload=row["payload"],
        wanted=row["wanted"],
        attempts=row["attempts"],
        token=token,
        unsure=row["tried"],
        held_until=until,
        wait=wait,
    )
