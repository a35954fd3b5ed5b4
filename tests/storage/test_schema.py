"""Migrations: from nothing to the tables the code expects, and a clear word where they differ."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, inspect, select, text

from storage import schema
from storage.columns import UtcDateTime
from storage.mapping import incident_of, incident_values
from storage.tables import Row, incidents
from tests.programs import ROOT
from tests.storage.moves import NOON
from tests.storage.test_mapping import an_incident


def _of_the_code(name: str | None, *_: object) -> bool:
    """The search's own index is made and kept by the database: no table of ours describes it."""
    return not (name or "").startswith("incident_words_index")


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": _of_the_code,
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata)
    engine.dispose()
    return list(found)


def tamper(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def set_up_as_of(url: str, revision: str) -> None:
    """The tables as that version had them."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    assert schema.current(database_url) is None
    schema.upgrade(database_url)
    assert schema.current(database_url) == schema.head()
    assert differences(database_url) == []


def test_partial_indices_are_partial(ready_url: str) -> None:
    engine = create_engine(ready_url)
    catalogue = (
        "SELECT sql FROM sqlite_master WHERE type = 'index'"
        if engine.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    with engine.connect() as connection:
        definitions = [str(row) for row in connection.execute(text(catalogue)).scalars()]
    engine.dispose()
    partial = [each.partition(" WHERE ")[2].strip("()") for each in definitions]
    assert sorted(filter(None, partial)) == sorted(
        str(index.dialect_options["sqlite"]["where"])
        for table in Row.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    )


def test_an_instant_column_is_one_everywhere() -> None:
    instants = [
        column
        for table in Row.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_at") or column.name in ("since", "due", "at", "lease_until")
    ]
    assert len(instants) >= 15
    assert all(isinstance(column.type, UtcDateTime) for column in instants)


def test_an_empty_database_is_set_up_by_itself(database_url: str) -> None:
    with pytest.raises(schema.WrongSchema, match=r"not set up yet\. Run: python app\.py migrate"):
        schema.check_schema(database_url)
    schema.prepare(database_url)
    schema.check_schema(database_url)
    schema.prepare(database_url)


def test_several_may_set_it_up_at_once(postgres_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(schema.prepare, [postgres_url] * 4))
    assert differences(postgres_url) == []


def test_an_older_database_is_refused_and_its_rows_outlive_the_upgrade(
    database_url: str,
) -> None:
    set_up_as_of(database_url, "0001")
    tamper(database_url, "INSERT INTO counters VALUES ('T1', 12)")
    with pytest.raises(schema.WrongSchema, match=r"older than .* Run: python app\.py migrate"):
        schema.prepare(database_url)
    schema.upgrade(database_url)
    assert differences(database_url) == []
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counters")).scalar() == 12
    engine.dispose()


def test_an_incident_of_the_first_version_is_read_as_it_was(database_url: str) -> None:
    set_up_as_of(database_url, "0001")
    was = replace(an_incident(), update_since=NOON, next_update_at=NOON + timedelta(hours=2))
    engine = create_engine(database_url)
    columns = {each["name"] for each in inspect(engine).get_columns("incidents")}
    known = {name: value for name, value in incident_values(was).items() if name in columns}
    with engine.begin() as connection:
        connection.execute(insert(incidents).values(id=was.id, **known))
    schema.upgrade(database_url)
    with engine.connect() as connection:
        row = connection.execute(select(incidents)).mappings().one()
    engine.dispose()
    assert incident_of(row, ()) == was
    assert row["next_promise_at"] == was.next_update_at


def test_a_newer_database_is_refused(database_url: str) -> None:
    schema.prepare(database_url)
    tamper(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.WrongSchema, match="newer version of Amends"):
        schema.prepare(database_url)


def test_a_database_in_use_for_something_else_is_left_alone(database_url: str) -> None:
    tamper(database_url, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(schema.WrongSchema, match=r"Run: python app\.py migrate"):
        schema.prepare(database_url)


def test_a_bot_on_a_file_carries_nothing_of_postgresql() -> None:
    heavy = "('alembic', 'psycopg', 'sqlalchemy.dialects.postgresql')"
    code = f"import sys, app; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
