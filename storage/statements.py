"""Inserts, compiled once and sent as they are; also those that meet a row which is already there.

An incident is opened by half a dozen inserts while a person waits for the answer. Most of their
time was spent on the way from statement to driver, which is the same each time. On SQLite they go
to the driver itself: that alone makes opening an incident a third faster (docs/performance.md).
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

Row = Mapping[str, Any]
Ran = CursorResult[Any] | sqlite3.Cursor
_INSERTS: Mapping[str, Callable[[Table], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class _Compiled:
    """A statement's text, what to make of a row's values for the driver, and its own constants.
    `order` None: the values go by name."""

    sql: str
    processors: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    constants: Row
    order: tuple[str, ...] | None

    def values(self, row: Row) -> Any:
        ready = dict(self.constants)
        for name, process in self.processors:
            ready[name] = row[name] if process is None else process(row[name])
        return ready if self.order is None else tuple([ready[name] for name in self.order])


class PreparedInsert:
    """`INSERT …`, with what happens on a conflict, for either database."""

    def __init__(
        self, table: Table, finish: Callable[[Any], Insert] = lambda insert: insert
    ) -> None:
        """`finish` gets the database's own insert and adds what is to happen on a conflict."""
        self._table = table
        self._finish = finish
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: Connection, row: Row) -> Ran:
        """Insert one row, in the transaction that `connection` is in. On SQLite what is raised is
        the driver's own (`sqlite3.Error`)."""
        compiled = self._for(connection.dialect, row)
        values = compiled.values(row)
        driver = _sqlite_of(connection)
        if driver is None:
            return connection.exec_driver_sql(compiled.sql, values)
        return driver.execute(compiled.sql, values)

    def run_all(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert several rows (or none) that have the same columns, in one go."""
        if rows:
            compiled = self._for(connection.dialect, rows[0])
            values = [compiled.values(row) for row in rows]
            driver = _sqlite_of(connection)
            if driver is None:
                connection.exec_driver_sql(compiled.sql, values)
            else:
                driver.executemany(compiled.sql, values)

    def _for(self, dialect: Dialect, row: Row) -> _Compiled:
        key = (dialect.name, *row)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(dialect, row)
        return compiled

    def _compile(self, dialect: Dialect, row: Row) -> _Compiled:
        statement = self._finish(_INSERTS[dialect.name](self._table))
        made = statement.compile(dialect=dialect, column_keys=list(row))
        process = {
            name: made.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
            for name in made.params
        }
        constants = {
            name: how(value) if (how := process[name]) else value
            for name, value in made.params.items()
            if name not in row
        }
        order = tuple(made.positiontup) if made.positiontup else None
        return _Compiled(str(made), tuple((name, process[name]) for name in row), constants, order)


def _sqlite_of(connection: Connection) -> sqlite3.Connection | None:
    """The driver's connection behind that one, None where it is not SQLite's."""
    driver = connection.connection.driver_connection
    return driver if isinstance(driver, sqlite3.Connection) else None


class PreparedInsertForId(PreparedInsert):
    """`INSERT …` into a table that numbers its rows itself, in its column `id`."""

    def __init__(self, table: Table) -> None:
        # SQLite tells the id without being asked, and could be asked only from 3.35 on.
        super().__init__(
            table,
            lambda insert: (
                insert.returning(table.c.id) if isinstance(insert, postgresql.Insert) else insert
            ),
        )

    def run_for_id(self, connection: Connection, row: Row) -> int:
        """Insert one row. Returns the id it got."""
        inserted = self.run(connection, row)
        if isinstance(inserted, sqlite3.Cursor):
            return int(inserted.lastrowid or 0)
        return int(inserted.scalar_one())


def insert_or_leave(table: Table, *columns: str) -> PreparedInsert:
    """A row whose `columns` are taken (none given: any unique ones) is left as it is; the number of
    rows says which it was."""
    return PreparedInsert(
        table, lambda insert: insert.on_conflict_do_nothing(index_elements=columns or None)
    )


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
