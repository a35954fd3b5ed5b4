"""Backups of a PostgreSQL database, by PostgreSQL's own programs where they are installed.

A password is handed to them in a file: what they are called with, others on the machine can see.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text

from storage.backups import part_of, put_in_place
from storage.catalogue import all_tables
from storage.engines import OUR_NAME, opened
from storage.problems import NotDone
from storage.restoring import LOOK_FIRST
from storage.schema import VERSION_TABLE

_NEWER = (
    "It is older than the server. Install PostgreSQL’s programs of the server’s version, and put "
    "their folder first in PATH."
)
PASSWORD = "password"  # what the query of a URL calls it
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name = :name AND pid <> pg_backend_pid()"
)
_TABLE = re.compile(r"^\d+; \d+ \d+ TABLE \S+ (\S+) ", re.MULTILINE)


def dump(url: URL, to: Path) -> int:
    """Write a copy of the database to the file `to`. Returns its size in bytes. Raises NotDone."""
    if to.is_dir() or not to.parent.is_dir():
        raise NotDone(f"{to} cannot be written: name a file in a folder that is there.")
    part = part_of(to)
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={part}", _address(url)]
    # One that was broken off may be written still, by a pg_dump that nobody waits for any more: it
    # keeps its own file, and does not write into this one.
    with suppress(OSError):
        part.unlink()
    try:
        _run(url, command, ["pg_dump", "--format=custom", "--no-owner", f"--file={to}"])
        _read_whole(url, part)
        put_in_place(part, to)
    finally:
        with suppress(OSError):
            part.unlink()
    return to.stat().st_size


def restore(file: Path, url: URL, *, now: datetime) -> Path | None:
    """Make what `file` holds the database. Returns the dump of what was there before, None where
    there was nothing. Raises NotDone; then the database is as it was."""
    if not file.is_file():
        raise NotDone(f"There is no file {file}.")
    if shutil.which("psql") is None:
        raise NotDone(
            "psql is not installed on this machine; it comes with PostgreSQL. "
            "Give this command again on one where it is."
        )
    held = set(_TABLE.findall(_run(url, ["pg_restore", "--list", str(file)])))
    if VERSION_TABLE not in held:
        raise NotDone(f"{file} is not a backup of Amends.")
    _read_whole(url, file)
    before = file.with_name(f"before-{now:%Y%m%d-%H%M%S}.dump")
    with opened(url.render_as_string(hide_password=False), writes=True) as engine:
        with engine.begin() as connection:
            _refuse_company(connection)
            there = set(inspect(connection).get_table_names())
        if VERSION_TABLE in there:
            dump(url, before)
    kept = before if VERSION_TABLE in there else None
    try:
        _replace(url, file, _newer(there - held))
    except NotDone as error:
        copy = f" A copy of it is in {kept.absolute()}." if kept else ""
        raise NotDone(f"{error} Nothing was restored: the database is as it was.{copy}") from error
    return kept


def _refuse_company(connection: Connection) -> None:
    others = connection.execute(_OTHERS, {"name": OUR_NAME}).scalar_one()
    if others:
        raise NotDone(
            "Amends is running on this database, or a restore that was broken off has not ended. "
            "Stop every replica first."
        )


def _newer(unknown: set[str]) -> list[str]:
    """Tables of ours that the backup does not know would keep the others from being replaced. What
    drops them."""
    tables = ", ".join(f'"{each.name}"' for each in all_tables() if each.name in unknown)
    return [f"DROP TABLE {tables}"] if tables else []


def _replace(url: URL, file: Path, first: Sequence[str]) -> None:
    """`first` is done and the backup becomes the database in one transaction, or nothing is."""
    with tempfile.TemporaryDirectory(prefix="amends-") as folder:  # for our eyes only
        script = str(Path(folder, "backup.sql"))
        making = ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--file={script}"]
        _run(url, [*making, str(file)])
        psql = ["psql", "--no-psqlrc", "--quiet", "--single-transaction"]
        psql += ["--set=ON_ERROR_STOP=1", f"--dbname={_address(url)}"]
        psql += [f"--command={each}" for each in first]
        psql.append(f"--file={script}")
        # The script leaves the session without a schema to look in.
        psql += ["--command=RESET search_path", f"--command={LOOK_FIRST}"]
        _run(url, psql)


def _read_whole(url: URL, file: Path) -> None:
    """Raises NotDone where some of the backup cannot be read: its list of contents is at its
    beginning, and says nothing about the rest."""
    _run(url, ["pg_restore", f"--file={os.devnull}", str(file)])


def _address(url: URL) -> str:
    """As PostgreSQL's programs take it, without the password."""
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.difference_update_query([PASSWORD]).query,
    )
    return plain.render_as_string(hide_password=False)


def _password(url: URL) -> str:
    """Wherever it stands; where it does in both places, PostgreSQL takes the one of the query."""
    return (url.normalized_query.get(PASSWORD) or [url.password or ""])[-1]


def _run(url: URL, command: Sequence[str], to_say: Sequence[str] = ()) -> str:
    """What the program prints. Raises NotDone with its own last words, or with the command to give
    elsewhere where it is not installed."""
    program = shutil.which(command[0])
    if program is None:
        by_hand = " ".join((*(to_say or command), f'"{_address(url)}"' if to_say else ""))
        raise NotDone(
            f"{command[0]} is not installed on this machine; it comes with PostgreSQL. "
            f"Where it is, run: {by_hand.strip()}"
        )
    with tempfile.NamedTemporaryFile("w", prefix="amends-") as secret:  # for our eyes only
        # Under our name: where we are killed it goes on, and nobody may restore beside it.
        asked = {"application_name": OUR_NAME}
        if password := _password(url):
            escaped = re.sub(r"([:\\])", r"\\\1", password)
            secret.write(f"*:*:*:*:{escaped}\n")
            secret.flush()
            asked["passfile"] = secret.name
        address = _address(url.update_query_dict(asked))
        given = [each.replace(_address(url), address) for each in command[1:]]
        done = subprocess.run([program, *given], capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        last = said.splitlines()[-1] if said else done.returncode
        older = f" {_NEWER}" if "version mismatch" in said else ""
        raise NotDone(f"{command[0]} did not work: {last}.{older}")
    return done.stdout.decode(errors="replace")
