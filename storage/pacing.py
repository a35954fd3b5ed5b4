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

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.pace import LOOK_UP, PACES, POST, UPDATE, Pace, line_of
from bot.ports import Parcel, ParcelKind
from storage.inserts import PreparedInsert
from storage.statements import Prepared, on_sqlite
from storage.tables import outbox
from storage.tables_ops import pace

AHEAD = timedelta(seconds=2)  # of real time: whose turn is so near is claimed, and waits for it
# For longer than this Slack never wants us to be silent: our clock has gone back since.
LONGEST = timedelta(hours=1)
IDLE = timedelta(days=1)

_TAKE = PreparedInsert(  # so many places at the end of each line
    pace,
    # A row says "now" in `parked_until_at`, and how long its places last after that in `free_at`.
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "free_at": func.greatest(
                pace.c.free_at, pace.c.parked_until_at, insert.excluded.parked_until_at
            )
            + (insert.excluded.free_at - insert.excluded.parked_until_at)
        },
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
_GIVE_BACK = Prepared(
    update(pace)
    .where(pace.c.key == bindparam("line"))
    .values(
        free_at=bindparam("until", type_=pace.c.free_at.type),
        parked_until_at=bindparam("parked", type_=pace.c.parked_until_at.type),
    )
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


def admitted(
    connection: Connection, parcels: Sequence[Parcel], now: datetime, speed: float
) -> list[Parcel]:
    """Those whose turn is near, each with how long that is; the others are due when theirs is.
    `speed` 0: the clock stands still, and so nobody's turn is ever late."""
    keys = [line_for(parcel) for parcel in parcels]
    unit, ahead = timedelta(seconds=speed), AHEAD * speed
    lines = _lines(connection, Counter(keys), now, unit)
    found, later = [], []
    for parcel, key in zip(parcels, keys, strict=True):
        line = lines.get(key)
        place = line.place(now, unit) if line else now
        if line and place > now + ahead:
            later.append({"this_id": parcel.id, "at": max(place - ahead, line.parked_until)})
            continue
        if line:
            line.admitted += 1
        found.append(replace(parcel, wait=(place - now) / unit) if place > now else parcel)
    if not on_sqlite(connection):
        _GIVE_BACK.run_all(
            connection,
            [
                {"line": key, "until": line.end(unit), "parked": line.parked_until}
                for key, line in lines.items()
                if line.admitted < line.given or line.is_wrong
            ],
        )
    _LATER.run_all(connection, later)
    return found


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
    """Lines in which so many want to go. On SQLite only those that are parked: the rest is in
    memory."""
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
    return {
        key: _line(key, free_at - lengths[key], parked, now, unit)
        for key, free_at, parked in _TAKE.told(connection, rows)()
    }


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
