"""Every storage test runs on SQLite and on a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from storage.store import Storage


@pytest.fixture
async def database(ready_url: str) -> AsyncIterator[Database]:
    opened = Database.connect(ready_url)
    yield opened
    await opened.close()


@pytest.fixture
def storage(database: Database) -> Storage:
    return Storage.over(database, speed=0)
