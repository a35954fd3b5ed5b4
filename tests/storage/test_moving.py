"""From SQLite to PostgreSQL: everything, once, and again without harm."""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.commands import HandOver, MarkMessage, MessageRef
from bot.customer_commands import TellCustomers
from storage import console, dumps, schema
from storage.backups import part_of
from storage.database import Database
from storage.engines import parse_url
from storage.problems import NotDone
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, TEAM, Postman, known, opened
from tools import postgres


async def lived_in(url: str, incidents: int = 3) -> None:
    """A database in which things have happened."""
    schema.prepare(url)
    database = Database.connect(url)
    storage = Storage.over(database, speed=0)
    await known(storage, ANN, BEN)
    for number in range(incidents):
        await opened(storage, f"Wrong invoice {number}")
    await Postman(storage).round()
    await storage.desk.perform(TEAM, 1, HandOver(ANN, BEN), now=NOON)
    await storage.desk.perform(TEAM, 1, TellCustomers(BEN, "Sorry — it was us"), now=NOON)
    mark = MarkMessage(ANN, MessageRef(ROOM, "9"), BEN, as_words=True)
    await storage.desk.perform(TEAM, 1, mark, now=NOON)
    await database.close()


async def test_everything_arrives_and_goes_on(sqlite_url: str, postgres_url: str) -> None:
    await lived_in(sqlite_url)
    said = console.move_to(sqlite_url, postgres_url)
    rows = re.match(r"(\d+) rows moved", said)
    assert rows
    with pytest.raises(NotDone, match="was moved to"):
        console.refuse_moved(sqlite_url)
    console.refuse_moved(postgres_url)
    assert f"holds {int(rows[1])} rows" in console.move_to(sqlite_url, postgres_url)
    database = Database.connect(postgres_url)
    storage = Storage.over(database, speed=0)
    assert (await storage.desk.incident(TEAM, 1, ANN)).owner == BEN
    new = await opened(storage, "The first one there")
    assert (new.number, new.id) == (4, 4)
    tell = TellCustomers(ANN, "Another word")
    await storage.desk.perform(TEAM, 4, tell, now=NOON)  # its timeline goes on counting
    assert "card" in await Postman(storage).round()
    await database.close()
    assert "Nothing was changed" in console.move_to(sqlite_url, postgres_url)


async def test_a_target_with_other_data_is_left_alone(sqlite_url: str, postgres_url: str) -> None:
    await lived_in(sqlite_url)
    await lived_in(postgres_url, 1)
    with pytest.raises(NotDone, match="holds something else"):
        console.move_to(sqlite_url, postgres_url)
    console.refuse_moved(sqlite_url)
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM incidents")).scalar() == 1
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    engine.dispose()
    with pytest.raises(NotDone, match="something else"):
        console.move_to(sqlite_url, postgres_url)


def test_only_from_a_file_to_a_server(sqlite_url: str, tmp_path: Path) -> None:
    for source, target in (
        (sqlite_url, f"sqlite:///{tmp_path / 'other.db'}"),
        ("postgresql://localhost/x", "postgresql://localhost/y"),
        (sqlite_url, "postgresql://localhost/there-is-no-file-yet"),
    ):
        with pytest.raises(NotDone):
            console.move_to(source, target)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, of the same version as the server."""
    monkeypatch.setenv("PATH", f"{postgres.client_programs()}{os.pathsep}{os.defpath}")


async def test_a_dump_and_back(programs: None, postgres_url: str, tmp_path: Path) -> None:
    await lived_in(postgres_url)
    file = str(tmp_path / "amends.dump")
    console.back_up(postgres_url, file, now=NOON)
    database = Database.connect(postgres_url)
    storage = Storage.over(database, speed=0)
    later = await opened(storage, "After the backup")
    with pytest.raises(NotDone, match="is running"):
        console.restore(postgres_url, file, now=NOON)
    await database.close()
    said = console.restore(postgres_url, file, now=NOON)
    assert "before-20261124-120000.dump" in said
    database = Database.connect(postgres_url)
    storage = Storage.over(database, speed=0)
    assert (await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=9)).total == 3
    waiting = await storage.outbox.claim(now=NOON, limit=9)
    assert all(parcel.unsure for parcel in waiting if parcel.posted is None)
    assert (await opened(storage, "Next")).number == later.number
    await database.close()


async def test_a_dump_that_was_broken_off_and_is_written_still_spoils_no_later_one(
    programs: None, ready_postgres_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "amends.dump"
    with part_of(file).open("wb") as another:
        another.write(b"PGDMP")
        console.back_up(ready_postgres_url, str(file), now=NOON)
        whole = file.read_bytes()
        another.write(b"the rest of it")
    assert file.read_bytes() == whole
    assert os.listdir(tmp_path) == [file.name]


OLD = """#!/bin/sh
echo "pg_dump: error: aborting because of server version mismatch" >&2
echo "pg_dump: detail: server version: 18.4; pg_dump version: 15.18" >&2
exit 1
"""


async def test_a_program_that_is_older_than_the_server_says_what_to_do(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived_in(postgres_url, 1)
    (tmp_path / "pg_dump").write_text(OLD)
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")
    with pytest.raises(NotDone, match=r"version: 15\.18\. It is older than the server\. Install"):
        console.back_up(postgres_url, str(tmp_path / "amends.dump"), now=NOON)
    assert os.listdir(tmp_path) == ["pg_dump"]


async def test_half_a_dump_changes_nothing(
    programs: None, postgres_url: str, tmp_path: Path
) -> None:
    await lived_in(postgres_url)
    whole, half = tmp_path / "amends.dump", tmp_path / "half.dump"
    console.back_up(postgres_url, str(whole), now=NOON)
    half.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(NotDone, match="pg_restore did not work"):
        console.restore(postgres_url, str(half), now=NOON)
    assert sorted(os.listdir(tmp_path)) == ["amends.dump", "half.dump"]


async def test_a_restore_that_fails_leaves_the_newer_tables_and_names_the_copy(
    programs: None, postgres_url: str, tmp_path: Path
) -> None:
    await lived_in(postgres_url)
    file = tmp_path / "amends.dump"
    engine = create_engine(parse_url(postgres_url))
    with engine.begin() as connection:  # as an older version's backup
        connection.execute(text("ALTER TABLE held RENAME TO held_later"))
    console.back_up(postgres_url, str(file), now=NOON)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE held_later RENAME TO held"))
        # What is not ours, and holds on to what is.
        connection.execute(text("CREATE VIEW seen_by_others AS SELECT count(*) FROM people"))
        connection.execute(text("CREATE VIEW more AS SELECT team_id FROM people"))
    with pytest.raises(NotDone, match=r"is as it was.*before-20261124-120000\.dump"):
        console.restore(postgres_url, str(file), now=NOON)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM held")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM incidents")).scalar_one() == 3
        connection.execute(text("DROP VIEW more, seen_by_others"))
    console.restore(postgres_url, str(file), now=NOON)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT to_regclass('held'), to_regclass('held_later')"))
        assert found.one() == (None, "held_later")
    engine.dispose()


@pytest.mark.parametrize("given", ["ann:secret@db/amends", "ann@db/amends?a=b&password=secret"])
def test_without_its_programs_the_command_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    url = parse_url(f"postgresql://{given}")
    with pytest.raises(NotDone, match="pg_dump --format=custom") as raised:
        dumps.dump(url, tmp_path / "x.dump")
    assert "secret" not in str(raised.value)
    file = tmp_path / "amends.dump"
    file.touch()
    with pytest.raises(NotDone, match="psql is not installed"):
        dumps.restore(file, url, now=NOON)


# In the place of PostgreSQL's programs: notes what it is called with, and what is in the file that
# names a password, before it does what it is to.
NOTING = """#!/bin/sh
echo "$@" >> "{noted}"
for each in "$@"; do
    file=$(echo "$each" | sed -n 's/.*passfile=\\([^&]*\\).*/\\1/p' | sed 's:%2F:/:g')
    if [ -n "$file" ]; then cat "$file" >> "{handed}"; fi
done
exec "{programs}/$(basename "$0")" "$@"
"""


async def test_nobody_sees_a_password_in_what_the_programs_are_called_with(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str, tmp_path: Path
) -> None:
    """Wherever in the URL it stands."""
    await lived_in(postgres_url)
    noted, handed, path = (tmp_path / each for each in ("noted", "handed", "bin"))
    path.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        script = NOTING.format(noted=noted, handed=handed, programs=postgres.client_programs())
        (path / name).write_text(script)
        (path / name).chmod(0o700)
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}{os.defpath}")
    url, file = parse_url(postgres_url), tmp_path / "amends.dump"
    for one in (url.set(password="top:secret"), url.update_query_dict({"password": "top:secret"})):
        dumps.dump(one, file)
        dumps.restore(file, one, now=NOON)
    assert f"--file={part_of(file)}" in noted.read_text()
    assert "secret" not in noted.read_text()
    assert set(handed.read_text().splitlines()) == {r"*:*:*:*:top\:secret"}
