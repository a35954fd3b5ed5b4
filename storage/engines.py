"""How a database is reached: the URL, and what every connection is told first."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

WAIT_FOR_LOCK = 5.0  # seconds that SQLite waits while something else holds the file
OUR_NAME = "amends"  # how a PostgreSQL server lists our connections (pg_stat_activity)


class WrongDatabaseUrl(ValueError):
    """DATABASE_URL cannot be used; the message says what to write instead."""


def parse_url(url: str) -> URL:
    """The database's URL, with the driver we use.

    Raises WrongDatabaseUrl. The message never shows the URL itself: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    backend = parsed.get_backend_name() if parsed else ""
    if parsed and backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite")
    if parsed and backend in ("postgresql", "postgres") and parsed.database:
        return parsed.set(drivername="postgresql+psycopg")
    raise WrongDatabaseUrl(
        "DATABASE_URL should be sqlite:///folder/amends.db for a file, "
        "or postgresql://user:password@host/database."
    )


def sqlite_path(url: URL) -> Path | None:
    """The file behind a SQLite URL, None for PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def sqlite_engine(url: URL, *, writes: bool, connections: int, begins: bool = True) -> Engine:
    """Connections to a SQLite file, of which at most one may be one that `writes`. `begins` False:
    whoever uses it says when a transaction begins and ends."""
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": WAIT_FOR_LOCK},
        json_serializer=_as_json,
        json_deserializer=_from_json,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own idea of when to begin a transaction would let a read go stale before
        # the write: transactions are begun below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if writes:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        else:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if begins:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def postgres_engine(url: URL, *, connections: int) -> Engine:
    """Connections to PostgreSQL. Raises WrongDatabaseUrl where its driver is not installed."""
    try:
        # The last one used comes first: it knows our statements already, and the server its plans.
        return create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_use_lifo=True,
            json_serializer=_as_json,
            json_deserializer=_from_json,
            connect_args={"application_name": OUR_NAME},
        )
    except ModuleNotFoundError as missing:
        raise WrongDatabaseUrl(
            "DATABASE_URL names PostgreSQL, whose driver is not installed: "
            "pip install -r requirements/postgres.txt"
        ) from missing


def _as_json(value: object) -> str:
    """In a twentieth of the time that `json` takes for the small values of most columns."""
    return to_json(value).decode()


def _from_json(text: str | bytes) -> object:
    """In a third of the time. (A memory of what was read before takes a quarter of a MiB.)"""
    return from_json(text, cache_strings=False)


@contextmanager
def opened(url: str, *, writes: bool) -> Iterator[Engine]:
    """One connection to a database, for as long as the block lasts."""
    parsed = parse_url(url)
    if sqlite_path(parsed) is None:
        engine = postgres_engine(parsed, connections=1)
    else:
        engine = sqlite_engine(parsed, writes=writes, connections=1)
    try:
        yield engine
    finally:
        engine.dispose()


def open_for_reading(url: str) -> AbstractContextManager[Engine]:
    """A database that is there already, looked at beside a bot that may be running on it."""
    return opened(url, writes=False)
