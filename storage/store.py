"""The doors to storage, over one database."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.coachbook import SqlCoachbook
from storage.database import Database
from storage.desk import SqlDesk
from storage.directory import SqlDirectory
from storage.homes import SqlHomes
from storage.known import Known
from storage.learning import SqlLibrary
from storage.marking import SqlMarks
from storage.outbox import LEASE, SqlOutbox
from storage.postroom import SqlPostroom
from storage.pulse import SqlPulse
from storage.records import SqlRecords
from storage.sweep import SqlSweeper


@dataclass(frozen=True)
class Storage:
    """What `bot.ports` asks for, kept in SQL."""

    desk: SqlDesk
    directory: SqlDirectory
    outbox: SqlOutbox
    sweeper: SqlSweeper
    coachbook: SqlCoachbook
    library: SqlLibrary
    postroom: SqlPostroom
    records: SqlRecords
    homes: SqlHomes
    marks: SqlMarks
    pulse: SqlPulse

    @classmethod
    def over(
        cls, database: Database, *, speed: float = 1.0, repeated: Callable[[], None] = lambda: None
    ) -> "Storage":
        """All of them, with one memory of settings and people. `speed`: how much faster than real
        time the clock runs whose `now` is passed in (0: it stands still). `repeated` hears of
        everything that comes again after it was dealt with."""
        known = Known()
        return cls(
            SqlDesk(database, known, repeated=repeated),
            SqlDirectory(database, known),
            SqlOutbox(database, known, lease=LEASE * max(1.0, speed), speed=speed),
            SqlSweeper(database, known),
            SqlCoachbook(database),
            SqlLibrary(database, known),
            SqlPostroom(database, known),
            SqlRecords(database, known),
            SqlHomes(database, speed=speed),
            SqlMarks(database, known),
            SqlPulse(database),
        )
