"""The database itself: what is answered is kept, and one failure takes nobody with it."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

from storage import schema
from storage.database import Database
from storage.engines import WrongDatabaseUrl
from storage.lockfile import DatabaseInUse
from storage.meta import remembered
from storage.statements import Prepared
from storage.tables import meta

WRITER = Path(__file__).with_name("writer.py")


def write(key: str, value: str = "x") -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.connection().execute(insert(meta), {"key": key, "value": value})
        return key

    return work


def fail_after(key: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        write(key)(session)
        raise ValueError(key)

    return work


def keys(session: Session) -> set[str]:
    return set(session.connection().execute(select(meta.c.key)).scalars())


async def test_what_fails_takes_nobody_with_it(database: Database) -> None:
    works = [fail_after(f"bad{n}") if n % 3 == 0 else write(f"good{n}") for n in range(60)]
    results = await asyncio.gather(*map(database.run, works), return_exceptions=True)
    good = {f"good{n}" for n in range(60) if n % 3}
    assert {result for result in results if isinstance(result, str)} == good
    assert sum(isinstance(result, ValueError) for result in results) == 20
    assert await database.read(keys) == good


async def test_a_look_that_fails_changes_nothing_for_who_writes_next(database: Database) -> None:
    def fails(session: Session) -> None:
        session.connection().execute(text("SELECT nonsense"))

    def finds_nothing(session: Session) -> None:
        raise LookupError(sorted(keys(session)))

    for look, error in ((fails, DBAPIError), (finds_nothing, LookupError)):
        with pytest.raises(error):
            await database.read(look)
        with pytest.raises(ValueError, match="bad"):
            await database.run(fail_after("bad"))
        assert await database.read(keys) == set()


async def test_the_same_key_at_once_is_refused_to_all_but_one(database: Database) -> None:
    works = [database.run(write("same")) for _ in range(8)]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert results.count("same") == 1
    assert sum(isinstance(result, IntegrityError) for result in results) == 7


async def test_no_update_is_lost(database: Database) -> None:
    await database.run(write("count", "0"))

    def count(session: Session) -> None:
        connection = session.connection()
        found = select(meta.c.value).where(meta.c.key == "count").with_for_update()
        value = int(connection.execute(found).scalar_one()) + 1
        connection.execute(meta.update().where(meta.c.key == "count").values(value=str(value)))

    await asyncio.gather(*(database.run(count) for _ in range(200)))
    assert await remembered(database, "count", "none") == "200"


@pytest.mark.parametrize(
    "mishap",
    [
        "DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40P01'; END $$",  # as in a deadlock
        "SELECT pg_terminate_backend(pg_backend_pid())",
    ],
    ids=["deadlock", "lost connection"],
)
@pytest.mark.parametrize("straight", [True, False], ids=["driver", "sqlalchemy"])
async def test_postgresql_may_ask_to_be_asked_again(
    ready_postgres_url: str, mishap: str, straight: bool
) -> None:
    database = Database.connect(ready_postgres_url)
    tries = []

    def work(session: Session) -> str:
        connection = session.connection()
        write("kept")(session)
        tries.append(1)
        if len(tries) == 1 and straight:
            Prepared(text(mishap)).run(connection, {})
        elif len(tries) == 1:
            connection.execute(text(mishap))
        return "done"

    assert await database.run(work) == "done"
    assert len(tries) == 2
    assert await database.read(keys) == {"kept"}
    await database.close()


async def test_a_commit_is_on_the_disk_on_sqlite(ready_sqlite_url: str) -> None:
    """A power cut takes nothing that was acknowledged (SQLite: "PRAGMA synchronous", 2 is FULL)."""
    database = Database.connect(ready_sqlite_url)

    def told(session: Session) -> tuple[object, object]:
        ask = session.connection().exec_driver_sql
        return (
            ask("PRAGMA synchronous").scalar_one(),
            ask("PRAGMA journal_mode").scalar_one(),
        )

    assert await database.run(told) == (2, "wal")
    await database.close()


async def test_reading_cannot_write_on_sqlite(ready_sqlite_url: str) -> None:
    database = Database.connect(ready_sqlite_url)
    with pytest.raises(OperationalError):
        await database.read(write("sneaked in"))
    await database.close()


async def test_what_was_waiting_is_finished_before_closing(ready_url: str) -> None:
    database = Database.connect(ready_url)
    waiting = [asyncio.ensure_future(database.run(write(str(n)))) for n in range(100)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*waiting) == [str(n) for n in range(100)]
    with pytest.raises(RuntimeError):
        await database.run(write("too late"))


async def test_the_first_word_is_remembered(database: Database) -> None:
    assert await remembered(database, "anchor", "1") == "1"
    assert await remembered(database, "anchor", "2") == "1"


async def test_a_locked_file_fails_one_batch_and_no_more(
    ready_sqlite_url: str, tmp_path: Path
) -> None:
    database = Database.connect(ready_sqlite_url)
    other = sqlite3.connect(tmp_path / "amends.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        await database.run(write("locked out"))
    other.execute("ROLLBACK")
    other.close()
    assert await database.run(write("let in")) == "let in"
    assert await database.read(keys) == {"let in"}
    await database.close()


async def test_a_second_process_is_refused(ready_sqlite_url: str) -> None:
    database = Database.connect(ready_sqlite_url)
    with pytest.raises(DatabaseInUse, match=r"already using the database .*amends\.db"):
        Database.connect(ready_sqlite_url)
    with pytest.raises(DatabaseInUse):
        schema.upgrade(ready_sqlite_url)
    await database.close()
    await Database.connect(ready_sqlite_url).close()


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_another_database_is_refused_in_plain_words(url: str) -> None:
    with pytest.raises(WrongDatabaseUrl, match="DATABASE_URL should be sqlite:///"):
        Database.connect(url)


@pytest.mark.parametrize("acknowledged", [1, 150])
def test_a_killed_writer_loses_nothing_it_acknowledged(ready_url: str, acknowledged: int) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, str(WRITER), ready_url]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = {writer.stdout.readline().strip() for _ in range(acknowledged)}
        writer.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in writer.stdout.readlines() if line.endswith("\n")}

    async def stored() -> set[str]:
        database = Database.connect(ready_url)
        found = await database.read(keys)
        await database.close()
        return found

    assert told <= asyncio.run(stored())
