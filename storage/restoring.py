"""A backup becomes the database again.

What the bot said after the backup was made is not in it, so a message that was waiting then may be
in Slack by now: it is looked for before it is sent (see `bot.outbox`). What came due long ago is
held for review when the bot starts (see `storage.holding`).
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from storage.backups import BESIDE, check, copied, discard, put_in_place
from storage.lockfile import FileLock
from storage.problems import NotDone
from storage.schema import knows

LOOK_FIRST = """
UPDATE outbox SET tried = (ts IS NULL), token = NULL, lease_until = NULL
WHERE due_at IS NOT NULL
"""


def restore(file: Path, database: Path, *, now: datetime) -> Path | None:
    """Make `file` the database. Returns where the one that was there is kept, None where there was
    none. Raises NotDone, and DatabaseInUse while the bot runs; then nothing is changed."""
    if not file.is_file():
        raise NotDone(f"There is no file {file}.")
    if database.exists() and file.samefile(database):
        raise NotDone(f"{file} is the database itself. Name a backup of it.")
    if not knows(check(file)):
        raise NotDone(f"{file} was made by a newer version of Amends. Update this one first.")
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(database)
    ready = database.with_name(f".{database.name}.restored")
    try:
        discard(ready)  # from a try that was broken off
        copied(file, ready)
        _prepare(ready)
        _hand_over(database, ready)
        kept = _keep_aside(database, now)
        put_in_place(ready, database)
    except (sqlite3.Error, OSError) as error:
        raise NotDone(f"Not restored: {error}. The database is as it was.") from error
    finally:
        with suppress(OSError):
            discard(ready)
        lock.release()
    return kept


def _prepare(restored: Path) -> None:
    with closing(sqlite3.connect(restored)) as connection, connection:
        connection.execute(LOOK_FIRST)


def _hand_over(database: Path, restored: Path) -> None:
    """To whoever the database belongs to: the bot may run as somebody else."""
    if database.exists():
        was = database.stat()
        restored.chmod(was.st_mode)
        with suppress(PermissionError):
            os.chown(restored, was.st_uid, was.st_gid)


def _keep_aside(database: Path, now: datetime) -> Path | None:
    """A copy of the database as it was. It stays in its place, too, until the restored one takes
    that; what lies beside it goes, or SQLite would take it for the restored one's."""
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.before-{now:%Y%m%d-%H%M%S}")
    for beside in BESIDE:
        _copy(Path(f"{database}{beside}"), Path(f"{aside}{beside}"))
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        for beside in BESIDE:  # they are in the database now
            Path(f"{aside}{beside}").unlink(missing_ok=True)
    except sqlite3.Error:
        pass  # damaged, which may be why it is restored: it is kept as it is
    _link(database, aside)
    for beside in (*BESIDE, "-shm"):
        Path(f"{database}{beside}").unlink(missing_ok=True)
    return aside


def _copy(source: Path, to: Path) -> None:
    if source.exists():
        shutil.copy2(source, to)


def _link(source: Path, to: Path) -> None:
    to.unlink(missing_ok=True)  # from a try that was broken off
    try:
        os.link(source, to)
    except OSError:  # not every file system has links
        shutil.copy2(source, to)
