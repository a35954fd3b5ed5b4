"""Inserts, compiled once; also those that meet a row which is already there.

SQLite is given the values of each row. PostgreSQL is given all rows as one JSON text: measured,
that costs both sides a third less than to say each value by itself. What SQLAlchemy knows of
PostgreSQL is loaded only where there is one: it takes two MiB.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import Insert

from storage.statements import Later, Prepared, Row, execute, on_sqlite

_ROWS = "all_rows"


def given_rows(table: Table, *names: str) -> list[ColumnElement[Any]]:
    """Columns of rows that PostgreSQL is given as JSON; all of the table's unless some are named.
    To be executed with `as_rows`."""
    given = cast(bindparam(_ROWS, type_=Text), JSON)
    columns = [table.c[name] for name in names or table.c.keys()]
    found = func.json_populate_recordset(text(f"NULL::{table.name}"), given).table_valued(
        *(column(each.name, each.type) for each in columns)
    )
    return list(found.c)


def as_rows(each: Sequence[Row]) -> Row:
    """These rows, as what is said with `given_rows` wants them."""
    return {_ROWS: to_json(each).decode()}


class PreparedInsert(Prepared):
    """`INSERT …`, with what happens on a conflict, for either database."""

    def __init__(
        self,
        table: Table,
        finish: Callable[[Any], Insert] = lambda insert: insert,
        *,
        tells: Iterable[Column[Any]] = (),
    ) -> None:
        """`finish` gets the database's own insert and adds what is to happen on a conflict.
        `tells`: what PostgreSQL returns of each row (SQLite cannot before its version 3.35)."""
        super().__init__(None)
        self._table = table
        self._finish = finish
        self._tells = tuple(tells)

    def run(self, connection: Connection, values: Row) -> int:
        """Insert one row. Returns how many rows that changed."""
        if on_sqlite(connection):
            return super().run(connection, values)
        return int(self._run_as_json(connection, [values]).rowcount)

    def run_all(self, connection: Connection, each: Sequence[Row]) -> None:
        """Insert these (or none), which all have the same columns. What is to happen on a conflict
        may not happen to one row twice."""
        if on_sqlite(connection):
            super().run_all(connection, each)
        elif each:
            self._run_as_json(connection, each)

    def told(self, connection: Connection, each: Sequence[Row]) -> Later[list[tuple[Any, ...]]]:
        """The same, on PostgreSQL, with what it tells of each row it inserted or changed."""
        done = self._run_as_json(connection, each)
        return lambda: list(done.fetchall())

    def _run_as_json(self, connection: Connection, each: Sequence[Row]) -> Any:
        compiled = self._for(connection.dialect, each[0])
        return execute(connection, compiled.sql, compiled.values(as_rows(each)))

    def _made_for(self, dialect: Dialect, row: Row) -> tuple[Any, Row]:
        if dialect.name == "sqlite":
            return self._finish(sqlite.insert(self._table)), row
        from sqlalchemy.dialects import postgresql

        insert = postgresql.insert(self._table).from_select(
            list(row), select(*given_rows(self._table, *row)), include_defaults=False
        )
        finished = self._finish(insert)
        told = finished.returning(*self._tells) if self._tells else finished
        return told, {_ROWS: None}


class UpdateEach(Prepared):
    """Gives each of several rows, known by `key`, values of its own in these columns."""

    def __init__(self, table: Table, key: str, *columns: str) -> None:
        super().__init__(None)
        self._table = table
        self._key = key
        self._changed = columns

    def run_all(self, connection: Connection, each: Sequence[Row]) -> None:
        """Change these (or none); each is there once."""
        if on_sqlite(connection):
            super().run_all(
                connection, [{f"the_{name}": row[name] for name in row} for row in each]
            )
        elif each:
            self.run(connection, as_rows(each))

    def _made_for(self, dialect: Dialect, row: Row) -> tuple[Any, Row]:
        table, key = self._table, self._table.c[self._key]
        if dialect.name == "sqlite":
            new = {
                name: bindparam(f"the_{name}", type_=table.c[name].type) for name in self._changed
            }
            return update(table).where(key == bindparam(f"the_{self._key}")).values(new), row
        given = select(*given_rows(table, self._key, *self._changed)).subquery("given")
        told = {name: given.c[name] for name in self._changed}
        return update(table).where(key == given.c[self._key]).values(told), row


class InsertOrLeave(PreparedInsert):
    """A row whose `columns` are taken (none given: any unique ones) is left as it is; the number of
    rows says which it was."""

    def __init__(self, table: Table, *columns: str) -> None:
        super().__init__(
            table,
            lambda insert: insert.on_conflict_do_nothing(index_elements=columns or None),
            tells=table.primary_key,
        )

    def are_new(self, connection: Connection, each: Sequence[Row]) -> Later[list[bool]]:
        """Insert these (or none), with which of them were not there; of two that are the same, the
        first was not."""
        if on_sqlite(connection) or not each:
            inserted = [self.run(connection, row) == 1 for row in each]
            return lambda: inserted
        told = self.told(connection, each)
        return lambda: self._are_new(each, set(told()))

    def _are_new(self, each: Sequence[Row], inserted: set[tuple[Any, ...]]) -> list[bool]:
        new = []
        for row in each:
            key = tuple(row[column.name] for column in self._tells)
            new.append(key in inserted)
            inserted.discard(key)
        return new


def insert_or_replace(table: Table) -> PreparedInsert:
    """A row with the same primary key gets all the new values."""
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]

    def on_conflict(insert: Any) -> Insert:
        replaced: Insert = insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in others}
        )
        return replaced

    return PreparedInsert(table, on_conflict)
