"""The databases and the browser that other tests stand on are real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tools import chromium, postgres


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.getfixturevalue(request.param)


@pytest.mark.parametrize("times", [1, 2], ids=["once", "and again"])
def test_each_test_has_an_empty_database(url: str, times: int) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE promises (words TEXT)"))
        connection.execute(text("INSERT INTO promises VALUES (:words)"), {"words": "by Friday, ✅"})
        assert connection.scalar(text("SELECT words FROM promises")) == "by Friday, ✅"
    engine.dispose()


def test_a_durable_server_waits_for_the_disk() -> None:
    with postgres.postgres_server(durable=True) as host, postgres.connect(host) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        directory = Path(host)
    assert not directory.exists()


def test_a_browser_starts() -> None:
    assert chromium.chromium().is_file()
