"""`python app.py migrate` on a database that was lived in, killed with SIGKILL on the way: the same
rows at the version it had, or all of it at the new one."""

import signal
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, RowMapping, Table, create_engine, insert, inspect, select

from storage import schema
from storage.catalogue import all_tables
from storage.database import Database
from storage.store import Storage
from tests.faults.kept import look
from tests.faults.moments import Moment
from tests.faults.place import open_place
from tests.faults.processes import start
from tests.storage.moves import Postman, opened
from tests.storage.test_schema import differences, set_up_as_of

VERSIONS = {
    path.name[:4]: path.name for path in sorted((schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
}
OLDER = list(VERSIONS)[:-1]
ONE_MORE = Moment("alembic/ddl/impl.py", "_exec", "return")  # a statement is done
COMMITTING = Moment("sqlalchemy/engine/default.py", "do_commit", "call")

Columns = Mapping[str, Sequence[str]]  # by table
Rows = Mapping[str, Sequence[str]]  # the same, each row as text


def upgrading(revision: str, event: str) -> Moment:
    return Moment(f"versions/{VERSIONS[revision]}", "upgrade", event)


ALL_MADE = upgrading(schema.head(), "return")


def traps(since: str, *, everything: bool) -> list[list[Moment]]:
    """Where it is killed on its way from that version, nothing being committed yet."""
    found = [[ALL_MADE, COMMITTING]]
    if since < "0003":  # columns are added, and filled next
        found.append([upgrading("0003", "call"), *[ONE_MORE] * 3])
    if everything:
        newer = [each for each in VERSIONS if each > since]
        found += [[upgrading(each, event)] for each in newer for event in ("call", "return")]
    return found


def columns_of(url: str) -> Columns:
    """The columns each table of ours has there."""
    engine = create_engine(url)
    here = inspect(engine)
    found = {
        table.name: [each["name"] for each in here.get_columns(table.name)]
        for table in all_tables()
        if here.has_table(table.name)
    }
    engine.dispose()
    return found


def rows_of(url: str, columns: Columns) -> Rows:
    """All that stands in these columns."""
    return look(
        url,
        lambda connection: {
            table.name: sorted(
                repr(row)
                for row in connection.execute(
                    select(*(table.c[name] for name in columns[table.name]))
                )
            )
            for table in all_tables()
            if table.name in columns
        },
    )


def all_of(table: Table, connection: Connection) -> list[RowMapping]:
    """Its rows."""
    return list(connection.execute(select(table)).mappings())


async def lived_in_as_of(url: str, revision: str, today: str) -> None:
    """As that version would have left it: four mistakes with all that is owed on them, of which two
    are told in Slack. `today` has the tables of the code, and gets the same rows."""
    database = Database.connect(today)
    storage = Storage.over(database, speed=0)
    for each in ("an invoice", "a parcel"):
        await opened(storage, f"ACME got {each} of Globex", customers=("ACME", "Globex"))
    await Postman(storage).round()
    for each in ("a sofa", "a table"):
        await opened(storage, f"Globex got {each} of ACME", customers=("Globex",))
    await database.close()
    set_up_as_of(url, revision)
    columns, engine = columns_of(url), create_engine(url)
    with engine.begin() as connection:
        for table in all_tables():
            known = columns.get(table.name, ())
            rows = look(today, partial(all_of, table))
            if known and rows:
                connection.execute(
                    insert(table), [{name: row[name] for name in known} for row in rows]
                )
    engine.dispose()


async def told_next(url: str) -> list[str]:
    """What waits to be told there is, and goes in this order."""
    database = Database.connect(url)
    slots = await Postman(Storage.over(database, speed=0)).round()
    await database.close()
    return slots


@pytest.mark.parametrize(
    "since",
    [each if each == "0001" else pytest.param(each, marks=pytest.mark.long) for each in OLDER],
)
async def test_killed_again_and_again(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, since: str
) -> None:
    everything = request.config.getoption("--long")
    today = f"sqlite:///{tmp_path / 'today.db'}"
    schema.prepare(today)
    await lived_in_as_of(database_url, since, today)
    columns = columns_of(database_url)
    before = rows_of(database_url, columns)
    assert len(before["incidents"]) == 4
    assert len(before["chases"]) >= 4
    assert len(before["outbox"]) >= 8
    async with open_place(database_url, tmp_path, prepared=False) as place:
        for trap in traps(since, everything=everything):
            dying = await start(place, trap, ["migrate"])
            assert await dying.ended() == -signal.SIGKILL, trap
            assert schema.current(database_url) == since, trap
            assert columns_of(database_url) == columns, trap
            assert rows_of(database_url, columns) == before, trap
        if everything:
            committed = [ALL_MADE, COMMITTING._replace(event="return")]
            dying = await start(place, committed, ["migrate"])
            assert await dying.ended() == -signal.SIGKILL
            assert rows_of(database_url, columns) == before
            assert schema.current(database_url) == schema.head()
        again = await start(place, arguments=["migrate"])
        assert await again.ended() == 0, again.log.read_text()
    assert schema.current(database_url) == schema.head()
    assert differences(database_url) == []
    assert rows_of(database_url, columns) == before
    assert await told_next(database_url) == await told_next(today) != []
