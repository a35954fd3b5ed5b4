"""Backups of a SQLite file: made while it is written to, whole or not there at all."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import MessageRef
from storage import console, schema
from storage.backups import back_up
from storage.database import Database
from storage.lockfile import DatabaseInUse
from storage.problems import NotDone
from storage.restoring import restore
from storage.store import Storage
from tests.storage.moves import ANN, NOON, ROOM, TEAM, claim_one, opened


@pytest.fixture
def file(ready_sqlite_url: str, tmp_path: Path) -> Path:
    """A SQLite database with its tables."""
    return tmp_path / "amends.db"


async def test_a_backup_while_the_bot_writes_holds_one_moment(sqlite_url: str, file: Path) -> None:
    database = Database.connect(sqlite_url)
    storage = Storage.over(database, speed=0)
    copy = file.with_name("copy.db")

    async def write() -> None:
        for number in range(40):
            await opened(storage, f"Wrong invoice {number}")

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.02)
    await asyncio.to_thread(back_up, file, copy)
    await writing
    await database.close()
    with closing(sqlite3.connect(copy)) as connection:
        [incidents] = connection.execute("SELECT count(*) FROM incidents").fetchone()
        [cards] = connection.execute("SELECT count(*) FROM outbox WHERE slot = 'card'").fetchone()
        [last] = connection.execute("SELECT coalesce(max(value), 0) FROM counters").fetchone()
    assert incidents == cards == last <= 40
    assert sorted(each.name for each in copy.parent.iterdir() if "copy" in each.name) == ["copy.db"]


def test_a_backup_that_was_broken_off_is_not_taken_for_one(file: Path) -> None:
    copy = file.with_name("copy.db")
    part = file.with_name(".copy.db.part")
    part.write_bytes(b"SQLite format 3\0 and no more")
    assert not copy.exists()
    back_up(file, copy)
    assert not part.exists()
    assert back_up(file, copy) > 0  # again, over the one that is there


@pytest.mark.parametrize("name", ["amends.db", ".", "nowhere/copy.db"])
def test_where_a_backup_cannot_go(file: Path, name: str) -> None:
    before = file.read_bytes()
    with pytest.raises(NotDone):
        back_up(file, file.parent / name)
    assert file.read_bytes() == before


def test_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(NotDone, match="no database"):
        back_up(tmp_path / "none.db", tmp_path / "copy.db")


async def test_a_restored_database_looks_before_it_sends_again(sqlite_url: str, file: Path) -> None:
    database = Database.connect(sqlite_url)
    storage = Storage.over(database, speed=0)
    await opened(storage)
    held = await claim_one(storage)
    console.back_up(sqlite_url, str(file.with_name("copy.db")), now=NOON)
    # It was sent after the backup was made.
    await storage.outbox.starting(held)
    await storage.outbox.sent(held, MessageRef(ROOM, "1"), now=NOON)
    with pytest.raises(DatabaseInUse):
        console.restore(sqlite_url, str(file.with_name("copy.db")), now=NOON)
    await database.close()
    said = console.restore(sqlite_url, str(file.with_name("copy.db")), now=NOON)
    assert "amends.db.before-20261124-120000" in said
    database = Database.connect(sqlite_url)
    again = await claim_one(Storage.over(database, speed=0))
    assert (again.id, again.unsure) == (held.id, True)
    await database.close()


async def test_what_was_there_is_kept_whole(sqlite_url: str, file: Path) -> None:
    copy = file.with_name("copy.db")
    back_up(file, copy)
    database = Database.connect(sqlite_url)
    await opened(Storage.over(database, speed=0))
    await database.close()
    kept = restore(copy, file, now=NOON)
    assert kept
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (1,)
    assert sorted(each.name for each in file.parent.iterdir()) == [
        "amends.db",
        kept.name,
        "amends.db.lock",
        "copy.db",
    ]
    assert schema.current(sqlite_url) == schema.head()


def test_a_damaged_database_is_restored_too_and_kept_as_it_is(sqlite_url: str, file: Path) -> None:
    copy = file.with_name("copy.db")
    back_up(file, copy)
    file.write_bytes(b"not a database at all, whatever it was before" * 100)
    file.with_name("amends.db-wal").write_bytes(b"its log")
    kept = restore(copy, file, now=NOON)
    assert kept
    assert kept.read_bytes().startswith(b"not a database")
    assert Path(f"{kept}-wal").read_bytes() == b"its log"
    assert schema.current(sqlite_url) == schema.head()


def test_what_is_no_backup_of_ours_is_refused(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    odd = tmp_path / "odd"
    odd.write_bytes(b"not a database" * 1000)
    newer = tmp_path / "newer"
    back_up(file, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    other = tmp_path / "other"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    for wrong in (odd, newer, other, file, tmp_path / "missing"):
        with pytest.raises(NotDone):
            restore(wrong, file, now=NOON)
    assert file.read_bytes() == before


async def test_restoring_again_after_it_was_broken_off(sqlite_url: str, file: Path) -> None:
    """As a kill leaves it between any two of its steps."""
    copy = file.with_name("copy.db")
    database = Database.connect(sqlite_url)
    storage = Storage.over(database, speed=0)
    await opened(storage)
    await database.close()
    back_up(file, copy)
    file.with_name(".amends.db.restored").write_bytes(b"half a copy")
    file.with_name("amends.db.before-20261124-120000").hardlink_to(file)
    restore(copy, file, now=NOON)
    restore(copy, file, now=NOON + timedelta(seconds=1))
    database = Database.connect(sqlite_url)
    found = await Storage.over(database, speed=0).desk.incident(TEAM, 1, ANN)
    assert found.owner == ANN
    await database.close()
