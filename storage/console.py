"""The commands of an operator that concern the database alone, each in words for the terminal."""

from datetime import datetime
from pathlib import Path

from storage import backups, dumps, restoring
from storage.engines import parse_url, sqlite_path
from storage.moving import gone_to, move
from storage.problems import NotDone


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


def refuse_moved(url: str) -> None:
    """Raises NotDone where the data of that file lives somewhere else by now: two bots would each
    remind everybody."""
    if gone := gone_to(url):
        raise NotDone(
            f"This database was moved to {gone}. Set DATABASE_URL to that one. (To work on the "
            "file again, restore a backup of it.)"
        )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"
