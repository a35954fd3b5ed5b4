"""Counting up: the next numbers of something, never given twice."""

from sqlalchemy import Connection, bindparam, select

from storage.inserts import PreparedInsert
from storage.statements import Later, Prepared, on_sqlite
from storage.tables import counters

_COUNT = PreparedInsert(
    counters,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id"], set_={"value": counters.c.value + insert.excluded.value}
    ),
    tells=[counters.c.value],
)
_COUNTED = Prepared(select(counters.c.value).where(counters.c.team_id == bindparam("team")))


def next_numbers(connection: Connection, team: str, count: int) -> Later[range]:
    """The team's next `count` incident numbers. Others of that team wait until the transaction
    ends."""
    row = {"team_id": team, "value": count}
    if on_sqlite(connection):
        _COUNT.run(connection, row)
        [last] = [counted["value"] for counted in _COUNTED.rows(connection, {"team": team})]
        return lambda: _up_to(last, count)
    told = _COUNT.told(connection, [row])
    return lambda: _up_to(told()[0][0], count)


def give_back(connection: Connection, team: str, count: int) -> None:
    """The last `count` of the numbers that this transaction took are not needed."""
    _COUNT.run(connection, {"team_id": team, "value": -count})


def _up_to(last: int, count: int) -> range:
    return range(last - count + 1, last + 1)
