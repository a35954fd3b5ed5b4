"""Stages for stories, each on SQLite and on a real PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.stage import Stage, raised


@pytest.fixture
async def stage(tmp_path: Path, ready_url: str) -> AsyncIterator[Stage]:
    """Socket Mode, real time."""
    async with raised(tmp_path, ready_url) as stage:
        yield stage


@pytest.fixture
async def fast_stage(tmp_path: Path, ready_url: str) -> AsyncIterator[Stage]:
    """Socket Mode; an hour passes in six seconds."""
    async with raised(tmp_path, ready_url, scale=600) as stage:
        yield stage


@pytest.fixture
async def working_day(tmp_path: Path, ready_url: str) -> AsyncIterator[Stage]:
    """The same, from nine o'clock in London on a Wednesday."""
    begins = datetime(2027, 3, 10, 9, tzinfo=UTC)
    async with raised(tmp_path, ready_url, scale=600, begins=begins) as stage:
        yield stage
