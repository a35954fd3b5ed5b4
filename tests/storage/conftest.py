"""Every storage test runs on SQLite and on a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage import schema
from storage.database import Database
from storage.store import Storage


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def ready_url(database_url: str) -> str:
    """The URL of a database with its tables."""
    schema.prepare(database_url)
    return database_url


@pytest.fixture
async def database(ready_url: str) -> AsyncIterator[Database]:
    opened = Database.connect(ready_url)
    yield opened
    await opened.close()


@pytest.fixture
def storage(database: Database) -> Storage:
    return Storage.over(database, speed=0)
