"""From a SQLite file to PostgreSQL, in one command that can be given again.

All of it arrives in one transaction, so a move that was broken off has left nothing behind. Where
the database came from is written down with it; the file remembers where it went, and is not worked
on any more.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from storage.catalogue import all_tables
from storage.engines import opened, parse_url, sqlite_path
from storage.lockfile import FileLock
from storage.problems import NotDone
from storage.schema import ONE_AT_A_TIME, check_schema, current, upgrade
from storage.tables import meta

AT_ONCE = 1_000  # rows
CAME_FROM = "came-from"  # keys of `meta`
NAME = "name"  # of a file, as long as nobody works on it
MOVED_TO = "moved-to"


@dataclass(frozen=True)
class Moved:
    """What a move came to: how many rows there are in all. `before`: it had been moved already."""

    rows: int
    before: bool


def move(source: str, target: str) -> Moved:
    """Copy all of the SQLite database `source` to the PostgreSQL database `target`, both URLs.

    Raises NotDone where that cannot be, or was not, done: then nothing is in the target. Raises
    DatabaseInUse while the bot runs, WrongSchema, and WrongDatabaseUrl.
    """
    path = sqlite_path(parse_url(source))
    if path is None or sqlite_path(parse_url(target)) is not None:
        raise NotDone(
            "This moves a SQLite file to PostgreSQL: DATABASE_URL should be the file still, and "
            "--to the new home, such as postgresql+psycopg://user:password@host/name."
        )
    if not path.is_file():
        raise NotDone(f"There is no database at {path}. Check DATABASE_URL.")
    lock = FileLock(path)
    try:
        check_schema(source)
        _set_up(target)
        with opened(source, writes=True) as old, opened(target, writes=True) as new:
            return _moved(old, new)
    finally:
        lock.release()


def go_on(url: str) -> None:
    """That SQLite file is worked on (again). If a move of it was broken off, what may have arrived
    is not all there is any more, so it is not taken for it."""
    path = sqlite_path(parse_url(url))
    if path is None:
        return
    with opened(url, writes=True) as engine, engine.begin() as connection:
        if _kept(connection, NAME) and not _kept(connection, MOVED_TO):
            connection.execute(meta.delete().where(meta.c.key == NAME))


def gone_to(url: str) -> str | None:
    """Where the data of that SQLite file has gone, None where it is still here."""
    path = sqlite_path(parse_url(url))
    if path is None or current(url) is None:
        return None
    with opened(url, writes=False) as engine, engine.connect() as connection:
        return _kept(connection, MOVED_TO)


def _set_up(target: str) -> None:
    try:
        with opened(target, writes=True) as engine, engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
    except SQLAlchemyError as error:
        reason = type(error).__name__
        raise NotDone(f"The new database cannot be reached ({reason}). Check --to.") from error
    if tables and "meta" not in tables:
        raise NotDone("There are tables of something else in the new database. Use an empty one.")
    upgrade(target)


def _moved(old: Engine, new: Engine) -> Moved:
    with old.begin() as connection:
        name = _kept(connection, NAME) or secrets.token_hex(8)
        _keep(connection, NAME, name)
    with old.connect() as source, new.begin() as target:
        target.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        before = _kept(target, CAME_FROM) == name
        if not before:
            _refuse_twice(source)
            _refuse_data(target)
            rows = _copy(source, target)
            _keep(target, CAME_FROM, name)
        else:
            rows = sum(_count(target, table) for table in all_tables()) - 1  # not CAME_FROM
    host = new.url.host or new.url.query.get("host") or ""
    with old.begin() as connection:
        _keep(connection, MOVED_TO, f"{new.url.database} at {host or 'this machine'}")
    return Moved(rows, before)


def _refuse_twice(source: Connection) -> None:
    if gone := _kept(source, MOVED_TO):
        raise NotDone(f"This file was moved to {gone} already, where it has gone on since.")


def _refuse_data(target: Connection) -> None:
    for table in all_tables():
        if count := _count(target, table):
            raise NotDone(
                f"The new database holds something else already ({count} rows in {table.name}). "
                "Nothing was changed. Use an empty one."
            )


def _copy(source: Connection, target: Connection) -> int:
    rows = 0
    for table in all_tables():
        for some in _rows(source, table):
            target.execute(insert(table), [dict(row) for row in some])
        mine, theirs = _sum(source, table), _sum(target, table)
        if mine != theirs:
            raise NotDone(f"{table.name} did not arrive as it was. Nothing was changed.")
        rows += mine[0]
        if table.autoincrement_column is not None:
            _count_on(target, table, table.autoincrement_column.name)
    return rows


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Mapping[Any, Any]]]:
    """All of them, some at a time."""
    found = connection.execute(select(table), execution_options={"yield_per": AT_ONCE})
    return found.mappings().partitions()


def _sum(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows there are, and what they come to, in whatever order they are."""
    count = total = 0
    for row in chain.from_iterable(_rows(connection, table)):
        said = repr([_plain(row[column.name]) for column in table.columns]).encode()
        total ^= int.from_bytes(hashlib.blake2b(said, digest_size=16).digest())
        count += 1
    return count, total


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value


def _count_on(target: Connection, table: Table, column: str) -> None:
    """The next number PostgreSQL gives comes after those that are there."""
    last = select(func.coalesce(func.max(table.c[column]), 0)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, column)
    target.execute(select(func.setval(sequence, last + 1, False)))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _kept(connection: Connection, key: str) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def _keep(connection: Connection, key: str, value: str) -> None:
    connection.execute(meta.delete().where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))
