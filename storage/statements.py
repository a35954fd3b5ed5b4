"""Statements, compiled once and handed to the driver as they are.

An incident is opened by half a dozen statements while a person waits for the answer, and each of
its messages takes as many. Most of their time was spent on the way from statement to driver, which
is the same each time (docs/performance.md).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    any_,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from storage.columns import ArrayText

Row = Mapping[str, Any]
T = TypeVar("T")
Later = Callable[[], T]  # gives the answer to what was asked
Process = Callable[[Any], Any] | None
# Of what a statement finds: all names, and what to make of the values that need it.
_Columns = tuple[Sequence[str], Sequence[tuple[str, Callable[[Any], Any]]]]


# PostgreSQL documentation, "Asynchronous Commit". It is over with the transaction.
_NO_WAIT = "SET LOCAL synchronous_commit = off"


class CommitInDoubt(RuntimeError):
    """The connection was lost while a commit was on its way: nobody knows whether it arrived."""


@dataclass(frozen=True)
class _Compiled:
    """A statement's text, what to make of each value for the driver, and its own constants.
    `in_order`: the driver takes the values by position."""

    sql: str
    plan: tuple[tuple[str, Process], ...]
    constants: Row
    in_order: bool

    def values(self, row: Row) -> Any:
        whole = {**row, **self.constants} if self.constants else row
        if self.in_order:
            return [whole[name] if how is None else how(whole[name]) for name, how in self.plan]
        return {name: whole[name] if how is None else how(whole[name]) for name, how in self.plan}


class Prepared:
    """Any statement that says its values by name and has no lists among them. All methods work in
    the transaction that `connection` is in, and what they raise is the driver's own error."""

    def __init__(self, statement: Any) -> None:
        """`statement`, or what makes it once it is needed."""
        self._given = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        self._columns: dict[str, _Columns] = {}

    @cached_property
    def _statement(self) -> Any:
        return self._given() if callable(self._given) else self._given

    def run(self, connection: Connection, values: Row) -> int:
        """Do it. Returns how many rows it changed."""
        return int(self._execute(connection, values).rowcount)

    def run_all(self, connection: Connection, each: Sequence[Row]) -> None:
        """Do it for each of these (or none), which all have the same names, in one go."""
        if not each:
            return
        if len(each) == 1:
            self._execute(connection, each[0])
            return
        compiled = self._for(connection.dialect, each[0])
        values = [compiled.values(row) for row in each]
        driver_of(connection).cursor().executemany(compiled.sql, values)

    def counts(self, connection: Connection, each: Sequence[Row]) -> list[int]:
        """Do it for each of these (or none). Returns how many rows each one changed."""
        if not each:
            return []
        with pipelined(connection):
            counted = self.counted(connection, each)
        return counted()

    def counted(self, connection: Connection, each: Sequence[Row]) -> Later[list[int]]:
        """The same, to be read later: in a `pipelined` block only after it."""
        done = [self._execute(connection, row) for row in each]
        return lambda: [int(cursor.rowcount) for cursor in done]

    def rows(self, connection: Connection, values: Row) -> list[dict[str, Any]]:
        """What it finds, by column."""
        return self.asked(connection, values)()

    def asked(self, connection: Connection, values: Row) -> Later[list[dict[str, Any]]]:
        """The same, to be read later: in a `pipelined` block only after it."""
        done = self._execute(connection, values)
        return lambda: self._read(connection.dialect, done)

    def row(self, connection: Connection, values: Row) -> dict[str, Any] | None:
        """The one row it finds, by column; None where there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def each(self, connection: Connection, values: Row) -> Iterator[dict[str, Any]]:
        """The same one by one, for those that find much: to be read before anything else is
        asked."""
        done = self._execute(connection, values)
        names, processed = self._columns_of(connection.dialect, done)
        for found in done:
            row = dict(zip(names, found, strict=True))
            for name, how in processed:
                row[name] = how(row[name])
            yield row

    def _execute(self, connection: Connection, values: Row) -> Any:
        """The driver's cursor."""
        compiled = self._for(connection.dialect, values)
        return execute(connection, compiled.sql, compiled.values(values))

    def _read(self, dialect: Dialect, done: Any) -> list[dict[str, Any]]:
        names, processed = self._columns_of(dialect, done)
        rows = [dict(zip(names, found, strict=True)) for found in done.fetchall()]
        for name, how in processed:
            for row in rows:
                row[name] = how(row[name])
        return rows

    def _columns_of(self, dialect: Dialect, done: Any) -> _Columns:
        known = self._columns.get(dialect.name)
        if known is None:
            columns = _columns(self._statement, dialect, done.description)
            known = self._columns[dialect.name] = (
                [name for name, _ in columns],
                [(name, how) for name, how in columns if how is not None],
            )
        return known

    def _for(self, dialect: Dialect, row: Row) -> _Compiled:
        key = (dialect.name, *row)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(dialect, row)
        return compiled

    def _made_for(self, _dialect: Dialect, row: Row) -> tuple[Any, Row]:
        """The statement, and what it is given for such a `row`."""
        return self._statement, row

    def _compile(self, dialect: Dialect, row: Row) -> _Compiled:
        statement, row = self._made_for(dialect, row)
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
        process |= dict.fromkeys(constants)
        in_order = made.positiontup is not None
        names = made.positiontup if in_order else list(made.params)
        plan = tuple((name, process[name]) for name in names)
        return _Compiled(str(made), plan, constants, in_order)


class PreparedAmong(Prepared):
    """A statement about the rows whose `column` is one of the values `among`, however many."""

    def __init__(
        self, column: ColumnElement[Any], finish: Callable[[ColumnElement[bool]], Any]
    ) -> None:
        """`finish` gets the condition."""
        in_json = func.json_each(bindparam("among", type_=JSON)).table_valued("value")
        in_array = cast(bindparam("among", type_=ArrayText), ARRAY(column.type))
        super().__init__(finish(column == any_(in_array)))
        self._on_sqlite = finish(column.in_(select(in_json.c.value)))

    def among(
        self, connection: Connection, values: Sequence[int] | Sequence[str]
    ) -> list[dict[str, Any]]:
        """What it finds about these, by column."""
        return self.rows(connection, {"among": values}) if values else []

    def _made_for(self, dialect: Dialect, row: Row) -> tuple[Any, Row]:
        return (self._on_sqlite if dialect.name == "sqlite" else self._statement), row


def _columns(
    statement: Select[Any], dialect: Dialect, described: Sequence[Sequence[Any]]
) -> Sequence[tuple[str, Process]]:
    """Each column, and what to make of what the driver gives for it (whose description says the
    type's code in the second place)."""
    return [
        (column.name, column.type.dialect_impl(dialect).result_processor(dialect, code))
        for column, (_, code, *_) in zip(statement.selected_columns, described, strict=True)
    ]


@contextmanager
def pipelined(connection: Connection) -> Iterator[None]:
    """What `run_all` does and what is asked with a `Later` in this block is sent to a server in one
    go, without waiting for each answer; it is all done, or has raised, when the block ends. Nothing
    else may be asked in it."""
    if on_sqlite(connection):
        yield
        return
    with driver_of(connection).pipeline():
        yield


@contextmanager
def pipelined_to_the_end(connection: Connection, *, lasting: bool = True) -> Iterator[None]:
    """The same for what ends a transaction: on a server its commit goes with it, so nothing may
    follow. `lasting` False: a server that crashes within a second may have forgotten it, and all
    that was committed so since, but nothing that came before what it still knows; so it need not
    wait for its disk. Raises CommitInDoubt."""
    if on_sqlite(connection):
        yield
        return
    driver = driver_of(connection)
    try:
        with driver.pipeline():
            yield
            if not lasting:
                driver.execute(_NO_WAIT)
            driver.commit()
    except Exception as error:
        if driver.closed:
            raise CommitInDoubt from error
        raise


def execute(connection: Connection, sql: str, values: Any) -> Any:
    """Have the driver do it. Returns its cursor. On a server, the statement that a transaction
    begins with takes its BEGIN along."""
    driver = driver_of(connection)
    if on_sqlite(connection):
        return driver.execute(sql, values)
    # It is asked for again and again: the server keeps it from the first time on.
    if not _begins(driver):
        return driver.execute(sql, values, prepare=True)
    with driver.pipeline():
        return driver.execute(sql, values, prepare=True)


def _begins(driver: Any) -> bool:
    """Whether a transaction begins with what comes next, which is not sent in one go with more."""
    server = driver.pgconn
    return not (driver.autocommit or server.transaction_status or server.pipeline_status)


def database_errors(connection: Connection) -> tuple[type[Exception], ...]:
    """What statements raise: SQLAlchemy's errors, and the driver's own where they are ours."""
    driver = connection.dialect.loaded_dbapi
    return SQLAlchemyError, driver.Error


def driver_of(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection


def on_sqlite(connection: Connection) -> bool:
    """Whether that is SQLite; PostgreSQL otherwise."""
    return connection.dialect.name == "sqlite"
