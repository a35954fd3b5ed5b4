"""What has been dealt with already, so that a second delivery does nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from bot.ports import Happened
from storage.statements import PreparedInsert, insert_or_leave
from storage.tables import seen

# Slack delivers an event again within hours (Slack: "The Events API", retries); this is longer.
KEPT_FOR = timedelta(hours=72)
AT_ONCE = 1_000  # rows deleted in one transaction at most

_REMEMBER = insert_or_leave(seen)
_LATER = PreparedInsert(
    seen,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id", "key"],
        set_={"seen_at": insert.excluded.seen_at},
        where=seen.c.seen_at < insert.excluded.seen_at,
    ),
)
_OLD = select(seen.c.team_id, seen.c.key).where(seen.c.seen_at < bindparam("before"))
_FORGET = delete(seen).where(
    seen.c.team_id == bindparam("old_team"), seen.c.key == bindparam("old_key")
)


def first_time(connection: Connection, team: str, key: str, now: datetime) -> bool:
    """Remember `key`. False: it was remembered before. Undone with its transaction."""
    row = {"team_id": team, "key": key, "seen_at": now}
    return _REMEMBER.run(connection, row).rowcount == 1


def later(connection: Connection, team: str, happened: Happened) -> bool:
    """Remember when it happened. False: something as late, or later, was remembered before. Undone
    with its transaction."""
    row = {"team_id": team, "key": f"latest:{happened.what}", "seen_at": happened.at}
    return _LATER.run(connection, row).rowcount == 1


def forget(connection: Connection, team: str, key: str) -> None:
    """Nothing came of it, so the same may be tried again: a form that is sent once more, say."""
    connection.execute(_FORGET, {"old_team": team, "old_key": key})


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete some of the keys that are older than `KEPT_FOR`. Returns how many."""
    old = connection.execute(_OLD.limit(AT_ONCE), {"before": now - KEPT_FOR}).all()
    if old:
        connection.execute(_FORGET, [{"old_team": team, "old_key": key} for team, key in old])
    return len(old)
