"""PostgreSQL: a pool of connections, a thread for each, and another try where it asks for one."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.calm import Calm
from storage.engines import postgres_engine
from storage.statements import CommitInDoubt

T = TypeVar("T")
CONNECTIONS = 10
TRIES = 5
PATIENT = 3  # of the connections: for what can wait, so that people do not
PAUSE = 0.02  # seconds before the second try, longer before each further one
# Serialization failure and deadlock: the transaction was undone and may be run again
# (PostgreSQL documentation, appendix "Error Codes").
RUN_AGAIN = frozenset({"40001", "40P01"})

log = logging.getLogger(__name__)


class Postgres:
    """A PostgreSQL database, which other processes may be at work on too."""

    def __init__(self, url: URL) -> None:
        """Raises WrongDatabaseUrl where the driver is not installed. Connects when first used."""
        self._engine = postgres_engine(url, connections=CONNECTIONS)
        dialect: Any = self._engine.dialect
        self._driver_error: type[Exception] = dialect.dbapi.Error
        self._threads = ThreadPoolExecutor(CONNECTIONS - PATIENT, thread_name_prefix="postgres")
        self._patient_threads = ThreadPoolExecutor(PATIENT, thread_name_prefix="patient")
        self._calm = Calm()

    async def run(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.run`."""
        in_thread_of = asyncio.get_running_loop().run_in_executor
        if patient:
            await self._calm.wait()
            return await in_thread_of(self._patient_threads, self._run, work)
        with self._calm.somebody_waits():
            return await in_thread_of(self._threads, self._run, work)

    async def read(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.read`."""
        return await self.run(work, patient=patient)

    async def close(self) -> None:
        """See `Database.close`."""
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._patient_threads.shutdown)
        self._engine.dispose()

    def _run(self, work: Callable[[Session], T]) -> T:
        for tries in range(1, TRIES):
            try:
                return self._once(work)
            except (DBAPIError, self._driver_error) as error:
                if not _may_run_again(error):
                    raise
                log.info("trying a transaction again after %s", type(error).__name__)
                time.sleep(PAUSE * tries)
        return self._once(work)

    def _once(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            # Nobody knows whether a commit that lost its connection was kept, so it is not run
            # again: whoever asked asks again, with the same dedupe key.
            try:
                value = work(session)
            except CommitInDoubt:
                session.invalidate()
                raise
            session.flush()
            try:
                session.commit()
            except DBAPIError as error:
                error.connection_invalidated = False
                raise
        return value


def _may_run_again(error: Exception) -> bool:
    """`error` comes from SQLAlchemy, or as it is from the driver. (A connection that was lost comes
    to light at the latest when SQLAlchemy takes it back.)"""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return getattr(getattr(error, "orig", error), "sqlstate", None) in RUN_AGAIN
