"""The connection to a SQLite file that writes, and one batch of work after the other on it.

A batch is done straight away. Only where a piece of it fails, all of it is undone and done once
more, each piece within a savepoint of its own, so that one that fails takes nobody with it:
savepoints cost a copy of every page that is touched.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage.engines import WAIT_FOR_LOCK

_BEGIN = "BEGIN IMMEDIATE"


@dataclass(frozen=True)
class Job:
    """A piece of work, and where to tell what came of it. `in_thread`: it takes too long for the
    event loop."""

    work: Callable[[Session], Any]
    future: asyncio.Future[Any]
    in_thread: bool = False


@dataclass(frozen=True)
class Done:
    """What came of a job."""

    job: Job
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


class Writer:
    """May be used from any thread, by one at a time."""

    def __init__(self, engine: Engine) -> None:
        """`engine` has one connection, and leaves it to us when a transaction begins and ends:
        what SQLAlchemy does around that costs as much as storing something."""
        self._connection = engine.connect()
        self._connection.begin()
        self._driver: Any = self._connection.connection.driver_connection
        self._wait(0)
        self._begin_session()

    def begin_now(self) -> bool:
        """Begin a transaction. False: another process holds the file, so it takes patience."""
        try:
            self._driver.execute(_BEGIN)
        except sqlite3.OperationalError:
            return False
        return True

    def begin(self) -> None:
        """Begin a transaction; wait for a while where another process holds the file. Raises
        OperationalError."""
        self._wait(WAIT_FOR_LOCK)
        try:
            self._driver.execute(_BEGIN)
        except sqlite3.OperationalError as error:
            raise OperationalError(_BEGIN, None, error) from error
        finally:
            self._wait(0)

    def straight(self, jobs: Sequence[Job]) -> list[Done] | None:
        """Do these. None: one of them failed, so nothing of this transaction may be kept."""
        try:
            return [self._do(job) for job in jobs]
        except Exception:
            self._begin_session()
            return None

    def finish(
        self, short: Sequence[Job], done: list[Done] | None, long: Sequence[Job]
    ) -> list[Done]:
        """Do what is left, and commit: `done` is what came of the `short` ones."""
        more = self.straight(long) if done is not None else None
        if done is not None and more is not None:
            finished = [*done, *more]
        else:
            self.undo()
            self.begin()
            finished = [self._alone(job) for job in (*short, *long)]
        self._driver.execute("COMMIT")
        return finished

    def undo(self) -> None:
        """Nothing of the transaction is kept, if there is one."""
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()
        self._connection.close()

    def _alone(self, job: Job) -> Done:
        # The savepoint is set on the driver itself: through the session it costs far more.
        self._driver.execute("SAVEPOINT work")
        try:
            done = self._do(job)
        except BaseException as error:
            self._begin_session()
            if not self._driver.in_transaction:  # a full disk: SQLite has undone all of it
                raise
            self._driver.execute("ROLLBACK TO work")
            done = Done(job, error=error)
        self._driver.execute("RELEASE work")
        return done

    def _do(self, job: Job) -> Done:
        value = job.work(self._session)
        self._session.flush()
        self._session.expunge_all()
        return Done(job, value)

    def _begin_session(self) -> None:
        """One for all work, until something fails in it: a new one each time costs as much as
        storing something."""
        self._session = Session(
            self._connection, join_transaction_mode="rollback_only", expire_on_commit=False
        )

    def _wait(self, seconds: float) -> None:
        self._driver.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
