"""Places for faults, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.place import Place, open_place


@pytest.fixture
async def place(ready_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On SQLite, and on PostgreSQL."""
    async with open_place(ready_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def file_place(ready_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On SQLite, for what does not depend on the database."""
    async with open_place(ready_sqlite_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def shared_place(ready_postgres_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On PostgreSQL, where several replicas may be at work."""
    async with open_place(ready_postgres_url, tmp_path) as opened:
        yield opened
