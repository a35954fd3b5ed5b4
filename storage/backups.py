"""A backup of a SQLite file, made while the bot works on it.

SQLite's own online backup reads one moment of the database; in WAL mode it keeps nobody from
writing (SQLite documentation, "SQLite Backup API"). The copy appears under its name only once it is
whole, checked, and on the disk.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.engines import WAIT_FOR_LOCK
from storage.problems import NotDone
from storage.schema import VERSION_TABLE

BESIDE = ("-wal", "-journal")  # the ends of files that hold what is not in the database yet


def back_up(database: Path, to: Path) -> int:
    """Write a copy of `database` to the file `to`, which is replaced if it is there. Returns its
    size in bytes. Raises NotDone."""
    if not database.is_file():
        raise NotDone(f"There is no database at {database}. Check DATABASE_URL.")
    if to.is_dir() or not to.parent.is_dir():
        raise NotDone(f"{to} cannot be written: name a file in a folder that is there.")
    if to.exists() and to.samefile(database):
        raise NotDone(f"{to} is the database itself. Name another file.")
    try:
        return copied(database, to)
    except (sqlite3.Error, OSError) as error:
        raise NotDone(f"The backup was not made: {error}. Is there room for it?") from error


def copied(database: Path, to: Path) -> int:
    """Copy one moment of `database` to `to`, whole or not at all. Returns the copy's size. Raises
    sqlite3.Error, OSError, and NotDone where it is not a whole database of ours."""
    part = part_of(to)
    discard(part)
    try:
        with closing(opened(database)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        shutil.copymode(database, part)
        check(part)
        put_in_place(part, to)
    finally:
        with suppress(OSError):
            discard(part)
    return to.stat().st_size


def discard(file: Path) -> None:
    """Have a database gone that was not finished, with what SQLite keeps beside it: of another one
    in its place it would be taken for that one's. Raises OSError."""
    for beside in ("", *BESIDE, "-shm"):
        Path(f"{file}{beside}").unlink(missing_ok=True)


def opened(database: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    address = f"{database.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=WAIT_FOR_LOCK)


def check(file: Path) -> str:
    """Which version of the tables is in that file. Raises NotDone where it is no whole database of
    ours."""
    try:
        with closing(opened(file)) as connection:
            [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise NotDone(f"{file} is damaged ({found}). Take another backup.")
            row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    except sqlite3.Error as error:
        raise NotDone(f"{file} is not a backup of Amends ({error}).") from error
    if row is None:
        raise NotDone(f"{file} is not a backup of Amends: it is empty.")
    return str(row[0])


def put_in_place(part: Path, to: Path) -> None:
    """Give a finished file its name, for good: also after a power cut."""
    _to_disk(part)
    part.replace(to)
    _to_disk(to.parent)


def part_of(file: Path) -> Path:
    """Where a file is written before it gets its name."""
    return file.with_name(f".{file.name}.part")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
