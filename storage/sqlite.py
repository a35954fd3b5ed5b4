"""SQLite: one thread writes, and commits together whatever is waiting.

Measured: this is faster than a connection per task, and it is the one way in which nothing is lost
without an error. Each piece of work has a savepoint, so one that fails takes nobody with it; all of
a batch is told of its success after the one COMMIT, which waits for the disk. What is patient comes
a few at a time, after what people wait for: fifty messages on their way would hold a batch up.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlmodel import Session

from storage.engines import sqlite_engine
from storage.lockfile import FileLock

T = TypeVar("T")
READERS = 4
BATCH = 64  # pieces of work in one commit at most
PATIENT = 6  # further ones, of those that can wait


@dataclass(frozen=True)
class _Job:
    work: Callable[[Session], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    patient: bool


@dataclass(frozen=True)
class _Done:
    job: _Job
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Let whoever waits know. Runs on their event loop."""
        if self.job.future.done():  # they stopped waiting
            return
        if self.error is not None:
            self.job.future.set_exception(self.error)
        else:
            self.job.future.set_result(self.value)


class Sqlite:
    """A SQLite file, which belongs to this process alone while it is open."""

    def __init__(self, url: URL, path: Path) -> None:
        """Raises DatabaseInUse."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path)
        self._engine = sqlite_engine(url, writes=True, connections=1)
        self._read_engine = sqlite_engine(url, writes=False, connections=READERS + 1)
        self._connection = self._engine.connect()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._patient_reader = ThreadPoolExecutor(1, thread_name_prefix="patient-reader")
        self._writer = Thread(target=self._write, name="writer", daemon=True)
        self._closed = False
        self._writer.start()

    async def run(self, work: Callable[[Session], T], *, patient: bool = False) -> T:
        """See `Database.run`."""
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Job(work, future, loop, patient))
        return await future

    async def read(self, work: Callable[[Session], T], *, patient: bool = False) -> T:
        """See `Database.read`."""
        readers = self._patient_reader if patient else self._readers
        return await asyncio.get_running_loop().run_in_executor(readers, self._read, work)

    async def close(self) -> None:
        """See `Database.close`."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._writer.join()
        self._readers.shutdown()
        self._patient_reader.shutdown()
        self._read_engine.dispose()
        self._connection.close()
        self._engine.dispose()
        self._lock.release()

    def _read(self, work: Callable[[Session], T]) -> T:
        with Session(self._read_engine) as session:
            return work(session)

    def _write(self) -> None:
        urgent: deque[_Job] = deque()
        patient: deque[_Job] = deque()
        is_open = True
        while is_open or urgent or patient:
            if is_open:
                is_open = self._take_in(urgent, patient)
            batch = [*_first(urgent, BATCH), *_first(patient, PATIENT)]
            if batch:
                _tell(self._commit(batch))

    def _take_in(self, urgent: deque[_Job], patient: deque[_Job]) -> bool:
        """Take what has come; wait for it where there is nothing to do. False: no more will."""
        wait = not (urgent or patient)
        with suppress(Empty):
            while (job := self._queue.get(block=wait)) is not None:
                (patient if job.patient else urgent).append(job)
                wait = False
            return False
        return True

    def _commit(self, batch: list[_Job]) -> list[_Done]:
        """One transaction for the whole batch. A database that is locked, full or broken fails the
        batch, not the thread."""
        try:
            with self._connection.begin():
                return [self._attempt(job) for job in batch]
        except BaseException as error:
            return [_Done(job, error=error) for job in batch]

    def _attempt(self, job: _Job) -> _Done:
        # The savepoint is set on the driver itself: through the session it cost a quarter of the
        # time an incident takes to be opened.
        driver: Any = self._connection.connection.driver_connection
        driver.execute("SAVEPOINT work")
        with Session(
            self._connection, join_transaction_mode="rollback_only", expire_on_commit=False
        ) as session:
            try:
                value = job.work(session)
                session.flush()
            except BaseException as error:
                driver.execute("ROLLBACK TO work")
                driver.execute("RELEASE work")
                return _Done(job, error=error)
        driver.execute("RELEASE work")
        return _Done(job, value)


def _first(waiting: deque[_Job], most: int) -> list[_Job]:
    return [waiting.popleft() for _ in range(min(most, len(waiting)))]


def _tell(finished: list[_Done]) -> None:
    by_loop = defaultdict(list)
    for done in finished:
        by_loop[done.job.loop].append(done)
    for loop, waiting in by_loop.items():
        with suppress(RuntimeError):  # their loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_all, waiting)


def _tell_all(waiting: list[_Done]) -> None:
    for done in waiting:
        done.tell()
