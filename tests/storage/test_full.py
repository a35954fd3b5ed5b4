"""A full disk: what is answered is kept, the rest is refused, and it goes on once there is room."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.store import Storage
from tests.storage.moves import ANN, TEAM, opened


def room_for(pages: int) -> Callable[[Session], None]:
    """As if the disk had so many pages more (SQLite refuses them in the same words)."""

    def work(session: Session) -> None:
        connection = session.connection()
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {used + pages}"))

    return work


async def test_a_full_disk_refuses_and_then_goes_on(ready_sqlite_url: str) -> None:
    database = Database.connect(ready_sqlite_url)
    storage = Storage.over(database)
    await database.run(room_for(6))
    answered = 0
    with pytest.raises(Exception, match="full"):
        for _ in range(500):
            answered += bool(await opened(storage, "Wrong invoice " * 50))
    page = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=1)
    assert page.total == answered > 0
    await database.run(room_for(1_000))
    assert (await opened(storage)).number == answered + 1
    await database.close()
