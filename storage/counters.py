"""Counting up: the next number of something, never given twice."""

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql

from storage.statements import PreparedInsert
from storage.tables import counters

_COUNT = PreparedInsert(
    counters,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id"], set_={"value": counters.c.value + 1}
    ),
)
_COUNTED = select(counters.c.value).where(counters.c.team_id == bindparam("team"))
# PostgreSQL tells in one go.
_COUNT_AND_TELL = PreparedInsert(
    counters,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id"], set_={"value": counters.c.value + 1}
    ).returning(counters.c.value),
)


def next_number(connection: Connection, team: str) -> int:
    """The team's next incident number. Others of that team wait until the transaction ends."""
    first = {"team_id": team, "value": 1}
    if connection.dialect.name == postgresql.dialect.name:
        [(counted,)] = _COUNT_AND_TELL.run(connection, first).fetchall()
        return int(counted)
    _COUNT.run(connection, first)
    return int(connection.execute(_COUNTED, {"team": team}).scalar_one())
