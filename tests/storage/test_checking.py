"""What `python app.py check` says of the database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.finding import Finding
from storage.checking import look, unopened
from storage.console import back_up, restore
from storage.engines import open_for_reading
from storage.moving import MOVED_TO
from storage.schema import upgrade

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that is set up."""
    upgrade(f"sqlite:///{tmp_path / 'amends.db'}")
    return tmp_path / "amends.db"


def said(file: Path) -> str:
    """The one fault of that file."""
    [finding], channels = look(f"sqlite:///{file}", now=NOW)
    assert (finding.fine, channels) == (False, ())
    return finding.text


def test_a_database_of_ours_is_fine(ready_url: str) -> None:
    assert look(ready_url, now=NOW) == ((Finding(True, "Database: reachable and up to date."),), ())


def test_tables_of_somebody_else_are_not_called_empty(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    assert "not set up yet. Run: python app.py migrate" in said(tmp_path / "other.db")


def test_a_database_that_was_moved_is_not_started_on(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO meta VALUES (?, 'host/amends')", (MOVED_TO,))
    assert "was moved to host/amends. Set DATABASE_URL to that one" in said(file)


def test_damage_is_said_also_where_the_version_can_still_be_read(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'team_settings'"
        [page] = connection.execute(query).fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)
    assert f"{file} is damaged" in said(file)


def test_the_way_back_from_damage_leads_there(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    back_up(url, str(tmp_path / "kept"), now=NOW)
    file.write_bytes(b"no database" * 500)
    assert "python app.py restore FILE" in said(file)
    assert "What was there before is kept" in restore(url, str(tmp_path / "kept"), now=NOW)
    [finding], _ = look(url, now=NOW)
    assert finding.fine


def test_each_kind_of_database_gets_its_own_advice(tmp_path: Path) -> None:
    folder = said(tmp_path)
    assert "the file and its folder can be read and written to" in folder
    assert "server" not in folder
    unreachable = "postgresql+psycopg://u:hush@127.0.0.1:1/x"
    with pytest.raises(OperationalError) as error, open_for_reading(unreachable) as engine:
        engine.connect()
    for url in (unreachable, f"sqlite:///{tmp_path / 'a.db'}"):  # as `move` may fail
        text = unopened(url, error.value)
        assert "that the server runs" in text
        assert "hush" not in text
