"""Killed while it changes the tables, or makes a backup."""

import signal
from pathlib import Path

import pytest

from storage import schema
from tests.faults.moments import Moment
from tests.faults.place import open_place
from tests.faults.processes import running, start
from tests.stories.cast import PRIYA

VERSIONS = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
MOMENTS = {
    f"{event} of {name[:4]}": Moment(f"versions/{name}", "upgrade", event)
    for name in VERSIONS
    for event in ("call", "return")
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_during_a_migration(database_url: str, tmp_path: Path, moment: str) -> None:
    """Whole or not at all: the next start, or the command once more, finds no half-made table."""
    async with open_place(database_url, tmp_path, prepared=False) as place:
        dying = await start(place, [MOMENTS[moment]], ["migrate"])
        assert await dying.ended() == -signal.SIGKILL
        assert schema.current(database_url) is None
        again = await start(place, arguments=["migrate"])
        assert await again.ended() == 0
        schema.check_schema(database_url)


async def test_killed_while_it_sets_up_at_its_first_start(
    database_url: str, tmp_path: Path
) -> None:
    async with open_place(database_url, tmp_path, prepared=False) as place:
        last = Moment(f"versions/{VERSIONS[-1]}", "upgrade", "return")
        await start(place, [last])
        async with running(place):
            await place.opened(PRIYA)
            await place.settle()
            place.check()
