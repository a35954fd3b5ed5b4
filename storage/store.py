"""The doors to storage, over one database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from storage.coachbook import SqlCoachbook
from storage.database import Database
from storage.desk import SqlDesk
from storage.directory import SqlDirectory
from storage.known import Known
from storage.outbox import LEASE, SqlOutbox
from storage.pulse import SqlPulse
from storage.sweep import SqlSweeper


@dataclass(frozen=True)
class Storage:
    """What `bot.ports` asks for, kept in SQL."""

    desk: SqlDesk
    directory: SqlDirectory
    outbox: SqlOutbox
    sweeper: SqlSweeper
    coachbook: SqlCoachbook
    pulse: SqlPulse

    @classmethod
    def over(
        cls,
        database: Database,
        *,
        lease: timedelta = LEASE,
        repeated: Callable[[], None] = lambda: None,
    ) -> "Storage":
        """All of them, with one memory of settings and people. `lease`: how long a sender may hold
        a message, by the clock whose `now` is passed in (where that runs faster, make it longer).
        `repeated` hears of everything that comes again after it was dealt with.
        """
        known = Known()
        return cls(
            SqlDesk(database, known, repeated=repeated),
            SqlDirectory(database, known),
            SqlOutbox(database, known, lease=lease),
            SqlSweeper(database, known),
            SqlCoachbook(database),
            SqlPulse(database),
        )
