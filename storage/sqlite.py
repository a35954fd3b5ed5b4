"""SQLite: one connection writes, and commits together whatever is waiting.

What is short is done on the event loop itself, and only the COMMIT, which waits for the disk, in a
thread. Measured: SQLite's driver lets go of the interpreter at every statement, and where a
writer's thread had to get it back from a busy event loop each time, a fifth of all processor time
went there. What takes longer is done in the thread; what nobody waits for holds back, for a while,
as long as people ask for something.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL
from sqlmodel import Session

from storage.calm import Calm
from storage.engines import sqlite_engine
from storage.glance import Glance
from storage.lockfile import FileLock
from storage.writer import Done, Job, Writer

T = TypeVar("T")
READERS = 4
BATCH = 64  # pieces of work in one commit at most


class Sqlite:
    """A SQLite file, which belongs to this process alone while it is open."""

    def __init__(self, url: URL, path: Path) -> None:
        """Raises DatabaseInUse."""
        self._lock = FileLock(path)
        self._engine = sqlite_engine(url, writes=True, connections=1, begins=False)
        self._read_engine = sqlite_engine(url, writes=False, connections=READERS + 1)
        self._glance_engine = sqlite_engine(url, writes=False, connections=1, begins=False)
        self._writer = Writer(self._engine)
        self._glance = Glance(self._glance_engine)
        self._waiting: deque[Job] = deque()
        self._calm = Calm()
        self._writing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._patient_reader = ThreadPoolExecutor(1, thread_name_prefix="patient-reader")
        self._closed = False

    async def run(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = False
    ) -> T:
        """See `Database.run`."""
        if patient:
            await self._calm.wait()
            return await self._written(work, in_thread)
        with self._calm.somebody_waits():
            return await self._written(work, in_thread)

    async def read(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.read`."""
        in_thread_of = asyncio.get_running_loop().run_in_executor
        if patient:
            await self._calm.wait()
        if not in_thread:
            return self._glance.read(work)
        if patient:
            return await in_thread_of(self._patient_reader, self._read, work)
        with self._calm.somebody_waits():
            return await in_thread_of(self._readers, self._read, work)

    async def close(self) -> None:
        """See `Database.close`."""
        if self._closed:
            return
        self._closed = True
        if self._writing is not None:
            await self._writing
        await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._thread.shutdown()
        self._readers.shutdown()
        self._patient_reader.shutdown()
        self._read_engine.dispose()
        self._glance.close()
        self._glance_engine.dispose()
        self._writer.close()
        self._engine.dispose()
        self._lock.release()

    def _read(self, work: Callable[[Session], T]) -> T:
        with Session(self._read_engine) as session:
            return work(session)

    async def _written(self, work: Callable[[Session], T], in_thread: bool) -> T:
        if self._closed:
            raise RuntimeError("the database is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(Job(work, future, in_thread))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="writer")
        return await future

    async def _write(self) -> None:
        try:
            while self._waiting:
                for done in await self._commit(_first(self._waiting, BATCH)):
                    done.tell()
        finally:
            self._writing = None

    async def _commit(self, batch: list[Job]) -> list[Done]:
        """One transaction for all of it. A database that is locked, full or broken fails the batch
        and no more."""
        short = [job for job in batch if not job.in_thread]
        long = [job for job in batch if job.in_thread]
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._thread)
        try:
            if not self._writer.begin_now():
                await in_thread(self._writer.begin)
            done = self._writer.straight(short)
            return await in_thread(self._writer.finish, short, done, long)
        except Exception as error:
            self._writer.undo()
            return [Done(job, error=error) for job in batch]


def _first(waiting: deque[Job], most: int) -> list[Job]:
    return [waiting.popleft() for _ in range(min(most, len(waiting)))]
