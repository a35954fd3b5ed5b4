"""A backup that is broken off half-way is never taken for one, and costs neither the one before nor
the bot that works beside it anything."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, text

from storage.backups import part_of
from storage.engines import opened, parse_url
from storage.tables import TeamSettings
from tests.faults.kept import look
from tests.faults.moments import Moment, set_trap
from tests.faults.place import LEASE, ROOMS, Place, open_place, until
from tests.faults.processes import PATIENCE, Running, running
from tests.programs import forked
from tests.storage.moves import NOON
from tests.stories.cast import PRIYA, TOM
from tools import postgres

NAMING = Moment("storage/backups.py", "put_in_place", "call")
NAMED = NAMING._replace(event="return")
CHECKING = Moment("storage/backups.py", "check", "call")
DUMPING = Moment("storage/dumps.py", "dump", "call")
BEGUN = Moment("subprocess.py", "_execute_child", "return")
BIG = 48_000_000  # signs: to copy them takes a while
BESIDE = "debrief_answers"  # a table that nobody needs meanwhile

# In the place of pg_dump: it says as which process that runs, and when it has ended. With `limit`
# the system ends it there once its file has so many blocks, as a kill in the middle would.
PG_DUMP = """#!/bin/sh
{limit}
"{programs}/pg_dump" "$@" &
echo $! > "{folder}/pid.new" && mv "{folder}/pid.new" "{folder}/pid"
wait $!
echo $? > "{folder}/ended"
"""


def grows_to(size: int) -> None:
    """Die as the first file would become longer than that."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


async def begun(
    place: Place, *arguments: str, first: Callable[[], None] | None = None, path: str = ""
) -> Running:
    """`python app.py` with these arguments, which does `first` before anything else."""
    programs = f"{path}{os.pathsep}{postgres.client_programs()}{os.pathsep}{os.defpath}"
    environment = {**place.environment, "PATH": programs}
    log = place.folder / "log"
    return Running(await forked(arguments, environment, log, first=first), log)


async def given(place: Place, *arguments: str, first: Callable[[], None] | None = None) -> int:
    """The same; its exit code."""
    return await (await begun(place, *arguments, first=first)).ended()


def said(place: Place) -> str:
    """The last thing that a command said."""
    return (place.folder / "log").read_text().splitlines()[-1]


async def refused(place: Place, half: Path) -> None:
    """What is in that file is no backup, whatever it is called."""
    file = half.with_name("half.backup")
    shutil.copy(half, file)
    assert await given(place, "restore", str(file)) == 1
    assert any(word in said(place) for word in ("damaged", "not a backup", "pg_restore")), said(
        place
    )


def whole(file: Path) -> int:
    """How many incidents that copy of a SQLite file holds; each has its card and its number."""
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        [incidents] = copy.execute("SELECT count(*) FROM incidents").fetchone()
        [cards] = copy.execute("SELECT count(*) FROM outbox WHERE slot = 'card'").fetchone()
        [last] = copy.execute("SELECT max(value) FROM counters").fetchone()
    assert incidents == cards == last
    return int(incidents)


async def test_half_a_copy(ready_sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.backup"
    backup = ("backup", str(file))
    async with open_place(ready_sqlite_url, tmp_path) as place, running(place):
        await place.opened(PRIYA)
        assert await given(place, *backup) == 0, said(place)
        older = file.read_bytes()
        await place.opened(TOM, ROOMS[1])
        half = partial(grows_to, len(older) // 2)
        assert await given(place, *backup, first=half) == -signal.SIGXFSZ
        assert file.read_bytes() == older
        assert 0 < part_of(file).stat().st_size < len(older)
        await refused(place, part_of(file))
        for moment in (CHECKING, NAMING):
            trap = partial(set_trap, [moment])
            assert await given(place, *backup, first=trap) == -signal.SIGKILL
            assert file.read_bytes() == older
        assert await given(place, *backup) == 0, said(place)
        assert whole(file) == 2
        assert not [each for each in os.listdir(tmp_path) if each.startswith(".copy")]
        await place.settle()
        place.check()


@pytest.mark.long
async def test_killed_once_it_has_its_name(ready_sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.backup"
    async with open_place(ready_sqlite_url, tmp_path) as place, running(place):
        await place.opened(PRIYA)
        trap = partial(set_trap, [NAMED])
        assert await given(place, "backup", str(file), first=trap) == -signal.SIGKILL
        assert whole(file) == 1


async def stopped_half_way(place: Place, file: Path) -> Running:
    """A backup that stands still while the copy is half done. It may be too quick for us."""
    for _ in range(20):
        copying = await begun(place, "backup", str(file))
        if await stopped(copying, part_of(file)):
            return copying
        assert await copying.ended() == 0, said(place)
        os.unlink(file)
    raise AssertionError("a backup is never seen half done")


async def stopped(copying: Running, part: Path) -> bool:
    """Stop it half-way, unless it is whole before that."""

    def half() -> bool:
        return part.exists() and 0 < part.stat().st_size < BIG

    await until(lambda: copying.code is not None or half(), "a copy", PATIENCE)
    if copying.code is None:
        os.kill(copying.pid, signal.SIGSTOP)
        if half():
            return True
        os.kill(copying.pid, signal.SIGCONT)
    return False


def fill(url: str) -> None:
    """What another workspace keeps makes the database a big one."""
    row = {"team_id": "T9", "settings": {"x": "x" * BIG}, "changed_by": "U9", "changed_at": NOON}
    with opened(url, writes=True) as engine, engine.begin() as connection:
        connection.execute(insert(TeamSettings), row)


@pytest.mark.long
async def test_the_bot_is_killed_while_a_copy_is_made(
    ready_sqlite_url: str, tmp_path: Path
) -> None:
    fill(ready_sqlite_url)
    file = tmp_path / "copy.backup"
    async with open_place(ready_sqlite_url, tmp_path) as place:
        async with running(place) as process:
            await place.opened(PRIYA)
            copying = await stopped_half_way(place, file)
            await place.report(TOM, ROOMS[1])
            process.kill()
            await process.ended()
        async with running(place):
            await until(lambda: place.prompts(ROOMS[1]), "Tom’s prompt")
            os.kill(copying.pid, signal.SIGCONT)
            assert await copying.ended() == 0, said(place)
            await place.settle()
            place.check()
    assert whole(file) in (1, 2)


def in_place_of_pg_dump(folder: Path, limit: str = "") -> str:
    """A folder to be looked in for programs first."""
    path = folder / "bin"
    path.mkdir(exist_ok=True)
    for old in ("pid", "ended"):
        (folder / old).unlink(missing_ok=True)
    program = path / "pg_dump"
    script = PG_DUMP.format(limit=limit, folder=folder, programs=postgres.client_programs())
    program.write_text(script)
    program.chmod(0o700)
    return str(path)


def titles(file: Path) -> list[str]:
    """What the incidents in that dump are called."""
    program = str(postgres.client_programs() / "pg_restore")
    command = [program, "--data-only", "--table=incidents", "--file=-", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(line.split("\t")[3] for line in found.splitlines() if line.count("\t") > 9)


async def test_half_a_dump(ready_postgres_url: str, tmp_path: Path) -> None:
    """Killed as pg_dump begins, which breaks off when its list of contents is written already."""
    file = tmp_path / "copy.dump"
    async with open_place(ready_postgres_url, tmp_path) as place, running(place):
        await place.opened(PRIYA)
        assert await given(place, "backup", str(file)) == 0, said(place)
        older = file.read_bytes()
        await place.opened(TOM, ROOMS[1])
        path = in_place_of_pg_dump(
            tmp_path, f"exec 2> /dev/null; ulimit -f {len(older) // 512 - 1}"
        )
        first = partial(set_trap, [DUMPING, BEGUN])
        dying = await begun(place, "backup", str(file), first=first, path=path)
        assert await dying.ended() == -signal.SIGKILL
        await until((tmp_path / "ended").exists, "the end of pg_dump", PATIENCE)
        assert file.read_bytes() == older
        assert 0 < part_of(file).stat().st_size < len(older)
        await refused(place, part_of(file))
        assert await given(place, "backup", str(file)) == 0, said(place)
        assert titles(file) == sorted(place.asked.lines)
        assert not part_of(file).exists()
        await place.settle()
        place.check()


@contextmanager
def locked(url: str) -> Iterator[None]:
    """A table is somebody else’s, so that pg_dump has to wait for it."""
    parsed = parse_url(url)
    with psycopg.connect(
        host=str(parsed.query["host"]), user=parsed.username, dbname=parsed.database
    ) as connection:
        connection.execute(f"LOCK TABLE {BESIDE} IN ACCESS EXCLUSIVE MODE")
        yield


def waits(url: str) -> bool:
    """Whether somebody waits for a table."""
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
    return look(url, lambda connection: bool(connection.execute(text(asked)).scalar()))


@pytest.mark.long
async def test_a_dump_that_nobody_waits_for_spoils_no_later_one(
    ready_postgres_url: str, tmp_path: Path
) -> None:
    """The command was killed, and pg_dump goes on. It is slow, and the command is given again."""
    url, file = ready_postgres_url, tmp_path / "copy.dump"
    async with open_place(url, tmp_path) as place, running(place):
        await place.opened(PRIYA)
        first = partial(set_trap, [DUMPING, BEGUN])
        with locked(url):
            path = in_place_of_pg_dump(tmp_path)
            dying = await begun(place, "backup", str(file), first=first, path=path)
            assert await dying.ended() == -signal.SIGKILL
            await until(lambda: (tmp_path / "pid").exists() and waits(url), "it waits", PATIENCE)
            orphan = int((tmp_path / "pid").read_text())
            os.kill(orphan, signal.SIGSTOP)
        await place.opened(TOM, ROOMS[1])
        assert await given(place, "backup", str(file)) == 0, said(place)
        newer = file.read_bytes()
        os.kill(orphan, signal.SIGCONT)
        await until((tmp_path / "ended").exists, "the end of pg_dump", PATIENCE)
        assert file.read_bytes() == newer
        assert titles(file) == sorted(place.asked.lines)
        await place.settle()
        place.check()


@pytest.mark.long
async def test_the_bot_is_killed_while_a_dump_is_made(
    ready_postgres_url: str, tmp_path: Path
) -> None:
    url, file = ready_postgres_url, tmp_path / "copy.dump"
    async with open_place(url, tmp_path) as place:
        async with running(place) as process:
            await place.opened(PRIYA)
            with locked(url):
                dumping = await begun(place, "backup", str(file))
                await until(lambda: waits(url), "it waits", PATIENCE)
                await place.report(TOM, ROOMS[1])
                process.kill()
                await process.ended()
        assert await dumping.ended() == 0, said(place)
        assert set(titles(file)) < set(place.asked.lines)
        place.time.pass_by(LEASE)
        async with running(place):
            await until(lambda: place.prompts(ROOMS[1]), "Tom’s prompt")
            await place.settle()
            place.check()
