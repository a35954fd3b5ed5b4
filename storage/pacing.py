"""How fast all replicas together speak to Slack: one line of calls for each method and channel.

Where several processes share a database, each message that is claimed takes a place in its line,
in the same transaction; one whose turn is not near is not claimed, but due when it is. A process
that is alone keeps the places in memory (`handlers.pacer`), and here only how long Slack wants us
to be silent, for the next start.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql

from bot.pace import LOOK_UP, PACES, POST, UPDATE, Pace, line_of
from bot.ports import Parcel, ParcelKind
from storage.inserts import PreparedInsert, UpdateEach, as_rows, given_rows
from storage.mapping import Values
from storage.statements import Prepared, on_sqlite
from storage.tables import outbox
from storage.tables_ops import pace

AHEAD = timedelta(seconds=2)  # of real time: whose turn is so near is claimed, and waits for it
# For longer than this Slack never wants us to be silent: our clock has gone back since.
LONGEST = timedelta(hours=1)
IDLE = timedelta(days=1)


def _taking() -> Prepared:
    """So many places at the end of each line. It tells of the lines that somebody was in.

    A row says "now" in `parked_until_at`, and how long its places last after that in `free_at`.
    """
    given = select(*given_rows(pace)).cte("given")
    insert = postgresql.insert(pace).from_select(list(given.c.keys()), select(given))
    begin = func.greatest(pace.c.free_at, pace.c.parked_until_at, insert.excluded.parked_until_at)
    length = insert.excluded.free_at - insert.excluded.parked_until_at
    taken = (
        insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": begin + length})
        .returning(pace.c.key, pace.c.free_at, pace.c.parked_until_at)
        .cte("taken")
    )
    return Prepared(
        select(taken)
        .join(given, given.c.key == taken.c.key)
        .where(
            or_(
                taken.c.free_at > given.c.free_at, taken.c.parked_until_at > given.c.parked_until_at
            )
        )
    )


_TAKE = _taking()
_PARK = PreparedInsert(
    pace,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"parked_until_at": insert.excluded.parked_until_at}
    ),
)
_PARKED = Prepared(
    select(pace).where(pace.c.parked_until_at > bindparam("now", type_=pace.c.parked_until_at.type))
)
_GIVE_BACK = UpdateEach(pace, "key", "free_at", "parked_until_at")
_LATER = UpdateEach(outbox, "id", "due_at")
_FORGET = delete(pace).where(
    pace.c.free_at < bindparam("before", type_=pace.c.free_at.type),
    pace.c.parked_until_at < bindparam("before", type_=pace.c.free_at.type),
)


@dataclass
class _Line:
    """`begin`: where the places begin that were taken for those who want to go. `is_wrong`: that is
    not where the row says."""

    pace: Pace
    begin: datetime
    parked_until: datetime
    is_wrong: bool = False
    given: int = 0
    admitted: int = 0

    def place(self, now: datetime, unit: timedelta) -> datetime:
        """The next place. `unit`: a real second."""
        ahead = self.given - (self.pace.burst - 1)
        self.given += 1
        return max(now, self.parked_until, self.begin + ahead * self.pace.interval * unit)

    def end(self, unit: timedelta) -> datetime:
        """Where the places end of those who may go."""
        return self.begin + self.admitted * self.pace.interval * unit


@dataclass(frozen=True)
class Turns:
    """`admitted`: those whose turn is near, each with how long that is. The others are due when
    theirs is, and the places they took are free again, once that is kept."""

    admitted: Sequence[Parcel]
    later: Sequence[Values]
    given_back: Sequence[Values]

    def keep(self, connection: Connection) -> None:
        """Write it down."""
        _GIVE_BACK.run_all(connection, self.given_back)
        _LATER.run_all(connection, self.later)


def turns(connection: Connection, parcels: Sequence[Parcel], now: datetime, speed: float) -> Turns:
    """Each takes a place in its line. `speed` 0: the clock stands still, and so nobody's turn is
    ever late."""
    keys = [line_for(parcel) for parcel in parcels]
    unit, ahead = timedelta(seconds=speed), AHEAD * speed
    lines = _lines(connection, Counter(keys), now, unit)
    found, later = [], []
    for parcel, key in zip(parcels, keys, strict=True):
        line = lines.get(key)
        if line is None:
            found.append(parcel)
            continue
        place = line.place(now, unit)
        if place > now + ahead:
            later.append({"id": parcel.id, "due_at": max(place - ahead, line.parked_until)})
            continue
        line.admitted += 1
        found.append(replace(parcel, wait=(place - now) / unit) if place > now else parcel)
    given_back = [
        {"key": key, "free_at": line.end(unit), "parked_until_at": line.parked_until}
        for key, line in lines.items()
        if line.admitted < line.given or line.is_wrong
    ]
    return Turns(found, later, () if on_sqlite(connection) else given_back)


def line_for(parcel: Parcel) -> str:
    """The line that parcel waits in, as it is kept."""
    method = POST if parcel.posted is None else UPDATE
    if parcel.kind in (ParcelKind.FETCH_WORDS, ParcelKind.MARK):
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


def _lines(
    connection: Connection, wanted: Mapping[str, int], now: datetime, unit: timedelta
) -> dict[str, _Line]:
    """Lines in which so many want to go; what is not among them may go at once. On SQLite those
    that are parked: the rest is in memory."""
    if on_sqlite(connection):
        parked = _PARKED.rows(connection, {"now": now})
        return {
            row["key"]: _line(row["key"], now, row["parked_until_at"], now, unit) for row in parked
        }
    lengths = {key: count * _pace(key).interval * unit for key, count in wanted.items()}
    rows = [
        {"key": key, "free_at": now + lengths[key], "parked_until_at": now}
        for key in sorted(wanted)  # in one order, so that no two wait for each other
    ]
    lines = {key: _line(key, now, now, now, unit) for key, count in wanted.items() if count > 1}
    for row in _TAKE.rows(connection, as_rows(rows)):
        begin = row["free_at"] - lengths[row["key"]]
        lines[row["key"]] = _line(row["key"], begin, row["parked_until_at"], now, unit)
    return lines


def _line(
    key: str, begin: datetime, parked_until: datetime, now: datetime, unit: timedelta
) -> _Line:
    """A line as its row has it, unless the clock has gone back since that was written: a line is
    never longer than what may go at once and a little. So all that is left of the error is a short
    wait, and nobody goes too early."""
    pace = _pace(key)
    parked = parked_until if parked_until < now + LONGEST else now
    longest = AHEAD / timedelta(seconds=1) * unit + pace.burst * pace.interval * unit
    latest = max(now, parked) + longest
    wrong = begin > latest or parked != parked_until
    return _Line(pace, min(begin, latest), parked, wrong)


def _pace(key: str) -> Pace:
    return PACES.get(key.split(":")[1], Pace(0.0))
