"""A backup of a week ago is restored: nobody is buried in reminders, the lead decides."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.programs import forked
from tests.stories.cast import MARIA, PRIYA
from tests.stories.reading import labels, words
from tests.stories.stage import Stage, raised
from tests.stories.test_reminders import set_lead
from tests.stories.waiting import eventually

# Everything in the backup happened so much earlier.
A_WEEK_AGO = """
UPDATE chases SET due = datetime(due, '-9 days'), next_at = datetime(next_at, '-9 days');
UPDATE chases SET due = due || '.000000', next_at = next_at || '.000000';
UPDATE meta SET value = '2026-01-01T00:00:00+00:00' WHERE key = 'alive';
"""


@pytest.fixture
async def on_file(tmp_path: Path, ready_sqlite_url: str) -> AsyncIterator[Stage]:
    """On SQLite, whose backup is a database that can be made older by hand."""
    async with raised(tmp_path, ready_sqlite_url) as stage:
        yield stage


async def app(stage: Stage, *arguments: str) -> str:
    """What `python app.py` with these arguments says; it must work."""
    printed = stage.log.with_name(f"{arguments[0]}.log")
    process = await forked(arguments, stage.environment, printed)
    assert await process.wait() == 0, printed.read_text()
    return printed.read_text()


async def test_after_a_restore_the_lead_is_asked_and_nobody_is_chased(
    on_file: Stage, tmp_path: Path
) -> None:
    stage = on_file
    await set_lead(stage)
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    backup = tmp_path / "copy.backup"
    assert "Backup made and checked" in await app(stage, "backup", str(backup))
    assert "0 messages did not get through" in await app(stage, "outbox")
    await stage.stop_bot()
    with closing(sqlite3.connect(backup)) as connection:
        connection.executescript(A_WEEK_AGO)
    assert "is the database now" in await app(stage, "restore", str(backup))
    told = len(stage.dms(PRIYA))
    await stage.start_bot()
    asked = await stage.dm(MARIA, "I was away")
    assert "#1 We sent ACME the wrong invoice" in words(asked)
    assert labels(asked) == ["Send them now", "Let them go"]
    await stage.press(MARIA, asked, "Let them go")
    await stage.dm(MARIA, "let the reminders go that came due")
    await eventually(lambda: not labels(stage.dms(MARIA)[-2]), "the question is settled")
    await asyncio.sleep(1.5)
    assert len(stage.dms(PRIYA)) == told
