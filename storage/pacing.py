"""How fast all replicas together speak to Slack: one line of calls for each method and channel.

Where several processes share a database, each message that is claimed takes a place in its line,
in the same transaction; one whose turn is not near is not claimed, but due when it is. A process
that is alone keeps the places in memory (`handlers.pacer`), and here only how long Slack wants us
to be silent, for the next start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.pace import LOOK_UP, PACES, POST, UPDATE, Pace, line_of
from bot.ports import Parcel, ParcelKind
from storage.inserts import PreparedInsert
from storage.statements import Prepared, on_sqlite
from storage.tables import outbox
from storage.tables_ops import pace

AHEAD = timedelta(seconds=2)  # of real time: whose turn is so near is claimed, and waits for it
# Further ahead than this a line never is: our clock has gone back since.
LONGEST = timedelta(hours=1)
IDLE = timedelta(days=1)

_LONG_AGO = timedelta(days=1)
_JOIN = PreparedInsert(  # locks the lines, and tells how they are
    pace,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"free_at": pace.c.free_at}
    ),
    tells=[pace.c.key, pace.c.free_at, pace.c.parked_until_at],
)
_PARK = PreparedInsert(
    pace,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"parked_until_at": insert.excluded.parked_until_at}
    ),
)
_PARKED = Prepared(
    select(pace).where(pace.c.parked_until_at > bindparam("now", type_=pace.c.parked_until_at.type))
)
_TAKE = Prepared(
    update(pace)
    .where(pace.c.key == bindparam("line"))
    .values(free_at=bindparam("until", type_=pace.c.free_at.type))
)
_LATER = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"))
    .values(due_at=bindparam("at", type_=outbox.c.due_at.type))
)
_FORGET = delete(pace).where(
    pace.c.free_at < bindparam("before", type_=pace.c.free_at.type),
    pace.c.parked_until_at < bindparam("before", type_=pace.c.free_at.type),
)


@dataclass
class _Line:
    """`tail`: where the next one would stand, counting those that are not claimed yet."""

    pace: Pace
    free_at: datetime
    parked_until: datetime
    tail: datetime

    def place(self, now: datetime, unit: timedelta) -> datetime:
        """Take the last place. `unit`: a real second."""
        interval = self.pace.interval * unit
        place = max(now, self.parked_until, self.tail - (self.pace.burst - 1) * interval)
        self.tail = max(self.tail, place) + interval
        return place


def admitted(
    connection: Connection, parcels: Sequence[Parcel], now: datetime, speed: float
) -> list[Parcel]:
    """Those whose turn is near, each with how long that is; the others are due when theirs is.
    `speed` 0: the clock stands still, and so nobody's turn is ever late."""
    keys = {parcel.id: line_for(parcel) for parcel in parcels}
    lines = _lines(connection, sorted(set(keys.values())), now)
    unit = timedelta(seconds=speed)
    admitted, later = [], []
    for parcel in parcels:
        line = lines.get(keys[parcel.id])
        place = line.place(now, unit) if line else now
        if place <= now + AHEAD * speed:
            admitted.append(replace(parcel, wait=(place - now) / unit if unit else 0.0))
            if line:
                line.free_at = line.tail
        else:
            at = max(place - AHEAD * speed, line.parked_until if line else now)
            later.append({"this_id": parcel.id, "at": at})
    if not on_sqlite(connection):
        taken = [{"line": key, "until": line.free_at} for key, line in sorted(lines.items())]
        _TAKE.run_all(connection, taken)
    _LATER.run_all(connection, later)
    return admitted


def line_for(parcel: Parcel) -> str:
    """The line that parcel waits in, as it is kept."""
    method = POST if parcel.posted is None else UPDATE
    if parcel.kind is ParcelKind.FETCH_WORDS:
        method = LOOK_UP
    return kept_as(parcel.team, line_of(method, parcel.target))


def kept_as(team: str, line: str) -> str:
    """The key of a line in that workspace."""
    return f"{team}:{line}"


def park(connection: Connection, team: str, line: str, until: datetime, now: datetime) -> None:
    """Nothing goes in that line before `until`."""
    row = {"key": kept_as(team, line), "free_at": now, "parked_until_at": until}
    _PARK.run(connection, row)


def forget_idle(connection: Connection, now: datetime) -> None:
    """Lines in which nothing has gone for long: there is one for each channel and person."""
    connection.execute(_FORGET, {"before": now - IDLE})


def _lines(connection: Connection, keys: Sequence[str], now: datetime) -> dict[str, _Line]:
    """How they stand. On SQLite only those that are parked: the rest is in memory."""
    if on_sqlite(connection):
        parked = _PARKED.rows(connection, {"now": now})
        found: Iterable[Sequence[datetime | str]] = [
            (row["key"], now - _LONG_AGO, row["parked_until_at"]) for row in parked
        ]
    else:
        long_ago = now - _LONG_AGO
        rows = [{"key": key, "free_at": now, "parked_until_at": long_ago} for key in keys]
        found = _JOIN.told(connection, rows)
    return {str(key): _line(str(key), free_at, parked, now) for key, free_at, parked in found}


def _line(key: str, free_at: object, parked: object, now: datetime) -> _Line:
    assert isinstance(free_at, datetime)
    assert isinstance(parked, datetime)
    method = key.split(":")[1]
    free_at = free_at if free_at < now + LONGEST else now
    parked = parked if parked < now + LONGEST else now
    return _Line(PACES.get(method, Pace(0.0)), free_at, parked, free_at)
