"""What has been dealt with already, so that a second delivery does nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.ports import Happened
from storage.inserts import InsertOrLeave, PreparedInsert
from storage.statements import Later, Prepared
from storage.tables import seen

# Slack delivers an event again within hours (Slack: "The Events API", retries); this is longer.
KEPT_FOR = timedelta(hours=72)
AT_ONCE = 1_000  # rows deleted in one transaction at most

_REMEMBER = InsertOrLeave(seen)
_LATER = PreparedInsert(
    seen,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["team_id", "key"],
        set_={"seen_at": insert.excluded.seen_at},
        where=seen.c.seen_at < insert.excluded.seen_at,
    ),
)
_OLD = select(seen.c.team_id, seen.c.key).where(seen.c.seen_at < bindparam("before"))
_AGAIN = Prepared(
    update(seen)
    .where(
        seen.c.team_id == bindparam("of_team"),
        seen.c.key == bindparam("again"),
        seen.c.seen_at <= bindparam("since", type_=seen.c.seen_at.type),
    )
    .values(seen_at=bindparam("now", type_=seen.c.seen_at.type))
)
_SEEN_AT = Prepared(
    select(seen.c.seen_at).where(
        seen.c.team_id == bindparam("of_team"), seen.c.key == bindparam("this_key")
    )
)
_FORGET = Prepared(
    delete(seen).where(seen.c.team_id == bindparam("old_team"), seen.c.key == bindparam("old_key"))
)


def first_time(connection: Connection, team: str, key: str, now: datetime) -> bool:
    """Remember `key`. False: it was remembered before. Undone with its transaction."""
    return first_times(connection, [(team, key)], now)() == [True]


def first_times(
    connection: Connection, keys: Sequence[tuple[str, str]], now: datetime
) -> Later[list[bool]]:
    """The same for several, each (team, key), of which two may be the same."""
    rows = [{"team_id": team, "key": key, "seen_at": now} for team, key in keys]
    return _REMEMBER.are_new(connection, rows)


def later(connection: Connection, team: str, happened: Happened) -> bool:
    """Remember when it happened. False: something as late, or later, was remembered before. Undone
    with its transaction."""
    row = {"team_id": team, "key": _latest(happened), "seen_at": happened.at}
    return _LATER.run(connection, row) == 1


def first_since(
    connection: Connection, team: str, key: str, since: datetime, now: datetime
) -> bool:
    """Remember `key`. False: it was remembered after `since`. Undone with its transaction."""
    row = {"team_id": team, "key": key, "seen_at": now}
    if _REMEMBER.run(connection, row) == 1:
        return True
    return _AGAIN.run(connection, {"of_team": team, "again": key, "since": since, "now": now}) == 1


def known(connection: Connection, team: str, key: str) -> bool:
    """Whether `key` is remembered. Nothing is remembered by asking."""
    return _SEEN_AT.row(connection, {"of_team": team, "this_key": key}) is not None


def overtaken(connection: Connection, team: str, happened: Happened | None) -> bool:
    """Whether something as late, or later, is remembered. Nothing is remembered by asking."""
    if happened is None:
        return False
    row = _SEEN_AT.row(connection, {"of_team": team, "this_key": _latest(happened)})
    return row is not None and bool(row["seen_at"] >= happened.at)


def forget(connection: Connection, team: str, key: str) -> None:
    """Nothing came of it, so the same may be tried again: a form that is sent once more, say."""
    _FORGET.run(connection, {"old_team": team, "old_key": key})


def _latest(happened: Happened) -> str:
    return f"latest:{happened.what}"


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete some of the keys that are older than `KEPT_FOR`. Returns how many."""
    old = connection.execute(_OLD.limit(AT_ONCE), {"before": now - KEPT_FOR}).all()
    _FORGET.run_all(connection, [{"old_team": team, "old_key": key} for team, key in old])
    return len(old)
