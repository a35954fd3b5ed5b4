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
AGES = 1.05  # how much less sure of the last answer we are each time: clocks drift

log = logging.getLogger(__name__)


class Agreed:
    """This machine's clock, corrected. Alone with a SQLite file it is right as it is."""

    def __init__(self, own: Callable[[], datetime]) -> None:
        """`own` gives aware UTC instants."""
        self._own = own
        self.ahead = timedelta(0)
        """How far the server's clock is ahead of ours."""
        self._unsure = timedelta.max / 4  # by so much `ahead` may be wrong

    def __call__(self) -> datetime:
        return self._own() + self.ahead

    async def agree(self, database: Database) -> None:
        """Ask the server what time it is."""
        if not database.shared:
            return
        before = self._own()
        theirs = await database.read(_time)
        self.hear(theirs, before, self._own())

    def hear(self, theirs: datetime, before: datetime, after: datetime) -> None:
        """It was `theirs` at some moment between our `before` and `after`. An answer that took long
        says little: it counts only where one of the clocks must have jumped since."""
        unsure = max(after - before, timedelta(0)) / 2
        ahead = theirs - (before + (after - before) / 2)
        change = abs(ahead - self.ahead)
        if unsure > self._unsure and change <= unsure + self._unsure:
            self._unsure *= AGES
            return
        if change >= NOTEWORTHY:
            seconds = ahead.total_seconds()
            log.warning("the database's clock is %+.1f s from ours: we go by it", seconds)
        self.ahead, self._unsure = ahead, unsure


def _time(session: Session) -> datetime:
    found: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return found
