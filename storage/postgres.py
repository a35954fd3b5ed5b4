"""PostgreSQL: a pool of connections, a thread for each, and another try where it asks for one."""

import asyncio
import itertools
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.calm import Calm
from storage.engines import postgres_engine

T = TypeVar("T")
CONNECTIONS = 10
TRIES = 5
PATIENT = 3  # of the connections: for what can wait, so that people do not
PAUSE = 0.02  # seconds before the second try, longer before each further one
# Serialization failure and deadlock: the transaction was undone and may be run again
# (PostgreSQL documentation, appendix "Error Codes").
RUN_AGAIN = frozenset({"40001", "40P01"})

log = logging.getLogger(__name__)


class Line:
    """A connection with a session on it, for one transaction after the other: a new session each
    time, on a connection that is checked out and handed back, costs as much as a statement."""

    def __init__(self, engine: Engine) -> None:
        """`engine` is connected to. Raises DBAPIError."""
        self._connection = engine.connect()
        self._connection.begin()  # the driver begins one with the first statement
        self._driver: Any = self._connection.connection.driver_connection
        self._committing = False
        self._session = Session(
            self._connection, join_transaction_mode="rollback_only", expire_on_commit=False
        )

    def do(self, work: Callable[[Session], T]) -> T:
        """What comes of it, committed. What it raises leaves the line to be closed."""
        value = work(self._session)
        self._session.flush()
        self._session.expunge_all()
        self._committing = True
        self._driver.commit()
        self._committing = False
        return value

    def look(self, work: Callable[[Session], T]) -> T:
        """The same for work that only reads: each statement is a transaction of its own, which sees
        what it would see in a longer one, and nothing has to be begun and ended."""
        self._driver.autocommit = True
        try:
            return work(self._session)
        finally:
            self._session.expunge_all()
            if not self.lost:
                self._driver.autocommit = False

    @property
    def lost(self) -> bool:
        """Whether its connection is gone."""
        return self._connection.invalidated or bool(self._driver.closed)

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows if it was committed. It is not done again: whoever asked asks again,
        with the same dedupe key."""
        return self._committing and self.lost

    def close(self, *, lost: bool = False) -> None:
        """Undo what is not committed, and let go of the connection; of one that is `lost` for
        good."""
        if lost:
            self._connection.invalidate()
        self._session.close()
        self._connection.close()


How = Callable[[Line, Callable[[Session], T]], T]  # a way of having work done


class Postgres:
    """A PostgreSQL database, which other processes may be at work on too."""

    def __init__(self, url: URL) -> None:
        """Raises WrongDatabaseUrl where the driver is not installed. Connects when first used."""
        self._engine = postgres_engine(url, connections=CONNECTIONS)
        dialect: Any = self._engine.dialect
        self._driver_error: type[Exception] = dialect.dbapi.Error
        self._threads = ThreadPoolExecutor(CONNECTIONS - PATIENT, thread_name_prefix="postgres")
        self._patient_threads = ThreadPoolExecutor(PATIENT, thread_name_prefix="patient")
        # The last one used comes first: it knows our statements already, and the server its plans.
        self._lines: list[Line] = []
        self._calm = Calm()

    async def run(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.run`."""
        return await self._in_thread(Line.do, work, patient)

    async def read(
        self, work: Callable[[Session], T], *, patient: bool = False, in_thread: bool = True
    ) -> T:
        """See `Database.read`."""
        return await self._in_thread(Line.look, work, patient)

    async def close(self) -> None:
        """See `Database.close`."""
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._patient_threads.shutdown)
        self._let_go(lost=False)
        self._engine.dispose()

    async def _in_thread(self, how: How[T], work: Callable[[Session], T], patient: bool) -> T:
        in_thread_of = asyncio.get_running_loop().run_in_executor
        if patient:
            await self._calm.wait()
            return await in_thread_of(self._patient_threads, self._run, how, work)
        with self._calm.somebody_waits():
            return await in_thread_of(self._threads, self._run, how, work)

    def _run(self, how: How[T], work: Callable[[Session], T]) -> T:
        for tries in itertools.count(1):
            line = self._line()
            try:
                value = how(line, work)
            except BaseException as error:
                again = self._may_run_again(line, error)
                self._put_away(line)
                if again and tries < TRIES:
                    log.info("trying a transaction again after %s", type(error).__name__)
                    time.sleep(PAUSE * tries)
                elif isinstance(error, self._driver_error):
                    # Statements of ours and commits are the driver's own, and so are their errors;
                    # whoever waits expects SQLAlchemy's.
                    raise DBAPIError(None, None, error, hide_parameters=True) from error
                else:
                    raise
            else:
                self._lines.append(line)
                return value
        raise AssertionError("it counts without an end")

    def _may_run_again(self, line: Line, error: BaseException) -> bool:
        """`error` comes from SQLAlchemy, or as it is from the driver."""
        if line.in_doubt or not isinstance(error, (DBAPIError, self._driver_error)):
            return False
        return line.lost or getattr(getattr(error, "orig", error), "sqlstate", None) in RUN_AGAIN

    def _put_away(self, line: Line) -> None:
        lost = line.lost
        line.close(lost=lost)
        if lost:  # so are the others, most likely
            self._let_go(lost=True)

    def _line(self) -> Line:
        try:
            return self._lines.pop()
        except IndexError:  # each thread may have one
            return Line(self._engine)

    def _let_go(self, *, lost: bool) -> None:
        """Of the lines that nobody is using."""
        with suppress(IndexError):
            while True:
                self._lines.pop().close(lost=lost)
