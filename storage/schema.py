"""Which version of the tables a database has, and bringing it up to date.

Changes only ever expand first and contract in a later version, so that replicas of two versions can
work side by side while an update is rolled out. Alembic is loaded only where there is something to
bring up to date: it would take an eighth of the memory of a process that just works.
"""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.engines import WrongDatabaseUrl, open_for_reading, opened, parse_url, sqlite_path
from storage.lockfile import FileLock

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alembic_version"  # Alembic's own: one row with the revision
MIGRATE = "python app.py migrate"
ONE_AT_A_TIME = 7_265_637_311  # PostgreSQL's advisory lock for upgrades: any number that is ours


class WrongSchema(RuntimeError):
    """The tables are not those of this version; the message says which command to run."""


def head() -> str:
    """The version of the tables that this version of the bot needs."""
    return max(_revisions())


def current(url: str) -> str | None:
    """The version the database has, None where nothing has been set up. Changes nothing.

    Raises WrongDatabaseUrl where a SQLite file's folder is not there.
    """
    if absent(url):
        return None
    with open_for_reading(url) as engine, engine.connect() as connection:
        return _current(connection)


def absent(url: str) -> Path | None:
    """The SQLite file, whole path, where it is not there yet. Raises as `current` does."""
    path = _file(url)
    return path.absolute() if path and not path.exists() else None


def check_schema(url: str) -> None:
    """Raises WrongSchema where the database is older or newer than this version needs."""
    found, needed = current(url), head()
    if found == needed:
        return
    if found is None:
        raise WrongSchema(f"The database is not set up yet. Run: {MIGRATE}")
    if found in _revisions():
        raise WrongSchema(f"The database is older than this version of Amends. Run: {MIGRATE}")
    raise WrongSchema(
        "The database was set up by a newer version of Amends. Update this one, "
        f"then run: {MIGRATE}"
    )


def upgrade(url: str) -> Path | None:
    """Bring the database up to date. Several may try at once: the others wait, or on SQLite raise
    DatabaseInUse, as they do while the bot runs.

    Returns the file, whole path, if it was not there before: nobody should have to look for it.
    Raises WrongDatabaseUrl as `current` does.
    """
    made = absent(url)
    with (
        _alone(url),
        opened(url, writes=True) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": ONE_AT_A_TIME})
        _run_alembic(connection)
    return made


def prepare(url: str) -> Path | None:
    """Set up a database in which there is nothing yet; check any other. Raises WrongSchema.

    Returns the file, as `upgrade` does.
    """
    made = upgrade(url) if current(url) is None and is_empty(url) else None
    check_schema(url)
    return made


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def knows(revision: str) -> bool:
    """Whether this version can bring a database of that version up to date."""
    return revision in _revisions()


def _revisions() -> set[str]:
    """All that this version knows. A file is called by its revision, which is a number."""
    scripts = MIGRATIONS.joinpath("versions").glob("[0-9]*.py")
    return {script.name.partition("_")[0] for script in scripts}


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def is_empty(url: str) -> bool:
    """Whether there is no table in it, ours or anybody's. Raises as `current` does."""
    if absent(url):
        return True
    with open_for_reading(url) as engine, engine.connect() as connection:
        return not inspect(connection).get_table_names()


def _file(url: str) -> Path | None:
    """The SQLite file, None for PostgreSQL. A folder that is not there is more often a slip of the
    pen than a wish, and a bot with an empty database looks as if all were lost: none is made."""
    path = sqlite_path(parse_url(url))
    if path is not None and not path.parent.is_dir():
        folder = path.parent.absolute()
        raise WrongDatabaseUrl(
            f"DATABASE_URL names a file in {folder}, and there is no such folder. Check it for a "
            f"typo; if it is meant, make the folder first: mkdir -p {shlex.quote(str(folder))}"
        )
    return path


@contextmanager
def _alone(url: str) -> Iterator[None]:
    path = sqlite_path(parse_url(url))
    if path is None:
        yield
        return
    lock = FileLock(path)
    try:
        yield
    finally:
        lock.release()
