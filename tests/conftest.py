"""What every test may ask for: real databases, and how hard hypothesis tries."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from tools import postgres

settings.register_profile("everyday", deadline=None, max_examples=100, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("everyday")  # make test ARGS="--hypothesis-profile=thorough" for the other


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long: with the tests that take minutes; `make test-faults` does."""
    parser.addoption("--long", action="store_true", help="with the tests marked as long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as long, unless it was asked for."""
    if not config.getoption("--long"):
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def postgres_host() -> Iterator[str]:
    """The ``host`` of a real PostgreSQL server that lives as long as the test run."""
    with postgres.postgres_server() as host:
        yield host


@pytest.fixture
def postgres_url(postgres_host: str) -> Iterator[str]:
    """A SQLAlchemy URL of an empty PostgreSQL database, this test's own."""
    name = f"test_{uuid4().hex}"
    with postgres.connect(postgres_host) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield postgres.postgres_url(postgres_host, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLAlchemy URL of an SQLite file that does not exist yet, this test's own."""
    return f"sqlite:///{tmp_path / 'amends.db'}"
