"""Killed while it sets up its tables."""

import signal
from pathlib import Path

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
