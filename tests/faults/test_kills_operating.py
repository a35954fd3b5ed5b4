"""`python app.py move` and `restore`, killed with SIGKILL on the way and given again: what they
take from is whole each time, and in the end everything is there once."""

import os
import re
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import console
from storage.catalogue import all_tables
from storage.database import Database
from storage.problems import NotDone
from storage.store import Storage
from storage.tables import meta
from tests.faults.kept import look
from tests.faults.moments import Moment, set_trap
from tests.faults.processes import Running
from tests.programs import forked
from tests.storage.moves import NOON, Postman, opened
from tools import postgres

COPYING = Moment("storage/moving.py", "_copy", "call")
COMPARED = Moment("storage/moving.py", "_sum", "return")
COPIED = Moment("storage/moving.py", "_copy", "return")
MIGRATING = Moment("versions/0003_promises_and_actions.py", "upgrade", "return")
COMMIT = Moment("psycopg/connection.py", "commit", "call")
COMMITTED = Moment("psycopg/connection.py", "commit", "return")
PART_COPIED = Moment("storage/backups.py", "copied", "return")
KEEPING = Moment("storage/restoring.py", "_keep_aside", "call")
LINKED = Moment("storage/restoring.py", "_link", "return")
IN_PLACE = Moment("storage/backups.py", "put_in_place", "call")
PSQL = Moment("storage/dumps.py", "_replace", "call")
BEGUN = Moment("subprocess.py", "_execute_child", "return")


async def lived_in(url: str, number: int) -> None:
    """So many mistakes, and what is said of each."""
    database = Database.connect(url)
    storage = Storage.over(database, speed=0)
    for each in range(number):
        await opened(storage, f"Wrong invoice {each}")
    await Postman(storage).round()
    await database.close()


def counted(url: str) -> dict[str, int]:
    """How many rows there are in each table."""
    tables = [each for each in all_tables() if each is not meta]
    return look(
        url,
        lambda connection: {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        },
    )


async def app(url: str, *arguments: str, log: Path, trap: tuple[Moment, ...] = ()) -> int:
    """`python app.py` with these arguments, which dies at the end of the trap. Its exit code."""
    environment = {
        "PATH": f"{postgres.client_programs()}{os.pathsep}{os.defpath}",
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
    }
    first = partial(set_trap, trap) if trap else None
    return await Running(await forked(arguments, environment, log, first=first), log).ended()


async def test_a_move_killed_again_and_again(
    ready_sqlite_url: str, ready_postgres_url: str, tmp_path: Path
) -> None:
    target, log = ready_postgres_url, tmp_path / "log"
    await lived_in(ready_sqlite_url, 12)
    whole = counted(ready_sqlite_url)
    given = partial(app, ready_sqlite_url, "move", "--to", target, log=log)
    for trap in ((COPYING, *[COMPARED] * 4), (COPIED, COMMIT)):
        assert await given(trap=trap) == -signal.SIGKILL, trap
        assert counted(ready_sqlite_url) == whole
        assert not any(counted(target).values()), trap
    assert await given(trap=(COPIED, COMMITTED)) == -signal.SIGKILL
    assert counted(target) == counted(ready_sqlite_url) == whole
    assert await given() == 0, log.read_text()
    assert "moved there before" in log.read_text()
    assert counted(target) == whole
    with pytest.raises(NotDone, match="was moved to"):
        console.refuse_moved(ready_sqlite_url)


@pytest.mark.long
async def test_a_move_killed_while_it_makes_the_tables(
    ready_sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    await lived_in(ready_sqlite_url, 2)
    whole, log = counted(ready_sqlite_url), tmp_path / "log"
    given = partial(app, ready_sqlite_url, "move", "--to", postgres_url, log=log)
    assert await given(trap=(MIGRATING,)) == -signal.SIGKILL
    assert await given() == 0, log.read_text()
    assert counted(postgres_url) == counted(ready_sqlite_url) == whole


async def test_a_file_that_was_worked_on_after_a_broken_move_is_not_taken_for_moved(
    ready_sqlite_url: str, ready_postgres_url: str, tmp_path: Path
) -> None:
    """All had arrived when it was killed; whoever gave the command started Amends on the file again
    and gives the command later. What happened since is not left behind."""
    await lived_in(ready_sqlite_url, 2)
    log = tmp_path / "log"
    given = partial(app, ready_sqlite_url, "move", "--to", ready_postgres_url, log=log)
    assert await given(trap=(COPIED, COMMITTED)) == -signal.SIGKILL
    console.refuse_moved(ready_sqlite_url)  # as at the start
    await lived_in(ready_sqlite_url, 1)
    assert await given() == 1
    assert "holds something else already" in log.read_text()
    console.refuse_moved(ready_sqlite_url)
    assert counted(ready_sqlite_url)["incidents"] == 3


async def test_a_restore_killed_again_and_again(ready_sqlite_url: str, tmp_path: Path) -> None:
    database, backup, log = tmp_path / "amends.db", tmp_path / "a.backup", tmp_path / "log"
    await lived_in(ready_sqlite_url, 3)
    console.back_up(ready_sqlite_url, str(backup), now=NOON)
    held, copy = counted(ready_sqlite_url), backup.read_bytes()
    await lived_in(ready_sqlite_url, 2)
    newer = counted(ready_sqlite_url)
    given = partial(app, ready_sqlite_url, "restore", str(backup), log=log)
    for trap in ((IN_PLACE,), (PART_COPIED,), (KEEPING,), (LINKED,), (KEEPING, IN_PLACE)):
        assert await given(trap=trap) == -signal.SIGKILL, trap
        assert backup.read_bytes() == copy
        assert counted(ready_sqlite_url) == newer, trap
        await lived_in(ready_sqlite_url, 0)  # the bot can go on with it
    # What SQLite had begun beside the copy is not taken for the next copy's.
    database.with_name(".amends.db.restored-journal").write_bytes(hot_journal(tmp_path))
    assert await given() == 0, log.read_text()
    assert counted(ready_sqlite_url) == held
    kept = re.findall(r"is kept in (\S+)\.\n", log.read_text())
    assert counted(f"sqlite:///{kept[-1]}") == newer
    assert not [each for each in os.listdir(tmp_path) if each.startswith(".")]


def hot_journal(folder: Path) -> bytes:
    """What is beside a database while something is written to it that was not finished."""
    file = folder / "other.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE more (words TEXT)")
        connection.executemany("INSERT INTO more VALUES (?)", [("x" * 4000,)] * 10)
        connection.execute("PRAGMA cache_size = 1")  # so that it goes to the disk at once
        connection.execute("BEGIN")
        connection.execute("UPDATE more SET words = upper(words)")
        return folder.joinpath("other.db-journal").read_bytes()


async def test_a_restore_of_postgres_killed_again_and_again(
    ready_postgres_url: str, tmp_path: Path
) -> None:
    url, backup, log = ready_postgres_url, tmp_path / "amends.dump", tmp_path / "log"
    await lived_in(url, 3)
    assert await app(url, "backup", str(backup), log=log) == 0, log.read_text()
    held, copy = counted(url), backup.read_bytes()
    await lived_in(url, 2)
    newer = counted(url)
    given = partial(app, url, "restore", str(backup), log=log)
    for trap in ((PSQL,), (PSQL, BEGUN)):
        assert await given(trap=trap) == -signal.SIGKILL, trap
        assert backup.read_bytes() == copy
        assert counted(url) == newer, trap
    # pg_restore, psql: that one ends its work though nobody waits for it.
    assert await given(trap=(PSQL, BEGUN, BEGUN)) == -signal.SIGKILL
    while await given() != 0:
        assert "Stop every replica first" in log.read_text().splitlines()[-1]
    assert counted(url) == held
    assert backup.read_bytes() == copy
