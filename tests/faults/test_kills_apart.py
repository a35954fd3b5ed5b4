"""Killed while it changes the tables, or makes a backup."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import schema
from tests.faults.moments import Moment
from tests.faults.place import open_place
from tests.faults.processes import running, start
from tests.stories.cast import PRIYA

VERSIONS = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))


async def test_killed_while_it_sets_up_at_its_first_start(
    database_url: str, tmp_path: Path
) -> None:
    async with open_place(database_url, tmp_path, prepared=False) as place:
        last = Moment(f"versions/{VERSIONS[-1]}", "upgrade", "return")
        dying = await start(place, [last])
        assert await dying.ended() == -signal.SIGKILL
        async with running(place):
            await place.opened(PRIYA)
            await place.settle()
            place.check()


BACKUP = {
    "before it is checked": Moment("storage/backups.py", "check", "call"),
    "before it gets its name": Moment("storage/backups.py", "put_in_place", "call"),
    "once it has its name": Moment("storage/backups.py", "put_in_place", "return"),
}


@pytest.mark.parametrize("moment", BACKUP)
async def test_killed_during_a_backup(ready_sqlite_url: str, tmp_path: Path, moment: str) -> None:
    """The bot goes on; a backup is whole or not there, and can be made again."""
    file = tmp_path / "copy.backup"
    command = ["backup", str(file)]
    async with open_place(ready_sqlite_url, tmp_path) as place, running(place):
        await place.opened(PRIYA)
        dying = await start(place, [BACKUP[moment]], command)
        assert await dying.ended() == -signal.SIGKILL
        assert file.exists() == (moment == "once it has its name")
        again = await start(place, arguments=command)
        assert await again.ended() == 0, again.log.read_text()
        with closing(sqlite3.connect(file)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert copy.execute("SELECT count(*) FROM incidents").fetchone() == (1,)
        await place.settle()
        place.check()
