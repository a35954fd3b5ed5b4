"""Everything taken out of a database, page by page, beside a bot that may be running on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from bot.exporting import people_of
from bot.people import People
from bot.records import Record
from storage.engines import open_for_reading
from storage.known import Known
from storage.records import page
from storage.schema import check_schema
from storage.showing import asked_of
from storage.tables import incidents

PAGE = 200
Pages = Iterator[tuple[list[Record], People]]

_TEAMS = select(incidents.c.team_id).distinct().order_by(incidents.c.team_id)


@contextmanager
def taken(url: str) -> Iterator[list[tuple[str, Pages]]]:
    """Each team's incidents, private ones too: whoever has the database has them anyway. Each page
    comes with the people it names. Changes nothing. Raises WrongSchema."""
    check_schema(url)
    with open_for_reading(url) as engine, engine.connect() as connection:
        teams = connection.execute(_TEAMS).scalars().all()
        yield [(team, _pages(connection, team)) for team in teams]


def _pages(connection: Connection, team: str) -> Pages:
    known, after = Known(), 0
    asked = asked_of(team, "", everything=True)
    while found := page(connection, asked, lambda incident: True, after=after, limit=PAGE):
        named = frozenset[str]().union(*map(people_of, found))
        yield found, known.people(connection, team, named)
        after = found[-1].incident.number
