"""The commands of an operator that concern the database alone, each in words for the terminal."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from storage import backups, dumps, restoring
from storage.engines import parse_url, sqlite_path
from storage.moving import go_on, gone_to, move
from storage.problems import NotDone
from storage.schema import check_schema
from storage.waiting import try_again, waiting


def add_commands(commands: Any) -> None:
    """Teach them to the command line; `commands` is what `argparse` calls subparsers."""
    backup = commands.add_parser("backup", help="copy the database to a file while Amends runs")
    backup.add_argument("file", nargs="?", help="where to (default: a new file that says when)")
    restore = commands.add_parser("restore", help="make a backup the database again")
    restore.add_argument("file", help="what `backup` made")
    moving = commands.add_parser("move", help="move everything from a SQLite file to PostgreSQL")
    moving.add_argument("--to", required=True, metavar="URL", help="postgresql+psycopg://…")
    outbox = commands.add_parser("outbox", help="list what could not be delivered")
    outbox.add_argument("--retry", nargs="*", metavar="ID", help="try these again, or all of it")


def operate(url: str, given: Namespace, *, now: datetime) -> str:
    """Do what was asked for. Returns what to print; raises NotDone, WrongDatabaseUrl, WrongSchema,
    and DatabaseInUse while the bot runs and must not."""
    match given.command:
        case "backup":
            return f"✓ {back_up(url, given.file, now=now)}"
        case "restore":
            return f"✓ {restore(url, given.file, now=now)}"
        case "move":
            return f"✓ {move_to(url, given.to)}"
        case _:
            check_schema(url)
            return outbox(url, retry=given.retry is not None, ids=given.retry or (), now=now)


def back_up(url: str, to: str | None, *, now: datetime) -> str:
    """Make a backup, in a file of that name or of one that says when. Returns what to print; raises
    NotDone and WrongDatabaseUrl."""
    parsed = parse_url(url)
    path = sqlite_path(parsed)
    stamp = f"{now:%Y%m%d-%H%M%S}"
    if path is not None:
        file = Path(to) if to else path.with_name(f"{path.stem}-{stamp}.backup")
        size = backups.back_up(path, file)
    else:
        file = Path(to or f"{parsed.database}-{stamp}.dump")
        size = dumps.dump(parsed, file)
    return f"Backup made and checked: {file.absolute()} ({_size(size)})."


def restore(url: str, file: str, *, now: datetime) -> str:
    """Make that backup the database. Returns what to print; raises NotDone, WrongDatabaseUrl, and
    DatabaseInUse while the bot runs."""
    parsed = parse_url(url)
    path = sqlite_path(parsed)
    if path is not None:
        kept = restoring.restore(Path(file), path, now=now)
    else:
        kept = dumps.restore(Path(file), parsed, now=now)
    said = f"{file} is the database now."
    if kept is not None:
        said += f" What was there before is kept in {kept.absolute()}."
    return (
        f"{said}\n  Run: python app.py migrate, then start Amends. Reminders that came due long "
        "ago are not sent then: your lead is asked about them first."
    )


def move_to(url: str, target: str) -> str:
    """Move everything to PostgreSQL. Returns what to print; raises as `storage.moving.move`."""
    moved = move(url, target)
    if moved.before:
        return (
            f"Everything was moved there before; it holds {moved.rows} rows now. Nothing was "
            "changed. Set DATABASE_URL to it and start Amends."
        )
    return (
        f"{moved.rows} rows moved and compared. Set DATABASE_URL to the new database and start "
        "Amends. The file stays as it is and is not used any more."
    )


LOOK = "What does, says: python app.py outbox"


def outbox(url: str, *, retry: bool, ids: Sequence[str], now: datetime) -> str:
    """What waits in vain, or, to `retry`, these of it (all where no `ids` are named) tried again.
    Returns what to print; raises WrongDatabaseUrl, and NotDone where none of `ids` is among it."""
    if retry or ids:
        count = try_again(url, ids, now=now)
        if ids and not count:
            raise NotDone(f"Nothing of that waits in vain: {' '.join(ids)}. {LOOK}")
        return f"{_messages(count)} will be tried again at once, if Amends runs."
    found = waiting(url, now=now)
    lines = [
        f"{each.id}  {each.state:7}  {each.what}  → {each.where}  ({each.error})"
        for each in found.in_vain
    ]
    if lines:
        lines += ["", "Once the reason is mended: python app.py outbox --retry [ID …]", ""]
    if found.held:
        until = "Held until somebody presses a button in Slack, for three days at most"
        lines.append(f"{until}: {_things(found.held)}.")
    said = f"{_messages(len(found.in_vain))} did not get through; {found.due} due now."
    return "\n".join([*lines, said])


def undelivered(url: str, *, now: datetime) -> str | None:
    """A line about what did not get through; None where all is well."""
    count = len(waiting(url, now=now).in_vain)
    return f"{_messages(count)} did not get through: python app.py outbox" if count else None


def moved_away(url: str) -> str | None:
    """Where the data of that file lives by now, and what to do; None where it is still here."""
    if gone := gone_to(url):
        return (
            f"This database was moved to {gone}. Set DATABASE_URL to that one. (To work on the "
            "file again, restore a backup of it.)"
        )
    return None


def refuse_moved(url: str) -> None:
    """To be called before a database is worked on. Raises NotDone where the data of that file lives
    somewhere else by now: two bots would each remind everybody."""
    if moved := moved_away(url):
        raise NotDone(moved)
    go_on(url)


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def _things(count: int) -> str:
    return "1 reminder" if count == 1 else f"{count} reminders"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"
