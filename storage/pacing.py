"""How fast all replicas together speak to Slack: one line of calls for each method and channel.

Where several processes share a database, each message that is claimed takes a place in its line,
in the same transaction; one whose turn is not near is not claimed, but due when it is. A process
that is alone keeps the places in memory (`handlers.pacer`), and here only how long Slack wants us
to be silent, for the next start.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Interval,
    Select,
    bindparam,
    case,
    collate,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from bot.pace import LOOK_UP, PACES, POST, UPDATE, Pace
from storage.inserts import InsertOrLeave, PreparedInsert, UpdateEach
from storage.mapping import Values
from storage.statements import Prepared, on_sqlite
from storage.tables import outbox
from storage.tables_ops import pace

AHEAD = timedelta(seconds=2)  # of real time: whose turn is so near is claimed, and waits for it
# Of real time: for longer than this Slack never wants us to be silent, so our clock has gone back.
LONGEST = timedelta(hours=1)
IDLE = timedelta(days=1)
_INTERVALS = {method: PACES[method].interval for method in (POST, UPDATE)}
MOST = 500  # messages claimed in one go: ten times what one process has under way


def line_in(
    team: ColumnElement[str],
    target: ColumnElement[str],
    *,
    looks_up: ColumnElement[bool],
    edits: ColumnElement[bool],
) -> ColumnElement[str]:
    """The line (`bot.pace.line_of`) that a call of that workspace waits in, as it is kept; a post,
    unless it `looks_up` something or `edits`."""
    post = literal(f"{POST}:") + func.coalesce(target, "")
    return team + ":" + case((looks_up, LOOK_UP), (edits, UPDATE), else_=post)


def in_turn(
    due: Select[Any], order: Sequence[ColumnElement[Any]], now: BindParameter[datetime]
) -> Select[Any]:
    """`count` rows of `due`, the first in that `order`, and so many places taken at the end of each
    `line`: `begin` is where they begin, None where nobody was in that line. `count` and `unit`, a
    real second, are parameters. For PostgreSQL.

    A row says "now" in `parked_until_at`, and how long its places last after that in `free_at`.
    """
    from sqlalchemy.dialects import postgresql  # loaded as in storage.inserts

    ordered = due.add_columns(*(each.label(f"by_{at}") for at, each in enumerate(order)))
    # A server makes its plan for this once for all. About a limit that it does not know it would
    # think so badly that it made one anew each time; it reads no further than it has to.
    most = ordered.order_by(*order).limit(literal_column(str(MOST))).subquery("m")
    found = select(most).limit(bindparam("count", type_=Integer)).cte("due")
    method = func.split_part(found.c.line, ":", 2)
    interval = case(_INTERVALS, value=method, else_=0.0)
    length = func.max(interval) * func.count() * bindparam("unit", type_=Interval)
    lines = (
        select(found.c.line.label("key"), length.label("length"))
        .group_by(found.c.line)
        .cte("lines")
    )
    # In one order, so that no two wait for each other.
    given = select(lines.c.key, now + lines.c.length, now).order_by(collate(lines.c.key, "C"))
    insert = postgresql.insert(pace).from_select(["key", "free_at", "parked_until_at"], given)
    begin = func.greatest(pace.c.free_at, pace.c.parked_until_at, insert.excluded.parked_until_at)
    wanted = insert.excluded.free_at - insert.excluded.parked_until_at
    taken = (
        insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": begin + wanted})
        .returning(pace.c.key, pace.c.free_at, pace.c.parked_until_at)
        .cte("taken")
    )
    begins = taken.c.free_at - lines.c.length
    somebody = or_(begins > now, taken.c.parked_until_at > now)
    return (
        select(
            *(found.c[each.name] for each in due.selected_columns),
            case((somebody, begins)).label("begin"),
            case((somebody, taken.c.parked_until_at)).label("parked_until_at"),
        )
        .join(lines, lines.c.key == found.c.line)
        .join(taken, taken.c.key == found.c.line)
        .order_by(*(found.c[f"by_{at}"] for at in range(len(order))))
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
_SILENT = Prepared(select(pace.c.parked_until_at).where(pace.c.key == bindparam("line")))
_BEGIN = InsertOrLeave(pace)
_LINE = Prepared(select(pace).where(pace.c.key == bindparam("line")).with_for_update())
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
    """`admitted`: those whose turn is near, each with how long that is in real seconds. The others
    are due when theirs is, and the places they took are free again, once that is kept."""

    admitted: Sequence[tuple[Values, float]]
    later: Sequence[Values]
    given_back: Sequence[Values]

    def keep(self, connection: Connection) -> None:
        """Write it down."""
        _GIVE_BACK.run_all(connection, self.given_back)
        _LATER.run_all(connection, self.later)


def turns(connection: Connection, due: Sequence[Values], now: datetime, speed: float) -> Turns:
    """Whose turn it is among those due, which have taken places in their lines where they are
    shared (`in_turn`). `speed` 0: the clock stands still, and so nobody's turn is ever late."""
    unit, ahead = timedelta(seconds=speed), AHEAD * speed
    lines = _lines(connection, due, now, unit)
    admitted, later = [], []
    for row in due:
        line = lines.get(row["line"])
        if line is None:
            admitted.append((row, 0.0))
            continue
        place = line.place(now, unit)
        if place > now + ahead:
            later.append({"id": row["id"], "due_at": max(place - ahead, line.parked_until)})
            continue
        line.admitted += 1
        admitted.append((row, (place - now) / unit if place > now else 0.0))
    given_back = [
        {"key": key, "free_at": line.end(unit), "parked_until_at": line.parked_until}
        for key, line in lines.items()
        if line.admitted < line.given or line.is_wrong
    ]
    return Turns(admitted, later, () if on_sqlite(connection) else given_back)


def kept_as(team: str, line: str) -> str:
    """The key of a line in that workspace."""
    return f"{team}:{line}"


def park(connection: Connection, team: str, line: str, until: datetime, now: datetime) -> None:
    """Nothing goes in that line before `until`."""
    row = {"key": kept_as(team, line), "free_at": now, "parked_until_at": until}
    _PARK.run(connection, row)


def silence(connection: Connection, team: str, line: str, now: datetime, speed: float) -> float:
    """For how many real seconds nothing goes in that line; 0 where something may go at once."""
    row = _SILENT.row(connection, {"line": kept_as(team, line)})
    return _seconds(row["parked_until_at"], now, timedelta(seconds=speed)) if row else 0.0


def resting(connection: Connection, team: str, now: datetime, speed: float) -> dict[str, float]:
    """All lines of that workspace in which nothing goes, and for how many real seconds."""
    begin, unit = kept_as(team, ""), timedelta(seconds=speed)
    left = {
        row["key"].removeprefix(begin): _seconds(row["parked_until_at"], now, unit)
        for row in _PARKED.rows(connection, {"now": now})
        if row["key"].startswith(begin)
    }
    return {line: seconds for line, seconds in left.items() if seconds}


def take_turn(
    connection: Connection, key: str, now: datetime, speed: float, *, at_once: bool
) -> float:
    """Take the next place in a line, if it is that place's turn; with `at_once` even before. While
    Slack wants silence nobody goes. Returns for how many real seconds it is not: then no place is
    taken, and 0 otherwise."""
    unit = timedelta(seconds=speed)
    _BEGIN.run(connection, {"key": key, "free_at": now, "parked_until_at": now})
    row = _LINE.row(connection, {"line": key})
    if row is None:
        return 0.0  # it was there, but forgotten in that moment: nobody has gone there for long
    line = _line(key, max(row["free_at"], now), row["parked_until_at"], now, unit)
    place = line.place(now, unit)
    if place <= now or (at_once and line.parked_until <= now):
        line.admitted, place = 1, now
    if line.admitted or line.is_wrong:
        end = {"free_at": line.end(unit), "parked_until_at": line.parked_until}
        _GIVE_BACK.run_all(connection, [{"key": key} | end])
    return (place - now) / unit if place > now else 0.0


def forget_idle(connection: Connection, now: datetime) -> None:
    """Lines in which nothing has gone for long: there is one for each channel and person."""
    connection.execute(_FORGET, {"before": now - IDLE})


def _lines(
    connection: Connection, due: Sequence[Values], now: datetime, unit: timedelta
) -> dict[str, _Line]:
    """Lines in which somebody is, or several of these want to go; what is not among them may go at
    once. On SQLite those that are parked: the rest is in memory."""
    if on_sqlite(connection):
        parked = _PARKED.rows(connection, {"now": now})
        return {
            row["key"]: _line(row["key"], now, row["parked_until_at"], now, unit) for row in parked
        }
    together = Counter(row["line"] for row in due)
    return {
        row["line"]: _line(
            row["line"], row["begin"] or now, row["parked_until_at"] or now, now, unit
        )
        for row in due
        if row["begin"] is not None or together[row["line"]] > 1
    }


def _line(
    key: str, begin: datetime, parked_until: datetime, now: datetime, unit: timedelta
) -> _Line:
    """A line as its row has it, unless the clock has gone back since that was written: a line is
    never longer than what may go at once and a little. So all that is left of the error is a short
    wait, and nobody goes too early."""
    pace = _pace(key)
    parked = _parked(parked_until, now, unit)
    longest = AHEAD / timedelta(seconds=1) * unit + pace.burst * pace.interval * unit
    latest = max(now, parked) + longest
    wrong = begin > latest or parked != parked_until
    return _Line(pace, min(begin, latest), parked, wrong)


def _parked(until: datetime, now: datetime, unit: timedelta) -> datetime:
    """Until when a line is parked of which that is written, unless the clock has gone back."""
    return until if until < now + LONGEST / timedelta(seconds=1) * unit else now


def _seconds(until: datetime, now: datetime, unit: timedelta) -> float:
    """For how many real seconds more it is parked."""
    parked = _parked(until, now, unit)
    return (parked - now) / unit if parked > now else 0.0


def _pace(key: str) -> Pace:
    return PACES.get(key.split(":")[1], Pace(0.0))
