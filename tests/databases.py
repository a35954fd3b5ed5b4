"""Real databases for tests: each test has its own, empty or with the tables in it.

The tables are made once, by the migrations. A file with them is copied for each test; a database on
the server is emptied and used again, because making and dropping one is 600 files for the machine.
`database_url` and `ready_url` are both a file of SQLite and a database of a real PostgreSQL server,
so a test that takes one of them runs twice.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from storage import schema
from storage.catalogue import all_tables
from tools import postgres

BOTH = ["sqlite", "postgres"]


@pytest.fixture(scope="session")
def postgres_host() -> Iterator[str]:
    """The ``host`` of a real PostgreSQL server that lives as long as the test run."""
    with postgres.postgres_server() as host:
        yield host


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "amends.db"
    schema.prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_free() -> list[str]:
    """The names of PostgreSQL databases with the tables, and nothing in them, that nobody uses."""
    return []


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLAlchemy URL of an SQLite file that does not exist yet, this test's own."""
    return f"sqlite:///{tmp_path / 'amends.db'}"


@pytest.fixture
def postgres_url(postgres_host: str) -> Iterator[str]:
    """A SQLAlchemy URL of an empty PostgreSQL database, this test's own."""
    name = _new(postgres_host)
    yield postgres.postgres_url(postgres_host, name)
    with postgres.connect(postgres_host) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def ready_sqlite_url(sqlite_url: str, sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLAlchemy URL of an SQLite file with the tables, this test's own."""
    shutil.copy(sqlite_template, tmp_path / "amends.db")
    return sqlite_url


@pytest.fixture
def ready_postgres_url(postgres_host: str, postgres_free: list[str]) -> Iterator[str]:
    """A SQLAlchemy URL of a PostgreSQL database with the tables and nothing in them, as long as
    this test runs its own."""
    if not postgres_free:
        postgres_free.append(_new(postgres_host))
        schema.prepare(postgres.postgres_url(postgres_host, postgres_free[0]))
    name = postgres_free.pop()
    yield postgres.postgres_url(postgres_host, name)
    _emptied(postgres_host, name)
    postgres_free.append(name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def ready_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with its tables."""
    return str(request.getfixturevalue(f"ready_{request.param}_url"))


def _new(host: str) -> str:
    name = f"test_{uuid4().hex}"
    with postgres.connect(host) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return name


def _emptied(host: str, name: str) -> None:
    """Nobody is connected any more, and no table has a row."""
    with postgres.connect(host, name) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for table in reversed(all_tables()):
            connection.execute(f"DELETE FROM {table.name}".encode())
    schema.check_schema(postgres.postgres_url(host, name))
