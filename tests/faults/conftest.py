"""Places for faults, on both databases."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.place import Place, open_place
from tests.faults.processes import Nursery, open_nursery


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def place(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On SQLite, and on PostgreSQL."""
    async with open_place(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def shared_place(postgres_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On PostgreSQL, where several replicas may be at work."""
    async with open_place(postgres_url, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where whole processes of the bot come from."""
    with open_nursery() as opened:
        yield opened
