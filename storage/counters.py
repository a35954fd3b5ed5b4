"""Counting up: the next numbers of something, never given twice."""

from sqlalchemy import Connection, bindparam, select

from storage.statements import Prepared, PreparedInsert
from storage.tables import counters

_COUNT = PreparedInsert(
    counters,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id"], set_={"value": counters.c.value + insert.excluded.value}
    ),
)
_COUNTED = Prepared(select(counters.c.value).where(counters.c.team_id == bindparam("team")))


def next_numbers(connection: Connection, team: str, count: int) -> range:
    """The team's next `count` incident numbers. Others of that team wait until the transaction
    ends."""
    _COUNT.run(connection, {"team_id": team, "value": count})
    [counted] = _COUNTED.rows(connection, {"team": team})
    last = int(counted["value"])
    return range(last - count + 1, last + 1)
