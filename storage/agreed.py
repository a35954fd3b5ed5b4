"""One clock for all who share a database: the server's.

Leases, the pace and what is due are instants that replicas compare. Where their machines' clocks
differ, each would think differently of them: one that is ahead would take what another holds.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database

NOTEWORTHY = timedelta(seconds=2)

log = logging.getLogger(__name__)


class Agreed:
    """This machine's clock, corrected. Alone with a SQLite file it is right as it is."""

    def __init__(self, own: Callable[[], datetime]) -> None:
        """`own` gives aware UTC instants."""
        self._own = own
        self.ahead = timedelta(0)
        """How far the server's clock is ahead of ours."""

    def __call__(self) -> datetime:
        return self._own() + self.ahead

    async def agree(self, database: Database) -> None:
        """Ask the server what time it is."""
        if not database.shared:
            return
        before = self._own()
        theirs = await database.read(_time)
        ahead = theirs - (before + (self._own() - before) / 2)
        if abs(ahead - self.ahead) >= NOTEWORTHY:
            seconds = ahead.total_seconds()
            log.warning("the database's clock is %+.1f s from ours: we go by it", seconds)
        self.ahead = ahead


def _time(session: Session) -> datetime:
    found: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return found
