"""A look at a few rows of a SQLite file, on the event loop."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

T = TypeVar("T")


class Glance:
    """A connection that only reads. What it costs to hand work to a thread is more than a look
    takes, and so is what SQLAlchemy does around a transaction."""

    def __init__(self, engine: Engine) -> None:
        """`engine` leaves it to us when a transaction begins and ends."""
        self._connection = engine.connect()
        self._connection.begin()
        self._driver: Any = self._connection.connection.driver_connection
        self._session = Session(self._connection, join_transaction_mode="rollback_only")

    def read(self, work: Callable[[Session], T]) -> T:
        """What `work` returns. It sees one moment."""
        self._driver.execute("BEGIN")
        try:
            return work(self._session)
        finally:
            self._session.expunge_all()
            self._driver.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()
        self._connection.close()
