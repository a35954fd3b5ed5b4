"""`python app.py check`: can the database be worked on? Beside a bot that may be running on it.

Nothing is changed. Each finding names its fix.
"""

import sqlite3
from datetime import datetime

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.finding import Finding
from storage.console import moved_away, undelivered
from storage.engines import WrongDatabaseUrl, parse_url, sqlite_path
from storage.peek import incident_channels
from storage.schema import WrongSchema, absent, check_schema, current, is_empty

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
Looked = tuple[tuple[Finding, ...], tuple[str, ...]]  # and the incident channels that are set


def look(url: str, *, now: datetime) -> Looked:
    """What is right and what is wrong with the database, and the channels that teams have chosen
    for their cards, as far as it can be read."""
    try:
        return _look(url, now)
    except (WrongSchema, WrongDatabaseUrl) as error:
        return _wrong(str(error))
    except (SQLAlchemyError, OSError) as error:
        return _wrong(unopened(url, error))


def _look(url: str, now: datetime) -> Looked:
    if current(url) is None and is_empty(url):
        found = f"none yet at {path}" if (path := absent(url)) else "empty"
        return (Finding(True, f"Database: {found}; it is set up at the first start."),), ()
    check_schema(url)
    if moved := moved_away(url):
        return _wrong(moved)
    findings = [Finding(True, "Database: reachable and up to date.")]
    channels = incident_channels(url)
    if late := undelivered(url, now=now):
        findings.append(Finding(False, f"Outbox: {late}"))
    return tuple(findings), channels


def _wrong(said: str) -> Looked:
    return (Finding(False, f"Database: {said}"),), ()


def unopened(url: str, error: Exception) -> str:
    """What to do where the database behind that URL could not be opened or read. (`move` may fail
    on another one: what matters is where the error comes from.)"""
    cause = error.orig if isinstance(error, DBAPIError) else error
    why = f"it cannot be opened ({type(error).__name__}). Check that DATABASE_URL is right and that"
    if not isinstance(cause, sqlite3.Error):
        return f"{why} the server runs, or that the folder exists and can be written to."
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # its low byte is the kind of fault
    path = sqlite_path(parse_url(url))
    if path is None or code not in _DAMAGED:
        return f"{why} the file and its folder can be read and written to."
    return (
        f"{path.absolute()} is damaged, or is no database at all. Stop Amends, then restore a "
        "backup: python app.py restore FILE (the file that is there now is kept aside). Without a "
        f"backup, move it away, with {path.name}-wal and {path.name}-shm if they are there: the "
        "next start sets up a new, empty database."
    )
