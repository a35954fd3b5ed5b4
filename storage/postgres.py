"""PostgreSQL: a pool of connections, a thread for each, and another try where it asks for one."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.engines import postgres_engine

T = TypeVar("T")
CONNECTIONS = 10
TRIES = 5
PATIENT = 3  # of the connections: for what can wait, so that people do not
HOLD_BACK = 0.25  # seconds that what can wait lets people go first
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
        self._people = 0  # pieces of work under way for which people wait
        self._calm = asyncio.Event()  # set while there are none
        self._calm.set()

    async def run(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.run`."""
        in_thread_of = asyncio.get_running_loop().run_in_executor
        if patient:
            await self._let_people_go_first()
            return await in_thread_of(self._patient_threads, self._run, work)
        self._people += 1
        self._calm.clear()
        try:
            return await in_thread_of(self._threads, self._run, work)
        finally:
            self._people -= 1
            if not self._people:
                self._calm.set()

    async def _let_people_go_first(self) -> None:
        """For a while at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), HOLD_BACK)

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
            value = work(session)
            session.flush()
            try:
                session.commit()
            except DBAPIError as error:
                # Nobody knows whether a commit that lost its connection was kept, so it is not
                # run again: whoever asked asks again, with the same dedupe key.
                error.connection_invalidated = False
                raise
        return value


def _may_run_again(error: Exception) -> bool:
    """`error` comes from SQLAlchemy, or as it is from the driver. (A connection that was lost comes
    to light at the latest when SQLAlchemy takes it back.)"""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return getattr(getattr(error, "orig", error), "sqlstate", None) in RUN_AGAIN
