"""One door to the database: `await database.run(work)`, where `work` takes a Session.

The work runs inside one transaction: on a file, on the event loop if it is short, which is cheaper
than handing it to a thread; on a server, in a thread always. Nobody waits for a disk on the event
loop. The work may be run again, so it changes nothing but the database. What it returns arrives
after the commit.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlmodel import Session

from storage.engines import parse_url, sqlite_path
from storage.postgres import Postgres
from storage.sqlite import Sqlite

T = TypeVar("T")


class Backend(Protocol):
    """What SQLite and PostgreSQL each do in their own way."""

    async def run(self, work: Callable[[Session], T], *, patient: bool, in_thread: bool) -> T: ...

    async def read(self, work: Callable[[Session], T], *, patient: bool, in_thread: bool) -> T: ...

    async def close(self) -> None: ...


class Database:
    """A database that is open. The schema is not looked at: see `storage.schema`."""

    def __init__(self, backend: Backend, *, shared: bool) -> None:
        self._backend = backend
        self.shared = shared
        """Whether other processes may be at work on it (PostgreSQL), or we are alone (SQLite)."""

    @classmethod
    def connect(cls, url: str) -> "Database":
        """Open it. Raises WrongDatabaseUrl, and DatabaseInUse for a SQLite file that is taken."""
        parsed = parse_url(url)
        path = sqlite_path(parsed)
        if path is None:
            return cls(Postgres(parsed), shared=True)
        return cls(Sqlite(parsed, path), shared=False)

    async def run(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = False
    ) -> T:
        """What `work` returns, once all it did is committed; or what it raises, and then nothing
        of it is kept. `patient`: nobody waits for the answer, so it lets others go first.
        `in_thread`: it may take more than a few milliseconds."""
        return await self._backend.run(work, patient=patient, in_thread=in_thread)

    async def read(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """What `work`, which only reads, returns. It sees one moment, after all that was committed
        before the call (PostgreSQL: one moment per statement). `in_thread` False: it is a look at
        a few rows by their keys, so it need not cost a turn to another thread."""
        return await self._backend.read(work, patient=patient, in_thread=in_thread)

    async def close(self) -> None:
        """Finish what is waiting, and let go."""
        await self._backend.close()
